"""Pictures that claim to be larger than any machine, packed files that unpack to fill one, and drawings."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    """A PNG that says it has so many dots, and has none."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """A JPEG's header, behind a segment of notes."""
    notes = b"\xff\xe1\x40\x00" + bytes(0x3FFE)
    return b"\xff\xd8" + notes + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + b"\3" + bytes(9)


def gif(width: int, height: int) -> bytes:
    """A small GIF with one picture in it that is much larger."""
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", 10, 10, 0, 0, 0)
        + b","
        + struct.pack("<HHHHB", 0, 0, width, height, 0)
        + b"\2\0;"
    )


def webp(width: int, height: int) -> bytes:
    """An extended WebP."""
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff(width: int, height: int) -> bytes:
    """A TIFF whose second page is the large one."""

    def page(width: int, height: int, following: int) -> bytes:
        tags = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in ((0x100, width), (0x101, height)))
        return struct.pack("<H", 2) + tags + struct.pack("<I", following)

    first = page(1, 1, 8 + 30)
    return b"II*\0" + struct.pack("<I", 8) + first + page(width, height, 0)


def bmp(width: int, height: int) -> bytes:
    """A BMP that stands on its head."""
    return b"BM" + bytes(12) + struct.pack("<Iii", 40, width, -height) + bytes(28)


def heif(width: int, height: int, brand: bytes = b"heic") -> bytes:
    """An HEIC's or AVIF's boxes, as far as its size."""
    ispe = struct.pack(">I4sIII", 20, b"ispe", 0, width, height)
    ipco = struct.pack(">I4s", 8 + len(ispe), b"ipco") + ispe
    iprp = struct.pack(">I4s", 8 + len(ipco), b"iprp") + ipco
    meta = struct.pack(">I4sI", 12 + len(iprp), b"meta", 0) + iprp
    return struct.pack(">I4s4sI4s", 20, b"ftyp", brand, 0, b"mif1") + meta


def zipped(size: int, name: str = "a.txt") -> bytes:
    """A ZIP with one file of zeros in it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open(name, "w") as file:
        for _ in range(size // 1_000_000):
            file.write(bytes(1_000_000))
    return kept.getvalue()


def svg(inside: str, attributes: str = "") -> bytes:
    """A drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()
