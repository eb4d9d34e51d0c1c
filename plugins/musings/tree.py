"""What the house does to Markdown's element tree: links, pictures, anchors, and the facts it gathers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from plugins.musings import links
from plugins.musings.addresses import BASE, slugified
from plugins.musings.at_work import AtWork
from plugins.musings.source import Source
from plugins.musings.typography import educate_tree

STYLES = {
    "table": "css/table",
    "code": "css/code",
    "dl": "css/definitions",
    "blockquote": "css/quotation",
}
TARGET = re.compile(r"\]\(|\]:|<[a-z]", re.IGNORECASE)
STASHED = re.compile("\x02[^\x03]*\x03")
ALIGNED = re.compile(r"text-align: (\w+);")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Image:
    """A picture as the coach wrote it; line is where it stands, from 1, where it can be told."""

    src: str
    alt: str
    title: str
    line: int | None


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
        # Markdown writes <hello@example.org> as numeric entities, against harvesters of addresses.
        if href is None or href.startswith(AMP_SUBSTITUTE) or element.get("class", "").startswith("footnote"):
            return
        source = self.at_work.source
        resolved = links.resolve(href, source, self.at_work.library)
        if isinstance(resolved, links.Broken):
            line, at = place(source, href, self.at_work.count(f"link {href}"))
            self.at_work.mistake(source.mistake(resolved.code, None, line, at, resolved.wanted, resolved.fix))
        else:
            element.set("href", resolved)
            if "#" in resolved and (resolved.startswith(("#", BASE))):
                source.notes.setdefault("anchored", []).append((href, resolved))

    def _heading(self, element: Element) -> None:
        """A heading's anchor is its words; a second one of the same words gets a number."""
        given = element.get("id")
        if given and given not in self.at_work.source.anchors:
            return
        if given:
            self._anchor_taken(given)
        anchor = plain = given or slugified(STASHED.sub("", "".join(element.itertext()))) or "section"
        number = 1
        while anchor in self.at_work.source.anchors:
            number += 1
            anchor = f"{plain}-{number}"
        element.set("id", anchor)

    def _anchor_taken(self, anchor: str) -> None:
        source = self.at_work.source
        at = f"{{#{anchor}}}"
        heads = (line for line in source.body.split("\n") if line.lstrip(" >").startswith("#") and at in line)
        wanted, fix = "The page has a place of this name already.", "Give this one another name."
        self.at_work.mistake(
            source.mistake("anchor-taken", None, source.line_with(next(heads, at)), at, wanted, fix, "fix")
        )

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
        src = element.get("src", "")
        line = place(self.at_work.source, src, self.at_work.count(f"picture {src}"))[0]
        return Image(src, element.get("alt", ""), element.get("title", ""), line)


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


def place(source: Source, target: str, number: int = 1) -> tuple[int | None, str]:
    """Where in the body a link's or a picture's target was written: the line, from 1, and the words there.

    number: of the links with this target, which one is meant. Code is passed over, where it is only shown.
    """
    for written in (target, target.replace("&amp;", "&"), target.replace("%20", " ")):
        if not written:
            continue
        lines = [line for line, text in source.prose_lines() if TARGET.search(text) and written in text]
        if lines:
            return lines[min(number, len(lines)) - 1], written
        if line := source.line_with(written):
            return line, written
    return None, ""
