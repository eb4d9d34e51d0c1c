"""Drawings (SVG) and other XML for download: whether anything in them runs, or calls on somebody else.

Opened by its own address such a file is a page of the site, and what runs in it may read what readers keep there.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from publisher.pushed.pictures import Faults

ALIVE = frozenset({"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"})
"""The names by which a browser knows that an element is more than a word in angle brackets."""
RUNS = frozenset("script foreignobject iframe frame embed object applet handler listener form base meta link".split())
MOVES = frozenset("animate set animatemotion animatetransform".split())
SCHEME = re.compile(r"[\s\x00-\x20]*([a-z][a-z0-9+.-]*)[\s\x00-\x20]*:|[\s\x00-\x20]*//", re.IGNORECASE)
BREAKS = re.compile(r"[\t\n\r]")
"""What browsers leave out of an address, wherever it stands (WHATWG URL, section 4.4)."""
PICTURE = re.compile(r"[\s\x00-\x20]*data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
CALLS = re.compile(r"@import|url\(\s*['\"]?\s*(?:[a-z][a-z0-9+.-]*:|//)|expression\(", re.IGNORECASE)
LINKS = frozenset({"http", "https", "mailto"})
SCRIPT = "This drawing can do more than be looked at: there is {} in it, which would run on your site."
BROKEN = "This can't be read as a drawing or as XML, so nobody knows what a browser makes of it."
PLAIN = "Export it as a plain SVG, without scripts and links, or as a PDF."


class _Found(Exception):
    """Ends the reading at the first thing found; its word says what that is."""


def check_drawing(data: bytes) -> Faults:
    """What is wrong with an SVG or another XML file that readers may open, with the cure."""
    parser = expat.ParserCreate(namespace_separator=" ")
    reader = _Reader()
    parser.StartDoctypeDeclHandler = _doctype
    parser.ProcessingInstructionHandler = _instruction
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
        reader.conclude()
    except _Found as found:
        yield SCRIPT.format(found), PLAIN
    except (expat.ExpatError, ValueError, LookupError):  # the latter two: an encoding that nobody knows
        yield BROKEN, PLAIN


def _doctype(_name: str, _system: str | None, _public: str | None, has_more: int) -> None:
    if has_more:
        raise _Found("a list of words that stand for others (<!ENTITY>)")


def _instruction(target: str, _data: str) -> None:
    if target.lower() == "xml-stylesheet":
        raise _Found("a style sheet")


class _Reader:
    """Goes through the elements; gathers the words of style sheets."""

    def __init__(self) -> None:
        self.styles: list[str] = []
        self.is_style = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space in ALIVE:
            tag = tag.lower()
            self.is_style = tag == "style"
            _tag(tag, {full.rpartition(" ")[2].lower(): value for full, value in attributes.items()})

    def end(self, _name: str) -> None:
        self.is_style = False

    def text(self, words: str) -> None:
        if self.is_style:
            self.styles.append(words)

    def conclude(self) -> None:
        style = "".join(self.styles)
        if "\\" in style or CALLS.search(style):
            raise _Found("something that is fetched from elsewhere")


def _tag(tag: str, attributes: dict[str, str]) -> None:
    if tag in RUNS:
        raise _Found(f"<{tag}>")
    for attribute, written in attributes.items():
        value = BREAKS.sub("", written)
        if attribute.startswith("on"):
            raise _Found(f"{attribute}=")
        if tag in MOVES and attribute == "attributename" and value.strip().lower().rpartition(":")[2] == "href":
            raise _Found("a link that changes")
        if (attribute in ("href", "src", "data", "action") and _leads_out(tag, value)) or CALLS.search(value):
            raise _Found("something that is fetched from elsewhere")


def _leads_out(tag: str, value: str) -> bool:
    if not (found := SCHEME.match(value)):
        return False
    scheme = (found[1] or "").lower()
    return not PICTURE.match(value) and not (tag == "a" and scheme in LINKS)
