"""A site with questions to choose from, a browser, and the hands of a coach and a client.

The site lives below a path, as some do: every address that a script makes up is tried there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plugins.prompts.prompts import key_of
from tests.building import Build, build, write_site
from tests.built_once import build_once
from tests.serving import serve
from tests.visiting import new_context

LIBRARY, SET = "/sub/reflections/", "/sub/reflections/set/"
TICK = ".picker-tick input"


def file(title: str, body: str, more: str = "", date: str = "2026-03-02") -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About {title}.\n{more}\n---\n\n{body}\n"


def asks(*questions: str) -> str:
    return "\n\n".join(f"> [!reflect]\n> {question}" for question in questions)


MANY = [f"What is the number {number} to you?" for number in range(1, 15)]
FILES: dict[str, str | bytes | None] = {
    "content/series/hills.md": "---\ntitle: Hills\nsummary: Up.\n---\n\nWords.\n",
    "content/musings/up.md": file(
        "Going <up>", asks("What *rises*?") + "\n\n> [!reflect] {#held}\n> What holds?", "series: hills"
    ),
    "content/musings/down.md": file("Coming down", "> [!reflect] {#held}\n> What held?", "tags: [water]"),
    "content/musings/new-name.md": file("Moved", asks("What stays?"), "redirect_from: [/musings/old-name/]"),
    "content/musings/many.md": file("Many", asks(*MANY), "tags: [water]", "2026-04-01"),
}
RISES = key_of("/musings/up/", "What rises?")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Three musings with few questions, one of them in a series and one moved, and one with many."""

    def make(folder: Path) -> Build:
        source = write_site(folder / "site", FILES)
        return build(folder / "served/sub", source=source, address="https://smallsteps.example/sub")

    return build_once(tmp_path_factory, "prompt-sets", make)


@pytest.fixture(scope="module")
def host(small: Build) -> Iterator[str]:
    with serve(small.output.parent) as address:
        yield address


@pytest.fixture
def context(browser: Browser, host: str) -> Iterator[BrowserContext]:
    opened = new_context(browser, host)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def open_set(page: Page, fragment: str) -> Page:
    """The worksheet of a link, when it is drawn."""
    page.goto(f"{SET}{fragment}")
    expect(page.locator("prompt-set > *:not(.set-closed)").first).to_be_visible()
    return page


def asked(page: Page) -> list[str]:
    return page.locator("prompt-set .prompt-question").all_inner_texts()


def modules(page: Page) -> list[str]:
    """From now on, the paths of the modules of questions that the page asks for."""
    found: list[str] = []
    page.on(
        "request", lambda request: request.url.endswith("prompts.js") and found.append(request.url.split("/", 3)[3])
    )
    return found


def choose(page: Page, *questions: str) -> None:
    for question in questions:
        page.get_by_role("checkbox", name=f"Choose: {question}").check()
