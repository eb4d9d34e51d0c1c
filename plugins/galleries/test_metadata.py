"""What is read of a photograph's own words, and the little that is written."""

import io
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PIL import Image

from plugins.galleries.cache import PhotoCache
from plugins.galleries.conftest import SMALL, described, exif_of, records, saved, with_iptc
from plugins.galleries.inspection import Inspector, Seen, glance
from plugins.galleries.metadata import LONGEST_CREDIT, Metadata, credits, moment, read_metadata

NOTHING = Metadata()


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


def test_a_copyright_in_exif_names_photographer_and_editor() -> None:
    """CIPA DC-008, 4.6.4 parts them by a NUL; an editor alone stands behind a space."""
    assert (
        read_metadata(saved(SMALL, exif=exif_of(copyright=b"Ada Marsh\0Fell Press\0"))).copyright
        == "Ada Marsh, Fell Press"
    )
    assert read_metadata(saved(SMALL, exif=exif_of(copyright=b" \0Fell Press\0"))).copyright == "Fell Press"


@pytest.mark.parametrize("data", [b"", b"Dear diary", b"\xff\xd8\xff", bytes(100)])
def test_what_is_no_photograph_says_nothing(data: bytes) -> None:
    assert read_metadata(data) == NOTHING


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
