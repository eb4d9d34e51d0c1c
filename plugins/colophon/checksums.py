"""The checksum of every file of a site.

Photographs are nine tenths of its bytes, and links into the cache, where a file never changes in its place: what was
read of one is remembered by its inode, size and time, as git does, so that a build reads only what is new.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from hashlib import blake2b, file_digest
from pathlib import Path

REMEMBERED = "/photos/"


def checksums(output: Path, memory: Memory) -> dict[str, str]:
    """SHA-256 of each file below a folder, by its path: `/index.html`. In order of the paths."""
    found = {}
    for path, entry in sorted(files_below(output, "/")):
        if path.startswith(REMEMBERED):
            found[path] = memory.checksum(entry)
        else:
            found[path] = checksum(entry.path)
    memory.save()
    return found


def files_below(folder: Path, within: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Each file with its path from the first folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from files_below(Path(entry.path), f"{within}{entry.name}/")
            else:
                yield f"{within}{entry.name}", entry


def checksum(path: str) -> str:
    """SHA-256 of a file, in hex."""
    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


class Memory:
    """Checksums of files that have not been touched since they were read. Only a saving: whatever is wrong with it, it
    is written anew."""

    def __init__(self, cache: Path, site: str) -> None:
        """site: its address; each has a memory of its own, in a cache that several may share."""
        self.path = cache / "checksums" / f"{blake2b(site.encode(), digest_size=8).hexdigest()}.json"
        self.before = self._load()
        self.now: dict[str, str] = {}

    def checksum(self, entry: os.DirEntry[str]) -> str:
        """The file's, read only where nobody knows it."""
        facts = entry.stat()
        key = f"{entry.name} {facts.st_size} {facts.st_mtime_ns} {facts.st_ino}"
        known = self.before.get(key)
        self.now[key] = known if known is not None else checksum(entry.path)
        return self.now[key]

    def save(self) -> None:
        """Keep what this build has used. A folder that cannot be written to is no mistake."""
        if self.now == self.before:
            return
        own = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            own.write_text(json.dumps(self.now, separators=(",", ":")), encoding="utf-8")
            os.replace(own, self.path)

    def _load(self) -> dict[str, str]:
        try:
            found = json.loads(self.path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        whole = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
        return found if whole else {}
