"""Addresses that were published and are gone: what was renamed or removed, with nothing left where readers found it.

What was published is read from its sitemap: the one in the output folder, or CAIRN_SITEMAP. A development build's
does not count, nor another site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from plugins.musings.library import Library
from plugins.musings.source import Source
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import nearest

ROW = re.compile(r"<url>\s*<loc>([^<]*)</loc>(?:\s*<lastmod>([^<]*)</lastmod>)?")
OURS = re.compile(r"/(?:tags/.*|reflections/.*|(?:musings|series|albums)/|[^/]*|.*/page/\d+/)$")
"""Pages that the house makes: lists, tags, what has no slash at its end."""
PHOTO = re.compile(r"/albums/.+/[^/]+/$")
"""A photo's page, or an album within an album. A photo may go without a word, most of all when somebody in it asks for
that; the sitemap tells the two apart, for only albums have a day."""


def check_gone(library: Library) -> Iterator[Mistake]:
    """A mistake for each page of the last published site that this one has neither a page nor a redirect for."""
    before = published(library)
    gone = {
        path: day
        for path, day in before.items()
        if path not in library.addresses and not OURS.match(path) and (day or not PHOTO.match(path))
    }
    taken: set[Source] = set()
    for path, day in gone.items():
        folder = f"{path.rstrip('/').rpartition('/')[0]}/"
        own = library.by_address.get(path)
        if own is not None:
            yield _withdrawn(own, path)
            continue
        new = [
            s for s in library.sources if s.address.startswith(folder) and s.address not in before and s not in taken
        ]
        if found := _renamed(path, day, new):
            taken.add(found)
            yield _moved(found, path)
        else:
            wanted = f"{path} was published, and is gone: whoever kept that address finds nothing."
            fix = f"Put the file back, or write redirect_from: [{path}] into the one that says most of the same."
            yield Mistake("address-gone", _file(path), wanted=wanted, fix=fix)


def published(library: Library) -> dict[str, str]:
    """Every address of the last published site, without its base path, and the day of its last change."""
    if library.order.before is None or not library.published:
        return {}
    try:
        text = library.order.before.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    own = library.settings.practice.address
    rows = ((unescape(loc), day) for loc, day in ROW.findall(text))
    return {unquote(loc.removeprefix(own)): day for loc, day in rows if own and loc.startswith(f"{own}/")}


def _renamed(path: str, day: str, new: list[Source]) -> Source | None:
    """The new page that was this one: of the same day, else with nearly the same name."""
    same_day = [source for source in new if day and _day(source) == day]
    if len(same_day) == 1:
        return same_day[0]
    by_slug = {source.slug.rpartition("/")[2]: source for source in same_day or new}
    return by_slug.get(nearest(path.rstrip("/").rpartition("/")[2], by_slug))


def _day(source: Source) -> str:
    changed = source.values["updated"] or source.values["date"]
    return changed.date().isoformat() if changed else ""


def _moved(source: Source, path: str) -> Mistake:
    wanted = f"This was published at {path}: whoever kept that address finds nothing there now."
    there = "Add it to redirect_from:" if "redirect_from" in source.lines else "Write redirect_from:"
    line = source.lines.get("redirect_from") or source.lines.get("title") or 1
    return source.mistake("address-gone", line=line, wanted=wanted, fix=f"{there} [{path}]", cure=path)


def _withdrawn(source: Source, path: str) -> Mistake:
    what = "not due yet" if source.state == "scheduled" else f"{source.state} now"
    wanted = f"{path} was published, and this musing is {what}: whoever kept that address finds nothing."
    key = "date" if source.state == "scheduled" else "status"
    fix = "Leave it published, or say hidden: then it stays at its address and is listed nowhere."
    return source.mistake("address-gone", line=source.lines.get(key, 1), wanted=wanted, fix=fix)


def _file(path: str) -> str:
    """What the file of an address was surely called."""
    if path.startswith("/albums/"):
        return f"content{path}album.md"
    kind, _, slug = path.strip("/").rpartition("/")
    return f"content/{kind or 'pages'}/{slug}.md"
