"""What is read of a photograph's own words, and the little that is written."""

import io
import json
import struct
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from plugins.galleries.cache import PhotoCache
from plugins.galleries.conftest import described, drawn, packet, saved
from plugins.galleries.inspection import Inspector, Seen, glance
from plugins.galleries.iptc import records_among
from plugins.galleries.metadata import LONGEST_CREDIT, Metadata, credits, moment, read_metadata

pillow_heif.register_heif_opener()
SMALL = drawn(60, 40)
NOTHING = Metadata()
FORMATS = ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"]


def exif_of(details: dict[int, str] | None = None, **tags: bytes) -> bytes:
    """An EXIF block with these tags: `exif_of({0x9003: "2026:05:01 06:30:00"}, description=b"Dawn")`."""
    numbers = {"description": 0x010E, "make": 0x010F, "artist": 0x013B, "copyright": 0x8298}
    exif = Image.Exif()
    for name, value in tags.items():
        exif[numbers[name]] = value
    if details:
        exif[0x8769] = details
    return exif.tobytes()


def records(*fields: tuple[int, int, bytes]) -> bytes:
    """IPTC records: `records((2, 120, b"Dawn"))`."""
    return b"".join(struct.pack(">BBBH", 0x1C, record, number, len(value)) + value for record, number, value in fields)


def with_iptc(block: bytes, jpeg: bytes | None = None) -> bytes:
    """A JPEG that holds these records as Photoshop keeps them."""
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(block)) + block + bytes(len(block) % 2)
    payload = b"Photoshop 3.0\0" + resource
    data = jpeg or saved(SMALL)
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload + data[2:]


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


@pytest.mark.parametrize(
    ("charset", "encoding"), [(b"", "latin-1"), (b"", "utf-8"), (b"\x1b%G", "utf-8"), (b"\x1b.A", "latin-1")]
)
def test_iptc_is_read_in_the_letters_that_it_was_written_in(charset: bytes, encoding: str) -> None:
    fields = [(2, 120, "Café at Größe".encode(encoding)), (2, 80, b"Ada"), (2, 80, b"Ben"), (2, 116, b"(c) Ada")]
    fields += [(2, 55, b"20260501"), (2, 60, b"063000+0200")]
    found = read_metadata(with_iptc(records(*[(1, 90, charset)] if charset else [], *fields)))
    taken = datetime(2026, 5, 1, 6, 30, tzinfo=timezone(timedelta(hours=2)))
    assert found == Metadata("Café at Größe", "Ada, Ben", "(c) Ada", taken)


def test_iptc_that_is_parted_by_a_segments_end_is_put_together() -> None:
    """A segment holds 64 kB, and Photoshop cuts what is longer wherever it may be, here within the caption."""
    block = records((1, 90, b"\x1b%G"), (2, 120, "Dämmerung am Steinmann".encode()), (2, 80, b"Ada"))
    preview = b"8BIM" + struct.pack(">H", 0x040C) + b"\3odd" + struct.pack(">I", 60_001) + bytes(60_002)
    resources = preview + b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(block)) + block + bytes(len(block) % 2)
    cut = len(preview) + 30
    parts = (b"Photoshop 3.0\0" + part for part in (resources[:cut], resources[cut:]))
    segments = b"".join(b"\xff\xed" + struct.pack(">H", len(part) + 2) + part for part in parts)
    jpeg = saved(SMALL)
    found = read_metadata(jpeg[:2] + segments + jpeg[2:])
    assert (found.caption, found.creator) == ("Dämmerung am Steinmann", "Ada")
    for end in range(0, len(resources), 997):
        assert isinstance(read_metadata(with_resources(resources[:end])), Metadata)


def test_iptc_in_a_hundred_thousand_pieces_is_put_together_in_their_order() -> None:
    """Each joined at once to all before it, those of a large file would take an hour."""
    whole = bytes(range(256)) * 800
    head = b"8BIM" + struct.pack(">HHI", 0x0404, 0, 2)
    assert records_among(b"".join(head + whole[at : at + 2] for at in range(0, len(whole), 2))) == whole


def with_resources(resources: bytes) -> bytes:
    part, jpeg = b"Photoshop 3.0\0" + resources, saved(SMALL)
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(part) + 2) + part + jpeg[2:]


def test_iptc_among_what_photoshop_keeps_in_a_tiff_is_read() -> None:
    block = records((2, 120, b"Dawn"))
    resources = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(block)) + block + b"\0"
    assert read_metadata(saved(SMALL, "TIFF", tiffinfo={34377: resources})).caption == "Dawn"


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


def test_iptc_is_read_in_a_tiff() -> None:
    """Photoshop calls its bytes numbers (type 4) of four bytes each."""
    block = records((2, 120, b"Dawn at the cairn!"))
    block += bytes(-len(block) % 4)
    data = saved(SMALL, "TIFF", tiffinfo={33723: block})
    assert read_metadata(data).caption == "Dawn at the cairn!"
    kind = struct.pack("<HH", 33723, 7)
    assert data.count(kind) == 1
    numbers = data.replace(kind + struct.pack("<I", len(block)), struct.pack("<HHI", 33723, 4, len(block) // 4))
    assert numbers != data
    assert read_metadata(numbers).caption == "Dawn at the cairn!"


def test_the_most_deliberate_words_go_first() -> None:
    jpeg = saved(SMALL, exif=exif_of(description=b"in EXIF", artist=b"in EXIF"), xmp=described("in XMP"))
    both = with_iptc(records((2, 120, b"in IPTC"), (2, 80, b"in IPTC")), jpeg)
    assert (read_metadata(both).caption, read_metadata(both).creator) == ("in IPTC", "in IPTC")
    assert (read_metadata(jpeg).caption, read_metadata(jpeg).creator) == ("in XMP", "in EXIF")


def test_what_a_camera_writes_gives_way_to_what_a_person_wrote() -> None:
    jpeg = saved(SMALL, exif=exif_of(description=b"Dawn"), xmp=described("OLYMPUS DIGITAL CAMERA"))
    assert read_metadata(jpeg).caption == "Dawn"
    assert read_metadata(saved(SMALL, exif=exif_of(description=b"Lumo X2", make=b"Lumo X2"))) == NOTHING


@pytest.mark.parametrize(
    ("text", "zone", "wanted"),
    [
        ("2026:05:01 06:30:00", "", datetime(2026, 5, 1, 6, 30)),
        ("2026-05-01T06:30", "", datetime(2026, 5, 1, 6, 30)),
        ("2026:05:01 06:30:00.123", "Z", datetime(2026, 5, 1, 6, 30, tzinfo=UTC)),
        ("2026:05:01:06:30:00", "", datetime(2026, 5, 1, 6, 30)),
        ("2026-05-01", "", datetime(2026, 5, 1)),
        ("2026:05:01 06:30:00", "-03:30", datetime(2026, 5, 1, 6, 30, tzinfo=timezone(timedelta(hours=-3.5)))),
        ("2026:05:01 06:30:00", "   :  ", datetime(2026, 5, 1, 6, 30)),
        ("2026:05:01 06:30:00", "+99:00", datetime(2026, 5, 1, 6, 30)),
        ("0000:00:00 00:00:00", "", None),
        ("    :  :     :  :  ", "", None),
        ("2026:13:01 06:30:00", "", None),
        ("2026:02:30 06:30:00", "", None),
        ("0001:01:01 00:00:00", "", None),
        ("yesterday", "", None),
        ("", "", None),
    ],
)
def test_a_moment_is_read_or_is_none(text: str, zone: str, wanted: datetime | None) -> None:
    assert moment(text, zone) == wanted


def test_a_megabyte_of_spaces_behind_a_date_is_gone_over_once() -> None:
    """Gone over again from each of them, it would take hours."""
    assert moment("2026:05:01" + " " * 1_000_000 + "x") is None
    assert moment("2026:05:01" + " " * 1_000_000 + "Z") == datetime(2026, 5, 1, tzinfo=UTC)


def test_the_moment_of_taking_goes_before_that_of_scanning_and_a_files_own_time_never_counts() -> None:
    scanned = {0x9004: "2026:06:01 10:00:00", 0x9012: "+01:00"}
    hour = timezone(timedelta(hours=1))
    assert read_metadata(saved(SMALL, exif=exif_of(scanned))).taken == datetime(2026, 6, 1, 10, tzinfo=hour)
    both = scanned | {0x9003: "1987:07:01 12:00:00"}
    assert read_metadata(saved(SMALL, exif=exif_of(both))).taken == datetime(1987, 7, 1, 12)
    exif = Image.Exif()
    exif[0x0132] = "2026:06:01 10:00:00"  # when a program last saved it
    assert read_metadata(saved(SMALL, exif=exif)) == NOTHING


def test_words_behind_a_pngs_pixels_are_found() -> None:
    """Some programs write them there, and Pillow, which reads no pixel here, would not come so far."""
    before = with_xmp("PNG", described("Dawn"))
    at = before.index(b"iTXt") - 4
    end = at + 12 + int.from_bytes(before[at : at + 4])
    behind = before[:at] + before[end:-12] + before[at:end] + before[-12:]
    assert read_metadata(behind).caption == "Dawn"


def test_a_copyright_in_exif_names_photographer_and_editor() -> None:
    """CIPA DC-008, 4.6.4 parts them by a NUL; an editor alone stands behind a space."""
    assert (
        read_metadata(saved(SMALL, exif=exif_of(copyright=b"Ada Marsh\0Fell Press\0"))).copyright
        == "Ada Marsh, Fell Press"
    )
    assert read_metadata(saved(SMALL, exif=exif_of(copyright=b" \0Fell Press\0"))).copyright == "Fell Press"


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


@pytest.mark.parametrize("data", [b"", b"Dear diary", b"\xff\xd8\xff", bytes(100)])
def test_what_is_no_photograph_says_nothing(data: bytes) -> None:
    assert read_metadata(data) == NOTHING


@pytest.mark.parametrize(("format", "pixels"), [("PNG", b"IDAT"), ("JPEG", b"\xff\xda")])
def test_reading_metadata_decodes_no_pixel(format: str, pixels: bytes) -> None:
    """What is cut off where they begin has its words all the same; so those of a giant cost nothing."""
    data = saved(SMALL, format, exif=exif_of(description=b"Dawn"))
    assert read_metadata(data[: data.index(pixels) + 16]).caption == "Dawn"


@pytest.mark.parametrize("format", ["JPEG", "AVIF"])
def test_credits_are_creator_and_copyright_and_nothing_else(format: str) -> None:
    metadata = Metadata("Dawn", "Zoë Marsh", "© Zoë Marsh", datetime(2026, 5, 1))
    published = saved(SMALL, format, exif=credits(metadata))
    assert read_metadata(published) == Metadata("", "Zoë Marsh", "© Zoë Marsh", None)
    with Image.open(io.BytesIO(published)) as image:
        assert set(image.getexif()) == {0x013B, 0x8298}
    assert credits(metadata) == credits(metadata)


def test_without_creator_and_copyright_there_are_no_credits() -> None:
    assert credits(Metadata("Dawn", "", "", datetime(2026, 5, 1))) is None


def test_credits_are_short_and_end_with_a_whole_letter() -> None:
    block = credits(Metadata("", "é" * 9_999, "", None))
    assert block is not None and len(block) < 3 * LONGEST_CREDIT
    assert read_metadata(saved(SMALL, exif=block)).creator == "é" * LONGEST_CREDIT


def test_a_glance_tells_caption_and_moment_and_remembers_them(tmp_path: Path) -> None:
    path = tmp_path / "dawn.jpg"
    data = saved(SMALL, exif=exif_of({0x9003: "2026:05:01 06:30:00"}, description=b"Dawn"))
    path.write_bytes(data)
    seen = Seen(60, 40, len(data), "Dawn", "2026-05-01T06:30:00")
    for _ in range(2):
        inspector = Inspector(PhotoCache(tmp_path / "cache"))
        assert inspector.look(path) == seen
        inspector.save()
    assert len(glance(data)) == 5


@pytest.mark.parametrize("old", [{}, {"0" * 64: [60, 40, 1000]}, {"version": [1, "13"], "seen": {}}, {"version": 3}])
def test_what_an_older_cairn_remembered_is_looked_at_anew(old: dict[str, object], tmp_path: Path) -> None:
    path, cache = tmp_path / "dawn.jpg", tmp_path / "cache"
    path.write_bytes(saved(SMALL))
    cache.mkdir()
    (cache / "seen.json").write_text(json.dumps(old))
    assert isinstance(inspected := Inspector(PhotoCache(cache)).look(path), Seen)
    assert (inspected.width, inspected.caption) == (60, "")
