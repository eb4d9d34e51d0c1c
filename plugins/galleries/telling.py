"""Telling: whether these bytes name a place, a device, its number or its owner, wherever in them that stands.

A program that puts a photograph into a document often takes its bytes as they are, with all that the camera wrote.
"""

import re

from PIL import Image

from plugins.galleries.quiet import quiet
from plugins.galleries.unpacking import Allowance, Bytes

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
FILM_NOTES = (
    re.compile(rb"\xa9xyz.{4}(?:data.{8})?[+-]\d", re.DOTALL),
    re.compile(rb"loci\0{4}"),
    re.compile(rb"com\.apple\.quicktime\.(?:location|model)"),
)
"""How a film's own notes say where it was taken, and with what (QuickTime File Format; 3GPP TS 26.244, 8.3)."""
FOLDER = re.compile(rb"""(?:export-filename|sodipodi:(?:absref|docbase))\s*=\s*["'](?:/|\\\\|[A-Za-z]:[\\/]|file:)""")
"""A path on the disk of whoever drew an SVG, as Inkscape notes it; with a user's name in it, as a rule."""


def tells_of_photographs(data: Bytes, allowance: Allowance) -> bool:
    """Whether these bytes hold a photograph's notes on where, with what or by whom it was taken."""
    if PACKET.search(data):
        return True
    for start in (found.start() for each in BLOCKS for found in each.finditer(data)):
        if not allowance.blocks:
            allowance.is_short = True
            return False
        allowance.blocks -= 1
        if names_place_or_device(data[start : start + LONGEST_BLOCK] if start else data[:]):
            return True
    return False


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


def tells_of_films(data: Bytes) -> bool:
    """Whether they hold a film's."""
    return any(each.search(data) for each in FILM_NOTES)


def tells_of_folders(data: Bytes) -> bool:
    """Whether they hold a drawing's note on where it lies on somebody's disk."""
    return bool(FOLDER.search(data))
