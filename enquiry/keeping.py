"""How enquiries are kept: those that come together are judged one after the other, and written in few statements.

A statement for each of them would cost more than all the rest of a post: what waits for the disk together shares it.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from enquiry.database import Execute
from enquiry.spam import Reason, Seen, Verdict

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is mistaken for another when read out
TEN_MINUTES_S, DAY_S = 600, 86_400


@dataclass(frozen=True)
class Arrival:
    """What is counted of a post, each as a keyed hash: the block of addresses it came from, its words, its token."""

    block: str = ""
    words: str = ""
    nonce: str = ""


@dataclass(frozen=True)
class Receipt:
    """The reference of an enquiry that is on the disk, and its state."""

    reference: str
    state: str


@dataclass(frozen=True)
class Posted:
    """An enquiry that is to be kept. key: what makes it the same as another; fields: JSON."""

    key: str
    fields: str
    now: datetime
    origin: str
    judge: Callable[[Seen], Verdict]
    arrival: Arrival
    confirms: str | None
    is_canary: bool


Tallies = dict[tuple[str, int], str]
"""What is counted, and the end of its span of time; and what it is in Seen."""


# Rows come as one JSON array of arrays. {given} is what each dialect reads it with.
GIVEN = {
    "sqlite": "json_each(:rows) AS given",
    "postgresql": "json_array_elements(CAST(:rows AS json)) AS given (value)",
}
LOCK = {"sqlite": "", "postgresql": " FOR UPDATE"}
"""Else two processes could both confirm one enquiry; SQLite's transactions have one writer."""
KNOWN = (
    "SELECT reference, state, idempotency_key FROM enquiry"
    " WHERE idempotency_key IN (SELECT value ->> 0 FROM {given}){lock}"
)
WAITING = (
    "SELECT reference, state FROM enquiry WHERE state = 'unconfirmed'"
    " AND reference IN (SELECT value ->> 0 FROM {given}){lock}"
)
COUNTED = (
    "SELECT tally.name, tally.span, tally.number FROM {given} CROSS JOIN tally"
    " WHERE tally.name = value ->> 0 AND tally.span = CAST(value ->> 1 AS BIGINT)"
)
NEW = (
    "INSERT INTO enquiry (reference, idempotency_key, received_at, changed_at, state, score, reasons, origin, fields,"
    " is_canary) SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 2, value ->> 3, CAST(value ->> 4 AS INTEGER),"
    " value ->> 5, value ->> 6, value ->> 7, CAST(value ->> 8 AS INTEGER) FROM {given}"
)
CHANGED = (
    "UPDATE enquiry SET idempotency_key = :key, changed_at = :now, state = :state, score = :score, reasons = :reasons,"
    " origin = :origin, fields = :fields WHERE reference = :reference"
)
EVENTS = "INSERT INTO event (reference, happened_at, what) SELECT value ->> 0, value ->> 1, value ->> 2 FROM {given}"
LETTERS = (
    "INSERT INTO letter (reference, kind, made_at, due_at) SELECT value ->> 0, 'notify',"
    " CAST(value ->> 1 AS DOUBLE PRECISION), CAST(value ->> 1 AS DOUBLE PRECISION) FROM {given}"
)
COUNTS = (
    "INSERT INTO tally (name, span, number)"
    " SELECT value ->> 0, CAST(value ->> 1 AS BIGINT), CAST(value ->> 2 AS INTEGER) FROM {given} WHERE true"
    " ON CONFLICT (span, name) DO UPDATE SET number = tally.number + excluded.number"
)


def keep_all(execute: Execute, posts: Sequence[Posted], dialect: str) -> list[Receipt | Exception]:
    """Keeps what came together; of each its receipt, or what its `judge` raised."""

    def ask(sql: str, rows: list[list[object]]) -> list[dict[str, object]]:
        words = sql.replace("{given}", GIVEN[dialect]).replace("{lock}", LOCK[dialect])
        return execute(words, {"rows": json.dumps(rows, ensure_ascii=False)}) if rows else []

    book = _Book()
    for row in ask(KNOWN, [[post.key] for post in posts]):
        book.note(str(row["idempotency_key"]), str(row["reference"]), str(row["state"]))
    for row in ask(WAITING, [[post.confirms] for post in posts if post.confirms]):
        book.states[str(row["reference"])] = str(row["state"])
    tallies = [_tallies(post) for post in posts]
    for row in ask(COUNTED, [[name, span] for name, span in dict.fromkeys(chain(*tallies))]):
        book.counted[str(row["name"]), int(str(row["span"]))] = int(str(row["number"]))
    results = [book.keep(post, counted) for post, counted in zip(posts, tallies, strict=True)]
    are_new = {row[0] for row in book.new}
    # What is confirmed in other words gives up its key, which may come again with what is new.
    for values in book.changed:
        if values["reference"] not in are_new:
            execute(CHANGED, values)
    # In one order for all, so that two processes do not wait for each other.
    ask(NEW, sorted(book.new, key=lambda row: str(row[1])))
    for values in book.changed:
        if values["reference"] in are_new:
            execute(CHANGED, values)
    ask(EVENTS, book.events)
    ask(LETTERS, book.letters)
    ask(COUNTS, [[name, span, number] for (name, span), number in sorted(book.counts.items()) if number])
    return results


@dataclass
class _Book:
    """What is known of what came together, and what is to be written of it."""

    keys: dict[str, str] = field(default_factory=dict)  # to references
    states: dict[str, str] = field(default_factory=dict)  # of references
    counted: Counter[tuple[str, int]] = field(default_factory=Counter)
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    new: list[list[object]] = field(default_factory=list)
    changed: list[dict[str, object]] = field(default_factory=list)
    events: list[list[object]] = field(default_factory=list)
    letters: list[list[object]] = field(default_factory=list)

    def note(self, key: str, reference: str, state: str) -> None:
        if reference in self.states:  # it has taken another's place
            self.keys = {other: its for other, its in self.keys.items() if its != reference}
        self.keys[key] = reference
        self.states[reference] = state

    def keep(self, post: Posted, tallies: Tallies) -> Receipt | Exception:
        """One after the other, as if each had its own transaction."""
        known = self.keys.get(post.key)
        if not known and post.confirms and self.states.get(post.confirms) == "unconfirmed":
            known, is_again = post.confirms, False
        else:
            is_again = known is not None
        if known and self.states[known] != "unconfirmed":
            return Receipt(known, self.states[known])
        try:
            verdict = post.judge(self._seen(tallies, is_again))
        except Exception as error:  # of this one alone: nothing of it is written
            return error
        self._count(tallies, is_again)
        if known and verdict.state == "unconfirmed":
            return Receipt(known, verdict.state)
        reference = known or new_reference()
        self._write(post, verdict, reference, is_new=not known)
        return Receipt(reference, verdict.state)

    def _write(self, post: Posted, verdict: Verdict, reference: str, *, is_new: bool) -> None:
        now = iso(post.now)
        reasons = reasons_to_json(verdict.reasons)
        what = (post.key, now, verdict.state, verdict.score, reasons, post.origin, post.fields)
        if is_new:
            self.new.append([reference, *what, int(post.is_canary)])
        else:
            names = ("key", "now", "state", "score", "reasons", "origin", "fields")
            self.changed.append(dict(zip(names, what, strict=True)) | {"reference": reference})
        self.events.append([reference, now, verdict.state])
        if verdict.state == "new":
            self.letters.append([reference, post.now.timestamp()])
        self.note(post.key, reference, verdict.state)

    def _seen(self, tallies: Tallies, is_again: bool) -> Seen:
        """What had come before; an enquiry that comes again is no repetition of its own words."""
        before = {what: self.counted[tally] for tally, what in tallies.items()}
        if is_again and "same_words_day" in before:
            before["same_words_day"] = max(0, before["same_words_day"] - 1)
        return Seen(**before)

    def _count(self, tallies: Tallies, is_again: bool) -> None:
        for tally, what in tallies.items():
            if not (is_again and what == "same_words_day"):
                self.counted[tally] += 1
                self.counts[tally] += 1


def _tallies(post: Posted) -> Tallies:
    """What is counted of a post."""
    arrival, now_s = post.arrival, int(post.now.timestamp())
    wanted = []
    if arrival.block:
        wanted.append(("block_minute", f"block-minute {arrival.block}", 60))
        wanted.append(("block_10_min", f"block-10 {arrival.block}", TEN_MINUTES_S))
        wanted.append(("block_day", f"block-day {arrival.block}", DAY_S))
    if arrival.nonce:
        wanted.append(("token_uses", f"token {arrival.nonce}", 2 * DAY_S))
    if arrival.words:
        wanted.append(("same_words_day", f"words {arrival.words}", DAY_S))
    return {(name, (now_s // span_s + 1) * span_s): what for what, name, span_s in wanted}


def new_reference() -> str:
    """Eight letters, of which there are a million million; should one come twice, the database refuses it."""
    number, letters = secrets.randbelow(len(REFERENCE_LETTERS) ** 8), ""
    for _ in range(8):
        number, place = divmod(number, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[place]
    return f"{letters[:4]}-{letters[4:]}"


def reasons_to_json(reasons: Sequence[Reason]) -> str:
    """Reasons as they are stored."""
    rows = [{"code": one.code, "points": one.points, "words": one.words} for one in reasons]
    return json.dumps(rows, ensure_ascii=False) if rows else "[]"


def iso(moment: datetime) -> str:
    """A moment as it is stored: UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
