"""Sharing: how a page looks to those who do not see it here.

A coach types nothing for it but a summary, a lead photo and `updated:` where a musing has changed.
A shared address shows title, summary and picture; search engines get structured data; feed readers get
`/feeds/musings.atom.xml` with the full text of the newest musings.
"""

from __future__ import annotations

from pelican import Pelican, signals

from plugins.sharing import feed, pages, structured_data

FILTERS = {
    "full_text": feed.full_text,
    "last_change": feed.last_change,
    "feed_picture": feed.feed_picture,
    "xml_characters": feed.xml_characters,
}
GLOBALS = {
    "describe_musing": structured_data.describe_musing,
    "describe_series": structured_data.describe_series,
    "describe_album": structured_data.describe_album,
    "describe_photo": structured_data.describe_photo,
    "describe_site": structured_data.describe_site,
}


def add_to_templates(pelican: Pelican) -> None:
    """Pelican's `initialized`: give the templates this room's functions."""
    pelican.settings["JINJA_FILTERS"] = {**pelican.settings["JINJA_FILTERS"], **FILTERS}
    pelican.settings["JINJA_GLOBALS"] = {**pelican.settings["JINJA_GLOBALS"], **GLOBALS}


def add_generator(pelican: Pelican) -> type[pages.FeedGenerator]:
    """Pelican's `get_generators`."""
    return pages.FeedGenerator


def register() -> None:
    """Connect this room."""
    signals.initialized.connect(add_to_templates)
    signals.get_generators.connect(add_generator)
