"""Looking at photographs without developing them: can each be read, and how large is it?

`make check` asks no more, so it costs a glance at a new photograph and nothing at one that was looked at before.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from PIL import __version__ as pillow_version

from plugins.galleries.cache import PhotoCache, digest_of, read_json
from plugins.galleries.darkroom import Fault, unreadable
from plugins.galleries.metadata import read_metadata
from plugins.galleries.photographs import SIDEWAYS, decoded, orientation
from plugins.galleries.refusals import NO_ROOM, SMALLER, UnusableHere, UnusablePhotograph
from plugins.galleries.renditions import heif_version

GLANCE = (256, 256)
"""A JPEG is decoded at an eighth of its size, as long as that is no smaller: every byte of it is read all the same."""


GLANCES = 2
"""Raise it when a glance tells anything else."""
MANY = 8
"""So many new photographs are worth the half second in which the crew starts."""


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
    """Looks at photographs, and remembers by their bytes what it saw."""

    def __init__(self, cache: PhotoCache) -> None:
        self.cache = cache
        self.path = cache.folder / "seen.json"
        # Other versions of what reads photographs may read more, or less.
        self.version = [GLANCES, pillow_version, heif_version()]
        remembered = read_json(self.path) or {}
        self.seen = remembered["seen"] if remembered.get("version") == self.version else {}
        self.is_new = False

    def look(self, path: Path) -> Seen | Fault:
        """What a photograph's file holds."""
        try:
            digest = self.cache.digest(path)
            if digest not in self.seen:
                data = path.read_bytes()
                self.seen[digest_of(data)] = glance(data)
                self.is_new = True
            known = self.seen[digest]
            return Fault(*known) if len(known) == 2 else Seen(*known)
        except UnusableHere as error:  # not remembered: the cure does not change the photograph
            return Fault(error.wanted, error.fix)
        except (KeyError, TypeError):  # replaced while it was looked at, or a spoilt cache
            return Seen(0, 0, 0)
        except (OSError, MemoryError) as error:
            return unreadable(error) if isinstance(error, OSError) else Fault(NO_ROOM, SMALLER)

    def digest(self, path: Path) -> str:
        """SHA-256 of a photograph's file; "" when it can't be read."""
        try:
            return self.cache.digest(path)
        except OSError:
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
