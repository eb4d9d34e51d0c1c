"""A disk that is full, and a folder that may not be written: told in words, wherever a build meets them.

Room runs out in other people's code too (Jinja's kept templates, Pelican's writer, a file for typst), and the system
then names no file. So the words are found at the edge, from the folders that are written into.
"""

from __future__ import annotations

import errno
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

BUILDING = re.compile(r"\.building-\d+(?:-old)?(?=/|$)")
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
LOCKED = (errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.EEXIST)
REASONS = {
    errno.ENOSPC: "its disk is full",
    errno.EDQUOT: "your share of its disk is used up",
    errno.EROFS: "it may only be read",
    errno.EACCES: "it is somebody else's",
    errno.EPERM: "it is somebody else's",
    errno.ENOTDIR: "it is a file, or lies in one",
    errno.EEXIST: "it is a file",
}
"""What the system's own words mean."""
NO_TEMPORARY = "No usable temporary directory"
"""What Python says where a file can be made in none (`tempfile`), most often on a full disk."""
CHOICES = {"cache": "CACHE=…", "output": "OUTPUT=…", "temporary": "TMPDIR=…"}
"""How another folder is chosen in place of each."""

folders: dict[str, Path] = {}
"""What the build of this process writes into, by what each is called."""


def unwritable(name: str, folder: Path, error: OSError) -> str:
    """Why this folder can't be written, how much room there is, and the cure."""
    reason = REASONS.get(error.errno or 0) or error.strerror or str(error)
    is_full = error.errno in FULL
    room = f" ({room_in(folder)})" if is_full else ""
    cure = "Make room" if is_full else "See to it that you may write there"
    fix = f"{cure}, or choose another folder with {CHOICES[name]}" if name in CHOICES else f"{cure}."
    return f"The {name} folder {folder} can't be written: {reason}{room}. {fix}"


def as_asked(path: Path) -> str:
    """A path in the folder that a build writes beside its output, as the path that it gets in the output itself."""
    return BUILDING.sub("", str(path))


def room_in(folder: Path) -> str:
    """How much room the disk of a folder has."""
    facts = os.statvfs(nearest(folder))
    if facts.f_files and not facts.f_favail:
        return "no room for another file"
    return f"{facts.f_bavail * facts.f_frsize / 1e6:.1f} MB free"


def in_words(error: OSError, folders: Mapping[str, Path]) -> str:
    """What a person is told of an error that one of these folders' disks has to do with; "" of any other.

    folders: by what they are called, `cache`, `output`, `temporary` or otherwise.
    """
    if NO_TEMPORARY in str(error):
        error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        folders = {"temporary": Path(os.environ.get("TMPDIR") or "/tmp")}
    file = error.filename2 or error.filename
    if error.errno not in FULL + LOCKED or not folders:
        return ""
    if isinstance(file, (str, bytes)):
        path = Path(as_asked(Path(os.fsdecode(file)).absolute()))
        holders = [name for name, folder in folders.items() if folder == path or folder in path.parents]
        name = max(holders, key=lambda name: len(folders[name].parts), default="")
    else:
        name = on_tightest_disk(folders) if error.errno in FULL else ""
    return unwritable(name, folders[name], error) if name else ""


def on_tightest_disk(folders: Mapping[str, Path]) -> str:
    """The first of these folders on the disk that has the least room; none of it where no file can be made."""
    disks: dict[int, str] = {}
    for name, folder in folders.items():
        disks.setdefault(nearest(folder).stat().st_dev, name)

    def free_bytes(name: str) -> int:
        facts = os.statvfs(nearest(folders[name]))
        return 0 if facts.f_files and not facts.f_favail else facts.f_bavail * facts.f_frsize

    return min(disks.values(), key=free_bytes)


def nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


@contextmanager
def ending_in_words(**folders: Path) -> Iterator[None]:
    """Whatever can't be written in these folders ends the program in words, with status 1, as `SystemExit` does."""
    try:
        yield
    except OSError as error:
        if words := in_words(error, folders):
            raise SystemExit(words) from error
        raise


class InWords(logging.Filter):
    """Ends the build where Pelican would log an error of the disk: as a traceback, or for a file that it copies as a
    warning.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every other record through. Raises `SystemExit` with the words."""
        raised = record.exc_info[1] if record.exc_info else None
        given = record.args if isinstance(record.args, tuple) else ()
        for error in (raised, *given):
            if isinstance(error, OSError) and (words := in_words(error, folders)):
                raise SystemExit(words)
        return True


IN_WORDS = InWords()


def end_in_words(cache: Path) -> None:
    """From here on a build that can't write ends in words, with status 1, as `SystemExit` does."""
    folders.update(cache=cache, temporary=Path(os.environ.get("TMPDIR") or "/tmp"))
    for handler in (*logging.getLogger().handlers, logging.lastResort):  # the last is what "plain" leaves us with
        if handler:
            handler.addFilter(IN_WORDS)


def writes_to(output: Path) -> None:
    """The output of this process's build; a preview's is a part of the cache."""
    output = Path(as_asked(output.resolve()))
    if folders.get("cache") not in output.parents:
        folders["output"] = output
