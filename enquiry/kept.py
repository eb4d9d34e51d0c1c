"""An enquiry as the store has it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from enquiry.database import Row
from enquiry.enquiry import Enquiry
from enquiry.spam import Reason


@dataclass(frozen=True)
class Kept:
    """An enquiry as it is kept; of an erased one every field is empty."""

    reference: str
    received_at: datetime
    state: str
    score: int
    reasons: tuple[Reason, ...]
    origin: str
    enquiry: Enquiry
    changed_at: datetime
    is_canary: bool = False


def kept_of(row: Row) -> Kept:
    """The enquiry of a row of its table."""
    empty = {"name": "", "email": "", "message": ""}
    return Kept(
        row["reference"],
        datetime.fromisoformat(row["received_at"]),
        row["state"],
        row["score"],
        tuple(Reason(**reason) for reason in json.loads(row["reasons"])),
        row["origin"],
        Enquiry(**empty | json.loads(row["fields"])),
        datetime.fromisoformat(row["changed_at"]),
        bool(row["is_canary"]),
    )
