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
from datetime import datetime
from functools import partial
from typing import TypeVar

from enquiry.database import Execute, connect
from enquiry.enquiry import Enquiry
from enquiry.keeping import DAY_S, Arrival, Posted, Receipt, iso, keep_all
from enquiry.kept import Kept, kept_of
from enquiry.letterbox import Letterbox, add_letter
from enquiry.schema import migrate
from enquiry.spam import Seen, Verdict
from enquiry.writer import Writer

STATES = ("new", "unconfirmed", "held", "handled", "erased")
ALL = 1_000_000_000
MOMENT_S = 0.1

NOTHING_COUNTED = Arrival()

T = TypeVar("T")
KeepAll = Callable[[Execute, Sequence[Posted]], list[Receipt | Exception]]


class Store(Letterbox):
    """The enquiries and the letters of one database."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer)
        self._came_at = -MOMENT_S
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
        return kept_of(rows[0]) if rows else None

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
        return [kept_of(row) for row in rows]

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
                add_letter(execute, "notify", now.timestamp(), reference)
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

    @staticmethod
    def _note(execute: Execute, reference: str, what: str, now: datetime) -> None:
        execute(
            "INSERT INTO event (reference, happened_at, what) VALUES (:reference, :now, :what)",
            {"reference": reference, "now": iso(now), "what": what},
        )
