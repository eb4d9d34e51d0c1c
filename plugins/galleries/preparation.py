"""What is made before bodies are drawn: every photograph that this build shows."""

from collections.abc import Iterator

from plugins.galleries.albums import PhotoFile
from plugins.galleries.collection import NOTE, Collection
from plugins.galleries.foreman import LATE, Fault
from plugins.galleries.inspection import Seen
from plugins.galleries.leads import Lead, leads_of
from plugins.galleries.photos import Photo
from plugins.galleries.references import Lost
from plugins.musings.library import Library


def prepare_photographs(library: Library) -> None:
    """Develop every photograph that this build shows, and put each lead photo on its source."""
    collection: Collection = library.notes[NOTE]
    found = {lead: collection.finder.photo(lead.written, lead.source) for lead in leads_of(library)}
    # Which photographs stand for a page must be known first: only these get a card.
    covers = {album.cover for album in collection.albums if album.cover and library.shows(album.source)}
    leading = (file for lead, file in found.items() if library.shows(lead.source))
    collection.cards = covers | {file for file in leading if isinstance(file, PhotoFile)}
    develop(collection, list(shown_files(collection, found)))
    for lead, file in found.items():
        if isinstance(file, PhotoFile):
            values = lead.source.values
            words = (values.get("photo_alt") or "", values.get("photo_caption") or "")
            photo = collection.photo(file, lead.source, *words)
            if isinstance(photo, Photo):
                lead.holder.notes["photo"] = photo


def develop(collection: Collection, files: list[PhotoFile]) -> None:
    """Develop those that can be shown: what was seen to be of no use is known, and what is late now is so for good."""
    inspector, results = collection.inspector, collection.results
    seen = {file: inspector.look(file.path) for file in files}
    results |= {collection.job(file): fault for file, fault in seen.items() if isinstance(fault, Fault)}
    collection.develop(file for file in files if isinstance(seen[file], Seen))
    for job in (job for job, result in results.items() if result == LATE):
        inspector.learn(inspector.digest(job.path), LATE)
    inspector.save()


def shown_files(collection: Collection, leads: dict[Lead, PhotoFile | Lost]) -> Iterator[PhotoFile]:
    """Every photograph that this build shows."""
    shows = collection.library.shows
    named = [file for lead, file in leads.items() if shows(lead.source)]
    for source in filter(shows, collection.library.sources):
        named += [collection.finder.photo(picture.src, source) for picture in source.facts.pictures]
    for album in collection.albums:
        if shows(album.source):
            named += [*album.shown, *filter(None, [album.cover])]
    yield from (file for file in named if isinstance(file, PhotoFile))
