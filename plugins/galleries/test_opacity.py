"""What is clear in a picture shows the paper."""

import io
import struct
import zlib

import pytest
from PIL import Image

from plugins.galleries.chunks import PNG
from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, marked, saved, shown
from plugins.galleries.icc import made_profile
from plugins.galleries.photographs import open_photograph
from plugins.galleries.primaries import P3
from plugins.galleries.profiles import srgb

PAPER = (251, 248, 241)


def test_grey_over_its_own_transparency_is_composed() -> None:
    """A TIFF's associated alpha, which Pillow calls La and converts to nothing but LA."""
    data = saved(Image.new("LA", (10, 10), (0, 255)), "TIFF").replace(
        struct.pack("<HHII", 338, 3, 1, 2), struct.pack("<HHII", 338, 3, 1, 1)
    )
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "La"
    assert shown(data).getpixel((5, 5)) == (0, 0, 0)


@pytest.mark.parametrize("options", [{}, {"icc_profile": made_profile(P3, srgb)}])
def test_transparent_parts_show_the_paper(options: dict[str, bytes]) -> None:
    """And the paper is of the page's colours, not of the picture's."""
    clear = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    assert shown(saved(clear, "PNG", **options)).getpixel((5, 5)) == (251, 248, 241)


@pytest.mark.parametrize("bits", [1, 2, 4, 8, 16])
def test_a_grey_that_a_png_calls_clear_shows_the_paper(bits: int) -> None:
    """The file names it in bits of its own, which Pillow compares with the eight that it has made of them."""
    most = 2**bits - 1
    for clear, middle in ((most, (0, 0, 0)), (0, PAPER)):
        assert shown(grey_png(bits, 0, clear)).getpixel((3, 3)) == middle
    if bits > 1:
        assert shown(grey_png(bits, 1, 1)).getpixel((3, 3)) == PAPER
        assert shown(grey_png(bits, 1, 2)).getpixel((3, 3)) == (round(255 / most),) * 3
    assert shown(grey_png(bits, most, 0)).getpixel((3, 3)) == (255, 255, 255)


def grey_png(bits: int, grey: int, clear: int) -> bytes:
    """A PNG of 8 by 8 px of one grey, written by hand, in which one grey is clear."""
    row = b"\0" + int("".join(f"{grey:0{bits}b}" for _ in range(8)), 2).to_bytes(bits)
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", 8, 8, bits, 0, 0, 0, 0),
        b"tRNS": struct.pack(">H", clear),
        b"IDAT": zlib.compress(row * 8),
        b"IEND": b"",
    }
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts.items()
    )
    return PNG + b"".join(chunks)


def test_transparent_grey_is_read_by_its_profile() -> None:
    """A profile for greys fits no colours, so it must be asked before there are any."""
    linear = grey_profile()
    image = shown(saved(Image.new("LA", (9, 9), (55, 255)), "PNG", icc_profile=linear))
    assert like([image.getpixel((4, 4))], [(128, 128, 128)], 3)


def grey_profile() -> bytes:
    """A profile for greys, whose numbers are plain light (ICC.1:2022, 8.3.4)."""
    white = b"XYZ " + struct.pack(">I3i", 0, 63190, 65536, 54061)
    tone = b"curv" + bytes(8)
    directory = struct.pack(">I4sII4sII", 2, b"wtpt", 156, 20, b"kTRC", 176, 12)
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x", 188, 0x02400000, b"mntr", b"GRAY", b"XYZ ", b"acsp", 63190, 65536, 54061
    )
    return head + directory + white + tone


def test_a_gif_that_draws_on_a_part_of_itself_shows_the_paper_around_it() -> None:
    data = bytearray(saved(Image.new("P", (20, 10), 1), "GIF"))
    data[6:10] = struct.pack("<HH", 60, 40)  # the size of the whole; the frame keeps its own
    image = shown(bytes(data))
    assert image.size == (60, 40)
    assert (image.getpixel((5, 5)) == PAPER, image.getpixel((50, 5)), image.getpixel((5, 30))) == (False, PAPER, PAPER)


def test_a_large_transparent_picture_is_made_smaller_as_it_is_made_opaque() -> None:
    """So it takes hardly more memory than its pixels; its strips join without a seam, also turned by its camera."""
    picture = drawn(8_000, 4_000).quantize(16)
    picture.info["transparency"] = bytes([255] * 16)
    data = saved(picture, "PNG", compress_level=1, exif=marked(6))
    photograph = open_photograph(data, at_least=(500, 900))
    assert (photograph.size, photograph.image.size) == ((4_000, 8_000), (800, 1_600))
    turned = [UPRIGHT[2], UPRIGHT[0], UPRIGHT[3], UPRIGHT[1]]
    assert like(corners(photograph.image), turned)
    column = photograph.image.crop((100, 0, 101, 700)).getcolors()
    assert column is not None and len(column) == 1
    assert open_photograph(saved(drawn(60, 40, "RGBA"), "PNG"), at_least=(5, 5)).image.size == (60, 40)
