"""What comes in: everything a camera, a phone, a scanner or an accident can write."""

import io
import subprocess
import sys
from contextlib import suppress

import pillow_heif
import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, saved
from plugins.galleries.inspection import glance
from plugins.galleries.photographs import (
    FORMATS,
    LARGEST_MEGAPIXELS,
    MEASUREMENTS,
    MOVING,
    NO_ROOM,
    ONE_BY_ONE,
    PAGES,
    UnusableHere,
    UnusablePhotograph,
    open_photograph,
    refuse_giant,
    to_srgb,
    told_plainly,
)
from plugins.galleries.strangers import ANEW, DAMAGED, DEVELOP, JPEG_INSTEAD, RAW, STILL

pillow_heif.register_heif_opener()  # so that Pillow also writes HEIC; the code under test registers it for reading
XMP_TURNED = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>"""

TURNED = {  # what a camera stores, for each orientation mark, of a picture that is upright to the eye (EXIF 2.32, 274)
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def marked(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[274] = orientation
    return exif


def refusal(data: bytes) -> list[str]:
    """What the coach is told of a file that can't be shown, and the cure."""
    with pytest.raises(UnusablePhotograph) as told:
        open_photograph(data)
    return [told.value.wanted, told.value.fix]


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


def test_transparent_parts_show_the_paper() -> None:
    clear = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    assert shown(saved(clear, "PNG")).getpixel((5, 5)) == (251, 248, 241)


def test_sixteen_bit_grey_keeps_its_middle() -> None:
    """Pillow's own conversion clips it to white."""
    grey = Image.new("I;16", (20, 20), 127 * 257)
    assert shown(saved(grey, "PNG")).getpixel((5, 5)) == (127, 127, 127)


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


@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
@pytest.mark.parametrize("format", [*FORMATS, "HEIF"])
def test_a_photograph_cut_short_is_called_damaged(format: str, share: float) -> None:
    noise = Image.effect_noise((300, 200), 60).convert("RGB")
    data = saved(noise, format)
    cut = data[: int(len(data) * share)]
    try:
        open_photograph(cut)
    except UnusablePhotograph as error:
        assert error.fix == ANEW
    else:
        assert share > 0.9  # a few bytes of padding at the end are nobody's loss


def test_a_damaged_jpeg_is_told_in_these_words(jpeg: bytes) -> None:
    with pytest.raises(UnusablePhotograph) as told:
        open_photograph(jpeg[: len(jpeg) // 2])
    assert (told.value.wanted, told.value.fix) == (DAMAGED, ANEW)


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_is_told_and_never_stands_still_in_silence(format: str) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    moving = saved(frames[0], format, save_all=True, append_images=frames[1:], duration=100)
    assert refusal(moving) == glance(moving) == [MOVING, STILL]
    assert shown(saved(frames[0], format)).size == (40, 30)


def test_a_tiff_of_several_pages_is_told_unless_they_are_small_copies_of_the_first() -> None:
    small = Image.new("RGB", (60, 40))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    with_copy = saved(drawn(), "TIFF", save_all=True, append_images=[small])
    assert like(corners(shown(with_copy)), UPRIGHT)
    pages = saved(drawn(), "TIFF", save_all=True, append_images=[drawn()])
    assert refusal(pages) == glance(pages) == [PAGES, ONE_BY_ONE]


@pytest.mark.parametrize("mark", [{254: 1}, {50706: b"\1\4\0\0"}])
def test_a_raw_file_is_told_and_its_preview_not_shown_for_it(mark: dict[int, object]) -> None:
    """NEF, ARW and DNG are TIFFs, whose first picture is a preview of 160 by 120 px."""
    raw = saved(drawn(160, 120), "TIFF", tiffinfo=mark)
    assert refusal(raw) == glance(raw) == [RAW, DEVELOP]


@pytest.mark.parametrize("mode", ["I", "F"])
def test_measurements_in_32_bits_are_told(mode: str) -> None:
    data = saved(Image.new(mode, (9, 9)), "TIFF")
    assert refusal(data) == glance(data) == [MEASUREMENTS, JPEG_INSTEAD]


def test_a_giant_is_refused_in_words_before_it_is_decoded() -> None:
    """A picture of 20,000 × 20,000 px fits in 50 kB and needs 1.2 GB."""
    bomb = saved(Image.new("1", (20_000, 20_000)), "PNG")
    with pytest.raises(UnusablePhotograph, match="too large") as told:
        open_photograph(bomb)
    assert "6,000 pixels" in told.value.fix
    with pytest.raises(UnusablePhotograph, match="12000 × 10001, which is 120 megapixels"):
        refuse_giant((12_000, 10_001))
    refuse_giant((12_000, LARGEST_MEGAPIXELS * 1_000_000 // 12_000))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "HEIF", "GIF"])
def test_every_kind_of_trouble_becomes_one_that_the_coach_can_read(format: str) -> None:
    """Decoders raise what they like; here each byte of a small photograph is spoilt in turn."""
    data = saved(Image.effect_noise((16, 16), 60).convert("RGB"), format)
    for at in range(0, min(len(data), 600)):
        for value in (0, 255):
            spoilt = data[:at] + bytes([value]) + data[at + 1 :]
            with suppress(UnusablePhotograph):
                open_photograph(spoilt)
            assert len(glance(spoilt)) > 1


def test_where_memory_ends_the_photograph_is_called_too_large_and_tried_again_another_time() -> None:
    with pytest.raises(UnusableHere, match=NO_ROOM), told_plainly(b""):
        raise MemoryError


def test_without_pillow_heif_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose set-up is older than the lock file."""
    data = saved(drawn(), "HEIF")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(UnusableHere, match="pillow-heif, which reads it, is not installed") as told:
        open_photograph(data)
    assert "pip install" in told.value.fix and "Most Compatible" in told.value.fix


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
