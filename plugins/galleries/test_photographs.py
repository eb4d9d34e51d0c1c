"""What comes in: everything a camera, a phone, a scanner or an accident can write."""

import io
import subprocess
import sys
from pathlib import Path

import pillow_heif
import pytest
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from plugins.galleries.cache import PhotoCache
from plugins.galleries.conftest import UPRIGHT, XMP_TURNED, corners, drawn, like, saved, shown
from plugins.galleries.inspection import Inspector, Seen, glance
from plugins.galleries.photographs import FORMATS

pillow_heif.register_heif_opener()  # so that Pillow also writes HEIC; the code under test registers it for reading


@pytest.mark.parametrize("format", [*FORMATS, "HEIF"])
def test_every_format_on_the_list_can_be_read(format: str) -> None:
    """A table in the code is complete: also in this Pillow, on this machine."""
    assert like(corners(shown(saved(drawn(), format))), UPRIGHT, 25)


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
