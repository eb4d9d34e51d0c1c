"""A reader's hands under a question, and what their browser then keeps."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.previewing import wait_until


def box(tab: Page, number: int = 0) -> Any:
    """The box under a question of the page."""
    return tab.locator("reflection-prompt").nth(number).get_by_role("textbox")


def write(tab: Page, words: str, number: int = 0) -> None:
    """Write under a question of the page, until it is kept."""
    box(tab, number).first.press_sequentially(words)
    foot = tab.locator("reflection-prompt").nth(number).locator(".prompt-foot")
    expect(foot.get_by_role("status")).to_have_text("Saved")


def kept(tab: Page) -> list[dict[str, Any]]:
    """Everything that the browser has kept, as it is."""
    values = tab.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('answer:')).map(([, value]) => value)"
    )
    return [json.loads(value) for value in values]


def wait_for(tab: Page, question: str, *given: Any) -> None:
    """Wait until a question in the browser, which it may have to look up, is answered with yes."""
    wait_until(lambda: tab.evaluate(f"async (given) => Boolean(await ({question})(...given))", given))
