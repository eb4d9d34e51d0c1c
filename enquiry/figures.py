"""What is counted: for the coach's statistics, for the weekly letter, for the doctor. Canaries never count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from enquiry.database import Execute, Row
from enquiry.store import STATES, Store

BACKED_UP = "backed up"
"""The chore's name under which the last good backup is noted."""


@dataclass(frozen=True)
class Canary:
    """A weekly test enquiry: when it was kept, and when its letter left, if it has (seconds since 1970)."""

    reference: str
    made_at: float
    sent_at: float | None


def received(store: Store, since: datetime, until: datetime) -> Counter[str]:
    """How many enquiries came in a span of time, by the state that they are in now."""
    return Counter(
        kept.state for kept in store.outlines(STATES) if since <= kept.received_at < until and not kept.is_canary
    )


def by_month(store: Store) -> dict[str, Counter[str]]:
    """How many came in each month (`2026-11`, UTC), by the state that they are in now; the newest month first."""
    months: dict[str, Counter[str]] = {}
    for kept in store.outlines(STATES):
        if not kept.is_canary:
            months.setdefault(f"{kept.received_at:%Y-%m}", Counter())[kept.state] += 1
    return months


def let_through(store: Store) -> tuple[int, int]:
    """How many enquiries were ever held, and how many of those the coach then let through."""
    courses = _courses(store)
    held = [course for course in courses.values() if any(what == "held" for _, what in course)]
    through = [course for course in held if any(what in ("new", "handled") for _, what in _after(course, "held"))]
    return len(held), len(through)


def time_to_handled(store: Store) -> timedelta | None:
    """The median time from an enquiry's arrival to its being marked as handled; none where none was."""
    times = []
    for course in _courses(store).values():
        handled = [moment for moment, what in course if what == "handled"]
        if handled:
            times.append((handled[0] - course[0][0]).total_seconds())
    return timedelta(seconds=median(times)) if times else None


def dead_letters(store: Store) -> list[Row]:
    """The letters that were given up, less those whose enquiry was erased."""
    return store.do(
        lambda execute: execute(
            "SELECT id, reference, kind, last_error, dead_at FROM letter WHERE dead_at IS NOT NULL AND sent_at IS NULL"
            " AND (last_error IS NULL OR last_error NOT IN ('erased', 'not wanted')) ORDER BY id"
        )
    )


def last_canary(store: Store, before: float = float("inf")) -> Canary | None:
    """The last weekly test that was kept before a moment (seconds since 1970)."""
    rows = store.do(
        lambda execute: execute(
            "SELECT letter.reference, letter.made_at, letter.sent_at FROM letter"
            " JOIN enquiry ON enquiry.reference = letter.reference WHERE enquiry.is_canary = 1"
            " AND letter.kind = 'notify' AND letter.made_at < :before ORDER BY letter.made_at DESC LIMIT 1",
            {"before": before},
        )
    )
    return Canary(**rows[0]) if rows else None


def done_at(store: Store, chore: str) -> float | None:
    """When a chore was last done, in seconds since 1970."""
    rows = store.do(lambda execute: execute("SELECT done_at FROM chore WHERE name = :name", {"name": chore}))
    return float(rows[0]["done_at"]) if rows else None


def note_done(store: Store, chore: str, now_s: float, *, is_first: bool = False) -> None:
    """Notes when a chore was done; is_first: only where nothing was noted yet."""
    instead = "NOTHING" if is_first else "UPDATE SET done_at = :now"

    def work(execute: Execute) -> None:
        execute(
            f"INSERT INTO chore (name, done_at) VALUES (:name, :now) ON CONFLICT (name) DO {instead}",
            {"name": chore, "now": now_s},
        )

    store.do(work)


def _courses(store: Store) -> dict[str, list[tuple[datetime, str]]]:
    rows = store.do(
        lambda execute: execute(
            "SELECT event.reference, happened_at, what FROM event JOIN enquiry"
            " ON enquiry.reference = event.reference WHERE is_canary = 0 ORDER BY event.id"
        )
    )
    courses: dict[str, list[tuple[datetime, str]]] = {}
    for row in rows:
        courses.setdefault(row["reference"], []).append((datetime.fromisoformat(row["happened_at"]), row["what"]))
    return courses


def _after(course: list[tuple[datetime, str]], what: str) -> list[tuple[datetime, str]]:
    place = next(place for place, (_, happened) in enumerate(course) if happened == what)
    return course[place + 1 :]
