"""The feed of a site that was really built, read as a feed reader reads it."""

from __future__ import annotations

import re
from pathlib import Path

import feedparser
import html5lib
import pytest

from tests.building import Build, build, write_site

ADDRESS = "https://smallsteps.example/sub"
BODY = """\
First words.[^1] See [the other](other.md), [home](/) and [elsewhere](https://example.org/).

> [!reflect]
> What would you *leave* out,
> [here](other.md)?

- item

    > [!reflect] will {#step}
    > What first?
    >
    > Then rest.

| a | b |
|---|--:|
| 1 | 2 |

Some `<code>` & "quotes".

[^1]: A note.
"""


def musing(title: str, date: str, body: str = "Words.", more: str = "summary: A summary.") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{more}\n---\n\n{body}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site below a path, with more musings than a feed holds."""
    folder = tmp_path_factory.mktemp("feeds")
    files = {f"content/musings/m{n:02}.md": musing(f"M{n:02}", f"2025-01-{n:02}") for n in range(1, 25)}
    more = 'summary: About rich & rare.\nupdated: 2026-04-02 18:00\ntags: ["Being present", hills]'
    files["content/musings/rich.md"] = musing("Rich & <rare>", "2026-03-02 07:30", BODY, more)
    files["content/musings/other.md"] = musing("Other", "2026-03-01")
    files["content/musings/secret.md"] = musing("Secret", "2026-03-03", more="summary: S.\nstatus: draft")
    source = write_site(folder / "site", files)
    done = build(folder / "output", source=source, address=ADDRESS)
    assert done.status == 0, done.text
    return done


@pytest.fixture(scope="module")
def feed(site: Build) -> feedparser.FeedParserDict:
    """Its feed, as feedparser sees it."""
    found = feedparser.parse(site.file("/feeds/musings.atom.xml").read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_the_feed_says_whose_it_is(feed: feedparser.FeedParserDict) -> None:
    assert feed.feed.title == "Small Steps Coaching"
    assert feed.feed.subtitle == "A small practice that exists only in a test."
    assert feed.feed.author == "Ada Walker"
    assert feed.feed.id == f"{ADDRESS}/feeds/musings.atom.xml"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": f"{ADDRESS}/feeds/musings.atom.xml",
        "alternate": f"{ADDRESS}/",
    }


def test_the_feed_holds_the_newest_twenty(feed: feedparser.FeedParserDict) -> None:
    assert [entry.title for entry in feed.entries[:3]] == ["Rich & <rare>", "Other", "M24"]
    assert len(feed.entries) == 20


def test_the_feed_is_as_old_as_its_newest_change(feed: feedparser.FeedParserDict) -> None:
    """Never as old as the build: two builds of the same words are the same bytes."""
    assert feed.feed.updated == feed.entries[0].updated == "2026-04-02T18:00:00+01:00"
    assert feed.entries[0].published == "2026-03-02T07:30:00+00:00"


def test_an_entry_says_what_its_musing_says(feed: feedparser.FeedParserDict) -> None:
    entry = feed.entries[0]
    assert entry.id == entry.link == f"{ADDRESS}/musings/rich/"
    assert entry.title == "Rich & <rare>"
    assert entry.summary == "About rich & rare."
    assert {tag.term: tag.label for tag in entry.tags} == {
        "being-present": "Being present",
        "hills": "hills",
    }


def test_an_entry_holds_the_full_text(site: Build, feed: feedparser.FeedParserDict) -> None:
    (content,) = feed.entries[0].content
    assert content.type == "text/html"
    for words in ("First words.", "A note.", "What would you <em>leave</em> out", "&lt;code&gt;", "<table>"):
        assert words in content.value


def test_a_prompt_reads_as_a_question_set_apart(feed: feedparser.FeedParserDict) -> None:
    """A feed reader has no box to write in: it gets the question, and the way to where there is one."""
    body = html5lib.parseFragment(feed.entries[0].content[0].value, namespaceHTMLElements=False)
    one, two = body.iter("blockquote")
    said = [" ".join("".join(each.itertext()).split()) for each in (one, two)]
    assert said == [
        "A question to stop at What would you leave out, here? Think it through",
        "A question to stop at What first? Then rest. Think it through",
    ]
    assert next(link.get("href") for link in one.iter("a")) == f"{ADDRESS}/musings/other/"
    assert [link.get("href") for link in two.iter("a")] == [f"{ADDRESS}/musings/rich/#step"]
    tags = {each.tag for each in body.iter() if isinstance(each.tag, str)}
    assert not [tag for tag in tags if "-" in tag or tag in ("svg", "textarea", "label")]
    assert not [each for quotation in (one, two) for each in quotation.iter() if each.get("class") or each.get("id")]


def test_a_prompt_in_a_feed_leads_to_its_place_on_the_page(site: Build, feed: feedparser.FeedParserDict) -> None:
    body = html5lib.parseFragment(feed.entries[0].content[0].value, namespaceHTMLElements=False)
    leads = [a.get("href") for a in body.iter("a") if a.text == "Think it through"]
    page = html5lib.parse(site.file("/musings/rich/").read_text(), namespaceHTMLElements=False)
    places = {each.get("id") for each in page.iter()}
    assert len(leads) == 2
    assert {lead.partition("#")[2] for lead in leads} <= places


def test_every_address_leads_there_from_anywhere(site: Build) -> None:
    text = site.file("/feeds/musings.atom.xml").read_text()
    assert "\ue000" not in text
    leads = re.findall(r"(?:href|src)=&#34;(.*?)&#34;", text)
    assert f"{ADDRESS}/musings/other/" in leads
    assert f"{ADDRESS}/musings/rich/#fn:1" in leads
    assert f"{ADDRESS}/" in leads
    assert not [lead for lead in leads if not lead.startswith(("https://", "mailto:"))]


def test_nothing_in_an_entry_runs_or_is_filled_in(site: Build) -> None:
    """A feed reader shows words: what needs a script, a style or a form has no place in it."""
    text = site.file("/feeds/musings.atom.xml").read_text()
    for tag in ("script", "style", "template", "form", "input", "textarea", "button", "dialog"):
        assert f"&lt;{tag}" not in text
    assert not re.search(r"&lt;[^&]*\s(style|on\w+)=", text)


def test_drafts_are_not_in_the_feed(site: Build) -> None:
    assert "Secret" not in site.file("/feeds/musings.atom.xml").read_text()


def test_a_site_without_musings_is_built(tmp_path: Path) -> None:
    """The day a coach begins: the feed that every page names is there, valid and empty."""
    done = build(tmp_path / "output", source=write_site(tmp_path / "site"))
    assert done.status == 0, done.text
    found = feedparser.parse(done.file("/feeds/musings.atom.xml").read_bytes())
    assert not found.bozo
    assert found.entries == []
    assert found.feed.updated == "1970-01-01T00:00:00+00:00"
