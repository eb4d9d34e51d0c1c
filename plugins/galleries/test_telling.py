"""Telling: a document and a ZIP keep a photograph's bytes as the camera wrote them, and are published as they are."""

import pytest

from plugins.galleries.conftest import credited, located, numbered, packet, place, zipped
from plugins.galleries.downloads import DRAWING, FILM, FILM_WITHIN, PHOTOGRAPH_WITHIN, Words, words_on_content

PDF = b"%PDF-1.7\nstream\n"
FILM_OF_A_PLACE = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(400) + b"\0\0\0\x1e\xa9xyz\0\x12\x15\xc7+53.7421-004.6187/"
TELLING = {
    "a place in a PDF": PDF + located() + b"\nendstream",
    "a camera's number in a PDF": PDF + numbered(),
    "a place in a packet of words": PDF + packet("", 'exif:GPSLatitude="53,44.5N"'),
    "a camera's number in a packet of words": PDF + packet("<aux:SerialNumber>0123</aux:SerialNumber>"),
    "a place in the words of a drawing": b"<svg><metadata>" + packet("", 'exif:GPSLatitude="53,44.5N"'),
    "a bare block of notes": zipped({"scan.tif": place().tobytes()[6:]}),
    "a WebP in a PDF": PDF + located("WEBP"),
    "a photograph in a film": b"\0\0\0\x14ftypmp42" + bytes(8) + located(),
    "a second picture": PDF + credited() + located(),
}
HARMLESS = {
    "who took it, and when": PDF + credited(),
    "the same in a ZIP": zipped({"a.jpg": credited()}),
    "no picture at all": PDF,
    "notes that can't be read": PDF + b"Exif\0\0MM\0*" + b"\xff" * 40,
    "notes that end at once": PDF + b"Exif\0\0MM\0*",
    "words about serial numbers": PDF + b"Every camera has a SerialNumber, and GPSLatitude is a tag.",
    "words about a drawing": b'<svg><text>inkscape:export-filename="/home/anna" is such a note</text></svg>'.replace(
        b'"/', b"/"
    ),
    "a drawing's name without a folder": b'<svg sodipodi:docname="hill.svg" inkscape:export-filename="hill.png"/>',
    "a run that a watch has recorded": b'<gpx><trk><trkseg><trkpt lat="53.7421" lon="-4.6187"/></trkseg></trk></gpx>',
}
OTHERS = [
    (b'<svg inkscape:export-filename="/home/anna/Walks/hill.png"/>', DRAWING),
    (b"<svg sodipodi:absref='C:\\Users\\Anna\\hill.png'/>", DRAWING),
    (zipped({"drawings/hill.svg": b'<svg sodipodi:docbase="/Users/anna/Walks"/>'}), DRAWING),
    (FILM_OF_A_PLACE, FILM),
    (zipped({"walk.mov": FILM_OF_A_PLACE}), FILM_WITHIN),
]


@pytest.mark.parametrize("name", TELLING)
def test_what_names_a_place_or_a_camera_is_found(name: str) -> None:
    assert words_on_content(TELLING[name]) == PHOTOGRAPH_WITHIN


@pytest.mark.parametrize("name", HARMLESS)
def test_what_names_neither_is_left_alone(name: str) -> None:
    assert words_on_content(HARMLESS[name]) is None


@pytest.mark.parametrize(("data", "words"), OTHERS)
def test_films_and_drawings_tell_as_well_and_are_told_in_their_own_words(data: bytes, words: Words) -> None:
    assert words_on_content(data) == words
