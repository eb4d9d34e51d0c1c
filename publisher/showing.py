"""How things stand, for people: which releases are kept, what is live, what is not and why, how builds are shut in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from publisher import needs, patience, pinning, previews, reconciling, releases, sandbox, written
from publisher.commits import Commit, look_up, moment, short_name
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import MAIN, Installation
from publisher.plain import plain
from publisher.records import Record

SHUT_IN: Mapping[sandbox.Way, str] = {
    "bwrap": "in Bubblewrap: without network, and seeing no file but what they need",
    "unshare": "without network, but seeing every file that this account may read",
    "none": "with the network of this machine, and seeing every file that this account may read",
}
"""How a build is run, by the way of `sandbox.py` that works here."""


def release_lines(installation: Installation) -> list[str]:
    """The releases that are kept, the newest first, two lines each; before them a commit that could not be built."""
    kept, failure = releases.published(installation), patience.failures(installation).get(MAIN)
    failed = failure.attempt.partition(" ")[0] if failure else ""
    known = look_up(Git(installation.repository), [*(record.commit for record in kept), failed])
    live, pin = releases.live(installation), pinning.pinned(installation)
    lines = []
    if failure and failed:
        lines += [_named(known[failed].short, known[failed]), f"{INDENT}{_failed(failure)}"]
    for record in kept:
        marks = [
            *(["live"] if record.name == live else []),
            *(["pinned"] if pin and pin.release == record.name else []),
        ]
        lines += [_named(short_name(record.name, known), known[record.commit]), _built(record, marks)]
    return lines or ["No release yet: nothing has been pushed."]


INDENT = " " * 11


def _named(name: str, commit: Commit) -> str:
    return f"{name:<9}  {commit.words}".rstrip()


def _built(record: Record, marks: list[str]) -> str:
    """When it was built, what is out in it, and whether it is what readers get."""
    out = record.scheduled_out
    musings = f", with {out} scheduled musing{'s' * (out > 1)} out" if out else ""
    return f"{INDENT}{', '.join([*marks, f'built {moment(record.stamp)}'])}{musings}"


def _failed(failure: patience.Failure) -> str:
    times = "once" if failure.times == 1 else f"{failure.times} times"
    return f"failed {times}, the last time {moment(failure.at)} ({failure.why}); it is tried again"


def status_lines(installation: Installation) -> list[str]:
    """How things stand, a fact or two to a line."""
    return [f"{name:<11}{words}".rstrip() for name, words in _facts(installation)]


def _facts(installation: Installation) -> Iterator[tuple[str, str]]:
    git = Git(installation.repository)
    live, pushed = releases.live(installation), git.commit_of(MAIN)
    record = releases.record_of(installation, live or "")
    known = look_up(git, [each for each in (record.commit if record else "", pushed) if each])
    yield "address", installation.address
    if record:
        yield "live", _named(short_name(record.name, known), known[record.commit])
        yield "", _built(record, []).strip()
    else:
        yield "live", live or "nothing yet"
    if not pushed:
        yield "pushed", "nothing yet"
    elif not record or pushed != record.commit:
        yield "pushed", _named(known[pushed].short, known[pushed])
    if pin := pinning.pinned(installation):
        yield "pinned", f"{short_name(pin.release, known)}: nothing is published until the next push,"
        yield "", "scheduled musings included"
    yield "to be done", _to_be_done(installation, git)
    if record and (due := min(record.due, key=lambda each: datetime.fromisoformat(each.date), default=None)):
        yield "next due", f"{due.date}  {plain(due.title)}"
    for ref, failure in patience.failures(installation).items():
        yield "failed", f"{ref.removeprefix('refs/heads/')}: {_failed(failure)}"
    for ref in git.refs("refs/heads/draft/") if (installation.site / "secret").exists() else ():
        yield "preview", f"{installation.address}/previews/{previews.token(installation, ref)}/"
    way = sandbox.find()
    yield "builds run", SHUT_IN[way]
    if way != "bwrap":
        yield "", needs.why_no_bubblewrap()
    for words in written.reminders(installation):
        yield "", words


def _to_be_done(installation: Installation, git: Git) -> str:
    try:
        return reconciling.why_rebuild(installation, git, datetime.now(UTC)) or "nothing"
    except PublisherError as error:
        return str(error)
