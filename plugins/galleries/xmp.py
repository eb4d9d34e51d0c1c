"""XMP: what programs write about a photograph as RDF, read as a mapping from each property's name to its words.

The standard library's parser serves, once no document type can reach it: without one an XML has no entities of its
own, and so no way to grow or to reach for other files (ISO 16684-1, 7.1 forbids one anyway).
"""

from contextlib import suppress
from xml.etree import ElementTree

DC = "{http://purl.org/dc/elements/1.1/}"
EXIF = "{http://ns.adobe.com/exif/1.0/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LONGEST_BYTES = 4_000_000
IS_LONGER = b"HasExtendedXMP"  # what a packet says that goes on elsewhere
IN_GIF, GIF_TRAILER = b"\x21\xff\x0bXMP DataXMP", b"\x01\xff\xfe\xfd"  # what stands around a packet there


def read_xmp(packet: bytes) -> dict[str, str]:
    """The properties of a packet, those of structures left out; nothing where the packet is broken or hostile."""
    text = decoded(packet[:LONGEST_BYTES]).strip("\0 \t\r\n\ufeff")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return {}
    found: dict[str, str] = {}
    with suppress(ElementTree.ParseError, ValueError):
        for rdf in ElementTree.fromstring(text).iter(f"{RDF}RDF"):
            for description in rdf.findall(f"{RDF}Description"):
                for name, words in [*description.items(), *((each.tag, words_of(each)) for each in description)]:
                    found.setdefault(name, words)
    return found


def decoded(packet: bytes) -> str:
    """The packet as text: UTF-8 nearly always, UTF-16 by its first letter, else written carelessly."""
    if b"\0" in packet[:2]:
        return packet.decode("utf-16-be" if packet[:1] == b"\0" else "utf-16-le", "replace")
    if packet[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return packet.decode("utf-16", "replace")
    try:
        return packet.decode()
    except UnicodeDecodeError:
        return packet.decode("cp1252", "replace")


def words_of(element: ElementTree.Element) -> str:
    """A property's words: plain, or of a list joined by commas, or of translations the default or else the first."""
    items = [item for item in element.findall(f"./*/{RDF}li") if (item.text or "").strip()]
    if element.find(f"{RDF}Alt") is not None:
        items = sorted(items, key=lambda item: item.get(LANGUAGE) != "x-default")[:1]
    return ", ".join(item.text or "" for item in items) if items else element.text or ""
