"""What was read of a text is remembered: a file that has not changed is not read apart a second time.

The key is the text's digest, never its name or time; a new version of the reader forgets everything. The cache is only
ever a saving: whatever is wrong with it, it is written anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import markdown
import yaml

NAME = "proofread.json"


class Memory:
    """Rows of facts by the digest of the text that they were read from."""

    def __init__(self, folder: Path, words: Iterable[str]) -> None:
        """words: the blocks that are known, on which some facts depend."""
        self.path = folder / NAME
        self.reader = digest_of(f"{reader()} {sorted(words)}".encode())
        self.before = self._load()
        self.now: dict[str, Any] = {}

    def recall(self, digest: str) -> dict[str, Any] | None:
        """What was kept for this text; None where nothing was."""
        found = self.before.get(digest)
        if found is not None:
            self.now[digest] = found
        return found

    def keep(self, digest: str, rows: dict[str, Any]) -> None:
        """Remember this from now on."""
        self.now[digest] = rows

    def save(self) -> None:
        """Write what was recalled and kept, and forget the rest. A folder that cannot be written to is no mistake."""
        if self.now.keys() == self.before.keys():
            return
        words = json.dumps({"reader": self.reader, "texts": self.now}, ensure_ascii=False, separators=(",", ":"))
        own = self.path.with_name(f".{NAME}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            own.write_text(words, encoding="utf-8")
            os.replace(own, self.path)

    def _load(self) -> dict[str, Any]:
        try:
            found = json.loads(self.path.read_bytes())
            texts = found["texts"] if found["reader"] == self.reader else {}
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return {}
        return texts if isinstance(texts, dict) else {}


def digest_of(raw: bytes) -> str:
    """A text's digest."""
    return blake2b(raw, digest_size=16).hexdigest()


@cache
def reader() -> str:
    """A name for all that reads: this room's code and proofreading's, Python-Markdown, PyYAML, Python."""
    rooms = [Path(__file__).parent, Path(__file__).parents[1] / "proofreading"]
    files = sorted(path for room in rooms for path in room.glob("*.py") if not path.name.startswith("test_"))
    code = digest_of(b"\0".join(path.read_bytes() for path in files))
    return f"{code} {markdown.__version__} {yaml.__version__} {sys.version_info[:2]}"
