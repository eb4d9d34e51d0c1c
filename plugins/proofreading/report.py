"""The report: mistakes in words for a person, and for machines as JSON or as GitHub's annotations."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import TextIO
from unicodedata import combining, east_asian_width

from plugins.proofreading.codes import Grade
from plugins.proofreading.kin import kin
from plugins.proofreading.mistakes import Mistake, in_order

SHOWN = 120
"""Characters of a line that are shown."""
CODE_COLUMN = 80
HINTS_OF_A_KIND = 3
FIRST = "Mend these first; the rest can wait:"
FIRST_MOST = 12
SHORT = 5
"""So many mistakes fit on one screen, where none is overlooked."""
HELP = "docs/mistakes.md"
WHERE_HELP_IS = f"Each name at the right has its help in {HELP}."
COLOURS: dict[str, str] = {"stop": "31", "fix": "33", "hint": "36", "place": "1", "code": "2"}
"""SGR parameters (ECMA-48): red, yellow, cyan, bold, faint."""
ANNOTATIONS: dict[Grade, str] = {"stop": "error", "fix": "warning", "hint": "notice"}


def wants_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours; NO_COLOR (no-color.org), when set to anything, wins."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def tell(mistakes: Iterable[Mistake], colour: bool = False) -> str:
    """The whole report, ready to print; "" when there is nothing to say."""
    ordered = in_order(mistakes)
    if not ordered:
        return ""
    shown, left_out = _shown(ordered)
    paragraphs = [_headline(ordered), *(_paragraph(family, colour) for family in kin(shown))]
    if left_out:
        counted = ", ".join(f"{count} more of {code}" for code, count in left_out.items())
        paragraphs.append(f"Not shown: {counted}.")
    paragraphs += _first(ordered, colour)
    return "\n\n".join(paragraphs) + "\n"


def as_json(mistakes: Iterable[Mistake]) -> str:
    """Every mistake, none left out, and how many there are of each grade; each with the place of its help."""
    ordered = in_order(mistakes)
    rows = [{**asdict(mistake), "help": f"{HELP}#{mistake.code}"} for mistake in ordered]
    for row, mistake in zip(rows, ordered, strict=True):
        row |= {"column": _column(mistake), "cure": mistake.instead}
    counted = Counter(mistake.grade for mistake in ordered)
    counts = {f"{grade}s" if grade != "fix" else "fixes": counted[grade] for grade in ANNOTATIONS}
    return json.dumps({**counts, "mistakes": rows}, indent=1, ensure_ascii=False) + "\n"


def as_annotations(mistakes: Iterable[Mistake]) -> str:
    """One workflow command a line, as GitHub Actions reads them; GitHub counts columns from 1."""
    lines = []
    for mistake in _shown(in_order(mistakes))[0]:
        column = _column(mistake)
        place = {"file": mistake.file, "line": mistake.line, "col": None if column is None else column + 1}
        place |= {"title": mistake.code}
        properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in place.items() if value)
        words = f"{mistake.wanted} {mistake.fix}".strip()
        lines.append(f"::{ANNOTATIONS[mistake.grade]} {properties}::{_escaped(words)}\n")
    return "".join(lines)


def _escaped(words: str, more: str = "") -> str:
    return "".join(f"%{ord(each):02X}" if each in f"%\r\n{more}" else each for each in words)


def _shown(ordered: list[Mistake]) -> tuple[list[Mistake], Counter[str]]:
    """The mistakes to show, and how many hints of each kind are left out."""
    seen: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    shown = []
    for mistake in ordered:
        seen[mistake.code] += 1
        if mistake.grade == "hint" and seen[mistake.code] > HINTS_OF_A_KIND:
            left_out[mistake.code] += 1
        else:
            shown.append(mistake)
    return shown, left_out


def _headline(mistakes: list[Mistake]) -> str:
    counted = Counter(mistake.grade for mistake in mistakes)
    stops, fixes, hints = counted["stop"], counted["fix"], counted["hint"]
    if stops:
        said = [f"Your site has not changed. {_things(stops)} must be mended before it can be published"]
        said += [f"{fixes} should be"] if fixes else []
        said += [f"{hints} could be better"] if hints else []
        return ", ".join(said) + "."
    if not fixes:
        return f"{_things(hints)} in your site could be better. It can be published as it is."
    better = f", {hints} could be better" if hints else ""
    return f"{_things(fixes)} in your site should be mended{better}. It can be published as it is."


def _things(count: int) -> str:
    return "1 thing" if count == 1 else f"{count} things"


def _paragraph(family: list[Mistake], colour: bool) -> str:
    """One mistake, or several of one cure: where, what is wrong, how to mend it, the name of its help."""
    first = family[0]
    lines = _alone(first, colour) if len(family) == 1 else _together(family, colour)
    last = f"    {printable(first.fix)}" if first.fix else "   "
    code = first.code if first.grade == "stop" else f"{first.grade}: {first.code}"
    return "\n".join([*lines, f"{last}{' ' * max(0, CODE_COLUMN - _width(last))} {_painted('code', code, colour)}"])


def _alone(mistake: Mistake, colour: bool) -> list[str]:
    """The place, the line as it was written, and what is wrong below the part at fault."""
    lines = [_painted("place", printable(mistake.place), colour)]
    wanted = _painted(mistake.grade, printable(mistake.wanted), colour)
    if mistake.found.strip():
        shown, before, at = _window(mistake)
        lines.append(f"    {shown}")
        if at:
            wanted = f"{' ' * before}{_painted(mistake.grade, '^' * at, colour)} {wanted}"
    return [*lines, f"    {wanted}"]


def _together(family: list[Mistake], colour: bool) -> list[str]:
    """A line for each: of one file what stands in it or what is wrong there, else the file. What all share, once."""
    first = family[0]
    shared = [printable(first.wanted)] if len({each.wanted for each in family}) == 1 else []
    if first.line is None:
        lines = [_painted("place", printable(each.file), colour) for each in family]
    else:
        rows = [(each.line, _window(each)[0] if shared else printable(each.wanted)) for each in family]
        lines = [_painted("place", printable(first.file), colour), *(f"    line {line}: {row}" for line, row in rows)]
    return [*lines, *(f"    {_painted(first.grade, words, colour)}" for words in shared)]


def _first(ordered: list[Mistake], colour: bool) -> list[str]:
    """The stops of a long report once more, where others stand among them: a terminal shows its end."""
    stops = [each for each in ordered if each.grade == "stop"]
    if not 0 < len(stops) < len(ordered) or len(ordered) <= SHORT:
        return []
    rows = [f"    {_painted('place', printable(each.place), colour)}: {each.code}" for each in stops[:FIRST_MOST]]
    more = [f"    and {len(stops) - FIRST_MOST} more"] if len(stops) > FIRST_MOST else []
    return ["\n".join([_painted("stop", FIRST, colour), *rows, *more])]


def _painted(name: str, words: str, colour: bool) -> str:
    return f"\x1b[{COLOURS[name]}m{words}\x1b[0m" if colour else words


def _column(mistake: Mistake) -> int | None:
    """Where in the line that was found the part at fault begins, from 0."""
    column = mistake.found.find(mistake.at, mistake.column or 0) if mistake.at else -1
    return column if column >= 0 else None


def _window(mistake: Mistake) -> tuple[str, int, int]:
    """What is shown of the line, and where in that the fault begins and how wide it is, in columns of a terminal."""
    line = mistake.found.strip("\r\n")
    indent = len(line) - len(line.lstrip(" "))
    column, line = _column(mistake), line.strip(" ")
    fault = -1 if column is None else column - indent
    start = max(0, fault - SHOWN // 2) if len(line) > SHOWN and fault > SHOWN // 2 else 0
    part = printable(line[start : start + SHOWN])
    head, tail = "…" if start else "", "…" if start + SHOWN < len(line) else ""
    if fault < 0:
        return f"{head}{part}{tail}", 0, 0
    before, at = part[: fault - start], part[fault - start : fault - start + len(mistake.at)]
    return f"{head}{part}{tail}", _width(head + before), _width(at)


def printable(words: str) -> str:
    """Words that a terminal shows and never obeys: a tab as an arrow, other signs that nobody sees as a dot."""
    if words.isprintable():
        return words
    kept = ("\u200d", "\u200c")  # they join the parts of one emoji, and letters of Persian
    return "".join("⇥" if each == "\t" else each if each.isprintable() or each in kept else "·" for each in words)


def _width(words: str) -> int:
    """How many columns of a terminal the words take: two for a wide letter (UAX 11), none for a mark upon one.

    What is joined to an emoji takes no room of its own.
    """
    if words.isascii():
        return len(words)
    joined = "\u200d"
    seen = (each for before, each in zip(" " + words, words, strict=False) if before != joined)
    return sum(
        1 + (east_asian_width(each) in "WF") for each in seen if not combining(each) and each not in "\u200d\ufe0f"
    )
