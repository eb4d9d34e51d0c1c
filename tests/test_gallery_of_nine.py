"""An album of nine photographs, the measure by which galleries were compared: what it shows, weighs and moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench import weight
from tests.building import ROOT, Build, build, write_site
from tests.saying import nothing
from tests.serving import serve
from tests.visiting import HALF_A_HUNDREDTH, PROBES

ADDRESS = "/albums/nine/"
PHONE = {"width": 390, "height": 844}
HEAVIEST_PAGE, HEAVIEST_PHOTO = 10_000, 20_000
ENTRY = "  - {{file: {name}, title: Number {number}, alt: Photograph {number} of a week on foot, caption: Seen once}}\n"


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site with an album of nine of the demonstration's photographs, upright ones among them."""
    files = sorted((ROOT / "content" / "albums").glob("t*/*.jpg"))[:9]
    entries = "".join(ENTRY.format(name=file.name, number=number) for number, file in enumerate(files, 1))
    album = f"---\ntitle: Nine\ndate: 2026-05-09\nphotos:\n{entries}---\n\nNine of them.\n"
    folder = tmp_path_factory.mktemp("nine")
    photographs = {f"content/albums/nine/{file.name}": file.read_bytes() for file in files}
    site = write_site(folder / "site", {"content/albums/nine/album.md": album, **photographs})
    done = build(folder / "output", source=site)
    assert done.status == 0 and len(photographs) == 9, done.text
    return done


@pytest.fixture(scope="module")
def host(nine: Build) -> Iterator[str]:
    with serve(nine.output) as address:
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_all_nine_are_shown(scripts: bool, browser: Browser, host: str) -> None:
    """With JavaScript off too; each leads to its own page."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(host + ADDRESS)
    pictures = page.locator(".gallery img")
    assert pictures.count() == 9
    for index in range(9):
        pictures.nth(index).scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth", arg=pictures.nth(index).element_handle()
        )
    for index, link in enumerate(page.locator(".gallery a").all(), 1):
        assert link.get_attribute("href") == f"{ADDRESS}number-{index}/"
    context.close()


def test_the_page_is_light(nine: Build) -> None:
    """HTML with its styles, every script and the dialog's own sheet, as they travel: under 10 kB."""
    html = nine.page(ADDRESS)
    parts = [nine.file(ADDRESS), *weight.scripts(nine.output, html), *nine.output.glob("assets/photo-gallery.*.css")]
    sizes = {part.name: weight.compressed(part.read_bytes()) for part in parts}
    print("\n", sizes)
    assert len(sizes) == 4, "the page, two scripts and a style sheet"
    assert sum(sizes.values()) < HEAVIEST_PAGE


@pytest.fixture(scope="module")
def phone(browser: Browser, host: str) -> Iterator[Page]:
    """The album on a phone, read to its end."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2)
    context.add_init_script(PROBES)
    page = context.new_page()
    page.goto(host + ADDRESS)
    page.evaluate("probes.settle()")
    yield page
    context.close()


def test_each_photo_is_light_on_a_phone(phone: Page, nine: Build, host: str) -> None:
    """What Chromium really takes for 390 px with two dots each: under 20 kB a photo."""
    sources = phone.eval_on_selector_all(".gallery img", "images => images.map(image => image.currentSrc)")
    sizes = {Path(name).name: nine.file(name.removeprefix(host)).stat().st_size for name in sources}
    print("\n", sizes)
    assert len(sizes) == 9
    nothing({name: size for name, size in sizes.items() if size >= HEAVIEST_PHOTO})


def test_nothing_moves_while_they_come(phone: Page) -> None:
    """Not by a pixel that could be seen; the font, which comes late, is measured with the other pages."""
    assert phone.evaluate("probes.layoutShift()") < HALF_A_HUNDREDTH


def test_the_first_is_fetched_at_once_and_the_others_when_they_are_near(phone: Page) -> None:
    told = phone.eval_on_selector_all(".gallery img", "all => all.map(one => [one.fetchPriority, one.loading])")
    assert told[0] == ["high", "auto"], "no lazy loading, that is"
    assert told[1:4] == [["auto", "auto"]] * 3, "a row of them is seen at once on a wide screen"
    assert set(map(tuple, told[4:])) == {("auto", "lazy")}
