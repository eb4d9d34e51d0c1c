"""What stands at an address of a site: the words for it, in the order in which a coach cares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

LISTED = {
    "musing": re.compile(r"/musings/(?!page/)[^/]+/"),
    "page": re.compile(r"/(?!musings/|series/|albums/|tags/|reflections/|search/|notebook/|see-for-yourself/)[^/]+/"),
    "series": re.compile(r"/series/(?!page/)[^/]+/"),
    "album": re.compile(r"/albums/(?!page/)[^/]+/"),
}
"""What a coach writes, and is told by its address. All else is made of it, and counted."""
COUNTED = {
    "list": re.compile(r"/|/(musings|series|albums|reflections)/(page/\d+/)?|/[^/]+/[^/]+/page/\d+/"),
    "tag page": re.compile(r"/(tags|reflections)/.*/|/tags/"),
    "photo page": re.compile(r"/albums/[^/]+/[^/]+/"),
    "workbook": re.compile(r"/series/[^/]+/workbook/"),
    "feed": re.compile(r"/feeds/.*|/[^/]+\.ics"),
    "sitemap": re.compile(r"/sitemap\.xml"),
    "file": re.compile(r"/files/.*"),
}
KINDS = {**LISTED, **COUNTED}
PHOTO = re.compile(r"photos/.*-([0-9a-f]{10})-[^/]*")
"""The renditions of one photograph share a fingerprint."""
INDEX = "index.html"


def address_of(file: str) -> str:
    """At which address, below the site's own, readers find this file."""
    return "/" + (file.removesuffix(INDEX) if file == INDEX or file.endswith(f"/{INDEX}") else file)


def file_of(address: str) -> str:
    """The file that a host sends for an address below the site's own, without percent signs."""
    return address.lstrip("/") + (INDEX if address.endswith("/") else "")


def kind_of(address: str) -> str:
    """A word of LISTED or COUNTED; "" for what no coach asks after: scripts, style, the pages of the form."""
    return next((kind for kind, pattern in KINDS.items() if pattern.fullmatch(address)), "")


def counted(addresses: Iterable[str]) -> list[str]:
    """How many there are of each kind, in words: '3 lists', '1 feed'."""
    numbers = Counter(map(kind_of, addresses))
    words = [number(numbers[kind], kind, f"{kind}s") for kind in COUNTED if numbers[kind] and kind != "sitemap"]
    return [*words, *(["the sitemap"] if numbers["sitemap"] else [])]


def number(count: int, one: str, more: str) -> str:
    """'1 file', '1,200 files'."""
    return f"{count:,} {one if count == 1 else more}"
