"""Links, pictures and tags within running text, found as Python-Markdown finds them, with the place of each.

Its own processors do the finding, one kind after the other over the whole text, as its inline stage does; what one has
found is covered by as many signs as it has letters, so that places stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AMP_SUBSTITUTE

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
WITH_WORDS = (*REFERENCES, "link", "image_link")
PICTURES = ("image_link", "image_reference", "short_image_ref")
DRAWN = (*WITH_WORDS, "autolink")
INTRICATE = (*PICTURES, "reference", "link", "short_reference", "html")
"""What may hold what is found by another; only when all is drawn it shows what is left of that."""
NESTING = ("reference", "link", "short_reference")
STASHED = re.compile("\x02[^\x03]*\x03?")
SPECIAL = re.compile(r"[\[<`\\]")
TWO_BRACKETS = re.compile(r"\]\s?\[")
DOUBTFUL = re.compile(rf"[\[<`\\{COVER}]")
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
        self.link: Any = known["link"]

    def read(self, text: str, within: bool = False) -> tuple[list[Found], str]:
        """What is in a text, and the text with all of it covered: what is left are plain words.

        within: whether the element that holds it has children, which makes Python-Markdown read links in links.
        """
        if not SPECIAL.search(text):
            return [], text
        found: list[Found] = []
        self.doubtful = False
        covered = self._read(text, text, 0, 0, found)
        return (self._as_drawn(text, found, within) if self.doubtful else found), covered

    def _read(self, text: str, data: str, first: int, offset: int, found: list[Found]) -> str:
        """One part of the text, which begins at `offset`, from the pattern numbered `first` on."""
        for number in range(first, len(self.patterns)):
            kind, pattern = self.patterns[number]
            if SIGNS[kind] not in data or not self._is_worth_it(kind, data):
                continue
            start = 0
            while (step := self._next(pattern, data, start)) is not None:
                match, element, begin, end = step
                start = end
                inner = data[match.end(0) if kind in WITH_WORDS else begin + 1 : end]
                self.doubtful = self.doubtful or (kind in INTRICATE and DOUBTFUL.search(inner) is not None)
                if element is None:
                    found.extend(self._undefined(kind, match, data, begin, end, offset))
                    continue
                words_end = self._words_end(data, match.end(0)) if kind in WITH_WORDS else end
                if kind in NESTING and SPECIAL.search(data, match.end(0), words_end):
                    words = data[match.end(0) : words_end]
                    read = self._read(text, words, number + 1, offset + match.end(0), found)
                    data = data[: match.end(0)] + read + data[words_end:]

                found.extend(self._found(kind, match, element, text, data, begin, end, words_end, offset))
                data = data[:begin] + COVER * (end - begin) + data[end:]
        return data

    def _is_worth_it(self, kind: str, data: str) -> bool:
        """Whether a reference can be found at all: `[words][id]` needs two brackets, `[id]` a definition."""
        if kind in ("reference", "image_reference"):
            return TWO_BRACKETS.search(data) is not None
        return bool(self.md.references) if kind in ("short_reference", "short_image_ref") else True

    @staticmethod
    def _next(pattern: Any, data: str, start: int) -> tuple[re.Match[str], Any, int, int] | None:
        for match in pattern.getCompiledRegExp().finditer(data, start):
            element, begin, end = pattern.handleMatch(match, data)
            if begin is not None and end is not None:
                return match, element, begin, end
        return None

    def _found(
        self,
        kind: str,
        match: re.Match[str],
        element: Any,
        text: str,
        data: str,
        begin: int,
        end: int,
        words_end: int,
        offset: int,
    ) -> Iterator[Found]:
        whole = text[offset + begin : offset + end]
        if kind in ("link", "image_link"):
            written = element.get("href" if kind == "link" else "src", "")
            at = data.find(written, words_end, end) if written else end
            target = ESCAPED.sub(r"\1", text[offset + at : offset + at + len(written)])
            words = text[offset + match.end(0) : offset + words_end]
            yield Found(kind, offset + begin, offset + end, target, offset + at, words, element.get("title") or "")
        elif kind in REFERENCES:
            target = str(element.get("href") or element.get("src") or "")
            words = text[offset + match.end(0) : offset + words_end]
            yield Found(kind, offset + begin, offset + end, target, offset + begin, words, element.get("title") or "")
        elif kind == "autolink":
            yield Found(kind, offset + begin, offset + end, match[1], offset + begin + 1, match[1], "")
        elif kind in ("html", "automail"):
            yield Found(kind, offset + begin, offset + end, whole, offset + begin, "", "")

    def _as_drawn(self, text: str, found: list[Found], within: bool) -> list[Found]:
        """What was found, corrected by what Python-Markdown draws: links in links, in pictures, in comments."""
        rest = sorted((each for each in found if each.kind in DRAWN), key=attrgetter("start"))
        drawn = [each for each in found if each.kind not in DRAWN]
        for element in self._draw(text, within):
            name = "src" if element.tag == "img" else "href"
            target, alt = (self._words_of(element, key) for key in (name, "alt"))
            like = (each for each in rest if each.target == target and (each.kind in PICTURES) == (name == "src"))
            if same := next(like, None):
                rest.remove(same)
            else:
                at, picture = text.find(target), name == "src"
                inline, reference = ("image_link", "image_reference") if picture else ("link", "reference")
                same = Found(inline if at >= 0 else reference, max(at, 0), max(at, 0), target, max(at, 0), "words", "")
            drawn.append(same._replace(words=alt) if name == "src" else same)
        return sorted(drawn, key=attrgetter("start"))

    def _draw(self, text: str, within: bool) -> list[Element]:
        """The links and pictures of Python-Markdown's own tree of this text."""
        root = Element("div")
        holder = SubElement(root, "p")
        holder.text = text
        if within:
            SubElement(holder, "br")
        inline = self.md.treeprocessors["inline"]
        inline.run(root)
        inline.stashed_nodes = {}
        links = [a for a in root.iter("a") if not a.get("href", AMP_SUBSTITUTE).startswith(AMP_SUBSTITUTE)]
        linked = {id(a) for a in links if a.get("class") != "footnote-ref"}
        return [element for element in root.iter() if element.tag == "img" or id(element) in linked]

    def _words_of(self, element: Element, name: str) -> str:
        unescaped: str = self.md.treeprocessors["unescape"].unescape(element.get(name, ""))
        return STASHED.sub("", unescaped)

    def _undefined(
        self, kind: str, match: re.Match[str], data: str, begin: int, end: int, offset: int
    ) -> Iterator[Found]:
        """A reference with its id, `[words][id]`, that nothing defines."""
        if kind in ("reference", "image_reference"):
            words = data[match.end(0) : self._words_end(data, match.end(0))]
            id_at = match.end(0) + len(words) + 1
            if data[id_at : id_at + 1] == "[" and COVER not in data[begin:end]:
                name = data[id_at + 1 : end - 1] or words
                yield Found("undefined", offset + begin, offset + end, name, offset + begin, words, "")

    def _words_end(self, data: str, begin: int) -> int:
        """Where a link's words end: at the bracket that closes them."""
        words: str = self.link.getText(data, begin)[0]
        return begin + len(words)
