"""What a workbook prints, before and in typst: the coach's words come through as they are, whatever they hold."""

from __future__ import annotations

import io
import json
import os
import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from markupsafe import Markup

from plugins.prompts import lettering, printing
from plugins.prompts.printing import Imprint, PrintingFailed, book_of, language_of, print_book, set_book
from plugins.prompts.workbook import Part, Question, Run, Workbook, read_paragraphs
from plugins.proofreading.settings import CallToAction

TOKENS = Path(__file__).parents[2] / "theme" / "templates" / "css" / "tokens.css"
MARK = '<svg viewBox="0 0 24 24" fill="currentColor"><path d="M1 20h22v2H1z"/></svg>'
IMPRINT = Imprint("Small Steps", "Ada Walker", "https://small.example/sub", "en-GB", MARK)


def workbook(*questions: str, title: str = "Hills", musing: str = "First") -> Workbook:
    """A workbook of one musing that asks these questions, given as HTML."""
    asked = tuple(Question(f"/musings/first/#q-{n}", Markup(html)) for n, html in enumerate(questions))
    call = CallToAction(heading="Shall we talk", words="Half an hour.")
    return Workbook(
        title, "A summary.", "/series/hills/", (Part(musing, "/musings/first/", asked),), call, date(2026, 3, 2)
    )


def printed(book: Workbook, imprint: Imprint = IMPRINT) -> pypdf.PdfReader:
    """The workbook's PDF, read again."""
    pdf = set_book(book.title, printing.TEMPLATE.read_bytes(), json.dumps(book_of(book, imprint)))
    return pypdf.PdfReader(io.BytesIO(pdf))


def words(page: pypdf.PageObject) -> str:
    """A page's words on one line, without the chances to break that a long word is given."""
    return " ".join(page.extract_text().replace("\u200b", "").split())


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("What <em>now</em>?", [[("What ", ""), ("now", "e"), ("?", "")]]),
        ("<p>One</p>\n<p>and <strong>two</strong>.</p>", [[("One", "")], [("and ", ""), ("two", "s"), (".", "")]]),
        ("a\n  b<br>\nc", [[("a b", ""), ("\n", ""), ("c", "")]]),
        ("1 &lt; 2 &amp; <code>#let x</code>", [[("1 < 2 & ", ""), ("#let x", "")]]),
        ("<ul><li>one</li><li><em><strong>two</strong></em></li></ul>", [[("one", "")], [("two", "es")]]),
        ('<a href="/x/">there</a>', [[("there", "/x/")]]),
        ("", []),
        (" <img alt='x'> ", []),
    ],
)
def test_a_question_keeps_its_paragraphs_and_its_emphasis(html, paragraphs):
    def style(run: Run) -> str:
        return "e" * run.emphasis + "s" * run.strong + run.link

    assert [[(run.text, style(run)) for run in paragraph] for paragraph in read_paragraphs(html)] == paragraphs


HOSTILE = [
    '#panic("no") #let x = 1; #import "@preview/a:1.0.0"',
    r"$x^2$ \ backslash \u{41} *star* _under_ `code` ```raw``` @who &lt;label&gt; ~ -- --- // /* */ = head - + /",
    "“Quoted” ‘and’ \"straight\" 'too' … – — ½ €",
    "Ελλάδα, Россия, Łódź, Dvořák, Ŵyth, İstanbul?",
    "]]] [[[ }}} {{{ ((( ))) ;;; %%% ^^^",
    '{"book": null} \\"',
]


def test_no_sign_of_typsts_own_language_means_anything_in_a_question():
    book = printed(workbook(*HOSTILE, title="#panic() $ * _ @ <x>", musing=r"\ # $ * _ @ <x> [y]"))
    pages = [words(page) for page in book.pages]

    for number, html in enumerate(HOSTILE, 1):
        wanted = " ".join(Markup(html).unescape().split())
        assert unicodedata.normalize("NFC", wanted) in pages[number], html
    assert book.metadata.title == "#panic() $ * _ @ <x>"
    assert book.outline[0].title == r"\ # $ * _ @ <x> [y]"


def test_each_question_has_a_page_of_its_own_and_a_bookmark():
    book = printed(workbook("What now?", "What <em>then</em>?"))

    assert len(book.pages) == 4, "a title page, two questions, a closing page"
    assert [each.title for each in book.outline[1]] == ["What now?", "What then?"]
    assert [book.get_destination_page_number(each) for each in book.outline[1]] == [1, 2]


def test_a_page_says_its_number_its_musing_and_where_to_find_it():
    page = printed(workbook("What now?")).pages[1]

    assert "First small.example/sub/musings/first/ 2" in words(page)
    assert links(page) == ["https://small.example/sub/musings/first/#q-0"]


@pytest.mark.parametrize("letters", [20, 40, 65])
def test_an_address_to_type_stands_on_one_line(letters):
    """Broken at a hyphen, nobody could tell whether the hyphen belongs to it."""
    book = workbook("What now?")
    address = f"/musings/{'-'.join(['long'] * (letters // 5))}/"
    pages = printed(replace(book, series=address, parts=(replace(book.parts[0], address=address),))).pages

    for page in pages[:2]:
        assert f"small.example/sub{address}" in [line.strip() for line in page.extract_text().split("\n")]


def links(page: pypdf.PageObject) -> list[str]:
    """Where a page's links lead."""
    return [note.get_object()["/A"]["/URI"] for note in page.get("/Annots", [])]


def test_a_link_in_a_question_leads_where_it_led_on_the_page():
    page = printed(workbook('See <a href="/sub/musings/b/">b</a>, <a href="#q-9">c</a>?')).pages[1]

    assert links(page)[1:] == ["https://small.example/sub/musings/b/", "https://small.example/sub/musings/first/#q-9"]


def test_it_ends_with_the_call_to_action_as_one_line():
    assert words(printed(workbook("What now?")).pages[-1]) == (
        "Shall we talk. Half an hour. small.example/sub/contact/"
    )


@pytest.mark.parametrize(("count", "fewest"), [(30, 5), (90, 5), (130, 1), (400, 1), (430, 1), (460, 1)])
def test_a_long_question_is_whole_and_keeps_its_first_lines(count, fewest):
    pages = printed(workbook(" ".join(f"word{n}" for n in range(count)) + "?", "What now?")).pages
    with_words = [page for page in pages if "word" in words(page)]

    assert re.findall(r"word(\d+)", " ".join(words(page) for page in with_words)) == [str(n) for n in range(count)]
    assert rules(with_words[-1]) >= fewest, "the page on which it ends has lines to write on"
    assert "What now?" in words(pages[-2]), "the next question has its own page"


def rules(page: pypdf.PageObject) -> int:
    """How many lines are drawn across a page."""
    drawn = page.get_contents().get_data().decode("latin-1")
    return len(re.findall(r"\b323\.\d+ \S+ m\b", drawn))  # 114 mm, the width of the words, in points


def test_a_word_wider_than_the_page_stays_on_it():
    page = printed(workbook("W" * 120 + "?")).pages[1]
    lefts: list[float] = []
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: lefts.append(tm[4] * cm[0] + cm[4]))

    assert "W" * 120 + "?" in words(page).replace(" ", "")
    assert max(lefts) < float(page.mediabox.width)


def test_the_book_is_accessible_and_says_who_wrote_it_and_in_which_language():
    book = printed(workbook("What now?"))
    root = book.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert (book.metadata.title, book.metadata.author, book.metadata.subject) == ("Hills", "Ada Walker", "A summary.")
    assert book.metadata.creation_date.date() == date(2026, 3, 2)


def test_every_letter_is_of_our_own_typeface_and_comes_along():
    book = printed(workbook("What <em>now</em>, <strong>then</strong>?"))
    fonts = [font for page in book.pages for font in page["/Resources"].get("/Font", {}).values()]
    descriptors = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts]

    assert {each["/BaseFont"].partition("+")[2] for each in descriptors} == {
        "SourceSerifPro-Regular",
        "SourceSerifPro-It",
        "SourceSerifPro-Semibold",
    }
    assert all("/FontFile2" in each["/FontDescriptor"].get_object() for each in descriptors)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("en-GB", ("en", "GB")),
        ("de", ("de", None)),
        ("zh-Hans-CN", ("zh", "CN")),
        ("nonsense", ("en", None)),
        ("", ("en", None)),
    ],
)
def test_a_language_is_told_as_typst_wants_it(code, wanted):
    assert language_of(code) == wanted


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Walking 🥾 slow", "Walking slow"),
        ("🥾 first", "first"),
        ("last 👩‍👩‍👧 👍🏽", "last"),
        ("slow 🥾?", "slow?"),
        ("1️⃣ one", "1 one"),
        ("cafe\u0301", "café"),
        ("✓ → ½", "✓ → ½"),
    ],
)
def test_an_ornament_that_the_typeface_lacks_leaves_no_gap(typed, shown):
    assert lettering.printable(typed) == shown


def test_the_signs_that_are_taken_for_sure_are_in_every_face():
    assert not {file: lacking for file in lettering.FILES if (lacking := lettering.SURE - lettering.signs_of(file))}


def test_a_letter_that_the_italic_lacks_stands_upright():
    page = printed(workbook("What does <em>Ελλάδα</em> mean 🥾 <em>to you</em>?")).pages[1]

    assert "What does Ελλάδα mean to you?" in words(page)


def test_a_sign_without_a_glyph_never_becomes_a_box():
    """Proofreading knows of such signs before; should one come this far, no book is printed."""
    with pytest.raises(PrintingFailed, match=r"could not be printed.*生"):
        printed(workbook("What is 生?"))


def test_a_warning_of_typsts_is_not_passed_over():
    with pytest.raises(PrintingFailed, match="unknown font family"):
        set_book("Hills", b'#set document(title: "x")\n#set text(font: "No Such Face")\n', "{}")


def test_the_colours_are_the_houses():
    tokens = TOKENS.read_text()
    used = set(re.findall(r"#[0-9a-f]{6}", printing.TEMPLATE.read_text())) | {printing.MOSS}

    assert used
    assert not [colour for colour in used if f"light-dark({colour}," not in tokens]


def test_an_unchanged_book_is_not_printed_again(tmp_path, monkeypatch):
    book = book_of(workbook("What now?"), IMPRINT)
    first = print_book(book, tmp_path)
    monkeypatch.setattr(printing, "set_book", None)

    assert print_book(book, tmp_path) == first
    with pytest.raises(TypeError):
        print_book({**book, "title": "Other"}, tmp_path)


def test_what_is_spoilt_in_the_cache_is_printed_again(tmp_path):
    book = book_of(workbook("What now?"), IMPRINT)
    first = print_book(book, tmp_path)
    (kept,) = (tmp_path / "workbooks").iterdir()
    kept.write_bytes(first[:5000])

    assert print_book(book, tmp_path) == first
    assert kept.read_bytes() == first


def test_a_cache_that_cannot_be_written_costs_time_alone(tmp_path):
    (tmp_path / "workbooks").write_text("in the way")
    book = book_of(workbook("What now?"), IMPRINT)

    assert print_book(book, tmp_path).startswith(b"%PDF-")


def test_what_nobody_has_wanted_for_long_leaves_the_cache(tmp_path):
    old, new = (book_of(workbook(question), IMPRINT) for question in ("What now?", "What then?"))
    print_book(old, tmp_path)
    (kept,) = (tmp_path / "workbooks").iterdir()
    os.utime(kept, (0, 0))
    print_book(new, tmp_path)

    assert not kept.exists()
    assert len(list((tmp_path / "workbooks").iterdir())) == 1


def test_a_build_that_is_stopped_while_it_keeps_a_book_keeps_no_half_of_one(tmp_path, monkeypatch):
    book = book_of(workbook("What now?"), IMPRINT)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(os, "replace", stop)
        print_book(book, tmp_path)
    assert not list((tmp_path / "workbooks").glob("*.pdf"))
    assert print_book(book, tmp_path).startswith(b"%PDF-")
