"""Good sites, each of its seed, for a test to spoil in one place."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from PIL import Image

from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.reading import Order, proofread
from tests.generating import Tame

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ADDRESS = "https://slowpaths.example"
SITE = f"""\
[practice]
name = "Slow Paths Coaching"
voice = "A practice that exists only in a test."
description = "Slow Paths is a practice that exists only while a test runs."
address = "{ADDRESS}"

[[navigation]]
title = "About"
address = "/about/"

[business]
legal_name = "Slow Paths Coaching"
postal_address = "1 Small Street, Smallton"
email = "ada@slowpaths.example"
complaints = "Write to ada@slowpaths.example; you will hear within five working days."

[calls_to_action.default]
heading = "Shall we talk?"

[calls_to_action.leaders]
heading = "Bring what you carry home."

[contact_form]
recipient = "ada@slowpaths.example"
"""
ALBUM = """\
---
title: Up the hill
date: 2026-02-01
photos:
  - file: dawn.jpg
    alt: Five runners at the foot of a hill
    caption: Before the first repetition
  - file: summit.jpg
    alt: The same five on the top, in fog
---

One Sunday in February.
"""
TAGS = ("listening", "mornings", "presence")
PARTS = 3


@cache
def photograph(width: int = 900, height: int = 600) -> bytes:
    """A photograph of nothing, as a JPEG file."""
    kept = io.BytesIO()
    Image.new("RGB", (width, height), (90, 110, 80)).save(kept, "JPEG")
    return kept.getvalue()


@dataclass
class Site:
    """The files of a site by name, and the dice with which it is made. before: its last published sitemap."""

    dice: random.Random
    files: dict[str, str | bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    before: str = ""

    def musing(self, among: Callable[[str], bool] = lambda text: True) -> str:
        """The name of a musing, one of those whose text is as wanted."""
        found = [
            name for name, text in self.files.items() if name.startswith("content/musings/") and name[-3:] == ".md"
        ]
        return self.dice.choice([name for name in found if among(self.text(name))])

    def text(self, name: str) -> str:
        """What stands in a file."""
        text = self.files[name]
        assert isinstance(text, str)
        return text

    def line_of(self, name: str, words: str) -> int:
        """The first line that begins with these words, from 1."""
        lines = self.text(name).split("\n")
        return next(number for number, line in enumerate(lines, 1) if line.startswith(words))

    def set_key(self, name: str, key: str, value: str) -> int:
        """Give a front matter key another value, or add it at the end; return its line."""
        lines = self.text(name).split("\n")
        end = lines.index("---", 1)
        at = next((number for number in range(1, end) if lines[number].startswith(f"{key}:")), end)
        lines[at : at + (at < end)] = f"{key}: {value}".rstrip().split("\n")
        self.files[name] = "\n".join(lines)
        return at + 1

    def drop(self, name: str, start: str) -> None:
        """Take out the first line that begins with these words."""
        lines = self.text(name).split("\n")
        del lines[self.line_of(name, start) - 1]
        self.files[name] = "\n".join(lines)

    def put(self, name: str, block: str) -> int:
        """Put a block between two others of a body, anywhere; return its first line."""
        head, body = self.text(name).split("\n---\n\n", 1)
        blocks = body.rstrip("\n").split("\n\n")
        at = self.dice.randint(1, len(blocks))
        before = "\n\n".join(blocks[:at])
        self.files[name] = f"{head}\n---\n\n" + "\n\n".join([before, block, *blocks[at:]]) + "\n"
        return f"{head}\n---\n\n{before}\n\n".count("\n") + 1

    def put_among_words(self, name: str, words: str) -> int:
        """Put words into a sentence, a list, a quotation, a table, a footnote of a body; return their line."""
        tame = Tame(str(self.dice.random()))
        one, two = tame.sentence(), tame.sentence()
        shapes = {
            "paragraph": (f"{one} {words} {two}", 0),
            "second line": (f"{one}\n{two} {words}", 1),
            "item": (f"- {one}\n- {two} {words}\n- {one}", 1),
            "item within": (f"- {one}\n  - {two}\n  - {words} {one}\n- {two}", 2),
            "numbered": (f"1. {one}\n2. {words}: {two}", 1),
            "quotation": (f"> {one}\n> {words} {two}", 1),
            "question": (f"> [!reflect]\n> {one} {words} {tame.question()}", 1),
            "definition": (f"{one}\n:   {two} {words}", 1),
            "emphasis": (f"{one} *{two[:-1]}* {words}.", 0),
        }
        if "|" not in words:
            shapes["table"] = (f"| a | b |\n| --- | --- |\n| {words} | {tame.title()} |", 2)
        block, below = shapes[self.dice.choice(sorted(shapes))]
        return self.put(name, block) + below


def good_site(seed: str) -> Site:
    """A site without a mistake: six musings, three of them a series, three pages, an album."""
    site = Site(random.Random(seed))
    tame = Tame(seed)
    names = [f"{site.dice.choice('ancient brave calm distant early'.split())}-walk-{number}" for number in range(6)]
    site.files = {
        "site.toml": SITE,
        **{f"content/pages/{page}.md": _page(page, tame) for page in ("home", "about", "contact")},
        "content/series/slow-paths.md": _page("slow paths", tame),
        "content/albums/hill/album.md": ALBUM,
        "content/albums/hill/dawn.jpg": photograph(),
        "content/albums/hill/summit.jpg": photograph(800, 700),
        "content/musings/gate.jpg": photograph(700, 700),
    }
    addresses = [f"{name}.md" for name in names] + ["/about/", "../pages/about.md", "https://example.org/", "/musings/"]
    for number, name in enumerate(names):
        tame = Tame(f"{seed} {name}", addresses, ["gate.jpg", "hill/dawn.jpg", "/albums/hill/summit.jpg"])
        date = NOW - timedelta(days=20 + 9 * number, hours=site.dice.randint(1, 9))
        head = [
            f"title: {tame.title()} on walk {number}",
            f"date: {date:%Y-%m-%d %H:%M}",
            f"summary: {tame.sentence()}",
            f"tags: [{TAGS[number % 3]}, {TAGS[(number + 1) % 3]}]",
            *([f"series: Slow paths\npart: {number + 1}"] if number < PARTS else []),
        ]
        site.files[f"content/musings/{name}.md"] = "---\n" + "\n".join(head) + f"\n---\n\n{tame.body()}"
    return site


def _page(title: str, tame: Tame) -> str:
    return f"---\ntitle: {title.capitalize()}\nsummary: {tame.sentence()}\n---\n\n{tame.sentence()}\n"


def proofread_site(site: Site, folder: Path, cache: Path) -> list[Mistake]:
    """Write the site into an empty folder and proofread it for publication."""
    for name, content in site.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, target in site.links.items():
        (folder / name).symlink_to(target)
    before = folder / "sitemap.xml" if site.before else None
    if before:
        before.write_text(site.before)
    return proofread(Order(root=folder, cache=cache, now=NOW, before=before)).mistakes
