"""The contact pages of a really built site, alone and with the real service behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from enquiry.app import create_app
from enquiry.conftest import Running, serving
from enquiry.enquiry import FIELDS, LONGEST, RULES
from enquiry.settings import Settings
from enquiry.slots import fill
from plugins.call_to_action.pages import ANSWERS
from tests.building import SMALL_SITE, Build, small_site

TOPIC = 'R&D <3 "x"'
ADDRESS = "https://smallsteps.example/sub"
MUSING = "---\ntitle: Held back\ndate: 2026-03-02\nsummary: About.\n{}---\n\nWords.\n"
SITE = {
    "content/musings/held-back.md": MUSING.format(""),
    "content/musings/quiet.md": MUSING.format("call_to_action: none\n"),
    "content/musings/asides.md": MUSING.format("status: hidden\ncall_to_action: leaders\n"),
    "content/pages/privacy.md": "---\ntitle: Privacy\nsummary: About.\n---\n\nWords.\n",
    "site.toml": SMALL_SITE["site.toml"]
    .replace("smallsteps.example", "smallsteps.example/sub", 1)
    .replace("[business]", '[business]\ntelephone = "020 7946 0182"')
    + "topics = ['Running', 'R&D <3 \"x\"']\n"
    + '[calls_to_action.leaders]\nheading = "Bring it."\n',
}
HIDDEN = ("token", "release")
"""What the form takes along for the service's judgement, beside what is kept; the check page has `confirm` as well."""
# The grammar of a slot, as in the docstring of the room; a tag that holds one is this and nothing after it.
KINDS = {"value", "text", "checked", "selected", "fault", "words", "given"}
SLOT = re.compile(r'<(\w+)([^<>]*?)( hidden)? data-slot="(\w+) (\w+)(?: ([^"]*))?">')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site under a path, with topics and a privacy page."""
    done = small_site(tmp_path_factory.mktemp("contact"), SITE)
    assert done.status == 0, done.text
    return done


@pytest.fixture
def service(site: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The real service, which answers with the pages of the site."""
    database = tmp_path_factory.mktemp("var") / "enquiries.db"
    settings = Settings("coach@example.org", database=f"sqlite:///{database}", site=site.output, address=ADDRESS)
    with serving(create_app(settings)) as port:
        yield Running(settings, port)


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("slug", "heading"), [("held-back", "Shall we talk?"), ("quiet", None), ("asides", "Bring it.")]
)
def test_a_musing_ends_with_its_invitation(site: Build, slug: str, heading: str | None) -> None:
    page = main_of(site.page(f"/musings/{slug}/"))
    assert re.findall(r'class="invitation">\s*<h2>(.*)</h2>', page) == ([heading] if heading else [])
    links = [f"/sub/contact/?reading=/musings/{slug}/"] if heading else []
    assert re.findall(r'href="(/sub/contact/[^"]*)"', page) == links


@pytest.mark.parametrize("address", ANSWERS)
def test_the_pages_that_answer_are_kept_out_of_search_engines(site: Build, address: str) -> None:
    assert '<meta name="robots" content="noindex">' in site.page(address)
    assert address not in site.page("/sitemap.xml")
    assert "020 7946 0182" in main_of(site.page(address))


def test_the_form_asks_for_every_field_and_works_as_it_is(site: Build) -> None:
    page = main_of(site.page("/contact/"))
    assert '<form class="form" method="post" action="/sub/contact/" novalidate>' in page
    assert set(re.findall(r' name="(\w+)"', page)) == {*FIELDS, *HIDDEN}
    assert re.findall(r'autocomplete="(\w+)"', page) == ["name", "email", "tel", "off"]
    assert "data-slot" not in page
    assert 'href="/sub/privacy/"' in page
    assert 'href="mailto:ada@smallsteps.example"' in page
    assert 'href="tel:02079460182"' in page


def test_every_label_and_description_leads_somewhere(site: Build) -> None:
    for address in ("/contact/", "/contact/problem/", "/contact/check/"):
        page = main_of(site.page(address))
        ids = re.findall(r' id="([^"]*)"', page)
        assert len(ids) == len(set(ids))
        asked = re.findall(r' (?:for|aria-describedby|aria-labelledby)="([^"]*)"', page)
        assert {name for names in asked for name in names.split()} <= set(ids)


def test_every_slot_of_the_pages_that_answer_is_of_the_grammar(site: Build) -> None:
    for address in ("/contact/problem/", "/contact/check/", "/contact/thanks/"):
        page = site.page(address)
        slots = SLOT.findall(page)
        assert len(slots) == page.count("data-slot") > 0
        for _, _, hidden, kind, field, _ in slots:
            assert kind in KINDS
            assert bool(hidden) == (kind in ("fault", "given"))
            assert field in {*FIELDS, *HIDDEN, "confirm", "form", "reference"}


def test_the_check_page_is_the_form_again_and_says_that_the_message_is_kept(site: Build) -> None:
    page = site.page("/contact/check/")
    filled = fill(page, {"name": "Ada", "message": "May we talk?", "confirm": "c1", "key": "k1", "release": "r1"})
    assert "<title>Check your message" in filled and "Error: W" not in filled
    main = main_of(filled)
    assert "<h1>Check your message and press Send</h1>" in main
    assert "Your message is already kept" in main
    for name, text in (("name", "Ada"), ("confirm", "c1"), ("key", "k1"), ("release", "r1")):
        assert re.search(rf'name="{name}"[^>]* value="{text}"', main)
    assert "May we talk?</textarea>" in main
    assert re.search(r'class="error-summary"[^>]* hidden>', main)


def test_the_form_and_its_answers_are_one_template(site: Build) -> None:
    """The problem page filled with nothing is the contact page's form, but for what only it has."""
    filled = fill(site.page("/contact/problem/"), {"release": release_in(site)})
    assert shape(filled) == shape(site.page("/contact/"))


def shape(page: str) -> str:
    """The form, without what its being filled in leaves behind."""
    form = page.partition("<form")[2].partition("</form>")[0]
    return " ".join(re.sub(r'<input type="hidden" name="confirm"[^>]*>| value=""| disabled', "", form).split())


def release_in(site: Build) -> str:
    [release] = re.findall(r'name="release" value="([0-9a-f]{16})"', site.page("/contact/"))
    return str(release)


def test_the_release_follows_the_content_and_stands_in_the_form_alone(site: Build, tmp_path: Path) -> None:
    """The same content, the same digest; another musing, another."""
    known = release_in(site)
    found = [page for page in site.output.rglob("*.html") if known in page.read_text("utf-8")]
    assert found == [site.file("/contact/")]
    again = small_site(tmp_path / "again", SITE)
    assert release_in(again) == known
    newer = MUSING.format("").replace("2026-03-02", "2026-03-03")
    assert release_in(small_site(tmp_path / "newer", SITE | {"content/musings/newer.md": newer})) != known


def test_texts_are_counted_up_to_the_services_own_limit(site: Build) -> None:
    for field in ("message", "reflections"):
        assert re.search(rf'<textarea id="{field}"[^>]* data-most="{LONGEST[field]}"', site.page("/contact/"))


def test_whatever_can_be_at_fault_in_the_form_is_told_at_the_top_and_beside_its_field(site: Build) -> None:
    page = site.page("/contact/problem/")
    asked = set(re.findall(r' name="(\w+)"', main_of(page)))
    for field in {field for field, _, _ in RULES} & asked:
        assert f'<li hidden data-slot="fault {field}"><a href="#{field}" data-slot="words {field}">' in page
        beside = (
            f'id="{field}-error"><span hidden data-slot="fault {field}">Error: </span><span data-slot="words {field}">'
        )
        assert beside in page
        assert f' id="{field}"' in page
    assert 'data-slot="words form"' in page


def test_the_service_shows_the_built_problem_page_with_everything_typed(service: Running) -> None:
    typed = {
        "name": "Ada <b>",
        "email": "ada",
        "phone": "",
        "reply_by": "phone",
        "topic": TOPIC,
        "message": "</textarea>\nHello",
        "reflections": "\n" + "r" * 20_001,
        "website": "w",
        "reading": "/musings/held-back/",
        "key": "k1",
    }
    answer = service.post(typed, path="/sub/contact/")
    assert answer.status == 422
    assert "data-slot" not in answer.text
    assert "<title>Error: Write to me" in answer.text
    page = main_of(answer.text)
    assert re.findall(r"<li>(.*?)</li>", page) == [
        '<a href="#email">Enter an email address in the correct format, like name@example.com</a>',
        '<a href="#phone">Enter a telephone number, or choose a reply by email</a>',
        '<a href="#reflections">Your reflections must be 20,000 characters or fewer</a>',
    ]
    assert "<span>Error: </span><span>Enter a telephone number" in page
    assert re.findall(r'id="(\w+)"[^>]* aria-invalid="true">', page) == ["email", "phone", "reflections"]
    for name, text in (("name", "Ada &lt;b&gt;"), ("email", "ada"), ("website", "w"), ("key", "k1")):
        assert re.search(rf'name="{name}"[^>]* value="{text}"', page)
    assert re.search(r'name="reading"[^>]* value="/musings/held-back/"', page)
    assert re.search(r'value="phone" checked>', page)
    assert re.findall(r"<option selected>(.*)</option>", page) == ["R&amp;D &lt;3 &#34;x&#34;"]
    assert "&lt;/textarea&gt;\nHello</textarea>" in page
    assert re.search(r'<div class="field">\s*<label for="reflections">', page)
    assert "r" * 20_001 + "</textarea>" in page


def test_where_nothing_was_brought_from_a_notebook_its_field_is_not_shown(site: Build, service: Running) -> None:
    refused = service.post({"name": "Ada"}, path="/sub/contact/").text
    for page in (site.page("/contact/"), site.page("/contact/problem/"), refused):
        assert re.search(r'<div class="field" hidden[^>]*>\s*<label for="reflections">', page)
    assert re.search(r'name="reflections"[^>]* disabled>', site.page("/contact/")), "nor is anything sent from it"


def test_what_the_problem_page_holds_is_sent_again_and_arrives(service: Running) -> None:
    typed = {"name": "Ada", "email": "ada@example.com", "message": "May we talk?"}
    referer = f"{ADDRESS}/contact/?reading=/musings/held-back/"
    refused = service.post(typed | {"email": ""}, path="/sub/contact/", Referer=referer)
    [reading] = re.findall(r'name="reading" value="([^"]*)"', refused.text)
    answer = service.post(typed | {"reading": reading}, path="/sub/contact/")
    assert answer.status == 303
    assert f"{ADDRESS}/musings/held-back/" in service.letters()[0].decode()
    thanks = service.ask("GET", answer.headers["location"]).text
    assert f"Your reference is <strong>{answer.headers['location'][-9:]}</strong>" in thanks
    assert "data-slot" not in thanks
