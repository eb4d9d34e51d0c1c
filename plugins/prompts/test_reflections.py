"""The library of questions, as a reader walks through it: a site that was really built."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markupsafe import Markup

from plugins.prompts.asked import Question
from plugins.prompts.prompts import Prompt
from tests.building import Build, small_site


def file(title: str, body: str, more: str = "", date: str = "2026-03-02") -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About {title}.\n{more}\n---\n\n{body}\n"


def asks(*questions: str) -> str:
    return "\n\n".join(f"> [!reflect]\n> {question}" for question in questions)


def series(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\nsummary: About {title}.\n{more}\n---\n\nAn introduction.\n"


LONG = [f"What is the number {number} to you?" for number in range(1, 23)]
SITE = {
    "content/series/valleys.md": series("Valleys"),
    "content/series/hills.md": series("Hills, walked"),
    "content/series/silent.md": series("Nothing asked"),
    "content/musings/v1.md": file("V1", asks("What lies low?"), "series: valleys\ntags: [Water, Set]", "2026-01-01"),
    "content/musings/h2.md": file("H2", asks("What comes *second*?", "What else?"), "series: hills\ntags: [water]"),
    "content/musings/h1.md": file("H1", asks("What comes first?"), "series: hills", "2026-01-02"),
    "content/musings/s1.md": file("S1", "Words.", "series: silent\ntags: [quiet]"),
    "content/musings/old.md": file("Old", asks("What is old?"), "tags: [water]", "2020-01-01"),
    "content/musings/long.md": file("Long", asks(*LONG), "tags: [numbers]", "2026-04-01"),
    "content/musings/hidden.md": file("Hidden", asks("What hides?"), "tags: [secrets, water]\nstatus: hidden"),
    "content/musings/draft.md": file("Draft", asks("What waits?"), "tags: [water]\nseries: hills\nstatus: draft"),
    "content/musings/later.md": file("Later", asks("What comes?"), "tags: [water]", "2999-01-01"),
    "content/pages/about.md": file("About", asks("What does a page ask?")),
}
IN_ORDER = ["What comes first?", "What comes second?", "What else?", "What lies low?", *LONG, "What is old?"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    done = small_site(tmp_path_factory.mktemp("reflections"), SITE)
    assert done.status == 0, done.text
    return done


def questions(site: Build, address: str) -> dict[str, str]:
    """Each question of a page, and where it leads."""
    found = re.findall(r'<a class="question" href="([^"]*)">(.*?)</a>', site.page(address), re.DOTALL)
    return {unescape(re.sub("<[^>]+>", "", words)): leads for leads, words in found}


def test_all_questions_stand_there_series_by_series_then_the_newest(site: Build) -> None:
    pages = ("/reflections/", "/reflections/page/2/", "/reflections/page/3/")

    assert [words for page in pages for words in questions(site, page)] == IN_ORDER


def test_no_page_grows_past_a_dozen_questions(site: Build) -> None:
    assert len(questions(site, "/reflections/")) == len(questions(site, "/reflections/numbers/")) == 12
    assert len(questions(site, "/reflections/numbers/page/2/")) == 10
    assert 'rel="next" href="/reflections/page/2/"' in site.page("/reflections/")
    assert 'rel="prev" href="/reflections/numbers/"' in site.page("/reflections/numbers/page/2/")


def test_each_question_leads_to_its_place_in_its_musing(site: Build) -> None:
    for address in ("/reflections/", "/reflections/page/2/", "/reflections/water/"):
        for words, leads in questions(site, address).items():
            page, _, place = leads.partition("#")
            assert re.search(rf'id="{re.escape(place)}"', site.page(page)), words


def test_a_question_keeps_its_emphasis(site: Build) -> None:
    assert "What comes <em>second</em>?</a>" in site.page("/reflections/")


def test_each_theme_has_its_questions(site: Build) -> None:
    wanted = ["What comes second?", "What else?", "What lies low?", "What is old?"]

    assert list(questions(site, "/reflections/water/")) == wanted
    assert re.findall(r'href="(/reflections/[a-z]+/)"', site.page("/reflections/")) == [
        "/reflections/numbers/",
        "/reflections/water/",
    ]
    assert "/reflections/water/" in site.page("/tags/water/")
    assert "/reflections/" not in site.page("/tags/quiet/").partition("<main")[2].partition("</main")[0]


def test_a_series_is_named_above_its_questions(site: Build) -> None:
    headings = re.findall(r"<h2>(?:<a [^>]*>)?(.*?)(?:</a>)?</h2>", site.page("/reflections/"))

    assert headings == ["Hills, walked", "Valleys", "From other musings"]
    assert '<a href="/series/hills/">Hills, walked</a>' in site.page("/reflections/")


def test_what_nobody_is_led_to_is_asked_nowhere(site: Build) -> None:
    texts = [page.read_text(encoding="utf-8") for page in (site.output / "reflections").rglob("*.html")]

    assert len(texts) >= 5
    assert not [text for text in texts if re.search("What hides|What waits|What comes\\?|does a page ask", text)]
    assert not (site.output / "reflections/secrets").exists()


def test_search_engines_find_the_questions(site: Build) -> None:
    places = re.findall("<loc>https://smallsteps.example(/reflections/[^<]*)</loc>", site.page("/sitemap.xml"))

    assert places == ["/reflections/", "/reflections/numbers/", "/reflections/water/"]


def test_a_list_of_a_great_many_themes_stays_short(tmp_path) -> None:
    tags = [f"t{number:02}" for number in range(1, 16)]
    done = small_site(tmp_path, {"content/musings/one.md": file("One", asks("What?"), f"tags: [{', '.join(tags)}]")})

    led = re.findall(r'href="(/reflections/t\d\d/|/tags/)"', done.page("/reflections/"))
    assert led == [*(f"/reflections/{tag}/" for tag in tags[:12]), "/tags/"]
    assert done.page("/reflections/t15/")


def test_where_nothing_is_asked_there_is_no_library(tmp_path) -> None:
    done = small_site(tmp_path, {"content/musings/one.md": file("One", "Words.", "tags: [hills]")})

    assert done.status == 0
    assert not (done.output / "reflections").exists()
    assert "reflections" not in done.page("/sitemap.xml")


def test_a_prompt_without_a_question_leads_to_no_library(tmp_path) -> None:
    """The coach is told of it; the sitemap names no page that is not written."""
    empty = file("One", "Words.\n\n> [!reflect]\n\nMore words.", "tags: [hills]")
    done = small_site(tmp_path, {"content/musings/one.md": empty})

    assert done.status == 0, done.text
    assert not (done.output / "reflections").exists()
    assert "reflections" not in done.page("/sitemap.xml")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What <em>now</em>?", "What <em>now</em>?"),
        ('What does <a href="/x/">she</a> say?', "What does she say?"),
        ('What now?<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>', "What now?"),
        ("<p>What now?</p>\n<p>What then?</p>", "What now?<br>What then?"),
        ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "\none<br>two\n"),
        ("1 &lt; 2 &amp; <strong>3</strong>?", "1 &lt; 2 &amp; <strong>3</strong>?"),
    ],
)
def test_a_question_may_stand_within_a_link(question: str, words: str) -> None:
    """A link in a link, or a note's number twice on a page, is no HTML."""
    assert Question(Prompt("q-1", Markup(question), ""), None).words == words
