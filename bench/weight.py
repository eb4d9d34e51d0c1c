"""What each musing of the demonstration site costs a reader, beyond its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import brotli

UNSEEN = ("script", "style", "template")


class Reading(HTMLParser):
    """Gathers the text of <main>, and counts the pictures in its galleries."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open = dict.fromkeys(("main", "gallery", *UNSEEN), 0)
        self.text, self.gallery_photos = "", 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "ul" and (self.open["gallery"] or "gallery" in (dict(attrs).get("class") or "").split()):
            self.open["gallery"] += 1
        self.gallery_photos += tag == "img" and self.open["gallery"] > 0
        if tag in self.open:
            self.open[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "ul" and self.open["gallery"]:
            self.open["gallery"] -= 1
        if tag in self.open:
            self.open[tag] -= 1

    def handle_data(self, data: str) -> None:
        if self.open["main"] and not any(self.open[tag] for tag in UNSEEN):
            self.text += data


@dataclass(frozen=True)
class Weight:
    """One page, in bytes as they travel (Brotli 11): the response, its words alone, its scripts."""

    address: str
    response: int
    words: int
    scripts: int
    gallery_photos: int

    @property
    def beyond(self) -> int:
        """What the response costs beyond its words: markup, style, metadata."""
        return self.response - self.words

    @property
    def allowed(self) -> int:
        """The budget: 4,000, and 150 for each gallery photo after the first."""
        return 4000 + 150 * max(0, self.gallery_photos - 1)


def compressed(content: bytes) -> int:
    """The length of some bytes after Brotli's best."""
    return len(brotli.compress(content, quality=11))


def main_text(html: str) -> str:
    """The text of <main>, each run of white space as one space."""
    return " ".join(Reading(html).text.split())


def weigh(output: Path, address: str) -> Weight:
    """Weigh the page at an address of a built site, with every script that it loads."""
    html = (output / address.strip("/") / "index.html").read_text(encoding="utf-8")
    return Weight(
        address,
        response=compressed(html.encode()),
        words=compressed(main_text(html).encode()),
        scripts=sum(compressed(file.read_bytes()) for file in scripts(output, html)),
        gallery_photos=Reading(html).gallery_photos,
    )


def scripts(output: Path, html: str) -> list[Path]:
    """The script files that a page loads, and those that they import, each once."""
    found: dict[Path, None] = {}
    for source in re.findall(r"<script\b[^>]*\bsrc=\"?([^\s\">]+)", html):
        _with_imports(output / source.lstrip("/"), found)
    return list(found)


def _with_imports(script: Path, found: dict[Path, None]) -> None:
    if script in found:
        return
    found[script] = None
    for name in re.findall(r"""\b(?:from|import)\s*["'](\.[^"']+)["']""", script.read_text(encoding="utf-8")):
        _with_imports((script.parent / name).resolve(), found)


def musings_of(output: Path) -> Iterator[str]:
    """The addresses of a built site's musings."""
    for page in sorted((output / "musings").glob("*/index.html")):
        if "http-equiv=refresh" not in (html := page.read_text(encoding="utf-8")).replace('"', "") and "<main" in html:
            yield f"/musings/{page.parent.name}/"


def table(weights: list[Weight]) -> str:
    """The weights, to read."""
    lines = [
        "Musings in bytes, Brotli 11:",
        "",
        f"  {'':<40}{'response':>9}{'words':>8}{'beyond':>8}{'allowed':>9}{'scripts':>9}",
    ]
    for one in weights:
        lines.append(
            f"  {one.address:<40}{one.response:>9}{one.words:>8}{one.beyond:>8}{one.allowed:>9}{one.scripts:>9}"
        )
    return "\n".join(lines)


def as_data(weights: list[Weight]) -> list[dict[str, Any]]:
    """The weights, to keep."""
    return [vars(one) | {"beyond": one.beyond, "allowed": one.allowed} for one in weights]
