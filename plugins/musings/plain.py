"""The quick way through a body that holds nothing intricate: prose, headings, flat lists, quotations, blocks.

Most musings are such. What Python-Markdown makes of them can be told without asking it; at the first line that it might
read in another way, it is asked. A test holds the two against each other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

START = r"""(?:[^\W\d_]|["'(“‘…£€$—–]|\d+(?![\d.)])|\*{1,2}[^\s*\[]|!?\[[^\]\[^\n!]+\]\()"""
"""How a line may begin that can only be running words: never a list, a heading, a table, a definition or a tag."""
LINE = rf"{START}[^\n|<\t\x00-\x08\ue001\ue002]*"
GAP = r"(?:\n(?:[ ]*\n)+|\n?\Z)"
BLOCK = re.compile(
    rf"(?P<paragraph>{LINE}(?:\n{LINE})*){GAP}"
    rf"|(?P<heading>(?P<marks>\#{{1,6}})[ ]+(?P<title>[^\s#\\|<][^\n#\\|<\t]*)){GAP}"
    rf"|(?P<items>-[ ]{LINE}(?:\n-[ ]{LINE})*){GAP}"
    rf"|(?P<callout>>[ ]\[!(?P<word>[^\]\s\[<|]*)\][ \t]*(?P<argument>[^\n<\t]*)(?P<below>(?:\n>[ ]{LINE})*)){GAP}"
    rf"|(?P<quotation>>[ ]{LINE}(?:\n>[ ]{LINE})*){GAP}"
)
INTRICATE = ("<", "\t", "\x02", "\x03", "~~~", "```", "[^")


class PlainText(NamedTuple):
    """A text as Python-Markdown's tree would hold it.

    tag: of the element that holds it. placed: for each of its lines, its place in the text and its place in the body.
    """

    tag: str
    text: str
    placed: list[tuple[int, int]]


class PlainBlock(NamedTuple):
    """A `> [!word]` with the words below it; place: of its head in the body."""

    word: str
    argument: str
    words: PlainText
    place: int


def plain_parts(body: str) -> list[PlainText | PlainBlock] | None:
    """The parts of a body in their order; None where Python-Markdown must be asked."""
    if any(sign in body for sign in INTRICATE):
        return None
    parts: list[PlainText | PlainBlock] = []
    place = len(body) - len(body.lstrip("\n"))
    while place < len(body):
        found = BLOCK.match(body, place)
        if found is None:
            return None
        _add(found, parts)
        place = found.end()
    return parts


def _add(found: re.Match[str], parts: list[PlainText | PlainBlock]) -> None:
    place = found.start()
    if found["paragraph"] is not None:
        parts.append(_text("p", found["paragraph"], place, 0))
    elif found["heading"] is not None:
        tag, begin = f"h{len(found['marks'])}", found.start("title")
        parts.append(PlainText(tag, found["title"].strip(), [(0, begin)]))
    elif found["items"] is not None:
        for line in found["items"].split("\n"):
            parts.append(PlainText("li", line[2:], [(0, place + 2)]))
            place += len(line) + 1
    elif found["callout"] is not None:
        below = found["below"].lstrip("\n")
        words = _text("p", below, found.start("below") + 1, 2) if below else PlainText("p", "", [(0, place)])
        parts.append(PlainBlock(found["word"], found["argument"].strip(), words, place))
    else:
        parts.append(_text("p", found["quotation"], place, 2))


def _text(tag: str, written: str, place: int, prefix: int) -> PlainText:
    """Lines that each begin with so many signs of markup, as one text."""
    if "\n" not in written:
        return PlainText(tag, written[prefix:], [(0, place + prefix)])
    lines, placed, own = [], [], 0
    for line in written.split("\n"):
        lines.append(line[prefix:])
        placed.append((own, place + prefix))
        own += len(line) - prefix + 1
        place += len(line) + 1
    return PlainText(tag, "\n".join(lines), placed)
