"""What comes out: the table of renditions, and how each is made."""

import io

import pytest
from PIL import Image

from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, saved
from plugins.galleries.photographs import open_photograph
from plugins.galleries.renditions import (
    AVIF,
    CARD_PX,
    ENCODINGS,
    SMALLEST_STEP,
    WIDTHS_PX,
    card_of,
    crop_box,
    encoded,
    fingerprint,
    height_for,
    key_of,
    names_for,
    resized,
    widths_for,
)


@pytest.mark.parametrize(
    ("original", "offered"),
    [
        (4000, (480, 800, 1280, 1920)),
        (1920, (480, 800, 1280, 1920)),
        (1650, (480, 800, 1280, 1650)),
        (1500, (480, 800, 1500)),
        (800, (480, 800)),
        (500, (500,)),
        (1, (1,)),
    ],
)
def test_widths_never_exceed_the_original_nor_crowd_together(original: int, offered: tuple[int, ...]) -> None:
    assert widths_for(original) == offered


def test_every_width_in_every_encoding_has_a_name_of_its_own() -> None:
    names = names_for(4000)
    assert list(names.values()) == [(width, encoding) for width in WIDTHS_PX for encoding in ENCODINGS]
    assert all(wide / narrow >= SMALLEST_STEP for wide, narrow in zip(WIDTHS_PX[1:], WIDTHS_PX, strict=False))


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.suffix)
def test_a_rendition_is_the_photograph_and_says_what_it_is(encoding: object, jpeg: bytes) -> None:
    data = encoded(resized(open_photograph(jpeg), 480), encoding)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == (encoding.format, (480, 320))  # type: ignore[attr-defined]
        assert like(corners(image), UPRIGHT, 20)


def test_nothing_but_pixels_comes_through() -> None:
    """GPS, the camera's serial number, XMP, the profile and the comment would all tell on the coach."""
    exif = Image.Exif()
    exif[0x010F], exif[0xA431] = "SECRETMAKER", "SECRETSERIAL"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[29] = "N", "SECRETGPS"
    exif.get_ifd(0x8769)[0x927C] = b"SECRETNOTE"
    told = {"exif": exif, "xmp": b"<x:xmpmeta>SECRETXMP</x:xmpmeta>", "comment": "SECRETCOMMENT"}
    data = saved(drawn(), quality=90, **told)
    assert data.count(b"SECRET") == 6
    photograph = open_photograph(data)
    for image in (resized(photograph, 600), resized(photograph, 480), card_of(photograph, (0.5, 0.5))):
        for encoding in ENCODINGS:
            out = encoded(image, encoding)
            assert b"SECRET" not in out and b"Exif" not in out and b"xmp" not in out.lower()
            with Image.open(io.BytesIO(out)) as opened:
                assert not opened.getexif() and not {"icc_profile", "comment", "xmp"} & opened.info.keys()


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.suffix)
def test_the_same_photograph_gives_the_same_bytes(encoding: object, jpeg: bytes) -> None:
    once, again = (encoded(resized(open_photograph(jpeg), 480), encoding) for _ in range(2))  # type: ignore[arg-type]
    assert once == again


def test_the_key_follows_the_bytes_the_focus_and_the_table() -> None:
    assert key_of("a", (0.5, 0.5)) == key_of("a", (0.5, 0.5)) != key_of("b", (0.5, 0.5))
    assert key_of("a", (0.5, 0.5)) != key_of("a", (0.5, 0.4))
    assert all(word in fingerprint() for word in ("quality", "speed", "max_threads", "pillow", "avif", "libjpeg_turbo"))


@pytest.mark.parametrize(
    ("size", "focus", "box"),
    [
        ((4000, 3000), (0.5, 0.5), (0, 450, 4000, 2550)),
        ((4000, 3000), (0.5, 0.0), (0, 0, 4000, 2100)),
        ((4000, 3000), (0.5, 1.0), (0, 900, 4000, 3000)),
        ((3000, 630), (0.1, 0.5), (0, 0, 1200, 630)),
        ((3000, 630), (0.5, 0.5), (900, 0, 2100, 630)),
        ((1, 1), (0.5, 0.5), (0, 0, 1, 1)),
    ],
)
def test_a_card_keeps_the_focal_point(size: tuple[int, int], focus: tuple[float, float], box: tuple[int, ...]) -> None:
    assert crop_box(size, focus) == box


def test_a_card_has_the_size_that_shares_want_and_is_never_enlarged() -> None:
    assert card_of(open_photograph(saved(drawn(2400, 1800))), (0.5, 0.5)).size == CARD_PX
    assert card_of(open_photograph(saved(drawn(600, 400))), (0.5, 0.5)).size == (600, 315)


def test_avif_uses_one_thread_because_its_bytes_depend_on_the_number() -> None:
    assert AVIF.options["max_threads"] == 1


def test_heights_keep_the_shape() -> None:
    assert [height_for(480, size) for size in ((4000, 3000), (3000, 4000), (10_000, 3))] == [360, 640, 1]
