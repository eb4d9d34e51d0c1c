"""Telling: whether a photograph within another file, a leaflet or a ZIP, names a place, a camera or its owner.

A program that puts a photograph into a document often takes its bytes as they are, with all that the camera wrote.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from mmap import mmap

from PIL import Image

from plugins.galleries.quiet import quiet

Bytes = bytes | mmap
BLOCKS = (re.compile(rb"II\*\0"), re.compile(rb"MM\0\*"))
"""The beginning of the tags of EXIF, which are built like a TIFF, whatever each kind of picture has before them."""
PACKET = re.compile(
    rb":(?:(?<=\bexif:)GPSL(?:at|ong)itude|(?<=\baux:)(?:SerialNumber|OwnerName)"
    rb"|(?<=\bexifEX:)(?:BodySerialNumber|CameraOwnerName))\b"
)
"""The same in XMP, as an attribute or as an element. The colon comes first, since one letter is found very quickly."""
GPS, DETAILS = 0x8825, 0x8769  # tags of EXIF (CIPA DC-008) that lead to more of them
PLACE = frozenset({0x0002, 0x0004})
DEVICE = frozenset({0x927C, 0xA430, 0xA431, 0xA435})  # the maker's own notes, the owner, the numbers of camera and lens
LONGEST_BLOCK = 65_536  # a JPEG's; what is cut off another tells no less
MOST_BLOCKS = 500
MOST_MEMBER_BYTES, MOST_MEMBERS_BYTES = 50_000_000, 200_000_000  # of a ZIP, unpacked: a small one can swell to any size
BOUNDED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The methods of all documents, and the only ones that Python unpacks piece by piece."""


def tells_of_photographs(data: Bytes) -> bool:
    """Whether these bytes hold a photograph's notes on where, with what or by whom it was taken."""
    if data[:2] == b"PK":
        return any(tells(member) for member in members_of(data))
    return tells(data)


def tells(data: Bytes) -> bool:
    """The same of bytes that are not packed."""
    if PACKET.search(data):
        return True
    starts = [found.start() for each in BLOCKS for found in islice(each.finditer(data), MOST_BLOCKS)]
    return any(names_place_or_device(data[start : start + LONGEST_BLOCK] if start else data[:]) for start in starts)


def names_place_or_device(tags: bytes) -> bool:
    """Whether a block of EXIF does; one that can't be read tells nobody anything."""
    exif = Image.Exif()
    try:
        with quiet():
            exif.load(b"Exif\0\0" + tags)
            place, details = exif.get_ifd(GPS), exif.get_ifd(DETAILS)
    except Exception:  # SyntaxError, struct.error and others, according to how it is broken
        return False
    return bool(PLACE & place.keys() or DEVICE & details.keys())


def members_of(data: Bytes) -> Iterator[bytes]:
    """What a ZIP holds, or a document that is built like one, as far as it can be unpacked without harm.

    No more of each is unpacked than it says that there is, which may be a lie.
    """
    left = MOST_MEMBERS_BYTES
    with suppress(Exception), zipfile.ZipFile(io.BytesIO(data)) as packed:
        for member in packed.infolist():
            if member.compress_type in BOUNDED and member.file_size <= min(MOST_MEMBER_BYTES, left):
                left -= member.file_size
                yield unpacked(packed, member)


def unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member; nothing of one that is broken or has a password, which spares the others."""
    try:
        with packed.open(member) as file:
            return file.read(member.file_size)
    except Exception:  # BadZipFile, zlib.error, RuntimeError for a password, …
        return b""
