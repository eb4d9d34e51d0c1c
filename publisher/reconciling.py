"""What a timer calls every minute: whatever should be live and is not, goes live.

A push whose connection was cut, a musing whose date has come, a new engine, a machine that lost its power: all are one
question, what should readers get, and one answer.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from publisher import (
    building,
    drafting,
    locking,
    log,
    patience,
    pinning,
    previews,
    publishing,
    releases,
    soundness,
    strays,
)
from publisher.building import engine_of
from publisher.commits import short_name
from publisher.errors import Busy
from publisher.git import Git
from publisher.installation import MAIN, Installation
from publisher.records import Record, itself
from publisher.telling import Teller

SWAP_S = 30
DAMAGED = "files on the disk are damaged"


def reconcile(installation: Installation, teller: Teller, now: datetime | None = None) -> None:
    """Do what is to be done. Raises Busy when somebody is publishing this moment; what else fails is in the log.

    now: decides what is due; None means the present moment.
    """
    try:
        with locking.hold(installation.site / "build.lock"):
            _reconcile(installation, teller, now or datetime.now(UTC))
    except (Busy, patience.TooEarly):
        raise
    except Exception as error:
        log.note(installation, "failed", why=type(error).__name__)
        if MAIN not in patience.failures(installation):
            with suppress(OSError):
                patience.note_failure(installation, "", patience.TICK, type(error).__name__)
        raise
    else:
        patience.forget(installation, patience.TICK)
    finally:
        releases.bury(installation)


def _reconcile(installation: Installation, teller: Teller, now: datetime) -> None:
    git = Git(installation.repository)
    building.clear(installation)
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        _sweep(installation, git)
        if pin := pinning.pinned(installation):
            _keep(installation, pin, teller)
            return
        pinning.clear(installation)
    failed: Exception | None = None
    try:
        _site(installation, git, teller, now)
    except Busy:
        raise
    except Exception as error:
        failed = error  # the drafts are others' work, perhaps, and no worse for it
    drafting.reconcile(installation, git, teller)
    building.clear(installation)
    if failed:
        raise failed


def next_due(record: Record) -> datetime | None:
    """When the next scheduled musing of this release comes out; None where there is none."""
    return min((datetime.fromisoformat(each.date) for each in record.due), default=None)


def why_rebuild(installation: Installation, git: Git, now: datetime) -> str:
    """Why what is live is not what should be, in words; "" when it is."""
    commit = git.commit_of(MAIN)
    record = releases.record_of(installation, releases.live(installation) or "")
    if not commit:
        return ""
    if not record:
        return "nothing is live yet"
    if record.commit != commit:
        return "a push has not gone live"
    if record.engine != engine_of(installation, commit):
        return "the engine is a new one"
    if record.address != installation.address:
        return "the address is a new one"
    if (due := next_due(record)) and due <= now:
        return "a scheduled musing is due"
    if not (soundness.is_known(installation) or soundness.is_sound(installation, record)):
        return DAMAGED
    return ""


def _site(installation: Installation, git: Git, teller: Teller, now: datetime) -> None:
    why = why_rebuild(installation, git, now)
    if not why:
        patience.forget(installation)
        if releases.live(installation):
            soundness.note(installation)
        teller.say("All is as it should be.")
        return
    commit = git.commit_of(MAIN)
    assert commit
    teller.say(f"To be done: {why}.")
    made = record = _made(installation, commit, why, now)
    if not record:
        with patience.trying(installation, f"{commit} {engine_of(installation, commit)} {why}"):
            publishing.check(installation, git, commit)
            job = publishing.Job(commit, itself(), afresh=why == DAMAGED)
            record = publishing.make_ready(installation, git, job, teller)
    damaged = soundness.damaged(installation) if why == DAMAGED else []
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        if git.commit_of(MAIN) != commit:
            return  # a push was accepted meanwhile, and goes live by itself
        if pinning.pinned(installation):
            return
        releases.go_live(installation, record.name)
        releases.drop(installation, damaged)  # nobody is to go back to one of those
        releases.prune(installation)
    if why == DAMAGED and not made:
        soundness.note(installation)
    log.note(installation, "reconciled", release=record.name, why=why)
    teller.say(f"Live: {short_name(record.name)}")


def _made(installation: Installation, commit: str, why: str, now: datetime) -> Record | None:
    """The release that should be live, where it has been made: it is ready, or was put in place and no further."""
    made = releases.waiting(installation) + ([] if why == DAMAGED else releases.published(installation))
    return next((each for each in made if _fits(installation, each, commit, now)), None)


def _fits(installation: Installation, record: Record, commit: str, now: datetime) -> bool:
    """Whether what is ready is still what should be live."""
    by_us = (record.engine, record.address) == (engine_of(installation, commit), installation.address)
    is_ours = record.name.startswith(f"{commit}-") and by_us
    due = next_due(record)
    return is_ours and not (due and due <= now)


def _keep(installation: Installation, pin: pinning.Pin, teller: Teller) -> None:
    """A rollback that was cut short is finished; nothing else is published."""
    if releases.live(installation) != pin.release and releases.record_of(installation, pin.release):
        releases.go_live(installation, pin.release)
    teller.say(f"Pinned to {short_name(pin.release)}: nothing is published until the next push.")


def _sweep(installation: Installation, git: Git) -> None:
    """Remove what killed builds and pushes have left. Both locks are held: whatever is half made has no maker."""
    main, drafts = git.commit_of(MAIN), git.refs("refs/heads/draft/")
    wanted = {main, *drafts.values()}
    keep = [record.name for record in releases.waiting(installation) if record.commit in wanted]
    releases.doom_ready(installation, keep)
    releases.sweep_releases(installation)
    previews.take_away(installation, git)
    strays.remove(installation.repository)
    for folder in (installation.site, installation.records, installation.previews):
        strays.remove_halves(folder)
