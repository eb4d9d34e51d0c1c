"""The worker by which a reader has their notebook without a network, published at `/worker.js`.

What it keeps, and when, stands in `static/prompts/worker.js`. A site that wants none of it, and every preview,
publishes one at the same address that clears up and goes: a worker stays with a reader until another takes its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rjsmin
from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.musings.pages import write_text
from plugins.proofreading import Mistake, register_check

if TYPE_CHECKING:
    from plugins.musings.library import Library

ADDRESS = "/worker.js"
STATIC = Path(__file__).parent / "static" / "prompts"


def worker(keeps: bool) -> str:
    """The script of the worker. keeps: whether readers may keep pages; else the one that takes leave.

    It is the same in every build, whatever the site says: a browser takes any other byte for a new worker.
    """
    source = STATIC / ("worker.js" if keeps else "worker-farewell.js")
    return str(rjsmin.jsmin(source.read_text(encoding="utf-8"))) + "\n"


def announce_address(library: Library) -> list[Mistake]:
    """Tell the library that the worker's address will exist."""
    library.addresses.setdefault(ADDRESS, "file")
    return []


class WorkerGenerator(Generator):
    """Writes `/worker.js`."""

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        library: Library = self.settings["LIBRARY"]
        keeps = library.published and library.settings.notebook.offline
        write_text(Path(self.output_path, ADDRESS.lstrip("/")), worker(keeps))


def add_generator(pelican: Pelican) -> type[WorkerGenerator]:
    """Pelican's `get_generators`."""
    return WorkerGenerator


def register() -> None:
    register_check(announce_address)
    signals.get_generators.connect(add_generator)
