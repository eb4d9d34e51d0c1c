"""The pages of the albums, and what the other pages show of photographs: the room's edge to Pelican."""

from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from plugins.galleries.albums import AlbumFolder
from plugins.galleries.collection import NOTE, Collection
from plugins.galleries.photos import Album, Photo
from plugins.galleries.publishing import publish
from plugins.musings.addresses import BASE, file_of
from plugins.musings.library import Library
from plugins.musings.source import Source


class AlbumGenerator(Generator):
    """Writes a page for each album, and the list of them; offers `albums` and `site_picture` to every template."""

    def generate_context(self) -> None:
        """Everything is read and developed by now."""
        library: Library = self.settings["LIBRARY"]
        folders = [folder for folder in library.notes[NOTE].albums if library.shows(folder.source)]
        self.every = [(folder.source, album_of(folder, library)) for folder in newest_first(folders)]
        self.context["albums"] = [album for source, album in self.every if source.state == "published"]
        self.context["site_picture"] = library.notes.get("photo")

    def generate_output(self, writer: Any) -> None:
        """Drafts and hidden albums have a page, but stand in no list."""
        page = self.env.get_template("galleries/album.html")
        for source, album in self.every:
            robots = "" if source.state == "published" else "noindex"
            name = file_of(album.address)
            writer.write_file(name, page, self.context, album=album, robots=robots, url=album.address.lstrip("/"))
        if albums := self.context["albums"]:
            index = self.env.get_template("galleries/album_index.html")
            listed = {"albums": albums}
            writer.write_file(
                "albums/index.html", index, self.context, paginated=listed, template_name="album_index", url="albums/"
            )


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
        date=source.values["date"],
        place=source.values["place"],
        summary=source.values["summary"],
        # Safe: rendered from the coach's Markdown by the musings room.
        content=Markup(source.html.replace(BASE, library.settings.base_path)),
        photos=photos,
        cover=cover if isinstance(cover, Photo) else next(iter(photos), None),
        styles=frozenset(source.styles),
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
