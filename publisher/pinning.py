"""Rolling back: an earlier release goes live, and stays until the next push."""

from __future__ import annotations

import json
from dataclasses import dataclass

from publisher import log, releases
from publisher.commits import is_meant, look_up, short_name
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import MAIN, Installation, sync_folder, write_whole
from publisher.records import Record


@dataclass(frozen=True)
class Pin:
    """What stays live. main: the commit that had been pushed when it was pinned; another one since ends it."""

    release: str
    main: str


def pin(installation: Installation, release: str) -> Pin:
    """Keep this release live until the next push, whatever falls due meanwhile."""
    made = Pin(release, Git(installation.repository).commit_of(MAIN) or "")
    write_whole(installation.pinned, json.dumps(made.__dict__))
    return made


def pinned(installation: Installation) -> Pin | None:
    """What is pinned; None where nothing is, or a push has come since."""
    try:
        found = Pin(**json.loads(installation.pinned.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.main == (Git(installation.repository).commit_of(MAIN) or "") else None


def clear(installation: Installation) -> None:
    """End it."""
    if installation.pinned.exists():
        installation.pinned.unlink(missing_ok=True)
        sync_folder(installation.site)


def roll_back(installation: Installation, wanted: str) -> Record:
    """Have an earlier release go live, and pin it. To be called under the lock for swaps.

    wanted: its name, whole or short, or the beginning of its commit; "" for the one that was published before the
    live one.
    Raises PublisherError where there is none, or more than one.
    """
    known = releases.published(installation)
    record = _named(installation, known, wanted) if wanted else _before(known, releases.live(installation))
    pin(installation, record.name)
    releases.go_live(installation, record.name)
    log.note(installation, "rolled back", release=record.name)
    return record


def _named(installation: Installation, known: list[Record], wanted: str) -> Record:
    found = [record for record in known if record.name == wanted] or [
        record for record in known if is_meant(record.name, wanted)
    ]
    if len(found) == 1:
        return found[0]
    commits = look_up(Git(installation.repository), [record.commit for record in known])
    names = "\n".join(
        f"  {short_name(record.name, commits)}  {commits[record.commit].words}".rstrip() for record in found or known
    )
    if found:
        raise PublisherError(f"{wanted} is the beginning of more than one release:\n{names}")
    raise PublisherError(f"There is no release {wanted}. These are kept:\n{names or '  none yet'}")


def _before(known: list[Record], live: str | None) -> Record:
    names = [record.name for record in known]
    older = known[names.index(live) + 1 :] if live in names else []
    if not older:
        raise PublisherError("There is no release before the one that is live.")
    return older[0]
