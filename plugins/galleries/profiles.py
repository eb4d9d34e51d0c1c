"""Profiles: how the numbers in a photograph are to be read as colours, where its file says so without an ICC profile.

HEIC, AVIF and PNG may name their colours by two numbers (ITU-T H.273, "colour primaries" and "transfer
characteristics"), a PNG its gamma, and a camera that is set to Adobe RGB says so with one word in its EXIF (CIPA
DC-010). Each is made into an ICC profile, so that one conversion serves all.
"""

import struct
from collections.abc import Callable
from functools import cache
from math import exp, pow

from PIL import Image

Colorants = tuple[float, ...]
SRGB: Colorants = (0.43607, 0.22249, 0.01392, 0.38515, 0.71687, 0.09708, 0.14307, 0.06061, 0.71410)
"""X, Y and Z of red, of green and of blue, adapted to D50 by Bradford as ICC.1:2022, annex E, asks."""
P3: Colorants = (0.51512, 0.24120, -0.00105, 0.29198, 0.69225, 0.04189, 0.15710, 0.06657, 0.78407)
BT_2020: Colorants = (0.67348, 0.27904, -0.00194, 0.16567, 0.67534, 0.02998, 0.12505, 0.04561, 0.79686)
ADOBE_RGB: Colorants = (0.60974, 0.31111, 0.01947, 0.20528, 0.62567, 0.06087, 0.14919, 0.06322, 0.74457)
PRIMARIES = {9: BT_2020, 11: P3, 12: P3}  # all others are sRGB's, or so near that no eye tells them apart
POINTS = 1024
WHITE_NITS = 203  # what HDR video calls the white of paper (ITU-R BT.2408)
KNEE, BRIGHTEST = 0.6, 5.0  # times that white: what is brighter than the knee is rolled off, than the other plain white


def srgb(value: float) -> float:
    """Light, 0 to 1, that sRGB shows for a number from 0 to 1 (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else pow((value + 0.055) / 1.055, 2.4)


def perceptual_quantizer(value: float) -> float:
    """Light for a number of an HDR picture of the PQ kind (SMPTE ST 2084), its brightest parts rolled off."""
    root = pow(value, 1 / 78.84375)
    nits = 10_000 * pow(max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root), 1 / 0.1593017578125)
    return rolled_off(nits / WHITE_NITS)


def hybrid_log_gamma(value: float) -> float:
    """Light for a number of an HDR picture of the HLG kind (ITU-R BT.2100, on a screen of 1,000 nits)."""
    scene = value * value / 3 if value <= 0.5 else (exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return rolled_off(1_000 * scene**1.2 / WHITE_NITS)


def rolled_off(light: float) -> float:
    """Bring 0 to BRIGHTEST into 0 to 1: straight up to the knee, and from there ever flatter, without a kink."""
    if light <= KNEE:
        return light
    beyond = min(1.0, (light - KNEE) / (BRIGHTEST - KNEE))
    return KNEE + (1 - KNEE) * (1 - pow(1 - beyond, (BRIGHTEST - KNEE) / (1 - KNEE)))


CURVES: dict[int, Callable[[float], float]] = {  # all others look like sRGB's
    4: lambda value: value**2.2,
    5: lambda value: value**2.8,
    8: lambda value: value,
    16: perceptual_quantizer,
    18: hybrid_log_gamma,
}


def profile_of(image: Image.Image, data: bytes) -> bytes | None:
    """The ICC profile by which a photograph's colours are to be understood; None where they are sRGB."""
    coded = coded_colours(image, data)
    if image.format == "PNG" and coded:  # there, the two numbers go before a profile (PNG, third edition, 4.3)
        return coded_profile(*coded)
    if found := image.info.get("icc_profile"):
        return bytes(found)
    if coded:
        return coded_profile(*coded)
    if (gamma := gamma_of(image)) is not None:
        return made_profile(SRGB, lambda value: pow(value, 1 / gamma))
    return made_profile(ADOBE_RGB, adobe_rgb) if is_adobe_rgb(image) else None


def gamma_of(image: Image.Image) -> float | None:
    """The gamma that a PNG without a profile asks for; None where it is sRGB's, or no gamma at all."""
    gamma = float(image.info.get("gamma", 0)) if image.format == "PNG" and "srgb" not in image.info else 0
    return gamma if 0.2 <= gamma <= 5 and abs(gamma - 1 / 2.2) > 0.02 else None


def adobe_rgb(value: float) -> float:
    """Light for a number of Adobe RGB (1998), 4.3.4.2."""
    return pow(value, 2.19921875)


def coded_colours(image: Image.Image, data: bytes) -> tuple[int, int] | None:
    """Primaries and transfer characteristics by their numbers in H.273, where the file names them."""
    if image.format == "HEIF":
        coded = image.info.get("nclx_profile") or {}
        return (coded["color_primaries"], coded["transfer_characteristics"]) if coded else None
    if image.format == "PNG":
        start = data.find(b"\0\0\0\4cICP", 8, data.find(b"IDAT"))
        return (data[start + 8], data[start + 9]) if start > 0 else None
    if image.format == "AVIF":
        start = data.find(b"colrnclx")
        return struct.unpack_from(">HH", data, start + 8) if start > 0 else None
    return None


def is_adobe_rgb(image: Image.Image) -> bool:
    """Whether a camera says in its EXIF, and only there, that it was set to Adobe RGB."""
    try:
        return image.mode == "RGB" and str(image.getexif().get_ifd(0xA005).get(1, "")).startswith("R03")
    except Exception:  # measured: as many kinds as there are ways for metadata to be broken
        return False


def coded_profile(primaries: int, transfer: int) -> bytes | None:
    """The ICC profile for these numbers, None for sRGB's own and what looks like it."""
    if primaries not in PRIMARIES and transfer not in CURVES:
        return None
    return made_profile(PRIMARIES.get(primaries, SRGB), CURVES.get(transfer, srgb))


@cache
def made_profile(colorants: Colorants, curve: Callable[[float], float]) -> bytes:
    """An ICC profile of the simplest kind: three colorants and one curve (ICC.1:2022, 8.4.3)."""
    points = [round(65535 * curve(index / (POINTS - 1))) for index in range(POINTS)]
    tone = b"curv" + struct.pack(f">II{POINTS}H", 0, POINTS, *points)
    colours = [
        b"XYZ " + struct.pack(">I3i", 0, *(round(part * 65536) for part in colorants[i : i + 3])) for i in (0, 3, 6)
    ]
    white = b"XYZ " + struct.pack(">I3i", 0, 63190, 65536, 54061)
    names = (b"wtpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC")
    places, body, offset = [], b"", 128 + 4 + 12 * len(names)
    for name, part in zip(names, (white, *colours, tone, tone, tone), strict=True):
        places.append(struct.pack(">4sII", name, offset + len(body), len(part)))
        body += part
    size = offset + len(body)
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x", size, 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp", 63190, 65536, 54061
    )
    return head + struct.pack(">I", len(names)) + b"".join(places) + body
