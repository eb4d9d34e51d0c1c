"""Where enquiries are kept: SQLite, one writer, and "kept" means that it is on the disk.

An enquiry and the letter that tells the coach of it (a row of the outbox) are written in one transaction. WAL
with `synchronous=FULL` syncs at every commit, so what `keep` returned survives a crash and a power cut. One
connection writes, behind a lock: SQLite from 3.7.0 to 3.51.2 can corrupt a WAL when two connections write and
checkpoint (https://sqlite.org/wal.html#walresetbug).
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from enquiry.enquiry import Enquiry
from enquiry.settings import EnquiryError

# Numbered by place: a database that has seen the first n holds n in `user_version`.
MIGRATIONS = (
    """
    CREATE TABLE enquiry (
        reference TEXT PRIMARY KEY,
        idempotency_key TEXT UNIQUE,        -- of the browser's key and every field; null where no key came
        received_at TEXT NOT NULL,          -- ISO 8601, UTC
        state TEXT NOT NULL DEFAULT 'new',
        origin TEXT NOT NULL,               -- of the post, against the site's: same, other or none
        fields TEXT NOT NULL                -- JSON
    ) STRICT;
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY,
        reference TEXT NOT NULL REFERENCES enquiry,
        kind TEXT NOT NULL,                 -- notify: the letter to the coach
        due_at REAL NOT NULL,               -- seconds since 1970
        tries INTEGER NOT NULL DEFAULT 0,
        last_error TEXT,
        sent_at REAL
    ) STRICT;
    CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL;
    """,
)
# Without 0 and O, 1, I and L, and U: read aloud on the telephone, nothing is mistaken, and no word appears by
# chance.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class NotKept(EnquiryError):
    """The disk, or the database, would not take it; nothing was written."""


@dataclass(frozen=True)
class Letter:
    """One letter that waits in the outbox, with the enquiry that it is about."""

    id: int
    reference: str
    kind: str
    tries: int
    received_at: datetime
    enquiry: Enquiry


class Store:
    """The enquiries of one service. Every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Opens the database at `path`, made with its folder where there is none. Raises NotKept."""
        self._lock = threading.Lock()
        try:
            make_private_folder(path.parent)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            path.chmod(0o600)  # SQLite gives its -wal and -shm files the same
            self._connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
        except (OSError, sqlite3.Error) as error:
            raise NotKept(f"{path}: {error}") from error
        try:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._migrate()
        except sqlite3.Error as error:
            self._connection.close()
            raise NotKept(f"{path}: {error}") from error

    def close(self) -> None:
        """Closes the database; what is committed stays."""
        with self._lock:
            self._connection.close()

    def keep(self, enquiry: Enquiry, *, origin: str, now: datetime) -> str:
        """Keeps the enquiry and its letter; returns its reference when both are on the disk. Raises NotKept.

        The same enquiry with the same browser's key is kept once and has one reference. A key that comes
        again with other words is another enquiry: a page that was gone back to, mended and sent again is not
        lost.
        """
        fields = json.dumps(enquiry.as_fields(), ensure_ascii=False, sort_keys=True)
        key = hashlib.sha256(fields.encode()).hexdigest() if enquiry.key else None
        with self._transaction() as connection:
            known = connection.execute("SELECT reference FROM enquiry WHERE idempotency_key = ?", (key,)).fetchone()
            if known:
                return str(known["reference"])
            reference = _unused_reference(connection)
            connection.execute(
                "INSERT INTO enquiry (reference, idempotency_key, received_at, origin, fields) VALUES (?, ?, ?, ?, ?)",
                (reference, key, now.astimezone(UTC).isoformat(timespec="seconds"), origin, fields),
            )
            connection.execute(
                "INSERT INTO outbox (reference, kind, due_at) VALUES (?, 'notify', ?)",
                (reference, now.timestamp()),
            )
        return reference

    def due_letters(self, now: float, most: int = 100) -> list[Letter]:
        """The letters that wait and are due at `now` (seconds since 1970), the longest waiting first."""
        with self._transaction() as connection:
            rows = connection.execute(
                "SELECT id, reference, kind, tries, received_at, fields FROM outbox"
                " JOIN enquiry USING (reference)"
                " WHERE sent_at IS NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?",
                (now, most),
            ).fetchall()
        return [
            Letter(
                row["id"],
                row["reference"],
                row["kind"],
                row["tries"],
                datetime.fromisoformat(row["received_at"]),
                Enquiry(**json.loads(row["fields"])),
            )
            for row in rows
        ]

    def mark_sent(self, letter: Letter, now: float) -> None:
        """Notes that the letter has left."""
        with self._transaction() as connection:
            connection.execute("UPDATE outbox SET sent_at = ?, tries = tries + 1 WHERE id = ?", (now, letter.id))

    def mark_failed(self, letter: Letter, error: str, due_at: float) -> None:
        """Notes why the letter could not leave, and when to try again."""
        with self._transaction() as connection:
            connection.execute(
                "UPDATE outbox SET tries = tries + 1, last_error = ?, due_at = ? WHERE id = ?",
                (error, due_at, letter.id),
            )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction of the only writer: all of it on the disk, or none."""
        try:
            with self._lock:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise NotKept(str(error)) from error

    def _migrate(self) -> None:
        (seen,) = self._connection.execute("PRAGMA user_version").fetchone()
        for number, migration in enumerate(MIGRATIONS[seen:], start=seen + 1):
            self._connection.executescript(f"BEGIN; {migration} PRAGMA user_version = {number}; COMMIT;")


def make_private_folder(folder: Path) -> None:
    """Makes `folder` for its owner alone, so that a power cut leaves it; one that is there stays as it is."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Waits until the names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unused_reference(connection: sqlite3.Connection) -> str:
    while True:
        letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
        reference = f"{letters[:4]}-{letters[4:]}"
        if not connection.execute("SELECT 1 FROM enquiry WHERE reference = ?", (reference,)).fetchone():
            return reference
