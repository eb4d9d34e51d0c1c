"""Metadata: what a photograph's file says about it, and which little of that is published with it.

A caption and a date help the coach to write an album; creator and copyright go into every rendition. Nothing else is
read: not the place, the device or its number.
"""

import re
import warnings
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from PIL import Image

from plugins.galleries import iptc, xmp
from plugins.galleries.boilerplate import is_boilerplate, tidy
from plugins.galleries.chunks import PNG, chunks_of
from plugins.galleries.photographs import opened
from plugins.galleries.segments import extended_xmp_of

# The tags of EXIF (CIPA DC-008): in its first directory, and in the one that the last of these leads to.
DESCRIPTION, MAKE, MODEL, SOFTWARE, ARTIST, COPYRIGHT, DETAILS = 0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0x8769
TITLE, AUTHOR = 0x9C9B, 0x9C9D  # as Windows writes them, in UTF-16, since the others hold no letters but ASCII
TAKEN, DIGITIZED = (0x9003, 0x9011), (0x9004, 0x9012)  # each with its distance from UTC
MOMENT = re.compile(
    r"(\d{4})[:/.-](\d\d?)[:/.-](\d\d?)(?:[ T:]+(\d\d?):(\d\d)(?::(\d\d))?(?:\.\d*)?)?\s*+(Z|[+-]\d\d:?\d\d)?\s*"
)  # *+: a megabyte of spaces, which a file may hold, is gone over once
FIRST_PHOTOGRAPH = 1826
LONGEST_CREDIT = 200  # characters
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of its photograph, in tidy text. taken: local time, with its distance from UTC if known."""

    caption: str = ""
    creator: str = ""
    copyright: str = ""
    taken: datetime | None = None


def read_metadata(data: bytes) -> Metadata:
    """Read what a photograph's file says about it, without decoding a pixel.

    Never raises: what is broken says nothing.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = attempted(lambda: opened(words_first(data)), None)
        return Metadata() if image is None else gathered(image, data)


def gathered(image: Image.Image, data: bytes) -> Metadata:
    """What each of the three ways of writing it down says, the most deliberate first."""
    exif: Mapping[int, Any] = attempted(image.getexif, Image.Exif())
    details: Mapping[int, Any] = attempted(lambda: image.getexif().get_ifd(DETAILS), Image.Exif())
    rdf = attempted(lambda: properties_in(image, data), dict[str, str]())
    records = attempted(lambda: iptc.read_iptc(iptc.records_in(image, data)), dict[iptc.Field, str]())
    machines = {tidy(text_of(exif.get(tag))).casefold() for tag in (MAKE, MODEL, SOFTWARE)}
    title, author = in_windows(exif.get(TITLE)), in_windows(exif.get(AUTHOR))
    captions = (records.get(iptc.CAPTION), rdf.get(f"{xmp.DC}description"), title, text_of(exif.get(DESCRIPTION)))
    creators = (rdf.get(f"{xmp.DC}creator"), records.get(iptc.CREATOR), author, text_of(exif.get(ARTIST)))
    rights = (rdf.get(f"{xmp.DC}rights"), records.get(iptc.COPYRIGHT), text_of(exif.get(COPYRIGHT)))
    moments = (
        *(moment(text_of(details.get(tag)), text_of(details.get(zone))) for tag, zone in (TAKEN, DIGITIZED)),
        moment(rdf.get(f"{xmp.EXIF}DateTimeOriginal", "")),
        moment(rdf.get(f"{xmp.PHOTOSHOP}DateCreated", "")),
        moment(iptc.moment_of(records)),
    )
    caption, creator, copyright = (first_written(texts, machines) for texts in (captions, creators, rights))
    return Metadata(caption, creator, copyright, next(filter(None, moments), None))


def attempted(read: Callable[[], T], instead: T) -> T:
    """What `read` gives; broken metadata raises SyntaxError, struct.error, ValueError, OSError, RecursionError, …"""
    try:
        return read()
    except Exception:
        return instead


def first_written(texts: tuple[str | None, ...], machines: Container[str]) -> str:
    """The first of these texts that a person wrote."""
    return next((plain for text in texts if (plain := tidy(text or "")) and not is_boilerplate(plain, machines)), "")


def words_first(data: bytes) -> bytes:
    """A PNG with its words where Pillow looks, which is before the pixels; some programs write them behind.

    Any other file as it is.
    """
    if not data.startswith(PNG):
        return data
    words = (chunk for name, chunk in chunks_of(data) if name in (b"IHDR", b"eXIf", b"iTXt", b"tEXt", b"zTXt"))
    return PNG + b"".join(words) + b"\0\0\0\0IDAT\x35\xaf\x06\x1e"


def properties_in(image: Image.Image, data: bytes) -> dict[str, str]:
    """An opened photograph's XMP, of which a JPEG may keep a second half elsewhere, and a GIF all."""
    found = image.info.get("xmp", b"")
    packet = found.encode() if isinstance(found, str) else bytes(found)
    if image.format == "GIF" and (start := data.find(xmp.IN_GIF)) > 0:
        packet = data[start + len(xmp.IN_GIF) :].partition(xmp.GIF_TRAILER)[0]
    if image.format in ("JPEG", "MPO") and xmp.IS_LONGER in packet:
        return xmp.read_xmp(extended_xmp_of(data, packet, xmp.LONGEST_BYTES)) | xmp.read_xmp(packet)
    return xmp.read_xmp(packet)


def in_windows(value: object) -> str:
    """Words in EXIF that Windows has written."""
    return value.decode("utf-16-le", "ignore").partition("\0")[0] if isinstance(value, bytes) else ""


def text_of(value: object) -> str:
    """Words in EXIF: Pillow reads all as Latin-1, while most programs write UTF-8; NUL parts one from the next."""
    if isinstance(value, str):
        value = value.encode("latin-1", "ignore")
    if not isinstance(value, bytes):
        return ""
    return ", ".join(part for each in value.split(b"\0") if (part := iptc.text_of(each, is_utf_8=False).strip()))


def moment(text: str, zone: str = "") -> datetime | None:
    """The moment that is meant by "2026:05:01 06:30:00" and its like; None for what is no date, such as all zeros."""
    if not (found := MOMENT.fullmatch(text)):
        return None
    with suppress(ValueError):
        local = datetime(*(int(part or 0) for part in found.groups()[:6]))  # type: ignore[arg-type]
        if local.year >= FIRST_PHOTOGRAPH:
            return local.replace(tzinfo=zone_of(found[7] or zone))
    return None


def zone_of(text: str) -> timezone | None:
    """The distance from UTC that "+02:00", "+0200" or "Z" means; None for what means none."""
    if text == "Z":
        return UTC
    if not (found := re.fullmatch(r"([+-])(\d\d):?(\d\d)", text)) or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    distance = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-distance if found[1] == "-" else distance)


def credits(metadata: Metadata) -> bytes | None:
    """A fresh EXIF block that names creator and copyright and nothing else; None where neither is known.

    As bytes of UTF-8, which today's programs read: Pillow would write each letter that is not ASCII as "?".
    """
    exif = Image.Exif()
    for tag, words in ((ARTIST, metadata.creator), (COPYRIGHT, metadata.copyright)):
        if words:
            exif[tag] = words[:LONGEST_CREDIT].rstrip().encode()
    return exif.tobytes() if exif else None
