"""Workbooks as a reader and a coach meet them, in sites that were really built."""

from __future__ import annotations

import hashlib
import re

import pypdf
import pytest

from plugins.conftest import SITE as TOML
from tests.building import Build, build, small_site, write_site

ADDRESS = "https://smallsteps.example"


def asking(title: str, date: str, *questions: str, more: str = "series: Hills") -> str:
    blocks = "\n\nWords.\n\n".join(f"> [!reflect]\n> {question}" for question in questions)
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About {title}.\n{more}\n---\n\nWords.\n\n{blocks}\n"


def series(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\nsummary: All about {title}.\n{more}\n---\n\nAn introduction.\n"


SITE = {
    "content/series/hills.md": series("Hills"),
    "content/series/silent.md": series("Silent"),
    "content/series/whispers.md": series("Whispers", "status: hidden\ncall_to_action: none"),
    "content/series/far.md": series("Far"),
    "content/musings/first.md": asking("First", "2026-01-02", "What *is* here?", "> What is `#here`?"),
    "content/musings/second.md": asking(
        "Second 🥾", "2026-01-03", "When did $you$ stop?", more="series: hills\npart: 4"
    ),
    "content/musings/third.md": asking("Third", "2026-02-04", "What did it cost?\n> And whom?"),
    "content/musings/quiet.md": asking("Quiet", "2026-01-01"),
    "content/musings/wip.md": asking(
        "Unfinished", "2026-01-03", "What of drafts?", more="series: hills\nstatus: draft"
    ),
    "content/musings/aside.md": asking("Aside", "2026-01-03", "What of secrets?", more="series: hills\nstatus: hidden"),
    "content/musings/later.md": asking("Later", "2999-01-03", "What of tomorrow?"),
    "content/musings/hush.md": asking("Hush", "2026-01-03", "What is whispered?", more="series: Whispers"),
    "content/musings/away.md": asking("Away", "2026-01-03", "What is 生き甲斐?", more="series: Far"),
    "content/musings/mute.md": "---\ntitle: Mute\ndate: 2026-01-03\nsummary: None.\nseries: Silent\n---\n\nOn [paper]"
    "(/series/hills/workbook.pdf), and [the page](/series/hills/workbook/).\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """One small site with series of every kind."""
    done = small_site(tmp_path_factory.mktemp("workbooks"), SITE)
    assert done.status == 0, done.text
    return done


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html.partition("<main")[2]).split())


def pdf_words(site: Build, address: str = "/series/hills/workbook.pdf") -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(site.file(address)).pages).split())


ORDER = ["First", "What is here?", "What is #here?", "Third", "What did it cost? And whom?", "Second", "When did $you$"]


def test_every_question_is_on_the_page_and_in_the_pdf_in_reading_order(site):
    for text in (words(site.page("/series/hills/workbook/")), pdf_words(site)):
        places = [text.index(words) for words in ORDER]
        assert places == sorted(places), text


def test_the_page_says_where_to_find_each_musing_in_words_to_type(site):
    page = words(site.page("/series/hills/workbook/"))

    assert "Third smallsteps.example/musings/third/" in page
    assert "https://" not in page


def test_what_is_not_published_is_in_no_workbook(site):
    found = words(site.page("/series/hills/workbook/")) + pdf_words(site)

    assert not re.findall("drafts|secrets|tomorrow|Unfinished|Aside|Later", found)


def test_a_musing_that_asks_nothing_is_not_in_it(site):
    assert "Quiet" not in words(site.page("/series/hills/workbook/")) + pdf_words(site)


def test_a_series_that_asks_nothing_has_no_workbook(site):
    assert not site.file("/series/silent/workbook/").exists()
    assert not site.file("/series/silent/workbook.pdf").exists()
    assert "on paper" not in site.page("/series/silent/").partition("<main")[2].replace("On paper", "")


def test_the_series_leads_to_both(site):
    page = site.page("/series/hills/")

    assert "All its questions on paper: workbook · PDF" in words(page)
    assert re.findall(r'href="([^"]*/workbook[^"]*)"', page) == [
        "/series/hills/workbook/",
        "/series/hills/workbook.pdf",
    ]


def test_a_musing_may_link_to_both(site):
    page = site.page("/musings/mute/")

    assert 'href="/series/hills/workbook.pdf"' in page
    assert 'href="/series/hills/workbook/"' in page


def test_search_engines_are_told_of_the_page_unless_its_series_is_hidden(site):
    mapped = site.file("/sitemap.xml").read_text()

    assert f"{ADDRESS}/series/hills/workbook/<" in mapped
    assert "workbook.pdf" not in mapped
    assert "whispers" not in mapped
    assert 'content="noindex"' in site.page("/series/whispers/workbook/")
    assert 'content="noindex"' not in site.page("/series/hills/workbook/")


def test_it_ends_with_the_call_to_action_unless_the_series_wants_none(site):
    assert pdf_words(site).endswith("Shall we talk? Half an hour, no charge, no pitch. smallsteps.example/contact/")
    assert "Shall we talk" in words(site.page("/series/hills/workbook/"))
    assert "Shall we talk" not in pdf_words(site, "/series/whispers/workbook.pdf")
    assert "Shall we talk" not in words(site.page("/series/whispers/workbook/"))


def test_a_series_in_letters_that_the_typeface_lacks_has_the_page_alone(site):
    assert "生き甲斐" in site.page("/series/far/workbook/")
    assert not site.file("/series/far/workbook.pdf").exists()
    assert "All its questions on paper: workbook" in words(site.page("/series/far/"))
    assert "PDF" not in words(site.page("/series/far/")) + words(site.page("/series/far/workbook/"))


def test_the_coach_is_told_what_the_pdf_cannot_show(site):
    assert "has no 生 き 甲 斐" in site.text
    assert "leaves out 🥾" in site.text


def test_the_pages_are_a5_and_the_book_is_small(site):
    book = pypdf.PdfReader(site.file("/series/hills/workbook.pdf"))

    assert {
        (round(float(p.mediabox.width) / 72 * 25.4), round(float(p.mediabox.height) / 72 * 25.4)) for p in book.pages
    } == {(148, 210)}
    assert len(book.pages) == 6, "a title page, four questions, a closing page"
    assert site.file("/series/hills/workbook.pdf").stat().st_size < 100_000


def test_the_title_page_says_whose_it_is(site):
    book = pypdf.PdfReader(site.file("/series/hills/workbook.pdf"))
    first = " ".join(book.pages[0].extract_text().split())

    assert first == (
        "Hills All about Hills. A workbook: 4 questions Small Steps Coaching smallsteps.example/series/hills/"
    )
    assert (book.metadata.title, book.metadata.author) == ("Hills", "Ada Walker")
    assert book.metadata.creation_date.date().isoformat() == "2026-02-04", "the day of the newest musing"


def test_every_link_of_the_pdf_leads_to_a_page_of_the_site(site):
    book = pypdf.PdfReader(site.file("/series/hills/workbook.pdf"))
    links = [note.get_object()["/A"]["/URI"] for page in book.pages for note in page.get("/Annots", [])]

    assert len(links) == 6
    for link in links:
        address, _, anchor = link.removeprefix(ADDRESS).partition("#")
        assert not anchor or f'id="{anchor}"' in site.page(address), link


def test_every_link_of_the_page_leads_to_its_question(site):
    places = re.findall(r'href="(/musings/[^"#]+)#([^"]+)"', site.page("/series/hills/workbook/"))

    assert len(places) == 4
    assert not [(address, anchor) for address, anchor in places if f'id="{anchor}"' not in site.page(address)]


def test_the_same_words_are_the_same_bytes_everywhere(site, tmp_path):
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    source = write_site(tmp_path / "a folder, elsewhere", SITE)
    done = build(tmp_path / "out", source=source, cache=tmp_path / "cold", environment=elsewhere)
    assert done.status == 0, done.text

    for address in ("/series/hills/workbook.pdf", "/series/whispers/workbook.pdf", "/series/hills/workbook/"):
        one, other = (hashlib.sha256(built.file(address).read_bytes()).hexdigest() for built in (site, done))
        assert one == other, address
    assert len(list((tmp_path / "cold" / "workbooks").iterdir())) == 2


def test_the_preview_shows_the_workbook_that_readers_will_get_and_that_of_a_draft_series(tmp_path):
    files = {
        "content/series/hills.md": series("Hills", "status: draft"),
        "content/musings/first.md": SITE["content/musings/first.md"],
        "content/musings/wip.md": SITE["content/musings/wip.md"],
    }
    source = write_site(tmp_path / "site", files)
    done = build(tmp_path / "out", source=source, settings="pelicanconf.py", address=f"{ADDRESS}/sub")
    assert done.status == 0, done.text
    page = done.page("/drafts/series/hills/workbook/")

    assert "What is here?" in words(page) and "drafts" not in words(page)
    assert 'href="/sub/drafts/series/hills/workbook.pdf"' in page
    assert "smallsteps.example/sub/musings/first/" in pdf_words(done, "/drafts/series/hills/workbook.pdf")


def test_a_link_to_a_pdf_that_there_is_not_is_told(read_site, musing):
    library = read_site(
        {
            "series/hills.md": "---\ntitle: Hills\nsummary: Up.\n---\n\nUp.\n",
            "musings/one.md": musing(
                "> [!reflect]\n> What is 道?\n\nOn [paper](/series/hills/workbook.pdf).", series="Hills"
            ),
        }
    )

    assert {mistake.code for mistake in library.mistakes} >= {"workbook-letters", "link-broken"}


def test_proofreading_knows_every_letter_that_printing_meets(read_site, musing):
    """What is proofread is Markdown, what is printed is drawn from it: no sign may be in the second alone."""
    body = '> [!reflect]\n> "Who" -- *really* -- isn\'t... &#x9053; [here](https://example.org/道)?'
    files = {
        "series/hills.md": "---\ntitle: Hills\nsummary: Up.\n---\n\nUp.\n",
        "musings/one.md": musing(body, series="Hills"),
    }
    library = read_site(files)

    assert [mistake.code for mistake in library.mistakes] == ["workbook-letters"]
    assert library.addresses["/series/hills/workbook/"] == "list"
    assert "/series/hills/workbook.pdf" not in library.addresses


@pytest.mark.parametrize(
    ("words", "told"),
    [("話しましょうか", "workbook-letters"), ("Shall we talk? 🥾", "workbook-sign"), ("Shall we?", "")],
)
def test_the_words_of_site_toml_are_looked_at_too(read_site, musing, words, told):
    files = {
        "series/hills.md": "---\ntitle: Hills\nsummary: Up.\n---\n\nUp.\n",
        "series/dales.md": "---\ntitle: Dales\nsummary: Down.\n---\n\nDown.\n",
        "musings/one.md": musing("> [!reflect]\n> What now?", series="Hills"),
        "musings/two.md": musing("> [!reflect]\n> What then?", title="Another", series="Dales"),
    }
    library = read_site(files, site=TOML.replace("Shall we talk?", words))

    assert {(mistake.code, mistake.file) for mistake in library.mistakes} == ({(told, "site.toml")} if told else set())
