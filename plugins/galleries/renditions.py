"""Renditions: the files that are made of a photograph, as a recipe, and how each is made."""

import io
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import TYPE_CHECKING

from PIL import Image, features
from PIL import __version__ as pillow_version

from plugins.galleries.cache import CONTAINED
from plugins.galleries.conversion import to_srgb
from plugins.galleries.opacity import GROUND
from plugins.galleries.photographs import Photograph

if TYPE_CHECKING:  # a process of the darkroom has no use for proofreading, which brings all of Pelican
    from plugins.proofreading.settings import Photographs

Focus = tuple[float, float]  # the point that matters, from the left and from the top, each 0 to 1
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Encoding:
    """One file format with the options that Pillow saves it by.

    softer: how much lower the quality is for an image up to `SMALL_PX` wide. longest_px: of a side that it can hold.
    """

    suffix: str
    format: str
    media_type: str
    options: Mapping[str, object] = field(hash=False)
    softer: int = 0
    longest_px: int = 65_500  # libjpeg's; AVIF can 36 more


# Speed 9 takes a tenth of the encoder's time, and an eighth to a quarter more bytes for the same likeness: readers pay
# those each time, a coach waits once. The bytes of an AVIF depend on the number of threads, so it is one, and processes
# share the work. A small one is shown on a phone, two or three of its pixels to a point: nobody sees that it is softer,
# and a photo stays below 20 kB.
AVIF_OPTIONS = MappingProxyType({"speed": 6, "subsampling": "4:2:0", "max_threads": 1})
JPEG_OPTIONS = MappingProxyType({"progressive": True, "optimize": True, "subsampling": "4:2:0"})
AVIF = Encoding("avif", "AVIF", "image/avif", AVIF_OPTIONS, softer=4)
WEBP = Encoding("webp", "WEBP", "image/webp", MappingProxyType({"method": 4}), softer=4, longest_px=16_383)
JPEG = Encoding("jpg", "JPEG", "image/jpeg", JPEG_OPTIONS)
ENCODINGS = (AVIF, WEBP, JPEG)  # best first: a browser takes the first that it knows
SMALL_PX = 640
SMALLEST_STEP = 1.25  # a width closer than this to the next serves nobody (eleventy-img's rule)
CARD_PX = (1200, 630)  # what LinkedIn and its like show beside a shared link
CARD = "card.jpg"
MAKING = 5  # raise it when the making changes in a way that no table shows


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is made of every photograph of a site: the widths, and the quality of each format, None where there is none.

    Whatever decides a rendition's bytes stands in here, in this module's tables or in the photograph.
    """

    widths_px: tuple[int, ...]
    avif: int | None
    webp: int | None
    jpeg: int

    @classmethod
    def of(cls, photographs: "Photographs") -> "Recipe":
        """As `site.toml` has it."""
        made = set(photographs.formats)
        return cls(
            tuple(sorted(set(photographs.widths))),
            photographs.avif_quality if "avif" in made else None,
            photographs.webp_quality if "webp" in made else None,
            photographs.jpeg_quality,
        )

    def quality(self, encoding: Encoding, width_px: int) -> int | None:
        """The quality of an image of this width, None where this format is not made."""
        quality = {AVIF.suffix: self.avif, WEBP.suffix: self.webp, JPEG.suffix: self.jpeg}[encoding.suffix]
        return quality - encoding.softer if quality and width_px <= SMALL_PX else quality

    def widths_for(self, width_px: int) -> tuple[int, ...]:
        """The widths, ascending, in which a photograph of this width is offered: never more than it has."""
        widths = [min(width_px, self.widths_px[-1])]
        for width in reversed(self.widths_px):
            if width * SMALLEST_STEP <= widths[0]:
                widths.insert(0, width)
        return tuple(widths)

    def can_hold(self, size: tuple[int, int]) -> bool:
        """Whether every format that is made can hold a photograph of this upright size, in px, at its widest."""
        width = min(size[0], self.widths_px[-1])
        height = height_for(width, size) if width else 0
        return all(height <= each.longest_px for each in ENCODINGS if self.quality(each, width))

    def names_for(self, width_px: int) -> dict[str, tuple[int, Encoding]]:
        """Each rendition's name with its width and encoding: "480.avif", "480.jpg", "800.avif", ..."""
        made = [encoding for encoding in ENCODINGS if self.quality(encoding, width_px)]
        return {f"{width}.{each.suffix}": (width, each) for width in self.widths_for(width_px) for each in made}

    def key(self, digest: str, focus: Focus) -> str:
        """Name what is made of a photograph by its bytes (their digest), its focal point and all that decides."""
        reader = heif_version() if digest.endswith(CONTAINED) else ""
        words = f"{digest} {reader}\n{focus[0]:.3f} {focus[1]:.3f}\n{fingerprint(self)}"
        return sha256(words.encode()).hexdigest()


@cache
def heif_version() -> str:
    """The version of what reads HEIC, and "" where it is not installed."""
    try:
        return version("pillow-heif")
    except PackageNotFoundError:
        return ""


@cache
def fingerprint(recipe: Recipe) -> str:
    """Everything but the photograph itself that decides a rendition's bytes, as one line of JSON."""
    codecs = ("avif", "jpg", "libjpeg_turbo", "littlecms2", "webp", "zlib", "libtiff")
    versions = {"pillow": pillow_version, **{name: features.version(name) for name in codecs}}
    encodings = [[each.suffix, dict(each.options), each.softer] for each in ENCODINGS]
    table = [MAKING, astuple(recipe), encodings, SMALL_PX, SMALLEST_STEP, CARD_PX, GROUND, versions]
    return json.dumps(table, sort_keys=True)


def height_for(width_px: int, size: tuple[int, int]) -> int:
    """The height in px that keeps the shape of `size` at this width."""
    return max(1, round(width_px * size[1] / size[0]))


def sizes_of(photograph: Photograph, widths_px: tuple[int, ...]) -> dict[int, Image.Image]:
    """The photograph at these widths, the widest first, in sRGB and free of everything but its pixels.

    Each is made of the one before: that takes half the time, and no measure tells it from one made of the original.
    """
    image = photograph.image
    sizes: dict[int, Image.Image] = {}
    for width in sorted(widths_px, reverse=True):
        size = (width, height_for(width, photograph.size))
        image = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)
        image = image if sizes else to_srgb(image, photograph.profile)
        sizes[width] = image
    return sizes


def card_of(photograph: Photograph, focus: Focus) -> Image.Image:
    """The largest part of a card's shape, with the focal point near its middle, at a card's size.

    Never enlarged: it is smaller where the photograph, as it was decoded, has fewer pixels than a card.
    """
    left, top, right, bottom = crop_box(photograph.size, focus)
    across, down = (have / full for have, full in zip(photograph.image.size, photograph.size, strict=True))
    box = (left * across, top * down, right * across, bottom * down)
    size = min(CARD_PX, (max(1, round(box[2] - box[0])), max(1, round(box[3] - box[1]))))
    card = photograph.image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    return to_srgb(card, photograph.profile)


def crop_box(size: tuple[int, int], focus: Focus) -> Box:
    """The largest box (left, top, right, bottom) of a card's shape that keeps the focal point nearest its middle."""
    ratio = CARD_PX[0] / CARD_PX[1]
    width, height = min(size[0], round(size[1] * ratio)), min(size[1], round(size[0] / ratio))
    width, height = max(1, width), max(1, height)
    left = min(max(0, round(size[0] * focus[0] - width / 2)), size[0] - width)
    top = min(max(0, round(size[1] * focus[1] - height / 2)), size[1] - height)
    return left, top, left + width, top + height


def encoded(image: Image.Image, encoding: Encoding, quality: int, credits: bytes | None = None) -> bytes:
    """The image as a file of this encoding; of metadata it holds the credits (Exif, as bytes), or none."""
    file, told = io.BytesIO(), {"exif": credits} if credits else {}
    image.save(file, encoding.format, quality=quality, **encoding.options, **told)
    return file.getvalue()


def colour_of(image: Image.Image) -> str:
    """The colour of which there is most, "#rrggbb": a ground of the mean would be mud before a sunset."""
    few = image.resize((64, 64), Image.Resampling.BOX).quantize(8, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    counts, palette = few.histogram(), few.getpalette() or []
    index = 3 * counts.index(max(counts))
    red, green, blue = palette[index : index + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
