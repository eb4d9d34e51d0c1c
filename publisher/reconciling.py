"""What a timer calls every minute: whatever should be live and is not, goes live.

A push whose connection was cut, a musing whose date has come, a new engine, a machine that lost its power: all are one
question, what should readers get, and one answer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from publisher import (
    assembling,
    building,
    locking,
    log,
    patience,
    pinning,
    previews,
    publishing,
    releases,
    source,
    strays,
)
from publisher.building import engine_of
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import MAIN, Installation, write_whole
from publisher.records import Record, itself
from publisher.telling import Teller

SWAP_S = 30
DAMAGED = "files on the disk are damaged"


def reconcile(installation: Installation, teller: Teller, now: datetime | None = None) -> None:
    """Do what is to be done. Raises Busy when somebody is publishing this moment, PublisherError when a build fails.

    now: decides what is due; None means the present moment.
    """
    git = Git(installation.repository)
    with locking.hold(installation.site / "build.lock"):
        with locking.hold(installation.site / "swap.lock", SWAP_S):
            _sweep(installation, git)
            if pin := pinning.pinned(installation):
                _keep(installation, pin, teller)
                return
            pinning.clear(installation)
        _site(installation, git, teller, now or datetime.now(UTC))
        _drafts(installation, git, teller)
        building.clear(installation)


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
    if not _is_sound(installation, record):
        return DAMAGED
    return ""


def _site(installation: Installation, git: Git, teller: Teller, now: datetime) -> None:
    why = why_rebuild(installation, git, now)
    if not why:
        teller.say("All is as it should be.")
        return
    commit = git.commit_of(MAIN)
    assert commit
    teller.say(f"To be done: {why}.")
    record = _made(installation, commit, why, now)
    if not record:
        attempt = f"{commit} {engine_of(installation, commit)} {why}"
        patience.check(installation, attempt)
        try:
            publishing.check(installation, git, commit)
            job = publishing.Job(commit, itself(), afresh=why == DAMAGED)
            record = publishing.make_ready(installation, git, job, teller)
        except PublisherError:
            if not building.is_disk_full(installation):  # which is over as soon as there is room
                patience.note_failure(installation, attempt)
            raise
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        if git.commit_of(MAIN) != commit:
            return  # a push was accepted meanwhile, and goes live by itself
        if pinning.pinned(installation):
            return
        releases.go_live(installation, record.name)
        releases.prune(installation)
    patience.forget(installation)
    log.note(installation, "reconciled", release=record.name, why=why)
    teller.say(f"Live: {record.name}")


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


def _drafts(installation: Installation, git: Git, teller: Teller) -> None:
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        missing = previews.reconcile(installation, git)
    for ref, commit in missing:
        token = previews.token(installation, ref)
        if not (installation.ready / f"{token}-{commit}").is_dir():
            publishing.check(installation, git, commit)
            publishing.make_ready(installation, git, publishing.Job(commit, itself(), token), teller)
        with locking.hold(installation.site / "swap.lock", SWAP_S):
            previews.show(installation, ref, commit)


def _keep(installation: Installation, pin: pinning.Pin, teller: Teller) -> None:
    """A rollback that was cut short is finished; nothing else is published."""
    if releases.live(installation) != pin.release and releases.record_of(installation, pin.release):
        releases.go_live(installation, pin.release)
    teller.say(f"Pinned to {pin.release}: nothing is published until the next push.")


def _sweep(installation: Installation, git: Git) -> None:
    """Remove what killed builds and pushes have left. Both locks are held: whatever is half made has no maker."""
    main, drafts = git.commit_of(MAIN), git.refs("refs/heads/draft/")
    wanted = {main, *drafts.values()}
    keep = [record.name for record in releases.waiting(installation) if record.commit in wanted]
    releases.sweep_ready(installation, keep)
    releases.sweep_releases(installation)
    building.clear(installation)
    strays.remove(installation.repository)
    for folder in (installation.site, installation.records, installation.previews):
        strays.remove_halves(folder)


def _is_sound(installation: Installation, record: Record) -> bool:
    """Whether the live files are those that were built. Looked at once after each start of the machine."""
    seen = installation.site / "seen"
    mark = f"{source.boot()} {record.name}\n"
    if _text(seen) == mark:
        return True
    folder = installation.releases / record.name
    try:
        sound = assembling.digests(folder, list(record.files)) == dict(record.files)
    except OSError:
        sound = False
    if sound:
        write_whole(seen, mark)
    return sound


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def status(installation: Installation) -> list[str]:
    """How things stand, for whoever asks."""
    git = Git(installation.repository)
    live, commit = releases.live(installation), git.commit_of(MAIN)
    record = releases.record_of(installation, live or "")
    lines = [f"address    {installation.address}", f"live       {live or 'nothing yet'}"]
    lines.append(f"main       {commit or 'nothing has been pushed yet'}")
    if pin := pinning.pinned(installation):
        lines.append(f"pinned     {pin.release}: nothing is published until the next push, scheduled musings included")
    try:
        why = why_rebuild(installation, git, datetime.now(UTC))
    except PublisherError as error:
        why = str(error)
    lines.append(f"to be done {why or 'nothing'}")
    if record and (due := next_due(record)):
        lines.append(f"next due   {due.isoformat()}")
    for ref in git.refs("refs/heads/draft/"):
        lines.append(f"preview    {installation.address}/previews/{previews.token(installation, ref)}/")
    return lines
