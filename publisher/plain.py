"""Words of others (of pages, file names, reports) as they may stand on a coach's terminal."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

WIDTH = 72
"""Columns: git puts `remote: ` before each line, and a terminal has eighty."""
ESCAPES = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?")
"""What a terminal would obey: titles and links, colours and the cursor, the rest (ECMA-48)."""
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Controls, what turns the direction of a line or takes no room, and what no terminal has a sign for."""


def plain(text: str, most: int = WIDTH) -> str:
    """The text as one line that only says something, of at most so many columns."""
    spaced = " ".join(ESCAPES.sub("", text[: 50 * most]).split())
    seen = "".join(character for character in spaced if unicodedata.category(character) not in UNSEEN)
    return cut(" ".join(seen.split()), most)


def cut(line: str, most: int) -> str:
    """The line, or as much of it as fits into so many columns before an ellipsis."""
    if columns(line) <= most:
        return line
    taken, used = [], 1
    for character in line:
        used += columns(character)
        if used > most:
            break
        taken.append(character)
    return f"{''.join(taken).rstrip()}…"


def columns(text: str) -> int:
    """How many columns a terminal gives to a text: two to a sign of East Asia, none to an accent of its own."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def wrapped(sentence: str, indent: str = "") -> Iterator[str]:
    """Our own sentence, which may hold plain words of others, as lines of WIDTH."""
    lines = textwrap.wrap(
        sentence,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent or "  ",
        break_on_hyphens=False,
        break_long_words=False,
    )
    yield from (cut(line, WIDTH) for line in lines)
