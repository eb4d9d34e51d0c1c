"""A reason why a push is refused, and how all of them are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_LINES = 20
MOST_NAMED = 3
LONGEST_SHOWN = 110
"""Of a name, in characters: what fits on a line behind git's `remote: `, and two of them on a screen."""


@dataclass(frozen=True)
class Reason:
    """One thing in a pushed tree that is not accepted. In the proofreader's three parts, since a coach reads both.

    path: from the root of what was pushed, as git has it. wanted: what is wrong. fix: the cure; commands that are to be
    copied have lines of their own.
    """

    path: str
    wanted: str
    fix: str


def shown(path: str) -> str:
    """A name made safe to print: what can't be seen, or would do something to a terminal, as its number."""
    if len(path) > LONGEST_SHOWN:
        path = f"{path[:70]}…{path[-35:]}"
    return "".join(_shown(letter) for letter in path)


def _shown(letter: str) -> str:
    if letter.isprintable():
        return letter
    if "\udc80" <= letter <= "\udcff":  # a byte that is no UTF-8
        return f"\\x{ord(letter) - 0xDC00:02x}"
    return f"\\u{{{ord(letter):x}}}"


def told(reasons: Iterable[Reason]) -> str:
    """All reasons as text of some MOST_LINES lines: files at which the same is wrong stand together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for reason in reasons:
        alike.setdefault((reason.wanted, reason.fix), []).append(reason.path)
    lines: list[str] = []
    left = sum(len(paths) for paths in alike.values())
    for (wanted, fix), paths in alike.items():
        names = [shown(path) for path in dict.fromkeys(paths)]
        more = [f"and {len(names) - MOST_NAMED:,} more"] if len(names) > MOST_NAMED else []
        block = [*names[:MOST_NAMED], *more, *(f"    {words}" for words in (wanted, *fix.split("\n")))]
        if lines and len(lines) + len(block) > MOST_LINES:
            break
        lines += block
        left -= len(paths)
    return "\n".join([*lines, f"… and {left:,} more like this."] if left else lines)
