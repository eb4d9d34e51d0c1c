"""What a program prints, as lines that may be shown to anybody: no control characters, none endless."""

from __future__ import annotations

import re

LONGEST = 2_000
ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?")
"""What a terminal would obey: titles and links, colours and the cursor, the rest (ECMA-48)."""
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""The others, and what turns the direction of a line."""


class Lines:
    """Bytes in, whole lines out."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_cut = False

    def feed(self, data: bytes) -> list[str]:
        """The lines that these bytes end."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        found = [line for line in map(self._take, whole) if line is not None]
        if len(self._rest) > 4 * LONGEST:  # so many bytes a character may have
            if not self._is_cut:
                found.append(clean(self._rest))
            self._rest, self._is_cut = b"", True
        return found

    def end(self) -> list[str]:
        """What was begun and not ended."""
        return self.feed(b"\n") if self._rest else []

    def _take(self, line: bytes) -> str | None:
        was_cut, self._is_cut = self._is_cut, False
        return None if was_cut else clean(line)


def clean(line: bytes) -> str:
    """One line as it would stand on a terminal at last, at most LONGEST characters of it."""
    text = ESCAPES.sub("", line.decode("utf-8", "replace")).rstrip("\r")
    text = CONTROLS.sub("", text.rpartition("\r")[2]).expandtabs(4).rstrip()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
