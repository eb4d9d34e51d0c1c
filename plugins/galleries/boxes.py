"""Boxes: what HEIC and AVIF say of their main picture, in the container that both share (ISO/IEC 14496-12, 23008-12).

A walk that believes nothing: sizes that lie end it, and what is broken has no properties.
"""

from collections.abc import Iterator
from itertools import islice
from struct import error, unpack_from

Property = tuple[bytes, bytes]
"""Its name of four letters, and its content."""
MOST = 10_000
"""Boxes or entries that are looked through; real files have some dozens, and a grid of tiles some hundreds."""
LONGEST_BYTES = 64
"""What is kept of a property, of which a picture may name a large one again and again; those asked for are shorter."""


def properties_of(data: bytes) -> list[Property]:
    """The properties of a file's main picture, in their order, each as far as `LONGEST_BYTES`.

    None where it is no such file, or a broken one.
    """
    try:
        meta = dict(boxes_in(dict(boxes_in(memoryview(data)))[b"meta"][4:]))
        shared = list(boxes_in(dict(boxes_in(meta[b"iprp"]))[b"ipco"]))
        main = main_picture(meta[b"pitm"])
        lists = [content for name, content in boxes_in(meta[b"iprp"]) if name == b"ipma"]
        numbers = islice((number for each in lists for number in numbers_in(each, main)), MOST)
        theirs = [shared[number - 1] for number in numbers if 0 < number <= len(shared)]
        return [(name, bytes(content[:LONGEST_BYTES])) for name, content in theirs]
    except (KeyError, IndexError, error):
        return []


def boxes_in(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """The boxes in this content, as far as they go; one whose size is 0 reaches to its end."""
    at = 0
    for _ in range(MOST):
        if at + 8 > len(data):
            return
        size, head = int.from_bytes(data[at : at + 4]), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        end = at + size if size else len(data)
        if end < at + head or end > len(data):
            return
        yield bytes(data[at + 4 : at + 8]), data[at + head : end]
        at = end


def main_picture(pitm: memoryview) -> int:
    """The number of the picture that is the file's main one."""
    return int(unpack_from(">I" if pitm[0] else ">H", pitm, 4)[0])


def numbers_in(ipma: memoryview, picture: int) -> Iterator[int]:
    """Which of the shared properties, counted from 1, are this picture's. Raises what `struct` does."""
    of_number, is_wide = (">I", 4) if ipma[0] else (">H", 2), ipma[3] & 1
    at, (count,) = 8, unpack_from(">I", ipma, 4)
    for _ in range(min(count, MOST)):
        (number,), of_it = unpack_from(of_number[0], ipma, at), ipma[at + of_number[1]]
        at += of_number[1] + 1
        if number == picture:
            for place in range(at, at + of_it * (1 + is_wide), 1 + is_wide):
                yield unpack_from(">H", ipma, place)[0] & 0x7FFF if is_wide else ipma[place] & 0x7F
        at += of_it * (1 + is_wide)
