"""Looking at photographs without developing them: can each be read, and how large is it?

`make check` asks no more, so it costs a glance at a new photograph and nothing at one that was looked at before.
"""

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import __version__ as pillow_version

from plugins.galleries.cache import PhotoCache, digest_of, read_json
from plugins.galleries.darkroom import unreadable
from plugins.galleries.foreman import LATE, Fault, Progress, go_over, silent, tell_progress
from plugins.galleries.metadata import read_metadata
from plugins.galleries.photographs import SIDEWAYS, decoded, orientation
from plugins.galleries.quiet import quiet
from plugins.galleries.refusals import NO_ROOM, SMALLER, UnusableHere, UnusablePhotograph
from plugins.galleries.renditions import Recipe, heif_version

GLANCE = (256, 256)
"""A JPEG is decoded at an eighth of its size, as long as that is no smaller: every byte of it is read all the same."""
GLANCES = 3
"""Raise it when a glance tells anything else."""
MANY = 8
"""So many new photographs are worth the half second in which the crew starts."""

TOO_LONG = "This picture is {size} px, longer than the files that are made of it can be."
CUT = "Cut it into several pictures, or take it out."
tell_looking = partial(tell_progress, doing="Looking at photographs")
Found = tuple[str, list[int | str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A photograph that can be shown: its upright size in px, its file's bytes, and what the file says of it.

    taken: in ISO's form, "" where it is not known.
    """

    width: int
    height: int
    size: int
    caption: str = ""
    taken: str = ""


class Inspector:
    """Looks at photographs, and remembers by their bytes what it saw.

    recipe: what is to be made of them, None where nothing is.
    """

    def __init__(self, cache: PhotoCache, recipe: Recipe | None = None) -> None:
        self.cache = cache
        self.recipe = recipe
        self.path = cache.folder / "seen.json"
        # Other versions of what reads photographs may read more, or less.
        self.version = [GLANCES, pillow_version, heif_version()]
        remembered = read_json(self.path) or {}
        self.seen = remembered["seen"] if remembered.get("version") == self.version else {}
        self.faults: dict[str, Fault] = {}
        """What could not be looked at in this run."""
        self.looked: dict[Path, Seen | Fault] = {}
        self.is_new = False

    def look_at_all(self, paths: Iterable[Path], progress: Progress = silent) -> None:
        """Look at these beforehand, on all processors, where many are new; nothing is done where none is.

        One under which a process dies or hangs is a fault then, and ends no build.
        """
        new: dict[str, Glance] = {}
        for path in paths:
            if (digest := self.digest(path)) and not self.knows(digest):
                new.setdefault(digest, Glance(path, digest))
        if len(new) < MANY:
            return
        with closing(go_over(glance_at, list(new.values()))) as looking:
            for number, (job, result) in enumerate(looking, 1):
                self.learn(job.digest, result)
                progress(number, len(new))

    def look(self, path: Path) -> Seen | Fault:
        """What a photograph's file holds.

        In one run always the same, even of a file that is replaced meanwhile: what was checked is what is built, and
        what the new file is good for is found where it is developed.
        """
        if path not in self.looked:
            self.looked[path] = self.looked_at(path)
        return self.looked[path]

    def looked_at(self, path: Path) -> Seen | Fault:
        """As `look`, of the file as it is now."""
        try:
            digest = self.cache.digest(path)
        except OSError as error:
            return unreadable(error)
        except MemoryError:
            return Fault(NO_ROOM, SMALLER)
        if not self.knows(digest):
            self.learn(digest, glance_at(Glance(path, digest)))
        if digest in self.faults:
            return self.faults[digest]
        try:
            known = self.seen[digest]
            return Fault(*known) if len(known) == 2 else self.usable(Seen(*known))
        except (KeyError, TypeError):  # replaced while it was looked at, or a spoilt cache
            return Seen(0, 0, 0)

    def usable(self, seen: Seen) -> Seen | Fault:
        """The same, or why nothing can be made of it."""
        size = (seen.width, seen.height)
        if self.recipe is None or self.recipe.can_hold(size):
            return seen
        return Fault(TOO_LONG.format(size=f"{size[0]} × {size[1]}"), CUT)

    def knows(self, digest: str) -> bool:
        """Whether a photograph of these bytes has been looked at, now or in an earlier build."""
        return digest in self.seen or digest in self.faults

    def learn(self, digest: str, found: Found | Fault) -> None:
        """Remember what came of looking at a photograph, or of developing it.

        A fault counts for this run alone, since its cure may lie with the machine: memory that was short is there
        another time. To be late is remembered, since that would cost three minutes in each build.
        """
        if found == LATE:
            found = (digest, [LATE.wanted, LATE.fix])
        if isinstance(found, Fault):
            self.faults[digest] = found
        else:
            self.seen[found[0]] = found[1]
            self.is_new = True

    def digest(self, path: Path) -> str:
        """SHA-256 of a photograph's file; "" when it can't be read."""
        try:
            return self.cache.digest(path)
        except (OSError, MemoryError):
            return ""

    def save(self) -> None:
        """Keep what was seen for the next time, and forget photographs that are gone."""
        self.cache.save_memo()
        if self.is_new:
            named = {str(known[-1]) for known in self.cache.memo.values() if isinstance(known, list) and known}
            seen = {digest: known for digest, known in self.seen.items() if digest in named}
            remembered = {"version": self.version, "seen": seen}
            self.cache.write(self.path, json.dumps(remembered, indent=0, sort_keys=True).encode())
            self.is_new = False


@dataclass(frozen=True, slots=True)
class Glance:
    """A photograph to be looked at, and the digest of its bytes."""

    path: Path
    digest: str


def glance_at(job: Glance) -> Found | Fault:
    """The digest of the bytes that were really looked at, with what is to be remembered of them.

    A fault where it can't be opened, or only this machine can't read it: the cure does not change the photograph.
    """
    try:
        data = job.path.read_bytes()
        with quiet():
            return digest_of(data), glance(data)
    except UnusableHere as error:
        return Fault(error.wanted, error.fix)
    except OSError as error:
        return unreadable(error)
    except MemoryError:
        return Fault(NO_ROOM, SMALLER)


def glance(data: bytes) -> list[int | str]:
    """What makes a `Seen` of a photograph; or what is wrong with it, and the cure.

    Raises `UnusableHere` for what only this machine can't read.
    """
    try:
        image, (width, height) = decoded(data, at_least=GLANCE)
    except UnusableHere:
        raise
    except UnusablePhotograph as error:
        return [error.wanted, error.fix]
    if orientation(image) in SIDEWAYS:
        width, height = height, width
    metadata = read_metadata(data)
    return [width, height, len(data), metadata.caption, metadata.taken.isoformat() if metadata.taken else ""]
