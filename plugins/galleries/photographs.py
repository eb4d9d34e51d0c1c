"""Photographs as cameras, phones and scanners write them, made into plain upright pixels.

Pure functions over one file: nothing here knows of albums, the cache or Pelican. What is refused is refused with an
`UnusablePhotograph`, which tells the coach in plain words what is wrong and what cures it.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageFile

from plugins.galleries.chunks import PNG, bare
from plugins.galleries.opacity import opaque
from plugins.galleries.profiles import profile_of
from plugins.galleries.refusals import INSTALL, NO_HEIF, UnusableHere, refuse_giant, refuse_unshowable, told_plainly
from plugins.galleries.refusals import UnusablePhotograph as UnusablePhotograph  # who opens one also catches this

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF")  # a list keeps Ghostscript and its like out
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})  # of a still (ISO/IEC 23008-12, annex B)
AVIF_BRANDS = frozenset({b"avif", b"avis"})
SUFFIXES = frozenset(".jpg .jpeg .jpe .jfif .png .webp .avif .tif .tiff .gif .heic .heif .hif".split())
REFUSED_SUFFIXES = frozenset(
    ".svg .bmp .psd .jxl .jp2 .j2k .xcf .raw .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .pef .srw".split()
)
SIDEWAYS = frozenset({5, 6, 7, 8})
"""The orientation marks (CIPA DC-008, 4.6.4) of a camera that was turned by a quarter."""
Turn = Image.Transpose
TURNS = {  # what makes a photograph upright, by the camera's orientation mark (CIPA DC-008, 4.6.4)
    2: Turn.FLIP_LEFT_RIGHT,
    3: Turn.ROTATE_180,
    4: Turn.FLIP_TOP_BOTTOM,
    5: Turn.TRANSPOSE,
    6: Turn.ROTATE_270,
    7: Turn.TRANSVERSE,
    8: Turn.ROTATE_90,
}
ORIENTATION = 0x0112  # EXIF's tag


@dataclass(frozen=True, slots=True)
class Photograph:
    """Upright, opaque pixels, with the colour profile (ICC, as bytes) in which they are still to be understood.

    size: its full width and height, upright, in px; the image may have been decoded smaller.
    """

    image: Image.Image
    profile: bytes | None
    size: tuple[int, int]


def open_photograph(data: bytes, at_least: tuple[int, int] | None = None) -> Photograph:
    """Decode the whole of a photograph's file, turn it upright and make it opaque.

    at_least: as for `decoded`.
    Raises `UnusablePhotograph` for what is no photograph, is damaged, moves, has several pages or more than
    `LARGEST_MEGAPIXELS`; nothing else, whatever is in the file.
    """
    with told_plainly(data):
        image, (width, height) = decoded(data, at_least)
        mark = orientation(image)
        profile, turn = profile_of(image, data), TURNS.get(mark)
        size = (height, width) if mark in SIDEWAYS else (width, height)
        if at_least and mark in SIDEWAYS:
            at_least = at_least[::-1]
        plain, profile = opaque(image, profile, data, at_least)
        return Photograph(plain if turn is None else plain.transpose(turn), profile, size)


def decoded(data: bytes, at_least: tuple[int, int] | None = None) -> tuple[Image.Image, tuple[int, int]]:
    """Decode a photograph to its end; return it as the camera wrote it, and its full width and height in px.

    at_least: a JPEG may come smaller than it is, but not smaller, when upright, than this; None for its full size.
    Raises `UnusablePhotograph`, and nothing else.
    """
    with told_plainly(data):
        try:
            return loaded(data, at_least)
        except ValueError:  # so Pillow refuses a PNG for words that would unpack to a megabyte, or a mark that is cut
            if not data.startswith(PNG):
                raise
            return loaded(bare(data), at_least)


def loaded(data: bytes, at_least: tuple[int, int] | None) -> tuple[Image.Image, tuple[int, int]]:
    """As `decoded`, raising whatever Pillow does."""
    image = opened(data)
    refuse_giant(size := image.size)
    refuse_unshowable(image, data)
    is_smaller = False
    if at_least:
        is_smaller = image.draft(None, at_least[::-1] if orientation(image) in SIDEWAYS else at_least) is not None
    image.load()
    return image, size if is_smaller else image.size


def opened(data: bytes) -> ImageFile.ImageFile:
    """Read a photograph's headers, and none of its pixels. Raises whatever Pillow does."""
    if is_heif(data):
        learn_heif()
        return Image.open(io.BytesIO(data), formats=("HEIF",))
    return Image.open(io.BytesIO(data), formats=FORMATS)


def is_heif(data: bytes) -> bool:
    """Whether a file says that there is an HEIC still in it; a burst says so too."""
    end = min(int.from_bytes(data[:4]), 256)
    brands = {data[at : at + 4] for at in range(8, end, 4)} if data[4:8] == b"ftyp" else set()
    return bool(brands & HEIF_BRANDS) and not brands & AVIF_BRANDS


def learn_heif() -> None:
    """Teach Pillow to read HEIC. Only here: most sites have none, and the package weighs 26 MB."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise UnusableHere(NO_HEIF, INSTALL) from error
    # A thumbnail would be decoded in the photograph's stead; maps of depth serve nobody here.
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def orientation(image: Image.Image) -> int:
    """The camera's mark of which way up it was; 1, upright, where there is none that can be read."""
    try:
        if image.format != "AVIF":
            return int(image.getexif().get(ORIENTATION, 1))
        exif = Image.Exif()  # an AVIF is turned by its container alone, which Pillow writes here; XMP has no say
        exif.load(image.info.get("exif", b""))
        return int(exif.get(ORIENTATION, 1))
    except Exception:  # measured: SyntaxError, struct.error and others, according to how the metadata is broken
        return 1
