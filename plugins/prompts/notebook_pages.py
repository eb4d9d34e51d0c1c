"""The notebook's page: one file, the same for everybody. What stands in it comes from the reader's own browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.musings.addresses import file_of
from plugins.proofreading import Mistake, register_check

if TYPE_CHECKING:
    from plugins.musings.library import Library

ADDRESS = "/notebook/"


def announce_address(library: Library) -> list[Mistake]:
    """Tell the library that it will exist. It is in no sitemap: there is nothing in it to find."""
    library.addresses.setdefault(ADDRESS, "notebook")
    return []


class NotebookGenerator(Generator):
    """Writes `/notebook/`."""

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        template = self.get_template("prompts/notebook")
        writer.write_file(file_of(ADDRESS), template, self.context, url=ADDRESS.lstrip("/"))


def add_generator(pelican: Pelican) -> type[NotebookGenerator]:
    """Pelican's `get_generators`."""
    return NotebookGenerator


def register() -> None:
    """Connect the notebook."""
    register_check(announce_address)
    signals.get_generators.connect(add_generator)
