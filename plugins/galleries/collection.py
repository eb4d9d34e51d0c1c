"""The collection: all photographs of one build. A source that shows one asks here, and is remembered."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plugins.galleries.albums import PhotoFile, pictures_in, read_album
from plugins.galleries.cache import PhotoCache
from plugins.galleries.darkroom import Fault, Job, Result, develop_all, tell_progress
from plugins.galleries.inspection import Inspector, tell_looking
from plugins.galleries.photos import Photo, photo_of
from plugins.galleries.references import Finder
from plugins.galleries.renditions import Recipe
from plugins.galleries.tidying import tidy
from plugins.musings.library import Library
from plugins.musings.source import Source
from plugins.proofreading import Mistake

NOTE = "galleries"
"""Under this note the library and each of its sources keep the collection."""


class Collection:
    """The albums of a library, and what became of every photograph that its pages show.

    What no page shows is not published, so that drafts leave no trace.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.cache = PhotoCache(library.cache / "photos")
        self.recipe = Recipe.of(library.settings.photographs)
        self.inspector = Inspector(self.cache, self.recipe)
        self.within = nested([source for source in library.sources if source.kind == "album"])
        """Every album's source with those of the albums that lie in it."""
        folders = [source.path.parent for source in self.within]
        pictures = [path for folder in folders for path in pictures_in(folder).values()]
        self.inspector.look_at_all(pictures, tell_looking)
        self.albums = [
            read_album(
                source,
                self.inspector.look,
                frozenset(child.slug.rpartition("/")[2] for child in children if library.shows(child)),
            )
            for source, children in self.within.items()
        ]
        self.finder = Finder(library.content, self.albums)
        self.cards: set[PhotoFile] = set()
        """The photographs that stand for a page: shares want a card of each."""
        self.results: dict[Job, Result] = {}
        library.notes[NOTE] = self
        for source in library.sources:
            source.notes[NOTE] = self

    def develop(self, files: Iterable[PhotoFile]) -> None:
        """Develop these photographs together, on all processors; tell of one that only now proves to be of no use."""
        jobs = {file: job for file in files if (job := self.job(file)) not in self.results}
        made = develop_all(jobs.values(), self.cache, self.recipe, progress=tell_progress)
        self.results |= made
        for file, job in jobs.items():
            if isinstance(fault := made[job], Fault) and not isinstance(self.inspector.look(file.path), Fault):
                self.miss(file, fault)

    def miss(self, file: PhotoFile, fault: Fault) -> None:
        """Tell of a photograph that all pages must do without; the one that it would have had is in no list."""
        name = file.path.relative_to(self.library.root).as_posix()
        self.library.tell_late(Mistake("photo-unusable", name, wanted=fault.wanted, fix=fault.fix))
        self.library.addresses.pop(file.address, None)

    def job(self, file: PhotoFile) -> Job:
        """What is to be made of a photograph."""
        return Job(file.path, file.focus, file in self.cards)

    def result(self, file: PhotoFile) -> Result:
        """What became of it; one that nobody foresaw is developed now."""
        if self.job(file) not in self.results:
            self.develop([file])
        return self.results[self.job(file)]

    def photo(self, file: PhotoFile, source: Source, alt: str = "", caption: str = "") -> Photo | Fault | None:
        """The photograph as this source shows it: its own words first, then the album's.

        None, without the work of developing it, when this build leaves the source out.
        """
        if not self.library.shows(source):
            return None
        result = self.result(file)
        if isinstance(result, Fault):
            return result
        photo = photo_of(result, self.as_shown(file, source), alt, caption, file in self.cards)
        source.notes.setdefault("photos", []).append(photo)
        return photo

    def as_shown(self, file: PhotoFile, source: Source) -> PhotoFile:
        """A photograph as this source may show it: it leads to no album that readers are not to find, nor names it."""
        album = self.finder.by_folder.get(file.path.parent)
        if album is None or album.source is source or album.source.state == "published":
            return file
        return replace(file, slug=source.slug.replace("/", "-"), address="")

    def is_told(self, file: PhotoFile) -> bool:
        """Whether what is wrong with a photograph is told of its album, which shows it."""
        album = self.finder.by_folder.get(file.path.parent)
        return album is not None and file in album.shown

    def photos(self, files: Iterable[PhotoFile], source: Source) -> Iterator[Photo]:
        """Those of these photographs that can be shown; of the others it is told."""
        files = list(files)
        if self.library.shows(source):
            self.develop(files)
        for file in files:
            if isinstance(photo := self.photo(file, source), Photo):
                yield photo

    def tidy(self) -> None:
        """At the end of a build that ended well: what no site shows any more leaves the cache."""
        keys = {rendition.key for photo in self.used() for rendition in photo.renditions}
        tidy(self.cache, self.library.root, keys, is_whole=self.library.published)

    def used(self) -> list[Photo]:
        """Every photo that a page of this build shows, and the site's own."""
        shown = [photo for source in self.library.sources for photo in source.notes.get("photos", [])]
        return shown + [photo for photo in [self.library.notes.get("photo")] if photo]


def nested(sources: list[Source]) -> dict[Source, list[Source]]:
    """Each album's source with those that lie directly in it: the nearest folder above that is an album holds it."""
    by_folder = {source.path.parent: source for source in sources}
    within: dict[Source, list[Source]] = {source: [] for source in sources}
    for source in sources:
        if holder := next((by_folder[folder] for folder in source.path.parent.parents if folder in by_folder), None):
            within[holder].append(source)
    return within
