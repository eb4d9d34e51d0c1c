"""What proofreading asks of photographs: each found, developed and told about before a body is rendered."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugins.galleries.albums import PhotoFile
from plugins.galleries.collection import Collection
from plugins.galleries.darkroom import Fault
from plugins.galleries.entries import quoting
from plugins.galleries.photographs import REFUSED_SUFFIXES, SUFFIXES
from plugins.galleries.photos import Photo
from plugins.galleries.references import Lost
from plugins.musings.library import Library
from plugins.musings.source import Source
from plugins.proofreading import Mistake
from plugins.proofreading.mistakes import Grade

TELLING = (SUFFIXES | REFUSED_SUFFIXES | {".jpe", ".jfif", ".jxl"}) - {".svg", ".bmp"}
"""Suffixes of the pictures that can hold a place, a date or a device."""
IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?([^)>]+?)>?(?:\s+[\"'][^)]*)?\s*\)")


def check_photographs(library: Library) -> list[Mistake]:
    """Find them, develop them, put each lead photo on its source."""
    collection = Collection(library)
    mistakes = [mistake for album in collection.albums for mistake in album.mistakes]
    leads = leads_of(library)
    found = {lead: collection.finder.photo(lead.written, lead.source) for lead in leads}
    # Which photographs stand for a page must be known first: only these get a card.
    covers = {album.cover for album in collection.albums if album.cover and library.shows(album.source)}
    leading = (file for lead, file in found.items() if library.shows(lead.source))
    collection.cards = covers | {file for file in leading if isinstance(file, PhotoFile)}
    collection.develop(foreseen(collection, found))
    mistakes += album_faults(collection)
    for lead, file in found.items():
        mistakes += take_lead(collection, lead, file)
    return mistakes


def check_downloads(library: Library) -> Iterator[Mistake]:
    """A mistake for each picture in `content/files/`, which is published byte for byte."""
    for path in sorted((library.content / "files").rglob("*")):
        if path.suffix.lower() in TELLING and path.is_file() and not path.name.startswith("."):
            name = path.relative_to(library.root).as_posix()
            wanted = "A picture here would be published with the place and the device it was taken with."
            fix = "Put it into an album, or beside the musing that shows it."
            yield Mistake("picture-in-files", name, wanted=wanted, fix=fix)


@dataclass(frozen=True, eq=False)
class Lead:
    """A photograph that stands for a page, or (`holder` is the library) for the whole site."""

    written: str
    source: Source
    holder: Source | Library
    key: str
    line: int | None

    def mistake(self, code: str, wanted: str, fix: str, grade: Grade = "stop") -> Mistake:
        """A mistake where the photograph is named."""
        return self.source.mistake(code, self.key, self.line, self.written, wanted, fix, grade)


def leads_of(library: Library) -> Iterator[Lead]:
    """The photographs named under `photo:`, and the `picture` of `site.toml`."""
    for source in library.sources:
        if written := source.values.get("photo"):
            yield Lead(written, source, source, "photo", None)
    if written := library.settings.practice.picture:
        path = library.content / "site.toml"  # from here, album/photo.jpg is found as from any source
        text = (library.root / "site.toml").read_text("utf-8", "replace")
        lines = enumerate(text.split("\n"), 1)
        line = next((number for number, words in lines if written in words and "picture" in words), None)
        yield Lead(written, Source(path, "site.toml", "page", "site", text), library, "picture", line)


def foreseen(collection: Collection, leads: dict[Lead, PhotoFile | Lost]) -> Iterator[PhotoFile]:
    """Every photograph that this build will show, as far as it can be told without rendering."""
    shows = collection.library.shows
    named = [file for lead, file in leads.items() if shows(lead.source)]
    for source in filter(shows, collection.library.sources):
        named += [collection.finder.photo(written, source) for written in IMAGE.findall(source.body)]
    for album in collection.albums:
        if shows(album.source):
            named += [*album.shown, *filter(None, [album.cover])]
    yield from (file for file in named if isinstance(file, PhotoFile))


def album_faults(collection: Collection) -> Iterator[Mistake]:
    """One mistake for each photograph that its album must do without."""
    for album in collection.albums:
        for file in album.shown if collection.library.shows(album.source) else ():
            if isinstance(fault := collection.result(file), Fault):
                name = file.path.relative_to(collection.library.root).as_posix()
                yield Mistake("photo-unusable", name, wanted=fault.wanted, fix=fault.fix, grade="fix")


def take_lead(collection: Collection, lead: Lead, file: PhotoFile | Lost) -> Iterable[Mistake]:
    """Leave a lead photo where templates and other rooms find it: `notes["photo"]` of its holder."""
    if isinstance(file, Lost):
        line = lead.source.lines.get(lead.key)
        return [lead.mistake(file.code, file.wanted, quoting(lead.source, line, lead.written) or file.fix)]
    values = lead.source.values
    words = (values.get("photo_alt") or "", values.get("photo_caption") or "")
    photo = collection.photo(file, lead.source, *words)
    if isinstance(photo, Fault):
        return [lead.mistake("photo-unusable", photo.wanted, photo.fix)]
    if isinstance(photo, Photo):
        lead.holder.notes["photo"] = photo
        if not photo.alt and lead.holder is lead.source:
            fix = "Below this line write photo_alt: and in one sentence what it shows."
            return [lead.mistake("alt-missing", "This photograph has no alt text.", fix, "fix")]
    return []
