"""The container of HEIC and AVIF is read for its main picture alone, and believed in nothing."""

import random
import struct

import pytest
from PIL import Image

from plugins.galleries.boxes import properties_of
from plugins.galleries.conftest import drawn, saved

FULL = bytes(4)


def box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + name + body


def container(main: int, of: dict[int, list[int]], shared: list[bytes], wide: bool = False) -> bytes:
    """A file with these shared properties, and for each picture the numbers of those that are its own."""
    version, number = (b"\1\0\0\1", ">I") if wide else (FULL, ">H")
    lists = b"".join(
        struct.pack(number, picture)
        + bytes([len(numbers)])
        + b"".join(struct.pack(">H" if wide else ">B", 0x8000 * wide + each) for each in numbers)
        for picture, numbers in of.items()
    )
    ipma = box(b"ipma", version, struct.pack(">I", len(of)), lists)
    pitm = box(b"pitm", version, struct.pack(number, main))
    meta = box(b"meta", FULL, pitm, box(b"iprp", box(b"ipco", *shared), ipma))
    return box(b"ftyp", b"avif") + box(b"free", b"colrnclx\0\x09\0\x10") + meta + box(b"mdat", bytes(9))


SHARED = [box(b"colr", b"another's"), box(b"ispe", b"size"), box(b"colr", b"its own")]


@pytest.mark.parametrize("wide", [False, True])
def test_the_main_pictures_properties_are_told_from_the_others(wide: bool) -> None:
    data = container(2, {1: [1, 2], 2: [2, 3]}, SHARED, wide)
    assert properties_of(data) == [(b"ispe", b"size"), (b"colr", b"its own")]


def test_a_box_may_say_its_size_in_eight_bytes_or_reach_to_the_end() -> None:
    data = container(1, {1: [1]}, SHARED)
    at = data.index(b"free") - 4
    size = int.from_bytes(data[at : at + 4])
    long = data[:at] + b"\0\0\0\1free" + struct.pack(">Q", size + 8) + data[at + 8 :]
    assert properties_of(long) == properties_of(data) == [(b"colr", b"another's")]
    end = data.index(b"mdat") - 4
    assert properties_of(data[:end] + bytes(4) + data[end + 4 :]) == properties_of(data)


@pytest.mark.parametrize("of", [{}, {2: [1]}, {1: []}, {1: [0, 99]}])
def test_what_is_not_there_is_no_property(of: dict[int, list[int]]) -> None:
    assert properties_of(container(1, of, SHARED)) == []


@pytest.mark.parametrize(
    "data", [b"", b"Dear diary", saved(Image.new("RGB", (9, 9))), box(b"meta"), box(b"meta", FULL)]
)
def test_another_file_has_no_properties(data: bytes) -> None:
    assert properties_of(data) == []


def test_a_real_file_says_its_size_and_its_colours() -> None:
    found = dict(properties_of(saved(drawn(60, 40), "AVIF")))
    assert found[b"ispe"] == struct.pack(">III", 0, 60, 40)
    assert found[b"colr"].startswith(b"nclx")


def test_whatever_is_broken_in_it_the_walk_ends() -> None:
    """Each byte spoilt in turn, each end cut off, and sizes that lie at random."""
    data = container(2, {1: [1, 2], 2: [2, 3]}, SHARED)
    chance = random.Random(2026)
    for at in range(len(data)):
        for value in (0, 1, 255):
            assert isinstance(properties_of(data[:at] + bytes([value]) + data[at + 1 :]), list)
        assert isinstance(properties_of(data[:at]), list)
    for _ in range(2_000):
        spoilt = bytearray(data)
        for _ in range(3):
            spoilt[chance.randrange(len(data))] = chance.randrange(256)
        assert isinstance(properties_of(bytes(spoilt)), list)


def test_a_list_that_claims_four_thousand_million_entries_costs_nothing() -> None:
    data = container(7, {1: [1]}, SHARED)
    at = data.index(b"ipma") + 8
    assert properties_of(data[:at] + b"\xff" * 4 + data[at + 4 :]) == []
    assert properties_of(struct.pack(">I4s", 8, b"free") * 100_000 + data) == []


def test_a_large_property_that_is_named_again_and_again_fills_no_memory() -> None:
    found = properties_of(container(1, {1: [1] * 255}, [box(b"free", bytes(1_000_000))]))
    assert len(found) == 255
    assert sum(len(content) for _, content in found) < 100_000
