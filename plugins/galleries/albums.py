"""Albums as the coach keeps them: a folder of photographs, and `album.md` with what there is to say.

The entries of `album.md` give the order; photographs without one follow as they were taken, so that dropping
files into the folder is enough.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from plugins.galleries.album_mistakes import alt_missing, empty, titles_repeated
from plugins.galleries.entries import WITHHELD, Entries, Entry
from plugins.galleries.focus import MIDDLE
from plugins.galleries.foreman import Fault
from plugins.galleries.inspection import Seen
from plugins.galleries.photographs import REFUSED_SUFFIXES, SUFFIXES
from plugins.galleries.renditions import Focus
from plugins.musings.addresses import slugified
from plugins.musings.library import composed
from plugins.musings.source import Source
from plugins.proofreading import Mistake

LONGEST_SLUG = 80
"""Letters of a title in an address: with the rest, any disk can keep it."""
Look = Callable[[Path], Seen | Fault]
"""Tells what a photograph holds, or why it can't be shown."""


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One photograph with what the coach wrote about it.

    slug: what its published files are called, never its own name. address: of its own page, "" where it has none.
    line: of its entry, None without one. agreed: False where somebody in it does not want to be shown.
    """

    path: Path
    slug: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    focus: Focus = MIDDLE
    hidden: bool = False
    line: int | None = None
    agreed: bool = True
    address: str = ""

    @property
    def name(self) -> str:
        """Its file name as the coach reads it."""
        return composed(self.path.name)

    @property
    def plain_page(self) -> str:
        """Its title as the last part of an address; "" without one."""
        return slugified(self.title)[:LONGEST_SLUG].strip("-")


@dataclass(frozen=True)
class AlbumFolder:
    """An album's source, its photographs in order, hidden ones too, and which one is its cover."""

    source: Source
    files: tuple[PhotoFile, ...]
    cover: PhotoFile | None
    mistakes: tuple[Mistake, ...] = field(compare=False)

    @cached_property
    def by_name(self) -> dict[str, PhotoFile]:
        """The photographs by file name."""
        return {file.name: file for file in self.files}

    @property
    def shown(self) -> tuple[PhotoFile, ...]:
        """The photographs that the album's page shows."""
        return tuple(file for file in self.files if not file.hidden)


def read_album(source: Source, look: Look, within: frozenset[str] = frozenset()) -> AlbumFolder:
    """Join an album's entries with the files in its folder, gathering what is wrong.

    look: tells what a photograph holds, where its date or its own caption is asked for. within: the last parts of the
    addresses of the albums that lie in this one.
    """
    pictures = pictures_in(source.path.parent)
    reading = Entries(source, pictures)
    entries = {entry.name: entry for entry in reading.read()}
    names = in_order(source, pictures, list(entries), look)
    photos = [photo_file(pictures[name], entries.get(name), look) for name in names]
    files = with_addresses(source, photos, within, look)
    first = next((file for file in files if file.address), None)
    named = source.values.get("cover")
    cover = next((file for file in files if file.name == composed(named)), None) if named else first
    if named and not cover:
        reading.unknown(named, source.lines["cover"])
    elif named and cover and not cover.agreed:
        reading.wrong("people-not-agreed", source.lines["cover"], named, WITHHELD, "Choose another cover.")
    elif named and cover and cover.hidden:
        wanted = "This photograph is hidden from its album, and stands for it."
        reading.wrong("photo-hidden", source.lines["cover"], named, wanted, "Choose another cover.")
    shown = [file for file in files if file.hidden or file.address]  # of what can't be shown, that is told
    codes = {mistake.code for mistake in reading.mistakes}
    if source.lines and "photos-wrong" not in codes:
        if "photo-unknown" not in codes:
            reading.mistakes += [*(() if within else empty(source, files)), *alt_missing(source, shown)]
        else:  # that entry may be meant for any photograph which has none
            reading.mistakes += alt_missing(source, [file for file in shown if file.line])
        reading.mistakes += titles_repeated(source, files, within)
    return AlbumFolder(source, tuple(files), cover or first, tuple(reading.mistakes))


def in_order(source: Source, pictures: dict[str, Path], entries: list[str], look: Look) -> list[str]:
    """The names as the album shows them: those with an entry first, as they are listed, the others as they were taken.

    `order:` in the front matter sorts them all alike. A photograph without a date comes after those with one.
    """
    order = source.values.get("order")

    def taken(name: str) -> tuple[bool, str]:
        seen = look(pictures[name])
        moment = seen.taken[:19] if isinstance(seen, Seen) else ""
        return not moment, moment

    if order == "name":
        return list(pictures)
    if order == "newest":
        dated = sorted((name for name in pictures if not taken(name)[0]), key=taken, reverse=True)
        return [*dated, *(name for name in pictures if taken(name)[0])]
    if order == "date":
        return sorted(pictures, key=taken)
    has_entry = set(entries)
    return [*entries, *sorted((name for name in pictures if name not in has_entry), key=taken)]


def photo_file(path: Path, entry: Entry | None, look: Look) -> PhotoFile:
    """A photograph with its entry's words; where none says a caption, that which the camera's owner wrote into it."""
    caption = entry.caption if entry else None
    if caption is None:
        seen = look(path)
        caption = seen.caption if isinstance(seen, Seen) else ""
        # Some programs write the file's own name there, which is nobody's business.
        caption = "" if slugified(caption) == slugified(path.stem) else caption
    if not entry:
        return PhotoFile(path, "", caption=caption)
    words = (entry.title, entry.alt, caption)
    return PhotoFile(path, "", *words, entry.focus, entry.hidden, entry.line, entry.agreed)


def with_addresses(source: Source, files: list[PhotoFile], taken: Iterable[str], look: Look) -> list[PhotoFile]:
    """The same photographs, each with a page named by its title, else by its place.

    Hidden ones have no page, nor have those that can't be shown, which don't count. taken: parts of addresses that
    albums in this one have.
    """
    album, used, named, number = source.slug.replace("/", "-"), set(taken), [], 0
    for file in files:
        if file.hidden or not isinstance(look(file.path), Seen):
            named.append(replace(file, slug=album))
            continue
        number += 1
        page = plain = file.plain_page or str(number)
        again = 1
        while page in used:
            again += 1
            page = f"{plain}-{again}"
        used.add(page)
        named.append(replace(file, slug=f"{album}-{page}", address=f"{source.address}{page}/"))
    return named


def pictures_in(folder: Path) -> dict[str, Path]:
    """The files of a folder that are pictures by their names, of refused kinds too: IMG_2 before IMG_10."""
    kinds = SUFFIXES | REFUSED_SUFFIXES
    paths = [path for path in folder.iterdir() if path.suffix.lower() in kinds and path.is_file()]
    named = {composed(path.name): path for path in paths if not path.name.startswith(".")}
    return dict(sorted(named.items(), key=lambda pair: (numbers_apart(pair[0]), pair[0])))


def numbers_apart(name: str) -> list[str | int]:
    """A name as a key that sorts the numbers in it as numbers."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name.casefold())]
