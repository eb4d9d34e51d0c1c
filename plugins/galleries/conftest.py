"""Photographs for the tests, drawn by Pillow: four coloured corners tell which way up they are."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.galleries.conversion import to_srgb
from plugins.galleries.photographs import open_photograph
from plugins.galleries.renditions import Recipe
from plugins.proofreading.settings import Photographs

RECIPE = Recipe.of(Photographs())
XMP_TURNED = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>"""
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


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    """Two photographs, the first in a name as people make them."""
    paths = [tmp_path / "Zoë’s hill #3 (50%) & co.jpg", tmp_path / "b.png"]
    paths[0].write_bytes(saved(drawn(900, 600), quality=90))
    paths[1].write_bytes(saved(drawn(700, 900), "PNG"))
    return paths


def shown(data: bytes) -> Image.Image:
    """The pixels that readers get."""
    photograph = open_photograph(data)
    return to_srgb(photograph.image, photograph.profile)


def marked(orientation: int) -> Image.Exif:
    """EXIF that says how the camera was held."""
    exif = Image.Exif()
    exif[274] = orientation
    return exif


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


SMALL = drawn(60, 40)


def exif_of(details: dict[int, str] | None = None, **tags: bytes) -> bytes:
    """An EXIF block with these tags: `exif_of({0x9003: "2026:05:01 06:30:00"}, description=b"Dawn")`."""
    numbers = {"description": 0x010E, "make": 0x010F, "artist": 0x013B, "copyright": 0x8298}
    exif = Image.Exif()
    for name, value in tags.items():
        exif[numbers[name]] = value
    if details:
        exif[0x8769] = details
    return exif.tobytes()


def records(*fields: tuple[int, int, bytes]) -> bytes:
    """IPTC records: `records((2, 120, b"Dawn"))`."""
    return b"".join(struct.pack(">BBBH", 0x1C, record, number, len(value)) + value for record, number, value in fields)


def with_iptc(block: bytes, jpeg: bytes | None = None) -> bytes:
    """A JPEG that holds these records as Photoshop keeps them."""
    resource = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(block)) + block + bytes(len(block) % 2)
    payload = b"Photoshop 3.0\0" + resource
    data = jpeg or saved(SMALL)
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload + data[2:]


def place() -> Image.Exif:
    """The notes of a photograph that says where it was taken; as bytes they are built like a TIFF."""
    exif = Image.Exif()
    exif[0x010E] = "A hill"  # without a word of its own a PNG leaves the rest away
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 44.0, 30.0), 3: "W", 4: (4.0, 37.0, 7.0)})
    return exif


def located(format: str = "JPEG") -> bytes:
    """A photograph with these notes."""
    return saved(drawn(60, 40), format, exif=place())


def numbered() -> bytes:
    """A photograph that says the number of its camera."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0xA431] = "0123456789"
    return saved(drawn(60, 40), exif=exif)


def credited() -> bytes:
    """A photograph that says who took it, and when: that may be told."""
    exif = Image.Exif()
    exif[0x013B] = "Kit"
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 06:12:00"
    return saved(drawn(60, 40), exif=exif)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return file.getvalue()
