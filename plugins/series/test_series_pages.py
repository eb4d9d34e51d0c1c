"""Series as a reader meets them: pages, feeds and neighbours of a site that was really built."""

from __future__ import annotations

import re
from pathlib import Path

import feedparser
import pytest

from tests.building import Build, build, small_site

ADDRESS = "https://smallsteps.example"


def musing(title: str, date: str, more: str = "series: Hills, walked") -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About {title}.\n{more}\n---\n\nThe words of {title}.\n"


def series(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\nsummary: About {title}.\n{more}\n---\n\nAn introduction with [home](/).\n"


SITE = {
    "content/series/hills.md": series("Hills, walked"),
    "content/series/empty.md": series("Nothing yet"),
    "content/series/whispers.md": series("Whispers", "status: hidden"),
    "content/series/unborn.md": series("Unborn", "status: draft"),
    "content/musings/before.md": musing("Before", "2026-01-01", ""),
    "content/musings/first.md": musing("First", "2026-01-02"),
    "content/musings/between.md": musing("Between", "2026-01-03", ""),
    "content/musings/last.md": musing("Last", "2026-01-04", "series: hills\npart: 3"),
    "content/musings/second.md": musing("Second", "2026-01-05"),
    "content/musings/after.md": musing("After", "2026-01-06", ""),
    "content/musings/wip.md": musing("Unfinished", "2026-01-03", "series: hills\nstatus: draft"),
    "content/musings/later.md": musing("Someday", "2999-01-01"),
    "content/musings/aside.md": musing("Asideways", "2026-01-04", "series: hills\nstatus: hidden"),
    "content/musings/hush.md": musing("Hush", "2026-01-07", "series: whispers"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """One small site with a series in every state."""
    done = small_site(tmp_path_factory.mktemp("series"), SITE)
    assert done.status == 0, done.text
    return done


def neighbours(site: Build, slug: str) -> str:
    """Where rel=prev and rel=next of a musing lead: "before > between"; "." where there is none."""
    page = site.page(f"/musings/{slug}/")
    found = []
    for rel in ("prev", "next"):
        links = [tag for tag in re.findall(r"<a\b[^>]*>", page) if re.search(rf'rel="?{rel}\b', tag)]
        assert len(links) <= 1
        found.append(re.sub(r'.*href="?/musings/([\w-]+)/.*', r"\1", links[0]) if links else ".")
    return " > ".join(found)


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("before", ". > first"),
        ("first", "before > second"),
        ("second", "first > last"),
        ("last", "second > after"),
        ("between", "first > last"),
        ("after", "second > hush"),
        ("hush", "after > ."),
    ],
)
def test_each_musing_leads_on(site: Build, slug: str, expected: str) -> None:
    """The reading order wins inside a series; outside it, and beyond its two ends, the date."""
    assert neighbours(site, slug) == expected


def test_each_part_says_which_it_is(site: Build) -> None:
    for number, slug in enumerate(["first", "second", "last"], 1):
        text = " ".join(re.sub("<[^>]+>", " ", site.page(f"/musings/{slug}/")).split())
        assert f"part {number} of 3" in text.lower()


def test_a_series_page_lists_its_parts_in_order(site: Build) -> None:
    page = site.page("/series/hills/")
    main = page[page.index("<main") :]
    listed = re.findall(r'href="?/musings/(first|second|last|aside|wip)/', main)
    assert list(dict.fromkeys(listed)) == ["first", "second", "last"]
    assert re.search(r'href="?/feeds/series/hills.atom.xml', page)


def test_the_list_names_series_with_something_to_read(site: Build) -> None:
    page = site.page("/series/")
    assert re.findall(r'href="?/series/([\w-]+)/', page[page.index("<main") :])[0] == "hills"
    for absent in ("Nothing yet", "Whispers", "Unborn"):
        assert absent not in page


def test_a_hidden_series_is_reached_only_by_its_address(site: Build) -> None:
    page = site.page("/series/whispers/")
    assert "/musings/hush/" in page
    assert re.search(r'name="?robots"? content="?noindex', page)
    assert "Whispers" not in site.page("/musings/hush/")
    assert "whispers" not in site.file("/sitemap.xml").read_text()


def test_drafts_and_scheduled_musings_leave_no_trace(site: Build) -> None:
    """No page, title or address, in no file of the published site."""
    for file in site.output.rglob("*"):
        for secret in ("wip", "Unfinished", "Someday", "later", "Unborn", "unborn"):
            assert secret not in file.name
            if file.suffix in (".html", ".xml", ".txt"):
                assert not re.search(rf"(/|>|About ){secret}\b", file.read_text()), f"{secret} in {file}"


def test_a_preview_orders_and_counts_as_the_published_site(site: Build) -> None:
    """A coach sees drafts in the preview, at their own addresses, and the series as readers will find it."""
    preview = build(site.output.parent / "preview", source=site.source, settings="pelicanconf.py")
    assert preview.status == 0, preview.text
    for slug in ("before", "first", "second", "last", "between", "after"):
        assert neighbours(preview, slug) == neighbours(site, slug)
    assert "Part" not in preview.page("/drafts/wip/")
    assert "An introduction" in preview.page("/drafts/series/unborn/")


def test_a_series_has_a_feed_of_its_own(site: Build) -> None:
    found = feedparser.parse(site.file("/feeds/series/hills.atom.xml").read_bytes())
    assert not found.bozo
    assert found.feed.title == "Hills, walked · Small Steps"
    assert found.feed.link == f"{ADDRESS}/series/hills/"
    assert [entry.title for entry in found.entries] == ["Second", "Last", "First"]
    assert found.feed.updated == "2026-01-05T00:00:00+00:00"


def test_a_series_without_parts_has_a_page_and_an_empty_feed(site: Build) -> None:
    """A coach may announce a series, and a reader subscribe to it, before its first part."""
    assert "An introduction" in site.page("/series/empty/")
    found = feedparser.parse(site.file("/feeds/series/empty.atom.xml").read_bytes())
    assert not found.bozo
    assert found.entries == []
    assert "series-empty" in site.text


def test_a_series_ends_with_the_invitation_it_names_and_else_with_none(tmp_path: Path) -> None:
    named = {"content/series/named.md": series("Named", "call_to_action: default")}
    done = small_site(tmp_path, {"content/series/plain.md": series("Plain"), **named})
    assert done.status == 0, done.text
    page = done.page("/series/named/")
    assert page.index("An introduction") < page.index("<h2>Shall we talk?</h2>")
    assert 'href="/contact/?reading=/series/named/"' in page
    assert "Shall we talk?" not in done.page("/series/plain/")


@pytest.mark.parametrize(
    "files",
    [
        {"content/series/whispers.md": series("Whispers", "status: hidden")},
        {"content/series/early.md": series("Early")},
        {
            "content/series/early.md": series("Early"),
            "content/musings/wip.md": musing("Unfinished", "2026-01-03", "series: early\nstatus: draft"),
        },
    ],
    ids=["only a hidden series", "only a series without a part", "only a series whose part is a draft"],
)
def test_there_is_no_list_of_series_while_it_would_be_empty(tmp_path: Path, files: dict[str, str]) -> None:
    """An empty page in the sitemap wastes a reader's visit; nothing may lead to the page that is not there."""
    done = small_site(tmp_path, files)
    assert done.status == 0, done.text
    assert not done.file("/series/").exists()
    assert f"{ADDRESS}/series/</loc>" not in done.page("/sitemap.xml")
    for page in done.output.rglob("*.html"):
        assert not re.search(r'href="?/series/["> ]', page.read_text()), page


def test_a_link_to_a_list_of_series_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    files = {"content/series/early.md": series("Early").replace("[home](/)", "[all series](/series/)")}
    done = small_site(tmp_path, files)
    assert done.status == 1
    assert "content/series/early.md, line 7" in done.text and "link-broken" in done.text


def test_an_unknown_series_stops_the_build(tmp_path: Path) -> None:
    done = small_site(tmp_path, {**SITE, "content/musings/odd.md": musing("Odd", "2026-02-01", "series: Hils")})
    assert done.status == 1
    assert "content/musings/odd.md, line 5" in done.text
    assert "series-unknown" in done.text
    assert not done.output.exists()


def test_a_long_list_of_series_is_turned_page_by_page(tmp_path: Path) -> None:
    """No page grows with the site."""
    files = {f"content/series/s{number:02}.md": series(f"Series {number:02}") for number in range(13)}
    parts = {
        f"content/musings/m{number:02}.md": musing(f"M {number}", "2026-01-01", f"series: s{number:02}")
        for number in range(13)
    }
    done = small_site(tmp_path, files | parts)
    assert done.status == 0, done.text
    listed = [
        dict.fromkeys(re.findall(r'href="?/series/(s\d\d)/', done.page(page)))
        for page in ("/series/", "/series/page/2/")
    ]
    assert [list(page) for page in listed] == [[f"s{n:02}" for n in range(12)], ["s12"]]
