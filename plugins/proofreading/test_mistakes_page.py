"""`docs/mistakes.md` is executed: each example is proofread, and the report says what the page says."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.proofreading.codes import CODES
from plugins.proofreading.mending import cures, write
from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.reading import Order, proofread
from plugins.proofreading.report import tell

PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
MENDS = "`make mend`"
SITE_TOML = """\
[practice]
name = "A Small Practice"
voice = "Room to think."
description = "Coaching for people who run."
address = "https://small.example"

[[navigation]]
title = "Musings"
address = "/musings/"

[business]
legal_name = "A Small Practice"
postal_address = "1 Small Street, Smallton"
email = "hello@small.example"
complaints = "Write to hello@small.example. You will hear within five working days."

[calls_to_action.default]
heading = "Shall we talk?"

[calls_to_action.leaders]
heading = "Leading a team?"

[contact_form]
recipient = "hello@small.example"
"""
SITE = {
    "site.toml": SITE_TOML,
    "content/pages/home.md": "---\ntitle: Home\nsummary: Room to think.\n---\n\nWelcome.\n",
    "content/pages/contact.md": "---\ntitle: Contact\nsummary: How to write to me.\n---\n\nWrite to me.\n",
    "content/series/rain.md": "---\ntitle: Rain\nsummary: What the rain taught me.\n---\n\nTwo wet musings.\n",
    "content/musings/the-hill.md": """\
---
title: The Hill
date: 2026-03-02
summary: What a wet hill taught me.
series: Rain
tags: [running]
photo: hill/dawn.jpg
---

We ran [in the rain](in-the-rain.md). You may [write to me](/contact/).

> [!gallery] hill

> [!reflect]
> What would you leave at home next time?
""",
    "content/musings/in-the-rain.md": """\
---
title: In the Rain
date: 2026-03-09
summary: Nobody melts.
series: Rain
tags: [running]
---

## Umbrellas

![A pile of stones in fog](cairn.jpg)

The [terms](/files/terms.pdf) say nothing of umbrellas.
""",
    "content/musings/a-day-off.md": """\
---
title: A Day Off
date: 2026-03-16
summary: Rest is training too.
tags: [running]
---

We stayed at home.
""",
    "content/albums/hill/album.md": """\
---
title: The Hill
photos:
  - file: dawn.jpg
    alt: A low sun behind layers of hills
  - file: summit.jpg
    alt: Three runners at a cairn
---
""",
    "content/albums/race/album.md": """\
---
title: The Race
photos:
  - file: start.jpg
    alt: Forty runners behind a rope
---
""",
}
"""A small site without a mistake. An example's files are added to it, or take the places of its own."""
PICTURES = (
    "content/albums/hill/dawn.jpg",
    "content/albums/hill/summit.jpg",
    "content/albums/race/start.jpg",
    "content/musings/cairn.jpg",
)
DOWNLOAD = "content/files/terms.pdf"

KEPT_SHORT = "summary-missing"
"""The examples leave the summary out, and its hint is not the one that they are about."""
ALONG = {
    "photos-wrong": {"alt-missing"},
    "photo-nameless": {"alt-missing"},
    "prompt-option": {"prompt-empty"},
    "series-title-taken": {"series-empty", "title-repeated"},
    "recipient-missing": {"business-incomplete"},
    "kept-words": {"privacy-form"},
}
"""What an example cannot but show besides."""


@dataclass(frozen=True)
class Section:
    """One mistake's section of the page. fences: what stands in them, each with its info string."""

    code: str
    prose: list[str] = field(default_factory=list)
    fences: list[tuple[str, str]] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "\n".join(self.prose)

    @property
    def files(self) -> dict[str, str]:
        """The example: path to text."""
        return {name: text for name, text in self.fences if name != "text"}

    @property
    def said(self) -> str:
        """The report that the page shows."""
        return "".join(text for name, text in self.fences if name == "text").rstrip()


def read_page() -> list[Section]:
    """The page, one section after another."""
    sections = [Section("")]
    fence = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        section = sections[-1]
        if fence and line != "```":
            name, text = section.fences.pop()
            section.fences.append((name, f"{text}{line}\n"))
        elif line.startswith("```"):
            fence = "" if fence else line
            section.fences.extend([(line.removeprefix("```"), "")] if fence else [])
        elif line.startswith("### "):
            sections.append(Section(line.removeprefix("### ")))
        else:
            section.prose.append(line)
    return sections[1:]


@cache
def photograph(width: int = 720, height: int = 480) -> bytes:
    """A plain photograph as a file."""
    file = BytesIO()
    Image.new("RGB", (width, height), (120, 140, 160)).save(file, "JPEG")
    return file.getvalue()


Prepare = Callable[[Path], object]


def put(name: str, data: bytes) -> Prepare:
    """A file that cannot stand on the page."""

    def write(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)

    return write


AT_PACE = "content/musings/at-pace.md"
LOCKED = "content/musings/a-day-off.md"
TEXT = "---\ntitle: At Pace\ndate: 2026-03-23\nsummary: Slow is a skill.\n---\n\nA café, and nothing to do.\n"
PREPARED: dict[str, Prepare] = {
    "settings-missing": lambda root: (root / "site.toml").unlink(),
    "content-missing": lambda root: (root / "content").rename(root / "elsewhere"),
    "album-unwritten": put("content/albums/spring/cairn.jpg", photograph()),
    "file-unreadable": lambda root: (root / LOCKED).chmod(0),
    "file-linked": lambda root: (root / AT_PACE).symlink_to("/home/jo/at-pace.md"),
    "download-unsafe": put("content/files/exercise.html", b"<!doctype html><title>Exercise</title>"),
    "file-unknown": put("content/musings/at-pace.docx", b"PK"),
    "not-utf-8": put(AT_PACE, TEXT.encode("cp1252")),
    "byte-order-mark": put(AT_PACE, codecs.BOM_UTF8 + TEXT.encode()),
    "name-twins": put("content/files/Terms.pdf", b"%PDF"),
    "picture-in-files": put("content/files/map.jpg", photograph()),
    "download-unread": put("content/files/walk.7z", b"7z\xbc\xaf\x27\x1c\0\4"),
    "photo-unusable": put("content/musings/cairn.jpg", b"%PDF-1.7"),
    "photo-twice": put("content/albums/hill/summit.jpg", photograph(700, 480)),
    "picture-small": put("content/musings/cairn.jpg", photograph(320, 240)),
    "picture-large": put("content/musings/cairn.jpg", photograph() + bytes(26_000_000)),
    "address-gone": put("sitemap.xml", b"<url><loc>https://small.example/musings/rainy-weather/</loc></url>"),
}
"""What an example does to the folder beyond writing files of text; the page says it in words."""
ADDRESSES = {"address-wrong": "small.example"}
"""The ADDRESS of a publishing."""

SECTIONS = read_page()
each_section = pytest.mark.parametrize("section", SECTIONS, ids=[section.code for section in SECTIONS])


def example_of(section: Section, root: Path) -> Order:
    """Write the small site with a section's example in it; return the order to proofread that."""
    write_site(root, section.files)
    if prepare := PREPARED.get(section.code):
        prepare(root)
    address = ADDRESSES.get(section.code, "")
    return Order(root=root, cache=root / ".cache", address=address, now=NOW, before=root / "sitemap.xml")


def its_own(section: Section, mistakes: list[Mistake]) -> list[Mistake]:
    """The mistakes that a section is about."""
    return [mistake for mistake in mistakes if mistake.code == section.code]


def write_site(root: Path, example: dict[str, str]) -> None:
    """The small site, with an example's files."""
    pictures = {name: photograph(700, 480 + number) for number, name in enumerate(PICTURES)}
    texts = SITE | example | {"site.toml": with_tables(example.get("site.toml", ""))}
    files: dict[str, Any] = {**pictures, DOWNLOAD: b"%PDF", **texts}
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def with_tables(example: str) -> str:
    """`site.toml` with the tables of an example, which stand first so that its lines count as on the page."""
    heads = re.findall(r"^\[.*\]$", example, re.MULTILINE)
    kept = (table for table in SITE_TOML.split("\n\n") if table.split("\n")[0] not in heads)
    return "\n\n".join([example, *kept])


def paragraphs(mistakes: list[Mistake]) -> str:
    """The report without its first line, which counts."""
    return tell(mistakes).partition("\n\n")[2].rstrip()


def test_every_mistake_has_one_section_and_no_other_has() -> None:
    """Each name at the right of a report is promised to have its help here."""
    assert sorted(section.code for section in SECTIONS) == sorted(CODES)


def test_the_small_site_has_no_mistake(tmp_path: Path) -> None:
    """What an example shows is its own doing."""
    assert tell(proofread(example_of(Section(""), tmp_path)).mistakes) == ""


@each_section
def test_each_section_says_how_grave_it_is_and_how_to_mend_it(section: Section) -> None:
    """Who has looked a mistake up wants four things: must I, what was it, is this mine, what now."""
    assert section.words.startswith(f"\n*{CODES[section.code]}* ")
    assert "\nIt says:\n" in section.words
    assert "\nTo mend it: " in section.words
    assert section.files or section.code in {*PREPARED, *ADDRESSES}


@each_section
def test_the_report_says_what_the_page_says(section: Section, tmp_path: Path) -> None:
    """A coach compares the two word by word; and a message that nobody can get has no place here."""
    order = example_of(section, tmp_path)
    if section.code == "file-unreadable" and os.access(tmp_path / LOCKED, os.R_OK):
        pytest.skip("root may read every file")
    mistakes = proofread(order).mistakes

    assert paragraphs(its_own(section, mistakes)) == section.said
    assert {each.code for each in mistakes} <= {section.code, KEPT_SHORT} | ALONG.get(section.code, set())


@each_section
def test_make_mend_mends_what_the_page_says_it_mends(section: Section, tmp_path: Path) -> None:
    """Nobody should mend by hand what a command does, nor type a command that does nothing."""
    order = example_of(section, tmp_path)
    found = its_own(section, proofread(order).mistakes)
    cured = cures(tmp_path, found)
    for file, (before, after, _) in cured.items():
        write(tmp_path / file, before.with_lines(after))

    assert bool(cured) == (MENDS in section.words)
    assert not cured or len(its_own(section, proofread(order).mistakes)) < len(found)
