"""The order of a series: which musings belong to it, and which part each of them is."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from plugins.musings.source import Source

UNDATED = datetime.max.replace(tzinfo=UTC)
STRAIGHT_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


@dataclass(frozen=True, eq=False)
class Series:
    """An ordered set of musings, as pages and feeds show it.

    content: the introduction, safe HTML.
    musings: its published parts in reading order.
    styles: the names of the styles that the introduction needs.
    listed: false while it is hidden or a draft: its page names its parts, and nothing names it.
    """

    title: str
    slug: str
    address: str
    summary: str = ""
    content: Markup = field(default_factory=Markup)
    musings: tuple[Any, ...] = ()
    photo: Any = None
    call_to_action: Any = None
    styles: frozenset[str] = frozenset()
    listed: bool = True

    @property
    def count(self) -> int:
        """How many parts a reader finds."""
        return len(self.musings)


@dataclass(frozen=True, eq=False)
class SeriesPart:
    """A musing's place in its series: "Part 2 of 5" is `number` of `count`."""

    series: Series
    number: int

    @property
    def count(self) -> int:
        """How many parts the series has."""
        return self.series.count


@dataclass(frozen=True, eq=False)
class ReadingOrder:
    """How a series reads, known before anything is drawn: its title, and its published musings from first to last."""

    title: str
    musings: tuple[Source, ...]


def order_series(series: Iterable[Source], musings: Iterable[Source]) -> dict[str, list[Source]]:
    """Find the published musings of each series, in reading order.

    series, musings: the sources, in any order and any state.
    Returns the parts by the slug of their series. A series without a published part has an empty list;
    a musing whose series is not there is left out (`checks` tells the coach).

    Drafts, hidden and scheduled musings hold no place either: `part: 3` is the third of those that readers
    find, and a site with drafts is the very site that it is without them.
    """
    known = list(series)
    slugs = series_by_name(known)
    members: dict[str, list[Source]] = {source.slug: [] for source in known}
    for musing in musings:
        slug = slugs.get(fold(musing.values.get("series") or ""))
        if slug is not None and musing.state == "published":
            members[slug].append(musing)
    return {slug: order_parts(parts) for slug, parts in members.items()}


def order_parts(musings: Iterable[Source]) -> list[Source]:
    """Order by date, except that a musing with a `part` stands in that place.

    A place that two claim goes to the older one, the other follows; places that nobody fills close up.
    """
    by_date = sorted(musings, key=date_and_slug)
    pinned = deque(sorted(((part, m) for m in by_date if (part := part_of(m))), key=itemgetter(0)))
    free = deque(musing for musing in by_date if not part_of(musing))
    ordered: list[Source] = []
    while pinned or free:
        due = pinned and pinned[0][0] <= len(ordered) + 1
        ordered.append(pinned.popleft()[1] if due or not free else free.popleft())
    return ordered


def part_of(musing: Source) -> int | None:
    """The place that a musing claims with `part:`, from 1; None where it claims none."""
    return musing.values.get("part")


def date_and_slug(musing: Source) -> tuple[datetime, str]:
    """The key of the order by date; the slug decides between musings of one moment."""
    return musing.values.get("date") or UNDATED, musing.slug


def series_by_name(series: Sequence[Source]) -> dict[str, str]:
    """The slug of each series by every name it answers to: its slug and its title, folded.

    A slug wins over another series' title; the first in the order of slugs wins a title that two bear.
    """
    ordered = sorted(series, key=lambda source: source.slug)
    titles = {fold(source.values.get("title") or ""): source.slug for source in reversed(ordered)}
    return titles | {fold(source.slug): source.slug for source in ordered}


def fold(name: str) -> str:
    """A name without what a coach does not see as a difference: capitals, curly quotes, double spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).translate(STRAIGHT_QUOTES).casefold().split())
