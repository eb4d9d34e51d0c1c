"""The one grammar for blocks: a quotation whose first line is `[!word]`.

    > [!reflect] options
    > When did you last hold back an answer you had ready?

Rooms register their word with `register_callout`; an unknown word is a mistake. A preprocessor
notes the line of each head before Python-Markdown rearranges the text, so that every message
can name it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from plugins.musings.at_work import AtWork
from plugins.musings.source import FENCE, Source
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import did_you_mean, one_of

ELSEWHERE = frozenset(
    "note tip warning important caution info abstract summary tldr todo success check done question help faq failure "
    "fail danger error bug example quote cite".split()
)
"""Blocks of GitHub and Obsidian that have no counterpart here."""
HEAD = re.compile(r"^[ \t]*(?:>[ ]?)+\[![^\]\s]*\]")
MARK = re.compile(" ?\ue001(\\d+)\ue002")
QUOTED = re.compile(r"(?:^|\n)[ ]{0,3}>[ ]?\[!([^\]\s]*)\][ \t]*([^\n]*)")


@dataclass
class Callout:
    """One block as the coach wrote it.

    argument: what follows `[!word]` on its line. text: the Markdown below it; html: the same,
    rendered. line: of its head, from 1. number: how many of its word stood before it, plus one.
    """

    word: str
    argument: str
    text: str
    html: Markup
    source: Source
    line: int
    number: int
    mistakes: list[Mistake] = field(default_factory=list)

    def line_with(self, words: str) -> int:
        """The line of the block, from its head on, that holds these words."""
        lines = self.source.text.split("\n")[self.line - 1 :]
        return next((number for number, line in enumerate(lines, self.line) if words in line), self.line)

    def mistake(
        self, code: str, at: str = "", wanted: str = "", fix: str = "", line: int | None = None, **more: Any
    ) -> None:
        """Record a mistake in this block, on its head line unless another is named."""
        self.mistakes.append(self.source.mistake(code, line=line or self.line, at=at, wanted=wanted, fix=fix, **more))

    def refuse_words(self, code: str, prints: str) -> None:
        """Record it where a block that makes all its words itself has some of the coach's. prints: what it makes."""
        if self.argument or self.text.strip():
            self.mistake(
                code,
                at=self.argument or f"[!{self.word}]",
                wanted=f"This block prints {prints} that Cairn makes; the words in it would be lost.",
                fix=f"Write > [!{self.word}] alone, with an empty line after it, and the words below as a paragraph.",
            )


Draw = Callable[[Callout], str]
Anchor = Callable[[Callout], str]
Check = Callable[[Callout], None]


@dataclass(frozen=True)
class Word:
    """A registered word: how its block is drawn, the styles that the drawing needs, what can be wrong with it."""

    draw: Draw
    styles: tuple[str, ...]
    check: Check | None
    anchor: Anchor | None


_words: dict[str, Word] = {}


def register_callout(
    word: str, draw: Draw, styles: Iterable[str] = (), check: Check | None = None, anchor: Anchor | None = None
) -> None:
    """Let a room own `> [!word]`: `draw(callout)` returns HTML whose root is a block element.

    check(callout): records what is wrong with the block, before anything is drawn. anchor(callout): the name of its
    place in the page; its text is Markdown as yet.
    """
    _words[word] = Word(draw, tuple(styles), check, anchor)


def registered_words() -> Iterable[str]:
    """Every word that a room owns."""
    return _words.keys()


def as_registered(word: str) -> str:
    """A block's word as its room registered it: `[!Reflect]` is `[!reflect]`. As written where no room owns it."""
    folded = word.casefold()
    return folded if folded in _words else word


def block_anchor(callout: Callout) -> str:
    """The name of a block's place in its page; "" where it has none."""
    known = _words.get(callout.word)
    return known.anchor(callout) if known and known.anchor else ""


def _run_on(callout: Callout) -> None:
    """A line below the block that has no > and is part of it all the same, by Markdown's rule of lazy continuation."""
    lines = callout.source.text.split("\n")
    for number in range(callout.line + 1, len(lines) + 1):
        line = lines[number - 1].strip()
        if not line or HEAD.match(line):
            return
        if not line.startswith(">"):
            callout.mistake(
                "block-run-on",
                line=number,
                at=line[:40],
                wanted="This line has no > and stands right below a block, so it becomes part of it.",
                fix="Put > before it, or an empty line above it.",
            )
            return


def check_block(callout: Callout) -> list[Mistake]:
    """What is wrong with a block: an unknown word, or what its room finds."""
    known = _words.get(callout.word)
    if known is None:
        known_heads = [f"[!{name}]" for name in _words]
        wanted = f"I don't know this block. {did_you_mean(f'[!{callout.word}]', known_heads)}".strip()
        fix = f"Choose one of: {one_of(known_heads)}."
        if callout.word.casefold() in ELSEWHERE:
            wanted = "I don't know this block."
            fix = f"Here a quotation is enough: leave [!{callout.word}] out."
        callout.mistake("block-unknown", f"[!{callout.word}]", wanted, fix)
    elif known.check:
        known.check(callout)
        _run_on(callout)
    if "[^" in callout.text and known:
        callout.mistake(
            "footnote-in-block",
            line=callout.line_with("[^"),
            at="[^",
            wanted="A block can't hold a footnote.",
            fix="Put the footnote into the paragraph above or below.",
        )
    return callout.mistakes


class LineMarker(Preprocessor):
    """Adds an invisible mark with its line number to the head of each block, outside fenced code."""

    def run(self, lines: list[str]) -> list[str]:
        if not any("[!" in line for line in lines):
            return lines
        fence = ""
        for index, line in enumerate(lines):
            if opened := FENCE.match(line):
                if not fence:
                    fence = opened[1]
                elif opened[1].startswith(fence):
                    fence = ""
            elif not fence and "[!" in line and HEAD.match(line):
                lines[index] = f"{line} \ue001{index}\ue002"
        return lines


class MarkRemover(Postprocessor):
    """Takes out the marks of heads that turned out to be no blocks, in indented code for example."""

    def run(self, text: str) -> str:
        return MARK.sub("", text) if "\ue001" in text else text


class CalloutProcessor(BlockQuoteProcessor):
    """Draws blocks; every other quotation stays Python-Markdown's."""

    def __init__(self, parser: Any, at_work: AtWork) -> None:
        super().__init__(parser)
        self.at_work = at_work

    def test(self, parent: Element, block: str) -> bool:
        return "[!" in block and bool(QUOTED.search(block))

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        head = QUOTED.search(block)
        assert head is not None
        if before := block[: head.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        rest = block[head.start() :].lstrip("\n").split("\n")
        # A quotation ends at the first line that is neither quoted nor, by Markdown's rule of lazy
        # continuation, running text; the head of another block begins a block of its own.
        text: list[str] = []
        for index, line in enumerate(rest[1:], 1):
            if HEAD.match(line):
                blocks.insert(0, "\n".join(rest[index:]))
                break
            text.append(self.clean(line))
        self._draw(parent, head[1], head[2], "\n".join(text).strip("\n"))

    def _draw(self, parent: Element, word: str, rest: str, text: str) -> None:
        at_work, source = self.at_work, self.at_work.source
        mark = MARK.search(rest)
        if mark is None:  # within quoted code, which the line marker knows and Python-Markdown does not
            self._draw_quotation(parent, f"[!{word}]{rest}\n{text}")
            return
        word = as_registered(word)
        line = source.body_line + int(mark[1])
        argument = MARK.sub("", rest).strip()
        callout = Callout(word, argument, text, Markup(), source, line, at_work.count(word))
        at_work.met.append(callout)
        if word in _words:
            place = SubElement(parent, "p")
            place.text = ""  # at the end of a footnote Python-Markdown adds to it the sign that leads back
            at_work.waiting.append((place, callout))
            return
        self._draw_quotation(parent, text)

    def _draw_quotation(self, parent: Element, text: str) -> None:
        quotation = SubElement(parent, "blockquote")
        self.parser.state.set("blockquote")
        self.parser.parseChunk(quotation, text)
        self.parser.state.reset()


class CalloutDrawer(Treeprocessor):
    """Draws the blocks when the whole document has been read: a link in one may be defined at the very end."""

    def __init__(self, md: Markdown, at_work: AtWork) -> None:
        super().__init__(md)
        self.at_work = at_work

    def run(self, root: Element) -> None:
        waiting, self.at_work.waiting = self.at_work.waiting, []
        for place, callout in waiting:
            if html := self._draw(callout):
                # What begins with a line break counts as no block and would end up within the paragraph.
                place.text = self.md.htmlStash.store(html.strip())
            else:
                place.tag = "div"

    def _draw(self, callout: Callout) -> str:
        known = _words[callout.word]
        callout.html = self.at_work.inner(callout.text)
        callout.source.styles.update(known.styles)
        return known.draw(callout)
