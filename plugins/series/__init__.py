"""Series: musings that are read one after another.

A coach writes `content/series/<slug>.md` with a title, a summary and an introduction, and in each musing
`series:` with that title (or the slug). Date order is the reading order; `part: 2` puts a musing elsewhere.
Readers get "Part 2 of 5" with the whole series, previous and next in its order, `/series/`, a page for each
series and a feed of it. Drafts, scheduled and hidden musings are neither shown nor counted.
"""

from __future__ import annotations

from typing import Any

from pelican import Pelican, signals

from plugins.proofreading import register_check
from plugins.series import checks, pages


def enrich_musings(generator: Any) -> None:
    """Pelican's `article_generator_finalized`: every musing has been read, none is written."""
    every = pages.gather_series(generator.settings["LIBRARY"], generator.articles)
    pages.place_musings(generator.articles, every)
    generator.context["every_series"] = every


def add_generator(pelican: Pelican) -> type[pages.SeriesGenerator]:
    """Pelican's `get_generators`."""
    return pages.SeriesGenerator


def register() -> None:
    """Connect this room."""
    register_check(checks.check)
    register_check(pages.tell_parts)
    signals.article_generator_finalized.connect(enrich_musings)
    signals.get_generators.connect(add_generator)
