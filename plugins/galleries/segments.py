"""Segments: the parts of a JPEG before its pixels, where what a program writes may be longer than one of them holds."""

from collections.abc import Iterator

XMP = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = b"Photoshop 3.0\0"
APP1, APP13, SCAN = 0xE1, 0xED, 0xDA
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers that nothing follows


def segments_of(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG up to its pixels, each by its marker, as far as they go."""
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == SCAN:
            return
        if marker == 0xFF or marker in ALONE:  # a byte that fills, or a mark by itself
            at += 1 if marker == 0xFF else 2
            continue
        size = int.from_bytes(jpeg[at + 2 : at + 4])
        yield marker, jpeg[at + 4 : at + 2 + size]
        at += 2 + max(2, size)


def resources_of(jpeg: bytes) -> bytes:
    """What Photoshop keeps in a JPEG, put together again."""
    return b"".join(
        part.removeprefix(PHOTOSHOP)
        for marker, part in segments_of(jpeg)
        if marker == APP13 and part.startswith(PHOTOSHOP)
    )


def extended_xmp_of(jpeg: bytes, packet: bytes, longest: int) -> bytes:
    """The rest of an XMP packet that is longer than a segment, put together again (XMP part 3, 1.1.3.1).

    Its parts count where the packet names them; what would be longer than `longest` bytes is left out.
    """
    whole = bytearray()
    for marker, part in segments_of(jpeg):
        name, rest = part[len(XMP) : len(XMP) + 32], part[len(XMP) + 32 :]
        if marker != APP1 or not part.startswith(XMP) or len(rest) < 8 or name not in packet:
            continue
        start = int.from_bytes(rest[4:8])
        if start == len(whole) and start + len(rest) - 8 <= longest:
            whole += rest[8:]
    return bytes(whole)
