"""What comes out: the table of renditions, and how each is made."""

import io
import pickle

import pytest
from PIL import Image

from plugins.galleries import renditions
from plugins.galleries.cache import digest_of
from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, saved
from plugins.galleries.photographs import open_photograph
from plugins.galleries.renditions import (
    AVIF,
    CARD_PX,
    ENCODINGS,
    JPEG,
    WEBP,
    Recipe,
    card_of,
    colour_of,
    crop_box,
    encoded,
    fingerprint,
    height_for,
    sizes_of,
)
from plugins.proofreading.settings import Photographs

RECIPE = Recipe.of(Photographs())
OTHER = {"widths": (480,), "formats": ("jpeg",), "avif_quality": 50, "jpeg_quality": 50}
"""For each setting another value than the one it has."""


def resized(data: bytes, width_px: int) -> Image.Image:
    """A photograph at one width."""
    return sizes_of(open_photograph(data), (width_px,))[width_px]


def exif_of(data: bytes) -> dict[int, object]:
    """What a file tells beside its pixels."""
    with Image.open(io.BytesIO(data)) as image:
        return dict(image.getexif())


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
    assert RECIPE.widths_for(original) == offered


def test_widths_of_the_coachs_own_do_not_crowd_together_either() -> None:
    recipe = Recipe.of(Photographs(widths=(2000, 1000, 900, 1000, 480)))
    assert [recipe.widths_for(width) for width in (4000, 950)] == [(480, 1000, 2000), (480, 950)]


def test_every_width_in_every_format_has_a_name_of_its_own() -> None:
    assert list(RECIPE.names_for(900)) == ["480.avif", "480.jpg", "900.avif", "900.jpg"]
    every = Recipe.of(Photographs(formats=("jpeg", "webp", "avif")))
    assert list(every.names_for(900)) == ["480.avif", "480.webp", "480.jpg", "900.avif", "900.webp", "900.jpg"]
    assert list(Recipe.of(Photographs(formats=("jpeg",))).names_for(900).values()) == [(480, JPEG), (900, JPEG)]


def test_a_recipe_travels_to_another_process_whole() -> None:
    assert pickle.loads(pickle.dumps(RECIPE)) == RECIPE


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.suffix)
def test_a_rendition_is_the_photograph_and_says_what_it_is(encoding: object, jpeg: bytes) -> None:
    data = encoded(resized(jpeg, 480), encoding, 60)  # type: ignore[arg-type]
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
    for image in (*sizes_of(photograph, (480, 600)).values(), card_of(photograph, (0.5, 0.5))):
        for encoding in ENCODINGS:
            out = encoded(image, encoding, 60)
            assert b"SECRET" not in out and b"Exif" not in out and b"xmp" not in out.lower()
            with Image.open(io.BytesIO(out)) as opened:
                assert not opened.getexif() and not {"icc_profile", "comment", "xmp"} & opened.info.keys()


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.suffix)
def test_the_same_photograph_gives_the_same_bytes(encoding: object, jpeg: bytes) -> None:
    once, again = (encoded(resized(jpeg, 480), encoding, 60) for _ in range(2))  # type: ignore[arg-type]
    assert once == again


@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.suffix)
def test_who_made_a_photograph_stays_with_it_and_nothing_else_does(encoding: object, jpeg: bytes) -> None:
    credits = Image.Exif()
    credits[0x013B], credits[0x8298] = "Zoë Ångström".encode(), "© Zoë Ångström".encode()
    told = exif_of(encoded(resized(jpeg, 480), encoding, 60, credits.tobytes()))  # type: ignore[arg-type]
    assert {tag: str(words).encode("latin-1").decode() for tag, words in told.items()} == {
        0x013B: "Zoë Ångström",
        0x8298: "© Zoë Ångström",
    }


def test_the_key_of_what_another_library_reads_follows_its_version_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new pillow-heif develops HEIC anew, and nothing else."""
    heic, jpeg = digest_of(b"\0\0\0\x18ftypheic"), digest_of(b"\xff\xd8\xff")
    before = RECIPE.key(heic, (0.5, 0.5)), RECIPE.key(jpeg, (0.5, 0.5))
    monkeypatch.setattr(renditions, "heif_version", lambda: "99.0")
    assert RECIPE.key(heic, (0.5, 0.5)) != before[0]
    assert RECIPE.key(jpeg, (0.5, 0.5)) == before[1]


def test_a_photo_waits_on_the_colour_of_which_it_has_most() -> None:
    """The mean of blue hills and an orange sky would be neither."""
    image = Image.new("RGB", (90, 60), (30, 60, 90))
    image.paste((240, 160, 60), (0, 0, 90, 20))
    assert colour_of(image) == "#1e3c5a"


def test_the_key_follows_the_bytes_the_focus_and_the_recipe() -> None:
    middle = (0.5, 0.5)
    others = [
        RECIPE.key("b", middle),
        RECIPE.key("a", (0.5, 0.4)),
        *(Recipe.of(Photographs(**{name: value})).key("a", middle) for name, value in OTHER.items()),
    ]
    assert RECIPE.key("a", middle) == Recipe.of(Photographs()).key("a", middle)
    assert len({RECIPE.key("a", middle), *others}) == 1 + len(others)
    assert all(word in fingerprint(RECIPE) for word in ("speed", "max_threads", "pillow", "avif", "libjpeg_turbo"))


def test_a_quality_counts_only_for_a_format_that_is_made() -> None:
    assert Recipe.of(Photographs(webp_quality=30)) == RECIPE


def test_a_small_rendition_is_softer_except_in_the_format_of_feeds() -> None:
    every = Recipe.of(Photographs(formats=("avif", "webp", "jpeg"), avif_quality=60, webp_quality=60, jpeg_quality=60))
    assert [[every.quality(each, width) for each in (AVIF, WEBP, JPEG)] for width in (480, 800)] == [
        [56, 56, 60],
        [60, 60, 60],
    ]


def test_a_photograph_that_was_decoded_smaller_is_the_same_to_the_eye() -> None:
    """A camera's JPEG is decoded at a half or a quarter where that is still large enough, upright or not."""
    for turned in (1, 6):
        exif = Image.Exif()
        exif[0x0112] = turned
        stored = drawn(2400, 1600) if turned == 1 else drawn(2400, 1600).transpose(Image.Transpose.ROTATE_90)
        photograph = open_photograph(saved(stored, quality=90, exif=exif), at_least=(480, 1))
        assert (photograph.size, photograph.image.size) == ((2400, 1600), (600, 400))
        assert sizes_of(photograph, (480,))[480].size == (480, 320)
        card = card_of(photograph, (0.5, 0.5))
        assert card.size == (600, 315)
        assert all(like(corners(image), UPRIGHT) for image in (sizes_of(photograph, (480,))[480], card))


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
