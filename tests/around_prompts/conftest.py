"""A musing of two questions, and a tab in any browser in which what stands around them is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.building import Build, small_site
from tests.built_once import build_once
from tests.serving import serve

MUSING = "---\ntitle: {title}\ndate: 2026-03-02\nsummary: About.\n---\n\nWords.\n\n{body}\n"
QUESTIONS = "> [!reflect] {#held}\n> What did you *not* say?\n\n> [!reflect] {#next}\n> What now?"
SITE = {"content/musings/the-hill.md": MUSING.format(title="The hill", body=QUESTIONS)}
KIT, OLD_KIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)", "AppleWebKit/537.36 (KHTML, like Gecko)"
ANDROID = f"Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) {OLD_KIT} Chrome/126.0 Mobile Safari/537.36"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {KIT}"
SAFARI = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {KIT} Version/17.5 Safari/605.1.15"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A musing of two questions; the first is pinned."""
    return build_once(tmp_path_factory, "around-prompts", lambda folder: small_site(folder, SITE))


@pytest.fixture(scope="module")
def hill(built: Build) -> Iterator[str]:
    """The musing's address, on one host for all tests."""
    with serve(built.output) as host:
        yield f"{host}/musings/the-hill/"


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Any]:
    """Opens a tab in a fresh profile with given traits (a user agent, say), and closes all of them."""
    contexts: list[BrowserContext] = []

    def opened(address: str, script: str = "", **traits: Any) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", **traits)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        tab = context.new_page()
        tab.goto(address)
        tab.locator(".prompt-answer").first.wait_for()
        return tab

    yield opened
    for context in contexts:
        context.close()


def prompt(tab: Page, number: int = 0) -> Any:
    return tab.locator("reflection-prompt").nth(number)


def notice(tab: Page, number: int = 0) -> Any:
    return prompt(tab, number).locator(".prompt-notices")


def content(tab: Page, name: str, button: Any) -> str:
    """The text of the file that a button offers, which must have this name."""
    with tab.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename == name
    return Path(waiting.value.path()).read_bytes().decode()


def module(built: Build, name: str) -> str:
    """The address of a published script."""
    [file] = Path(built.output, "assets").glob(f"{name}.*.js")
    return f"/assets/{file.name}"
