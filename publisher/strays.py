"""What kills have left: a git's objects of a push, locks that nobody holds any more, files not yet in place."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

LOCKED = ("*.lock", "refs/**/*.lock", "logs/**/*.lock")
OLD_S = 86_400
"""After this long, what lies there goes even where somebody works in the repository, such as a shell that stayed."""


def remove(repository: Path) -> None:
    """Remove what no living git can have made.

    Git goes into the repository when it receives a push. So what lay there before it was seen that nobody is in it has
    no maker any more; a lock left in place would refuse every later push.
    """
    found = list(_strays(repository))
    if not found:
        return
    is_free = not _is_in_use(repository)
    for stray in found:
        if is_free or _is_old(stray):
            _remove(stray)


def remove_halves(folder: Path) -> None:
    """Remove what was about to replace a file or a link of this folder, and was called `.name.<process>` until then."""
    for path in folder.glob(".*"):
        process = path.suffix.removeprefix(".")
        if process.isdecimal() and not Path("/proc", process).exists():
            path.unlink(missing_ok=True)


def _strays(repository: Path) -> Iterator[Path]:
    yield from (repository / "objects").glob("tmp_objdir-*")
    for pattern in LOCKED:
        yield from repository.glob(pattern)


def _is_in_use(repository: Path) -> bool:
    """Whether another process works in this folder; of a git that may not be looked at, it is assumed."""
    here = repository.resolve()
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        try:
            if Path(os.readlink(process / "cwd")) == here:
                return True
        except PermissionError:
            if _is_git(process):
                return True
        except OSError:
            continue  # it has just ended
    return False


def _is_git(process: Path) -> bool:
    try:
        return (process / "comm").read_text().startswith("git")
    except OSError:
        return False


def _is_old(stray: Path) -> bool:
    try:
        return time.time() - stray.stat().st_mtime > OLD_S
    except OSError:
        return False


def _remove(stray: Path) -> None:
    if stray.is_dir():
        shutil.rmtree(stray, ignore_errors=True)
    else:
        stray.unlink(missing_ok=True)
