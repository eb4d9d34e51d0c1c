"""Which files `/build.json` must not name: it is a list that anybody may read, and what is hidden is in no list.

Those are the pages of what has `status: hidden`, and each photograph and download that none of the other pages names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from plugins.musings.addresses import file_of
from plugins.musings.library import Library, composed
from plugins.musings.source import Source

NAMED_ONLY = ("/photos/", "/files/")
"""Folders of which a reader knows a file only where a page names it."""
TEXTS = (".html", ".xml", ".js", ".ics", ".webmanifest")
NAMED = re.compile(r"/(?:photos|files)/[^\s\"'<>\\]+")
PHOTO = re.compile(r"(/photos/.+-[0-9a-f]{10})(?=[-.])")
"""One photograph, whichever of its renditions a page shows: its name and the fingerprint that all of them share."""


def unlisted(paths: Iterable[str], output: Path, library: Library) -> set[str]:
    """The paths, of these of the output, that nobody may learn from a list."""
    shut = tuple(hidden_folders(library))
    open_ = tuple(folder for folder in open_folders(library) if folder.startswith(shut))
    alone = hidden_files(library)
    known = [path for path in paths if not path.startswith(NAMED_ONLY)]
    hidden = {path for path in known if path in alone or max_length(path, shut) > max_length(path, open_)}
    named = set(names_in(output, (path for path in known if path not in hidden)))
    return hidden | {path for path in paths if path.startswith(NAMED_ONLY) and photo_of(path) not in named}


def hidden_folders(library: Library) -> Iterator[str]:
    """Where the pages of hidden things lie, with all that lies below them; the home page has all of the site there."""
    return (source.address for source in library.sources if source.state == "hidden" and source.address != "/")


def open_folders(library: Library) -> Iterator[str]:
    """Where those of all others lie, some of them within a hidden one: an album in a hidden album may be published."""
    return (source.address for source in library.sources if source.state != "hidden" and library.shows(source))


def hidden_files(library: Library) -> set[str]:
    """Single files of hidden things: former addresses, and a series' feed."""
    former = [
        f"/{file_of(address)}"
        for address, target in library.addresses.items()
        if isinstance(target, Source) and target.state == "hidden" and address != "/"
    ]
    feeds = [f"/feeds/series/{series.slug}.atom.xml" for series in library.series if series.state == "hidden"]
    return {*former, *feeds}


def max_length(path: str, folders: Iterable[str]) -> int:
    """The length of the innermost of these folders that the path lies in."""
    return max((len(folder) for folder in folders if path.startswith(folder)), default=0)


def names_in(output: Path, paths: Iterable[str]) -> Iterator[str]:
    """The photographs and downloads that these files name."""
    for path in paths:
        if path.endswith(TEXTS):
            text = (output / path.lstrip("/")).read_text(encoding="utf-8", errors="replace")
            for name in set(NAMED.findall(text)):
                yield photo_of(unquote(unescape(name).partition("#")[0].partition("?")[0]))


def photo_of(path: str) -> str:
    """What stands for a path: of a photograph, the part that its renditions share. Accents are one with their letters,
    since a page and a disk may write them differently.
    """
    found = PHOTO.match(path)
    return composed(found[1] if found else path)


def photos_in(paths: Iterable[str]) -> int:
    """How many photographs there are among these files."""
    return len({found[1] for path in paths if (found := PHOTO.match(path))})


def sealed(files: Mapping[str, str]) -> list[str]:
    """A checksum of each file and its path together, in order: whoever has the files can tell that they are whole, and
    nobody else what they are called. The path alone could be guessed from its checksum; page and path together cannot.
    """
    return sorted(sha256(os.fsencode(f"{path}\0{checksum}")).hexdigest() for path, checksum in files.items())
