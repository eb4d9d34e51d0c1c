"""What comes in: everything a camera, a phone, a scanner or an accident can write."""

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from desk.drawings.camera import HELD
from plugins.galleries.cache import PhotoCache
from plugins.galleries.chunks import PNG
from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, saved
from plugins.galleries.conversion import to_srgb
from plugins.galleries.icc import made_profile
from plugins.galleries.inspection import Inspector, Seen, glance
from plugins.galleries.photographs import FORMATS, open_photograph
from plugins.galleries.primaries import P3
from plugins.galleries.profiles import srgb

pillow_heif.register_heif_opener()  # so that Pillow also writes HEIC; the code under test registers it for reading
PAPER = (251, 248, 241)
XMP_TURNED = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>"""

TURNED = {1: None, **HELD}
"""What a camera stores, for each orientation mark, of a picture that is upright to the eye."""


def marked(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[274] = orientation
    return exif


def shown(data: bytes) -> Image.Image:
    """The pixels that readers get."""
    photograph = open_photograph(data)
    return to_srgb(photograph.image, photograph.profile)


@pytest.mark.parametrize("format", [*FORMATS, "HEIF", "compressed TIFF"])
@pytest.mark.parametrize("orientation", TURNED)
def test_a_photograph_is_upright_however_the_camera_was_held(orientation: int, format: str) -> None:
    """HEIC and AVIF are turned by their container, which must not happen twice; a GIF has no such mark."""
    turn = TURNED[orientation] if format != "GIF" else None
    stored = drawn() if turn is None else drawn().transpose(turn)
    options = {"compression": "tiff_lzw"} if format == "compressed TIFF" else {}
    data = saved(stored, format.split()[-1], exif=marked(orientation).tobytes(), **options)
    image = shown(data)
    assert image.size == (600, 400)
    assert like(corners(image), UPRIGHT, 25)
    assert glance(data)[:2] == [600, 400]


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation: int) -> None:
    assert like(corners(shown(saved(drawn(), exif=marked(orientation)))), UPRIGHT)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_an_orientation_in_xmp_counts_where_exif_has_none(format: str) -> None:
    stored = drawn().transpose(Image.Transpose.ROTATE_90)
    if format == "PNG":
        options: dict[str, object] = {"pnginfo": PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP_TURNED.decode())
    else:
        options = {"tiffinfo": {700: XMP_TURNED}} if format == "TIFF" else {"xmp": XMP_TURNED}
    assert like(corners(shown(saved(stored, format, **options))), UPRIGHT, 25)


@pytest.mark.parametrize("format", ["AVIF", "HEIF"])
def test_an_orientation_in_the_xmp_of_a_container_that_turns_by_itself_has_no_say(format: str) -> None:
    """ISO/IEC 23008-12, 6.5.10: only irot and imir turn; browsers hold to that."""
    if format == "AVIF":
        assert like(corners(shown(saved(drawn(), format, xmp=XMP_TURNED))), UPRIGHT, 25)
    else:  # pillow-heif, when it writes, makes of the mark in XMP one of the container
        stored = drawn().transpose(Image.Transpose.ROTATE_90)
        assert like(corners(shown(saved(stored, format, xmp=XMP_TURNED))), UPRIGHT, 25)


@pytest.mark.parametrize("format", [*FORMATS, "HEIF"])
def test_every_format_on_the_list_can_be_read(format: str) -> None:
    """A table in the code is complete: also in this Pillow, on this machine."""
    assert like(corners(shown(saved(drawn(), format))), UPRIGHT, 25)


@pytest.mark.parametrize("mode", ["L", "P", "1", "LA", "RGBA", "PA"])
def test_every_mode_becomes_plain_rgb(mode: str) -> None:
    image = shown(saved(drawn().convert("RGB" if mode == "PA" else mode), "TIFF" if mode == "PA" else "PNG"))
    assert (image.mode, image.size) == ("RGB", (600, 400))


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


def test_broken_metadata_costs_the_metadata_not_the_photograph(jpeg: bytes) -> None:
    payload = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\xff" + bytes(range(40))
    segment = b"\xff\xe1" + (len(payload) + 2).to_bytes(2) + payload
    assert like(corners(shown(jpeg[:2] + segment + jpeg[2:])), UPRIGHT)


def test_a_photograph_of_two_pictures_shows_the_first(jpeg: bytes) -> None:
    """Dual cameras and Ultra HDR write MPO, which calls itself a JPEG."""
    both = saved(drawn(), "MPO", save_all=True, append_images=[Image.new("RGB", (600, 400))], quality=95)
    assert like(corners(shown(both)), UPRIGHT)


def test_words_too_long_for_pillow_and_a_cut_mark_cost_themselves_not_the_photograph() -> None:
    """Programs keep a picture's whole history in it, which unpacks to more than the megabyte that Pillow allows."""
    info = PngInfo()
    info.add_text("Raw profile type xmp", "ha" * 1_000_000, zip=True)
    cut = PngInfo()
    cut.add(b"cHRM", b"")
    for odd in (info, cut):
        data = saved(drawn(), "PNG", pnginfo=odd)
        assert like(corners(shown(data)), UPRIGHT)
        assert glance(data)[:2] == [600, 400]


def test_nobody_pays_for_heic_who_has_none() -> None:
    """The package weighs 26 MB, and each process of the darkroom starts afresh."""
    code = "import sys, plugins.galleries.darkroom; sys.exit('pillow_heif' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("depth", [10, 12])
def test_a_heic_of_more_than_8_bits_is_shown_in_8(depth: int) -> None:
    deep = Image.new("I;16", (64, 64), 32768).convert("I").point(lambda value: value).convert("I;16")
    pillow_heif.options.SAVE_HDR_TO_12_BIT = depth == 12
    try:
        image = shown(saved(deep, "HEIF", quality=-1))
    finally:
        pillow_heif.options.SAVE_HDR_TO_12_BIT = False
    assert like([image.getpixel((30, 30))], [(128, 128, 128)], 2)


def test_a_burst_shows_the_picture_that_its_camera_chose() -> None:
    others = [Image.new("RGB", (600, 400), colour) for colour in ("black", "white")]
    burst = saved(others[0], "HEIF", save_all=True, append_images=[drawn(), others[1]], primary_index=1)
    assert like(corners(shown(burst)), UPRIGHT)


def test_a_photograph_under_a_name_of_another_format_is_fine() -> None:
    """Only the bytes are asked, never the name: messengers and exports mix them up."""
    assert {glance(saved(drawn(), format))[0] for format in [*FORMATS, "HEIF"]} == {600}


NAMES = [
    "two words.jpg",
    "e\u0301te\u0301.jpg",
    "hill #3.jpg",
    "a%28b%29.jpg",
    "'q\"uoted'.jpg",
    "[x] (1) {y}.jpg",
    "ünï–çödé.JPG",
]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_is_in_the_way(name: str, tmp_path: Path, jpeg: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(jpeg)
    inspector = Inspector(PhotoCache(tmp_path / "cache"))
    assert isinstance(seen := inspector.look(path), Seen)
    assert (seen.width, seen.height) == (600, 400)


def test_the_place_is_in_no_file_that_is_made_of_a_photograph() -> None:
    """Neither of its four hiding places survives: EXIF, its thumbnail's directory, XMP, the comment."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET maker"
    exif[0x8825] = {1: "N", 2: (51.0, 28.0, 40.0), 29: "SECRET place"}
    exif[0x8769] = {0xA431: "SECRET serial", 0x927C: b"SECRET note"}
    thumbnail = exif.get_ifd(ExifTags.IFD.IFD1)
    thumbnail[0x0110] = "SECRET thumbnail"
    xmp = XMP_TURNED.replace(b'tiff:Orientation="6"', b'tiff:Model="SECRET place"')
    told = saved(drawn(), quality=90, exif=exif, xmp=xmp, comment=b"SECRET place")
    assert told.count(b"SECRET") >= 6
    image = shown(told)
    assert not image.info and not image.getexif()
    for format in ("JPEG", "AVIF"):
        published = saved(image, format)
        assert b"SECRET" not in published and b"GPS" not in published
        with Image.open(io.BytesIO(published)) as reread:
            assert not reread.getexif() and "xmp" not in reread.info and "comment" not in reread.info
