"""Pictures that unpack to more than a machine has: in their dots, or in the words that they carry."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from publisher.pushed.headers import PNG, chunks_of, largest_size

LARGEST_MEGAPIXELS = 120
"""As the site's own: `plugins/galleries/refusals.py`."""
MOST_UNPACKED_BYTES = 32_000_000
"""Of what a PNG says beside its dots. Colours of a printing press take 3 MB, a long edit's history some more."""
SMALLER = "Export it smaller: 6,000 pixels on its longer side are plenty."
ANEW = "Export it again as a JPEG, in a program of your own."
Faults = Iterator[tuple[str, str]]


def check_picture(data: bytes) -> Faults:
    """What is wrong with a picture, each with its cure."""
    if (size := largest_size(data)) and size[0] * size[1] > LARGEST_MEGAPIXELS * 1_000_000:
        width, height = size
        dots = f"{width:,} × {height:,}, which is {width * height / 1_000_000:,.0f} megapixels"
        yield f"This photograph is too large: {dots}. Up to {LARGEST_MEGAPIXELS} are read.", SMALLER
    if data.startswith(PNG) and _is_bomb(data):
        limit = MOST_UNPACKED_BYTES // 1_000_000
        yield f"The notes inside this picture unpack to more than {limit} MB: it is made to fill a machine.", ANEW


def _is_bomb(png: bytes) -> bool:
    left = MOST_UNPACKED_BYTES
    for name, chunk in chunks_of(png):
        if (packed := _packed(name, chunk)) is None:
            continue
        unpacker = zlib.decompressobj()
        try:
            left -= len(unpacker.decompress(packed, left + 1))
        except zlib.error:  # nobody can unpack it
            continue
        if left < 0:
            return True
    return False


def _packed(name: bytes, chunk: bytes) -> bytes | None:
    """The deflated part of a chunk of a PNG (W3C, PNG, 11.3), None where there is none."""
    if name not in (b"iCCP", b"zTXt", b"iTXt"):
        return None
    rest = chunk.partition(b"\0")[2]
    if name != b"iTXt":
        return rest[1:]
    if rest[:1] != b"\0":
        return rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return None
