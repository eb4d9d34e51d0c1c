"""Nothing that the practice's cameras wrote into its photographs, and no file's own name, is in the published site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from desk.drawings.camera import MODEL, SERIAL_NUMBER
from desk.drawings.catalogue import PICTURES
from tests.building import ROOT, Build
from tests.saying import nothing

TOLD = [word.encode() for word in (MODEL, SERIAL_NUMBER, *(f"{name}.jpg" for name in PICTURES))]


def every_file(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_the_sources_tell_it() -> None:
    """So that the search below has something to find."""
    photos = [ROOT / picture.path for picture in PICTURES.values() if picture.taken]
    assert len(photos) >= 24
    assert all(SERIAL_NUMBER.encode() in photo.read_bytes() for photo in photos)


def test_no_byte_of_the_site_does(site: Build) -> None:
    """Pages, feeds, cards, renditions: the device, its number, the names of the files."""
    files = list(every_file(site.output))
    assert len(files) > 250
    nothing({str(path): word for path in files for word in TOLD if word in path.read_bytes()})


def test_no_picture_of_the_site_has_metadata(site: Build) -> None:
    """These have no maker named in them, so there is nothing to keep: no EXIF, no place, no XMP, no profile."""
    pictures = [path for path in every_file(site.output) if path.suffix in (".jpg", ".avif")]
    assert len(pictures) > 200
    found = {}
    for path in pictures:
        with Image.open(path) as picture:
            found[path.name] = {"exif", "xmp", "icc_profile", "comment", "photoshop"} & picture.info.keys()
    nothing({name: told for name, told in found.items() if told})
