"""What is done by the clock: each chore has its time, is done once over all processes, and made up for when missed.

One thread of the service does them, and `python -m enquiry chores` does what is owed now.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from enquiry.alarm import raise_alarm
from enquiry.backups import back_up, drop_old
from enquiry.database import Execute, NotKept
from enquiry.enquiry import Enquiry
from enquiry.figures import BACKED_UP, done_at, last_canary, note_done
from enquiry.keeping import DAY_S
from enquiry.letters import Desk, held_since, period
from enquiry.retention import erase, overdue, sweep
from enquiry.settings import EnquiryError
from enquiry.spam import Seen, Verdict

LOOK_AGAIN_S = 60.0
TRY_AGAIN_S = 900.0
"""A chore that failed, or whose process ended in its midst, is tried again after so long."""
LEAP = timedelta(days=10)
"""When the clock has gone on by more since the last time, nothing is erased on that day: it may be wrong."""
STILL_COMING = timedelta(seconds=10)
MORNING, NIGHT, MONDAY = 6, 4, 0

log = logging.getLogger("enquiry")


@dataclass(frozen=True)
class Chore:
    """One chore: at which hour of the server's own time, on which weekday (none: daily; no hour: hourly).

    do(desk, since, now) says what it did, in words for a terminal; since: when it was done last.
    """

    name: str
    do: Callable[[Desk, datetime, datetime], str]
    hour: int | None = None
    weekday: int | None = None
    is_of_machine: bool = False  # of each machine's own files

    @property
    def noted_as(self) -> str:
        """The name that it bears in the database."""
        return f"{self.name} {socket.gethostname()}" if self.is_of_machine else self.name

    def last_time(self, now: datetime) -> datetime:
        """The last moment at which it was to be done. `now` is in the zone that the hour is meant in."""
        if self.hour is None:
            return now.replace(minute=0, second=0, microsecond=0)
        time = now.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        days = (time.weekday() - self.weekday) % 7 if self.weekday is not None else 0
        step = timedelta(days=1 if self.weekday is None else 7)
        time -= timedelta(days=days)
        return time if time <= now else time - step


@dataclass(frozen=True)
class Done:
    """A chore that was done, or the fault that kept it from being done."""

    chore: str
    words: str
    is_fault: bool = False


def begin(desk: Desk, now: datetime) -> None:
    """From now on the clock counts: what was never done falls due at its next time."""
    for chore in CHORES:
        note_done(desk.store, chore.noted_as, now.timestamp(), is_first=True)


def do_what_is_owed(desk: Desk, now: datetime, *, is_attended: bool = False, only: tuple[str, ...] = ()) -> list[Done]:
    """Does every chore whose time has come, or those in `only` in any case; a fault of one keeps no other.

    is_attended: a person asks for it, who knows what time it is. Raises NotKept where the database is out of reach.
    """
    done = []
    for chore in CHORES:
        if only and chore.name not in only:
            continue
        before = done_at(desk.store, chore.noted_as)
        if not only and not _is_ours(desk, chore, now):
            continue
        is_known = before is not None and before <= now.timestamp()
        since = datetime.fromtimestamp(before or 0, UTC) if is_known else now - timedelta(days=1)
        try:
            if chore.name == "retention" and now - since > LEAP and not is_attended:
                log.warning("the clock has leapt, so nothing is erased today", extra={"chore": chore.name})
                words = "the clock has leapt, so nothing is erased today"
            else:
                words = chore.do(desk, since, now)
            note_done(desk.store, chore.noted_as, now.timestamp())
            if chore.hour is not None:
                log.info("a chore was done", extra={"chore": chore.name})
            done.append(Done(chore.name, words))
        except (EnquiryError, OSError) as fault:
            log.error("a chore could not be done", extra={"chore": chore.name, "fault": type(fault).__name__})
            done.append(Done(chore.name, str(fault), is_fault=True))
    return done


def _is_ours(desk: Desk, chore: Chore, now: datetime) -> bool:
    """Whether its time has come and nobody else is at it. A process that dies in its midst leaves it to the next."""

    def is_owed() -> bool:
        last = done_at(desk.store, chore.noted_as)
        return last is None or last < chore.last_time(now).timestamp() or last > now.timestamp() + DAY_S

    attempt = f"{chore.noted_as}: begun"
    return is_owed() and desk.store.is_due(attempt, TRY_AGAIN_S, now.timestamp()) and is_owed()


def _digest(desk: Desk, since: datetime, now: datetime) -> str:
    # Enquiries bear whole seconds, and one of that moment may have come to the disk later: better told twice than not.
    since = since.replace(microsecond=0) - STILL_COMING
    there = held_since(desk.store, since, now)
    if not there:
        return "nothing new is held, so no letter is written"
    _add_once(desk, "digest", period(since, now), now, chore="digest")
    return f"a letter of the {len(there)} that are newly held"


def _weekly(desk: Desk, since: datetime, now: datetime) -> str:
    canary = Enquiry("Your website", desk.settings.recipient, f"The weekly test of the contact form, {now:%Y-%m-%d}.")
    kept = desk.store.keep(canary, now=now, origin="same", judge=_is_new, is_canary=True)
    return f"the weekly letter, which is that of the test enquiry {kept.result().reference}"


def _canary(desk: Desk, since: datetime, now: datetime) -> str:
    canary = last_canary(desk.store)
    if canary is None or canary.sent_at is not None or now.timestamp() - canary.made_at < DAY_S:
        return "no test enquiry is late"
    kept = desk.store.get(canary.reference)
    if kept is None or kept.state == "erased":
        return "no test enquiry is late"
    log.error("the weekly test was not sent", extra={"reference": canary.reference})
    is_raised = raise_alarm(desk.store, now.timestamp(), DAY_S)
    return f"the test enquiry {canary.reference} was not sent within a day: {'an' if is_raised else 'no second'} alarm"


def _retention(desk: Desk, since: datetime, now: datetime) -> str:
    references = [kept.reference for kept in overdue(desk.store, desk.settings, now)]
    erased = erase(desk.store, desk.settings, references, now)
    if not erased.references:
        desk.store.forget()  # what an erasure that was cut short has left
    log.info("enquiries were erased by their age", extra={"number": len(erased.references)})
    return f"{len(erased.references)} erased by their age"


def _sweep(desk: Desk, since: datetime, now: datetime) -> str:
    letters, backups = sweep(desk.store, desk.settings, now)
    old = drop_old(desk.settings.backup_folder, now)
    return f"erased ones removed from {letters} letters and {backups} backups; {len(old)} old backups removed"


def _backup(desk: Desk, since: datetime, now: datetime) -> str:
    file, copied = back_up(desk.settings.database, desk.settings.backup_folder, now)
    note_done(desk.store, BACKED_UP, now.timestamp())
    return f"{copied[0].found} enquiries in {file}"


def _prune(desk: Desk, since: datetime, now: datetime) -> str:
    desk.store.prune(now.timestamp())
    return "counts that no score looks at any more are gone"


# In this order: what is to be erased is not backed up first.
CHORES = (
    Chore("retention", _retention, NIGHT),
    Chore("backup", _backup, NIGHT),
    Chore("sweep", _sweep, NIGHT, is_of_machine=True),
    Chore("prune", _prune),
    Chore("digest", _digest, MORNING),
    Chore("weekly", _weekly, MORNING, MONDAY),
    Chore("canary", _canary),
)


class Clock:
    """The thread that does the chores of a service; `wake` tells the outbox of letters."""

    def __init__(self, desk: Desk, wake: Callable[[], None]) -> None:
        self._desk, self._wake = desk, wake
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="enquiry-chores", daemon=True)

    def start(self) -> None:
        """Starts to look at the clock."""
        self._thread.start()

    def stop(self) -> None:
        """Ends, after the chore in hand where that is a matter of seconds; what is cut short is done again."""
        self._ended.set()
        self._thread.join(5)

    def _run(self) -> None:
        has_begun = False
        while not self._ended.is_set():
            now = datetime.now().astimezone()
            try:
                if not has_begun:
                    begin(self._desk, now)
                    has_begun = True
                if do_what_is_owed(self._desk, now):
                    self._wake()
            except NotKept as fault:
                log.warning("the chores cannot be looked at", extra={"fault": str(fault)})
            except Exception as error:  # whatever it was, tomorrow's chores are done
                log.error("a chore failed", extra={"fault": type(error).__name__})
            self._ended.wait(LOOK_AGAIN_S)


def _add_once(desk: Desk, kind: str, about: str, now: datetime, chore: str | None = None) -> bool:
    """Puts a letter into the outbox, unless the same is there; and with it notes its chore as done."""

    def work(execute: Execute) -> bool:
        values = {"kind": kind, "about": about, "now": now.timestamp()}
        if execute("SELECT 1 FROM letter WHERE kind = :kind AND about = :about", {"kind": kind, "about": about}):
            return False
        execute("INSERT INTO letter (kind, about, made_at, due_at) VALUES (:kind, :about, :now, :now)", values)
        execute("UPDATE chore SET done_at = :now WHERE name = :chore", {"now": now.timestamp(), "chore": chore})
        return True

    return desk.store.do(work)


def _is_new(seen: Seen) -> Verdict:
    return Verdict("new", 0, ())
