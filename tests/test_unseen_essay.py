"""An essay that nobody built the site for: everything that Markdown has, two languages, long words, all three blocks.

The demonstration's own musings are what the theme was looked at with; this one asks whether it holds for the next.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests import test_every_page as each_page
from tests import test_policy as policy
from tests.building import Build, small_site
from tests.pages import Page, read_pages, text_of
from tests.saying import nothing
from tests.serving import serve
from tests.test_links import Site, all_named, goes_straight
from tests.test_nu import what_nu_says_of_pages
from tests.visiting import visit_all

NEIGHBOUR = """\
---
title: Its Neighbour
date: 2025-10-01
summary: The essay next door.
tags: [Réflexion]
---

Before it.

## The middle of it

After it.
"""
ALBUM = """\
---
title: Nobody's Album
date: 2025-10-02
photos:
  - file: first.jpg
    alt: Grey from the left.
    caption: It's the first.
  - file: second.jpg
    alt: Grey from above.
---

Two drawings.
"""

ONE_LINE = 0.02


def drawing(turned: int) -> bytes:
    """A grey drawing, quick to encode."""
    file = io.BytesIO()
    Image.linear_gradient("L").rotate(turned).resize((640, 480)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(scope="module")
def essay_site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site with the essay, its neighbour and an album."""
    done = small_site(
        tmp_path_factory.mktemp("essay"),
        {
            "content/musings/unseen.md": (Path(__file__).parent / "unseen_essay.md").read_text(encoding="utf-8"),
            "content/musings/its-neighbour.md": NEIGHBOUR,
            "content/musings/doorway.jpg": drawing(90),
            "content/musings/window.jpg": drawing(180),
            "content/albums/nobodys-album/album.md": ALBUM,
            "content/albums/nobodys-album/first.jpg": drawing(90),
            "content/albums/nobodys-album/second.jpg": drawing(0),
        },
    )
    if done.status:
        pytest.fail(f"The essay was not built:\n{done.text}", pytrace=False)
    return done


@pytest.fixture(scope="module")
def essay_pages(essay_site: Build) -> list[Page]:
    """Every page of the small site."""
    return read_pages(essay_site.output)


@pytest.fixture(scope="module")
def essay(essay_pages: list[Page]) -> Page:
    """The page of the essay."""
    return next(page for page in essay_pages if page.address == "/musings/unseen/")


def test_it_is_built_without_a_word(essay_site: Build) -> None:
    """Nothing in it is a mistake, not even a small one."""
    assert "content/" not in essay_site.text, essay_site.text
    assert "Traceback" not in essay_site.text


def test_it_keeps_the_promises_of_each_page(essay_pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same tests as for the demonstration site, on these pages."""
    monkeypatch.setattr(each_page, "ADDRESS", "https://smallsteps.example")
    each_page.test_each_page_has_one_h1_and_says_its_language(essay_pages)
    each_page.test_headings_do_not_skip_a_level(essay_pages)
    each_page.test_titles_descriptions_and_canonicals_are_unique(essay_pages)
    each_page.test_each_canonical_is_the_pages_own_address(essay_pages)
    each_page.test_each_picture_has_words_and_a_size(essay_pages)
    policy.test_the_policy_stands_directly_after_the_charset(essay_pages)
    policy.test_the_policy_allows_only_the_sites_own_files(essay_pages)
    policy.test_the_policy_names_just_the_inline_style_and_script(essay_pages)
    policy.test_no_page_has_style_attributes_or_handlers(essay_pages)
    policy.test_no_page_loads_anything_from_another_host(essay_pages)
    each_page.test_each_musing_has_one_blogposting([page for page in essay_pages if page.is_musing])


def test_no_link_of_it_is_broken(essay_site: Build, essay_pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> None:
    """Its headings, footnotes and files are where its links go; its old addresses lead to it."""
    monkeypatch.setattr("tests.test_links.ADDRESS", "https://smallsteps.example")
    whole = Site(essay_site, essay_pages)
    for page in essay_pages:
        assert not whole.faults(all_named(page), page.address), page.address
    redirects = [page for page in essay_pages if page.is_redirect]
    assert [page.address for page in redirects] == ["/blog/2019/10/unseen/", "/old.html"]
    goes_straight(redirects, essay_pages)


def test_nu_finds_nothing_in_it(essay_site: Build, essay_pages: list[Page]) -> None:
    """Whatever Markdown makes of it is valid."""
    nothing(what_nu_says_of_pages(essay_site.output, essay_pages))


def test_the_browser_finds_nothing_in_it(browser: Browser, essay_site: Build, axe: Path) -> None:
    """Long words, a wide table, code and right-to-left text fit a phone; axe finds nothing, nothing shifts.

    The stand-in font is as wide as ours on the whole, not word for word: of words that nobody has seen, one line
    more or less above the picture is allowed until the typeface has arrived. The site's own pages have 0.00.
    """
    with serve(essay_site.output, fonts_after_s=0.1) as host:
        addresses = ["/musings/unseen/", "/albums/nobodys-album/", "/tags/"]
        visits = visit_all(browser, host, addresses, axe.read_text(encoding="utf-8"))
    for visit in visits:
        visit.shift = {width: shift for width, shift in visit.shift.items() if shift > ONE_LINE}
        nothing(visit.all_faults(), visit.address)


def test_its_words_are_as_they_were_typed(essay: Page) -> None:
    """Typographic quotes in prose, none in code; every kind of text arrives."""
    for words in (
        "It’s ten o’clock in the café, and the clock says “later”.",
        "says ‘wait’,",
        '"straight" -- like this',
        "Pages 10–12",
        "🏔️ 👟",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "الطريق يصنعه المشي",
        "{{ not_a_variable }} {% not a tag %}",
        "© 2025",
        "What would you hear if the clock were right?",
        "Did you know? It’s over",
    ):
        assert words in essay.main, words
    assert 'return "<later>" if now < 12 else "&amp;"' in essay.main
    assert text_of(essay.every("h1")[0]) == "Unseen: what the café’s clock said — “later”"


def test_its_blocks_are_drawn(essay: Page) -> None:
    """Two questions, an invitation, a figure, three galleries, a table with aligned columns, notes that lead back."""
    assert len([e for e in essay.tree.iter() if "prompt" in e.get("class", "").split()]) == 2
    galleries = [e for e in essay.tree.iter() if "gallery" in e.get("class", "").split()]
    assert [len([*gallery.iter("img")]) for gallery in galleries] == [2, 2, 1]
    assert [text_of(caption) for caption in essay.every("figcaption")][:2] == [
        "It’s nobody’s door.",
        "A caption with *no* emphasis & an ampersand",
    ]
    assert len({cell.get("class") for cell in essay.every("td")}) == 4
    back = [link for link in essay.every("a") if link.get("href", "").startswith("#fnref")]
    assert len(back) == 3
    assert any(quotation.find(".//blockquote") is not None for quotation in essay.every("blockquote"))
