"""What comes in: everything a camera, a phone, a scanner or an accident can write."""

import io

import pytest
from PIL import Image, ImageCms

from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, saved
from plugins.galleries.photographs import (
    AGAIN,
    ANEW,
    DAMAGED,
    FORMATS,
    LARGEST_MEGAPIXELS,
    UnusablePhotograph,
    open_photograph,
    refuse_giant,
    to_srgb,
)

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


def shown(data: bytes) -> Image.Image:
    """The pixels that readers get."""
    photograph = open_photograph(data)
    return to_srgb(photograph.image, photograph.profile)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", TURNED)
def test_a_photograph_is_upright_however_the_camera_was_held(orientation: int, format: str) -> None:
    turn = TURNED[orientation]
    stored = drawn() if turn is None else drawn().transpose(turn)
    image = shown(saved(stored, format, exif=marked(orientation)))
    assert image.size == (600, 400)
    assert like(corners(image), UPRIGHT)


@pytest.mark.parametrize("format", FORMATS)
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
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_photograph_cut_short_is_called_damaged(format: str, share: float) -> None:
    noise = Image.effect_noise((300, 200), 60).convert("RGB")
    data = saved(noise, format)
    cut = data[: int(len(data) * share)]
    try:
        open_photograph(cut)
    except UnusablePhotograph as error:
        assert error.fix in (ANEW, AGAIN)
    else:
        assert share > 0.9  # a few bytes of padding at the end are nobody's loss


def test_a_damaged_jpeg_is_told_in_these_words(jpeg: bytes) -> None:
    with pytest.raises(UnusablePhotograph) as told:
        open_photograph(jpeg[: len(jpeg) // 2])
    assert (told.value.wanted, told.value.fix) == (DAMAGED, ANEW)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        (b"GIF89a" + bytes(40), "GIF"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "vector drawing"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git’s note"),
        (b"8BPS" + bytes(40), "Photoshop"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not a photograph"),
        (b"Dear diary", "not a photograph"),
    ],
)
def test_what_is_no_photograph_is_named_with_its_cure(data: bytes, words: str) -> None:
    with pytest.raises(UnusablePhotograph, match=words) as told:
        open_photograph(data)
    assert told.value.fix


def test_a_giant_is_refused_in_words_before_it_is_decoded() -> None:
    """A picture of 20,000 × 20,000 px fits in 50 kB and needs 1.2 GB."""
    bomb = saved(Image.new("1", (20_000, 20_000)), "PNG")
    with pytest.raises(UnusablePhotograph, match="too large") as told:
        open_photograph(bomb)
    assert "6,000 pixels" in told.value.fix
    with pytest.raises(UnusablePhotograph, match="12000 × 10001, which is 120 megapixels"):
        refuse_giant((12_000, 10_001))
    refuse_giant((12_000, LARGEST_MEGAPIXELS * 1_000_000 // 12_000))
