"""Promises that each page of the built site keeps, read from its HTML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

from tests.building import ADDRESS, Build
from tests.pages import Page, text_of
from tests.saying import nothing

UNFINISHED = (
    "[!",
    "{{",
    "{%",
    "{#",
    "\ue000",
    "{filename}",
    "{static}",
    "{attach}",
    "<built-in",
    "Undefined",
)


def read(pages: Iterable[Page]) -> list[Page]:
    """The pages that somebody reads: all but those that only send on."""
    return [page for page in pages if not page.is_redirect]


def faults(pages: Iterable[Page], wrong: Callable[[Page], object]) -> dict[str, object]:
    """What is wrong on which page; {} is what a test wants."""
    return {page.address: found for page in pages if (found := wrong(page))}


def test_the_site_has_its_pages(pages: list[Page]) -> None:
    """A build that loses a whole kind of page passes every test that loops over pages: so the kinds are named here."""
    addresses = {page.address for page in pages}
    wanted = {
        "/",
        "/musings/",
        "/series/",
        "/tags/",
        "/albums/",
        "/reflections/",
        "/notebook/",
        "/contact/",
        "/contact/thanks/",
        "/404.html",
    }
    assert not wanted - addresses
    for kind in ("musings", "series", "tags", "albums"):
        assert any(re.match(rf"/{kind}/[^/]+/$", address) for address in addresses), f"no page of the kind {kind}"


def test_each_page_has_one_h1_and_says_its_language(pages: list[Page]) -> None:
    """A screen reader's user finds the start of a page by its h1, and hears it in the right voice by its language."""
    nothing(faults(read(pages), lambda page: len(page.every("h1")) != 1 or not text_of(page.every("h1")[0])))
    nothing(faults(pages, lambda page: page.tree.get("lang") != "en-GB"))


def test_headings_do_not_skip_a_level(pages: list[Page]) -> None:
    """Many blind readers walk a page by its headings: a gap looks like something they missed."""

    def gaps(page: Page) -> list[str]:
        levels = [(int(e.tag[1]), text_of(e)) for e in page.tree.iter() if re.fullmatch("h[1-6]", str(e.tag))]
        return [text for (before, _), (after, text) in pairwise(levels) if after > before + 1]

    nothing(faults(read(pages), gaps))


def test_titles_descriptions_and_canonicals_are_unique(pages: list[Page]) -> None:
    """Two pages with one title are one page in a list of tabs, bookmarks or search results."""
    listed = [page for page in pages if page.is_listed]
    for name, value in {
        "title": lambda page: page.title,
        "description": lambda page: page.meta("description"),
        "canonical": lambda page: page.link("canonical"),
    }.items():
        values = {page.address: value(page) for page in listed}
        nothing([address for address, found in values.items() if not found.strip()], f"without a {name}")
        twice = {found for found, count in Counter(values.values()).items() if count > 1}
        nothing({address: found for address, found in values.items() if found in twice}, f"the same {name}")
    nothing(faults(read(pages), lambda page: not (page.title and page.meta("description"))))


def test_each_canonical_is_the_pages_own_address(pages: list[Page]) -> None:
    """A canonical that names another page takes the page out of every search engine."""
    nothing(
        faults(
            [page for page in pages if page.is_listed],
            lambda page: page.link("canonical") != ADDRESS + page.address,
        )
    )


def test_each_page_can_be_shared(pages: list[Page]) -> None:
    """Most readers arrive from a shared link: its card needs a title, a sentence, a picture and the picture's words."""
    needed = ("og:title", "og:description", "og:image", "og:image:alt", "og:url", "og:type")

    def missing(page: Page) -> list[str]:
        gaps = [name for name in needed if not page.meta(name).strip()]
        return gaps + [name for name in ("og:url", "og:image") if not page.meta(name).startswith(ADDRESS + "/")]

    nothing(faults([page for page in pages if page.is_listed], missing))


def test_each_page_names_the_feed_and_the_icon(pages: list[Page]) -> None:
    """A feed reader looks for the feed on whatever page its user pastes."""

    def missing(page: Page) -> bool:
        feeds = [link for link in page.every("link", type="application/atom+xml") if link.get("rel") == "alternate"]
        return not feeds or not page.link("icon")

    nothing(faults([page for page in pages if page.is_listed], missing))


def test_each_picture_has_words_and_a_size(pages: list[Page]) -> None:
    """Without its size a picture pushes the text away while it loads; without alt it is silent."""

    def wrong(page: Page) -> list[str]:
        return [
            image.get("src", "?")
            for image in page.every("img")
            if image.get("alt") is None
            or not all(re.fullmatch("[1-9][0-9]*", image.get(side, "")) for side in ("width", "height"))
        ]

    nothing(faults(pages, wrong))
    assert any(page.every("img") for page in pages)


def test_the_room_for_a_picture_is_told_in_words_that_safari_knows(pages: list[Page]) -> None:
    """WebKit drops an entry of `sizes` with min(), max() or clamp() in it, and loads a picture for the whole screen."""

    def unknown(page: Page) -> list[str]:
        told = [picture.get("sizes", "") for name in ("img", "source") for picture in page.every(name)]
        return [sizes for sizes in told if re.search(r"\b(min|max|clamp)\(", sizes)]

    nothing(faults(pages, unknown))
    assert any(image.get("sizes") for page in pages for image in page.every("img"))


def test_links_are_underlined_in_safari(site: Build) -> None:
    """Of `text-decoration` WebKit knows the line alone: with a thickness or a colour beside it, nothing is drawn."""
    sheets = [*site.output.rglob("*.css"), *site.output.rglob("*.html")]
    told = {file: re.findall(r"text-decoration:([^;}]*)", file.read_text(encoding="utf-8")) for file in sheets}
    nothing(
        {file.name: more for file, values in told.items() if (more := [each for each in values if " " in each.strip()])}
    )
    assert any(told.values())


def test_nothing_unfinished_is_printed(pages: list[Page]) -> None:
    """A template's braces, an unknown callout or an unfilled address on a page is a mistake that got through.

    Text in <code> is left out: a musing may well show what a coach types.
    """

    def stray(page: Page) -> list[str]:
        prose = re.sub(r"<(code|script|style)\b.*?</\1>", "", page.text, flags=re.S)
        return [mark for mark in UNFINISHED if mark in prose]

    nothing(faults(pages, stray))


def test_each_musing_has_one_blogposting(musings: list[Page]) -> None:
    """Search engines take a musing's title, date and author from its JSON-LD, if there is just one."""

    def wrong(page: Page) -> list[str]:
        posts = [thing for thing in page.structured if thing.get("@type") == "BlogPosting"]
        if len(posts) != 1:
            return [f"{len(posts)} BlogPostings"]
        needed = ["headline", "datePublished", "author", "description", *(["image"] if page.meta("og:image") else [])]
        gaps = [name for name in needed if not posts[0].get(name)]
        same = posts[0].get("headline") == text_of(page.every("h1")[0])
        return gaps + ([] if same else ["the headline is not the h1"])

    nothing(faults(musings, wrong))


def test_a_series_is_read_in_order(pages: list[Page]) -> None:
    """Within a series each musing says which part it is and leads to the part before and after it."""
    by_address = {page.address: page for page in pages}
    tried = 0
    for page in pages:
        if not re.fullmatch(r"/series/[^/]+/", page.address):
            continue
        order = [link.get("href", "") for main in page.every("main") for link in main.iter("a")]
        parts = list(dict.fromkeys(a for a in order if a in by_address and by_address[a].is_musing))
        for number, address in enumerate(parts, start=1):
            part = by_address[address]
            assert f"part {number} of {len(parts)}" in part.main.lower(), f"{address} does not say its part"
            if number > 1:
                assert leads(part, "prev") == parts[number - 2]
            if number < len(parts):
                assert leads(part, "next") == parts[number]
            tried += 1
    assert tried >= 3, "the demonstration site has a series of three"


def leads(page: Page, rel: str) -> str:
    """Where the page's link to its neighbour goes."""
    found = [link.get("href", "") for link in page.every("a") if rel in link.get("rel", "").split()]
    return found[0] if found else ""


def test_each_musing_has_a_neighbour(musings: list[Page]) -> None:
    """No musing is a dead end."""
    nothing(faults(musings, lambda page: not (leads(page, "prev") or leads(page, "next"))))


def test_the_not_found_page_is_kept_out_of_search_engines(site: Build, pages: list[Page]) -> None:
    """A 404 page must not itself be found, and must offer a way on."""
    page = next(page for page in pages if page.address == "/404.html")
    assert "noindex" in page.meta("robots")
    assert [link for main in page.every("main") for link in main.iter("a") if link.get("href", "").startswith("/")]
