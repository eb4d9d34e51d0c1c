"""Where Pelican meets the library: it asks for a file and gets what proofreading has read already."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import Category, Tag

from plugins.musings import addresses
from plugins.musings.library import Library
from plugins.musings.rendering import minutes
from plugins.musings.source import Source

UNDATED = datetime(9999, 12, 31, tzinfo=UTC)
"""Stands in for the date that an unfinished draft lacks while Pelican sorts."""

TEMPLATES = {"home": "home", "contact": "call_to_action/contact"}
"""Pages with a template of their own, by slug; every other page has `page.html`."""


class LibraryReader(BaseReader):
    """Pelican's reader of Markdown: looks up what the library holds, and parses nothing."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """The body in HTML and the metadata that Pelican puts on its Article or Page."""
        library: Library = self.settings["LIBRARY"]
        source = library.by_path[Path(source_path)]
        base = library.settings.base_path
        return source.html.replace(addresses.BASE, base), self._metadata(source, library)

    def _metadata(self, source: Source, library: Library) -> dict[str, Any]:
        values = source.values
        # An unfinished draft may lack a date; Pelican wants one to sort by. Pages need none.
        dated = values["date"] or (UNDATED if source.kind == "musing" else None)
        tags = [_tag(name, self.settings) for name in values["tags"]]
        return ({"date": dated} if dated else {}) | {
            "title": source.title,
            "summary": values["summary"],
            "description": source.description,
            "slug": source.slug,
            "url": source.address.lstrip("/"),
            "save_as": addresses.file_of(source.address),
            "address": source.address,
            "status": _status(source, library),
            "template": TEMPLATES.get(source.slug, "page") if source.kind == "page" else "musing",
            "updated": values["updated"],
            # Only listed musings make a tag's page; a hidden one or a draft may have a tag that nobody else has.
            "tags": [tag for tag in tags if tag.address in library.addresses],
            "minutes": minutes(source.words),
            "styles": frozenset(source.styles),
            "source": source,
            "draft_note": _draft_note(source),
            # What rooms fill in; a template may always ask for it.
            "photo": None,
            "series_part": None,
            "previous": None,
            "next": None,
            "call_to_action": None,
            "prompts": (),
            # Pelican asks for it where it writes drafts; no page of it is written.
            "category": Category("musings", self.settings),
        }


def _status(source: Source, library: Library) -> str:
    if not library.shows(source):
        return "skip"
    return "draft" if source.state == "scheduled" else source.state


def _draft_note(source: Source) -> str:
    if source.state == "scheduled":
        return f"scheduled for {day(source.values['date'])}"
    return "draft" if source.state == "draft" else ""


def _tag(name: str, settings: Any) -> Tag:
    tag = Tag(name, settings)
    tag.slug = addresses.slugified(name)
    tag.address = f"/tags/{tag.slug}/"
    return tag


def forget_stand_in_dates(generator: Any) -> None:
    """Pelican's `article_generator_finalized`: everything is sorted, and an undated draft has no date to show."""
    for musing in generator.drafts:
        musing.date = musing.source.values["date"]


def read_from_library(readers: Readers) -> None:
    """Pelican's `readers_init`: Markdown comes from the library."""
    readers.reader_classes["md"] = LibraryReader


MONTHS = "January February March April May June July August September October November December".split()


def day(date: Any) -> str:
    """A date as readers see it, whatever the machine's locale: '2 March 2026'."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def iso(date: Any) -> str:
    """A date for machines, RFC 3339 with its offset: '2026-03-02T07:30:00+00:00'."""
    return str(date.isoformat(timespec="seconds"))
