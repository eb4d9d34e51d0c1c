"""Every row of one database in another, SQLite or PostgreSQL, counted and compared: to move, to back up, to restore."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from enquiry.database import Database, Row, connect
from enquiry.schema import migrate
from enquiry.settings import EnquiryError

# Each table after those that it refers to, with what tells its rows apart.
TABLES = {
    "enquiry": ("reference",),
    "event": ("id",),
    "letter": ("id",),
    "tally": ("name", "span"),
    "chore": ("name",),
}
AT_ONCE = 200
"""Rows: an enquiry may be a tenth of a megabyte."""
# One moment of the whole database, while others go on writing.
ONE_MOMENT = {"sqlite": "BEGIN", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"}


class NotCopied(EnquiryError):
    """A copy that was not made, in a sentence; the target is as it was."""


@dataclass(frozen=True)
class Copied:
    """How many rows of a table were read there, and found here afterwards."""

    table: str
    read: int
    found: int


def copy(source_address: str, target_address: str) -> list[Copied]:
    """Copies every row, in one transaction on each side; both have the tables of this release when it begins.

    Raises NotCopied where there are enquiries or letters in the target, or the copy differs; and NotKept.
    """
    source = connect(source_address)
    try:
        migrate(source)
        target = connect(target_address)
        try:
            migrate(target)
            return copy_rows(source, target)
        finally:
            target.close()
    finally:
        source.close()


def copy_rows(source: Database, target: Database) -> list[Copied]:
    """The same between two connections. Raises NotCopied, and NotKept."""
    source.execute(ONE_MOMENT[source.dialect])
    target.begin()
    try:
        if any(target.execute(f"SELECT 1 FROM {table} LIMIT 1") for table in ("enquiry", "letter")):
            raise NotCopied(
                "The database to copy to is not empty. Name one that is new, or remove what is in it first."
            )
        copied = []
        for table, key in TABLES.items():
            target.execute(f"DELETE FROM {table}")
            read, digest = _copy_table(source, target, table, key)
            found, found_digest = _look_through(target, table, key)
            if (read, digest) != (found, found_digest):
                raise NotCopied(f"The copy of the table {table} differs: {read} rows read, {found} found. Try again.")
            copied.append(Copied(table, read, found))
        if target.dialect == "postgresql":
            _count_on(target)
        target.execute("COMMIT")
    except BaseException:
        target.execute("ROLLBACK")
        raise
    finally:
        source.execute("ROLLBACK")  # nothing was written there
    return copied


def _copy_table(source: Database, target: Database, table: str, key: tuple[str, ...]) -> tuple[int, int]:
    number, digest = 0, 0
    while rows := _rows(source, table, key, number):
        names = list(rows[0])
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)})"
        for row in rows:
            target.execute(insert, row)
            digest ^= _digest(row)
        number += len(rows)
    return number, digest


def _look_through(database: Database, table: str, key: tuple[str, ...]) -> tuple[int, int]:
    number, digest = 0, 0
    while rows := _rows(database, table, key, number):
        for row in rows:
            digest ^= _digest(row)
        number += len(rows)
    return number, digest


def _rows(database: Database, table: str, key: tuple[str, ...], start: int) -> list[Row]:
    order = ", ".join(key)
    return database.execute(
        f"SELECT * FROM {table} ORDER BY {order} LIMIT :most OFFSET :start", {"most": AT_ONCE, "start": start}
    )


def _digest(row: Row) -> int:
    """Of one row; those of a table are joined by XOR, for two databases do not sort letters alike."""
    return int.from_bytes(hashlib.sha256(json.dumps(row, sort_keys=True).encode()).digest())


def _count_on(target: Database) -> None:
    """Lets PostgreSQL number new rows from where the copied ones end."""
    for table, key in TABLES.items():
        if key == ("id",):
            target.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                f" WHERE EXISTS (SELECT 1 FROM {table})"
            )
