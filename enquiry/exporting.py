"""All enquiries for another program: CSV for a spreadsheet, JSON for everything else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from enquiry.kept import Kept

COLUMNS = (
    "reference",
    "received",
    "state",
    "changed",
    "name",
    "email",
    "phone",
    "reply_by",
    "topic",
    "message",
    "reading",
    "reflections",
    "score",
    "reasons",
    "origin",
)
# What a spreadsheet takes for the beginning of a formula, also as East Asian keyboards write it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(there: Iterable[Kept]) -> str:
    """CSV by RFC 4180; a cell that a spreadsheet would calculate begins with an apostrophe."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for kept in there:
        row = _row(kept) | {"reasons": "; ".join(f"{one.points} {one.words}" for one in kept.reasons)}
        writer.writerow([_cell(row[column]) for column in COLUMNS])
    return written.getvalue()


def to_json(there: Iterable[Kept]) -> str:
    """A list of objects, each with all COLUMNS; reasons have code, points and words."""
    rows = [
        _row(kept) | {"reasons": [{"code": one.code, "points": one.points, "words": one.words} for one in kept.reasons]}
        for kept in there
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _row(kept: Kept) -> dict[str, object]:
    values = {
        **kept.enquiry.as_fields(),
        "reference": kept.reference,
        "received": kept.received_at.isoformat(),
        "state": kept.state,
        "changed": kept.changed_at.isoformat(),
        "score": kept.score,
        "reasons": "",
        "origin": kept.origin,
    }
    return {column: values[column] for column in COLUMNS}


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
