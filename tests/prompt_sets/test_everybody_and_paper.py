"""Choosing and a worksheet are open to everybody, nothing moves or hides, and on paper there are lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.prompt_sets.conftest import LIBRARY, RISES, SET, TICK, choose, open_set
from tests.visiting import ASK_AXE, HALF_A_HUNDREDTH, RULES, new_context


def test_on_paper_each_question_has_lines_and_nothing_else_of_the_screen(page: Page) -> None:
    open_set(page, f"#up={RISES},held")
    expect(page.get_by_role("textbox")).to_have_count(2)
    page.emulate_media(media="print")

    for prompt in page.locator("prompt-set .prompt").all():
        lines = prompt.evaluate("element => ({ ...getComputedStyle(element, '::after') })")
        assert lines["display"] == "block" and lines["boxShadow"].count("rgb") == 5
    expect(page.get_by_role("textbox")).to_have_count(0)
    assert page.locator("nav:visible, footer:visible, button:visible").count() == 0


def test_a_choice_is_not_printed(page: Page) -> None:
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")
    page.emulate_media(media="print")

    assert page.locator(".picker-bar:visible, .picker-tick:visible, .picker-begin:visible").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_when_a_choice_or_a_set_is_opened(browser: Browser, host: str, width: int) -> None:
    context = new_context(browser, host, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(LIBRARY)
    page.evaluate("sessionStorage['picked:/sub'] = '#up=held'")
    for address in (LIBRARY, f"{LIBRARY}water/", f"{SET}#up=held&down=held&many=gone", SET):
        page.goto("/sub/contact/")
        page.goto(address)
        page.evaluate("probes.settle()")
        assert page.evaluate("probes.layoutShift()") < HALF_A_HUNDREDTH, address
        assert page.evaluate("probes.sideways()") == [], address
        assert page.evaluate("probes.smallTargets()") == [], address
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choosing_and_answering_are_open_to_everybody(browser: Browser, host: str, axe: Path, scheme: str) -> None:
    context = new_context(browser, host, color_scheme=scheme, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")
    for address in (LIBRARY, f"{SET}#up=held,{RISES}&down=held&many=gone"):
        page.goto(address)
        expect(page.locator(f"{TICK}:checked, prompt-set textarea").first).to_be_visible()
        page.evaluate(axe.read_text(encoding="utf-8"))
        assert page.evaluate(ASK_AXE, RULES) == []
    context.close()


def test_the_bar_never_hides_what_has_the_focus(browser: Browser, host: str) -> None:
    """WCAG 2.2, 2.4.11: whoever goes from box to box by keyboard sees each."""
    context = new_context(browser, host, viewport={"width": 390, "height": 700})
    page = context.new_page()
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    hidden = """() => {
        const bar = document.querySelector(".picker-bar").getBoundingClientRect();
        return document.activeElement.getBoundingClientRect().bottom > bar.top;
    }"""
    for _ in range(2 * 12 - 2):
        page.keyboard.press("Tab")
        assert not page.evaluate(hidden), page.evaluate("document.activeElement.outerHTML")
    context.close()
