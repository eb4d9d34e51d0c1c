"""Renditions: the files that are made of a photograph, as one table, and how each is made."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from PIL import Image, features
from PIL import __version__ as pillow_version

from plugins.galleries.photographs import GROUND, Photograph, to_srgb

Focus = tuple[float, float]  # the point that matters, from the left and from the top, each 0 to 1


@dataclass(frozen=True, slots=True)
class Encoding:
    """One file format with the options that Pillow saves it by."""

    suffix: str
    format: str
    media_type: str
    options: Mapping[str, object] = field(hash=False)
    small: Mapping[str, object] = field(default_factory=dict, hash=False)  # what differs up to SMALL_PX

    def options_for(self, width_px: int) -> dict[str, object]:
        """The options for an image of this width."""
        return {**self.options, **(self.small if width_px <= SMALL_PX else {})}


# AVIF 65 looks like JPEG 75 to 77 at 15 % fewer bytes; speed 9 costs 2 to 5 % bytes and saves nine tenths of the
# encoder's time. The bytes of an AVIF depend on the number of threads, so it is one, and processes share the work.
# A small one is shown on a phone, two or three of its pixels to a point, where 52 is not told from 65 and a photo
# stays below 20 kB.
AVIF_OPTIONS = dict(quality=65, speed=9, subsampling="4:2:0", max_threads=1)
AVIF = Encoding("avif", "AVIF", "image/avif", AVIF_OPTIONS, small=dict(quality=52))
JPEG = Encoding("jpg", "JPEG", "image/jpeg", dict(quality=80, progressive=True, optimize=True, subsampling="4:2:0"))
ENCODINGS = (AVIF, JPEG)  # best first: a browser takes the first that it knows
WIDTHS_PX = (480, 800, 1280, 1920)
SMALL_PX = 640
SMALLEST_STEP = 1.25  # a width closer than this to the next serves nobody (eleventy-img's rule)
CARD_PX = (1200, 630)  # what LinkedIn and its like show beside a shared link
CARD = "card.jpg"
RECIPE = 1  # raise it when the making changes in a way that the table does not show


def fingerprint() -> str:
    """Everything but the photograph itself that decides a rendition's bytes, as one line of JSON."""
    codecs = ("avif", "jpg", "libjpeg_turbo", "littlecms2", "webp", "zlib", "libtiff")
    versions = {"pillow": pillow_version, **{name: features.version(name) for name in codecs}}
    sizes = [WIDTHS_PX, SMALL_PX, SMALLEST_STEP, CARD_PX]
    table = [RECIPE, [asdict(encoding) for encoding in ENCODINGS], sizes, GROUND, versions]
    return json.dumps(table, sort_keys=True)


def key_of(digest: str, focus: Focus) -> str:
    """Name what is made of a photograph by its bytes (their digest), its focal point and the table, not by its name."""
    return sha256(f"{digest}\n{focus[0]:.3f} {focus[1]:.3f}\n{fingerprint()}".encode()).hexdigest()


def widths_for(width_px: int) -> tuple[int, ...]:
    """The widths, ascending, in which a photograph of this width is offered: never more than it has."""
    widest = min(width_px, WIDTHS_PX[-1])
    return (*(width for width in WIDTHS_PX if width * SMALLEST_STEP <= widest), widest)


def height_for(width_px: int, size: tuple[int, int]) -> int:
    """The height in px that keeps the shape of `size` at this width."""
    return max(1, round(width_px * size[1] / size[0]))


def names_for(width_px: int) -> dict[str, tuple[int, Encoding]]:
    """Each rendition's name with its width and encoding: "480.avif", "480.jpg", "800.avif", ..."""
    return {f"{width}.{encoding.suffix}": (width, encoding) for width in widths_for(width_px) for encoding in ENCODINGS}


def resized(photograph: Photograph, width_px: int) -> Image.Image:
    """The photograph at this width, in sRGB and free of everything but its pixels."""
    image = photograph.image
    size = (width_px, height_for(width_px, image.size))
    if size != image.size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return to_srgb(image, photograph.profile)


def card_of(photograph: Photograph, focus: Focus) -> Image.Image:
    """The part around the focal point that has a card's shape, at most as large as a card, never enlarged."""
    image = photograph.image
    box = crop_box(image.size, focus)
    width, height = min(CARD_PX, (box[2] - box[0], box[3] - box[1]))
    card = image.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    return to_srgb(card, photograph.profile)


def crop_box(size: tuple[int, int], focus: Focus) -> tuple[int, int, int, int]:
    """The largest box (left, top, right, bottom) of a card's shape that keeps the focal point nearest its middle."""
    ratio = CARD_PX[0] / CARD_PX[1]
    width, height = min(size[0], round(size[1] * ratio)), min(size[1], round(size[0] / ratio))
    width, height = max(1, width), max(1, height)
    left = min(max(0, round(size[0] * focus[0] - width / 2)), size[0] - width)
    top = min(max(0, round(size[1] * focus[1] - height / 2)), size[1] - height)
    return left, top, left + width, top + height


def encoded(image: Image.Image, encoding: Encoding) -> bytes:
    """The image as a file of this encoding."""
    file = io.BytesIO()
    image.save(file, encoding.format, **encoding.options_for(image.width))
    return file.getvalue()


def colour_of(image: Image.Image) -> str:
    """The mean colour, "#rrggbb"."""
    red, green, blue = image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"
