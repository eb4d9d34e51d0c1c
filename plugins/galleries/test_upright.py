"""A photograph is upright, however its camera was held and wherever that is written."""

import pillow_heif
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desk.drawings.camera import HELD
from plugins.galleries.conftest import UPRIGHT, XMP_TURNED, corners, drawn, like, marked, saved, shown
from plugins.galleries.inspection import glance
from plugins.galleries.photographs import FORMATS

pillow_heif.register_heif_opener()  # so that Pillow also writes HEIC; the code under test registers it for reading

TURNED = {1: None, **HELD}
"""What a camera stores, for each orientation mark, of a picture that is upright to the eye."""


@pytest.mark.parametrize("format", [*FORMATS, "HEIF", "compressed TIFF"])
@pytest.mark.parametrize("orientation", TURNED)
def test_a_photograph_is_upright_however_the_camera_was_held(orientation: int, format: str) -> None:
    """HEIC and AVIF are turned by their container, which must not happen twice; a GIF has no such mark."""
    turn = TURNED[orientation] if format != "GIF" else None
    stored = drawn() if turn is None else drawn().transpose(turn)
    options = {"compression": "tiff_lzw"} if format == "compressed TIFF" else {}
    data = saved(stored, format.split()[-1], exif=marked(orientation).tobytes(), **options)
    image = shown(data)
    assert image.size == (600, 400)
    assert like(corners(image), UPRIGHT, 25)
    assert glance(data)[:2] == [600, 400]


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_turns_nothing(orientation: int) -> None:
    assert like(corners(shown(saved(drawn(), exif=marked(orientation)))), UPRIGHT)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_an_orientation_in_xmp_counts_where_exif_has_none(format: str) -> None:
    stored = drawn().transpose(Image.Transpose.ROTATE_90)
    if format == "PNG":
        options: dict[str, object] = {"pnginfo": PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP_TURNED.decode())
    else:
        options = {"tiffinfo": {700: XMP_TURNED}} if format == "TIFF" else {"xmp": XMP_TURNED}
    assert like(corners(shown(saved(stored, format, **options))), UPRIGHT, 25)


@pytest.mark.parametrize("format", ["AVIF", "HEIF"])
def test_an_orientation_in_the_xmp_of_a_container_that_turns_by_itself_has_no_say(format: str) -> None:
    """ISO/IEC 23008-12, 6.5.10: only irot and imir turn; browsers hold to that."""
    if format == "AVIF":
        assert like(corners(shown(saved(drawn(), format, xmp=XMP_TURNED))), UPRIGHT, 25)
    else:  # pillow-heif, when it writes, makes of the mark in XMP one of the container
        stored = drawn().transpose(Image.Transpose.ROTATE_90)
        assert like(corners(shown(saved(stored, format, xmp=XMP_TURNED))), UPRIGHT, 25)
