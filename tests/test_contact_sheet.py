"""A gallery on its page: calm rows on every screen, and on paper a contact sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.visiting import new_context

ALBUM = "/albums/hill-session/"
PHOTOS = 6
SHARE = "A caption that takes a while to read, and then some more of it, and a little more than that."
ROWS = """() => {
    const rows = new Map();
    for (const picture of document.querySelectorAll('.gallery img')) {
        const box = picture.getBoundingClientRect();
        const row = rows.get(Math.round(box.top)) ?? rows.set(Math.round(box.top), []).get(Math.round(box.top));
        row.push([box.left, box.width, box.height]);
    }
    return [...rows.values()];
}"""
LANDSCAPES = "document.querySelectorAll('.gallery li:not(.r16)').forEach(item => item.remove())"
KEEP = "count => document.querySelectorAll('.gallery li').forEach((item, index) => index < count || item.remove())"


@pytest.fixture
def page(browser: Browser, host: str) -> Iterator[Page]:
    """Six landscapes of the demonstration's album, on a desk."""
    context = new_context(browser, host)
    tab = context.new_page()
    tab.goto(ALBUM)
    tab.evaluate(LANDSCAPES)
    tab.evaluate(KEEP, PHOTOS)
    yield tab
    context.close()


def rows_at(page: Page, width: int) -> list[list[tuple[float, float, float]]]:
    """The pictures of each row, from left to right as they come: left edge, width and height in px."""
    page.set_viewport_size({"width": width, "height": 800})
    rows: list[list[tuple[float, float, float]]] = page.evaluate(ROWS)
    return rows


@pytest.mark.parametrize("width", [320, 360, 390, 430])
def test_two_landscapes_share_a_row_on_a_phone(page: Page, width: int) -> None:
    rows = rows_at(page, width)
    assert [len(row) for row in rows] == [2, 2, 2]
    assert all(row[0][0] < row[1][0] for row in rows), "in their order"


@pytest.mark.parametrize("width", [390, 844, 1280, 1920])
def test_a_row_has_one_height_and_fills_its_width(page: Page, width: int) -> None:
    """And a picture keeps its shape: four to three."""
    for row in rows_at(page, width)[:-1]:
        assert max(height for _, _, height in row) - min(height for _, _, height in row) < 1
        assert row[0][0] + row[-1][0] + row[-1][1] == pytest.approx(page.evaluate("innerWidth"), abs=2)
        assert all(wide / high == pytest.approx(4 / 3, rel=0.01) for _, wide, high in row)


@pytest.mark.parametrize(("width", "count"), [(390, 5), (1280, 4), (1280, 5), (1920, 5)])
def test_a_last_row_that_is_far_from_full_is_not_stretched(page: Page, width: int, count: int) -> None:
    page.evaluate(KEEP, count)
    *full, last = rows_at(page, width)
    assert full
    assert last[0][2] <= full[0][0][2] * 1.01


def test_a_thumbnail_with_the_focus_shows_it(page: Page) -> None:
    page.locator(".gallery a").first.focus()
    page.keyboard.press("Tab")
    link = page.locator(".gallery a").nth(1)
    assert "solid 2px" in link.evaluate("link => getComputedStyle(link).outline")
    box, picture = link.bounding_box(), link.locator("img").bounding_box()
    assert box and picture and box["height"] >= picture["height"]


def test_paper_gets_every_picture_and_every_word(page: Page) -> None:
    """Also those that were too far down to be loaded yet, sharp enough for paper."""
    page.set_viewport_size({"width": 800, "height": 300})
    paper = page.pdf(format="A4")
    widths = re.findall(rb"/Subtype /Image\s+/Width (\d+)", paper)
    assert len(widths) == PHOTOS
    assert min(map(int, widths)) >= 480
    page.evaluate("words => document.querySelector('.gallery figcaption').append(words)", SHARE)
    cut = "all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length"
    for media in ("print", "screen"):
        page.emulate_media(media=media)
        assert page.eval_on_selector_all(".gallery figcaption", cut) == 0


def test_paper_is_a_contact_sheet(page: Page) -> None:
    """Four in a row, each whole in a box of the same size, whatever its shape; none is parted from its words."""
    page.emulate_media(media="print")
    page.evaluate("document.querySelector('.gallery li').className = 'r6'")
    rows = rows_at(page, 720)
    assert [len(row) for row in rows] == [4, 2]
    assert len({(round(wide), round(high)) for row in rows for _, wide, high in row}) == 1
    assert page.eval_on_selector(".gallery img", "picture => getComputedStyle(picture).objectFit") == "contain"
    assert page.eval_on_selector(".gallery li", "item => getComputedStyle(item).breakInside") == "avoid"


@pytest.mark.parametrize("format", ["A4", "Letter"])
def test_a_day_fits_on_one_sheet(format: str, page: Page) -> None:
    """Title, words and eight photographs with their captions."""
    page.reload()
    edges = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
    paper = page.pdf(format=format, margin=edges)
    assert len(re.findall(rb"/Subtype /Image\s+/Width", paper)) == 8
    assert len(re.findall(rb"/Type /Page\b", paper)) == 1


def test_the_dialog_is_not_printed(page: Page) -> None:
    page.locator(".gallery a").first.click()
    page.locator(".lightbox[open]").wait_for()
    page.emulate_media(media="print")
    assert page.evaluate("probes.visible('.lightbox')") == []
    assert len(page.evaluate("probes.visible('.gallery img')")) == PHOTOS
