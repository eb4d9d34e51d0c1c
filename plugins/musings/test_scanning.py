"""What proofreading sees in a text without drawing it is what readers get when it is drawn."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import pytest
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from plugins.conftest import SITE
from plugins.musings.facts import Facts
from plugins.musings.inline import STASHED
from plugins.musings.library import Library
from plugins.musings.rendering import Renderer
from plugins.musings.source import Source
from plugins.musings.tree import HEADINGS
from plugins.musings.wiring import draw
from plugins.proofreading.reading import Order, proofread
from tests.generating import Wild
from tests.long import SEED, count, done, is_time_left

ROOT = Path(__file__).resolve().parents[2]
TOGETHER = 50
"""Musings of one site: more of them make every guess at what a broken link meant slower."""
HEAD = "---\ntitle: A musing\ndate: 2026-03-02\nsummary: A summary.\n---\n\n"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Met(NamedTuple):
    """What is in a body, each as often as it stands there."""

    links: Counter[str]
    pictures: Counter[tuple[str, str]]
    headings: Counter[int]
    anchors: Counter[str]
    blocks: Counter[tuple[str, str]]


class Probe(Treeprocessor):
    """Shows each element of a tree to a function."""

    def __init__(self, md: Any, show: Callable[[Element], None]) -> None:
        super().__init__(md)
        self.show = show

    def run(self, root: Element) -> None:
        for element in root.iter():
            self.show(element)


class Drawing:
    """Draws bodies as a build does, and notes what Python-Markdown has made of them before the house's rooms draw."""

    def __init__(self, library: Library) -> None:
        draw(replace(library, sources=[]))  # the templates
        self.renderer = Renderer(library)
        self.met = Met(*(Counter() for _ in Met._fields))
        for md in (self.renderer.whole, self.renderer.inside):
            md.treeprocessors.register(Probe(md, self._before), "before_the_house", 4.5)
            md.treeprocessors.register(Probe(md, self._after), "after_the_house", 3.5)

    def draw(self, source: Source) -> Met:
        """What is drawn for readers of this source."""
        self.met = Met(*(Counter() for _ in Met._fields))
        self.renderer.render(source)
        self.met.blocks.update((callout.word, callout.argument) for callout in self.renderer.at_work.met)
        return self.met

    def _before(self, element: Element) -> None:
        def unescape(text: str) -> str:
            return STASHED.sub("", self.renderer.whole.treeprocessors["unescape"].unescape(text))

        if element.tag == "img":
            self.met.pictures[unescape(element.get("src", "")), unescape(element.get("alt", ""))] += 1
        # <ada@example.org> is written in entities, and no link to check.
        href = element.get("href", AMP_SUBSTITUTE)
        if element.tag == "a" and not href.startswith(AMP_SUBSTITUTE):
            self.met.links[unescape(href)] += not element.get("class", "").startswith("footnote")

    def _after(self, element: Element) -> None:
        if element.tag in HEADINGS:
            self.met.headings[int(element.tag[1])] += 1
            self.met.anchors[element.get("id", "")] += 1


def seen(facts: Facts) -> Met:
    """What proofreading sees; tags stand beside Markdown's tree and are left out."""
    return Met(
        Counter(link.href for link in facts.links if link.kind != "html"),
        Counter((picture.src, picture.alt) for picture in facts.pictures if not picture.html),
        Counter(heading.level for heading in facts.headings),
        Counter(heading.anchor for heading in facts.headings),
        Counter((block.word, block.argument) for block in facts.blocks),
    )


def invented(number: int) -> str:
    """A musing that nobody wrote; one in ten has the line ends of Windows."""
    name = f"{SEED} {number}"
    text = HEAD + Wild(name).body()
    return text.replace("\n", "\r\n") if random.Random(name).random() < 0.1 else text


@pytest.fixture
def proofread_numbers(tmp_path: Path) -> Callable[[range], Library]:
    """`proofread_numbers(range(3))`: a site of the invented musings 0, 1 and 2, proofread."""

    def read(numbers: range) -> Library:
        (tmp_path / "content/musings").mkdir(parents=True)
        (tmp_path / "site.toml").write_text(SITE)
        for number in numbers:
            (tmp_path / f"content/musings/musing-{number:05}.md").write_bytes(invented(number).encode())
        return proofread(Order(root=tmp_path, cache=tmp_path / ".cache", now=NOW))

    return read


def differences(library: Library) -> list[str]:
    """In words, for each source: what only one of the two sees."""
    library.mistakes.clear()  # what is met late is looked up in what was told
    drawing, told = Drawing(library), []
    for source in library.sources:
        facts, drawn = seen(source.facts), drawing.draw(source)
        for name in Met._fields:
            one, other = getattr(facts, name), getattr(drawn, name)
            if one != other:
                told.append(f"{source.file} {name}: only seen {dict(one - other)}, only drawn {dict(other - one)}")
    return told


def misplaced(source: Source) -> list[str]:
    """In words: links and pictures whose line does not hold the address as it was written, or not at that column."""
    lines, told = source.body.expandtabs(4).split("\n"), []
    for name, line, column in places(source.facts):
        if any(name in written for written in lines) and not lines[line - 1].startswith(name, column):
            told.append(f"{source.file}: {name} at {line}, {column}: {lines[line - 1]}")
    return told


def places(facts: Facts) -> Iterator[tuple[str, int, int]]:
    """Every address with the line and the column at which it is said to stand."""
    for link in facts.links:
        yield link.href, link.line, link.column
    for picture in facts.pictures:
        yield picture.src, picture.line, picture.column


def test_what_is_seen_in_this_sites_own_texts_is_what_is_drawn(tmp_path: Path) -> None:
    """The texts that readers have before them are the ones in which nothing may be missed.

    Only the photographs' cache is the one that all tests share: what the texts are must be read anew.
    """
    (ROOT / ".cache/photos").mkdir(parents=True, exist_ok=True)
    (tmp_path / "photos").symlink_to(ROOT / ".cache/photos")
    library = proofread(Order(root=ROOT, cache=tmp_path, now=NOW))
    assert len(library.sources) > 10
    assert [words for source in library.sources for words in misplaced(source)] == []
    assert differences(library) == []


@pytest.mark.parametrize("first", range(0, count(500, 20_000), TOGETHER))
def test_what_is_seen_in_texts_of_every_kind_is_what_is_drawn_and_where_it_stands(
    first: int, proofread_numbers: Callable[[range], Library]
) -> None:
    """A link that is not seen can be dead in public; one that is seen alone, a mistake that nobody made."""
    if not is_time_left(0.85):
        return
    library = proofread_numbers(range(first, first + TOGETHER))
    assert [words for source in library.sources for words in misplaced(source)] == []
    assert differences(library) == []
    done("musings that nobody wrote, seen as they are drawn", TOGETHER)
