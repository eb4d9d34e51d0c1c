"""What a build has left, seen from outside its sandbox: pushed code may have made it, so no link is followed.

Whatever is looked at here is at rest: when a sandbox ends, so has all that it started.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any, NoReturn

from publisher.errors import Refused
from publisher.lines import clean
from publisher.records import Due

MOST_BYTES = 16_000_000
"""Of what a build tells about itself: thirty times what the largest site has."""
MOST_SCHEDULED = 1_000_000
"""Musings; their number stands in the name of a folder."""
UNUSABLE = (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What reading and understanding a text of somebody else's can end in."""


def is_folder(path: Path) -> bool:
    """Whether there is a folder of this name, itself and not a link to one."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def demand_folders(*folders: Path) -> None:
    """Raise Refused unless each of these is a folder itself. To be asked from the outermost on."""
    for folder in folders:
        if not is_folder(folder):
            raise Refused(f"The build should have left a folder {folder.name}, and what is there is none.")


def shown(path: str) -> str:
    """A path that somebody else has chosen, fit for a terminal."""
    return clean(os.fsencode(path.replace("\n", " ")))


@contextmanager
def opened(path: str | Path) -> Iterator[FileIO]:
    """A plain file, opened to be read. Raises OSError for all else, and never waits as for a pipe's other end."""
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "This is no plain file", str(path))
        yield file


def reported(path: Path) -> tuple[int, tuple[Due, ...], dict[str, str]]:
    """What a build reports: how many scheduled musings are out, which are not, and files that it tells nobody else of.

    Raises Refused.
    """
    try:
        told = _told(path)
        due = tuple(_due(each) for each in told["due"])
        return _number(told["scheduled_out"]), due, _paths(told.get("unlisted", {}))
    except FileNotFoundError as error:
        raise Refused("The build has left no report of what is scheduled (make publish REPORT=…).") from error
    except UNUSABLE as error:
        raise Refused(
            "The build's report of what is scheduled (make publish REPORT=…) is none that can be used."
        ) from error


def listed(output: Path) -> dict[str, str]:
    """What the build says of its files to everybody: their SHA-256 by their paths, where it says any."""
    try:
        return _paths(_told(output / "build.json")["files"])
    except UNUSABLE:
        return {}


def _told(path: Path) -> dict[str, Any]:
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > MOST_BYTES:
            raise ValueError("It is too large.")
        return dict(json.loads(file.read(), parse_constant=_no_number))


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number.")


def _number(told: object) -> int:
    if type(told) is not int or not 0 <= told <= MOST_SCHEDULED:
        raise ValueError("This is no number of musings.")
    return told


def _due(told: Mapping[str, object]) -> Due:
    due = Due(str(told["date"]), str(told["title"]), str(told["address"]))
    if datetime.fromisoformat(due.date).utcoffset() is None:
        raise ValueError("This date is not the same everywhere.")
    datetime.fromisoformat(due.date).astimezone(UTC)  # in the first and the last hours of all there is no such moment
    f"{due.title}{due.address}".encode()  # halves of signs, which no terminal could be told
    return due


def _paths(told: Mapping[str, object]) -> dict[str, str]:
    return {path.removeprefix("/"): str(digest) for path, digest in told.items()}


def make_folder(folder: Path) -> None:
    """Have an ordinary folder of this name; a link or whatever else bears it goes."""
    if not is_folder(folder):
        remove(folder)
        folder.mkdir()
    if (mode := folder.stat().st_mode) & stat.S_IRWXU != stat.S_IRWXU:
        folder.chmod(stat.S_IMODE(mode) | stat.S_IRWXU)


def remove(path: Path) -> None:
    """Remove a file, a link, or a folder with all that is in it: one that is shut, or deeper than Python goes, too."""
    if not is_folder(path):
        with suppress(OSError):
            path.unlink()
        return
    try:
        shutil.rmtree(path)
    except (OSError, RecursionError):
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            subprocess.run([*command, "--", str(path)], capture_output=True, check=False)
