"""One connection to SQLite or PostgreSQL, which speak the same SQL here: parameters are `:name`, rows are dicts.

SQLite comes with apsw, not with Python: from 3.7.0 to 3.51.2 it can corrupt a WAL when two connections write and
checkpoint (https://sqlite.org/wal.html#walresetbug), as the service and the coach's commands do.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import apsw

from enquiry.files import make_private_folder, sync_folder
from enquiry.settings import POSTGRESQL, SQLITE, EnquiryError

if TYPE_CHECKING:
    import psycopg

Row = dict[str, Any]
Execute = Callable[..., list[Row]]
"""execute(sql, values={}) -> rows"""

NOTHING: Mapping[str, Any] = {}
BUSY_MS = 5_000
APPLICATION = 0x43_61_69_72  # "Cair", so that `file` tells what a database is
# Deadlock and its like (class 40), a lock waited for in vain, a key that another process wrote in the same moment, and
# whatever ends a connection from the other side.
PASSING = re.compile("40...|55P03|23505|57P0[123]|25P03|08...")
# A server that has gone without a word is given up after about these seconds, where the address says nothing else.
PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
# The last is for others: a process that is frozen in a transaction lets go of what they wait for.
SESSION = (
    "SET synchronous_commit = on; SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '10s';"
    " SET client_min_messages = error"
)


class NotKept(EnquiryError):
    """The database could not do what was asked; nothing of it is to be relied on.

    is_passing: to ask again, on a fresh connection, may well succeed. The text names the fault and never a value.
    """

    def __init__(self, words: str, *, is_passing: bool = False) -> None:
        super().__init__(words)
        self.is_passing = is_passing


# What a fault begins with or holds, and what to do about it.
CURES = (
    ("Corrupt", "The database is damaged. Stop the service, move its files aside, and `restore` the newest backup."),
    ("NotADB", "That file is no database. Is ENQUIRY_DATABASE right?"),
    ("not a database", "Is ENQUIRY_DATABASE right?"),
    ("Busy", "Somebody else has been writing for long. Try again in a minute."),
    ("Full", "The disk is full. Make some room, and try again."),
    ("ReadOnly", "It may only be read. Whose is the file, and how is its disk mounted?"),
    ("later release", "Use the newer release of this program."),
    ("cannot be reached", "See that it runs, and that ENQUIRY_DATABASE is right."),
    ("cannot be opened", "Is ENQUIRY_DATABASE right, and is the file yours?"),
)


def cure_of(fault: NotKept) -> str:
    """What to do about a fault of the database, in a sentence."""
    words = str(fault)
    return next((cure for part, cure in CURES if part in words), "Try again; `python -m enquiry doctor` looks closer.")


class Database(Protocol):
    """One connection, outside a transaction unless `BEGIN` was asked for. Every fault is a NotKept."""

    dialect: str

    def execute(self, sql: str, values: Mapping[str, Any] = NOTHING) -> list[Row]:
        """Asks one statement, or without values several."""

    def begin(self) -> None:
        """Begins a transaction that will write."""

    def version(self) -> int:
        """How many migrations it has seen; within a transaction nobody else changes that."""

    def set_version(self, number: int) -> None:
        """Notes that."""

    def forget(self) -> None:
        """Lets nothing remain, beside the tables, of what was deleted from them."""

    def close(self) -> None:
        """Ends the connection."""


def connect(address: str) -> Database:
    """A connection to a `sqlite:///` or `postgresql://` address. Raises NotKept."""
    if address.startswith(SQLITE):
        return Sqlite(Path(address.removeprefix(SQLITE)))
    return Postgresql(address)


class Sqlite:
    """A file, readable by its owner alone, in WAL; a commit is on the disk when it returns (`synchronous=FULL`)."""

    dialect = "sqlite"

    def __init__(self, file: Path) -> None:
        try:
            make_private_folder(file.parent)
            # Private from its first moment, as its WAL then is too.
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise NotKept(f"{file} cannot be opened: {error.strerror}") from error
        try:
            self._connection = apsw.Connection(os.fspath(file))
            self._connection.set_busy_timeout(BUSY_MS)
            self._connection.row_trace = _as_dict
            self._begin_wal()
            for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
                self._connection.execute(f"PRAGMA {pragma}").fetchall()
            if not self._connection.pragma("application_id"):
                self._connection.pragma("application_id", APPLICATION)
            sync_folder(file.parent)
        except (apsw.Error, OSError) as error:
            raise NotKept(f"{file} cannot be opened: {error}") from error

    def _begin_wal(self) -> None:
        """Of processes that open a new file together one makes it a WAL; SQLite does not let the others wait for it."""
        until = time.monotonic() + BUSY_MS / 1000
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL").fetchall()
                return
            except apsw.BusyError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def execute(self, sql: str, values: Mapping[str, Any] = NOTHING) -> list[Row]:
        """Asks one statement, or without values several."""
        try:
            rows: list[Any] = self._connection.execute(sql, values or None).fetchall()
        except apsw.Error as error:
            if sql == "ROLLBACK" and not self._connection.in_transaction:
                return []  # a full disk may have rolled back already
            is_passing = isinstance(error, (apsw.BusyError, apsw.ConstraintError))
            raise NotKept(f"{type(error).__name__}: {error}", is_passing=is_passing) from error
        return rows

    def begin(self) -> None:
        """Begins a transaction that will write, once nobody else is writing."""
        self.execute("BEGIN IMMEDIATE")

    def version(self) -> int:
        """How many migrations it has seen."""
        return int(self.execute("PRAGMA user_version")[0]["user_version"])

    def set_version(self, number: int) -> None:
        """Notes that."""
        self.execute(f"PRAGMA user_version = {number}")

    def forget(self) -> None:
        """Packs the file, writes the WAL into it and empties that.

        `secure_delete` is not enough: where rows moved from page to page, their old places are not overwritten.
        """
        self.execute("VACUUM")
        if self.execute("PRAGMA wal_checkpoint(TRUNCATE)")[0]["busy"]:
            raise NotKept("BusyError: somebody reads what was erased", is_passing=True)

    def close(self) -> None:
        """Ends the connection; the last one takes the WAL away."""
        self._connection.close()


class Postgresql:
    """A connection whose commits are on the server's disk when they return, whatever the server's own settings."""

    dialect = "postgresql"

    def __init__(self, address: str) -> None:
        import psycopg  # here, for it costs a start without it a tenth of a second
        from psycopg.conninfo import conninfo_to_dict
        from psycopg.rows import dict_row

        self._errors = psycopg.Error
        try:
            told = PATIENCE | {"application_name": "enquiry"} | conninfo_to_dict(address)
            self._connection: psycopg.Connection[Row] = psycopg.connect(autocommit=True, row_factory=dict_row, **told)
            self._connection.execute(SESSION)
        except psycopg.Error as error:
            raise NotKept(f"PostgreSQL cannot be reached: {type(error).__name__}", is_passing=True) from error

    def execute(self, sql: str, values: Mapping[str, Any] = NOTHING) -> list[Row]:
        """Asks one statement, or without values several."""
        try:
            cursor = self._connection.execute(_with_percent(sql) if values else sql, values or None)
            return cursor.fetchall() if cursor.description else []
        except self._errors as error:
            state = str(getattr(error, "sqlstate", None) or "")
            is_passing = self._connection.broken or self._connection.closed or bool(PASSING.fullmatch(state))
            raise NotKept(f"{type(error).__name__} {state}".strip(), is_passing=is_passing) from error

    def begin(self) -> None:
        """Begins a transaction."""
        self.execute("BEGIN")

    def version(self) -> int:
        """How many migrations it has seen; whoever asks second waits for the first one's transaction."""
        self.execute("SELECT pg_advisory_xact_lock(1131504498)")
        self.execute("CREATE TABLE IF NOT EXISTS enquiry_version (number INTEGER NOT NULL)")
        rows = self.execute("SELECT number FROM enquiry_version")
        return int(rows[0]["number"]) if rows else 0

    def set_version(self, number: int) -> None:
        """Notes that."""
        self.execute("DELETE FROM enquiry_version")
        self.execute("INSERT INTO enquiry_version VALUES (:number)", {"number": number})

    def forget(self) -> None:
        """Gives the room of deleted rows free; the server's own write-ahead log goes when it is recycled."""
        self.execute("VACUUM enquiry")

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


def is_postgresql(address: str) -> bool:
    """Whether this is the address of a PostgreSQL."""
    return address.startswith(POSTGRESQL)


def _as_dict(cursor: apsw.Cursor, row: tuple[Any, ...]) -> Row:
    return dict(zip((column[0] for column in cursor.description), row, strict=True))


def _with_percent(sql: str) -> str:
    """The same statement as psycopg writes parameters; of `::` casts none is used here."""
    return re.sub(r":([a-z_]+)", r"%(\1)s", sql.replace("%", "%%"))
