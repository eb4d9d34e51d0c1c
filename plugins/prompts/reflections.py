"""The library of all questions, and what else is made of them for the whole site: the room's second edge to Pelican."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.musings.addresses import file_of, slugified
from plugins.musings.pages import write_text
from plugins.prompts.asked import (
    WITHOUT_PAGE,
    Question,
    Theme,
    by_theme,
    in_order,
    newest_first,
    oldest_first,
    theme_address,
)
from plugins.prompts.calendar_file import calendar_file
from plugins.prompts.modules import FILE, AskingMusing, prompts_module
from plugins.prompts.weeks import FEED_NEWEST, Week, coming_weeks, past_weeks
from plugins.proofreading import Mistake, register_check

if TYPE_CHECKING:
    from plugins.musings.library import Library
    from plugins.musings.source import Source

ADDRESS = "/reflections/"
FEED = "/feeds/prompts.atom.xml"
CALENDAR = "/prompts.ics"
SET = "/reflections/set/"
MOST_THEMES = 12
MOST_TO_TAKE = 7
"""Questions that the home page holds, of which a reader sees one a day."""


def announce_addresses(library: Library) -> list[Mistake]:
    """Tell the library which pages of questions will exist: none while no musing asks anything."""
    asking = [source for source in library.musings if source.state == "published" and asks(source)]
    if asking:
        library.addresses.setdefault(ADDRESS, "list")
        library.addresses.setdefault(SET, "set")
        for slug in sorted({slugified(tag) for source in asking for tag in source.values["tags"]} - WITHOUT_PAGE):
            library.addresses.setdefault(theme_address(slug), "list")
        for address in (FEED, CALENDAR):
            library.addresses.setdefault(address, "file")
    return []


def asks(source: Source) -> bool:
    """Whether a prompt with a question stands in it; before its body is drawn."""
    return any(block.word == "reflect" and block.text.strip() for block in source.facts.blocks)


def gather_questions(generator: Any) -> None:
    """Pelican's `article_generator_finalized`, when musings have their prompts: what other pages show of questions."""
    generator.context["questions_to_take"] = newest_first(generator.articles)[:MOST_TO_TAKE]
    tags = {tag.slug for musing in generator.articles if musing.prompts for tag in musing.tags}
    generator.context["asked_about"] = tags - WITHOUT_PAGE


class ReflectionsGenerator(Generator):
    """Writes the library of questions, and a module of them beside each musing, page and series that asks something."""

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        self.library: Library = self.settings["LIBRARY"]
        asking = [musing for musing in self.context["articles"] if musing.prompts]
        self.write_modules(asking)
        if questions := in_order(asking):
            self.write_library(writer, questions)
            writer.write_file(file_of(SET), self.get_template("prompts/set"), self.context, url=SET.lstrip("/"))
            newest = max(musing.date for musing in self.context["articles"])
            self.write_feed(writer, past_weeks(oldest_first(asking), newest)[:FEED_NEWEST])
            self.write_calendar(coming_weeks(newest_first(asking), newest), newest)

    def write_library(self, writer: Any, questions: tuple[Question, ...]) -> None:
        """All questions, and those of each theme."""
        themes = by_theme(questions)
        self.write_list(writer, ADDRESS, questions, None, themes)
        for theme in themes:
            self.write_list(writer, theme.address, theme.questions, theme, themes)

    def write_list(
        self, writer: Any, address: str, questions: tuple[Question, ...], theme: Theme | None, themes: tuple[Theme, ...]
    ) -> None:
        """A paginated list of questions."""
        writer.write_file(
            file_of(address),
            self.get_template("prompts/reflections"),
            self.context,
            paginated={"questions": questions},
            template_name="reflections",
            url=address.lstrip("/"),
            theme=theme,
            themes=themes[:MOST_THEMES],
            more_themes=len(themes) > MOST_THEMES,
            feed="" if theme else FEED,
            feed_title="One question a week",
            in_groups=any(question.series for question in questions),
        )

    def write_feed(self, writer: Any, weeks: list[Week]) -> None:
        """One question a week, for feed readers."""
        template = self.env.get_template("prompts/feed.xml")
        writer.write_file(FEED.lstrip("/"), template, self.context, weeks=weeks, address=FEED, about=ADDRESS)

    def write_calendar(self, weeks: list[tuple[Question, date]], newest: datetime) -> None:
        """One question a week, for calendars."""
        name = f"One question a week · {self.library.settings.practice.short_name}"
        content = calendar_file(name, weeks, newest, lambda inner: f"{self.library.settings.practice.address}{inner}")
        Path(self.output_path, CALENDAR.lstrip("/")).write_bytes(content)

    def write_modules(self, asking: list[Any]) -> None:
        """One for each musing and page, at its former addresses too; one for each series."""
        told = {musing: asking_musing(musing) for musing in asking}
        every_series = {musing.series_part.series for musing in asking if musing.series_part}
        for one in [*told.values(), *asking_pages(self.context["pages"])]:
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


def asking_pages(pages: Iterable[Any]) -> Iterator[AskingMusing]:
    """Pelican's pages that ask something, as the modules tell of them."""
    for page in pages:
        if prompts := page.source.notes.get("prompts"):
            yield AskingMusing(str(page.title), page.address, page.former_addresses, tuple(prompts))


def add_generator(pelican: Pelican) -> type[ReflectionsGenerator]:
    """Pelican's `get_generators`."""
    return ReflectionsGenerator


def register() -> None:
    """Connect the library of questions."""
    register_check(announce_addresses)
    signals.article_generator_finalized.connect(gather_questions)
    signals.get_generators.connect(add_generator)
