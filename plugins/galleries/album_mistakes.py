"""What an album lacks as a whole: photographs, words for those who can't see them, a title of its own for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from plugins.musings.library import composed
from plugins.musings.source import Source
from plugins.proofreading import Mistake

if TYPE_CHECKING:
    from plugins.galleries.albums import PhotoFile

SAY_IT = "Say in one sentence what it shows, for readers who can't see it."
ENTRY_LINES = 8
"""No entry has more of them: one for each key."""


def empty(source: Source, files: list[PhotoFile]) -> Iterator[Mistake]:
    """A mistake when there is nothing to show."""
    if not any(not file.hidden for file in files):
        wanted, fix = "This album has no photographs yet.", "Put some into its folder, or write status: draft."
        if files:
            wanted, fix = "All photographs of this album are hidden.", "Show one of them, or write status: draft."
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
        entries = "an entry" if len(names) == 1 else "an entry for each"
        fix = f"{command(source.path.parent)} adds {entries}. Then say after alt: what it shows."
        yield source.mistake("alt-missing", line=source.lines.get("photos", 1), wanted=wanted, fix=fix)


def titles_repeated(source: Source, files: list[PhotoFile], within: Iterable[str]) -> Iterator[Mistake]:
    """A hint for each photograph whose title is taken: its page's address differs from the other's by a number alone.

    within: the last parts of the addresses of the albums that lie in this one.
    """
    taken = dict.fromkeys(within, "An album in this one")
    for file in files:
        if not (file.line and file.address and file.plain_page):
            continue
        if (other := taken.setdefault(file.plain_page, file.name)) != file.name:
            wanted = f"{other} is called this too, so the page of {file.name} is {file.address}"
            line = title_line(source, file.title, file.line)
            fix = "Give one of the two another title, before readers keep the address."
            yield source.mistake("photo-title-repeated", line=line, wanted=wanted, fix=fix)


def title_line(source: Source, title: str, line: int) -> int:
    """The line on which an entry that begins on `line` says its title; else where it begins."""
    lines = range(line, line + ENTRY_LINES)
    return next((number for number in lines if f"title: {title}" in source.line(number)), line)


def command(folder: Path) -> str:
    """What adds entries to the `album.md` of this folder, as it is typed."""
    return f"make photos ALBUM={quote(composed(folder.as_posix()).rpartition('/content/albums/')[2])}"


def listed(names: list[str]) -> str:
    """Names in a sentence, at most four of them: “one, two, three and 7 more”."""
    shown = names if len(names) < 5 else [*names[:3], f"{len(names) - 3} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
