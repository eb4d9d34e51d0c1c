"""Unpacking: a photograph is found wherever it is packed or spelled out, and nothing harms whoever looks for it."""

import bz2
import gzip
import io
import lzma
import tarfile
import tracemalloc
import zipfile
import zlib
from base64 import a85encode, b64encode

import pytest

from plugins.galleries.conftest import credited, located, zipped
from plugins.galleries.downloads import PHOTOGRAPH_WITHIN, UNREAD, words_on_content
from plugins.galleries.unpacking import LONGEST_BYTES, Allowance, parts_of

PHOTO = located()
LETTERS = b64encode(PHOTO)
DOCUMENT = zipped({"word/document.xml": b"<w:document/>", "word/media/image1.jpeg": PHOTO})
PART = 20_000_000


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    """A tar of these files; mode: as `tarfile` has it."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as packed:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            packed.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def pdf(stream: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF with this stream."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Length " + str(len(stream)).encode() + b" /Filter [" + filters + b"] >>\nstream\r\n"
    return head + stream + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def drawing(letters: bytes) -> bytes:
    """A drawing with a picture in it, spelled out in these letters."""
    return b'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/jpeg;base64,' + letters + b'"/></svg>'


def lines(letters: bytes, end: bytes) -> bytes:
    """These letters in lines."""
    return end.join(letters[at : at + 72] for at in range(0, len(letters), 72))


PACKED = {
    "a ZIP of the day's pictures": zipped({"IMG_1.jpg": PHOTO, "notes.txt": b"Wednesday"}),
    "a ZIP that is not made smaller": zipped({"scan.jpg": PHOTO}, zipfile.ZIP_STORED),
    "a ZIP by bzip2": zipped({"IMG_1.jpg": PHOTO}, zipfile.ZIP_BZIP2),
    "a ZIP by LZMA": zipped({"IMG_1.jpg": PHOTO}, zipfile.ZIP_LZMA),
    "a ZIP without its list": zipped({"IMG_1.jpg": PHOTO})[:-60],
    "a PNG in a document": zipped({"word/media/image1.png": located("PNG")}),
    "a WebP in a document": zipped({"ppt/media/image2.webp": located("WEBP")}),
    "a picture behind a broken one": zipped({"1.txt": b"broken" * 9, "2.jpg": PHOTO}).replace(
        b"1.txt", b"1.txt\xff", 1
    ),
    "a document in a ZIP": zipped({"plan.docx": DOCUMENT}),
    "a document in a ZIP in a ZIP": zipped({"spring.zip": zipped({"plan.docx": DOCUMENT})}, zipfile.ZIP_STORED),
    "a document in a tar": tarred({"plan.docx": DOCUMENT}),
    "a tar.gz": tarred({"IMG_1.jpg": PHOTO}, "w:gz"),
    "a tar.bz2": tarred({"plan.docx": DOCUMENT}, "w:bz2"),
    "a tar.xz": tarred({"IMG_1.jpg": PHOTO}, "w:xz"),
    "a drawing that is packed": gzip.compress(drawing(LETTERS)),
    "a packed photograph in a PDF": pdf(zlib.compress(PHOTO)),
    "a document in a PDF": pdf(zlib.compress(DOCUMENT)),
    "a PDF in a ZIP": zipped({"leaflet.pdf": pdf(zlib.compress(PHOTO))}),
    "a PDF whose bytes are letters": pdf(a85encode(PHOTO) + b"~>", b"/ASCII85Decode /DCTDecode"),
    "a PDF whose bytes are digits": pdf(PHOTO.hex().encode() + b">", b"/ASCIIHexDecode /DCTDecode"),
    "a drawing": drawing(LETTERS),
    "a drawing by Illustrator": drawing(lines(LETTERS, b"&#xA;")),
    "a drawing of a WebP": drawing(b64encode(located("WEBP"))),
    "a drawing of a PNG": drawing(b64encode(located("PNG"))),
    "a style sheet": b"url(data:image/jpeg;base64," + LETTERS.replace(b"/", b"%2F").replace(b"+", b"%2B") + b")",
    "a text for programs": b'{"photo": "' + LETTERS.replace(b"/", b"\\/") + b'"}',
    "an e-mail": b"Content-Transfer-Encoding: base64\r\n\r\n" + lines(b64encode(DOCUMENT), b"\r\n") + b"\r\n--x--",
    "a contact card": b"BEGIN:VCARD\r\nPHOTO;ENCODING=b;TYPE=JPEG:" + lines(LETTERS, b"\r\n ") + b"\r\nEND:VCARD",
    "a text of Word's older kind": b"{\\rtf1{\\pict\\jpegblip\n" + lines(PHOTO.hex().encode(), b"\n") + b"}}",
}
HARMLESS = {
    "a ZIP of its own photographs": zipped({"a.jpg": credited(), "plan.docx": zipped({"b.jpg": credited()})}),
    "a drawing of one": drawing(b64encode(credited())),
    "a PDF that is drawn": pdf(zlib.compress(b"0 0 m 9 9 l S " * 20_000)),
    "a stream that is broken": pdf(zlib.compress(PHOTO)[:2] + b"\xff" * 90),
    "letters that spell nothing": drawing(b"/9j/" + b"A" * 301),
    "the signs of packed files and nothing more": b"PK\3\4 stream\n\x1f\x8b\x08\0 BZh91AY&SY 9j/ d8ff s4IA" + b"." * 99,
}
CLOSED = {
    "a 7z": b"7z\xbc\xaf\x27\x1c\0\4" + bytes(90),
    "a RAR": b"Rar!\x1a\x07\1\0" + bytes(90),
    "a PDF with a password": b"%PDF-1.7\ntrailer\n<< /Encrypt 9 0 R >>\n",
    "a ZIP with a password": b"PK\3\4\x14\0\1\0\x08\0" + bytes(20) + b"\xff" * 90,
    "a gzip that is cut": gzip.compress(bytes(range(256)) * 9)[:-40],
}


@pytest.mark.parametrize("name", PACKED)
def test_a_photograph_is_found_however_it_is_packed(name: str) -> None:
    assert words_on_content(PACKED[name]) == PHOTOGRAPH_WITHIN


@pytest.mark.parametrize("name", HARMLESS)
def test_what_tells_nothing_is_left_alone(name: str) -> None:
    assert words_on_content(HARMLESS[name]) is None


@pytest.mark.parametrize("name", CLOSED)
def test_what_cant_be_looked_into_is_told(name: str) -> None:
    assert words_on_content(CLOSED[name]) == UNREAD


def test_a_long_packed_file_is_looked_at_to_its_end() -> None:
    """It is read in pieces: the photograph lies across the end of the first."""
    long = gzip.compress(bytes(LONGEST_BYTES - 100) + PHOTO, 1)
    assert words_on_content(long) == PHOTOGRAPH_WITHIN


def test_what_is_packed_too_deep_is_told() -> None:
    deep = DOCUMENT
    for _ in range(9):
        deep = zipped({"more.zip": deep})
    assert words_on_content(deep) == UNREAD


@pytest.mark.parametrize(
    "bomb",
    [
        zipped({"a.jpg": bytes(PART)}),
        zipped({"a.jpg": bytes(PART)}).replace(PART.to_bytes(4, "little"), (1_000).to_bytes(4, "little")),
        zipped({"a.jpg": bytes(PART)}, zipfile.ZIP_BZIP2),
        zipped({"a.jpg": bytes(PART)}, zipfile.ZIP_LZMA),
        bz2.compress(bytes(PART)),
        lzma.compress(bytes(PART), preset=0),
        pdf(zlib.compress(b"<" + bytes(PART))),
    ],
    ids=["deflate", "a lie", "bzip2", "LZMA", "bz2", "xz", "PDF"],
)
def test_what_swells_beyond_its_allowance_fills_no_memory_and_is_told(bomb: bytes) -> None:
    allowance = Allowance(left=PART // 10)
    tracemalloc.start()
    try:
        looked_at = sum(len(part) for part in parts_of(bomb, allowance))
        assert len(bomb) < looked_at < PART / 5
        assert tracemalloc.get_traced_memory()[1] < PART
    finally:
        tracemalloc.stop()
    assert allowance.is_short


def test_many_small_things_take_no_longer_than_one_large_one() -> None:
    allowance = Allowance(left=1_000_000)
    many = zipped({"a": b"a" * 9}) * 1000
    assert 200 < sum(1 for _ in parts_of(many, allowance)) < 300
    assert allowance.is_short
