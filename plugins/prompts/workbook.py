"""The workbook of a series: its questions in reading order, as plain data for the page and for the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

BLOCKS = frozenset("p li ul ol div blockquote pre h1 h2 h3 h4 h5 h6 table tr hr".split())
STYLES = {"em": "emphasis", "i": "emphasis", "strong": "strong", "b": "strong"}
SPACES = re.compile("[ \t\n\r\f\v\u2028\u2029]+")
LINE_BREAK = "\n"


@dataclass(frozen=True)
class Run:
    """Words of one style. text: plain, or a line break alone; link: where they lead, "" for nowhere."""

    text: str
    emphasis: bool = False
    strong: bool = False
    link: str = ""


Paragraph = tuple[Run, ...]


@dataclass(frozen=True)
class Question:
    """One prompt. address: of its place in the musing; html: as the page shows it, safe."""

    address: str
    html: Markup

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The same without HTML, for paper; at least one, with something in it."""
        return read_paragraphs(self.html) or ((Run("?"),),)


@dataclass(frozen=True)
class Part:
    """A musing's questions."""

    title: str
    address: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Workbook:
    """The workbook of one series.

    has_pdf: false where the PDF's typeface lacks letters that it would need. invitation: a CallToAction, or None.
    newest: the day of its newest musing. listed: false while its series is hidden or a draft.
    """

    title: str
    summary: str
    series: str
    parts: tuple[Part, ...]
    invitation: Any = None
    newest: date | None = None
    has_pdf: bool = True
    listed: bool = True

    @property
    def count(self) -> int:
        """How many questions it asks."""
        return sum(len(part.questions) for part in self.parts)

    @property
    def address(self) -> str:
        """Its page."""
        return page_of(self.series)

    @property
    def pdf(self) -> str:
        """The address of its PDF, "" where there is none."""
        return pdf_of(self.series) if self.has_pdf else ""


def page_of(series: str) -> str:
    """The address of a workbook's page, from its series'."""
    return f"{series}workbook/"


def pdf_of(series: str) -> str:
    """The address of a workbook's PDF, from its series'."""
    return f"{series}workbook.pdf"


def gather_parts(musings: Iterable[Any]) -> tuple[Part, ...]:
    """The questions of musings (each with `title`, `address`, `prompts`), without those that ask nothing."""
    return tuple(
        Part(str(musing.title), musing.address, tuple(_question(musing.address, prompt) for prompt in musing.prompts))
        for musing in musings
        if musing.prompts
    )


def _question(address: str, prompt: Any) -> Question:
    return Question(f"{address}#{prompt.id}", prompt.question)


def read_paragraphs(html: str) -> tuple[Paragraph, ...]:
    """HTML, as the Markdown reader made it, as paragraphs of words with their style."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return tuple(reader.paragraphs)


class _Reader(HTMLParser):
    """Collects words; of an element that it does not know, the words alone."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self.runs: list[Run] = []
        self.depths = {"emphasis": 0, "strong": 0}
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end_paragraph()
        elif tag == "br":
            self.runs.append(Run(LINE_BREAK))
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag in STYLES:
            self.depths[STYLES[tag]] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end_paragraph()
        elif tag == "a" and self.links:
            self.links.pop()
        elif tag in STYLES:
            self.depths[STYLES[tag]] = max(0, self.depths[STYLES[tag]] - 1)

    def handle_data(self, data: str) -> None:
        text = SPACES.sub(" ", data)
        if text.startswith(" ") and (not self.runs or self.runs[-1].text.endswith((" ", LINE_BREAK))):
            text = text[1:]
        if text:
            link = self.links[-1] if self.links else ""
            self.runs.append(Run(text, self.depths["emphasis"] > 0, self.depths["strong"] > 0, link))

    def end_paragraph(self) -> None:
        """What has been read since the last one, if it is anything."""
        if any(run.text.strip() for run in self.runs):
            self.paragraphs.append(tuple(self.runs))
        self.runs = []
