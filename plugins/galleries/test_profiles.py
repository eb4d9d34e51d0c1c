"""Colours come out as they were meant, however a file says what its numbers mean."""

import io
import struct
from collections.abc import Callable
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from plugins.galleries.conftest import like, saved
from plugins.galleries.conversion import to_srgb
from plugins.galleries.icc import made_profile
from plugins.galleries.photographs import open_photograph
from plugins.galleries.primaries import ADOBE_RGB, BT_2020, P3, SRGB
from plugins.galleries.profiles import Coded, adobe_rgb, coded_profile, srgb

pillow_heif.register_heif_opener()
WRITTEN = (200, 120, 60)
IN_P3 = (213, 115, 42)  # what those numbers look like in sRGB, by two matrices and two curves worked out by hand
IN_ADOBE_RGB = (224, 121, 53)
IN_PROPHOTO = (255, 114, 57)
SRGB_POINTS = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
P3_POINTS = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
Written = Callable[[], bytes]


def patch(colour: tuple[int, ...] = WRITTEN, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (64, 64), colour)


def shown(data: bytes) -> tuple[int, ...]:
    """The colour that readers see."""
    photograph = open_photograph(data)
    image = to_srgb(photograph.image, photograph.profile)
    assert not image.info
    return image.getpixel((32, 32))


def png_with(name: bytes, body: bytes, image: Image.Image | None = None, **others: Any) -> bytes:
    """A PNG with one more chunk before its pixels, or several: `gAMA=b"..."`."""
    info = PngInfo()
    info.add(name, body)
    for other in {"gAMA", "cHRM"} & others.keys():
        info.add(other.encode(), others.pop(other))
    return saved(image or patch(), "PNG", pnginfo=info, **others)


def chromaticities(points: tuple[float, ...]) -> bytes:
    """A PNG's cHRM: of white, red, green and blue."""
    return struct.pack(">8I", *(round(point * 100_000) for point in points))


def heic_with(primaries: int, transfer: int) -> bytes:
    return saved(patch(), "HEIF", quality=-1, chroma=444, color_primaries=primaries, transfer_characteristics=transfer)


def avif_with(primaries: int, transfer: int, image: Image.Image | None = None) -> bytes:
    """Pillow writes sRGB's numbers (1 and 13), so they are changed in place."""
    data = saved(image or patch(), "AVIF", quality=100, subsampling="4:4:4")
    assert data.count(b"colrnclx\0\1\0\x0d") == 1
    return data.replace(b"colrnclx\0\1\0\x0d", b"colrnclx" + struct.pack(">HH", primaries, transfer))


def adobe_jpeg() -> bytes:
    """As cameras that are set to Adobe RGB write it: without a profile, uncalibrated, interoperability R03."""
    exif = Image.Exif()
    exif[0x8769] = {0xA001: 65535, 0xA005: {1: "R03", 2: b"0100"}}
    return saved(patch(), quality=100, subsampling="4:4:4", exif=exif)


@pytest.mark.parametrize(
    ("write", "colour"),
    [
        (lambda: heic_with(12, 13), IN_P3),
        (lambda: avif_with(12, 13), IN_P3),
        (lambda: png_with(b"cICP", bytes([12, 13, 0, 1])), IN_P3),
        (lambda: png_with(b"cICP", bytes([12, 13, 0, 1]), icc_profile=made_profile(ADOBE_RGB, adobe_rgb)), IN_P3),
        (lambda: heic_with(1, 13), WRITTEN),
        (lambda: avif_with(1, 13), WRITTEN),
        (lambda: png_with(b"cICP", bytes([1, 13, 0, 1])), WRITTEN),
        (lambda: heic_with(2, 2), WRITTEN),
        (adobe_jpeg, IN_ADOBE_RGB),
        (lambda: png_with(b"gAMA", struct.pack(">I", 100_000)), (229, 182, 133)),
        (lambda: png_with(b"gAMA", struct.pack(">I", 45_455)), WRITTEN),
        (lambda: png_with(b"gAMA", bytes(4)), WRITTEN),
        (lambda: png_with(b"gAMA", struct.pack(">I", 45_455), cHRM=chromaticities(P3_POINTS)), (214, 116, 35)),
        (lambda: png_with(b"gAMA", struct.pack(">I", 45_455), cHRM=chromaticities(SRGB_POINTS)), WRITTEN),
        (lambda: png_with(b"gAMA", struct.pack(">I", 100_000), cHRM=chromaticities(SRGB_POINTS)), (229, 182, 133)),
        (lambda: png_with(b"cHRM", chromaticities(P3_POINTS)), WRITTEN),
        (lambda: png_with(b"sRGB", b"\0", gAMA=struct.pack(">I", 100_000), cHRM=chromaticities(P3_POINTS)), WRITTEN),
        (lambda: png_with(b"gAMA", struct.pack(">I", 100_000), cHRM=bytes(32)), WRITTEN),
        (lambda: png_with(b"gAMA", struct.pack(">I", 100_000), cHRM=b"\x7f" * 32), WRITTEN),
        (lambda: png_with(b"gAMA", struct.pack(">I", 100_000), cHRM=bytes(12)), (229, 182, 133)),
        (lambda: png_with(b"cICP", bytes([1, 1, 0, 1])), (198, 112, 47)),  # a film's, as a television shows it
        (lambda: png_with(b"cICP", bytes([12, 2, 0, 1])), WRITTEN),
        (lambda: png_with(b"cICP", bytes([12, 3, 0, 1])), WRITTEN),
        (lambda: avif_with(1, 1), WRITTEN),
        (lambda: avif_with(12, 2), IN_P3),
        (lambda: avif_with(12, 3), WRITTEN),
        (lambda: png_with(b"gAMA", struct.pack(">I", 100_000), Image.new("L", (64, 64), 128)), (188, 188, 188)),
    ],
)
def test_colours_that_a_file_names_without_a_profile_are_converted(write: Written, colour: tuple[int, ...]) -> None:
    assert like([shown(write())], [colour], 3)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize(
    ("profile", "colour"),
    [
        (made_profile(P3, srgb), IN_P3),
        (made_profile(ADOBE_RGB, adobe_rgb), IN_ADOBE_RGB),
        (made_profile(SRGB, lambda value: value), (229, 182, 133)),
        (made_profile(SRGB, srgb), WRITTEN),
    ],
)
def test_a_profile_is_applied_in_every_format(profile: bytes, colour: tuple[int, ...], format: str) -> None:
    exact: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 100, "subsampling": "4:4:4"},
        "WEBP": {"lossless": True},
        "AVIF": {"quality": 100, "subsampling": "4:4:4"},
        "HEIF": {"quality": -1, "chroma": 444},
    }
    assert like([shown(saved(patch(), format, icc_profile=profile, **exact.get(format, {})))], [colour], 4)


def test_a_profile_of_the_fourth_version_and_one_wider_than_any_screen_are_applied() -> None:
    prophoto = (0.79767, 0.28804, 0.0, 0.13519, 0.71187, 0.0, 0.03134, 0.00009, 0.82491)
    wide = made_profile(prophoto, lambda value: value**1.8)
    for profile in (wide, wide[:8] + b"\4\x20\0\0" + wide[12:]):
        assert like([shown(saved(patch(), "PNG", icc_profile=profile))], [IN_PROPHOTO], 2)


def test_grey_with_a_profile_for_colours_is_read_by_it() -> None:
    linear = made_profile(SRGB, lambda value: value)
    assert shown(saved(Image.new("L", (64, 64), 128), quality=100, icc_profile=linear)) == (188, 188, 188)


def test_a_profile_whose_intent_does_not_exist_is_applied_all_the_same() -> None:
    profile = made_profile(P3, srgb)
    odd = profile[:64] + struct.pack(">I", 99) + profile[68:]
    assert like([shown(saved(patch(), "PNG", icc_profile=odd))], [IN_P3], 2)


def press_profile() -> bytes:
    """A printing press, as a table of two steps in each ink to L*a*b* (ICC.1:2022, 10.11)."""
    inks = {(0, 0, 0): (100, 0, 0), (1, 0, 0): (55, -37, -50), (0, 1, 0): (48, 74, -3), (0, 0, 1): (89, -5, 93)}
    inks |= {(1, 1, 0): (24, 22, -46), (1, 0, 1): (50, -68, 33), (0, 1, 1): (47, 68, 48), (1, 1, 1): (23, 0, 0)}
    grid = b""
    for light, a, b in (inks[cmy] for cmy in sorted(inks)):
        grid += bytes([round(light * 2.55), a + 128, b + 128]) + bytes([round(light * 0.16 * 2.55), 128, 128])
    straight = bytes(range(256))
    unity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    table = b"mft1" + struct.pack(">I4B", 0, 4, 3, 2, 0) + unity + straight * 4 + grid + straight * 3
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x",
        144 + len(table),
        0x02400000,
        b"prtr",
        b"CMYK",
        b"Lab ",
        b"acsp",
        63190,
        65536,
        54061,
    )
    return head + struct.pack(">I4sII", 1, b"A2B0", 144, len(table)) + table


@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
@pytest.mark.parametrize(
    ("ink", "colour"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (0, 148, 216)),
        ((0, 255, 0, 0), (220, 0, 120)),
        ((0, 0, 255, 0), (254, 223, 0)),
        ((0, 0, 0, 255), (36, 36, 36)),  # what this press calls black: L* 16
    ],
)
def test_a_print_shops_profile_decides_over_its_inks(
    ink: tuple[int, ...], colour: tuple[int, ...], format: str
) -> None:
    """Pillow writes the inks of a JPEG inverted, as Adobe does, and says so."""
    options = {"quality": 100} if format == "JPEG" else {}
    found = shown(saved(patch(ink, "CMYK"), format, icc_profile=press_profile(), **options))
    assert like([found], [colour], 14)


def test_inks_without_a_profile_are_still_the_right_way_round() -> None:
    for format in ("JPEG", "TIFF"):
        assert like([shown(saved(patch((0, 255, 255, 0), "CMYK"), format))], [(255, 0, 0)], 3)


def test_lab_is_shown_in_its_colours() -> None:
    lab = ImageCms.profileToProfile(
        patch(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert like([shown(saved(lab, "TIFF"))], [WRITTEN], 3)


HDR_GREYS = {  # what Chromium 14x shows of these numbers on a screen without HDR; the model is exact to one step
    16: {0: 0, 40: 9, 80: 48, 120: 114, 148: 187, 180: 242, 191: 254, 220: 255, 255: 255},
    18: {0: 0, 40: 21, 80: 57, 120: 92, 148: 120, 180: 166, 191: 187, 220: 224, 255: 255},
}


@pytest.mark.parametrize("transfer", HDR_GREYS)
def test_hdr_is_brought_into_the_range_of_a_page(transfer: int) -> None:
    """Paper white, which HDR writes as 58 % of PQ and 75 % of HLG, leaves half of the light to what is brighter."""
    for write in (
        lambda image: png_with(b"cICP", bytes([9, transfer, 0, 1]), image),
        lambda image: avif_with(9, transfer, image),
    ):
        for number, grey in HDR_GREYS[transfer].items():
            assert like([shown(write(patch((number,) * 3)))], [(grey,) * 3], 2)


def test_hdr_keeps_a_colour_the_colour_it_was() -> None:
    """A bright orange does not fade to yellow: all three channels are dimmed alike (the numbers are Chromium's)."""
    for transfer, colours in {
        16: {(200, 120, 60): (255, 79, 14), (60, 160, 90): (23, 219, 55), (150, 60, 60): (194, 26, 25)},
        18: {(200, 120, 60): (187, 97, 47), (60, 160, 90): (47, 133, 71), (150, 60, 60): (110, 43, 42)},
    }.items():
        for written, colour in colours.items():
            assert like([shown(png_with(b"cICP", bytes([1, transfer, 0, 1]), patch(written)))], [colour], 3)


def test_hdr_that_says_how_bright_it_becomes_is_dimmed_no_more_than_it_needs() -> None:
    greys = [shown(with_brightest(avif_with(9, 16, patch((148,) * 3)), nits))[0] for nits in (400, 1000, 4000)]
    assert like([tuple(greys)], [(229, 187, 187)], 2)
    bright = [shown(with_brightest(avif_with(9, 16, patch((191,) * 3)), nits))[0] for nits in (400, 1000, 4000)]
    assert like([tuple(bright)], [(255, 254, 227)], 3)
    unsaid = [shown(with_brightest(avif_with(9, 16, patch((191,) * 3)), nits))[0] for nits in (0, 65535)]
    assert like([tuple(unsaid)], [(254, 254)], 2)


def with_brightest(avif: bytes, nits: int) -> bytes:
    """An AVIF that says how bright its brightest spot is (clli), where it said how many bits a pixel has."""
    at = avif.index(b"pixi") - 4
    assert avif[at : at + 4] == b"\0\0\0\x10"
    return avif[:at] + struct.pack(">I4sHH4x", 16, b"clli", nits, 0) + avif[at + 16 :]


def test_colours_by_number_that_do_not_exist_are_taken_for_srgb() -> None:
    assert coded_profile(Coded(2, 2)) is None
    assert coded_profile(Coded(999, 13)) is None


def test_a_made_profile_is_one_that_others_read() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(made_profile(BT_2020, srgb)))
    assert profile.profile.xcolor_space == "RGB "
    assert profile.profile.red_colorant is not None
