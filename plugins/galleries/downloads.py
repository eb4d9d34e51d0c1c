"""Downloads: files that are published byte for byte, and must not tell where or with what they were made."""

import mmap
from collections.abc import Iterator
from pathlib import Path

from plugins.galleries.photographs import REFUSED_SUFFIXES, SUFFIXES
from plugins.galleries.telling import tells_of_photographs
from plugins.musings.library import Library
from plugins.proofreading import Mistake

TELLING = (SUFFIXES | REFUSED_SUFFIXES | {".mpo"}) - {".svg", ".bmp"}
"""Suffixes of the pictures that can hold a place, a date or a device."""
PICTURES = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (0, b"II*\0"), (0, b"MM\0*"), (8, b"WEBP"), (0, b"GIF8"))
"""How such pictures begin, whatever they are called: where, and with which bytes."""
STILLS = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"avis"})
"""Kinds of a container (ISO/IEC 14496-12) that holds pictures; of the others, films, only some tell a place."""
PLACES = (b"\xa9xyz", b"com.apple.quicktime.location", b"loci", b"com.apple.quicktime.model")
"""How a film's own notes name where it was taken, and with what (QuickTime File Format; 3GPP TS 26.244, 8.3)."""


def check_downloads(library: Library) -> Iterator[Mistake]:
    """A mistake for each file in `content/files/` that would tell readers what the coach does not know it holds."""
    for path in sorted((library.content / "files").rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        name = path.relative_to(library.root).as_posix()
        if path.suffix.lower() in TELLING or is_picture(path):
            wanted = "A picture here would be published with the place and the device it was taken with."
            fix = "Put it into an album, or beside the musing that shows it."
            yield Mistake("picture-in-files", name, wanted=wanted, fix=fix)
        elif tells_a_place(path):
            wanted = "This film would be published with the place, or the device, that it was taken with."
            fix = "Export it without its location, in the program that you watch films with."
            yield Mistake("picture-in-files", name, wanted=wanted, fix=fix)
        elif holds_telling_photographs(path):
            wanted = "A photograph in this file would be published with the place, or the camera, it was taken with."
            fix = "Take that out of the photograph first: put it into an album, and use the copy that your site makes."
            yield Mistake("picture-in-files", name, wanted=wanted, fix=fix)


def is_picture(path: Path) -> bool:
    """Whether a file begins like a picture that can hold a place, a date or a device."""
    head = beginning(path)
    return any(head.startswith(sign, at) for at, sign in PICTURES) or (head[4:8] == b"ftyp" and head[8:12] in STILLS)


def tells_a_place(path: Path) -> bool:
    """Whether a film names the place or the device it was taken with."""
    if beginning(path)[4:8] not in (b"ftyp", b"moov", b"wide", b"mdat"):
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as film:
        return any(film.find(place) >= 0 for place in PLACES)


def holds_telling_photographs(path: Path) -> bool:
    """Whether a document, or a ZIP, holds a photograph that names its place or its camera."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return tells_of_photographs(data)
    except (OSError, ValueError):  # it can't be read, or is empty
        return False


def beginning(path: Path) -> bytes:
    """The first bytes of a file; none where it can't be read."""
    try:
        with path.open("rb") as file:
            return file.read(12)
    except OSError:
        return b""
