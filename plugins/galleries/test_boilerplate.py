"""What machines write where a caption belongs, told from what people write."""

import pytest

from plugins.galleries.boilerplate import LONGEST, is_boilerplate, tidy

BY_MACHINES = r"""
OLYMPUS DIGITAL CAMERA|SONY DSC|KONICA MINOLTA DIGITAL CAMERA|KODAK Digital Still Camera|Digital Camera|<Digimax i5>
DCIM\100GOPRO\GOPR0001.JPG|default|cof|hdr|dav|oznor|sdr_HDRB|cof_soft|Created with GIMP|Shot on OnePlus|SAMSUNG CSC
charset="Ascii" Created with GIMP|Processed with VSCO with c1 preset|IMG_1234|IMG_1234.JPG|hill session.heic|_DSC0012
Minolta DSC|GE DIGITAL CAMERA|DCF 1.0|x-default|Picasa 2.0|Copyright
P1010001|PXL_20260101_123456789.PORTRAIT|20260101_123456|WhatsApp Image 2026-01-01 at 12.00.00|Exif_JPEG_PICTURE
Screenshot 2026-01-01 at 10.00.00 AM|Adobe Photoshop CS6 (Windows)|Untitled|Image 3|C:\Users\me\a b.bmp|…|-|2026"""
BY_PEOPLE = """
Taken on the summit of Ben Nevis|10k|Dawn|Screenshot of the training plan|Made with love by our team|Photo finish|Éva
Photo 3 is the finish|Created by Jane|Default pace explained|Honor Blackman|A digital camera on a table|山|S4 hills
IMG_1234 is where the path forks|Runners at 5.30|cofnor and other words"""


@pytest.mark.parametrize("words", BY_MACHINES.strip().replace("\n", "|").split("|"))
def test_what_machines_write_is_no_caption(words: str) -> None:
    assert is_boilerplate(tidy(words))


@pytest.mark.parametrize("words", BY_PEOPLE.strip().replace("\n", "|").split("|"))
def test_what_a_person_may_write_is_a_caption(words: str) -> None:
    assert not is_boilerplate(tidy(words))


def test_a_caption_is_one_line_of_plain_text() -> None:
    assert (
        tidy("\tFive\r\nrunners\0 \x07at\u2028dawn\x85 \ufeffE\u0301va \u202eevil\u202c ")
        == "Five runners at dawn Éva evil"
    )
    assert len(tidy("word " * 9_999)) <= LONGEST
    assert not is_boilerplate("pt" + "rhdr" * 500 + "!")  # and at once: no pattern tries every way to part it
