"""What a program that failed has printed, for people: where it failed and why, in two lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

BEGIN = "Traceback (most recent call last):"
FRAME = re.compile(r'  File "(?P<file>.+)", line (?P<line>\d+)')


def condensed(lines: Iterable[str], engine: Path) -> Iterator[str]:
    """The lines with each traceback of Python's in two: the last place in the engine, and the error."""
    place, is_within = "", False
    for line in lines:
        if line.strip() == BEGIN:
            place, is_within = "", True
        elif is_within and line.startswith(" "):
            frame = FRAME.match(line)
            if frame and frame["file"].startswith(f"{engine}/"):
                place = f"{frame['file'].removeprefix(f'{engine}/')}, line {frame['line']}"
        elif is_within and line.strip():
            is_within = False
            yield from ([place, f"    {line}"] if place else [line])
        elif not is_within:
            yield line
