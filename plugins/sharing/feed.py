"""What a feed needs that a page does not: absolute addresses, clean XML, one honest date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

NEWEST = 20
NEVER = datetime.fromtimestamp(0, UTC)
INTERNAL = "\ue000"  # stands before every internal address in a rendered source
PICTURE_WIDTH_PX = 1200
# XML 1.0, production 2: every character that is none of these cannot stand in a document at all.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TO_FRAGMENT = re.compile(r'(<a\b[^>]*?\bhref=")#')


def full_text(html: str, site_address: str, address: str) -> str:
    """A musing's HTML as it reads outside the site.

    html: as rendered, every internal address preceded by U+E000.
    site_address: "https://example.org" or "https://example.org/sub"; it takes that character's place.
    address: the musing's own, absolute; a link to a place in the musing leads there, for a feed reader
        shows many musings in one page and would look for the place in its own.
    Returns plain `str`: the template escapes it, as Atom's type="html" wants.
    """
    # A function as the replacement: an address may hold what re would take for a group.
    return TO_FRAGMENT.sub(lambda link: f"{link[1]}{address}#", str(html).replace(INTERNAL, site_address))


def last_change(musings: Iterable[Any]) -> datetime:
    """The moment of the newest change among the musings, never the clock's: every build writes one feed.

    Atom wants a date even of a feed that has no entries yet; it is `NEVER`.
    """
    return max((changed(musing) for musing in musings), default=NEVER)


def changed(musing: Any) -> datetime:
    """When a musing last changed: `updated`, but never before it was published."""
    published: datetime = musing.date
    return max(published, musing.updated or published)


def newest(musings: Iterable[Any], count: int = NEWEST) -> list[Any]:
    """The newest musings, the newest first; the slug decides between those of one moment."""
    by_slug = sorted(musings, key=lambda musing: musing.slug)
    return sorted(by_slug, key=lambda musing: musing.date, reverse=True)[:count]


def feed_picture(photo: Any) -> Any:
    """The rendition of a photo that a feed shows: the smallest JPEG of 1,200 px or more, else the largest."""
    jpegs = sorted((r for r in photo.renditions if r.format == "jpg"), key=lambda r: r.width)
    return next((r for r in jpegs if r.width >= PICTURE_WIDTH_PX), photo.largest)


def xml_characters(text: str) -> Markup:
    """The rendered feed without the characters that no XML document may hold.

    Safe: it only takes characters away, none of them markup.
    """
    return Markup(NOT_XML.sub("", str(text)))
