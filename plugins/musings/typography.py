"""Typographic quotation marks, apostrophes, dashes and ellipses, in the coach's own words only.

Python-Markdown's `smarty` runs each of its fifteen patterns over every piece of text and doubles the
cost of Markdown; this looks at each mark once, and sees across emphasis: *well*" closes.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

MARKS = re.compile(r"""["']|\.\.\.|(?<!-)---?(?!-)""")
OPENS_AFTER = frozenset("([{-–—/“‘")
ELIDED = re.compile(r"(?:\d\ds?|tis|twas|til|em|n|cause|round|bout)\b", re.IGNORECASE)
BLOCKS = frozenset({"p", "li", "td", "th", "dt", "dd"})
UNTOUCHED = frozenset({"code", "pre", "kbd", "samp", "var", "script", "style", "math"})


def educate(text: str, before: str = "") -> str:
    """The same words with typographic marks. before: the character that stands before them, if any.

    A quotation mark opens at the start, after a space, an opening bracket or a dash; otherwise it
    closes. An apostrophe that stands for missing letters ('90s, 'tis) never opens.
    """

    def replace(match: re.Match[str]) -> str:
        mark, start = match[0], match.start()
        if mark == "...":
            return "…"
        if mark[0] == "-":
            return "—" if mark == "---" else "–"
        previous = text[start - 1] if start else before
        opens = not previous or previous.isspace() or previous in OPENS_AFTER or previous in "\"'"
        opens = opens and not text[match.end() : match.end() + 1].isspace()
        if mark == '"':
            return "“" if opens else "”"
        return "‘" if opens and not ELIDED.match(text, match.end()) else "’"

    return MARKS.sub(replace, text)


def educate_tree(root: Element) -> None:
    """Do so throughout a Markdown tree, except in code."""
    _walk(root, "")


def _walk(element: Element, before: str) -> str:
    """Mend this element's text and its children's; return the last character seen."""
    if isinstance(element.text, AtomicString):
        before = "x"  # an address in angle brackets, say: not the coach's prose
    elif element.text:
        element.text = educate(element.text, before)
        before = element.text[-1]
    for child in element:
        before = "x" if child.tag in UNTOUCHED else _walk(child, "" if child.tag in BLOCKS else before)
        if child.tail:
            child.tail = educate(child.tail, before)
            before = child.tail[-1]
    return before
