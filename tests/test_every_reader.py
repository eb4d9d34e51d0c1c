"""The built site for those who read in their own way: by keyboard, without JavaScript, on paper, in other colours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.pages import Page as Built
from tests.saying import nothing
from tests.visiting import NARROW, PROBES, new_context

A_LONG_WALK = 150
SPACED_OUT = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-block-end: 2em !important }"
)


@pytest.fixture
def tab(browser: Browser, host: str) -> Iterator[Page]:
    """A fresh tab, with no memory, on a wide screen."""
    context = new_context(browser, host)
    yield context.new_page()
    context.close()


def test_an_unknown_address_gets_the_sites_own_page(tab: Page) -> None:
    """Who mistypes meets the practice, its styles and its way on, however deep the address was."""
    answer = tab.goto("/musings/no/such/musing/")
    assert answer and answer.status == 404
    assert tab.locator("main a").first.is_visible()
    assert tab.evaluate("document.styleSheets.length") == 1
    assert not tab.evaluate("probes.brokenPictures()")


def test_the_keyboard_walks_the_whole_page(browser: Browser, host: str, one_of_each: list[str]) -> None:
    """The first stop skips to the words; then every link and control is reached in turn, in view, and let go again."""
    context = new_context(browser, host)
    page = context.new_page()
    for address in one_of_each:
        page.goto(address)
        starts_at_the_top = page.evaluate("document.activeElement === document.body")
        page.keyboard.press("Tab")
        stop = page.evaluate("probes.focus()")
        if starts_at_the_top:  # and not at what went wrong with a form
            assert stop["href"].startswith("#"), f"{address}: the first stop is {stop['name']}"
        stops = 0
        while not stop["round"]:
            assert stop["inView"], f"{address}: {stop['name']} has the focus out of sight"
            stops += 1
            assert stops < A_LONG_WALK, f"{address}: the keyboard does not get out of the page"
            page.keyboard.press("Tab")
            stop = page.evaluate("probes.focus()")
        if starts_at_the_top:
            assert stops == page.evaluate("probes.stops()"), f"{address}: the keyboard does not reach everything"
    context.close()


def test_the_skip_link_arrives_in_main(tab: Page) -> None:
    """After the skip link the next stop is inside the words, not in the navigation again."""
    tab.goto("/musings/")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")


def test_every_word_is_there_without_javascript(browser: Browser, host: str, addresses: list[str]) -> None:
    """JavaScript adds and never carries: with it off, every heading, paragraph and picture of a page is seen."""
    context = browser.new_context(base_url=host, viewport=NARROW, java_script_enabled=False)
    page = context.new_page()
    faults = {}
    for address in addresses:
        page.goto(address)
        page.evaluate(PROBES)  # the test's own questions: nothing of the page runs
        found = page.evaluate("probes.unseenWords()")
        if found or not page.locator("main").inner_text().strip():
            faults[address] = found
    context.close()
    nothing(faults)


def test_no_page_needs_javascript_to_be_told_so(pages: list[Built]) -> None:
    """A page that is whole without JavaScript never asks for it."""
    nothing([page.address for page in pages if page.every("noscript") or "enable javascript" in page.text.lower()])


def test_the_scheme_follows_the_reader_and_the_switch_is_remembered(browser: Browser, host: str) -> None:
    """Light and dark by the reader's setting; one press of the switch turns it, on every page and after a reload."""
    context = new_context(browser, host, color_scheme="light")
    page = context.new_page()
    page.goto("/musings/")
    light = page.evaluate("probes.ground()")
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate("probes.ground()")
    assert dark != light
    page.emulate_media(color_scheme="light")
    switch(page, "probes.ground()", dark)
    page.reload()
    assert page.evaluate("probes.ground()") == dark
    page.goto("/contact/")
    assert page.evaluate("probes.ground()") == dark
    assert not context.cookies(), "what is remembered stays in the browser, and is never sent"
    context.close()


def test_the_remembered_scheme_is_there_before_the_first_paint(browser: Browser, host: str) -> None:
    """A dark page must not flash white: no script file has arrived yet, and the scheme is already right."""
    context = new_context(browser, host, color_scheme="light")
    page = context.new_page()
    page.goto("/musings/")
    switch(page, "probes.ground()", "")
    dark = page.evaluate("probes.ground()")
    context.route("**/*.js", lambda route: route.abort())
    page.goto("/")
    assert page.evaluate("probes.ground()") == dark
    context.close()


def switch(page: Page, ask: str, wanted: str) -> None:
    """Press the theme switch until the page answers as wanted: at most once round its choices."""
    before = page.evaluate(ask)
    for _ in range(3):
        page.locator("theme-switch button").first.click()
        after = page.evaluate(ask)
        if after == wanted or (not wanted and after != before):
            return
    pytest.fail(f"the theme switch leaves the page's ground at {after}")


def test_without_storage_the_page_still_works(browser: Browser, host: str) -> None:
    """Some in-app browsers forbid storage: the switch then works for this page, and nothing else breaks."""
    context = new_context(browser, host)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.goto("/musings/")
    switch(page, "probes.ground()", "")
    assert not said
    context.close()


def test_paper_has_the_words_and_lines_to_write_on(browser: Browser, host: str, musings: list[Built]) -> None:
    """A printed musing keeps its questions, with room to answer, and leaves the navigation on the screen."""
    context = new_context(browser, host)
    page = context.new_page()
    asked = 0
    for musing in musings:
        page.goto(musing.address)
        page.emulate_media(media="print")
        assert not page.evaluate("probes.visible('nav a, theme-switch')"), musing.address
        assert not page.evaluate("probes.unseenWords('.prompt-foot *')"), musing.address
        assert page.evaluate("probes.ground()") in ("none", "rgb(255, 255, 255)"), musing.address
        for prompt in page.locator("main .prompt").all():
            box = prompt.bounding_box()
            question = prompt.locator(".prompt-question").bounding_box()
            assert box and question and box["height"] - question["height"] > 120, f"{musing.address}: no room to write"
            asked += 1
    context.close()
    assert asked >= 3, "the demonstration's musings ask questions"


def test_forced_colours_leave_every_control_recognisable(browser: Browser, host: str, one_of_each: list[str]) -> None:
    """High contrast takes grounds and shadows away: a button then needs a border, and the focus an outline."""
    context = new_context(browser, host)
    page = context.new_page()
    faults = {}
    buttons = 0
    for address in one_of_each:
        page.emulate_media(forced_colors="none")
        page.goto(address)
        buttons += page.evaluate("probes.rememberGrounds()")
        page.emulate_media(forced_colors="active")
        page.keyboard.press("Tab")
        found = page.evaluate("probes.unseenFocus()") + page.evaluate("probes.unseenWords()")
        found += page.evaluate("probes.shapeless()")
        if found:
            faults[address] = found
    context.close()
    nothing(faults)
    assert buttons, "the invitation at the least has a button"


def test_larger_letters_reach_nothing_sideways(browser: Browser, host: str, one_of_each: list[str]) -> None:
    """Who sets their browser's letters to twice the size still reads without scrolling sideways (WCAG 1.4.4)."""
    context = new_context(browser, host, viewport={"width": 640, "height": 800})
    page = context.new_page()
    faults = {}
    for address in one_of_each:
        page.goto(address)
        page.evaluate("rule => probes.addRule(rule)", ":root { font-size: 200% !important }")
        if found := page.evaluate("probes.sideways()"):
            faults[address] = found
    context.close()
    nothing(faults)


def test_spaced_out_text_is_not_cut_off(browser: Browser, host: str, one_of_each: list[str]) -> None:
    """Readers who need more space between lines, words and letters lose nothing (WCAG 1.4.12)."""
    context = new_context(browser, host, viewport=NARROW)
    page = context.new_page()
    faults = {}
    for address in one_of_each:
        page.goto(address)
        page.evaluate("rule => probes.addRule(rule)", SPACED_OUT)
        if found := page.evaluate("probes.cutOff()") + page.evaluate("probes.sideways()"):
            faults[address] = found
    context.close()
    nothing(faults)
