"""Looking at photographs without developing them: can each be read, and how large is it?

`make check` asks no more, so it costs a glance at a new photograph and nothing at one that was looked at before.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from plugins.galleries.cache import PhotoCache, read_json, write_whole
from plugins.galleries.darkroom import Fault, unreadable
from plugins.galleries.photographs import UnusablePhotograph, decoded, orientation

SIDEWAYS = frozenset({5, 6, 7, 8})
"""The orientation marks (CIPA DC-008, 4.6.4) of a camera that was turned by a quarter."""
GLANCE = (256, 256)
"""A JPEG is decoded at an eighth of its size, as long as that is no smaller: every byte of it is read all the same."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A photograph that can be shown: its upright size in px, and its file's bytes."""

    width: int
    height: int
    size: int


class Inspector:
    """Looks at photographs, and remembers by their bytes what it saw."""

    def __init__(self, cache: PhotoCache) -> None:
        self.cache = cache
        self.path = cache.folder / "seen.json"
        self.seen = read_json(self.path) or {}
        self.is_new = False

    def look(self, path: Path) -> Seen | Fault:
        """What a photograph's file holds."""
        try:
            digest = self.cache.digest(path)
            if digest not in self.seen:
                data = path.read_bytes()
                self.seen[sha256(data).hexdigest()] = glance(data)
                self.is_new = True
            known = self.seen[digest]
            return Seen(*known) if len(known) == 3 else Fault(*known)
        except (KeyError, TypeError):  # replaced while it was looked at, or a spoilt cache
            return Seen(0, 0, 0)
        except OSError as error:
            return unreadable(error)

    def save(self) -> None:
        """Keep what was seen for the next time."""
        self.cache.save_memo()
        if self.is_new:
            write_whole(self.path, json.dumps(self.seen, indent=0, sort_keys=True).encode())
            self.is_new = False


def glance(data: bytes) -> list[int] | list[str]:
    """Width, height and bytes of a photograph; or what is wrong with it, and the cure."""
    try:
        image, (width, height) = decoded(data, at_least=GLANCE)
        turned = orientation(image) in SIDEWAYS
        return [height, width, len(data)] if turned else [width, height, len(data)]
    except UnusablePhotograph as error:
        return [error.wanted, error.fix]
