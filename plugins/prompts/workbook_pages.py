"""Workbooks at Pelican's edge: their addresses, what paper can't show, the page and the PDF of each series.

`prompts/workbook.html` is drawn with `workbook`, a Workbook, and `printed`, which gives an address as one types it;
series' pages find theirs in `workbooks`, by the address of the series.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import Pelican, signals
from pelican.generators import Generator

from plugins.musings.addresses import file_of
from plugins.prompts import lettering, printing
from plugins.prompts.reflections import asks
from plugins.prompts.workbook import Workbook, gather_parts, page_of, pdf_of
from plugins.proofreading import Mistake, register_check
from plugins.proofreading.settings import CallToAction, Settings

if TYPE_CHECKING:
    from plugins.musings.library import Library
    from plugins.musings.source import Source

MARK = Path(__file__).parents[2] / "theme" / "templates" / "cairn.svg"
NO_PDF = "workbook_has_no_pdf"
"""What a series' source notes where its workbook is a page alone."""
NONE = "none"


def check(library: Library) -> Iterator[Mistake]:
    """Tell the library the addresses of the workbooks, and the coach what their PDFs can't show."""
    told: set[Source | str] = set()
    for series in library.series:
        parts = [source for source in series.notes["parts"] if asks(source)]
        if not parts:
            continue
        letters = next(find_letters(series, parts, library.settings), None)
        if letters:
            series.notes[NO_PDF] = True
            yield letters
        kind = "list" if series.state == "published" else "unlisted"
        library.addresses.setdefault(page_of(series.address), kind)
        if not letters:
            library.addresses.setdefault(pdf_of(series.address), "file")
            yield from (mistake for part in [series, *parts] if part not in told for mistake in find_ornaments(part))
            common = words_of_the_site(series, library.settings)
            yield from (mistake for text in common if text not in told for mistake in find_in_settings(text))
            told.update([series, *parts, *common])


def find_letters(series: Source, parts: list[Source], settings: Settings) -> Iterator[Mistake]:
    """The letters that keep a series from having a PDF, one mistake for each text that holds some."""
    for text in words_of_the_site(series, settings):
        if letters := lettering.missing_letters(text):
            yield no_pdf(Mistake("workbook-letters", "site.toml", at=text), series, letters)
    for source in [series, *parts]:
        for key, line, text in texts_of(source):
            if letters := lettering.missing_letters(text):
                at = next((sign for sign in letters if sign in source.line(line or source.lines.get(key or ""))), "")
                yield no_pdf(source.mistake("workbook-letters", key, line, at), series, letters)


def words_of_the_site(series: Source, settings: Settings) -> list[str]:
    """What a workbook takes from `site.toml`: whose it is, and its last page."""
    practice, invitation = settings.practice, invitation_of(series, settings)
    whose = [practice.name, practice.coach, practice.address]
    return whose + ([invitation.heading, invitation.words, invitation.address] if invitation else [])


def no_pdf(mistake: Mistake, series: Source, letters: list[str]) -> Mistake:
    """The mistake, with its words."""
    some = " ".join(letters[:8]) + (" …" if len(letters) > 8 else "")
    return replace(
        mistake,
        wanted=f"The typeface of the workbook's PDF has no {some}, so “{series.title}” has a workbook page and no PDF.",
        fix="Write it in letters of Europe too if you want the PDF; else leave it: the page can be printed as well.",
    )


def left_out(mistake: Mistake, ornaments: list[str]) -> Mistake:
    """The mistake, with its words."""
    return replace(
        mistake,
        wanted=f"The workbook's PDF leaves out {' '.join(ornaments[:8])}: its typeface has no such sign.",
        fix="Leave it if it only decorates. If it says something, say it in words.",
    )


def find_in_settings(text: str) -> Iterator[Mistake]:
    """The ornaments of a text in `site.toml`."""
    if ornaments := lettering.missing_ornaments(text):
        yield left_out(Mistake("workbook-sign", "site.toml", at=text), ornaments)


def find_ornaments(source: Source) -> Iterator[Mistake]:
    """The first ornament of a file that its workbook's PDF is printed without."""
    for key, line, text in texts_of(source):
        if ornaments := lettering.missing_ornaments(text):
            at = next((sign for sign in ornaments if sign in source.line(line or source.lines.get(key or ""))), "")
            yield left_out(source.mistake("workbook-sign", key, line, at), ornaments)
            return


def texts_of(source: Source) -> Iterator[tuple[str | None, int | None, str]]:
    """What a workbook takes from a file: the key or the line of each text, and the text as it was typed."""
    yield "title", None, source.title
    if source.kind == "series":
        yield "summary", None, source.values["summary"] or ""
        return
    for block in source.facts.blocks:
        if block.word == "reflect":
            first = block.line + source.body_line - 1
            for number, words in enumerate(block.text.split("\n"), first + 1):
                yield None, number, lettering.plain(words)


def invitation_of(series: Source, settings: Settings) -> CallToAction | None:
    """What a workbook ends with: what its series asks for, else the default."""
    written = series.values.get("call_to_action") or "default"
    return None if written == NONE else settings.calls_to_action.get(written)


def workbook_of(series: Any, source: Source, settings: Settings) -> Workbook | None:
    """The workbook of a series as its room tells of it; None where it asks nothing."""
    parts = gather_parts(series.musings)
    if not parts:
        return None
    return Workbook(
        title=series.title,
        summary=series.summary or "",
        series=series.address,
        parts=parts,
        invitation=invitation_of(source, settings),
        newest=max((musing.date.date() for musing in series.musings if musing.date), default=None),
        has_pdf=NO_PDF not in source.notes,
        listed=series.listed,
    )


class WorkbookGenerator(Generator):
    """Writes the workbook of each series that has a prompt, as a page and as a PDF."""

    def generate_context(self) -> None:
        """Called by Pelican when musings have been read, before any page is written."""
        library: Library = self.settings["LIBRARY"]
        found = {
            series.address: workbook_of(series, library.by_address[series.address], library.settings)
            for series in self.context["every_series"]
        }
        self.context["workbooks"] = {address: workbook for address, workbook in found.items() if workbook}

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        library: Library = self.settings["LIBRARY"]
        imprint = printing.Imprint.of(library.settings, MARK.read_text(encoding="utf-8"))
        for workbook in self.context["workbooks"].values():
            writer.write_file(
                file_of(workbook.address),
                self.get_template("prompts/workbook"),
                self.context,
                workbook=workbook,
                printed=imprint.printed,
                robots="" if workbook.listed else "noindex",
                url=workbook.address.lstrip("/"),
            )
            if workbook.pdf:
                pdf = printing.print_book(printing.book_of(workbook, imprint), library.cache)
                Path(self.output_path, file_of(workbook.pdf)).write_bytes(pdf)


def add_generator(pelican: Pelican) -> type[WorkbookGenerator]:
    """Pelican's `get_generators`."""
    return WorkbookGenerator


def register() -> None:
    """Connect workbooks."""
    register_check(check)
    signals.get_generators.connect(add_generator)
