"""Refusals: what can't be shown as a photograph, and the words in which the coach is told."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, UnidentifiedImageError

from plugins.galleries.strangers import ANEW, DAMAGED, DEVELOP, JPEG_INSTEAD, ON_AN_IPHONE, RAW, STILL, named

LARGEST_MEGAPIXELS = 120
SUBFILE_TYPE, DNG_VERSION = 0x00FE, 0xC612  # TIFF's tags
REDUCED_OR_MASK = 0b101  # bits of the subfile type: a small copy of another picture, or a mask for it
SCAN = b"\xff\xda"  # begins one of a JPEG's passes over its dots, of which programs write about ten
MOST_SCANNED_PX = 20_000_000_000  # in all passes together; so many take 20 s
MOST_EXTRAS = 20  # of small copies and masks that are looked through

NO_HEIF = "This is an HEIC photograph, and pillow-heif, which reads it, is not installed here."
INSTALL = f"Run “.venv/bin/python -m pip install -r requirements.lock”, or export it as a JPEG. {ON_AN_IPHONE}"
NO_ROOM = "This photograph is too large for the memory of this machine."
SMALLER = "Export it smaller: 6,000 pixels on its longer side are plenty."
MOVING = "This is an animation, of which only the first picture could be shown."
PAGES = "This TIFF holds several pages, of which only the first could be shown."
ONE_BY_ONE = "Export each page that you want as a JPEG."
MEASUREMENTS = "This picture holds measurements, not the tones of a photograph."


class UnusablePhotograph(Exception):
    """A file that can't be shown: `wanted` says why, `fix` what cures it, both for the coach."""

    def __init__(self, wanted: str, fix: str) -> None:
        super().__init__(wanted, fix)
        self.wanted = wanted
        self.fix = fix


class UnusableHere(UnusablePhotograph):
    """A photograph that is well, while this machine lacks something: it is to be tried again another time."""


@contextmanager
def told_plainly(data: bytes) -> Iterator[None]:
    """Turn whatever a decoder raises over these bytes into an `UnusablePhotograph`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of bad metadata, which costs the metadata and not the photograph
        try:
            yield
        except UnusablePhotograph:
            raise
        except Image.DecompressionBombError:
            raise giant("more than 178 megapixels") from None
        except UnidentifiedImageError as error:
            raise UnusablePhotograph(*named(data)) from error
        except MemoryError as error:
            raise UnusableHere(NO_ROOM, SMALLER) from error
        except Exception as error:  # decoders raise OSError, SyntaxError, struct.error, ValueError, RecursionError, …
            raise UnusablePhotograph(DAMAGED, ANEW) from error


def refuse_giant(size: tuple[int, int]) -> None:
    """Raise for a width and height, in px, that together exceed `LARGEST_MEGAPIXELS`."""
    width, height = size
    if width * height > LARGEST_MEGAPIXELS * 1_000_000:
        raise giant(f"{width} × {height}, which is {width * height / 1_000_000:.0f} megapixels")


def giant(size: str) -> UnusablePhotograph:
    return UnusablePhotograph(
        f"This photograph is too large: {size}. Up to {LARGEST_MEGAPIXELS} are read.",
        SMALLER,
    )


def refuse_unshowable(image: ImageFile.ImageFile, data: bytes) -> None:
    """Raise for what can be decoded and is no photograph, or is more than one.

    The first of several pictures must not silently stand for the others. Two lenses, a burst, a map of HDR's
    highlights are one picture to see, and their makers put that first.
    """
    if image.mode in ("I", "F"):
        raise UnusablePhotograph(MEASUREMENTS, JPEG_INSTEAD)
    if image.info.get("progressive") and data.count(SCAN) * image.width * image.height > MOST_SCANNED_PX:
        raise UnusablePhotograph(DAMAGED, ANEW)
    if image.format == "TIFF":
        refuse_raw(image)
        refuse_pages(data)
    elif image.format in ("GIF", "PNG", "WEBP", "AVIF") and getattr(image, "is_animated", False):
        raise UnusablePhotograph(MOVING, STILL)


def refuse_raw(image: ImageFile.ImageFile) -> None:
    """Raise for a raw file that is built like a TIFF: what Pillow finds in it is a preview, as small as a stamp."""
    if image.tag_v2.get(DNG_VERSION) or image.tag_v2.get(SUBFILE_TYPE, 0) & REDUCED_OR_MASK:  # type: ignore[attr-defined]
        raise UnusablePhotograph(RAW, DEVELOP)


def refuse_pages(data: bytes) -> None:
    """Raise for a scan of several pages; small copies and masks, which drawing programs add, are none."""
    pages = Image.open(io.BytesIO(data), formats=("TIFF",))  # afresh, since leafing through leaves traces
    for number in range(1, MOST_EXTRAS):
        try:
            pages.seek(number)
        except Exception:  # EOFError after the last; anything else is a damage that spares the first page
            return
        if not pages.tag_v2.get(SUBFILE_TYPE, 0) & REDUCED_OR_MASK:  # type: ignore[attr-defined]
            raise UnusablePhotograph(PAGES, ONE_BY_ONE)
