"""The room's edge to Pelican: signals, and the names that every template may use."""

from __future__ import annotations

from typing import Any

from pelican import Pelican, signals

from plugins.musings import partials
from plugins.musings.addresses import BASE
from plugins.musings.bodies import check_bodies
from plugins.musings.checks import check_addresses, check_settings
from plugins.musings.files import check_files
from plugins.musings.gone import check_gone
from plugins.musings.library import Library
from plugins.musings.listings import check_listings
from plugins.musings.pages import HouseGenerator
from plugins.musings.reader import day, forget_stand_in_dates, iso, read_from_library
from plugins.musings.redirects import settle_redirects
from plugins.musings.rendering import render_all
from plugins.musings.shelving import read
from plugins.proofreading.reading import register_check, register_reader
from plugins.proofreading.settings import Settings

FILTERS = {"day": day, "iso": iso}


def names_for(settings: Settings, published: bool) -> dict[str, Any]:
    """`site`, `published`, `path` (below the base path) and `absolute` (with https://) for templates."""
    base, address = settings.base_path, settings.practice.address
    return {
        "site": settings,
        "published": published,
        "path": lambda inner: f"{base}{inner}" if inner.startswith("/") else inner,
        "absolute": lambda inner: f"{address}{inner}",
    }


def conclude(library: Library) -> None:
    """The checks that need to know every address: rooms have told theirs by now."""
    library.mistakes.extend(settle_redirects(library))
    for check in (check_bodies, check_settings, check_gone):
        library.mistakes.extend(check(library))


def draw(library: Library) -> None:
    """Make ready what bodies are drawn with, and draw them."""
    from plugins import HERE, room_folders

    folders = [*room_folders("templates"), str(HERE.parent / "theme" / "templates")]
    # In a body the base path is still open: a page and a feed fill it in differently.
    names = names_for(library.settings, library.published) | {
        "path": lambda inner: f"{BASE}{inner}" if inner.startswith("/") else inner
    }
    partials.prepare(folders, {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}, names, FILTERS)
    render_all(library)


def offer_names(pelican: Pelican) -> None:
    """Pelican's `initialized`, after proofreading: the same names for the pages' templates."""
    library: Library = pelican.settings["LIBRARY"]
    names = names_for(library.settings, library.published)
    pelican.settings["JINJA_GLOBALS"] = {**pelican.settings["JINJA_GLOBALS"], **names}
    pelican.settings["JINJA_FILTERS"] = {**pelican.settings["JINJA_FILTERS"], **FILTERS}


def get_generators(pelican: Pelican) -> type:
    """Pelican's `get_generators`."""
    return HouseGenerator


def register() -> None:
    register_reader(read, conclude, draw)
    register_check(check_addresses)
    register_check(check_files)
    register_check(check_listings)
    signals.initialized.connect(offer_names)
    signals.article_generator_finalized.connect(forget_stand_in_dates)
    signals.readers_init.connect(read_from_library)
    signals.get_generators.connect(get_generators)
