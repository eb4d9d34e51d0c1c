"""Chunks: the parts of a PNG, where Pillow does not tell of them, or refuses the whole for one that is broken."""

from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
NEEDED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"eXIf", b"IDAT", b"IEND"})
WHOLE = {b"gAMA": 12 + 4, b"cHRM": 12 + 32, b"sRGB": 12 + 1}  # with their size, by which a cut one is known


def chunks_of(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG with their names, as far as they go."""
    at = len(PNG)
    while at + 12 <= len(png):
        end = at + 12 + int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at:end]
        at = end


def bare(png: bytes) -> bytes:
    """A PNG without its words and its lesser marks; of those that say its colours the whole ones stay."""
    return PNG + b"".join(chunk for name, chunk in chunks_of(png) if name in NEEDED or WHOLE.get(name) == len(chunk))


def clear_grey(png: bytes) -> int | None:
    """The grey that a PNG shows as nothing at all, in its own bits; None where it has no such."""
    if png[24:26] not in (b"\1\0", b"\2\0", b"\4\0", b"\x08\0", b"\x10\0"):  # bits, and colour type 0, which is grey
        return None
    for name, chunk in chunks_of(png):
        if name in (b"tRNS", b"IDAT"):
            return int.from_bytes(chunk[8:10]) if name == b"tRNS" else None
    return None
