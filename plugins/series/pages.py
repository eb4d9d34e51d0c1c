"""The pages of series, their feeds, and what each musing learns of its own place.

`series/series.html` is drawn with `series`, a Series, `feed`, its feed's address, and `index`, the list's (or "");
`series/series_index.html` with `series_page`, Pelican's page object whose `object_list` holds Series.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pelican.generators import Generator

from plugins.musings.addresses import BASE, file_of
from plugins.proofreading import Mistake
from plugins.series.neighbours import find_neighbours
from plugins.series.order import Series, SeriesPart, order_series

if TYPE_CHECKING:
    from plugins.musings.library import Library
    from plugins.musings.source import Source

INDEX = "/series/"
FEED_NEWEST = 20


def feed_address(slug: str) -> str:
    """The address of a series' feed."""
    return f"/feeds/series/{slug}.atom.xml"


def tell_parts(library: Library) -> list[Mistake]:
    """Leave on each series' source which published musings a reader finds in it; and take the list of series out of
    the library's addresses while it would list none.

    The musings room, which announces that list, does not know which musings belong to a series.
    """
    parts = order_series(library.series, library.musings)
    for source in library.series:
        source.notes["parts"] = tuple(parts[source.slug])
    has_any = any(source.state == "published" and parts[source.slug] for source in library.series)
    if not has_any and library.addresses.get(INDEX) == "list":
        del library.addresses[INDEX]
    return []


def gather_series(library: Library, musings: Iterable[Any]) -> list[Series]:
    """Every series that this build shows, by title, with its published musings as Pelican knows them."""
    articles = {musing.source: musing for musing in musings}
    parts = order_series(library.series, library.musings)
    series = [
        _series(source, library, tuple(articles[part] for part in parts[source.slug])) for source in library.series
    ]
    return sorted(series, key=lambda one: (one.title.casefold(), one.slug))


def _series(source: Source, library: Library, musings: tuple[Any, ...]) -> Series:
    return Series(
        title=source.title,
        slug=source.slug,
        address=source.address,
        summary=source.values["summary"],
        # Safe: rendered from the coach's Markdown.
        content=Markup(source.html.replace(BASE, library.settings.base_path)),
        musings=musings,
        photo=source.notes.get("photo"),
        call_to_action=source.notes.get("call_to_action"),
        styles=frozenset(source.styles),
        listed=source.state == "published",
    )


def place_musings(musings: Sequence[Any], series: Iterable[Series]) -> None:
    """Set `series_part`, `previous` and `next` on each published musing."""
    listed = [one for one in series if one.listed]
    by_date = sorted(musings, key=lambda musing: (musing.date, musing.slug))
    neighbours = find_neighbours(by_date, [one.musings for one in listed])
    for musing in musings:
        musing.previous, musing.next = neighbours[musing]
    for one in listed:
        for number, musing in enumerate(one.musings, 1):
            musing.series_part = SeriesPart(one, number)


class SeriesGenerator(Generator):
    """Writes `/series/`, each series' page and each series' feed."""

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        every = self.context["every_series"]
        listed = [series for series in every if series.listed and series.count]
        if listed:
            self.write_index(writer, listed)
        for series in every:
            self.write_page(writer, series, INDEX if listed else "")
            self.write_feed(writer, series)

    def write_index(self, writer: Any, listed: list[Series]) -> None:
        """The paginated list of those series that have something to read."""
        writer.write_file(
            file_of(INDEX),
            self.get_template("series/series_index"),
            self.context,
            paginated={"series": listed},
            template_name="series_index",
            url=INDEX.lstrip("/"),
        )

    def write_page(self, writer: Any, series: Series, index: str) -> None:
        """Introduction and reading order. index: the address of the list of series, "" while there is none."""
        writer.write_file(
            file_of(series.address),
            self.get_template("series/series"),
            self.context,
            series=series,
            index=index,
            feed=feed_address(series.slug),
            robots="" if series.listed else "noindex",
            url=series.address.lstrip("/"),
        )

    def write_feed(self, writer: Any, series: Series) -> None:
        """Its newest parts, the newest first, as every feed."""
        newest = sorted(series.musings, key=lambda musing: musing.date, reverse=True)
        site = self.settings["LIBRARY"].settings
        writer.write_file(
            feed_address(series.slug).lstrip("/"),
            self.env.get_template("sharing/feed.xml"),
            self.context,
            title=f"{series.title} · {site.practice.short_name}",
            description=series.summary,
            address=feed_address(series.slug),
            about=series.address,
            entries=newest[:FEED_NEWEST],
        )
