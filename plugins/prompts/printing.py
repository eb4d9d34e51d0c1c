"""The PDF of a workbook: set by typst, in the house's own typeface, the same bytes for the same words.

typst reads no clock, no font of the machine and nothing from elsewhere: all that it is given is the template, three
files of the typeface and one JSON text. It writes PDF/UA, the standard for accessible PDF, which has no room for a
sign without a glyph: that, and whatever else typst warns of, ends the build in words.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from plugins.prompts import lettering
from plugins.prompts.lettering import printable
from plugins.prompts.workbook import Part, Question, Run, Workbook
from plugins.proofreading.settings import CallToAction, Settings

TEMPLATE = Path(__file__).parent / "templates" / "prompts" / "workbook.typ"
MOSS = "#2f5d50"
STANDARD: Final = "ua-1"
BEGINNING, END = b"%PDF-", b"%%EOF"
KEPT_S = 60 * 86_400
"""What no build has asked for so long leaves the cache."""
LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-|$)")
"""A language's code with its region, if it names one (RFC 5646)."""


class PrintingFailed(SystemExit):
    """A workbook that typst could not set without a complaint. Ends the build before anything is published."""

    def __init__(self, title: str, complaint: str) -> None:
        self.title, self.complaint = title, complaint
        super().__init__(f"The workbook of “{title}” could not be printed, so nothing was published: {complaint}")


@dataclass(frozen=True)
class Imprint:
    """What every workbook of a site has in common. mark: the cairn, as SVG."""

    practice: str
    author: str
    address: str
    language: str
    mark: str

    @classmethod
    def of(cls, settings: Settings, mark: str) -> Imprint:
        """From `site.toml`."""
        practice = settings.practice
        author = practice.coach or practice.name
        return cls(practice.name, author, practice.address, practice.language, mark.replace("currentColor", MOSS))

    def full(self, address: str) -> str:
        """An address of the site, or one elsewhere, as a link needs it."""
        return self.address + address if address.startswith("/") else address

    def printed(self, address: str) -> str:
        """The same in as few letters as somebody has to type."""
        full = self.full(address)
        return printable(full.partition("://")[2] or full.partition(":")[2] or full)


def book_of(workbook: Workbook, imprint: Imprint) -> dict[str, Any]:
    """What the template prints, as JSON can hold it."""
    language, region = language_of(imprint.language)
    day = workbook.newest
    return {
        "title": printable(workbook.title) or "?",
        "summary": printable(workbook.summary),
        "author": printable(imprint.author),
        "practice": printable(imprint.practice),
        "language": language,
        "region": region,
        "date": {"year": day.year, "month": day.month, "day": day.day} if day else None,
        "kind": f"A workbook: {workbook.count} question{'s' if workbook.count != 1 else ''}",
        "kicker": "A question to stop at",
        "home": _place(workbook.series, imprint),
        "mark": imprint.mark,
        "parts": [_part(part, imprint) for part in workbook.parts],
        "invitation": _invitation(workbook.invitation, imprint),
    }


def language_of(code: str) -> tuple[str, str | None]:
    """Language and region of a code such as en-GB, as typst wants them; English for what is no such code."""
    found = LANGUAGE.match(code)
    return (found[1].lower(), found[2] and found[2].upper()) if found else ("en", None)


def _place(address: str, imprint: Imprint) -> dict[str, str]:
    return {"address": imprint.full(address), "printed": imprint.printed(address)}


def _part(part: Part, imprint: Imprint) -> dict[str, Any]:
    questions = [_question(question, imprint) for question in part.questions]
    return {"title": printable(part.title) or "?", "questions": questions, **_place(part.address, imprint)}


def _question(question: Question, imprint: Imprint) -> dict[str, Any]:
    address = imprint.full(question.address)
    paragraphs = [
        [vars(_run(run, address, run is not paragraph[-1])) for run in paragraph] for paragraph in question.paragraphs
    ]
    return {"address": address, "paragraphs": paragraphs}


def _run(run: Run, within: str, goes_on: bool) -> Run:
    """As it is printed: upright where the italic lacks a letter, its link a full address."""
    text = printable(run.text, goes_on) or ("" if goes_on else "?" * (not run.text.strip()))
    emphasis = run.emphasis and lettering.in_reach(text, lettering.ITALIC)
    return replace(run, text=text, emphasis=emphasis, link=urljoin(within, run.link) if run.link else "")


def _invitation(invitation: CallToAction | None, imprint: Imprint) -> dict[str, str] | None:
    if invitation is None:
        return None
    heading = invitation.heading.rstrip()
    sentence = heading if heading.endswith((".", "?", "!", "…")) else f"{heading}."
    words = printable(f"{sentence} {invitation.words}".strip())
    return {"words": words, **_place(invitation.address, imprint)}


def print_book(book: dict[str, Any], cache: Path) -> bytes:
    """The PDF of a book, from the cache where the same has been printed before.

    cache: the folder that outlives builds; one that can't be written costs time and nothing else.
    """
    template, data = TEMPLATE.read_bytes(), json.dumps(book, sort_keys=True)
    kept = cache / "workbooks" / f"{_key(template, data)}.pdf"
    with suppress(OSError):
        pdf = kept.read_bytes()
        if pdf.startswith(BEGINNING) and pdf.rstrip().endswith(END):
            os.utime(kept)
            return pdf
    pdf = set_book(book["title"], template, data)
    with suppress(OSError):
        _keep(kept, pdf)
        _forget_old(kept.parent)
    return pdf


def set_book(title: str, template: bytes, data: str) -> bytes:
    """Have typst make the PDF. Raises `PrintingFailed` for an error and for a warning alike."""
    import typst  # 80 MB, which only a workbook that has changed needs

    with tempfile.TemporaryDirectory() as folder:
        lettering.copy_faces(Path(folder))
        faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        try:
            pdf, warnings = typst.compile_with_warnings(
                template,
                font_paths=faces,
                format="pdf",
                sys_inputs={"book": data},
                pdf_standards=STANDARD,
                timestamp=0,
            )
        except typst.TypstError as error:
            raise PrintingFailed(title, error.message) from error
    if warnings:
        raise PrintingFailed(title, "; ".join(warning.message for warning in warnings))
    return bytes(pdf)


def _key(template: bytes, data: str) -> str:
    """Everything that decides the bytes of a PDF."""
    faces = [sha256((lettering.FOLDER / file).read_bytes()).hexdigest() for file in lettering.FILES]
    facts = (STANDARD, version("typst"), faces, sha256(template).hexdigest(), data)
    return sha256(repr(facts).encode()).hexdigest()[:32]


def _keep(path: Path, pdf: bytes) -> None:
    """Written beside and moved: a build that is stopped here leaves no half of a book for the next."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)
    os.replace(beside, path)


def _forget_old(folder: Path) -> None:
    """Remove what no build has wanted for two months, and what a kill has left."""
    for file in folder.iterdir():
        if file.stat().st_mtime < time.time() - KEPT_S:
            file.unlink(missing_ok=True)
