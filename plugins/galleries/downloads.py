"""Downloads: files that are published byte for byte, and must not tell where or with what they were made."""

import mmap
from collections.abc import Iterator
from pathlib import Path

from plugins.galleries.photographs import REFUSED_SUFFIXES, SUFFIXES
from plugins.galleries.telling import tells_of_films, tells_of_folders, tells_of_photographs
from plugins.galleries.unpacking import Allowance, Bytes, parts_of
from plugins.musings.library import Library
from plugins.proofreading import Mistake

TELLING = (SUFFIXES | REFUSED_SUFFIXES | {".mpo"}) - {".svg", ".bmp"}
"""Suffixes of the pictures that can hold a place, a date or a device."""
PICTURES = ((0, b"\xff\xd8\xff"), (0, b"\x89PNG\r\n\x1a\n"), (0, b"II*\0"), (0, b"MM\0*"), (8, b"WEBP"), (0, b"GIF8"))
"""How such pictures begin, whatever they are called: where, and with which bytes."""
STILLS = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif", b"avis"})
"""Kinds of a container (ISO/IEC 14496-12) that holds pictures; the others are films."""
FILMS = frozenset({b"ftyp", b"moov", b"wide", b"mdat"})
CODE = "picture-in-files"
EXPORT = "Export it without its location, in the program that you watch films with."
Words = tuple[str, str, str]
"""A mistake's code, what is wrong and the cure."""
PICTURE: Words = (
    CODE,
    "A picture here would be published with the place and the device it was taken with.",
    "Put it into an album, or beside the musing that shows it.",
)
FILM: Words = (CODE, "This film would be published with the place, or the device, that it was taken with.", EXPORT)
PHOTOGRAPH_WITHIN: Words = (
    CODE,
    "A photograph in this file would be published with the place, or the camera, it was taken with.",
    "Take that out of the photograph first: put it into an album, and use the copy that your site makes.",
)
FILM_WITHIN: Words = (
    CODE,
    "A film in this file would be published with the place, or the device, that it was taken with.",
    EXPORT,
)
DRAWING: Words = (
    CODE,
    "This drawing would be published with the name of the folder, on your computer, that you keep it in.",
    "Export it as a plain SVG, in the program that you draw with.",
)
UNREAD: Words = (
    "download-unread",
    "Not all of this file can be looked into: a photograph in it may tell where it was taken, and with what.",
    "If there are photographs in it, see that each is a copy that your site has made.",
)


def check_downloads(library: Library) -> Iterator[Mistake]:
    """A mistake for each file in `content/files/` that would tell readers what the coach does not know it holds."""
    for path in sorted((library.content / "files").rglob("*")):
        if path.is_file() and not path.name.startswith(".") and (words := words_on(path)):
            code, wanted, fix = words
            yield Mistake(code, path.relative_to(library.root).as_posix(), wanted=wanted, fix=fix)


def words_on(path: Path) -> Words | None:
    """What is to be told of one file."""
    if path.suffix.lower() in TELLING:
        return PICTURE
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):  # it can't be read, or is empty
        return None
    with data:
        return words_on_content(data)


def words_on_content(data: Bytes) -> Words | None:
    """The same by what is in it, whatever it is called."""
    head = data[:12]
    if any(head.startswith(sign, at) for at, sign in PICTURES) or (head[4:8] == b"ftyp" and head[8:12] in STILLS):
        return PICTURE
    is_film, allowance = head[4:8] in FILMS, Allowance()
    if is_film and tells_of_films(data):
        return FILM
    for part in (data,) if is_film else parts_of(data, allowance):
        if tells_of_photographs(part, allowance):
            return PHOTOGRAPH_WITHIN
        if tells_of_films(part):
            return FILM_WITHIN
        if tells_of_folders(part):
            return DRAWING
    return UNREAD if allowance.is_short else None
