"""Pictures inside a body: `> [!gallery] album`, a figure, several pictures in one paragraph."""

from plugins.galleries.albums import PhotoFile
from plugins.galleries.collection import NOTE, Collection
from plugins.galleries.darkroom import Fault
from plugins.galleries.photos import Photo
from plugins.galleries.references import Lost
from plugins.musings import Callout, Image
from plugins.musings.partials import render
from plugins.musings.source import Source
from plugins.proofreading.mistakes import Grade
from plugins.proofreading.nearest import one_of


def draw_gallery(callout: Callout) -> str:
    """`> [!gallery] album` shows all its photos, `album: one.jpg, two.jpg` these in this order."""
    source = callout.source
    collection: Collection = source.notes[NOTE]
    name, _, names = (part.strip() for part in callout.argument.partition(":"))
    if not name:
        known = sorted(collection.finder.by_name)
        fix = f"Choose one of: {one_of(known)}." if known else "Make its folder in content/albums/."
        callout.mistake("album-missing", wanted="This gallery names no album.", fix=fix)
        return ""
    album = collection.finder.album(name)
    if isinstance(album, Lost):
        callout.mistake(album.code, name, album.wanted, album.fix)
        return ""
    if not names:
        return gallery_of(list(collection.photos(album.shown, source)), callout.html)
    photos = []
    for written in filter(None, (each.strip() for each in names.split(","))):
        photo = show(collection, source, collection.finder.photo_in(album, written))
        if isinstance(photo, Lost):
            callout.mistake(photo.code, written, photo.wanted, photo.fix)
        elif photo:
            photos.append(photo)
    return gallery_of(photos, callout.html)


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
    """The photo that a picture in a body means; what is wrong with it is told."""
    collection: Collection = source.notes[NOTE]
    found = collection.finder.photo(image.src, source)
    photo = show(collection, source, found, image.alt, image.title)
    if isinstance(found, PhotoFile) and not (image.alt or found.alt):
        fix = "Say between the square brackets what it shows: ![Five runners](…)"
        tell(collection, source, image, Lost("alt-missing", "This picture has no alt text.", fix), "fix")
    if isinstance(photo, Lost):
        tell(collection, source, image, photo)
        return None
    return photo


def show(
    collection: Collection, source: Source, found: PhotoFile | Lost, alt: str = "", caption: str = ""
) -> Photo | Lost | None:
    """The photo that was found, or why there is none to show; None when this build leaves the source out."""
    if isinstance(found, Lost):
        return found
    photo = collection.photo(found, source, alt, caption)
    return Lost("photo-unusable", photo.wanted, photo.fix) if isinstance(photo, Fault) else photo


def gallery_of(photos: list[Photo], words: str = "") -> str:
    """A gallery as HTML; without a photo, nothing."""
    return render("galleries/gallery.html", photos=photos, words=words) if photos else ""


def tell(collection: Collection, source: Source, image: Image, lost: Lost, grade: Grade = "stop") -> None:
    """Record a mistake at the line of a picture."""
    mistake = source.mistake(lost.code, None, image.line, image.src, lost.wanted, lost.fix, grade)
    collection.library.mistakes.append(mistake)
