"""XMP as programs write it, and as nobody should."""

import pytest

from plugins.galleries.conftest import described, packet
from plugins.galleries.xmp import DC, read_xmp


@pytest.mark.parametrize(
    "xmp",
    [
        b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 50 + b'"><!ENTITY b "&a;&a;&a;&a;">]>' + described("&b;"),
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + described("&a;"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>' + described("&a;").decode()).encode("utf-16"),
        described("&undefined;"),
        described("Dawn")[:300],
        b"<a>" * 200_000,
        b"\xff" * 1000,
        b"",
    ],
)
def test_hostile_or_broken_xmp_says_nothing_and_costs_nothing(xmp: bytes) -> None:
    assert read_xmp(xmp) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "cp1252"])
def test_xmp_is_read_in_the_letters_that_it_was_written_in(encoding: str) -> None:
    text = described("Fünf Läufer").decode().replace("\ufeff", "")
    assert read_xmp(f"{text}  \0".encode(encoding))[f"{DC}description"] == "Fünf Läufer"


def test_the_words_of_a_picture_that_was_pasted_in_are_not_this_ones() -> None:
    pasted = packet(
        """<photoshop:Pantry><rdf:Bag><rdf:li><rdf:Description><dc:description>Another</dc:description>
        </rdf:Description></rdf:li></rdf:Bag></photoshop:Pantry>"""
    )
    assert f"{DC}description" not in read_xmp(pasted)
