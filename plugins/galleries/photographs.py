"""Photographs as cameras, phones and scanners write them, made into plain upright pixels.

Pure functions over one file: nothing here knows of albums, the cache or Pelican. What is refused is refused with an
`UnusablePhotograph`, which tells the coach in plain words what is wrong and what cures it.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageCms, ImageFile, UnidentifiedImageError

from plugins.galleries.profiles import profile_of
from plugins.galleries.strangers import ANEW, DAMAGED, DEVELOP, JPEG_INSTEAD, ON_AN_IPHONE, RAW, STILL, named

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF")  # a list keeps Ghostscript and its like out
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})  # of a still (ISO/IEC 23008-12, annex B)
AVIF_BRANDS = frozenset({b"avif", b"avis"})
SUFFIXES = frozenset(".jpg .jpeg .jpe .jfif .png .webp .avif .tif .tiff .gif .heic .heif .hif".split())
REFUSED_SUFFIXES = frozenset(
    ".svg .bmp .psd .jxl .jp2 .j2k .xcf .raw .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .pef .srw".split()
)
LARGEST_MEGAPIXELS = 120
ORIENTATION, SIDEWAYS = 0x0112, frozenset({5, 6, 7, 8})
"""The EXIF tag that says which way up the camera was (CIPA DC-008, 4.6.4), and the values that turn it by a quarter."""
GROUND = (251, 248, 241)  # the theme's paper: what shows through a transparent picture
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
SUBFILE_TYPE, BITS, PHOTOMETRIC, DNG_VERSION = 0x00FE, 0x0102, 0x0106, 0xC612  # TIFF's tags
REDUCED_OR_MASK = 0b101  # bits of a TIFF's subfile type: a small copy of another picture, or a mask for it
MOST_EXTRAS = 20  # of small copies and masks that are looked through

NO_HEIF = "This is an HEIC photograph, and pillow-heif, which reads it, is not installed here."
INSTALL = f"Run “.venv/bin/python -m pip install -r requirements.lock”, or export it as a JPEG. {ON_AN_IPHONE}"
NO_ROOM = "This photograph is too large for the memory of this machine."
SMALLER = "Export it smaller: 6,000 pixels on its longer side are plenty."
MOVING = "This is an animation, of which only the first picture could be shown."
PAGES = "This TIFF holds several pages, of which only the first could be shown."
ONE_BY_ONE = "Export each page that you want as a JPEG."
MEASUREMENTS = "This picture holds measurements in 32 bits, not the tones of a photograph."


class UnusablePhotograph(Exception):
    """A file that can't be shown: `wanted` says why, `fix` what cures it, both for the coach."""

    def __init__(self, wanted: str, fix: str) -> None:
        super().__init__(wanted, fix)
        self.wanted = wanted
        self.fix = fix


class UnusableHere(UnusablePhotograph):
    """A photograph that is well, while this machine lacks something: it is to be tried again another time."""


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
        plain = opaque(image)
        return Photograph(plain if turn is None else plain.transpose(turn), profile, size)


def decoded(data: bytes, at_least: tuple[int, int] | None = None) -> tuple[Image.Image, tuple[int, int]]:
    """Decode a photograph to its end; return it as the camera wrote it, and its full width and height in px.

    at_least: a JPEG may come smaller than it is, but not smaller, when upright, than this; None for its full size.
    Raises `UnusablePhotograph`, and nothing else.
    """
    with told_plainly(data):
        image = opened(data)
        refuse_giant(size := image.size)
        refuse_unshowable(image, data)
        is_smaller = False
        if at_least:
            is_smaller = image.draft(None, at_least[::-1] if orientation(image) in SIDEWAYS else at_least) is not None
        image.load()
        return image, size if is_smaller else image.size


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


def opaque(image: Image.Image) -> Image.Image:
    """Reduce any mode to L, RGB or CMYK in 8 bits, transparent parts showing the paper."""
    if image.mode.startswith("I;16"):
        return eight_bits(image)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, GROUND)
        ground.paste(layer, mask=layer)
        return ground
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def eight_bits(image: Image.Image) -> Image.Image:
    """Reduce 16-bit grey; Pillow's own convert("L") clips it to white."""
    tags = getattr(image, "tag_v2", {})
    most = 4095 if tags.get(BITS) == (12,) else 65535  # a TIFF of 12 bits arrives unscaled
    grey = image.convert("I").point(lambda value: value * (255 / most) + 0.5).convert("L")
    return ImageChops.invert(grey) if tags.get(PHOTOMETRIC) == 0 else grey  # 0: black is the highest number


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert to sRGB by the photograph's profile, and give back pixels alone: no profile, no metadata, no comment.

    Untagged pixels are sRGB to every browser (CSS Color 4, "untagged images"). A profile that is broken or does not
    belong to the mode is dropped. Done after a resize, where it costs a tenth of what it costs on the original.
    """
    converted = image.convert("RGB") if profile is None else converted_by(image, profile)
    clean = Image.new("RGB", converted.size)
    clean.paste(converted)
    return clean


def converted_by(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert by a profile in the way that it asks for; one that does not fit the pixels counts for nothing."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        asked = ImageCms.getDefaultIntent(source)
        intent = ImageCms.Intent(asked if asked in (0, 1, 2) else 1)  # absolute would paint the paper's own white
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), intent, "RGB", flags=ImageCms.Flags.BLACKPOINTCOMPENSATION
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image.convert("RGB")
    return image.convert("RGB") if converted is None else converted
