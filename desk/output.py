"""The output folder, which a new site takes over whole or not at all, whatever ends the build."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.disk import unwritable
from plugins.processes import is_running


class Refused(Exception):
    """A build that would do harm; its one argument tells the person who asked for it why."""


@contextmanager
def fresh_folder(output: Path) -> Iterator[Path]:
    """An empty folder beside `output` for one build, gone at the end unless it took the output's place.

    What builds left that were killed comes first: a site set aside goes back, all else goes away.
    """
    folder = output.with_name(f"{output.name}.building-{os.getpid()}")
    try:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            put_back(output)
            tidy(output)
            folder.mkdir()
        except OSError as error:
            raise Refused(unwritable("output", folder.parent, error)) from error
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_back(output: Path) -> None:
    """Put the last good site back where a build was killed between the two moves of its swap.

    Whether a process has that build's number now is no matter: numbers come again, and a swap that is under way
    this very moment finds its place taken, says so and leaves the old site.
    """
    aside = [folder for folder, _, is_old in _left(output) if is_old]
    if aside and not output.exists():
        max(aside, key=lambda folder: folder.stat().st_mtime_ns).rename(output)


def tidy(output: Path) -> None:
    """Remove the folders of builds that were killed; a build that still runs keeps its own."""
    for folder, process_id, _ in _left(output):
        if process_id == os.getpid() or not is_running(process_id):
            shutil.rmtree(folder, ignore_errors=True)


def _left(output: Path) -> list[tuple[Path, int, bool]]:
    """The folders of builds beside the output: of which process, and whether it is the old site set aside."""
    name = re.compile(rf"{re.escape(output.name)}\.building-(\d+)(-old)?")
    found = [(folder, name.fullmatch(folder.name)) for folder in output.parent.iterdir()]
    return [(folder, int(parts[1]), bool(parts[2])) for folder, parts in found if parts]


def swap(folder: Path, output: Path) -> None:
    """Put the whole fresh folder in the output's place, and what was there in its own, to go with it.

    A kill between the two moves leaves the old site aside, and `put_back` mends that at the next build's start.
    Raises Refused where the system does not let it.
    """
    old = folder.with_name(f"{folder.name}-old")
    try:
        if output.exists():
            output.rename(old)
        folder.rename(output)
    except OSError as error:
        raise Refused(f"The new site could not take the place of {output}: {error.strerror}.") from error
    finally:
        if old.exists() and not output.exists():
            old.rename(output)
    if old.exists():
        old.rename(folder)  # by this name nobody puts it back when half of it is gone
