"""What templates see: a photo, its renditions, an album. Plain data, no files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import log

from plugins.galleries.albums import PhotoFile
from plugins.galleries.darkroom import Developed
from plugins.galleries.renditions import CARD, CARD_PX, ENCODINGS, Focus, crop_box, height_for, names_for
from plugins.musings.typography import educate

FOLDER = "photos"
RATIOS = (6, 8, 9, 10, 12, 15, 16, 18, 21, 24, 30)
"""The shapes, width to height in twelfths, for which gallery.css has a class: few, so that the sheet stays small."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One published image file: where it is, its size in px, its format ("avif" or "jpg")."""

    address: str
    width: int
    height: int
    format: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Photo:
    """One photograph, ready to be shown. `width` and `height` are the upright original's, in px."""

    slug: str
    width: int
    height: int
    colour: str
    alt: str
    caption: str
    focus: Focus
    renditions: tuple[Rendition, ...]
    card: Rendition | None
    """The crop of 1200 × 630 for shares; None for a photo that never stands for a page."""

    @property
    def largest(self) -> Rendition:
        """The widest JPEG: what a thumbnail links to."""
        return self.renditions[-1]

    @property
    def ratio(self) -> int:
        """The one of `RATIOS` that is nearest to its width and height: the class `rN` of a gallery's item."""
        return min(RATIOS, key=lambda ratio: abs(log(self.width / self.height * 12 / ratio)))

    @property
    def gallery_sizes(self) -> str:
        """How wide a gallery shows it, as in the attribute `sizes`; the numbers are those of gallery.css.

        A row is 14 rem high, or a fifth of the screen's width, and grows by a quarter as a rule. On a phone two
        upright photos share a row, any other has one to itself; there the attribute says a tenth less than it is,
        so that a screen of 390 px with two dots a pixel takes 640 px for 702: nobody sees it, and it is 20 kB.
        """
        phone_vw = 41 if self.ratio < 10 else 82
        wide_vw, most_rem = (round(self.ratio / 12 * height * 1.25) for height in (20, 14))
        return f"(max-width: 40rem) {phone_vw}vw, min({wide_vw}vw, {most_rem}rem)"

    def sources(self, widest_px: int) -> list[tuple[str, list[Rendition]]]:
        """Each media type, best first, with its renditions up to the first that is at least so wide."""
        return [(each.media_type, list(self.up_to(widest_px, each.suffix))) for each in ENCODINGS]

    def up_to(self, widest_px: int, format: str) -> Iterator[Rendition]:
        """The renditions of one format, narrowest first, that a picture shown at most so wide has a use for."""
        for rendition in self.renditions:
            if rendition.format == format:
                yield rendition
                if rendition.width >= widest_px:
                    return


@dataclass(frozen=True, slots=True)
class Album:
    """One album's page. `cover` is None only while it has no photo that can be shown."""

    title: str
    slug: str
    address: str
    date: datetime | None
    place: str
    summary: str
    content: str
    photos: tuple[Photo, ...]
    cover: Photo | None
    styles: frozenset[str]

    @property
    def description(self) -> str:
        """One sentence for search results: the summary, else what there is."""
        count = "One photograph" if len(self.photos) == 1 else f"{len(self.photos)} photographs"
        return self.summary or f"{self.title}: {count.lower()}{f' from {self.place}' if self.place else ''}."


def photo_of(developed: Developed, file: PhotoFile, alt: str, caption: str, has_card: bool) -> Photo:
    """Join what was developed with what the coach wrote about it, in the album or, first, where it is shown."""
    key, record = developed.key, developed.record
    size = (record.width, record.height)
    stem = f"/{FOLDER}/{file.slug}-{key[:10]}"
    renditions = tuple(
        Rendition(f"{stem}-{name}", width, height_for(width, size), encoding.suffix, key, name)
        for name, (width, encoding) in names_for(record.width).items()
    )
    card = None
    if has_card:  # asked, not looked up: what an older build left in the cache must not change this one
        left, top, right, bottom = crop_box(size, file.focus)
        width, height = min(CARD_PX, (right - left, bottom - top))
        card = Rendition(f"{stem}-{CARD}", width, height, "jpg", key, CARD)
    words = (educate(alt or file.alt), educate(caption or file.caption))
    return Photo(file.slug, *size, record.colour, *words, file.focus, renditions, card)
