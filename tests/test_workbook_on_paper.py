"""A workbook's page as a browser prints it: on A4 and A5, nothing cut, no question without its lines."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser

from tests.building import small_site
from tests.pages import Page, text_of
from tests.saying import nothing
from tests.serving import serve

SIZES = {"A4": (210, 297), "A5": (148, 210)}
LONG = " ".join(f"and{number} then" for number in range(260))
SITE = {
    "content/series/hills.md": "---\ntitle: Hills\nsummary: Up, and down again.\n---\n\nUp.\n",
    "content/musings/one.md": "---\ntitle: One\ndate: 2026-01-01\nsummary: The first.\nseries: Hills\n---\n\n"
    "> [!reflect]\n> What now?\n\nWords.\n\n"
    f"> [!reflect]\n> What {LONG}?\n\nWords.\n\n"
    f"> [!reflect]\n> What of {'W' * 90}?\n",
}


@pytest.fixture(scope="module")
def long_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a question longer than a page, and one with a word wider than a page."""
    done = small_site(tmp_path_factory.mktemp("long"), SITE)
    assert done.status == 0, done.text
    with serve(done.output, 0) as address:
        yield address


def printed(browser: Browser, address: str, size: str) -> list[pypdf.PageObject]:
    """The pages that come out of a browser's printer."""
    page = browser.new_page()
    try:
        page.goto(address)
        return list(pypdf.PdfReader(io.BytesIO(page.pdf(format=size))).pages)
    finally:
        page.close()


def words(page: pypdf.PageObject) -> str:
    return " ".join(page.extract_text().split())


def squeezed(text: str) -> str:
    """Without spaces: where a browser ends a line is not the question here."""
    return re.sub(r"\s", "", text)


def lines(page: pypdf.PageObject) -> int:
    """How many lines to write on are drawn across a printed page."""
    width = float(page.mediabox.width)
    boxes = re.findall(r"([\d.]+) ([-\d.]+) re\b", page.get_contents().get_data().decode("latin-1"))
    return sum(float(across) > 0.5 * width and 0 < abs(float(down)) < 2 for across, down in boxes)


@pytest.mark.parametrize("size", SIZES)
def test_the_workbook_prints(browser: Browser, host: str, pages: list[Page], size: str) -> None:
    """Every question is whole on a page that has lines for it, and nothing of the site's frame is printed."""
    tried = 0
    for book in (page for page in pages if re.fullmatch(r"/series/[^/]+/workbook/", page.address)):
        sheets = printed(browser, host + book.address, size)
        questions = [text_of(words) for words in book.every("div", **{"class": "workbook-words"})]
        on = [next(n for n, sheet in enumerate(sheets) if question in words(sheet)) for question in questions]
        assert on == sorted(on)
        print(size, [(on.count(n), lines(sheets[n])) for n in set(on)])
        nothing([n for n in set(on) if lines(sheets[n]) < 8 * on.count(n)], "too few lines on a page")
        told = " ".join(map(words, sheets))
        nothing([text for text in ("Work with me", "Privacy", "Skip to", "Where it was", "Print this") if text in told])
        at = re.findall(r'<h2><a href="?([^" >]+)', book.text)
        rows = {row.strip() for sheet in sheets for row in sheet.extract_text().split("\n")}
        assert len(at) >= 2
        nothing([part for part in at if f"forwardmotion.example{part}" not in rows], "an address on two lines")
        assert f"https://forwardmotion.example{book.address}" in rows
        tried += 1
    assert tried


@pytest.mark.parametrize("size", SIZES)
def test_no_question_is_too_long_to_be_printed(browser: Browser, long_host: str, size: str) -> None:
    """A question that fills pages is whole, ends on a page with lines, and no word runs over the edge."""
    sheets = printed(browser, f"{long_host}/series/hills/workbook/", size)
    told = squeezed("".join(map(words, sheets)))

    assert squeezed(f"What {LONG}?") in told
    assert "W" * 90 + "?" in told
    ending = next(sheet for sheet in sheets if "and259" in words(sheet))
    assert lines(ending) >= 4
    width, height = SIZES[size]
    assert {
        (round(float(s.mediabox.width) / 72 * 25.4), round(float(s.mediabox.height) / 72 * 25.4)) for s in sheets
    } == {(width, height)}


def test_what_the_page_asks_is_what_the_pdf_asks(site, pages: list[Page]) -> None:
    """The page and the book made at build are one workbook."""
    for book in (page for page in pages if re.fullmatch(r"/series/[^/]+/workbook/", page.address)):
        pdf = pypdf.PdfReader(Path(f"{site.file(book.address).parent}.pdf"))
        questions = [text_of(words) for words in book.every("div", **{"class": "workbook-words"})]
        assert [words(page) for page in pdf.pages][1].count(questions[0]) == 1
        bookmarks = [each.title for part in pdf.outline if isinstance(part, list) for each in part]
        assert bookmarks == questions
        assert not re.findall(r"[\ufffd\u25a1]", " ".join(map(words, pdf.pages)))
