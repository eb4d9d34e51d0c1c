"""A mistake of the author's, and the words in which it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Grade = Literal["stop", "fix", "hint"]
SHOWN = 120
"""Characters of a line that are shown."""
GRADES: tuple[Grade, ...] = ("stop", "fix", "hint")


@dataclass(frozen=True)
class Mistake:
    """One thing the coach wrote that stops, should be fixed, or could be better.

    code: its stable name, `noun-adjective`.
    file: as the coach knows it, "content/musings/running-slow.md".
    line: from 1; None where the file as a whole is meant.
    found: the line as it was written; "" where something is missing.
    at: the part of `found` that is at fault; it gets the pointer.
    wanted: what is wrong, in one or two sentences.
    fix: how to mend it.
    """

    code: str
    file: str
    line: int | None = None
    found: str = ""
    at: str = ""
    wanted: str = ""
    fix: str = ""
    grade: Grade = "stop"


class Stopped(SystemExit):
    """The content has a mistake that must be mended: the build ends with status 1, nothing written."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        super().__init__(1)
        self.mistakes = tuple(mistakes)


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Each mistake once: site.toml, then by file and line; the gravest first where two share a line."""
    once = dict.fromkeys(mistakes)
    return sorted(
        once, key=lambda m: (not m.file.endswith(".toml"), m.file, m.line or 0, GRADES.index(m.grade), m.code, m.wanted)
    )


def tell(mistakes: Iterable[Mistake]) -> str:
    """The whole report, ready to print; "" when there is nothing to say."""
    ordered = in_order(mistakes)
    if not ordered:
        return ""
    return "\n\n".join([_headline(ordered), *(_paragraph(mistake) for mistake in ordered)]) + "\n"


def _headline(mistakes: list[Mistake]) -> str:
    stops = sum(mistake.grade == "stop" for mistake in mistakes)
    others = len(mistakes) - stops
    if not stops:
        return f"{_things(others)} in your site should be mended. It can be published as it is."
    headline = f"Your site has not changed. {_things(stops)} must be mended before it can be published"
    return f"{headline}, {others} should be." if others else f"{headline}."


def _things(count: int) -> str:
    return "1 thing" if count == 1 else f"{count} things"


def _window(line: str, at: str) -> tuple[str, int]:
    """What is shown of a long line, so that the fault is in it, and where the fault begins in that; -1 for nowhere."""
    column = line.find(at) if at else -1
    start = max(0, column - SHOWN // 2) if len(line) > SHOWN and column > SHOWN // 2 else 0
    shown = ("…" if start else "") + line[start : start + SHOWN] + ("…" if start + SHOWN < len(line) else "")
    return shown, column - start + (1 if start else 0) if column >= 0 else -1


def _paragraph(mistake: Mistake) -> str:
    lines = [mistake.file if mistake.line is None else f"{mistake.file}, line {mistake.line}"]
    wanted = f"    {mistake.wanted}"
    if mistake.found:
        found = mistake.found.strip("\r\n")
        shown, column = _window(found.strip(), mistake.at)
        lines.append(f"    {shown}")
        if 0 <= column < len(shown):
            pointer = "^" * min(len(mistake.at), len(shown) - column)
            wanted = f"    {' ' * column}{pointer} {mistake.wanted}"
    lines.append(wanted)
    last = f"    {mistake.fix}" if mistake.fix else "   "
    lines.append(f"{last:<80} {mistake.code}")
    return "\n".join(lines)
