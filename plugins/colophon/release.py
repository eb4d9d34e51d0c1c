"""What can be said of a release from what the coach wrote: no clock, no machine, nothing that is not out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from plugins.colophon.asking import Head
from plugins.musings.library import Library
from plugins.musings.source import Source

KINDS = {"musing": "musings", "page": "pages", "series": "series", "album": "albums"}


def listed(library: Library) -> list[Source]:
    """What a reader finds: neither what is being written, nor what only those see who were given its address."""
    return [source for source in library.sources if source.state == "published"]


def counts(sources: Iterable[Source]) -> dict[str, int]:
    """How many there are of each kind, and how many prompts their bodies hold."""
    found: Counter[str] = Counter(dict.fromkeys([*KINDS.values(), "prompts"], 0))
    for source in sources:
        found[KINDS[source.kind]] += 1
        found["prompts"] += sum(block.word == "reflect" for block in source.facts.blocks)
    return dict(found)


def newest_content(sources: Iterable[Source]) -> str | None:
    """When the newest of it was published or changed, as ISO 8601; None where nothing says when."""
    dates = (source.values[key] for source in sources for key in ("date", "updated"))
    newest = max(filter(None, dates), default=None)
    return newest.isoformat() if newest else None


def scheduled_out(sources: Iterable[Source], head: Head | None) -> int:
    """How many musings are out that were still to come when the commit was made: the `n` in a release's name.

    Only the clock lets these out, so commit and number together say which release it is.
    """
    if head is None:
        return 0
    dates = (source.values["date"] for source in sources if source.kind == "musing")
    return sum(date is not None and date.timestamp() > head.committed for date in dates)


def due(library: Library) -> list[dict[str, Any]]:
    """What is still to come: when, its title and its address, the next one first."""
    waiting = [source for source in library.sources if source.state == "scheduled"]
    waiting.sort(key=lambda source: (source.values["date"], source.public_address))
    return [
        {"date": source.values["date"].isoformat(), "title": source.title, "address": source.public_address}
        for source in waiting
    ]
