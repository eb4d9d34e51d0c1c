"""From a body to its facts: Python-Markdown's own blocks, and its own finders of links, without the rendering."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import ReferenceProcessor
from markdown.util import AtomicString
from markupsafe import Markup

from plugins.musings import raw_html, wording
from plugins.musings.at_work import AtWork
from plugins.musings.callouts import Callout, as_registered
from plugins.musings.dialect import make_markdown
from plugins.musings.facts import Block, Facts, Finding, Heading, Link, Picture
from plugins.musings.inline import Found, Inline
from plugins.musings.library import Library
from plugins.musings.lines import Lines, Piece
from plugins.musings.links import is_dangerous
from plugins.musings.plain import PlainBlock, PlainText, plain_parts
from plugins.musings.source import FRAME, Source
from plugins.musings.tangles import tangle
from plugins.musings.tree import ALIGNED, HEADINGS, STASHED, heading_anchor
from plugins.musings.typography import educate, educate_tree
from plugins.musings.whole import of_whole

PLACEHOLDER = re.compile("\x02wzxhzdk:(\\d+)\x03")
MARKED = re.compile(r"[\\`*_\[\]<>&!{]")
REMARKABLE = re.compile(r"[\[<`\\{\x02*_]")
"""What a text must hold to be looked at more closely."""
NAMED = re.compile(r"\{:?[^{}\n]*#([\w-]+)")
ATTRIBUTES = re.compile(r"(?<=[\x1a*_])\{:?[ ]*([^{}\n]*=[^{}\n]*)\}|(?<=\n)[ ]*\{:?[ ]*([^{}\n]*=[^{}\n]*)\}[ ]*\Z")
"""An attribute list where Python-Markdown looks for one: right after what it belongs to, or as a block's last line."""
AT_THE_END = re.compile(r"[ ]\{:?[ ]*([^{}\n]*=[^{}\n]*)\}[ ]*\Z")
"""The same in a heading, an item of a list or a cell of a table."""
REFERENCE_KINDS = ("reference", "image_reference", "short_reference", "short_image_ref")
KINDS_OF_LINK = {"link": "link", "reference": "reference", "short_reference": "reference", "autolink": "address"}

PINNED = re.compile(r"(?<!\S)\{#([A-Za-z][\w-]*)\}(?!\S)")
"""The name of a block, before or after what else stands on its line."""


class Scanner:
    """Scans one source after another."""

    def __init__(self, library: Library) -> None:
        self.at_work = AtWork(library, Source(library.content, "", "page", ""), Markup)
        self.documents = Document(make_markdown(self.at_work)), Document(make_markdown(self.at_work, inside=True))

    def scan(self, source: Source) -> Facts:
        """The facts of a source's body. Never raises for what a coach wrote."""
        facts = Facts()
        if found := tangle(source.body):
            facts.findings.append(found)
            return facts
        self.at_work.begin(source)
        lines = Lines(source.body)
        try:
            whole, inside = self.documents
            _Scan(facts, lines, whole, inside, self.at_work).run(source.body)
        except RecursionError:
            return Facts(findings=[Finding("text-tangled", 1, "", *wording.TANGLED, None)])
        facts.findings.extend(wording.of_headings(facts.headings, source.body.split("\n")))
        # A header that has lost its first line is told of already, and stands in the body as if it were a second one.
        headed = source.body_line > 1
        facts.findings.extend(each for each in of_whole(source.body) if headed or each.code != "header-again")
        facts.findings.sort(key=lambda finding: finding.line)
        return facts


class Document:
    """A Markdown instance, and the finder of what is within its texts."""

    def __init__(self, md: Markdown) -> None:
        self.md = md
        self.inline = Inline(md)

    def parse(self, text: str) -> Element:
        """The tree of blocks, its words as they were written."""
        lines = text.split("\n")
        for preprocessor in self.md.preprocessors:
            lines = preprocessor.run(lines)
        root: Element = self.md.parser.parseDocument(lines).getroot()
        return root


class _Scan:
    """One body. Lines in the facts count from the first of the body."""

    def __init__(self, facts: Facts, lines: Lines, whole: Document, inside: Document, at_work: AtWork) -> None:
        self.facts, self.lines, self.at_work = facts, lines, at_work
        self.whole, self.inside = whole, inside
        self.anchors = Counter(dict.fromkeys(FRAME, 1))
        self.numbers: dict[str, int] = {}
        self.patterns: list[wording.Pattern] = []
        self.open_tags = raw_html.OpenTags()
        self.definitions: dict[str, tuple[int, int]] | None = None

    def run(self, body: str) -> None:
        self.patterns = wording.in_body(body)
        self.whole.md.reset()
        parts = plain_parts(body)
        if parts is None:
            self._ask_markdown(body)
            return
        for part in parts:
            if isinstance(part, PlainBlock):
                line = self.lines.row_and_column(part.place)[0]
                word = as_registered(part.word)
                self._block(Block(word, part.argument, part.words.text, line, self.at_work.count(word)))
        for part in parts:
            words = part.words if isinstance(part, PlainBlock) else part
            if self.patterns or words.tag in HEADINGS or REMARKABLE.search(words.text):
                self._plain(words)

    def _plain(self, part: PlainText) -> None:
        piece = Piece(part.text, self.lines, part.placed)
        if part.tag in HEADINGS:
            self._heading(part.tag, piece, self.whole)
        else:
            self._text(piece, self.whole, part.tag)

    def _ask_markdown(self, body: str) -> None:
        root = self.whole.parse(body)
        notes = list(self._footnotes())
        places = {id(place): callout for place, callout in self.at_work.waiting}
        for met in self.at_work.met:
            line = met.line - met.source.body_line + 1
            self._block(Block(met.word, met.argument, met.text, line, met.number))
        self._walk(root, self.whole, places)
        for name, note in notes:
            self.lines.move_to(f"[^{name}]:")
            self._walk(note, self.whole, places)
            self.facts.anchors += [f"fn:{name}", f"fnref:{name}"]
        self.facts.findings.extend(self.open_tags.left())

    def _footnotes(self) -> Iterator[tuple[str, Element]]:
        """The footnotes as Python-Markdown makes them, each with a sign at its end that leads back."""
        extension = next((e for e in self.whole.md.registeredExtensions if hasattr(e, "footnotes")), None)
        for name, text in extension.footnotes.items() if extension else ():
            note = Element("li")
            self.whole.md.parser.parseChunk(note, text)
            SubElement(note[-1] if len(note) and note[-1].tag == "p" else note, "br")
            yield name, note

    def _block(self, block: Block) -> None:
        self.facts.blocks.append(block)
        if pinned := PINNED.search(block.argument):
            self.anchors[pinned[1]] += 1
            self.facts.anchors.append(pinned[1])

    def _walk(self, element: Element, document: Document, places: dict[int, Callout]) -> None:
        """Every text of the tree in its order; code is passed over."""
        if element.tag == "pre":
            return
        if callout := places.get(id(element)):
            self.lines.move_below(callout.line - callout.source.body_line + 1)
            self._walk(self._parsed(callout), self.inside, {})
            return
        if element.attrib and (given := {k: v for k, v in element.attrib.items() if not ALIGNED.match(v)}):
            self._findings(raw_html.of_element(element.tag, given), Piece(f"<{element.tag}", self.lines), 0)
        if element.tag in HEADINGS:
            self._heading(element.tag, Piece(element.text or "", self.lines), document)
        elif element.text and not isinstance(element.text, AtomicString):
            self._text(Piece(element.text, self.lines), document, element.tag, bool(len(element)))
        for child in element:
            self._walk(child, document, places)
            if child.tail and child.tail.strip():
                self._text(Piece(child.tail, self.lines), document, element.tag)

    def _parsed(self, callout: Callout) -> Element:
        self.inside.md.reset().references.update(self.whole.md.references)
        return self.inside.parse(callout.text)

    def _text(self, piece: Piece, document: Document, tag: str, within: bool = False) -> None:
        """Note what is in a text of an element of this tag, and what is wrong with its words.

        within: whether the element has children beside the text.
        """
        text = piece.text
        if not self.patterns and not REMARKABLE.search(text):
            return
        if "\x02" in text:
            for stashed in PLACEHOLDER.finditer(text):
                self._raw(document.md.htmlStash.rawHtmlBlocks[int(stashed[1])])
            text = PLACEHOLDER.sub(lambda found: " " * len(found[0]), text)
        found, plain = document.inline.read(text, within)
        for each in found:
            self._found(each, piece)
        patterns = [each for each in self.patterns if document is self.whole or each.code != "footnote-missing"]
        self._findings(wording.of_text(text, plain, found, tag, patterns), piece, 0)
        if "{" in plain:
            self.facts.anchors += NAMED.findall(plain)
            at_the_end = AT_THE_END.finditer(plain) if tag != "p" else ()
            for attributes in (*ATTRIBUTES.finditer(plain), *at_the_end):
                group = attributes.lastindex or 1
                self._findings(raw_html.of_attribute_list(attributes[group]), piece, attributes.start(group))

    def _found(self, found: Found, piece: Piece) -> None:
        if found.kind == "html":
            self._tags(found.target, piece, found.start)
            return
        if found.kind in ("automail", "undefined"):
            return
        line, column = piece.row_and_column(found.at)
        defined = self._definition(found.target) if found.kind in REFERENCE_KINDS else None
        line, column = defined or self.lines.sure(found.target, line, column)
        if found.kind.startswith(("image", "short_image")):
            self.facts.pictures.append(Picture(found.target, found.words, found.title, line, column, False))
        else:
            self.facts.links.append(Link(found.target, found.words, line, column, KINDS_OF_LINK[found.kind]))

    def _definition(self, target: str) -> tuple[int, int] | None:
        """The place where a reference's address was written: in its definition."""
        if self.definitions is None:
            places: dict[str, tuple[int, int]] = {}
            for each in ReferenceProcessor.RE.finditer(self.lines.text):
                address = each[2].lstrip("<").rstrip(">")
                places.setdefault(address, self.lines.row_and_column(self.lines.text.find(address, each.start(2))))
            self.definitions = places
        return self.definitions.get(target)

    def _heading(self, tag: str, piece: Piece, document: Document) -> None:
        self._text(piece, document, tag)
        text, line = piece.text, piece.row_and_column(0)[0]
        words, given = educate(text), ""
        if MARKED.search(text) and "\x02" not in text:
            root = Element("div")
            SubElement(root, tag).text = text
            document.md.treeprocessors["inline"].run(root)
            document.md.treeprocessors["attr_list"].run(root)
            educate_tree(root)
            words, given = STASHED.sub("", "".join(root[0].itertext())), root[0].get("id", "")
        if given and given in self.anchors:
            self._finding("anchor-taken", line, f"{{#{given}}}", *wording.ANCHOR_TAKEN)
        anchor = self._free(heading_anchor(given, words, ()))
        self.anchors[anchor] += 1
        self.facts.anchors.append(anchor)
        self.facts.headings.append(Heading(int(tag[1]), " ".join(words.split()), anchor, line))

    def _free(self, anchor: str) -> str:
        """The anchor, numbered as `heading_anchor` does; the search goes on where it ended for the last one."""
        if anchor not in self.anchors:
            return anchor
        number = self.numbers.get(anchor, 2)
        while f"{anchor}-{number}" in self.anchors:
            number += 1
        self.numbers[anchor] = number
        return f"{anchor}-{number}"

    def _raw(self, html: object) -> None:
        """A block of raw HTML, which Python-Markdown has put aside."""
        if isinstance(html, str) and not (html.startswith("<pre") and html.count("<") == 4):
            self._tags(html, Piece(html, self.lines), 0)

    def _tags(self, html: str, piece: Piece, start: int) -> None:
        for tag in raw_html.read(html):
            line, column = piece.row_and_column(start + tag.start)
            if lonely := self.open_tags.meet(tag, line, column):
                self.facts.findings.append(lonely)
            if (href := tag.attributes.get("href")) and tag.name == "a":
                self.facts.links.append(Link(href, "html", line, self._within(line, href, column), "html"))
            if (src := tag.attributes.get("src")) and tag.name == "img" and not is_dangerous(src):
                alt = tag.attributes.get("alt", "")
                self.facts.pictures.append(Picture(src, alt, "", line, self._within(line, src, column), True))
            if name := tag.attributes.get("id"):
                self.anchors[name] += 1
                self.facts.anchors.append(name)
            self._findings(tag.findings, piece, start + tag.start)

    def _within(self, line: int, words: str, column: int) -> int:
        begin = self.lines.starts[line - 1]
        found = self.lines.text.find(words, begin + column)
        return found - begin if found >= 0 else column

    def _findings(self, findings: Iterable[wording.Remark], piece: Piece, start: int) -> None:
        for remark in findings:
            line, column = piece.row_and_column(start + remark.start)
            self.facts.findings.append(Finding(remark.code, line, remark.at, remark.wanted, remark.fix, column))

    def _finding(self, code: str, line: int, at: str, wanted: str, fix: str) -> None:
        self.facts.findings.append(Finding(code, line, at, wanted, fix, None))
