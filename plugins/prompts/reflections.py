"""The library of all questions, and what else is made of them for the whole site: the room's second edge to Pelican."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.musings.pages import write_text
from plugins.prompts.modules import FILE, AskingMusing, prompts_module

if TYPE_CHECKING:
    from plugins.musings.library import Library


class ReflectionsGenerator(Generator):
    """Writes a module of questions beside each musing and each series that asks something."""

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        self.library: Library = self.settings["LIBRARY"]
        asking = [musing for musing in self.context["articles"] if musing.prompts]
        self.write_modules(asking)

    def write_modules(self, asking: list[Any]) -> None:
        """One for each musing, at its former addresses too; one for each series."""
        told = {musing: asking_musing(musing) for musing in asking}
        every_series = {musing.series_part.series for musing in asking if musing.series_part}
        for one in told.values():
            module = prompts_module(one.title, one.address, [one])
            for address in (one.address, *one.before):
                self.write_module(address, module)
        for series in every_series:
            parts = [told[musing] for musing in series.musings if musing in told]
            self.write_module(series.address, prompts_module(series.title, series.address, parts))

    def write_module(self, address: str, module: str) -> None:
        """Write a module beside the page at an address, unless the coach has put something else there."""
        if f"{address}{FILE}" not in self.library.addresses:
            write_text(Path(self.output_path, address.lstrip("/"), FILE), module)


def asking_musing(musing: Any) -> AskingMusing:
    """A musing of Pelican's as the modules tell of it."""
    part = musing.series_part
    series = part.series.slug if part else ""
    return AskingMusing(str(musing.title), musing.address, musing.former_addresses, musing.prompts, series)


def add_generator(pelican: Pelican) -> type[ReflectionsGenerator]:
    """Pelican's `get_generators`."""
    return ReflectionsGenerator


def register() -> None:
    """Connect the library of questions."""
    signals.get_generators.connect(add_generator)
