"""What the house does to Markdown's element tree: links, pictures, anchors, and the facts it gathers."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from plugins.musings import links
from plugins.musings.addresses import slugified
from plugins.musings.at_work import AtWork
from plugins.musings.source import Source
from plugins.musings.typography import educate_tree

STYLES = {
    "table": "css/table",
    "code": "css/code",
    "dl": "css/definitions",
    "blockquote": "css/quotation",
}
STASHED = re.compile("\x02[^\x03]*\x03")
ALIGNED = re.compile(r"text-align: (\w+);")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Image:
    """A picture as the coach wrote it."""

    src: str
    alt: str
    title: str


@dataclass(frozen=True)
class PictureDrawer:
    """How a room draws pictures.

    alone: those of a paragraph that holds nothing else (one, a figure; several, a gallery), as HTML whose
    root is a block element. in_line: one among words, as HTML that may stand within a sentence.
    """

    alone: Callable[[Source, list[Image]], str]
    in_line: Callable[[Source, Image], str]


_draw_pictures: list[PictureDrawer] = []


def register_picture_drawer(
    alone: Callable[[Source, list[Image]], str], in_line: Callable[[Source, Image], str]
) -> None:
    """Let a room draw pictures."""
    _draw_pictures[:] = [PictureDrawer(alone, in_line)]


class HouseTree(Treeprocessor):
    """Resolves links, draws pictures, keeps styles out of attributes, and gathers facts."""

    def __init__(self, md: Markdown, at_work: AtWork) -> None:
        super().__init__(md)
        self.at_work = at_work
        self.by_tag: dict[str, Callable[[Element], None]] = {
            "a": self._link,
            "td": self._cell,
            "th": self._cell,
            **dict.fromkeys(HEADINGS, self._heading),
        }

    def run(self, root: Element) -> None:
        source = self.at_work.source
        educate_tree(root)
        parents = [(parent, child) for parent in root.iter() for child in parent]
        for _, element in parents:
            if work := self.by_tag.get(element.tag):
                work(element)
            if style := STYLES.get(element.tag):
                source.styles.add(style)
            if anchor := element.get("id"):
                source.anchors.add(anchor)
            if element.get("class") == "footnote":
                source.styles.add("css/footnotes")
        for parent, element in parents:
            if element.tag == "p":
                self._pictures(element)
            elif element.tag == "table":
                self._scrolling_table(parent, element)
            elif element.tag == "img":
                self._picture_in_line(element)
        opening = (STASHED.sub("", "".join(child.itertext())).split() for child in root if child.tag == "p")
        source.opening = source.opening or " ".join(next(filter(None, opening), []))
        source.words += sum(len(text.split()) for text in root.itertext())

    def _link(self, element: Element) -> None:
        href = element.get("href")
        if href and "\x02" in href:
            href = self._as_written(href)
            element.set("href", href)
        # Markdown writes <hello@example.org> as numeric entities, against harvesters of addresses.
        if href is None or href.startswith(AMP_SUBSTITUTE) or element.get("class", "").startswith("footnote"):
            return
        source = self.at_work.source
        if links.is_malformed(href):
            del element.attrib["href"]
            return
        resolved = links.resolve(href, source, self.at_work.library)
        if not isinstance(resolved, links.Broken):
            element.set("href", resolved)
            return
        self.at_work.mistake(source.mistake(resolved.code, at=href, wanted=resolved.wanted, fix=resolved.fix))
        if not resolved.kept:
            del element.attrib["href"]  # the words stay

    def _heading(self, element: Element) -> None:
        words = STASHED.sub("", "".join(element.itertext()))
        element.set("id", heading_anchor(element.get("id", ""), words, self.at_work.source.anchors))

    @staticmethod
    def _cell(element: Element) -> None:
        """Alignment as a class: the policy admits no style attribute."""
        if aligned := ALIGNED.search(element.attrib.pop("style", "")):
            element.set("class", f"align-{aligned[1]}")

    def _scrolling_table(self, parent: Element, table: Element) -> None:
        """A wide table scrolls in a region of its own, which the keyboard reaches and each of which has its name."""
        number = self.at_work.count("table")
        name = "Table" if number == 1 else f"Table {number}"
        region = Element("div", {"class": "table", "role": "region", "aria-label": name, "tabindex": "0"})
        region.tail, table.tail = table.tail, None
        index = list(parent).index(table)
        parent[index] = region
        region.append(table)

    def _pictures(self, paragraph: Element) -> None:
        """A paragraph of pictures alone becomes what the galleries draw."""
        pictures = list(paragraph)
        if not pictures or any(child.tag != "img" or (child.tail or "").strip() for child in pictures):
            return
        if (paragraph.text or "").strip() or not _draw_pictures:
            return
        images = [self._image(child) for child in pictures]
        for child in pictures:
            paragraph.remove(child)
            child.tag = "drawn"
        html = _draw_pictures[0].alone(self.at_work.source, images).strip()
        paragraph.text = self.md.htmlStash.store(html) if html else ""

    def _picture_in_line(self, element: Element) -> None:
        """A picture among words, in a link or in a list stays where it was put."""
        if not _draw_pictures:
            return
        html = _draw_pictures[0].in_line(self.at_work.source, self._image(element))
        tail = element.tail
        element.clear()
        element.tag, element.tail = "span", tail
        element.text = self.md.htmlStash.store(html) if html else ""

    def _image(self, element: Element) -> Image:
        return Image(*(self._as_written(element.get(name, "")) for name in ("src", "alt", "title")))

    def _as_written(self, words: str) -> str:
        """An attribute in which escaped letters are themselves again: Python-Markdown sees to that only at the end."""
        unescaped: str = self.md.treeprocessors["unescape"].unescape(words)
        return unescaped


def heading_anchor(given: str, words: str, taken: Container[str]) -> str:
    """A heading's anchor: the one that it is given, else its words; a second one of the same name gets a number."""
    anchor = plain = given or slugified(words) or "section"
    number = 1
    while anchor in taken:
        number += 1
        anchor = f"{plain}-{number}"
    return anchor


class ScrollingCode(Postprocessor):
    """Code may scroll sideways; who has no pointer scrolls it with the arrow keys.

    Fenced code is kept out of the tree as text, so this is done on the text: `<pre><code` cannot be the
    coach's words, which are escaped.
    """

    def __init__(self, md: Markdown, at_work: AtWork) -> None:
        super().__init__(md)
        self.at_work = at_work

    def run(self, text: str) -> str:
        """Add the attribute, and the style for code."""
        if "<pre><code" not in text:
            return text
        self.at_work.source.styles.add("css/code")
        return text.replace("<pre><code", '<pre tabindex="0"><code')
