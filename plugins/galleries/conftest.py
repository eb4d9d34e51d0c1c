"""Photographs for the tests, drawn by Pillow: four coloured corners tell which way up they are."""

import io
from typing import Any

import pytest
from PIL import Image

CORNERS = {(0, 0): (200, 30, 30), (1, 0): (30, 160, 40), (0, 1): (30, 40, 200), (1, 1): (220, 200, 40)}


def drawn(width: int = 600, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Red and green above, blue and yellow below."""
    image = Image.new("RGB", (width, height))
    for (column, row), colour in CORNERS.items():
        image.paste(
            colour, (column * width // 2, row * height // 2, (column + 1) * width // 2, (row + 1) * height // 2)
        )
    return image if mode == "RGB" else image.convert(mode)


def saved(image: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    """The bytes of the image as a file."""
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def taken(seed: int, moment: str = "", caption: str = "") -> bytes:
    """A photograph unlike that of any other seed, with a moment ("2026:05:04 06:12:00") and a caption written in."""
    exif = Image.Exif()
    if moment:
        exif.get_ifd(0x8769)[0x9003] = moment
    if caption:
        exif[0x010E] = caption
    return saved(drawn(700, 480 + seed), exif=exif)


def tiny(seed: int) -> bytes:
    """A little picture unlike any of another seed: no wider than the narrowest rendition, so it costs nothing."""
    return saved(Image.new("RGB", (40, 30 + seed % 7), (seed % 256, 2 * seed % 256, 90)))


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """The colours in the middles of the four quarters, row by row."""
    width, height = image.size
    rgb = image.convert("RGB")
    return [
        rgb.getpixel((width * (2 * column + 1) // 4, height * (2 * row + 1) // 4))
        for row in (0, 1)
        for column in (0, 1)
    ]


def like(found: list[tuple[int, ...]], wanted: list[tuple[int, ...]], tolerance: int = 12) -> bool:
    """Whether colours agree as well as a lossy file lets them."""
    return all(
        abs(a - b) <= tolerance
        for one, other in zip(found, wanted, strict=True)
        for a, b in zip(one, other, strict=True)
    )


UPRIGHT = [CORNERS[0, 0], CORNERS[1, 0], CORNERS[0, 1], CORNERS[1, 1]]


@pytest.fixture
def jpeg() -> bytes:
    """A photograph of 600 by 400 px that has nothing odd about it."""
    return saved(drawn(), quality=95)


def packet(inside: str, attributes: str = "") -> bytes:
    """An XMP packet around these properties."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>
    <?xpacket end="w"?>""".encode()


def described(words: str) -> bytes:
    """An XMP packet with this description."""
    return packet(f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:description>')
