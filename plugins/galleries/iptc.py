"""IPTC: what agencies and older programs write about a photograph, in records of their own (IIM 4.2)."""

from collections.abc import Mapping
from struct import unpack_from

from PIL import Image

from plugins.galleries.segments import resources_of

Field = tuple[int, int]  # record and data set, as in "2:120"
CHARSET, CREATOR, COPYRIGHT, CAPTION = (1, 90), (2, 80), (2, 116), (2, 120)
DATE, TIME = (2, 55), (2, 60)
UTF_8 = b"\x1b%G"
IN_PHOTOSHOP, IN_TIFF = 0x0404, 33723  # the places where Photoshop and a TIFF keep the records
PHOTOSHOP_IN_TIFF = 34377


def records_in(image: Image.Image, data: bytes) -> bytes:
    """The records of an opened JPEG or TIFF, as they stand in the file; none for other formats."""
    if hasattr(image, "tag_v2"):  # Photoshop calls them numbers of four bytes, so only the raw bytes serve
        tags = image.tag_v2._tagdata
        return bytes(tags.get(IN_TIFF, b"")) or records_among(bytes(tags.get(PHOTOSHOP_IN_TIFF, b"")))
    return records_among(resources_of(data)) if image.format in ("JPEG", "MPO") else b""


def records_among(resources: bytes) -> bytes:
    """The records among what Photoshop keeps: each with its number, a name, its size, all of even length."""
    found, at = [], 0
    while resources[at : at + 4] == b"8BIM" and at + 12 <= len(resources):
        (number,), of_name = unpack_from(">H", resources, at + 4), resources[at + 6]
        at += 6 + of_name + 1 + (of_name + 1) % 2
        size = int.from_bytes(resources[at : at + 4])
        if number == IN_PHOTOSHOP:
            found.append(resources[at + 4 : at + 4 + size])
        at += 4 + size + size % 2
    return b"".join(found)


def read_iptc(records: bytes) -> dict[Field, str]:
    """The fields' words; of a field that is repeated, as creators are, all of them, joined by commas."""
    found: dict[Field, list[bytes]] = {}
    at = 0
    while at + 5 <= len(records) and records[at] == 0x1C:
        record, number, size = unpack_from(">BBH", records, at + 1)
        at += 5
        if size & 0x8000:  # so many bytes follow that say the size
            of_size = size & 0x7FFF
            size, at = int.from_bytes(records[at : at + of_size]), at + of_size
        found.setdefault((record, number), []).append(records[at : at + size])
        at += size
    is_utf_8 = found.pop(CHARSET, [b""])[0].startswith(UTF_8)
    return {field: ", ".join(text_of(value, is_utf_8) for value in values) for field, values in found.items()}


def text_of(value: bytes, is_utf_8: bool) -> str:
    """Decode as the records say; where they don't, most are UTF-8, and the others of Windows' Latin-1."""
    try:
        return value.decode("utf-8", "replace" if is_utf_8 else "strict")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def moment_of(fields: Mapping[Field, str]) -> str:
    """Date and time as "2026-05-01 06:30:00+0200", as much of it as is known."""
    date, time = fields.get(DATE, ""), fields.get(TIME, "")
    day = f"{date[:4]}-{date[4:6]}-{date[6:8]}"
    return f"{day} {time[:2]}:{time[2:4]}:{time[4:6]}{time[6:]}" if len(time) >= 6 else day
