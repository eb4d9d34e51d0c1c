"""Whether what is new keeps to the budgets of DESIGN.md that can be measured on files. Hints: nothing is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from publisher import compressing
from publisher.kinds import INDEX, address_of, kind_of
from publisher.plain import plain, wrapped
from publisher.words import MainText

BEYOND_ITS_WORDS = 4_000
A_PHOTO_MORE = 150
A_PHOTO = 20_000
PHONE_PX = 390 * 2
"""The width of a common phone, in dots."""
BESIDE_ANOTHER_VW = 46
"""How much of a phone's width a photo in a gallery has, where its `sizes` don't say."""
PHONE_VW = re.compile(r"\(max-width:[^)]*\)\s*(\d+)vw")
MOST = 5
"""Hints of each kind at once."""


@dataclass(frozen=True)
class Musing:
    """A musing's page: its HTML, its words, and how many bytes it may have beyond these."""

    file: str
    html: bytes
    words: bytes
    allowed: int


def weigh(folder: Path, changed: Collection[str]) -> list[str]:
    """Hints, as lines for the coach, on the musings and photographs among what has changed that are heavy.

    A page that is compressed already is weighed by its sibling: so this is cheapest after compressing.
    """
    musings: list[Musing] = []
    photos: dict[str, int] = {}
    for file in sorted(each for each in changed if each.endswith(INDEX)):
        html = (folder / file).read_bytes()
        is_musing = kind_of(address_of(file)) == "musing"
        if not is_musing and b"gallery" not in html:
            continue
        reading = _Reading(html.decode("utf-8", "replace"))
        photos |= {photo: (folder / photo).stat().st_size for photo in reading.on_a_phone if photo in changed}
        if is_musing and reading.has_main and not reading.is_redirect:
            allowed = BEYOND_ITS_WORDS + A_PHOTO_MORE * max(0, len(reading.on_a_phone) - 1)
            musings.append(Musing(file, html, reading.text.encode(), allowed))
    return [*_cut(list(_heavy_musings(folder, musings))), *_cut(list(_heavy_photos(photos)))]


def _cut(hints: list[str]) -> Iterator[str]:
    for hint in hints[:MOST]:
        yield from wrapped(hint)
    if len(hints) > MOST:
        yield f"And {len(hints) - MOST} more like these."


def _heavy_musings(folder: Path, musings: list[Musing]) -> Iterator[str]:
    responses = [_compressed_size(folder / f"{each.file}.br") for each in musings]
    unknown = iter(compressing.weights([each.html for each, size in zip(musings, responses, strict=True) if not size]))
    words = compressing.weights([each.words for each in musings])
    for musing, size, own in zip(musings, responses, words, strict=True):
        beyond = (size or next(unknown)) - own
        if beyond > musing.allowed:
            at = plain(address_of(musing.file))
            yield (
                f"{at} is {beyond:,} bytes beyond its words; at most {musing.allowed:,} are "
                "meant. Words weigh little; tables, code, links and boxes weigh more. Could it do with fewer?"
            )


def _heavy_photos(photos: dict[str, int]) -> Iterator[str]:
    for photo, size in sorted(photos.items(), key=lambda each: -each[1]):
        if size > A_PHOTO:
            at = plain(address_of(photo))
            yield (
                f"{at} is {size / 1000:.0f} kB on a phone; at most {A_PHOTO / 1000:.0f} are meant. "
                "There is much fine detail in it. Readers on a slow line wait for it longer."
            )


def _compressed_size(sibling: Path) -> int:
    try:
        return sibling.stat().st_size
    except OSError:
        return 0


class _Reading(MainText):
    """The words of a page, and for each photo of its galleries what a phone would choose."""

    def __init__(self, html: str) -> None:
        self._galleries = 0
        self._chosen = ""
        self.on_a_phone: list[str] = []
        self.is_redirect = False
        super().__init__(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        values = {name: value or "" for name, value in attrs}
        if tag == "ul" and (self._galleries or "gallery" in values.get("class", "").split()):
            self._galleries += 1
        if self._galleries and tag in ("source", "img"):
            self._chosen = self._chosen or _choice_of_a_phone(values.get("srcset", ""), values.get("sizes", ""))
            if tag == "img":
                self.on_a_phone.append(self._chosen)
                self._chosen = ""
        self.is_redirect |= tag == "meta" and values.get("http-equiv", "").lower() == "refresh"

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag == "ul" and self._galleries:
            self._galleries -= 1


def _choice_of_a_phone(srcset: str, sizes: str) -> str:
    """The file of the narrowest candidate that is wide enough, else of the widest; "" where there is none."""
    shares = PHONE_VW.findall(sizes)
    needed_px = PHONE_PX * int(shares[0] if shares else BESIDE_ANOTHER_VW) / 100
    widths: dict[int, str] = {int(width): address for address, width in re.findall(r"(\S+)\s+(\d+)w", srcset)}
    if not widths:
        return ""
    enough = [width for width in widths if width >= needed_px]
    return "photos/" + widths[min(enough) if enough else max(widths)].partition("/photos/")[2]
