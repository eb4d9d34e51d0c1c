"""Albums as the coach keeps them: a folder of photographs, and `album.md` with what there is to say.

The entries of `album.md` give the order; photographs without one follow by name, so that dropping
files into the folder is enough.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plugins.galleries.entries import MIDDLE, Entries
from plugins.galleries.photographs import REFUSED_SUFFIXES, SUFFIXES
from plugins.galleries.renditions import Focus
from plugins.musings.library import composed
from plugins.musings.source import Source
from plugins.proofreading import Mistake

SAY_IT = "Say in one sentence what it shows, for readers who can't see it."


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """One photograph with what the coach wrote about it.

    slug: what its published files are called, never its own name. line: of its entry, None without one.
    """

    path: Path
    slug: str
    alt: str = ""
    caption: str = ""
    focus: Focus = MIDDLE
    hidden: bool = False
    line: int | None = None

    @property
    def name(self) -> str:
        """Its file name as the coach reads it."""
        return composed(self.path.name)


@dataclass(frozen=True, slots=True)
class AlbumFolder:
    """An album's source, its photographs in order, hidden ones too, and which one is its cover."""

    source: Source
    files: tuple[PhotoFile, ...]
    cover: PhotoFile | None
    mistakes: tuple[Mistake, ...] = field(compare=False)

    @property
    def by_name(self) -> dict[str, PhotoFile]:
        """The photographs by file name."""
        return {file.name: file for file in self.files}

    @property
    def shown(self) -> tuple[PhotoFile, ...]:
        """The photographs that the album's page shows."""
        return tuple(file for file in self.files if not file.hidden)


def read_album(source: Source) -> AlbumFolder:
    """Join an album's entries with the files in its folder, gathering what is wrong."""
    pictures = pictures_in(source.path.parent)
    reading = Entries(source, pictures)
    entries = {entry.name: entry for entry in reading.read()}
    files = []
    for number, name in enumerate(dict.fromkeys([*entries, *pictures]), 1):
        path, slug, entry = pictures[name], f"{source.slug}-{number}", entries.get(name)
        if entry:
            words = (entry.alt, entry.caption, entry.focus, entry.hidden, entry.line)
            files.append(PhotoFile(path, slug, *words))
        else:
            files.append(PhotoFile(path, slug))
    first = next((file for file in files if not file.hidden), None)
    named = source.values.get("cover")
    cover = next((file for file in files if file.name == composed(named)), None) if named else first
    if named and not cover:
        reading.unknown(named, source.lines["cover"])
    unread = not source.lines or any(mistake.code in ("photos-wrong", "photo-unknown") for mistake in reading.mistakes)
    mistakes = (*reading.mistakes, *(() if unread else (*empty(source, files), *alt_missing(source, files))))
    return AlbumFolder(source, tuple(files), cover or first, mistakes)


def pictures_in(folder: Path) -> dict[str, Path]:
    """The files of a folder that are pictures by their names, of refused kinds too: IMG_2 before IMG_10."""
    kinds = SUFFIXES | REFUSED_SUFFIXES
    paths = [path for path in folder.iterdir() if path.suffix.lower() in kinds and path.is_file()]
    named = {composed(path.name): path for path in paths if not path.name.startswith(".")}
    return dict(sorted(named.items(), key=lambda pair: (numbers_apart(pair[0]), pair[0])))


def numbers_apart(name: str) -> list[str | int]:
    """A name as a key that sorts the numbers in it as numbers."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name.casefold())]


def empty(source: Source, files: list[PhotoFile]) -> Iterator[Mistake]:
    """A mistake when there is nothing to show."""
    if not any(not file.hidden for file in files):
        wanted = "This album has no photographs yet."
        fix = "Put some into its folder, or write status: draft."
        yield source.mistake("album-empty", "title", wanted=wanted, fix=fix)


def alt_missing(source: Source, files: list[PhotoFile]) -> Iterator[Mistake]:
    """A mistake for each entry without alt text, and one for all the photographs that have no entry."""
    bare = [file for file in files if not file.alt and not file.hidden]
    for file in bare:
        if file.line:
            wanted, fix = f"{file.name} has no alt text.", f"{SAY_IT} Write it below, as alt: …"
            yield source.mistake("alt-missing", line=file.line, wanted=wanted, fix=fix)
    if names := [file.name for file in bare if not file.line]:
        wanted = f"{listed(names)} {'has' if len(names) == 1 else 'have'} no alt text."
        fix = f"{SAY_IT} Under photos: write - file: {names[0]}, and below it alt: …"
        line = source.lines.get("photos", 1)
        yield source.mistake("alt-missing", line=line, wanted=wanted, fix=fix)


def listed(names: list[str]) -> str:
    """Names in a sentence, at most four of them: “one, two, three and 7 more”."""
    shown = names if len(names) < 5 else [*names[:3], f"{len(names) - 3} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
