"""How many dots a picture says that it has, read from its file's header without decoding anything.

In Python, and by hand: whoever pushes chooses these bytes, and what looks at them here runs outside of the sandbox, in
which alone a decoder may touch them. What none of these understands is left to the proofreader, in there.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

Size = tuple[int, int]
PNG = b"\x89PNG\r\n\x1a\n"
FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers of a JPEG that begin a picture (ITU-T T.81, table B.1)."""
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Those that nothing belongs to."""
SCAN = 0xDA
MOST_STEPS = 10_000
"""Of markers, directories and boxes; a file made to be slow has more."""
WIDTH, HEIGHT, SUBFILES = 0x0100, 0x0101, 0x014A  # TIFF's tags
META_BYTES = 4_000_000
ISPE = re.compile(rb"ispe\0\0\0\0(.{8})", re.DOTALL)


def largest_size(data: bytes) -> Size | None:
    """The largest width and height in px that a picture's header names; None where it is none of the kinds known."""
    sizes = [(width, height) for width, height in _sizes(data) if width and height]
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


def chunks_of(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The name and content of each chunk of a PNG, as far as they go."""
    at = len(PNG)
    while at + 8 <= len(png):
        length = int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _sizes(data: bytes) -> list[Size]:
    found: list[Size] = []
    try:
        for starts, read in READERS:
            if starts(data):
                for size in read(data):
                    found.append(size)
    except (struct.error, IndexError, OverflowError):  # it is cut short: what was found before that counts
        pass
    return found


def _jpeg(data: bytes) -> Iterator[Size]:
    at = 2
    for _ in range(MOST_STEPS):
        if (at := data.find(b"\xff", at)) < 0:
            return
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker == SCAN:
            return
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            yield width, height
        if marker and marker not in ALONE:
            at += struct.unpack_from(">H", data, at)[0]


def _png(data: bytes) -> Iterator[Size]:
    yield struct.unpack_from(">II", data, 16)


def _gif(data: bytes) -> Iterator[Size]:
    yield struct.unpack_from("<HH", data, 6)
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    for _ in range(MOST_STEPS):
        kind = data[at]
        if kind == 0x2C:  # a picture, which may be larger than the whole
            left, top, width, height, flags = struct.unpack_from("<HHHHB", data, at + 1)
            yield left + width, top + height
            at += 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        elif kind == 0x21:
            at += 2
        else:
            return
        while data[at]:
            at += 1 + data[at]
        at += 1


def _webp(data: bytes) -> Iterator[Size]:
    at = 12
    for _ in range(MOST_STEPS):
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        if name == b"VP8X":
            width, height = (int.from_bytes(data[at + start : at + start + 3], "little") for start in (12, 15))
            yield width + 1, height + 1
        elif name == b"VP8 ":
            width, height = struct.unpack_from("<HH", data, at + 14)
            yield width & 0x3FFF, height & 0x3FFF
        elif name == b"VP8L":
            bits = struct.unpack_from("<I", data, at + 9)[0]
            yield 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        at += 8 + length + (length & 1)


def _tiff(data: bytes) -> Iterator[Size]:
    order = "<" if data[:2] == b"II" else ">"
    is_big = struct.unpack_from(order + "H", data, 2)[0] == 43
    count, entry, word = ("Q", "HHQ", "Q") if is_big else ("H", "HHI", "I")
    waiting, seen = [struct.unpack_from(order + word, data, 8 if is_big else 4)[0]], set[int]()
    while waiting and len(seen) < 100:
        at = waiting.pop()
        if not at or at in seen or at >= len(data):
            continue
        seen.add(at)
        number = struct.unpack_from(order + count, data, at)[0]
        at += struct.calcsize(order + count)
        width = height = 0
        for _ in range(min(number, MOST_STEPS)):
            tag, kind, values = struct.unpack_from(order + entry, data, at)
            at += struct.calcsize(order + entry)
            value = struct.unpack_from(order + ("H" if kind == 3 else word), data, at)[0]
            width, height = value if tag == WIDTH else width, value if tag == HEIGHT else height
            if tag == SUBFILES and kind in (4, 13, 16, 18):
                kept = "Q" if kind in (16, 18) else "I"
                is_here = values * struct.calcsize(order + kept) <= struct.calcsize(order + word)
                start = at if is_here else struct.unpack_from(order + word, data, at)[0]
                waiting += struct.unpack_from(f"{order}{min(values, 20)}{kept}", data, start)
            at += struct.calcsize(order + word)
        yield width, height
        waiting.append(struct.unpack_from(order + word, data, at)[0])


def _bmp(data: bytes) -> Iterator[Size]:
    if struct.unpack_from("<I", data, 14)[0] == 12:
        yield struct.unpack_from("<HH", data, 18)
    else:
        width, height = struct.unpack_from("<ii", data, 18)
        yield abs(width), abs(height)


def _heif(data: bytes) -> Iterator[Size]:
    """Every `ispe` (ISO/IEC 23008-12, 6.5.3) wherever it stands: a bomb need not keep to the order of boxes."""
    for found in ISPE.finditer(data[:META_BYTES]):
        yield struct.unpack(">II", found[1])


READERS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Iterator[Size]]], ...] = (
    (lambda data: data.startswith(b"\xff\xd8"), _jpeg),
    (lambda data: data.startswith(PNG), _png),
    (lambda data: data.startswith((b"GIF87a", b"GIF89a")), _gif),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    (lambda data: data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), _tiff),
    (lambda data: data.startswith(b"BM"), _bmp),
    (lambda data: data[4:8] == b"ftyp", _heif),
)
