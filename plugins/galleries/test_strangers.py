"""Files that are no photograph, and what the coach is told of each."""

import pytest

from plugins.galleries.inspection import glance
from plugins.galleries.photographs import UnusablePhotograph, open_photograph
from plugins.galleries.strangers import DAMAGED, SIGNATURES, named


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (bytes(5000), "nothing in this file but zeros"),
        (b"\0\0\0\x18ftypheic" + bytes(40), DAMAGED),
        (b"\0\0\0\x18ftyphevc" + bytes(40), "an HEIC that moves"),
        (b"\0\0\0\x14ftypqt  " + bytes(40), "a video"),
        (b"\0\0\0\x20ftypisom" + bytes(40), "a video"),
        (b"\x1aE\xdf\xa3" + bytes(40), "a video"),
        (b"RIFF\0\0\0\0AVI LIST", "a video"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL"),
        (b"\xff\x0a\xfa\x7f", "a JPEG XL"),
        (b"\0\0\0\x18ftypcrx ", "raw file"),
        (b"FUJIFILMCCD-RAW 0201", "raw file"),
        (b"II*\0\x10\0\0\0CR\x02\0", "raw file"),
        (b"II*\0\x08\0\0\0", "a TIFF of a kind"),
        (b"GIF89a" + bytes(40), DAMAGED),
        (b"8BPS" + bytes(40), "a Photoshop document"),
        (b"BM" + bytes(40), "a BMP"),
        (b"%PDF-1.7\n", "a document"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a vector drawing"),
        (b"PK\3\4" + bytes(40), "a ZIP"),
        (b"\0\5\x16\7\0\2\0\0Mac OS X", "a note that a computer keeps"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a vector drawing"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg/>', "a vector drawing"),
        (b'<?xml version="1.0"?><!DOCTYPE plist><plist version="1.0"/>', "a note that a computer keeps"),
        (b"\n<!DOCTYPE html><title>Sign in</title>", "a web page"),
        ("\ufeff<html><body>Not found".encode("utf-16-le"), "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "git’s note"),
        (b"Dear diary", "This is a text"),
        (("é" * 3000).encode(), "This is a text"),
        (b"\x01\x02\x03\x04", "not a photograph that can be read: JPEG, HEIC"),
    ],
)
def test_what_is_no_photograph_is_named_with_its_cure(data: bytes, words: str) -> None:
    with pytest.raises(UnusablePhotograph) as told:
        open_photograph(data)
    assert words in told.value.wanted
    assert told.value.fix
    assert glance(data) == [told.value.wanted, told.value.fix]


def test_no_signature_hides_behind_another() -> None:
    """The first that fits counts, so the special ones must stand before the general."""
    for offset, signature, wanted, fix in SIGNATURES:
        assert named(bytes(offset).replace(b"\0", b"?") + signature) == (wanted, fix)
