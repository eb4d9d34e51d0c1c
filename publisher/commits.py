"""Commits and releases as people read them: a short name, a day, the words of whoever committed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.errors import PublisherError
from publisher.git import NOTHING, Git
from publisher.plain import plain

SHORTEST = 7
"""Digits, where git is not asked or does not know the commit any more: as many as it shows itself."""
SUBJECT_WIDTH = 48


@dataclass(frozen=True)
class Commit:
    """short: as git shortens it in this repository. at: when it was made, seconds since 1970; 0: nobody knows."""

    short: str
    at: int = 0
    subject: str = ""

    @property
    def words(self) -> str:
        """Its day and its subject, on one line that only says something."""
        return f"{moment(self.at)}  {plain(self.subject, SUBJECT_WIDTH)}".rstrip() if self.at else ""


def look_up(git: Git, commits: Iterable[str]) -> dict[str, Commit]:
    """What git knows of these, in one question. One that it does not know is there with its first digits."""
    found = {commit: Commit(commit[:SHORTEST]) for commit in commits}
    wanted = [commit for commit in found if len(commit) == len(NOTHING)]
    if not wanted:
        return found
    try:
        said = git.run("log", "--no-walk=unsorted", "--ignore-missing", "-z", "--format=%H %h %ct %s", *wanted)
    except PublisherError:  # a repository that can't be read hides no release that is kept
        return found
    for line in filter(None, said.decode("utf-8", "replace").split("\0")):
        name, short, at, subject = line.split(" ", 3)
        found[name] = Commit(short, int(at), subject)
    return found


def short_name(release: str, known: Mapping[str, Commit] | None = None) -> str:
    """A release's name as people read and type it: its commit shortened, and whatever stands behind that."""
    commit, _, rest = release.partition("-")
    found = (known or {}).get(commit)
    return f"{found.short if found else commit[:SHORTEST]}-{rest}"


def is_meant(release: str, wanted: str) -> bool:
    """Whether this is what somebody types for that release: the beginning of its commit, with the number or without."""
    (commit, _, rest), (beginning, dash, number) = release.partition("-"), wanted.partition("-")
    return bool(beginning) and commit.startswith(beginning) and (not dash or rest == number)


def moment(at: float) -> str:
    """A time as the server's clock shows it: '2026-11-26 07:31'."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")
