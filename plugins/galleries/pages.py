"""The pages of the albums, and what the other pages show of photographs: the room's edge to Pelican."""

from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins.galleries.albums import AlbumFolder
from plugins.galleries.collection import NOTE, Collection
from plugins.galleries.photos import FEED, Album, Photo
from plugins.galleries.publishing import publish
from plugins.musings.addresses import BASE, file_of
from plugins.musings.library import Library
from plugins.musings.source import Source

FEED_NEWEST = 20


class AlbumGenerator(Generator):
    """Writes albums, a page for each photo, the list and the feed; offers `albums` and `site_picture` to templates."""

    def generate_context(self) -> None:
        """Everything is read and developed by now."""
        library: Library = self.settings["LIBRARY"]
        self.every = Exhibition(library).albums
        published = [album for source, album in self.every.items() if source.state == "published"]
        self.context["albums"] = [album for album in published if not is_within_listed(album)]
        self.context["site_picture"] = library.notes.get("photo")
        self.newest = [album for album in published if album.date][:FEED_NEWEST]

    def generate_output(self, writer: Any) -> None:
        """Drafts and hidden albums have pages, but stand in no list."""
        for source, album in self.every.items():
            robots = "" if source.state == "published" else "noindex"
            self.write_album(writer, album, robots)
            self.write_photos(writer, album, robots)
        if albums := self.context["albums"]:
            self.write(writer, "/albums/", "album_index", paginated={"albums": albums}, template_name="album_index")
        if self.newest:
            site = self.settings["LIBRARY"].settings
            title, about = f"Albums · {site.practice.short_name}", "/albums/"
            words = dict(title=title, description=f"Photographs by {site.practice.name}.", address=FEED, about=about)
            template = self.env.get_template("sharing/feed.xml")
            writer.write_file(FEED.lstrip("/"), template, self.context, entries=self.newest, **words)

    def write(self, writer: Any, address: str, template: str, **values: Any) -> None:
        """Write the page, or the pages, at an address."""
        page = self.env.get_template(f"galleries/{template}.html")
        feed = FEED if self.newest else ""
        feeds = {"feed": feed, "feed_title": "Albums"}
        writer.write_file(file_of(address), page, self.context, url=address.lstrip("/"), **feeds, **values)

    def write_album(self, writer: Any, album: Album, robots: str) -> None:
        """An album's page; past a hundred photos, its pages."""
        listed = {"photos": album.photos}
        self.write(writer, album.address, "album", paginated=listed, template_name="album", album=album, robots=robots)

    def write_photos(self, writer: Any, album: Album, robots: str) -> None:
        """A page for each photo of an album."""
        for index, photo in enumerate(album.photos):
            before = album.photos[index - 1] if index else None
            after = next(iter(album.photos[index + 1 : index + 2]), None)
            around = {"previous": before, "next": after, "number": index + 1}
            self.write(writer, photo.address, "photo", album=album, photo=photo, robots=robots, **around)


def is_within_listed(album: Album) -> bool:
    """Whether an album that readers find in a list leads to this one."""
    return album.within is not None


class Exhibition:
    """The albums that a build shows, by their sources, the newest first; each knows those in it, and what it is in."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.collection: Collection = library.notes[NOTE]
        self.albums: dict[Source, Album] = {}
        shown = newest_first([folder for folder in self.collection.albums if library.shows(folder.source)])
        for folder in shown:
            self.albums[folder.source] = album_of(folder, library)
        for source in sorted(self.albums, key=lambda source: -source.slug.count("/")):
            self.hang(source)

    def hang(self, source: Source) -> None:
        """Put the published albums that lie in this one on it, and it on them; the deepest are hung first."""
        held = [child for child in self.collection.within[source] if child in self.albums]
        album = self.albums[source]
        inner = tuple(each for child, each in self.albums.items() if child in held and child.state == "published")
        album.albums = inner
        album.cover = album.cover or next((each.cover for each in inner if each.cover), None)
        if source.state == "published":  # nobody is led to one that is to be found by nobody
            for child in held:
                self.albums[child].within = album


def newest_first(folders: list[AlbumFolder]) -> list[AlbumFolder]:
    """By date, the newest first; albums without one follow by title."""
    by_title = sorted(folders, key=lambda folder: (folder.source.title.casefold(), folder.source.slug))
    dated = [folder for folder in by_title if folder.source.values["date"]]
    rest = [folder for folder in by_title if not folder.source.values["date"]]
    return sorted(dated, key=lambda folder: folder.source.values["date"], reverse=True) + rest


def album_of(folder: AlbumFolder, library: Library) -> Album:
    """An album as templates see it."""
    source: Source = folder.source
    collection: Collection = library.notes[NOTE]
    cover = collection.photo(folder.cover, source) if folder.cover else None
    photos = tuple(collection.photos(folder.shown, source))
    return Album(
        title=source.title,
        slug=source.slug,
        address=source.address,
        source=source,
        date=source.values["date"],
        place=source.values["place"],
        summary=source.values["summary"],
        # Safe: rendered from the coach's Markdown by the musings room.
        content=Markup(source.html.replace(BASE, library.settings.base_path)),
        photos=photos,
        cover=cover if isinstance(cover, Photo) else next(iter(photos), None),
        styles=frozenset(source.styles),
        updated=source.values["updated"],
    )


def give_lead_photos(generator: ArticlesGenerator | PagesGenerator) -> None:
    """Put each musing's and page's lead photo on it, as `photo`."""
    kinds = ("articles", "hidden_articles", "drafts", "pages", "hidden_pages", "draft_pages")
    for content in (each for kind in kinds for each in getattr(generator, kind, ())):
        content.photo = content.source.notes.get("photo")


def publish_photos(pelican: Pelican) -> None:
    """When every page is written: the photographs that they show."""
    collection: Collection = pelican.settings["LIBRARY"].notes[NOTE]
    publish(collection.used(), collection.cache, Path(pelican.output_path))
    collection.tidy()
