"""Backups: SQLite files of one format, whichever database they are of, private and looked through before they count.

Whoever is erased from the database is erased in every backup as well.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from enquiry.copying import Copied, copy, copy_rows
from enquiry.database import APPLICATION, NotKept, Sqlite, connect
from enquiry.enquiry import compared
from enquiry.files import make_private_folder, sync_folder
from enquiry.schema import migrate
from enquiry.settings import SQLITE, EnquiryError
from enquiry.store import Store

KEPT_DAYS = 35
NAME = "enquiries-%Y-%m-%d-%H%M%S.db"
_NAMED = re.compile(r"enquiries-\d{4}-\d\d-\d\d-\d{6}\.db")
_UNFINISHED = ".unfinished-"


class BackupFault(EnquiryError):
    """A backup that cannot be made or used, in a sentence."""


def back_up(address: str, folder: Path, now: datetime) -> tuple[Path, list[Copied]]:
    """Makes a backup of the database at `address`; it is on the disk and whole when this returns. Raises EnquiryError.

    Those who write meanwhile are not kept waiting.
    """
    with _in_place(folder / now.astimezone(UTC).strftime(NAME)) as draft:
        source = connect(address)
        try:
            target = Sqlite(draft)
            try:
                migrate(target)
                copied = copy_rows(source, target)
                finish(target)
            finally:
                target.close()
        finally:
            source.close()
    return folder / now.astimezone(UTC).strftime(NAME), copied


def restore(backup: Path, address: str) -> list[Copied]:
    """Fills the empty database at `address` from a backup, which stays as it is. Raises EnquiryError."""
    look_through(backup)
    draft = backup.with_name(f"{_UNFINISHED}restore-{os.getpid()}")
    try:
        _copy_private(backup, draft)
        return copy(f"{SQLITE}{draft}", address)
    finally:
        _remove(draft)


def backups_in(folder: Path) -> list[Path]:
    """The backups, the oldest first."""
    return sorted(file for file in folder.glob("*.db") if _NAMED.fullmatch(file.name)) if folder.is_dir() else []


def made_at(backup: Path) -> datetime:
    """When a backup was made, as its name says."""
    return datetime.strptime(backup.name, NAME).replace(tzinfo=UTC)


def drop_old(folder: Path, now: datetime) -> list[Path]:
    """Removes backups that are older than KEPT_DAYS, and what a process left unfinished; never the newest backup."""
    if not folder.is_dir():
        return []
    for draft in folder.glob(f"{_UNFINISHED}*"):
        if now.timestamp() - draft.stat().st_mtime > 3_600:
            draft.unlink(missing_ok=True)
    old = [file for file in backups_in(folder)[:-1] if made_at(file) < now - timedelta(days=KEPT_DAYS)]
    for file in old:
        file.unlink(missing_ok=True)
    return old


def erase_in(backup: Path, references: Set[str], email: str, now: datetime) -> list[str]:
    """Erases those enquiries inside a backup, and all from `email` ("": none), so that no byte of them is left.

    Returns which there were; where there are none the file stays as it is. Raises EnquiryError.
    """
    there = _there_of(backup, references, compared(email) if email else "")
    if not there:
        return []
    with _in_place(backup) as draft:
        _copy_private(backup, draft)
        store = Store.open(f"{SQLITE}{draft}")
        try:
            erased = store.erase(there, now)
        finally:
            store.close()
        database = Sqlite(draft)
        try:
            finish(database)
        finally:
            database.close()
    return erased


def _there_of(backup: Path, references: Set[str], email: str) -> set[str]:
    """Which of these enquiries, or of this compared address ("": none), are in a backup and not erased there."""
    try:
        connection = apsw.Connection(os.fspath(backup), flags=apsw.SQLITE_OPEN_READONLY)
        try:  # row by row, for all of them may be more than there is room for
            rows = connection.execute("SELECT reference, fields FROM enquiry WHERE state <> 'erased'")
            return {
                str(reference)
                for reference, fields in rows
                if reference in references or (email and compared(json.loads(str(fields)).get("email", "")) == email)
            }
        finally:
            connection.close()
    except apsw.Error as error:
        raise BackupFault(f"{backup} cannot be read, so nobody can be erased in it. Remove it.") from error


def look_through(file: Path) -> None:
    """Reads every page of a backup. Raises BackupFault where it is not whole, or is none of ours."""
    if not file.is_file():
        raise BackupFault(f"{file} is not there. `python -m enquiry backup` says where it puts its files.")
    try:
        connection = apsw.Connection(os.fspath(file), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            is_ours = connection.pragma("application_id") == APPLICATION
            found = connection.pragma("integrity_check")
        finally:
            connection.close()
    except apsw.Error as error:
        raise BackupFault(f"{file} is not a backup of enquiries, or is damaged. Take an older one.") from error
    if not is_ours:
        raise BackupFault(f"{file} is a database, but none of enquiries. Name a file that `backup` has made.")
    if found != "ok":
        raise BackupFault(f"{file} is damaged: {found}. Take an older one.")


def finish(database: Sqlite) -> None:
    """Makes one file of it, whole by itself, and looks through it. Raises NotKept.

    Nothing deleted is in it: what was erased there, erasing has packed.
    """
    database.execute("PRAGMA journal_mode = DELETE")
    found = database.execute("PRAGMA integrity_check")
    if [list(row.values()) for row in found] != [["ok"]]:
        raise NotKept("the backup is not whole")


@contextmanager
def _in_place(file: Path) -> Iterator[Path]:
    """A draft that becomes `file`, whole and on the disk, if nothing goes wrong."""
    draft = file.with_name(f"{_UNFINISHED}{os.getpid()}-{file.name}")
    try:
        make_private_folder(file.parent)
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(file)
        sync_folder(file.parent)
    except OSError as error:
        raise BackupFault(
            f"{file} cannot be written: {error.strerror}. Is there room, and is the folder yours?"
        ) from error
    finally:
        _remove(draft)


def _copy_private(file: Path, copy_of_it: Path) -> None:
    with (
        file.open("rb") as read,
        open(os.open(copy_of_it, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as written,
    ):
        shutil.copyfileobj(read, written)


def _remove(draft: Path) -> None:
    for name in (draft.name, f"{draft.name}-wal", f"{draft.name}-shm", f"{draft.name}-journal"):
        with suppress(OSError):  # what kept it from being written is told
            draft.with_name(name).unlink(missing_ok=True)
