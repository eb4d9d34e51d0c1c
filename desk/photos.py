"""`make photos ALBUM=its-name`: an entry for each photograph that has none, ready to fill, in order of their dates."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shlex import quote

from desk.new import ROOT, NotWritten, as_yaml, name_of
from plugins.disk import ending_in_words
from plugins.galleries.album_mistakes import listed
from plugins.galleries.albums import pictures_in
from plugins.galleries.cache import PhotoCache, write_whole
from plugins.galleries.inspection import Inspector, Seen
from plugins.musings import front_matter
from plugins.musings.library import composed
from plugins.proofreading.nearest import did_you_mean, is_slip, one_of
from plugins.proofreading.report import printable

ALBUM = """---
title: {title}
date:{date}
place:
summary:
status: draft
---
"""
KEY = re.compile(r"photos:[ \t]*(#.*)?$")
ITEM = re.compile(r"([ \t]*)-(?:\s|$)")
UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
"""What may stand in a file's name, and in no line of an `album.md`."""


@dataclass(frozen=True)
class Found:
    """A photograph that `album.md` does not name: its file, when it was taken ("" unknown), its own caption."""

    name: str
    taken: str
    caption: str

    def entry(self, indent: str) -> list[str]:
        """Its lines in `album.md`: what is known of it, and what waits to be written."""
        taken = datetime.fromisoformat(self.taken) if self.taken else None
        moment = f"  # {taken.day} {taken:%B %Y, %H:%M}" if taken else ""
        caption = f" {as_yaml(self.caption)}" if self.caption else ""
        rest = ("title:", "alt:", f"caption:{caption}")
        return [f"{indent}- file: {as_yaml(self.name)}{moment}", *(f"{indent}  {line}" for line in rest)]


def write_entries(source: Path, album: str, cache: Path) -> tuple[Path, list[Found], list[str]]:
    """Add an entry to an album's `album.md` for each photograph that has none; write the file where there is none.

    source: the folder that holds content/ and site.toml. album: its folder below content/albums/, as typed.
    Returns the file, the photographs that were added, and the names of those that can't be read.
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
    named = names_in(text, path, name_of(path, source)) if text else set()
    found, unread = look_at(folder, [name for name in pictures_in(folder) if name.casefold() not in named], cache)
    if not found and not text:
        raise NotWritten(f"None of these can be read as a photograph: {listed(unread)}.")
    if found:
        write_whole(path, with_entries(text or new_album(folder, found), found, name_of(path, source)).encode())
    return path, found, unread


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


def names_in(text: str, path: Path, file: str) -> set[str]:
    """The names of the photographs that have an entry, in small letters. Raises NotWritten where nobody can tell."""
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
    return {composed(item).casefold() for item in items if isinstance(item, str)}


def plain(text: str) -> str:
    """A file's text without a mark before it, whatever ends its lines."""
    return text.lstrip("\ufeff").replace("\r\n", "\n")


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


def new_album(folder: Path, found: list[Found]) -> str:
    """An `album.md` of a folder that has none: a draft, named like the folder, of the day of its first photograph."""
    title = composed(folder.name).replace("-", " ").replace("_", " ").strip()
    date = f" {found[0].taken[:10]}" if found[0].taken else ""
    return ALBUM.format(title=as_yaml(title[:1].upper() + title[1:]), date=date)


def with_entries(text: str, found: list[Found], file: str) -> str:
    """The text of an `album.md` with these entries after its last one, every other letter as it was.

    Raises NotWritten, with the lines to be pasted, where the list is not written with a line for each entry.
    """
    lines = text.splitlines(keepends=True)
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), None)
    if not lines or lines[0].lstrip("\ufeff").rstrip() != "---" or end is None:
        raise refused(file, "has no first lines between two lines of ---", found)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    key = next((number for number in range(1, end) if lines[number].startswith("photos:")), None)
    if key is None:
        place, indent, head = end, "  ", ["photos:"]
    elif not KEY.match(lines[key].rstrip()):
        fix = "Give each a line of its own below photos:, such as - file: dawn.jpg, and run this again."
        raise NotWritten(f"{file} lists its photographs in one line, so I have not touched it. {fix}")
    else:
        place, indent, head = last_item(lines, key, end), indent_of(lines[key + 1 : end]), []
    added = [*head, *(line for one in found for line in one.entry(indent))]
    whole = "".join([*lines[:place], *(line + newline for line in added), *lines[place:]])
    if not adds_only(text, whole, found):
        raise refused(file, "is written in a way that I can't add to safely", found)
    return whole


def last_item(lines: list[str], key: int, end: int) -> int:
    """The number of the line after the last one of a list that begins below line `key`: remarks and gaps stay below."""
    last = key
    for number in range(key + 1, end):
        bare = lines[number].rstrip()
        if bare and not bare.lstrip().startswith("#"):
            if bare[0] not in " \t-":
                break
            last = number
    return last + 1


def indent_of(lines: list[str]) -> str:
    """How far the entries of a list are indented."""
    return next((found[1] for line in lines if (found := ITEM.match(line))), "  ")


def adds_only(before: str, after: str, found: list[Found]) -> bool:
    """Whether everything that was said before is said still, and these photographs besides, at the end."""
    old, new = (front_matter.split(plain(text), "album.md").data for text in (before, after))
    named = [item.get("file") for item in (new.get("photos") or [])[-len(found) :] if isinstance(item, dict)]
    rest = (new.get("photos") or [])[: -len(found)]
    same = {**old, "photos": None} == {**new, "photos": None}
    return same and named == [one.name for one in found] and rest == (old.get("photos") or [])


def refused(file: str, why: str, found: list[Found]) -> NotWritten:
    """Nothing was written: why, and what to paste."""
    entries = "\n".join(line for one in found for line in one.entry("  "))
    return NotWritten(f"{file} {why}, so I have not touched it. Put these lines below photos: yourself:\n\n{entries}")


def main() -> int:
    """Add the entries that CAIRN_ALBUM asks for, and say what was added; return the exit status."""
    source = Path(os.environ.get("CAIRN_SOURCE") or ROOT).expanduser().resolve()
    cache = Path(os.environ.get("CAIRN_CACHE") or ROOT / ".cache").expanduser().resolve()
    try:
        with ending_in_words(content=source / "content", cache=cache):
            path, found, unread = write_entries(source, os.environ.get("CAIRN_ALBUM", ""), cache)
    except NotWritten as error:
        print(error, file=sys.stderr)
        return 1
    many = f"{len(found)} photographs are" if len(found) > 1 else "One photograph is"
    if found:
        print(f"{many} new in {name_of(path, source)}: say what each shows after alt:, for readers who can't see it.")
    else:
        print(f"{name_of(path, source)} has an entry for each photograph in its folder.")
    if unread:
        print(f"Left out, since I can't read them: {printable(listed(unread))}. make check tells why.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
