"""Pictures inside a body: `> [!gallery] album`, a figure, several pictures in one paragraph."""

import re

from plugins.galleries.albums import AlbumFolder, PhotoFile
from plugins.galleries.collection import NOTE, Collection
from plugins.galleries.darkroom import Fault
from plugins.galleries.photos import Photo
from plugins.galleries.references import HIDDEN, Lost
from plugins.musings import Callout, Image
from plugins.musings.library import composed
from plugins.musings.links import is_malformed
from plugins.musings.partials import render
from plugins.musings.source import Source
from plugins.proofreading.nearest import one_of

PICTURES = re.compile(r"[\w-]+\.(?:jpe?g?|jfif|png|webp|avif|tiff?|hei[cf]|hif|gif)\b", re.IGNORECASE)


def check_gallery(callout: Callout) -> None:
    """`> [!gallery] album: one.jpg, two.jpg`: is there such an album, and are these in it?"""
    collection: Collection = callout.source.notes[NOTE]
    name, written_names = parts_of(callout)
    if not name:
        known = sorted(collection.finder.by_name)
        fix = f"Choose one of: {one_of(known)}." if known else "Make its folder in content/albums/."
        callout.mistake("album-missing", wanted="This gallery names no album.", fix=fix)
        return
    album = collection.finder.album(name)
    if isinstance(album, Lost):
        hint = collection.finder.photo(name, callout.source)
        one = isinstance(hint, PhotoFile) and name.count("/") == 1
        fix = f"Write > [!gallery] {name.replace('/', ': ')}" if one else album.fix
        callout.mistake(album.code, name, "This is one photograph, and no album." if one else album.wanted, fix)
        return
    if PICTURES.search(callout.text):
        callout.mistake(
            "gallery-words",
            line=callout.line_with(PICTURES.findall(callout.text)[0]),
            wanted="Names below a gallery are shown as words, and the whole album with them.",
            fix=f"Write them on the first line: > [!gallery] {name}: one.jpg, two.jpg",
        )
    names = names_in(written_names, album)
    if not names and not album.shown:
        callout.mistake("album-empty", name, "This album shows no photograph.", "Take the gallery out, or name some.")
    for written in names:
        if isinstance(photo := collection.finder.photo_in(album, written), Lost):
            several = len(PICTURES.findall(written)) > 1
            wanted = "These are several photographs: a comma stands between two of them." if several else photo.wanted
            fix = "Write one.jpg, two.jpg with commas." if several else photo.fix
            callout.mistake(photo.code, written, wanted, fix)
        elif photo.hidden:
            callout.mistake("photo-hidden", written, *HIDDEN)
            if isinstance(seen := collection.inspector.look(photo.path), Fault):
                callout.mistake("photo-unusable", written, seen.wanted, seen.fix)


def parts_of(callout: Callout) -> tuple[str, str]:
    """The album that a gallery names, and the photos of it as they are written: "" for all."""
    name, _, names = (part.strip() for part in callout.argument.partition(":"))
    return name, names


def names_in(written: str, album: AlbumFolder) -> list[str]:
    """The names of photos between commas; a comma that belongs to a file's own name parts nothing."""
    names, pieces = [], written.split(",")
    while pieces:
        tries = ((count, ",".join(pieces[:count]).strip()) for count in range(len(pieces), 1, -1))
        count, name = next((each for each in tries if composed(each[1]) in album.by_name), (1, pieces[0].strip()))
        names += [name] if name else []
        del pieces[:count]
    return names


def draw_gallery(callout: Callout) -> str:
    """`> [!gallery] album` shows all its photos, `album: one.jpg, two.jpg` these in this order."""
    source = callout.source
    collection: Collection = source.notes[NOTE]
    name, written_names = parts_of(callout)
    album = collection.finder.album(name)
    if isinstance(album, Lost):
        return ""
    names = names_in(written_names, album)
    files = [collection.finder.photo_in(album, written) for written in names] or list(album.shown)
    found = [file for file in files if not isinstance(file, Lost)]
    return gallery_of(list(collection.photos(found, source)), callout.html)


def draw_pictures(source: Source, images: list[Image]) -> str:
    """The pictures of a paragraph that holds nothing else: one is a figure, several are a gallery."""
    photos = [photo for image in images if (photo := find(source, image))]
    if len(images) > 1 or not photos:
        return gallery_of(photos)
    source.styles.add("galleries/figure")
    return render("galleries/figure.html", photo=photos[0])


def draw_in_line(source: Source, image: Image) -> str:
    """One picture among words."""
    photo = find(source, image)
    return render("galleries/in_line.html", photo=photo).strip() if photo else ""


def find(source: Source, image: Image) -> Photo | None:
    """The photo that a picture in a body means, None for one that is of no use: that is told elsewhere."""
    collection: Collection = source.notes[NOTE]
    if is_malformed(image.src):
        return None
    found = collection.finder.photo(image.src, source)
    if isinstance(found, Lost):
        collection.library.tell_late(source.mistake(found.code, at=image.src, wanted=found.wanted, fix=found.fix))
        return None
    photo = collection.photo(found, source, image.alt, image.title)
    return None if isinstance(photo, Fault) else photo


def gallery_of(photos: list[Photo], words: str = "") -> str:
    """A gallery as HTML; without a photo, nothing."""
    return render("galleries/gallery.html", photos=photos, words=words) if photos else ""
