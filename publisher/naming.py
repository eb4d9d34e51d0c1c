"""What the files of a site name: where their links lead, what a browser loads for them, where their forms go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal
from xml.etree import ElementTree

Kind = Literal["link", "load", "post"]
Table = dict[str, tuple[str, ...]]

LOADS: Table = {
    "img": ("src",),
    "source": ("src",),
    "script": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "body": ("background",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "feimage": ("href", "xlink:href"),
    "a": ("ping",),
    "area": ("ping",),
}
"""What a browser asks for by itself, and to whom it so tells of the visit."""
LINKS: Table = {"a": ("href", "xlink:href"), "area": ("href",)}
POSTS: Table = {"form": ("action",), "button": ("formaction",), "input": ("formaction",)}
KINDS: dict[Kind, Table] = {"load": LOADS, "link": LINKS, "post": POSTS}
ATTRIBUTES: dict[str, list[tuple[str, Kind]]] = {}
for _kind, _table in KINDS.items():
    for _tag, _names in _table.items():
        ATTRIBUTES.setdefault(_tag, []).extend((name, _kind) for name in _names)
SETS = {"img": "srcset", "source": "srcset", "link": "imagesrcset"}
LOADED_RELS = frozenset(
    "stylesheet icon apple-touch-icon mask-icon manifest preload modulepreload prefetch preconnect dns-prefetch "
    "prerender".split()
)
"""The kinds of <link> that a browser acts on by itself."""
CANDIDATE = re.compile(r"\s*,*\s*([^\s,](?:\S*[^\s,])?)(?:\s+[^,]*|\s*)(?:,|$)")
STYLE_URL = re.compile(r"""(?:\burl\(\s*|@import\s+)(?:"([^"]*)"|'([^']*)'|([^"'\s)]+)\s*\))""", re.IGNORECASE)
STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORT = re.compile(
    r"""\b(?:import|export)\b\s*(?:[\w$*{},\s]{0,2000}\bfrom\b\s*)?\(?\s*["']((?:[./]|https?:)[^"'\s]+)["']"""
)
STRUCTURED = re.compile(r'"(https?://[^"\\\s]+)"')
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Named:
    """One address as it stands in a file.

    written: the piece of the file that names it, to show. is_in_text: whether it stands in a page's <main>, as what
    somebody wrote does; what a theme adds stands around that.
    """

    address: str
    kind: Kind
    written: str
    is_in_text: bool = False


@dataclass
class Page:
    """What one HTML page names, and what can be named in it."""

    named: list[Named] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    metadata: dict[str, str] = field(default_factory=dict)
    """What its <meta> elements say, by name or property; the first of each."""
    canonical: str = ""
    is_redirect: bool = False


def read_page(text: str) -> Page:
    """Read a page, or an SVG drawing."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def read_style(css: str, is_in_text: bool = False) -> Iterator[Named]:
    """What a style sheet loads, or a `style` attribute."""
    for found in STYLE_URL.finditer(STYLE_COMMENT.sub("", css)):
        yield Named(next(filter(None, found.groups()), ""), "load", found[0], is_in_text)


def read_script(javascript: str) -> Iterator[Named]:
    """The modules that a script imports by a name that stands in it."""
    for found in IMPORT.finditer(javascript):
        yield Named(found[1], "load", found[0][-80:])


def read_feed(xml: bytes) -> Iterator[Named]:
    """Where a feed, its entries and their content lead; of a sitemap its pages.

    Raises ElementTree.ParseError where it cannot be read.
    """
    for element in ElementTree.fromstring(xml).iter():
        text = (element.text or "").strip()
        if element.tag == f"{ATOM}link":
            yield Named(element.get("href", ""), "link", f'<link href="{element.get("href", "")}">')
        elif element.tag == f"{ATOM}content" and element.get("type") == "html":
            yield from read_page(text).named
        elif element.tag.endswith("}loc"):
            yield Named(text, "link", f"<loc>{text}</loc>")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.page = Page()
        self._mains = 0
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mains += tag == "main"
        self._within = tag if tag in ("style", "script") else ""
        if not attrs:
            return
        values = {name: value or "" for name, value in reversed(attrs)}  # of two alike a browser takes the first
        if tag == "script" and values.get("type") == "application/ld+json":
            self._within = "data"
        self._note_places(tag, values)
        for name, kind in ATTRIBUTES.get(tag, ()):
            if name in values:
                self._name(tag, name, values[name], kind)
        if candidates := values.get(SETS.get(tag, "")):
            for candidate in CANDIDATE.findall(candidates):
                self._name(tag, SETS[tag], candidate, "load")
        if "style" in values:
            self.page.named += read_style(values["style"], self._mains > 0)
        if tag == "link":
            self._note_link(values)
        elif tag == "meta":
            self._note_metadata(values)

    def handle_endtag(self, tag: str) -> None:
        self._mains -= tag == "main"
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "style":
            self.page.named += read_style(data)
        elif self._within == "script":
            self.page.named += read_script(data)
        elif self._within == "data":
            self.page.named += [Named(address, "link", f'"{address}"') for address in STRUCTURED.findall(data)]

    def _name(self, tag: str, attribute: str, address: str, kind: Kind) -> None:
        self.page.named.append(Named(address, kind, f'<{tag} {attribute}="{address}">', self._mains > 0))

    def _note_places(self, tag: str, values: dict[str, str]) -> None:
        if "id" in values:
            self.page.ids.add(values["id"])
        if tag == "a" and "name" in values:
            self.page.ids.add(values["name"])

    def _note_link(self, values: dict[str, str]) -> None:
        kinds = values.get("rel", "").lower().split()
        if "href" in values:
            self._name("link", "href", values["href"], "load" if LOADED_RELS.intersection(kinds) else "link")
        if "canonical" in kinds and not self.page.canonical:
            self.page.canonical = values.get("href", "")

    def _note_metadata(self, values: dict[str, str]) -> None:
        content = values.get("content", "")
        if values.get("http-equiv", "").lower() == "refresh":
            self.page.is_redirect = True
            self._name("meta", "content", content.partition("=")[2].strip(" '\""), "link")
        elif content.startswith(("https://", "http://")) and " " not in content:
            self._name("meta", "content", content, "link")
        self.page.metadata.setdefault(values.get("property") or values.get("name") or "", content)
