"""`make photos ALBUM=its-name`: an entry for each photograph that has none, ready to fill, in order of their dates."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from desk.album_file import Found, new_album, plain, with_entries
from desk.new import ROOT, NotWritten, name_of
from plugins.disk import ending_in_words
from plugins.galleries.album_mistakes import listed
from plugins.galleries.albums import pictures_in
from plugins.galleries.cache import PhotoCache, write_whole
from plugins.galleries.entries import bare
from plugins.galleries.inspection import Inspector, Seen
from plugins.musings import front_matter
from plugins.musings.library import composed
from plugins.proofreading.nearest import did_you_mean, is_slip, one_of
from plugins.proofreading.report import printable

UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
"""What may stand in a file's name, and in no line of an `album.md`."""


@dataclass(frozen=True)
class Written:
    """What became of an album's `album.md`.

    found: the photographs that were added. unread: the names of those that can't be read. lost: the names in entries
    whose photograph is not in the folder; these entries stay as they are.
    """

    path: Path
    found: list[Found]
    unread: list[str]
    lost: list[str]


def write_entries(source: Path, album: str, cache: Path) -> Written:
    """Add an entry to an album's `album.md` for each photograph that has none; write the file where there is none.

    source: the folder that holds content/ and site.toml. album: its folder below content/albums/, as typed.
    Raises NotWritten where there is no such folder, nothing in it can be read, or the file can't be added to without
    harm.
    """
    folder = find_folder(source, album)
    path = folder / "album.md"
    raw = path.read_bytes() if path.is_file() else b""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotWritten(f"{name_of(path, source)} is not saved as UTF-8. Save it again as UTF-8 first.") from error
    named = names_in(text, path, name_of(path, source)) if text else []
    pictures = pictures_in(folder)
    has_entry = {name.casefold() for name in named}
    lost = [name for name in named if name.casefold() not in {each.casefold() for each in pictures}]
    # An entry with a slip in its name is one all the same: make check says whose it is.
    meant = {bare(name) for name in lost}
    new = [name for name in pictures if name.casefold() not in has_entry and bare(name) not in meant]
    found, unread = look_at(folder, new, cache)
    if not found and not text:
        raise NotWritten(f"None of these can be read as a photograph: {listed(unread)}.")
    if found:
        write_whole(path, with_entries(text or new_album(folder, found), found, name_of(path, source)).encode())
    return Written(path, found, unread, lost)


def find_folder(source: Path, album: str) -> Path:
    """The album's folder, by its path below content/albums/. Raises NotWritten where there is none."""
    albums = source / "content" / "albums"
    typed = album.strip().strip("/").removeprefix("content/").removeprefix("albums/").removesuffix("/album.md")
    folders = [path for path in sorted(albums.rglob("*")) if path.is_dir() and any(pictures_in(path))]
    if typed and (albums / typed).is_dir() and not any(pictures_in(albums / typed)):
        raise NotWritten(f"There are no photographs in content/albums/{typed} yet.")
    by_name = {composed(path.relative_to(albums).as_posix()): path for path in folders}
    if folder := by_name.get(composed(typed)):
        return folder
    if not by_name:
        raise NotWritten("There are no photographs yet. Put some into content/albums/its-name/.")
    if not typed:
        raise NotWritten(f"Say which album, for example: make photos ALBUM={quote(next(iter(by_name)))}")
    near = did_you_mean(typed, by_name) or f"There are: {one_of(sorted(by_name))}."
    raise NotWritten(f"There is no folder of photographs called {typed}. {near}")


def names_in(text: str, path: Path, file: str) -> list[str]:
    """The names of the photographs that have an entry. Raises NotWritten where nobody can tell."""
    parts = front_matter.split(plain(text), path.name)
    if any(mistake.grade == "stop" for mistake in parts.mistakes):
        raise NotWritten(f"{file} can't be read as it stands, so I have not touched it. make check tells why.")
    slip = next((key for key in parts.data if (key != "photos" and is_slip(key, "photos")) or key == "fotos"), None)
    if slip and "photos" not in parts.data:
        raise NotWritten(f"{file} has a key {slip}. Write photos: instead, and run this again.")
    entries = parts.data.get("photos")
    if entries and not isinstance(entries, list):
        raise NotWritten(f"The photographs in {file} are not a list. make check tells how to write one.")
    items = [item.get("file") if isinstance(item, dict) else item for item in entries or []]
    return [composed(item) for item in items if isinstance(item, str)]


def look_at(folder: Path, names: list[str], cache: Path) -> tuple[list[Found], list[str]]:
    """These photographs in the order in which they were taken, those without a date last; and what can't be read."""
    inspector, pictures = Inspector(PhotoCache(cache / "photos")), pictures_in(folder)
    seen = {name: inspector.look(pictures[name]) for name in names}
    inspector.save()
    found = [
        Found(name, each.taken, each.caption)
        for name, each in seen.items()
        if isinstance(each, Seen) and not UNWRITABLE.search(name)
    ]
    known = {one.name for one in found}
    return sorted(found, key=lambda one: (not one.taken, one.taken[:19])), [name for name in seen if name not in known]


def main() -> int:
    """Add the entries that CAIRN_ALBUM asks for, and say what was added; return the exit status."""
    source = Path(os.environ.get("CAIRN_SOURCE") or ROOT).expanduser().resolve()
    cache = Path(os.environ.get("CAIRN_CACHE") or ROOT / ".cache").expanduser().resolve()
    try:
        with ending_in_words(content=source / "content", cache=cache):
            written = write_entries(source, os.environ.get("CAIRN_ALBUM", ""), cache)
    except NotWritten as error:
        print(error, file=sys.stderr)
        return 1
    file, found = name_of(written.path, source), written.found
    many = f"{len(found)} photographs are" if len(found) > 1 else "One photograph is"
    if found:
        print(f"{many} new in {file}: say what each shows after alt:, for readers who can't see it.")
    elif not written.lost:
        print(f"{file} has an entry for each photograph in its folder.")
    if written.lost:
        print(f"{file} names what is not in its folder: {printable(listed(written.lost))}.")
        print("If one has another name now, write that into its entry, which stays; else take the entry out.")
    if written.unread:
        print(f"Left out, since I can't read them: {printable(listed(written.unread))}. make check tells why.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
