"""The words that press photographers write: IPTC, wherever it lies and in whatever pieces."""

import struct
from datetime import datetime, timedelta, timezone

import pytest

from plugins.galleries.conftest import SMALL, records, saved, with_iptc
from plugins.galleries.iptc import records_among
from plugins.galleries.metadata import Metadata, read_metadata


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
