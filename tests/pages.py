"""The pages of a built site, read from its files as a strict HTML5 parser sees them: never from a hand-written list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

UNSEEN = {"script", "style", "template"}


class Page:
    """One HTML file of a built site."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.file = file
        self.name = file.relative_to(folder).as_posix()
        self.address = "/" + self.name.removesuffix("index.html")
        self.text = file.read_text(encoding="utf-8")

    def __repr__(self) -> str:
        return self.address

    @cached_property
    def tree(self) -> Element:
        """The parsed document."""
        return html5lib.parse(self.text, namespaceHTMLElements=False)

    def every(self, tag: str, **attributes: str) -> list[Element]:
        """All elements of a tag whose attributes have just these values."""
        return [
            element
            for element in self.tree.iter(tag)
            if all(element.get(name) == value for name, value in attributes.items())
        ]

    def meta(self, name: str) -> str:
        """The content of the one <meta> of this name or property; "" when it is missing or there are two."""
        found = self.every("meta", name=name) + self.every("meta", property=name)
        return found[0].get("content", "") if len(found) == 1 else ""

    def link(self, rel: str) -> str:
        """The href of the one <link> of this kind; "" when it is missing or there are two."""
        found = [link for link in self.every("link") if rel in link.get("rel", "").split()]
        return found[0].get("href", "") if len(found) == 1 else ""

    @property
    def title(self) -> str:
        return " ".join(text_of(title) for title in self.every("title"))

    @property
    def is_redirect(self) -> bool:
        """Whether the page only sends its reader on to where a musing lives now."""
        return any(meta.get("http-equiv", "").lower() == "refresh" for meta in self.every("meta"))

    @property
    def is_listed(self) -> bool:
        """Whether search engines may list the page: it is no redirect, no 404 page and not `noindex`."""
        return not (self.is_redirect or self.name == "404.html" or "noindex" in self.meta("robots"))

    @property
    def is_musing(self) -> bool:
        """Whether the page is one musing."""
        return bool(re.fullmatch(r"/musings/[^/]+/", self.address)) and not self.is_redirect

    @property
    def ids(self) -> list[str]:
        """What a #fragment may name."""
        return [element.get("id", "") for element in self.tree.iter() if element.get("id")]

    @cached_property
    def main(self) -> str:
        """The whitespace-collapsed text of <main>."""
        return " ".join(text_of(main) for main in self.every("main"))

    @property
    def structured(self) -> list[dict[str, Any]]:
        """What the page's JSON-LD says, flattened where it holds a graph."""
        found = [json.loads("".join(script.itertext())) for script in self.every("script", type="application/ld+json")]
        flat = [thing for one in found for thing in (one if isinstance(one, list) else [one])]
        return [thing for one in flat for thing in one.get("@graph", [one])]


def read_pages(folder: Path) -> list[Page]:
    """Every HTML page below a folder, in the order of their names."""
    return [Page(folder, file) for file in sorted(folder.rglob("*.html"))]


def text_of(element: Element) -> str:
    """An element's text without scripts and styles, its white space collapsed."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag not in UNSEEN:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""
