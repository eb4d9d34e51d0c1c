"""A photograph's own words are found in every format that bears them, however long, odd or broken."""

import struct
from datetime import UTC, datetime, timedelta, timezone

import pillow_heif
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from plugins.galleries.conftest import SMALL, described, exif_of, packet, records, saved, with_iptc
from plugins.galleries.inspection import glance
from plugins.galleries.metadata import Metadata, read_metadata

pillow_heif.register_heif_opener()  # so that Pillow also writes HEIC; the code under test registers it for reading

FORMATS = ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"]


def with_xmp(format: str, xmp: bytes) -> bytes:
    if format == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return saved(SMALL, format, pnginfo=info)
    return saved(SMALL, format, **({"tiffinfo": {700: xmp}} if format == "TIFF" else {"xmp": xmp}))


@pytest.mark.parametrize("format", FORMATS)
def test_exif_is_read_in_every_format(format: str) -> None:
    exif = exif_of(
        {0x9003: "2026:05:01 06:30:00", 0x9011: "+02:00", 0x9291: "99"},
        description="Fünf Läufer".encode(),
        artist=b"Ada Marsh",
        copyright=b"\xa9 Ada Marsh",
    )
    taken = datetime(2026, 5, 1, 6, 30, tzinfo=timezone(timedelta(hours=2)))
    data = saved(SMALL, format, exif=exif)
    if format == "TIFF":  # where Pillow, when it writes, makes a question mark of each byte that is not ASCII
        data = data.replace(b"F??nf L??ufer", "Fünf Läufer".encode()).replace(b"? Ada", b"\xa9 Ada")
    assert read_metadata(data) == Metadata("Fünf Läufer", "Ada Marsh", "© Ada Marsh", taken)


@pytest.mark.parametrize("format", FORMATS)
def test_xmp_is_read_in_every_format(format: str) -> None:
    xmp = packet(
        """<dc:description><rdf:Alt><rdf:li xml:lang="de">Fünf</rdf:li><rdf:li xml:lang="x-default">Five &amp; a dog
        </rdf:li></rdf:Alt></dc:description>
        <dc:creator><rdf:Seq><rdf:li>Ada Marsh</rdf:li><rdf:li>Ben Fell</rdf:li></rdf:Seq></dc:creator>
        <dc:rights><rdf:Alt><rdf:li xml:lang="en">All rights reserved</rdf:li></rdf:Alt></dc:rights>""",
        'photoshop:DateCreated="2026-05-01T06:30:15.25Z"',
    )
    taken = datetime(2026, 5, 1, 6, 30, 15, tzinfo=UTC)
    found = read_metadata(with_xmp(format, xmp))
    assert found == Metadata("Five & a dog", "Ada Marsh, Ben Fell", "All rights reserved", taken)


def extension(name: bytes, whole: bytes, start: int, part: bytes) -> bytes:
    body = b"http://ns.adobe.com/xmp/extension/\0" + name + struct.pack(">II", len(whole), start) + part
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def test_xmp_that_is_longer_than_a_segment_is_put_together() -> None:
    name, other = b"0123456789ABCDEF" * 2, b"FEDCBA9876543210" * 2
    first = packet(
        "<dc:rights><rdf:Alt><rdf:li>Ada</rdf:li></rdf:Alt></dc:rights>",
        f'xmlns:n="n" n:HasExtendedXMP="{name.decode()}"',
    )
    rest = described("Dawn" + " " * 70_000)
    jpeg = saved(SMALL, xmp=first)
    for whole, wanted in {name: "Dawn", other: ""}.items():  # of another packet, a program that edits may leave parts
        parts = extension(whole, rest, 0, rest[:40_000]) + extension(whole, rest, 40_000, rest[40_000:])
        found = read_metadata(jpeg[:2] + parts + jpeg[2:])
        assert (found.caption, found.copyright) == (wanted, "Ada")


def test_xmp_is_read_in_a_gif() -> None:
    gif = saved(SMALL, "GIF")
    at = gif.index(b"\x2c", 13 + 3 * 2 ** ((gif[10] & 7) + 1))  # where the picture begins
    trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
    written = gif[:at] + b"\x21\xff\x0bXMP DataXMP" + described("Fünf Läufer") + trailer + gif[at:]
    assert read_metadata(written).caption == "Fünf Läufer"
    assert glance(written)[:2] == [60, 40]


def test_what_was_written_in_windows_keeps_its_letters() -> None:
    """Beside it stands the same without them, for programs that know no others."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "??? ?????", "Zo? Marsh"
    exif[0x9C9B], exif[0x9C9D] = ("Моя гора\0".encode("utf-16-le"), "Zoë Marsh\0".encode("utf-16-le"))
    found = read_metadata(saved(SMALL, exif=exif))
    assert (found.caption, found.creator) == ("Моя гора", "Zoë Marsh")


def test_words_behind_a_pngs_pixels_are_found() -> None:
    """Some programs write them there, and Pillow, which reads no pixel here, would not come so far."""
    before = with_xmp("PNG", described("Dawn"))
    at = before.index(b"iTXt") - 4
    end = at + 12 + int.from_bytes(before[at : at + 4])
    behind = before[:at] + before[end:-12] + before[at:end] + before[-12:]
    assert read_metadata(behind).caption == "Dawn"


@pytest.mark.parametrize("format", FORMATS)
def test_whatever_is_broken_reading_goes_on(format: str) -> None:
    """Each byte of a small photograph full of metadata is spoilt in turn."""
    image = Image.new("RGB", (8, 8))
    exif = exif_of({0x9003: "2026:05:01 06:30:00"}, description=b"Dawn", artist=b"Ada")
    data = saved(image, format, exif=exif)
    data = with_iptc(records((1, 90, b"\x1b%G"), (2, 120, b"Dawn")), data) if format == "JPEG" else data
    for at in range(min(len(data), 700)):
        for value in (0, 255):
            assert isinstance(read_metadata(data[:at] + bytes([value]) + data[at + 1 :]), Metadata)
    for end in range(0, len(data), 7):
        assert isinstance(read_metadata(data[:end]), Metadata)


@pytest.mark.parametrize(("format", "pixels"), [("PNG", b"IDAT"), ("JPEG", b"\xff\xda")])
def test_reading_metadata_decodes_no_pixel(format: str, pixels: bytes) -> None:
    """What is cut off where they begin has its words all the same; so those of a giant cost nothing."""
    data = saved(SMALL, format, exif=exif_of(description=b"Dawn"))
    assert read_metadata(data[: data.index(pixels) + 16]).caption == "Dawn"
