"""Profiles: how the numbers in a photograph are to be read as colours, where its file says so without an ICC profile.

HEIC, AVIF and PNG may name their colours by two numbers (ITU-T H.273, "colour primaries" and "transfer
characteristics"), a PNG its gamma and its primaries, and a camera that is set to Adobe RGB says so with one word in its
EXIF (CIPA DC-010). Each is made into an ICC profile, so that one conversion serves all.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from math import pow
from struct import unpack_from

from PIL import Image

from plugins.galleries.boxes import properties_of
from plugins.galleries.hdr import MOST_NITS, USUAL_NITS, hdr_profile, hybrid_log_gamma, perceptual_quantizer
from plugins.galleries.icc import made_profile
from plugins.galleries.primaries import ADOBE_RGB, CHROMATICITIES, SRGB, Chromaticities, Colorants, colorants_of

Curve = Callable[[float], float]
HDR: dict[int, Curve] = {16: perceptual_quantizer, 18: hybrid_log_gamma}
TRANSFERS = frozenset(range(1, 19)) - {3}  # those that H.273 gives a meaning
UNSAID = 2
VIDEO = frozenset({1, 6, 11, 14, 15})
"""Transfer characteristics of films. A PNG of them is shown as television is; browsers take other pictures for sRGB."""
SRGB_CHROMATICITIES = CHROMATICITIES[1]


@dataclass(frozen=True, slots=True)
class Coded:
    """A photograph's colours by their numbers in H.273. nits: of its brightest spot, where it is HDR."""

    primaries: int
    transfer: int
    nits: int = USUAL_NITS


def srgb(value: float) -> float:
    """Light, 0 to 1, that sRGB shows for a number from 0 to 1 (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else pow((value + 0.055) / 1.055, 2.4)


def adobe_rgb(value: float) -> float:
    """Light for a number of Adobe RGB (1998), 4.3.4.2."""
    return pow(value, 2.19921875)


def television(value: float) -> float:
    """Light that a television shows (ITU-R BT.1886)."""
    return pow(value, 2.4)


def smpte_240m(value: float) -> float:
    """Light for a number of SMPTE 240M's, the television of the nineties."""
    return value / 4 if value < 0.0912 else pow((value + 0.1115) / 1.1115, 1 / 0.45)


CURVES: dict[int, Curve] = {  # all others look like sRGB's
    4: lambda value: value**2.2,
    5: lambda value: value**2.8,
    7: smpte_240m,
    8: lambda value: value,
    17: lambda value: min(1.0, value**2.6 * 52.37 / 48),  # a cinema's (SMPTE ST 428-1)
}


def profile_of(image: Image.Image, data: bytes) -> bytes | None:
    """The ICC profile by which a photograph's colours are to be understood; None where they are sRGB."""
    if image.format == "PNG":
        return profile_of_png(image, data)
    if found := image.info.get("icc_profile"):
        return bytes(found)
    if coded := coded_colours(image, data):
        return coded_profile(coded)
    return made_profile(ADOBE_RGB, adobe_rgb) if is_adobe_rgb(image) else None


def profile_of_png(image: Image.Image, data: bytes) -> bytes | None:
    """A PNG may say it in four ways, of which the first counts (PNG, third edition, 4.3)."""
    start = data.find(b"\0\0\0\4cICP", 8, data.find(b"IDAT"))
    primaries, transfer = data[start + 8 : start + 10] if start > 0 else (UNSAID, UNSAID)
    if primaries in CHROMATICITIES and transfer in TRANSFERS - {UNSAID}:
        if transfer in VIDEO:
            return made_profile(colorants_by_number(primaries), television)
        return coded_profile(Coded(primaries, transfer))
    if found := image.info.get("icc_profile"):
        return bytes(found)
    if "srgb" in image.info or not (gamma := gamma_of(image)):
        return made_profile(ADOBE_RGB, adobe_rgb) if is_adobe_rgb(image) else None
    return profile_by_gamma(gamma, image.info.get("chromaticity", ()))


def gamma_of(image: Image.Image) -> float | None:
    """The gamma of a PNG; None where it says none, or one that can't be meant."""
    gamma = float(image.info.get("gamma", 0))
    return gamma if 0.05 <= gamma <= 20 else None


def profile_by_gamma(gamma: float, white_first: Chromaticities) -> bytes | None:
    """The profile for a PNG's gamma and primaries; None where both are sRGB's, or as near as PNG can say it."""
    chromaticities = (*white_first[2:], *white_first[:2])
    is_usual = len(white_first) != 8 or all(
        abs(theirs - ours) < 0.002 for theirs, ours in zip(chromaticities, SRGB_CHROMATICITIES, strict=True)
    )
    if is_usual and abs(gamma - 1 / 2.2) < 0.02:
        return None
    colorants = SRGB if is_usual else believable_colorants(chromaticities)
    return made_profile(colorants, power(1 / gamma)) if colorants else None


@lru_cache(maxsize=16)
def power(exponent: float) -> Curve:
    """The curve that raises a number to this power; the same one each time, so that its profile is found again."""
    return lambda value: pow(value, exponent)


def believable_colorants(chromaticities: Chromaticities) -> Colorants | None:
    """The colorants of these primaries, None where they can't be what anybody meant."""
    with suppress(ZeroDivisionError, OverflowError):
        colorants = colorants_of(chromaticities)
        if max(map(abs, colorants)) < 2:
            return colorants
    return None


def coded_colours(image: Image.Image, data: bytes) -> Coded | None:
    """How an HEIC or AVIF codes its colours, where its container or, of an HEIC, the picture itself says so."""
    if image.format not in ("AVIF", "HEIF"):
        return None
    properties = properties_of(data)
    levels = [unpack_from(">H", content)[0] for name, content in properties if name == b"clli" and len(content) >= 4]
    nits = next((nits for nits in levels if 0 < nits <= MOST_NITS), USUAL_NITS)
    for name, content in properties:
        if name == b"colr" and content.startswith(b"nclx") and len(content) >= 8:
            primaries, transfer = unpack_from(">HH", content, 4)
            return Coded(primaries, transfer, nits)
    coded = image.info.get("nclx_profile")
    return Coded(coded["color_primaries"], coded["transfer_characteristics"], nits) if coded else None


def is_adobe_rgb(image: Image.Image) -> bool:
    """Whether a camera says in its EXIF, and only there, that it was set to Adobe RGB."""
    try:
        return image.mode == "RGB" and str(image.getexif().get_ifd(0xA005).get(1, "")).startswith("R03")
    except Exception:  # measured: as many kinds as there are ways for metadata to be broken
        return False


def coded_profile(coded: Coded) -> bytes | None:
    """The ICC profile for these numbers, None for sRGB's own and what looks like it."""
    if coded.transfer not in TRANSFERS:
        return None
    colorants = colorants_by_number(coded.primaries)
    if curve := HDR.get(coded.transfer):
        return hdr_profile(colorants, curve, coded.nits)
    if colorants == SRGB and coded.transfer not in CURVES:
        return None
    return made_profile(colorants, CURVES.get(coded.transfer, srgb))


@cache
def colorants_by_number(primaries: int) -> Colorants:
    """The colorants of primaries by their number in H.273; sRGB's where that names none."""
    return colorants_of(CHROMATICITIES.get(primaries, SRGB_CHROMATICITIES))
