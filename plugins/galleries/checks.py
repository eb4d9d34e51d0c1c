"""What proofreading asks of photographs: each found, looked at and told about."""

import re
from collections.abc import Callable, Iterator
from shlex import quote

from plugins.galleries.album_mistakes import SAY_IT
from plugins.galleries.albums import AlbumFolder, PhotoFile, pictures_in
from plugins.galleries.collection import Collection
from plugins.galleries.darkroom import Fault
from plugins.galleries.entries import quoting
from plugins.galleries.inspection import Seen
from plugins.galleries.leads import Lead, leads_of
from plugins.galleries.photos import FEED
from plugins.galleries.references import HIDDEN, Lost
from plugins.musings.facts import Picture
from plugins.musings.files import files_below
from plugins.musings.library import Library
from plugins.musings.links import ON_DISK, is_malformed
from plugins.musings.source import Source
from plugins.proofreading import Mistake

PICTURE_NAME = re.compile(r"[\w .()-]+\.(?:jpe?g?|jfif|png|webp|avif|tiff?|hei[cf]|hif|gif)", re.IGNORECASE)
ANSWERS_TO_A_CAMERA = re.compile(
    r"(?:img|dsc[nf]?|pxl|p\d|photo|image|screenshot|whatsapp image)[\W_]*\d", re.IGNORECASE
)
SMALLEST_PX = 640
"""A figure is shown up to 702 px wide, on most screens with two dots a pixel: below this it is soft to any eye."""
HEAVIEST_BYTES = 25_000_000
WORDS = re.compile(r"\w+")


def check_photographs(library: Library) -> Iterator[Mistake]:
    """Every photograph that is named: is it there, can it be read, does it have words? Nothing is developed."""
    collection = Collection(library)
    for album in collection.albums:
        tell_addresses(collection, album)
        yield from album.mistakes
        yield from album_faults(collection, album)
    for lead in leads_of(library):
        yield from check_lead(collection, lead)
    for source in library.sources:
        for picture in source.facts.pictures:
            yield from check_picture(collection, source, picture)
    collection.inspector.save()


def tell_addresses(collection: Collection, album: AlbumFolder) -> None:
    """Give the library the addresses of an album's photos, so that links may lead there and the sitemap names them."""
    library, source = collection.library, album.source
    kind = "list" if source.state == "published" else "file"
    for file in album.shown if library.shows(source) else ():
        if file.address:
            library.addresses.setdefault(file.address, kind)
    if source.state == "published" and source.values["date"]:
        library.addresses.setdefault(FEED, "file")


def album_faults(collection: Collection, album: AlbumFolder) -> Iterator[Mistake]:
    """One mistake for each photograph that its album must do without, and what its words and its size lack."""
    same: dict[str, PhotoFile] = {}
    for file in album.shown:
        name = file.path.relative_to(collection.library.root).as_posix()
        if isinstance(seen := collection.inspector.look(file.path), Fault):
            yield Mistake("photo-unusable", name, wanted=seen.wanted, fix=seen.fix)
        elif (first := same.setdefault(collection.inspector.digest(file.path) or name, file)) is not file:
            wanted = f"This is the same photograph as {first.name}: readers would see it twice."
            yield Mistake("photo-twice", name, wanted=wanted, fix="Delete one of the two.")
        elif told := doubtful_size(seen, file.name):
            yield Mistake(told[0], name, wanted=told[1], fix=told[2])
        if file.line:
            for told in doubtful_words(file.alt, file.caption, file.name):
                at = file.alt if told[0] == "alt-file-name" else ""
                line = next((n for n in range(file.line, file.line + 6) if file.alt in album.source.line(n)), file.line)
                yield album.source.mistake(told[0], line=line, at=at, wanted=told[1], fix=told[2])


def check_picture(collection: Collection, source: Source, picture: Picture) -> Iterator[Mistake]:
    """What is wrong with a picture in a body."""
    line = picture.line + source.body_line - 1

    def told(code: str, wanted: str, fix: str) -> Mistake:
        return source.mistake(code, None, line, picture.src, wanted, fix, None, picture.column)

    if is_malformed(picture.src):
        return  # told already
    if ON_DISK.match(picture.src):
        wanted = "This is a place on your own computer, where readers can't look."
        yield told("link-to-disk", wanted, "Put the picture beside this file or into an album, and write its name.")
        return
    found = collection.finder.photo(picture.src, source)
    if picture.html and not (isinstance(found, Lost) and found.code == "picture-elsewhere"):
        fix = f"Write it in Markdown: ![What it shows]({picture.src})"
        yield told(
            "picture-in-html", "A picture that is written as HTML is not looked after: readers would miss it.", fix
        )
    elif isinstance(found, Lost):
        yield told(found.code, found.wanted, found.fix)
    else:
        yield from _check_found(collection, source, picture, found, told)


def _check_found(
    collection: Collection, source: Source, picture: Picture, found: PhotoFile, told: Callable[[str, str, str], Mistake]
) -> Iterator[Mistake]:
    if not (picture.alt.strip() or found.alt):
        fix = "Say between the square brackets what it shows: ![Five runners](…)"
        yield told("alt-missing", "This picture has no alt text.", fix)
    for code, wanted, fix in doubtful_words(picture.alt, picture.title, found.name):
        yield source.mistake(code, None, picture.line + source.body_line - 1, picture.alt, wanted, fix)
    if found.hidden:
        yield told("photo-hidden", *HIDDEN)
    if not collection.library.shows(source) or collection.is_told(found):
        return
    if isinstance(seen := collection.inspector.look(found.path), Fault):
        yield told("photo-unusable", seen.wanted, seen.fix)
    elif size := doubtful_size(seen, "This picture"):
        yield told(*size)


def doubtful_words(alt: str, caption: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Code, what is wrong and the cure, where alt text says nothing that the eye, or the caption, does not say."""
    if not alt:
        return
    bare = name.rpartition(".")[0]
    if alt in (name, bare) or PICTURE_NAME.fullmatch(alt) or (len(alt) < 30 and ANSWERS_TO_A_CAMERA.match(alt)):
        yield "alt-file-name", "This alt text is a file's name, which would be read out as it stands.", SAY_IT
    elif caption and WORDS.findall(alt.casefold()) == WORDS.findall(caption.casefold()):
        wanted = "The alt text says the same as the caption: readers who have the page read out would hear it twice."
        yield "alt-in-caption", wanted, "Let one say what is to be seen, the other why it matters."


def doubtful_size(seen: Seen, name: str) -> tuple[str, str, str] | None:
    """Code, what is wrong and the cure, where a photograph is far smaller than it is shown, or far larger."""
    if 0 < max(seen.width, seen.height) < SMALLEST_PX:
        wanted = f"{name} is only {seen.width} × {seen.height} px, and would look soft."
        return "picture-small", wanted, "Use the photograph as it came from the camera, if you still have it."
    if seen.size > HEAVIEST_BYTES:
        wanted = f"{name} takes {seen.size / 1e6:.0f} MB, which your repository keeps for ever."
        return "picture-large", wanted, "Export it smaller: 6,000 pixels on its longer side are plenty."
    return None


def check_folders(library: Library) -> Iterator[Mistake]:
    """A mistake for each folder of photographs that no album.md makes an album."""
    holders = {
        file.rpartition("/")[0] for file, is_folder in files_below(library.root, "content/albums") if not is_folder
    }
    for folder in sorted(holders):
        if f"{folder}/album.md" not in library.by_file and any(pictures_in(library.root / folder)):
            wanted = "There are photographs in this folder, and no album.md: nobody sees them."
            fix = f"make photos ALBUM={quote(folder.removeprefix('content/albums/'))} writes one, ready to fill."
            yield Mistake("album-unwritten", folder, wanted=wanted, fix=fix)


def check_lead(collection: Collection, lead: Lead) -> Iterator[Mistake]:
    """What is wrong with a photograph that stands for a page."""
    file = collection.finder.photo(lead.written, lead.source)
    if isinstance(file, Lost):
        line = lead.line or lead.source.lines.get(lead.key)
        yield lead.mistake(file.code, file.wanted, quoting(lead.source, line, lead.written) or file.fix)
        return
    if file.hidden:
        yield lead.mistake("photo-hidden", *HIDDEN)
    if not collection.library.shows(lead.source):
        return
    if isinstance(seen := collection.inspector.look(file.path), Fault):
        yield lead.mistake("photo-unusable", seen.wanted, seen.fix)
        return
    if lead.holder is not lead.source:
        return
    values = lead.source.values
    alt = values.get("photo_alt") or ""
    if not (alt or file.alt):
        fix = "Below this line write photo_alt: and in one sentence what it shows."
        yield lead.mistake("alt-missing", "This photograph has no alt text.", fix)
    for code, wanted, cure in doubtful_words(alt, values.get("photo_caption") or "", file.name):
        yield lead.source.mistake(code, "photo_alt", at=alt, wanted=wanted, fix=cure)
    if not collection.is_told(file) and (size := doubtful_size(seen, file.name)):
        yield lead.mistake(*size)
