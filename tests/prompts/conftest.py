"""A small site with one musing of two questions, and a browser that has never seen it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.building import Build, small_site
from tests.built_once import build_once
from tests.serving import serve

MUSING = "---\ntitle: {title}\ndate: 2026-03-02\nsummary: About.\n{more}---\n\nWords.\n\n{body}\n"
QUESTIONS = "> [!reflect]\n> What did you *not* say?\n\n> [!reflect] {#next}\n> What now?"
SITE = {
    "content/musings/the-hill.md": MUSING.format(title="The hill", more="", body=QUESTIONS),
    "content/musings/plain.md": MUSING.format(title="Plain", more="", body=""),
}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A musing of two questions, and one that asks nothing."""
    return build_once(tmp_path_factory, "prompts", lambda folder: small_site(folder, SITE))


@pytest.fixture
def context(browser: Browser, built: Build) -> Iterator[BrowserContext]:
    """A fresh profile that sees the site."""
    with serve(built.output) as host:
        context = browser.new_context(base_url=host, viewport={"width": 390, "height": 800}, locale="en-GB")
        yield context
        context.close()


def opened(context: BrowserContext, address: str = "/musings/the-hill/") -> Page:
    """A tab with the musing, its boxes ready."""
    tab = context.new_page()
    tab.goto(address)
    tab.locator(".prompt-answer").first.wait_for()
    return tab
