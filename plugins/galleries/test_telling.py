"""Telling: a document and a ZIP keep a photograph's bytes as the camera wrote them, and are published as they are."""

import io
import tracemalloc
import zipfile

import pytest
from PIL import Image

from plugins.galleries.conftest import drawn, packet, saved
from plugins.galleries.telling import tells_of_photographs

PDF = b"%PDF-1.7\nstream\n"


def place() -> Image.Exif:
    """The notes of a photograph that says where it was taken; as bytes they are built like a TIFF."""
    exif = Image.Exif()
    exif[0x010E] = "A hill"  # without a word of its own a PNG leaves the rest away
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 44.0, 30.0), 3: "W", 4: (4.0, 37.0, 7.0)})
    return exif


def located(format: str = "JPEG") -> bytes:
    """A photograph with these notes."""
    return saved(drawn(60, 40), format, exif=place())


def numbered() -> bytes:
    """A photograph that says the number of its camera."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA431] = "0123456789"
    return saved(drawn(60, 40), exif=exif)


def credited() -> bytes:
    """A photograph that says who took it, and when: that may be told."""
    exif = Image.Exif()
    exif[0x013B] = "Kit"
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 06:12:00"
    return saved(drawn(60, 40), exif=exif)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return file.getvalue()


TELLING = {
    "a place in a PDF": PDF + located() + b"\nendstream",
    "a camera's number in a PDF": PDF + numbered(),
    "a place in a packet of words": PDF + packet("", 'exif:GPSLatitude="53,44.5N"'),
    "a camera's number in a packet of words": PDF + packet("<aux:SerialNumber>0123</aux:SerialNumber>"),
    "a ZIP of the day's pictures": zipped({"IMG_1.jpg": located(), "notes.txt": b"Wednesday"}),
    "a ZIP that is not made smaller": zipped({"scan.tif": place().tobytes()[6:]}, zipfile.ZIP_STORED),
    "a picture in a document": zipped({"word/media/image1.png": located("PNG")}),
    "a WebP in a document": zipped({"word/media/image2.webp": located("WEBP")}),
    "a WebP in a PDF": PDF + located("WEBP"),
    "a picture behind a broken one": zipped({"1.jpg": b"broken" * 9, "2.jpg": located()}, zipfile.ZIP_STORED).replace(
        b"broken", b"BROKEN"
    ),
    "a second picture": PDF + credited() + located(),
}
HARMLESS = {
    "who took it, and when": PDF + credited(),
    "the same in a ZIP": zipped({"a.jpg": credited()}),
    "no picture at all": PDF,
    "a ZIP that is cut": zipped({"IMG_1.jpg": located()})[:-30],
    "notes that can't be read": PDF + b"Exif\0\0MM\0*" + b"\xff" * 40,
    "notes that end at once": PDF + b"Exif\0\0MM\0*",
    "words about serial numbers": PDF + b"Every camera has a SerialNumber, and GPSLatitude is a tag.",
    "what swells beyond all measure": zipped({"a.jpg": located() + bytes(50_000_000)}),
}


@pytest.mark.parametrize("name", TELLING)
def test_what_names_a_place_or_a_camera_is_found(name: str) -> None:
    assert tells_of_photographs(TELLING[name])


@pytest.mark.parametrize("name", HARMLESS)
def test_what_names_neither_is_left_alone(name: str) -> None:
    assert not tells_of_photographs(HARMLESS[name])


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_member_that_swells_beyond_the_size_it_says_fills_no_memory(method: int) -> None:
    size = 20_000_000
    lie = zipped({"a.jpg": bytes(size)}, method).replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    tracemalloc.start()
    try:
        assert not tells_of_photographs(lie)
        assert tracemalloc.get_traced_memory()[1] < size / 4
    finally:
        tracemalloc.stop()
