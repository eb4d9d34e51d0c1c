"""Unpacking: what is packed within a file, found where a packed stream begins, whatever a list or a name says.

So a ZIP in a tar, a document in a ZIP and a file in a PDF need no readers of their own, and a list that lies deceives
nobody. All of it is read by steps within one allowance, since a small file can swell to any size.
"""

import bz2
import lzma
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import Protocol

from plugins.galleries.spelling import spelled_out

Bytes = bytes | mmap
LONGEST_BYTES = 30_000_000  # of what is packed that are held at once; the rest of it follows piece by piece
OVERLAP = 65_536  # of a piece and the next; the notes of a JPEG are no longer, so they are whole in one of the two
LEAST_COST = 4096  # what even an empty stream takes of the allowance
DEEPEST = 4  # a photograph in a document in a ZIP in a ZIP
STEP = 65_536
LZMA_MEMORY = 100_000_000  # what `xz -9` takes, and half as much again
MEMBER, STREAM, GZIP, BZIP2, XZ = (
    re.compile(sign, re.DOTALL)
    for sign in (
        rb"PK\x03\x04[\0-?].[\0-\x7f][\0\x08 (].\0.{20}",
        rb"stream\r?\n(..)",
        rb"\x1f\x8b\x08[\0-\x1f]",
        rb"BZh[1-9]1AY&SY",
        rb"\xfd7zXZ\0\0[\0\1\4\n]",
    )
)
"""Where a ZIP's member (APPNOTE 4.3.7), a PDF's stream (ISO 32000-2, 7.3.8) and three kinds of packed file begin."""
DEFLATED, LZMA, FOUND_OTHERWISE = 8, 14, frozenset({0, 12, 95})  # a ZIP's methods (APPNOTE 4.4.5): stored, bzip2, xz
LOCKED, HAS_END = 1, 2  # flags of a ZIP's member
CLOSED = re.compile(rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07")
ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R\b)")
TIFFS = (b"II*\0", b"MM\0*")
KNOWN = (*TIFFS, b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"PK", b"\x1f\x8b", b"%PDF", b"<")
"""How a file begins that may be kept in a PDF. Other streams are pixels, letters or lines: their beginning will do."""


class Unpacker(Protocol):
    """What the unpackers of zlib, bz2 and lzma have in common."""

    @property
    def eof(self) -> bool:
        """Whether the stream has come to its end."""

    @property
    def unused_data(self) -> bytes:
        """What it was given beyond that end."""

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes:
        """Some more of what is packed, at most so many bytes."""


@dataclass
class Allowance:
    """How much more may be gone over for one download, and whether something in it could not be looked at.

    left: in bytes, packed and unpacked. blocks: of notes such as a photograph has, each of which takes its time.
    """

    left: int = 400_000_000
    blocks: int = 1000
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """Where a packed stream begins, what unpacks it, and whether that is as likely the pixels of a PDF's picture.

    head: what stands before the stream in a file, and does not in a ZIP.
    """

    start: int
    unpacker: Unpacker
    may_be_pixels: bool = False
    head: bytes = b""


def parts_of(data: Bytes, allowance: Allowance, depth: int = 0) -> Iterator[Bytes]:
    """A file, and all that is packed or spelled out in it and in that, as far as the allowance goes."""
    yield data
    if CLOSED.match(data) or (data[:5] == b"%PDF-" and ENCRYPTED.search(data)):
        allowance.is_short = True
        return
    for pieces in inner_of(data, allowance):
        for piece in pieces:
            if depth < DEEPEST:
                yield from parts_of(piece, allowance, depth + 1)
            if depth == DEEPEST or allowance.left <= 0:
                allowance.is_short = True
                return


def inner_of(data: Bytes, allowance: Allowance) -> Iterator[Iterator[bytes]]:
    """The pieces of each thing that is spelled out or packed in these bytes."""
    for read in spelled_out(data, LONGEST_BYTES):
        allowance.left -= len(read)
        yield iter((read,))
    for packed in packed_in(data, allowance):
        yield unpacked(data, packed, allowance)


def packed_in(data: Bytes, allowance: Allowance) -> Iterator[Packed]:
    """Each packed stream in these bytes."""
    for found in MEMBER.finditer(data):
        flags, method, name, more = (int.from_bytes(found[0][at : at + 2], "little") for at in (6, 8, 26, 28))
        start = found.end() + name + more
        if flags & LOCKED or method not in FOUND_OTHERWISE | {DEFLATED, LZMA}:
            allowance.is_short = True
        elif method == DEFLATED:
            yield Packed(start, zlib.decompressobj(-zlib.MAX_WBITS))
        elif method == LZMA:
            head = data[start + 4 : start + 9] + (b"\xff" * 8 if flags & HAS_END else found[0][22:26] + bytes(4))
            yield Packed(start + 9, lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=LZMA_MEMORY), head=head)
    for found in STREAM.finditer(data):
        if found[1][0] & 15 == zlib.DEFLATED and int.from_bytes(found[1]) % 31 == 0:  # RFC 1950, 2.2
            yield Packed(found.start(1), zlib.decompressobj(), may_be_pixels=True)
    yield from (Packed(found.start(), zlib.decompressobj(16 + zlib.MAX_WBITS)) for found in GZIP.finditer(data))
    yield from (Packed(found.start(), bz2.BZ2Decompressor()) for found in BZIP2.finditer(data))
    yield from (Packed(found.start(), lzma.LZMADecompressor(memlimit=LZMA_MEMORY)) for found in XZ.finditer(data))


def unpacked(data: Bytes, packed: Packed, allowance: Allowance) -> Iterator[bytes]:
    """What a stream holds, as far as it is whole and the allowance goes; a long one in pieces that overlap."""
    most = OVERLAP if packed.may_be_pixels else LONGEST_BYTES
    piece = bytearray()
    for step in steps_of(data, packed, allowance):
        piece += step
        if len(piece) < most:
            continue
        if most < LONGEST_BYTES:
            if not piece.startswith(KNOWN) and piece[4:8] != b"ftyp":
                break
            most = LONGEST_BYTES
            continue
        allowance.is_short |= piece.startswith(TIFFS)  # its notes may stand at its end, and lead to its beginning
        yield (whole := bytes(piece))
        piece = bytearray(whole[-OVERLAP:])
        del whole
    yield bytes(piece)


def steps_of(data: Bytes, packed: Packed, allowance: Allowance) -> Iterator[bytes]:
    """What a stream holds, little by little; one that is broken ends there."""
    at, unpacker = packed.start, packed.unpacker
    allowance.left -= LEAST_COST
    try:
        if packed.head:
            unpacker.decompress(packed.head)
        while not unpacker.eof and allowance.left > 0:
            fed = getattr(unpacker, "unconsumed_tail", b"")
            if not fed and getattr(unpacker, "needs_input", True):
                fed = data[at : at + STEP]
                at += STEP
                allowance.left -= len(fed)
                if not fed:
                    break
            yield (step := unpacker.decompress(fed, STEP))
            allowance.left -= len(step)
        allowance.left += len(unpacker.unused_data)
        allowance.is_short |= not unpacker.eof
    except lzma.LZMAError as error:
        allowance.is_short |= "emory" in str(error)
    except (zlib.error, OSError, EOFError):  # broken, or what looked like a beginning was none
        return
