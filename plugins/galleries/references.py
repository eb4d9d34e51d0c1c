"""Which photograph the coach means by `hill-session/dawn.jpg`, `dawn.jpg` or `{static}/albums/x/dawn.jpg`."""

import re
from dataclasses import dataclass
from functools import cache
from os.path import isdir, isfile, normpath
from pathlib import Path
from urllib.parse import unquote

from plugins.galleries.albums import AlbumFolder, PhotoFile, pictures_in
from plugins.galleries.entries import WITHHELD
from plugins.galleries.photographs import REFUSED_SUFFIXES, SUFFIXES
from plugins.musings.library import composed
from plugins.musings.source import Source
from plugins.proofreading.nearest import did_you_mean, one_of

ELSEWHERE = re.compile(r"//|[a-z][a-z0-9+.-]+:", re.IGNORECASE)
PELICAN_FORM = re.compile(r"[{|](?:static|filename|attach)[|}]")
HIDDEN = (
    "This photograph is hidden from its album, and shown here.",
    "Take it out here, if readers are not to see it.",
)
SHOW_ANOTHER = "Show another, or note in album.md who agreed, and when."
MAKE_IT = "Make its folder in content/albums/, with its photographs and an album.md."
PUT_IT = "Put it into the folder of this file or of an album, and write its name as it stands there."


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a reference leads to no photograph: the mistake's code, what is wrong, the fix."""

    code: str
    wanted: str
    fix: str


class Finder:
    """Finds photographs for the sources of one build. content: the folder that all must be in."""

    def __init__(self, content: Path, albums: list[AlbumFolder]) -> None:
        self.content = content
        self.by_folder = {album.source.path.parent: album for album in albums}
        self.by_name = {folder.name: album for folder, album in self.by_folder.items()}
        self.by_name |= {album.source.slug: album for album in albums}
        self.pictures_in = cache(lambda folder: pictures_in(folder) if isdir(folder) else {})

    def album(self, name: str) -> AlbumFolder | Lost:
        """The album of this slug or folder name."""
        if found := self.by_name.get(name):
            return found
        wanted = f"There is no album of this name. {did_you_mean(name, self.by_name)}".strip()
        known = one_of(sorted(self.by_name))
        return Lost("album-unknown", wanted, f"Choose one of: {known}." if known else MAKE_IT)

    def photo_in(self, album: AlbumFolder, name: str) -> PhotoFile | Lost:
        """The album's photograph of this file name."""
        names = album.by_name
        if found := names.get(composed(name)):
            return found if found.agreed else Lost("people-not-agreed", WITHHELD, SHOW_ANOTHER)
        hint = did_you_mean(name, names)
        wanted = f"There is no such photograph in the album {album.source.slug}. {hint}".strip()
        return Lost("photo-unknown", wanted, f"Choose one of: {one_of(names)}." if names else PUT_IT)

    def photo(self, reference: str, source: Source) -> PhotoFile | Lost:
        """The photograph that a reference in this source means: a file first, else `album/photo`."""
        if ELSEWHERE.match(reference):
            wanted = "This picture is on another site, which would learn who reads yours."
            return Lost("picture-elsewhere", wanted, "If it is yours to use, save it beside this file.")
        plain = PELICAN_FORM.sub("", reference.strip(), count=1)
        as_written = self.at(plain, source)
        return as_written if isinstance(as_written, PhotoFile) else self.at(unquote(plain), source)

    def at(self, reference: str, source: Source) -> PhotoFile | Lost:
        """The photograph at a path, from `content/` where it begins with a slash, or of an album."""
        start = self.content if reference.startswith("/") else source.path.parent
        path = Path(normpath(start / reference.lstrip("/")))
        found = self.file_at(path, source) if self.content in path.parents else None
        return found or self.by_album(reference.strip("/").removeprefix("albums/"), path)

    def file_at(self, path: Path, source: Source) -> PhotoFile | Lost | None:
        """The picture at this path, compared letter by letter: a server minds capitals, a laptop may not."""
        if album := self.by_folder.get(path.parent):
            return self.photo_in(album, path.name) if composed(path.name) in album.by_name else None
        found = self.pictures_in(path.parent).get(composed(path.name))
        return PhotoFile(found, source.slug) if found else None

    def by_album(self, reference: str, path: Path) -> PhotoFile | Lost:
        """The photograph `album/photo`, or the best guess at what was meant by it or by the path."""
        folder, _, name = reference.rpartition("/")
        if album := self.by_folder.get(path.parent) or self.by_name.get(folder):
            return self.photo_in(album, name)
        beside = self.pictures_in(path.parent) if self.content in path.parents else {}
        if folder and not folder.startswith(".") and not beside and isinstance(lost := self.album(folder), Lost):
            return lost
        if path.suffix.lower() not in SUFFIXES | REFUSED_SUFFIXES and path.suffix and isfile(path):
            kinds = "JPEG, HEIC, PNG, WebP, AVIF or TIFF"
            return Lost(
                "picture-missing", f"A file that ends in {path.suffix} is no picture here.", f"Save it as {kinds}."
            )
        if reference in self.by_name:
            wanted = "This is an album, and no picture."
            return Lost("picture-missing", wanted, f"Write > [!gallery] {reference} on a line of its own.")
        in_albums = [f"{album.source.slug}/{name}" for album in self.by_folder.values() if name in album.by_name]
        hint = did_you_mean(in_albums[0] if in_albums else name, [*beside, *in_albums])
        return Lost("picture-missing", f"There is no such picture. {hint}".strip(), PUT_IT)
