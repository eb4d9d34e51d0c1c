"""What templates see: a photo, its renditions, an album. Plain data, no files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from plugins.galleries.albums import PhotoFile
from plugins.galleries.darkroom import Developed
from plugins.galleries.focus import MIDDLE
from plugins.galleries.renditions import CARD, CARD_PX, ENCODINGS, Focus, crop_box, height_for
from plugins.musings.source import Source
from plugins.musings.typography import educate

FOLDER = "photos"
FEED = "/feeds/albums.atom.xml"
LONGEST_NAME = 160
"""Letters of a slug in the name of a file, the last ones: any disk can keep them with what follows."""
PAGE = 100
"""The photos on one page of an album."""
CLASSES = {"ground": "g", "across": "x", "down": "y"}
"""The style sheets that take a value, and how their classes begin."""
WIDEST, NARROWEST = 36, 4
"""The shapes, width to height in twelfths, beyond which a gallery cuts the edges of a photo."""


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
    title: str
    width: int
    height: int
    colour: str
    alt: str
    caption: str
    focus: Focus
    address: str
    """Of its own page; "" where it has none."""
    renditions: tuple[Rendition, ...]
    card: Rendition | None
    """The crop of 1200 × 630 for shares; None for a photo that never stands for a page."""

    @property
    def largest(self) -> Rendition:
        """The widest JPEG: what a thumbnail links to."""
        return self.renditions[-1]

    @property
    def ratio(self) -> int:
        """Its width to its height in twelfths, for the rows of a gallery."""
        return max(NARROWEST, min(WIDEST, round(12 * self.width / self.height)))

    @property
    def values(self) -> dict[str, str]:
        """What its rules need: its ground while it loads, and its focal point, in percent, where its edges are cut."""
        across, down = (str(round(100 * share)) for share in self.focus)
        return {"ground": self.ground} | ({"across": across, "down": down} if self.focus != MIDDLE else {})

    @property
    def styles(self) -> list[str]:
        """The style sheets of these values."""
        return [f"galleries/{name}#{value}" for name, value in self.values.items()]

    @property
    def classes(self) -> str:
        """The classes that these style sheets give rules for: "g7a5", "g7a5 x40 y60"."""
        return " ".join(CLASSES[name] + value for name, value in self.values.items())

    @property
    def ground(self) -> str:
        """Its commonest colour in three hexadecimal digits: near enough for a ground, and short."""
        return "".join(f"{round(int(self.colour[at : at + 2], 16) / 17):x}" for at in (1, 3, 5))

    @property
    def gallery_sizes(self) -> str:
        """How wide a gallery shows it, for browsers that don't measure it; the numbers are those of photo-gallery.css.

        A row is a fifth of the screen's width high, but not more than 14 rem, and grows by a quarter as a rule. On a
        phone it is as high as lets two of 4:3 stand side by side, and only a very wide one has it to itself. Written
        without `min()`: WebKit knows none in this attribute, and takes the whole screen's width instead.
        """
        phone_vw = 90 if self.ratio > 18 else 46
        wide_vw, most_rem = (round(self.ratio / 12 * height * 1.25) for height in (20, 14))
        return f"(max-width: 40rem) {phone_vw}vw, (max-width: 70rem) {wide_vw}vw, {most_rem}rem"

    @property
    def page_sizes(self) -> str:
        """How wide its own page shows it, without `min()`; the numbers are those of photo.css.

        As wide as the screen, but at most 72 rem; and no higher than three quarters of the screen, or 24 rem.
        """
        ratio = self.percent / 100
        return (
            f"(max-width: 72rem) and (max-aspect-ratio: {round(75 * ratio)}/100) 100vw, "
            f"(max-height: 32rem) {round(24 * ratio)}rem, (min-height: {round(72 / 0.75 / ratio)}rem) 72rem, "
            f"{round(75 * ratio)}vh"
        )

    @property
    def percent(self) -> int:
        """Its width, in percent of its height."""
        return round(100 * self.width / self.height)

    def sources(self, widest_px: int) -> list[tuple[str, list[Rendition]]]:
        """Each media type, best first, with its renditions up to the first that is at least so wide."""
        made = {rendition.format for rendition in self.renditions}
        encodings = [each for each in ENCODINGS if each.suffix in made]
        return [(each.media_type, list(self.up_to(widest_px, each.suffix))) for each in encodings]

    def up_to(self, widest_px: int, format: str) -> Iterator[Rendition]:
        """The renditions of one format, narrowest first, that a picture shown at most so wide has a use for."""
        for rendition in self.renditions:
            if rendition.format == format:
                yield rendition
                if rendition.width >= widest_px:
                    return


@dataclass(slots=True, eq=False)
class Album:
    """One album's page. `cover` is None only while neither it nor an album in it has a photo that can be shown.

    within, albums: the album that holds this one, and the published ones that it holds.
    """

    title: str
    slug: str
    address: str
    source: Source
    date: datetime | None
    place: str
    summary: str
    content: str
    photos: tuple[Photo, ...]
    cover: Photo | None
    styles: frozenset[str]
    within: "Album | None" = None
    albums: "tuple[Album, ...]" = ()
    updated: datetime | None = None
    tags: tuple[()] = ()
    """A feed asks it of every entry; an album has none."""

    @property
    def photo(self) -> Photo | None:
        """What stands for it in a feed."""
        return self.cover

    @property
    def description(self) -> str:
        """One sentence for search results: the summary, else what there is."""
        count = "one photograph" if len(self.photos) == 1 else f"{len(self.photos)} photographs"
        place = f" from {self.place}" if self.place else ""
        return self.summary or (f"{self.title}: {count}{place}." if self.photos else f"{self.title}{place}.")

    def address_of(self, number: int) -> str:
        """The one of its pages that shows its photo of this number, from 1."""
        page = (number - 1) // PAGE + 1
        return self.address if page == 1 else f"{self.address}page/{page}/"

    def around(self, first: int, last: int) -> dict[int, tuple[str, Photo]]:
        """The nearest photos before and after those of these numbers, each with its page, by the step there (-1, 1)."""
        numbers = {-1: first - 1, 1: last + 1}
        shown = {step: number for step, number in numbers.items() if 0 < number <= len(self.photos)}
        return {step: (self.address_of(number), self.photos[number - 1]) for step, number in shown.items()}


def photo_of(developed: Developed, file: PhotoFile, alt: str, caption: str, has_card: bool) -> Photo:
    """Join what was developed with what the coach wrote about it, in the album or, first, where it is shown."""
    key, record = developed.key, developed.record
    size = (record.width, record.height)
    stem = f"/{FOLDER}/{file.slug[-LONGEST_NAME:].strip('-')}-{key[:10]}"
    renditions = tuple(
        Rendition(f"{stem}-{name}", width, height_for(width, size), encoding.suffix, key, name)
        for name, (width, encoding) in developed.recipe.names_for(record.width).items()
    )
    card = None
    if has_card:  # asked, not looked up: what an older build left in the cache must not change this one
        left, top, right, bottom = crop_box(size, file.focus)
        width, height = min(CARD_PX, (right - left, bottom - top))
        card = Rendition(f"{stem}-{CARD}", width, height, "jpg", key, CARD)
    title, words = educate(file.title), (educate(alt or file.alt), educate(caption or file.caption))
    return Photo(file.slug, title, *size, record.colour, *words, file.focus, file.address, renditions, card)
