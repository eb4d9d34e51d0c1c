"""Where enquiries are kept, on SQLite or PostgreSQL: "kept" means that it is on the disk.

An enquiry and the letter that tells the coach of it are written in one transaction, which is on the disk when
`keep` says so. Times are the caller's, so that a test can move the clock.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from enquiry.database import Execute, Row, connect
from enquiry.enquiry import Enquiry
from enquiry.keeping import DAY_S, Arrival, Posted, Receipt, iso, keep_all
from enquiry.schema import migrate
from enquiry.settings import EnquiryError
from enquiry.spam import Reason, Seen, Verdict
from enquiry.writer import Writer

STATES = ("new", "unconfirmed", "held", "handled", "erased")
ALL = 1_000_000_000
LEASE_S = 300.0
LONGEST_LEASE_S = 2 * LEASE_S
"""So far ahead no lease ends, unless a clock jumped; of two machines one may be a little behind the other."""
MOMENT_S = 0.1
LONGEST_WAIT_S = 3_600.0
"""No letter waits longer; one whose time is further off was put there by a clock that jumped."""

NOTHING_COUNTED = Arrival()

T = TypeVar("T")
KeepAll = Callable[[Execute, Sequence[Posted]], list[Receipt | Exception]]


class LeaseLost(EnquiryError):
    """Somebody else has taken this letter over, or it is gone: it must not be sent from here."""


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


@dataclass(frozen=True)
class Letter:
    """A letter that waits to be sent, leased to who holds this.

    kind: notify, acknowledge (both of an enquiry), digest, weekly, alarm or test. unknown: how often it went out before
    and nobody knows whether it arrived. Times are seconds since 1970.
    """

    id: int
    kind: str
    reference: str | None
    about: str
    made_at: float
    tries: int
    unknown: int
    lease_until: float
    kept: Kept | None


class Store:
    """The enquiries and the letters of one database."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._came_at = -MOMENT_S
        self._is_postgresql = writer.dialect == "postgresql"
        self._keep_all: KeepAll = partial(keep_all, dialect=writer.dialect)

    @classmethod
    def open(cls, address: str) -> Store:
        """The store at a `sqlite:///` or `postgresql://` address, its tables up to date. Raises NotKept."""
        database = connect(address)
        try:
            migrate(database)
        finally:
            database.close()
        return cls(Writer(lambda: connect(address)))

    def close(self) -> None:
        """Ends the store when all that was asked of it is done."""
        self._writer.close()

    @property
    def is_busy(self) -> bool:
        """Whether enquiries are coming in, now or a moment ago: what has time makes way."""
        return self._writer.is_busy or time.monotonic() - self._came_at < MOMENT_S

    # Enquiries.

    def keep(
        self,
        enquiry: Enquiry,
        *,
        now: datetime,
        origin: str,
        judge: Callable[[Seen], Verdict],
        arrival: Arrival = NOTHING_COUNTED,
        confirms: str | None = None,
        is_canary: bool = False,
    ) -> Future[Receipt]:
        """Keeps an enquiry, and the letter that tells of it if it is judged `new`; the receipt comes when both are on
        the disk, else the future raises NotKept, or whatever `judge` raises.

        The same words with the same browser's key, or without a key on the same day, are kept once and have one
        reference. confirms: the unconfirmed enquiry in whose place this one comes. An enquiry that confirms nothing
        (any more) and says something new is kept as another: what was gone back to, changed and sent again is not lost.
        """
        fields = json.dumps(enquiry.as_fields(), ensure_ascii=False, sort_keys=True)
        once = fields if enquiry.key else f"{now:%Y-%m-%d} {fields}"
        key = hashlib.sha256(once.encode()).hexdigest()
        self._came_at = time.monotonic()
        posted = Posted(key, fields, now, origin, judge, arrival, confirms, is_canary)
        return self._writer.submit_to(self._keep_all, posted)

    def get(self, reference: str) -> Kept | None:
        """The enquiry of this reference."""
        rows = self._ask("SELECT * FROM enquiry WHERE reference = :reference", reference=reference)
        return _kept(rows[0]) if rows else None

    def enquiries(self, states: Iterable[str] = STATES, most: int = ALL) -> list[Kept]:
        """The enquiries in these states, the newest first."""
        return self._in_states("*", states, most)

    def outlines(self, states: Iterable[str] = STATES) -> list[Kept]:
        """The same without a word of what was written, nor reasons: ten thousand of them take little room."""
        columns = "reference, received_at, changed_at, state, score, origin, is_canary, '[]' AS reasons, '{}' AS fields"
        return self._in_states(columns, states, ALL)

    def _in_states(self, columns: str, states: Iterable[str], most: int) -> list[Kept]:
        wanted = {f"state_{chr(97 + place)}": state for place, state in enumerate(states)}
        if not wanted:
            return []
        places = ", ".join(f":{name}" for name in wanted)
        rows = self._ask(
            f"SELECT {columns} FROM enquiry WHERE state IN ({places}) ORDER BY received_at DESC, reference LIMIT :most",
            most=most,
            **wanted,
        )
        return [_kept(row) for row in rows]

    def set_state(self, reference: str, state: str, now: datetime) -> bool:
        """Moves an enquiry into another state; false where there is none, or it is erased.

        One that becomes `new` and of which no letter told yet gets its letter.
        """

        def work(execute: Execute) -> bool:
            rows = execute(
                "UPDATE enquiry SET state = :state, changed_at = :now WHERE reference = :reference"
                " AND state <> 'erased' AND state <> :state RETURNING reference",
                {"state": state, "now": iso(now), "reference": reference},
            )
            if not rows:
                there = execute(
                    "SELECT 1 FROM enquiry WHERE reference = :reference AND state = :state",
                    {"reference": reference, "state": state},
                )
                return bool(there)
            self._note(execute, reference, state, now)
            told = (
                "SELECT 1 FROM letter WHERE reference = :reference AND kind = 'notify'"
                " AND (sent_at IS NOT NULL OR dead_at IS NULL OR unknown > 0)"
            )
            if state == "new" and not execute(told, {"reference": reference}):
                _add_letter(execute, "notify", now.timestamp(), reference)
            return True

        return self._writer.do(work)

    def erase(self, references: Iterable[str], now: datetime) -> list[str]:
        """Erases enquiries down to their reference and dates, in the file and what lies beside it; returns which."""
        wanted = sorted(set(references))

        def work(execute: Execute) -> list[str]:
            erased = []
            for reference in wanted:
                rows = execute(
                    "UPDATE enquiry SET state = 'erased', changed_at = :now, fields = '{}', reasons = '[]', score = 0,"
                    " origin = '', idempotency_key = NULL WHERE reference = :reference AND state <> 'erased'"
                    " RETURNING reference",
                    {"now": iso(now), "reference": reference},
                )
                if rows:
                    erased.append(reference)
                    self._note(execute, reference, "erased", now)
                    execute(
                        "UPDATE letter SET dead_at = :now, last_error = 'erased' WHERE reference = :reference"
                        " AND sent_at IS NULL AND dead_at IS NULL",
                        {"now": now.timestamp(), "reference": reference},
                    )
            return erased

        erased = self._writer.do(work)
        if erased:
            self.forget()
        return erased

    def forget(self) -> None:
        """Lets nothing remain, beside the tables, of what was erased from them."""
        self._writer.forget()

    def events(self, reference: str) -> list[tuple[datetime, str]]:
        """What became of an enquiry, the oldest first."""
        rows = self._ask(
            "SELECT happened_at, what FROM event WHERE reference = :reference ORDER BY id", reference=reference
        )
        return [(datetime.fromisoformat(row["happened_at"]), row["what"]) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many enquiries there are in each state that has any, canaries left out."""
        rows = self._ask("SELECT state, count(*) AS number FROM enquiry WHERE is_canary = 0 GROUP BY state")
        return {row["state"]: row["number"] for row in rows}

    # Letters.

    def add_letter(self, kind: str, now: float, *, reference: str | None = None, about: str = "") -> int:
        """Puts a letter into the outbox; returns its id."""
        return self._writer.do(lambda execute: _add_letter(execute, kind, now, reference, about))

    def claim_letters(self, now: float, most: int = 20) -> list[Letter]:
        """Leases letters that are due, for LEASE_S, to the caller alone; the longest waiting first."""
        skip = " FOR UPDATE SKIP LOCKED" if self._is_postgresql else ""

        def work(execute: Execute) -> list[Letter]:
            rows = execute(
                # As a table of its own, for PostgreSQL may ask a mere subquery more than once, and lock more rows.
                "WITH due AS MATERIALIZED (SELECT id FROM letter"
                " WHERE sent_at IS NULL AND dead_at IS NULL AND (due_at <= :now OR due_at > :latest)"
                f" AND (lease_until <= :now OR lease_until > :longest) ORDER BY due_at, id LIMIT :most{skip})"
                " UPDATE letter SET lease_until = :until, tries = tries + 1 WHERE id IN (SELECT id FROM due)"
                " RETURNING *",
                {
                    "now": now,
                    "until": now + LEASE_S,
                    "longest": now + LONGEST_LEASE_S,
                    "latest": now + 2 * LONGEST_WAIT_S,
                    "most": most,
                },
            )
            letters = []
            for row in sorted(rows, key=lambda row: (row["due_at"], row["id"])):
                of = execute("SELECT * FROM enquiry WHERE reference = :reference", {"reference": row["reference"]})
                names = ("id", "kind", "reference", "about", "made_at", "tries", "unknown", "lease_until")
                letters.append(Letter(kept=_kept(of[0]) if of else None, **{name: row[name] for name in names}))
            return letters

        return self._writer.do(work)

    def about_to_send(self, letter: Letter) -> None:
        """Notes, before the last dot, that the letter may have left whatever is heard of it. Raises LeaseLost."""
        rows = self._ask(
            "UPDATE letter SET unknown = :unknown WHERE id = :id AND lease_until = :lease AND sent_at IS NULL"
            " AND dead_at IS NULL RETURNING id",
            unknown=letter.unknown + 1,
            id=letter.id,
            lease=letter.lease_until,
        )
        if not rows:
            raise LeaseLost(f"letter {letter.id} is not ours")

    def mark_sent(self, letter: Letter, now: float) -> None:
        """Notes that the letter has arrived at the mail server."""
        self._ask("UPDATE letter SET sent_at = :now, last_error = NULL WHERE id = :id", now=now, id=letter.id)

    def mark_failed(self, letter: Letter, error: str, due_at: float, *, is_known: bool) -> None:
        """Notes why the letter did not leave, and when to try again; is_known: it certainly did not leave.

        Without effect where somebody else has taken it over, whose count of the unknown is the newer one.
        """
        self._ask(
            "UPDATE letter SET last_error = :error, due_at = :due, lease_until = 0, unknown = :unknown WHERE id = :id"
            " AND lease_until = :lease AND sent_at IS NULL",
            error=error,
            due=due_at,
            unknown=letter.unknown + (0 if is_known else 1),
            id=letter.id,
            lease=letter.lease_until,
        )

    def mark_dead(self, letter: Letter, error: str, now: float) -> None:
        """Gives the letter up: a week has passed, or it went out twice and nobody knows whether it arrived."""
        self._ask(
            "UPDATE letter SET dead_at = :now, last_error = :error WHERE id = :id AND sent_at IS NULL",
            now=now,
            error=error,
            id=letter.id,
        )

    def release_leases(self) -> None:
        """Frees what a process that is gone had leased; only for who knows that nobody else sends."""
        self._ask("UPDATE letter SET lease_until = 0 WHERE sent_at IS NULL AND lease_until <> 0")

    def letters(self, reference: str | None = None) -> list[Row]:
        """The letters of an enquiry, or those that wait or were given up, as rows of their table."""
        if reference:
            return self._ask("SELECT * FROM letter WHERE reference = :reference ORDER BY id", reference=reference)
        return self._ask("SELECT * FROM letter WHERE sent_at IS NULL ORDER BY id")

    def oldest_unsent(self, now: float) -> float | None:
        """The age in seconds of the letter that has waited longest and is still tried; nothing where none waits.

        Without acknowledgements: where a visitor mistyped their address, one may wait for a week.
        """
        [row] = self._ask(
            "SELECT min(made_at) AS made_at FROM letter WHERE sent_at IS NULL AND dead_at IS NULL"
            " AND kind <> 'acknowledge'"
        )
        return None if row["made_at"] is None else max(0.0, now - row["made_at"])

    # The clock, and health.

    def is_due(self, chore: str, every_s: float, now: float) -> bool:
        """Whether a chore was last done `every_s` ago or longer; if so it is the caller's to do now, nobody else's."""
        rows = self._ask(
            "INSERT INTO chore (name, done_at) VALUES (:name, :now) ON CONFLICT (name) DO UPDATE SET done_at = :now"
            " WHERE chore.done_at <= :before OR chore.done_at > :later RETURNING name",
            name=chore,
            now=now,
            before=now - every_s,
            later=now + DAY_S,
        )
        return bool(rows)

    def prune(self, now: float) -> None:
        """Drops the counts that no score looks at any more."""
        self._ask("DELETE FROM tally WHERE span < :before", before=int(now) - 2 * DAY_S)

    def write_probe(self) -> None:
        """Writes something and waits until it is on the disk. Raises NotKept."""
        self._ask("INSERT INTO chore (name, done_at) VALUES ('probe', 0) ON CONFLICT (name) DO UPDATE SET done_at = 0")

    def do(self, work: Callable[[Execute], T]) -> T:
        """Any other work, in a transaction."""
        return self._writer.do(work)

    def _ask(self, sql: str, **values: object) -> list[Row]:
        return self._writer.do(lambda execute: execute(sql, values))

    @staticmethod
    def _note(execute: Execute, reference: str, what: str, now: datetime) -> None:
        execute(
            "INSERT INTO event (reference, happened_at, what) VALUES (:reference, :now, :what)",
            {"reference": reference, "now": iso(now), "what": what},
        )


def _add_letter(execute: Execute, kind: str, now_s: float, reference: str | None = None, about: str = "") -> int:
    rows = execute(
        "INSERT INTO letter (reference, kind, about, made_at, due_at)"
        " VALUES (:reference, :kind, :about, :now, :now) RETURNING id",
        {"reference": reference, "kind": kind, "about": about, "now": now_s},
    )
    return int(rows[0]["id"])


def _kept(row: Row) -> Kept:
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
