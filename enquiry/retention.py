"""How long enquiries are kept, and erasing them wherever they are: the database, its letters, its backups.

What remains of an erased one is its reference and its dates.
"""

from __future__ import annotations

import email
import logging
from calendar import monthrange
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from enquiry.backups import BackupFault, backups_in, erase_in
from enquiry.enquiry import compared
from enquiry.kept import Kept
from enquiry.references import REFERENCE
from enquiry.settings import Settings
from enquiry.store import Store

HELD = ("held", "unconfirmed")
OTHERS = ("new", "handled")
CANARY_DAYS = 7

log = logging.getLogger("enquiry")


@dataclass(frozen=True)
class Erased:
    """What was erased: references of the database, and how many letters' files and backups they stood in."""

    references: tuple[str, ...]
    letters: int
    backups: int


def overdue(store: Store, settings: Settings, now: datetime) -> list[Kept]:
    """Outlines of the enquiries that have been kept long enough by `now`."""
    held_before = now - timedelta(days=settings.keep_held_days)
    others_before = months_before(now, settings.keep_months)
    canaries_before = now - timedelta(days=CANARY_DAYS)
    return [
        kept
        for kept in store.outlines(HELD + OTHERS)
        if kept.changed_at < (held_before if kept.state in HELD else others_before)
        or (kept.is_canary and kept.received_at < canaries_before)
    ]


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months before, or that month's last."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def from_address(store: Store, address: str) -> list[Kept]:
    """The enquiries from one e-mail address, however it was typed."""
    wanted = compared(address)
    return [kept for kept in store.enquiries(HELD + OTHERS) if compared(kept.enquiry.email) == wanted]


def erase(store: Store, settings: Settings, references: Iterable[str], now: datetime, *, address: str = "") -> Erased:
    """Erases enquiries in the database, and in every letter's file and backup on this machine. Raises EnquiryError.

    address: also whatever a backup holds from it that the database does not.
    """
    erased = store.erase(references, now)
    letters, backups = sweep(store, settings, now, address=address)
    return Erased(tuple(erased), letters, backups)


def sweep(store: Store, settings: Settings, now: datetime, *, address: str = "") -> tuple[int, int]:
    """Removes from this machine's files whatever is erased in the database; how many letters and backups it was in.

    Raises BackupFault, after all the others, where a backup could not be read or written.
    """
    gone = {kept.reference for kept in store.outlines(["erased"])}
    letters = sum(_remove(file) for file in _letters_of(settings.mail_folder, gone))
    backups, faults = 0, []
    for backup in backups_in(settings.backup_folder):
        try:
            backups += bool(erase_in(backup, gone, address, now))
        except BackupFault as fault:
            faults.append(str(fault))
    if faults:
        raise BackupFault("\n".join(faults))
    return letters, backups


def _letters_of(folder: Path, gone: Set[str]) -> list[Path]:
    """Files in the folder of letters that are of, or name, an enquiry in `gone`; what was left unfinished with them."""
    if not folder.is_dir():
        return []
    return [file for file in folder.iterdir() if file.is_file() and not gone.isdisjoint(_named_in(file))]


def _named_in(file: Path) -> set[str]:
    if own := REFERENCE.match(file.name.lstrip(".")):
        return {own[0]}
    try:
        message = email.message_from_bytes(file.read_bytes(), policy=default)
        body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
        return set(REFERENCE.findall(str(body.get_content()) if body else ""))
    except (OSError, LookupError, ValueError):
        log.warning("a letter's file could not be read", extra={"letter": file.name})
        return set()


def _remove(file: Path) -> bool:
    file.unlink(missing_ok=True)
    return True
