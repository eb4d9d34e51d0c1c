"""Links, pictures and tags within running text, found as Python-Markdown finds them, with the place of each.

Its own processors do the finding, one kind after the other over the whole text, as its inline stage does; what one has
found is covered by as many signs as it has letters, so that places stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from markdown import Markdown

COVER = "\x1a"
"""Covers what has been found. No processor looks for it, and Python-Markdown's own text never holds it."""
SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "html": "<",
}
"""Python-Markdown's processors in their order, and what each begins with."""
REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")
NESTING = ("reference", "link", "short_reference")
SPECIAL = re.compile(r"[\[<`\\]")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!])")


class Found(NamedTuple):
    """Something within a text. target: an address, or a reference's id; start, end, at: places in the text, from 0.

    kind: the name of the processor that found it. at: where the target begins. words: a link's words, a picture's alt.
    """

    kind: str
    start: int
    end: int
    target: str
    at: int
    words: str
    title: str


class Inline:
    """Reads the texts of one document after another."""

    def __init__(self, md: Markdown) -> None:
        self.md = md
        md.treeprocessors["inline"].stashed_nodes = {}  # where the finders look for what other finders have put aside
        known = {name: md.inlinePatterns[name] for name in SIGNS if name in md.inlinePatterns}
        self.patterns = list(known.items())

    def read(self, text: str) -> tuple[list[Found], str]:
        """What is in a text, and the text with all of it covered: what is left are plain words."""
        if not SPECIAL.search(text):
            return [], text
        found: list[Found] = []
        covered = self._read(text, text, 0, 0, found)
        return found, covered

    def _read(self, text: str, data: str, first: int, offset: int, found: list[Found]) -> str:
        """One part of the text, which begins at `offset`, from the pattern numbered `first` on."""
        for number in range(first, len(self.patterns)):
            kind, pattern = self.patterns[number]
            if SIGNS[kind] not in data:
                continue
            start = 0
            while (step := self._next(pattern, data, start)) is not None:
                match, element, begin, end = step
                start = end
                if element is None:
                    found.extend(self._undefined(kind, match, data, begin, end, offset))
                    continue
                if kind in NESTING:
                    data = self._within(text, data, number, offset, match.end(0), found)
                found.extend(self._found(kind, match, element, text, data, begin, end, offset))
                data = data[:begin] + COVER * (end - begin) + data[end:]
        return data

    def _within(self, text: str, data: str, number: int, offset: int, begin: int, found: list[Found]) -> str:
        """Read the words of a link, which may hold a picture."""
        words = self._words(data, begin)
        read = self._read(text, words, number + 1, offset + begin, found)
        return data[:begin] + read + data[begin + len(words) :]

    @staticmethod
    def _next(pattern: Any, data: str, start: int) -> tuple[re.Match[str], Any, int, int] | None:
        for match in pattern.getCompiledRegExp().finditer(data, start):
            element, begin, end = pattern.handleMatch(match, data)
            if begin is not None and end is not None:
                return match, element, begin, end
        return None

    def _found(
        self, kind: str, match: re.Match[str], element: Any, text: str, data: str, begin: int, end: int, offset: int
    ) -> Iterator[Found]:
        whole = text[offset + begin : offset + end]
        if kind in ("link", "image_link"):
            written = element.get("href" if kind == "link" else "src", "")
            words_end = match.end(0) + len(self._words(data, match.end(0)))
            at = data.find(written, words_end, end) if written else end
            target = ESCAPED.sub(r"\1", text[offset + at : offset + at + len(written)])
            words = text[offset + match.end(0) : offset + words_end]
            yield Found(kind, offset + begin, offset + end, target, offset + at, words, element.get("title") or "")
        elif kind in REFERENCES:
            words_end = match.end(0) + len(self._words(data, match.end(0)))
            target = str(element.get("href") or element.get("src") or "")
            words = text[offset + match.end(0) : offset + words_end]
            yield Found(kind, offset + begin, offset + end, target, offset + begin, words, element.get("title") or "")
        elif kind == "autolink":
            yield Found(kind, offset + begin, offset + end, match[1], offset + begin + 1, match[1], "")
        elif kind in ("html", "automail"):
            yield Found(kind, offset + begin, offset + end, whole, offset + begin, "", "")

    def _undefined(
        self, kind: str, match: re.Match[str], data: str, begin: int, end: int, offset: int
    ) -> Iterator[Found]:
        """A reference with its id, `[words][id]`, that nothing defines."""
        if kind in ("reference", "image_reference"):
            words = self._words(data, match.end(0))
            id_at = match.end(0) + len(words) + 1
            if data[id_at : id_at + 1] == "[" and COVER not in data[begin:end]:
                name = data[id_at + 1 : end - 1] or words
                yield Found("undefined", offset + begin, offset + end, name, offset + begin, words, "")

    def _words(self, data: str, begin: int) -> str:
        """The words of a link, up to the bracket that closes it."""
        words: str = self.md.inlinePatterns["link"].getText(data, begin)[0]
        return words
