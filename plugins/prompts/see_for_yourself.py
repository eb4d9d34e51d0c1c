"""The page that tells readers how to check that nobody watches, where the coach has not written one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.musings.addresses import file_of
from plugins.musings.pages import StandIn
from plugins.prompts.prompts import Prompt
from plugins.proofreading import Mistake, register_check

if TYPE_CHECKING:
    from plugins.musings.library import Library

ADDRESS = "/see-for-yourself/"
SUMMARY = "What you write under a question stays in your browser. You need not take it on trust: here is how to check."
QUESTION = "What would you write if nobody were watching?"
PRIVACY = "/privacy/"


def announce_address(library: Library) -> list[Mistake]:
    """Tell the library that the page will exist."""
    library.addresses.setdefault(ADDRESS, "list")
    return []


class SeeForYourselfGenerator(Generator):
    """Writes the page; one that the coach wrote (`content/pages/see-for-yourself.md`) takes its place."""

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        library: Library = self.settings["LIBRARY"]
        if library.addresses[ADDRESS] != "list":
            return
        writer.write_file(
            file_of(ADDRESS),
            self.get_template("prompts/see_for_yourself"),
            self.context,
            page=StandIn("See for yourself", SUMMARY, ADDRESS),
            prompt=Prompt("try-it", Markup(QUESTION), QUESTION),
            privacy=PRIVACY if PRIVACY in library.addresses else None,
            url=ADDRESS.lstrip("/"),
        )


def add_generator(pelican: Pelican) -> type[SeeForYourselfGenerator]:
    """Pelican's `get_generators`."""
    return SeeForYourselfGenerator


def register() -> None:
    """Connect the page."""
    register_check(announce_address)
    signals.get_generators.connect(add_generator)
