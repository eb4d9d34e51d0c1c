"""What a build has told that should be mended though it is published: where, so that a receipt can bring it to mind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SHOULD = re.compile(r"\s.*\bfix: [a-z-]+$")
"""The last line of a mistake that refuses nothing, and shows: a photograph that can't be read, a picture unnamed."""


def to_mend(said: Iterable[str]) -> tuple[str, ...]:
    """The places, 'content/musings/hill.md, line 9', of the proofreader's report in what a build has printed."""
    return tuple(dict.fromkeys(_places(said)))


def _places(said: Iterable[str]) -> Iterator[str]:
    place = ""
    for line in said:
        if line[:1].strip():  # a report's paragraphs begin with their place, and all else in them is set in
            place = line.strip()
        elif place and SHOULD.fullmatch(line):
            yield place
