"""Every address that the built site names leads to something in it: links, pictures, anchors, feeds, the map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest

from tests.building import ADDRESS, Build
from tests.pages import Page, text_of
from tests.saying import nothing

ADDRESSES = ("href", "src", "poster", "data", "xlink:href")
SETS = ("srcset", "imagesrcset")
ELSEWHERE = ("http", "https", "mailto", "tel")
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def named_by(element: ElementTree.Element) -> Iterator[str]:
    """The addresses that an element names: a link's, a picture's, each of a srcset."""
    for name in ADDRESSES:
        if name in element.keys():  # noqa: SIM118 (an Element is not a dict)
            yield element.get(name, "")
    for name in SETS:
        yield from (candidate.split()[0] for candidate in element.get(name, "").split(",") if candidate.strip())
    if element.tag == "meta" and element.get("property", "") in ("og:image", "og:url"):
        yield element.get("content", "")
    if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
        yield element.get("content", "").partition("=")[2].strip("'\" ")
    if element.tag == "form" and element.get("method", "get").lower() == "get":
        yield element.get("action", "")


def all_named(page: Page) -> set[str]:
    """Every address on a page, in its markup, its styles and its structured data."""
    found = {address.strip() for element in page.tree.iter() for address in named_by(element)}
    for style in page.every("style"):
        found |= set(re.findall(r"""url\(\s*["']?([^"')]+)""", "".join(style.itertext())))
    for thing in page.structured:
        found |= set(re.findall(rf"{re.escape(ADDRESS)}[^\"'\\ ]*", str(thing)))
    return found


class Site:
    """Knows what a host would answer to an address of the built site."""

    def __init__(self, build: Build, pages: Iterable[Page]) -> None:
        self.build = build
        self.pages = {page.address: page for page in pages}
        self.ids = cache(lambda address: set(self.pages[address].ids))

    def fault(self, address: str, on: str) -> str:
        """What is wrong with an address that stands on the page `on`; "" when it is sound."""
        parts = urlsplit(urljoin(ADDRESS + on, address))
        if not address:
            return "empty"
        if f"{parts.scheme}://{parts.netloc}" != ADDRESS:
            return "" if parts.scheme in ELSEWHERE else f"a scheme of its own: {parts.scheme}"
        if not self.file(unquote(parts.path)):
            return "nothing there"
        target, fragment = unquote(parts.path), unquote(parts.fragment)
        if not fragment or fragment.startswith(":~:") or target not in self.pages:
            return ""
        return "" if fragment in self.ids(target) else f"no #{fragment} on {target}"

    def file(self, path: str) -> Path | None:
        """The file at a path, exactly as written: a host need not add a missing slash or mend capitals."""
        file = self.build.file(path)
        return file if file.is_file() else None

    def faults(self, addresses: Iterable[str], on: str) -> dict[str, str]:
        """The unsound ones of the addresses on one page."""
        return {address: found for address in sorted(addresses) if (found := self.fault(address, on))}


@pytest.fixture(scope="module")
def whole(site: Build, pages: list[Page]) -> Site:
    return Site(site, pages)


@pytest.fixture(scope="module")
def feeds(site: Build) -> dict[str, feedparser.FeedParserDict]:
    """Every feed of the site, as a feed reader understands it."""
    files = sorted((site.output / "feeds").rglob("*.xml"))
    assert files, "the site has no feed"
    return {file.relative_to(site.output).as_posix(): feedparser.parse(file.read_bytes()) for file in files}


def test_no_link_is_broken(whole: Site, pages: list[Page]) -> None:
    """A reader who follows a link arrives, at the very heading if the link names one."""
    broken = {page.address: found for page in pages if (found := whole.faults(all_named(page), page.address))}
    nothing(broken)
    assert sum(len(all_named(page)) for page in pages) > 10 * len(pages), "the search for links finds next to none"


def test_a_broken_link_would_be_found(whole: Site) -> None:
    """The crawler itself is tried: what is not there, or not quite, is a fault."""
    assert whole.faults(
        ["/musings/no-such-musing/", "/musings", "/#no-such-place", "javascript:void(0)", ""], "/"
    ).keys() == {
        "/musings/no-such-musing/",
        "/musings",
        "/#no-such-place",
        "javascript:void(0)",
        "",
    }
    nothing(whole.faults(["/musings/", "https://example.org/", "mailto:a@example.org", "#:~:text=walk"], "/"))


def test_every_module_a_script_names_is_there(whole: Site, site: Build) -> None:
    """A script that imports a missing module does nothing at all, and says so only in the console."""
    imports = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([./][^"']+)["']""")
    scripts = list(site.output.rglob("*.js"))
    broken = {
        script.name: found
        for script in scripts
        if (
            found := whole.faults(
                imports.findall(script.read_text(encoding="utf-8")),
                "/" + script.relative_to(site.output).as_posix(),
            )
        )
    }
    assert scripts
    nothing(broken)


def test_every_published_file_is_named_by_something(site: Build, pages: list[Page]) -> None:
    """A font, script or photograph that nothing names is weight on the host, or a page that lost it.

    A photograph's renditions share one fingerprint; it is enough that one of them is named.
    """
    texts = [page.text for page in pages]
    texts += [file.read_text(encoding="utf-8") for kind in ("*.js", "*.xml") for file in site.output.rglob(kind)]
    named = set(re.findall(r"[\w-]+\.[0-9a-f]{10}\.\w+|[\w-]+-[0-9a-f]{10}", "\n".join(texts)))
    files = [file.name for part in ("assets", "photos") for file in (site.output / part).rglob("*") if file.is_file()]
    assert len(files) > 10
    # A photo's largest rendition is found by its width, and a script's own style sheet by the script's name.
    known = {name: {name, re.sub(r"(-[0-9a-f]{10})-.*", r"\1", name), re.sub(r"css$", "js", name)} for name in files}
    nothing(name for name in files if not known[name] & named)


def test_the_map_lists_each_page_once(site: Build, pages: list[Page]) -> None:
    """The sitemap is the search engines' list: every page that may be found, nothing else, nothing twice."""
    listed = [place.text or "" for place in ElementTree.parse(site.file("/sitemap.xml")).iter(f"{MAP}loc")]
    assert len(listed) == len(set(listed))
    assert set(listed) == {ADDRESS + page.address for page in pages if page.is_listed}


def test_robots_name_the_map(site: Build) -> None:
    """A search engine finds the map through robots.txt, and nothing there shuts it out."""
    lines = site.file("/robots.txt").read_text(encoding="utf-8").splitlines()
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_every_feed_is_sound(feeds: dict[str, feedparser.FeedParserDict]) -> None:
    """A feed that a reader's program cannot parse simply falls silent."""
    nothing({name: str(feed.bozo_exception) for name, feed in feeds.items() if feed.bozo})
    for name, feed in feeds.items():
        assert feed.version == "atom10", name
        assert feed.feed.title and feed.feed.id and feed.feed.updated_parsed, name
        assert feed.feed.get("language") or feed.feed.get("xml_lang") or "xml:lang" in str(feed.feed), name
        own = [link.href for link in feed.feed.links if link.rel == "self"]
        assert own == [f"{ADDRESS}/{name}"], name
        assert feed.entries, name
        assert len({entry.id for entry in feed.entries}) == len(feed.entries), name
        nothing([entry.link for entry in feed.entries if not (entry.title and entry.updated_parsed)], name)


def test_no_feed_names_something_that_is_not_there(whole: Site, feeds: dict[str, feedparser.FeedParserDict]) -> None:
    """A feed is read far from the site: each address in it is whole, and leads to something."""
    for name, feed in feeds.items():
        for entry in feed.entries:
            fragment = html5lib.parseFragment(entry.content[0].value, namespaceHTMLElements=False)
            named = [entry.link] + [address for element in fragment.iter() for address in named_by(element)]
            nothing([a for a in named if not re.match("(https?|mailto|tel):", a)], f"{name}: {entry.link}")
            assert not whole.faults(named, "/"), f"{name}: {entry.link}"
            assert "\ue000" not in entry.content[0].value, f"{name}: {entry.link}"


def test_the_feed_has_every_musing_in_full(musings: list[Page], feeds: dict[str, feedparser.FeedParserDict]) -> None:
    """Who reads in a feed reader reads all of it: every paragraph of the musing's own text is in the feed."""
    entries = {entry.link: entry for entry in feeds["feeds/musings.atom.xml"].entries}
    for page in (page for page in musings if page.is_listed):
        entry = entries[ADDRESS + page.address]
        told = text_of(html5lib.parse(entry.content[0].value, namespaceHTMLElements=False))
        paragraphs = [text_of(p) for words in page.every("div", **{"class": "prose"}) for p in words.iter("p")]
        assert len(paragraphs) > 5, page.address
        nothing([text for text in paragraphs if text not in told], f"{page.address} is cut short in the feed")


def test_each_series_has_its_feed(site: Build, pages: list[Page]) -> None:
    """Who follows one series is told of its parts and of nothing else."""
    for page in pages:
        if found := re.fullmatch(r"/series/([^/]+)/", page.address):
            feed = feedparser.parse(site.file(f"/feeds/series/{found[1]}.atom.xml").read_bytes())
            assert feed.entries
            named = {link.get("href", "") for main in page.every("main") for link in main.iter("a")}
            assert {urlsplit(entry.link).path for entry in feed.entries} <= named


def test_a_redirect_goes_straight_to_a_page(pages: list[Page]) -> None:
    """An old address leads to the new one in one step, and search engines are told which is the right one."""
    goes_straight([page for page in pages if page.is_redirect], pages)


def goes_straight(redirects: list[Page], pages: list[Page]) -> None:
    """Each of the redirects leads to a page that is none, by itself and by a link."""
    by_address = {page.address: page for page in pages}
    for page in redirects:
        refresh = next(meta for meta in page.every("meta") if meta.get("http-equiv", "").lower() == "refresh")
        target = refresh.get("content", "").partition("=")[2].strip("'\" ")
        assert not by_address[urlsplit(target).path].is_redirect
        assert page.link("canonical") == ADDRESS + urlsplit(target).path
        assert any(link.get("href") == target for link in page.every("a")), "for who has no automatic refresh"
