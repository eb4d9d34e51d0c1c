"""A notebook is searched, read by everybody and printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.notebook.conftest import RAIN, answer, bring_back, copy_of
from tests.visiting import ASK_AXE, RULES

LONG_WORD = "a" * 300


def test_search_finds_words_whatever_their_case_and_accents(notebook: Callable[..., Page]) -> None:
    tab = notebook(
        answer("a", "The Cafe\u0301 was <b>shut</b>, as ever."), answer("b", "A café; a hill."), answer("c", "Rain.")
    )
    search = tab.get_by_role("searchbox", name="Search your answers")
    search.press_sequentially("CAFE hill")
    expect(tab.locator(".notebook-words:visible")).to_have_text(["A café; a hill."])
    assert tab.locator("mark").all_inner_texts() == ["café", "hill"]
    expect(tab.get_by_role("search").get_by_role("status")).to_have_text("Found: one answer.")
    search.fill("café")
    assert tab.locator("mark").all_inner_texts() == ["Cafe\u0301", "café"]
    expect(tab.locator(".notebook-open:visible")).to_have_count(0)
    search.press("Escape")
    expect(tab.locator(".notebook-words:visible")).to_have_count(3)
    expect(tab.locator("mark")).to_have_count(0)
    expect(tab.get_by_role("search").get_by_role("status")).to_be_empty()


def test_it_reads_well_for_everybody(notebook: Callable[..., Page], axe: Path) -> None:
    """Empty, full, searching and choosing, by day and by night, and no word is too long for a small phone."""
    tab = notebook()
    tab.evaluate(axe.read_text(encoding="utf-8"))
    tab.set_viewport_size({"width": 320, "height": 640})

    def faults() -> dict[str, Any]:
        found = {}
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found[scheme] = tab.evaluate(ASK_AXE, RULES)
        return {name: one for name, one in found.items() if one}

    assert faults() == {}
    bring_back(
        tab,
        copy_of(
            answer("a", LONG_WORD, 400, title=LONG_WORD, question=LONG_WORD, prompt="q-x"), answer("b", "One.", **RAIN)
        ),
    )
    assert faults() == {}
    tab.get_by_role("searchbox").fill("aaa")
    tab.get_by_text("Keep a copy", exact=True).click()
    tab.get_by_role("button", name="Take this to the contact form").click()
    assert faults() == {}
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    tab.get_by_role("button", name=re.compile("Delete what")).first.click()
    assert faults() == {}


def test_printed_it_is_a_small_book_of_ones_own(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "Go home.", 4), answer("b", "Patience.", 4, **RAIN))
    tab.emulate_media(media="print")
    assert [line.strip() for line in tab.locator("main").inner_text().split("\n") if line.strip()] == [
        "Your notebook",
        "Two coaches",
        "The hill",
        "What next?",
        "22 November 2026",
        "Go home.",
        "Other musings",
        "Rain",
        "What does rain ask of you?",
        "22 November 2026",
        "Patience.",
    ]
