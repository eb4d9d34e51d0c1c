"""However a file writes its colours, bits and inks: readers get them in plain RGB."""

import io
import struct

import pillow_heif
import pytest
from PIL import Image, ImageCms

from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, saved, shown

pillow_heif.register_heif_opener()  # so that Pillow also writes HEIC; the code under test registers it for reading


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "PA"])
def test_every_mode_becomes_plain_rgb(mode: str) -> None:
    image = shown(saved(drawn().convert("RGB" if mode == "PA" else mode), "TIFF" if mode == "PA" else "PNG"))
    assert (image.mode, image.size) == ("RGB", (600, 400))


@pytest.mark.parametrize("unit", [257, 1])
def test_a_palette_in_a_tiff_is_read_in_the_bits_that_it_was_written_in(unit: int) -> None:
    """16 of them are the rule; old programs wrote 8, which libtiff's own tools allow for too."""
    picture = Image.new("P", (9, 9), 1)
    picture.putpalette([0, 0, 0, 200, 120, 60])
    data = saved(picture, "TIFF")
    with Image.open(io.BytesIO(data)) as opened:
        palette = opened.tag_v2[320]  # type: ignore[attr-defined]
    written = struct.pack(f"<{len(palette)}H", *palette)
    assert data.count(written) == 1
    other = data.replace(written, struct.pack(f"<{len(palette)}H", *(value // 256 * unit for value in palette)))
    assert shown(other).getpixel((4, 4)) == (200, 120, 60)


def test_sixteen_bit_grey_keeps_its_middle() -> None:
    """Pillow's own conversion clips it to white."""
    grey = Image.new("I;16", (20, 20), 127 * 257)
    assert shown(saved(grey, "PNG")).getpixel((5, 5)) == (127, 127, 127)


@pytest.mark.parametrize(
    ("order", "tags", "middle", "grey"),
    [
        ("<", {}, b"\x80\x80" * 256, 128),
        (">", {}, b"\x80\x80" * 256, 128),
        ("<", {262: 0}, b"\x80\x80" * 256, 127),  # here black is the highest number
        ("<", {258: 12}, b"\x80\x08\x00" * 128, 128),  # 12 bits: three bytes are two dots
    ],
)
def test_grey_of_a_scanner_keeps_its_middle(order: str, tags: dict[int, int], middle: bytes, grey: int) -> None:
    assert shown(scan(order, tags, middle)).getpixel((5, 5)) == (grey, grey, grey)


def scan(order: str, tags: dict[int, int], pixels: bytes) -> bytes:
    """A TIFF of 16 by 16 dots of 16-bit grey, written by hand, since Pillow writes only the usual ones."""
    tags = {256: 16, 257: 16, 258: 16, 259: 1, 262: 1, 273: 0, 277: 1, 278: 16, 279: len(pixels)} | tags
    tags[273] = 8 + 2 + 12 * len(tags) + 4
    entries = b"".join(struct.pack(f"{order}HHII", tag, 4, 1, tags[tag]) for tag in sorted(tags))
    mark = b"II*\0" if order == "<" else b"MM\0*"
    return mark + struct.pack(f"{order}IH", 8, len(tags)) + entries + bytes(4) + pixels


def test_a_print_shops_cmyk_is_shown_in_rgb() -> None:
    image = shown(saved(drawn(mode="CMYK"), quality=95))
    assert image.mode == "RGB"
    assert like(corners(image), UPRIGHT, 25)


def test_colours_are_converted_by_the_profile_not_dropped_with_it() -> None:
    """A profile that reads the same numbers as other colours (here: without gamma) must change the numbers."""
    linear = ImageCms.ImageCmsProfile(io.BytesIO(linear_profile()))
    image = shown(saved(Image.new("RGB", (9, 9), (55, 55, 55)), "PNG", icc_profile=linear.tobytes()))
    red, green, blue = image.getpixel((4, 4))
    assert red > 110 and abs(red - green) < 4 and abs(red - blue) < 4
    assert "icc_profile" not in image.info


def linear_profile() -> bytes:
    """sRGB's own profile, its curves emptied into straight lines (ICC.1:2022, 10.6)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(data[128:132])
    for index in range(count):
        entry = 132 + 12 * index
        if data[entry : entry + 4] in (b"rTRC", b"gTRC", b"bTRC"):
            offset = int.from_bytes(data[entry + 4 : entry + 8])
            data[offset : offset + 12] = b"curv" + bytes(8)  # a curve of no points is the identity
            data[entry + 8 : entry + 12] = (12).to_bytes(4)
    return bytes(data)


@pytest.mark.parametrize("profile", [b"nonsense", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()])
def test_a_profile_that_does_not_fit_costs_the_profile_not_the_photograph(profile: bytes) -> None:
    image = shown(saved(drawn(mode="L"), "PNG", icc_profile=profile))
    assert image.size == (600, 400)


@pytest.mark.parametrize("depth", [10, 12])
def test_a_heic_of_more_than_8_bits_is_shown_in_8(depth: int) -> None:
    deep = Image.new("I;16", (64, 64), 32768).convert("I").point(lambda value: value).convert("I;16")
    pillow_heif.options.SAVE_HDR_TO_12_BIT = depth == 12
    try:
        image = shown(saved(deep, "HEIF", quality=-1))
    finally:
        pillow_heif.options.SAVE_HDR_TO_12_BIT = False
    assert like([image.getpixel((30, 30))], [(128, 128, 128)], 2)
