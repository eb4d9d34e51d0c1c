"""Photographs as cameras, phones and scanners write them, made into plain upright pixels.

Pure functions over one file: nothing here knows of albums, the cache or Pelican. What is refused is refused with an
`UnusablePhotograph`, which tells the coach in plain words what is wrong and what cures it.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF")  # a list of what may come in keeps Ghostscript and its like out
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".tif", ".tiff"})
REFUSED_SUFFIXES = frozenset({".heic", ".heif", ".gif", ".svg", ".bmp", ".psd", ".raw", ".dng", ".cr2", ".nef", ".arw"})
LARGEST_MEGAPIXELS = 120
GROUND = (251, 248, 241)  # the theme's paper: what shows through a transparent picture

DAMAGED = "This photograph is damaged: it can't be read to its end."
ANEW = "Copy it again from the camera or phone, or export it again."
AGAIN = "Export it again as a JPEG, or take it out."
FOREIGN = (  # offset, the bytes that stand there, what the file is, the cure; the first that fits counts
    (4, b"ftypavi", DAMAGED, ANEW),
    (
        4,
        b"ftyp",
        "This is an HEIC photograph (or a video), which most browsers can't show.",
        "Export it as a JPEG. On an iPhone: Settings, Camera, Formats, Most Compatible.",
    ),
    (0, b"GIF8", "This is a GIF, a format for small animations.", AGAIN),
    (0, b"<svg", "This is a vector drawing, not a photograph.", AGAIN),
    (0, b"<?xml", "This is a vector drawing, not a photograph.", AGAIN),
    (
        0,
        b"version https://git-lfs",
        "This is only git’s note of where the photograph is kept, not the photograph.",
        "Run “git lfs pull”, or add the photograph itself.",
    ),
    (0, b"8BPS", "This is a Photoshop document.", AGAIN),
)


class UnusablePhotograph(Exception):
    """A file that can't be shown: `wanted` says why, `fix` what cures it, both for the coach."""

    def __init__(self, wanted: str, fix: str) -> None:
        super().__init__(wanted, fix)
        self.wanted = wanted
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Photograph:
    """Upright, opaque pixels, with the colour profile (ICC, as bytes) in which they are still to be understood."""

    image: Image.Image
    profile: bytes | None


def open_photograph(data: bytes) -> Photograph:
    """Decode the whole of a photograph's file, turn it upright and make it opaque.

    Raises `UnusablePhotograph` for what is no photograph, is damaged, or has more than `LARGEST_MEGAPIXELS`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of bad metadata, which costs the metadata and not the photograph
        image, _ = decoded(data)
        profile = image.info.get("icc_profile")
        return Photograph(opaque(upright(image)), profile)


def decoded(data: bytes, at_least: tuple[int, int] | None = None) -> tuple[Image.Image, tuple[int, int]]:
    """Decode a photograph to its end; return it as the camera wrote it, and its full width and height in px.

    at_least: a JPEG may come smaller than it is, but not smaller than this; None for its full size.
    Raises `UnusablePhotograph`.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        refuse_giant(size := image.size)
        if at_least:
            image.draft(None, at_least)
        image.load()
        return image, size
    except Image.DecompressionBombError:
        raise giant("more than 178 megapixels") from None
    except UnidentifiedImageError as error:
        raise foreign(data) from error
    except (UnusablePhotograph, MemoryError):
        raise
    except Exception as error:  # decoders raise OSError, SyntaxError, struct.error, ValueError, each for a damaged file
        raise UnusablePhotograph(DAMAGED, ANEW) from error


def refuse_giant(size: tuple[int, int]) -> None:
    """Raise for a width and height, in px, that together exceed `LARGEST_MEGAPIXELS`."""
    width, height = size
    if width * height > LARGEST_MEGAPIXELS * 1_000_000:
        raise giant(f"{width} × {height}, which is {width * height / 1_000_000:.0f} megapixels")


def giant(size: str) -> UnusablePhotograph:
    return UnusablePhotograph(
        f"This photograph is too large: {size}. Up to {LARGEST_MEGAPIXELS} are read.",
        "Export it smaller: 6,000 pixels on its longer side are plenty.",
    )


def foreign(data: bytes) -> UnusablePhotograph:
    """Say what a file that is no photograph seems to be, by its first bytes."""
    for offset, signature, wanted, fix in FOREIGN:
        if data.startswith(signature, offset):
            return UnusablePhotograph(wanted, fix)
    if not data:
        return UnusablePhotograph("This file is empty.", "Copy the photograph again from the camera or phone.")
    return UnusablePhotograph(
        "This is not a photograph that can be read: JPEG, PNG, WebP, AVIF and TIFF can be.", AGAIN
    )


def upright(image: Image.Image) -> Image.Image:
    """Turn the pixels as the camera's orientation mark says; a mark that can't be read leaves them as they are."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # measured: SyntaxError, struct.error and others, according to how the metadata is broken
        return image


def opaque(image: Image.Image) -> Image.Image:
    """Reduce any mode to L, RGB or CMYK in 8 bits, transparent parts showing the paper."""
    if image.mode.startswith("I"):  # 16-bit grey; convert("L") alone clips it to white
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layer.size, GROUND), layer).convert("RGB")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


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
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        intent = ImageCms.Intent(ImageCms.getDefaultIntent(source))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), intent, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return image.convert("RGB") if converted is None else converted
