"""What is known of a release and not for its readers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from publisher.installation import write_whole


@dataclass(frozen=True)
class Due:
    """A scheduled musing that is not out yet. date: ISO 8601 with its offset."""

    date: str
    title: str
    address: str


@dataclass(frozen=True)
class Record:
    """One release, or one preview.

    name: of its folder.
    commit, scheduled_out: what it was built from, and how many scheduled musings are out in it.
    engine: the commit of the engine that built it. address: where it is to be read.
    stamp: seconds since 1970, larger than that of every earlier release: the time of the files that are new in it.
    files: path -> SHA-256 of everything that was built for it, compressed files too; not what it carries of others.
    due: what is scheduled and not out.
    redirects: old address -> new one.
    to_mend: where the proofreader has found what should be mended, and was published.
    owner: the process that it waits for while it is ready: its number, and when it was started.
    """

    name: str
    commit: str
    scheduled_out: int
    engine: str
    stamp: int
    files: Mapping[str, str]
    due: tuple[Due, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    owner: tuple[int, str] = field(default=(0, ""))
    address: str = ""
    to_mend: tuple[str, ...] = ()

    def save(self, path: Path) -> None:
        """Write it down."""
        write_whole(path, json.dumps(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> Record | None:
        """The record in this file; None where there is none, or no sound one.

        What a newer engine has told besides is left out: whoever goes back to this one keeps the releases.
        """
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            due = tuple(Due(**each) for each in values.pop("due"))
            redirects = tuple((old, new) for old, new in values.pop("redirects"))
            owner = (int(values["owner"][0]), str(values.pop("owner")[1]))
            to_mend = tuple(map(str, values.pop("to_mend", ())))  # older records have none
            known = {name: value for name, value in values.items() if name in cls.__dataclass_fields__}
            return cls(**known, due=due, redirects=redirects, owner=owner, to_mend=to_mend)
        except (OSError, ValueError, TypeError, KeyError, IndexError):
            return None


def is_alive(process: tuple[int, str]) -> bool:
    """Whether this very process still runs; a number may have come again."""
    number, started = process
    return bool(started) and started_at(number) == started


def started_at(number: int) -> str:
    """When a process was started, in ticks since the machine was; "" where there is none of this number (proc(5))."""
    try:
        state, *rest = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        return "" if state in "ZX" else rest[18]
    except (OSError, IndexError):
        return ""


def itself() -> tuple[int, str]:
    """This process."""
    return os.getpid(), started_at(os.getpid())


def caller() -> tuple[int, str]:
    """Git's own process, which has started this hook and is there until the push is over; nobody, if it was killed.

    The parent is another one then: process 1, or whoever takes in orphans, which would be waited for for ever.
    """
    parent = os.getppid()
    try:
        is_git = Path(f"/proc/{parent}/comm").read_text().startswith("git")
    except OSError:
        is_git = False
    return (parent, started_at(parent)) if is_git else (0, "")
