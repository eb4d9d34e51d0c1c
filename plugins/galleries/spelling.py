"""Spelling: pictures and documents that are written in letters, within drawings, e-mails, contact cards and texts.

Each is known by how its first bytes are spelled, so nothing has to be known of what is around it.
"""

import re
from base64 import a85decode
from binascii import Error, a2b_base64, unhexlify
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from mmap import mmap

SHORTEST = 150  # letters; a picture with notes has more
BREAKS = re.compile(rb"&#x?[0-9A-Fa-f]{1,3};|%0[AaDd]|\\[nrt]|[\s\\]+")
"""What may stand between the letters: Illustrator's breaks of lines, those of addresses and of JSON, and plain ones."""


def read_base64(text: bytes) -> bytes:
    """Base64 (RFC 4648, 4), as mails, drawings and data addresses have it."""
    letters = BREAKS.sub(b"", text)
    for written, meant in ((b"%2F", b"/"), (b"%2f", b"/"), (b"%2B", b"+"), (b"%2b", b"+")):
        letters = letters.replace(written, meant)
    return a2b_base64(letters[: len(letters) // 4 * 4])


def read_hexadecimal(text: bytes) -> bytes:
    """Two letters a byte, as RTF and PDF have it."""
    letters = BREAKS.sub(b"", text)
    return unhexlify(letters[: len(letters) // 2 * 2])


@dataclass(frozen=True, slots=True)
class Alphabet:
    """A way of spelling bytes. letters: a run of it; signs: how files begin in it, each with what comes before that.

    Each sign begins with plain letters, and is looked for by itself: so it is found twenty times as fast.
    """

    letters: re.Pattern[bytes]
    read: Callable[[bytes], bytes]
    signs: tuple[tuple[re.Pattern[bytes], bytes], ...]


ALPHABETS = (
    Alphabet(
        re.compile(rb"(?:[A-Za-z0-9+/\s\\]++|&#x?[0-9A-Fa-f]{1,3};|%(?:2[BFbf]|0[ADad]))++"),
        read_base64,
        (
            (re.compile(rb"9j(?:/|\\/|%2[Ff])"), b"/"),  # JPEG
            (re.compile(rb"iVBORw0KGgo"), b""),  # PNG
            (re.compile(rb"UklGR"), b""),  # WebP
            (re.compile(rb"Z0eXB"), b"AAAAGG"),  # HEIC, AVIF and films
            (re.compile(rb"UEsDB"), b""),  # ZIP and documents
            (re.compile(rb"JVBERi"), b""),  # PDF
        ),
    ),
    Alphabet(
        re.compile(rb"[0-9A-Fa-f\s]++"),
        read_hexadecimal,
        ((re.compile(rb"d8ff"), b"ff"), (re.compile(rb"D8FF"), b"FF")),  # JPEG
    ),
    Alphabet(re.compile(rb"[!-uz\s]++"), a85decode, ((re.compile(rb"s4IA"), b""),)),  # JPEG in a PDF
)


def spelled_out(data: bytes | mmap, longest: int) -> Iterator[bytes]:
    """What is spelled out in these bytes, and begins like a picture or a document. longest: of each, in letters."""
    for alphabet in ALPHABETS:
        for sign, before in alphabet.signs:
            at = 0
            while found := sign.search(data, at):
                run = alphabet.letters.match(data, found.start(), found.start() + longest)
                at = run.end() if run else found.end()
                if run and len(run[0]) >= SHORTEST and (read := attempted(alphabet, before + run[0])):
                    yield read


def attempted(alphabet: Alphabet, text: bytes) -> bytes:
    """What these letters spell; nothing where they spell nothing."""
    try:
        return alphabet.read(text)
    except (Error, ValueError):
        return b""
