"""A series of two musings and one outside it, and the notebook of somebody who has written there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.building import Build, small_site
from tests.built_once import build_once
from tests.serving import serve

MUSING = "---\ntitle: {title}\ndate: 2026-0{month}-02\nsummary: About {title}.\n{more}---\n\nWords.\n\n{body}\n"
IN_SERIES = "series: Two coaches\n"
HILL = (
    "> [!reflect]\n> What did you *not* say?\n\n> [!reflect] {#next}\n> What next?\n\n> [!reflect]\n> Whom did you ask?"
)
SITE: dict[str, str | bytes | None] = {
    "content/series/two-coaches.md": "---\ntitle: Two coaches\nsummary: A series of two.\n---\n\nIt begins.\n",
    "content/musings/the-hill.md": MUSING.format(title="The hill", month=1, more=IN_SERIES, body=HILL),
    "content/musings/the-room.md": MUSING.format(
        title="The room", month=2, more=IN_SERIES, body="> [!reflect]\n> What came instead?"
    ),
    "content/musings/rain.md": MUSING.format(
        title="Rain", month=3, more="", body="> [!reflect]\n> What does rain ask of you?"
    ),
}
DAY_MS = 86_400_000
NOW = "2026-11-26T12:00:00Z"
NOW_MS = 1_795_694_400_000
HERE = {"address": "/musings/the-hill/", "title": "The hill", "series": "two-coaches"}
RAIN = {"address": "/musings/rain/", "title": "Rain", "prompt": "q", "question": "What does rain ask of you?"}
CHOOSE_SPACES = """(input, number) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([" ".repeat(number)], "copy.json"));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
}"""


def answer(id: str, text: str, days_ago: float = 1, **more: Any) -> dict[str, Any]:
    """An answer as a browser keeps it."""
    moment = NOW_MS - days_ago * DAY_MS
    words = {"v": 1, "id": id, "n": 1, "prompt": "next", "question": "What next?", "written": moment, "changed": moment}
    return words | (HERE if "address" not in more else {}) | {"text": text} | more


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A series of two musings, and one outside it."""
    return build_once(tmp_path_factory, "notebook", lambda folder: small_site(folder, SITE))


@pytest.fixture(scope="module")
def host(built: Build) -> Iterator[str]:
    with serve(built.output) as host:
        yield host


@pytest.fixture
def context(browser: Browser, host: str) -> Iterator[BrowserContext]:
    """A fresh profile that sees the site."""
    place = {"locale": "en-GB", "timezone_id": "UTC"}
    context = browser.new_context(base_url=host, viewport={"width": 390, "height": 800}, **place)
    yield context
    context.close()


@pytest.fixture
def notebook(context: BrowserContext) -> Callable[..., Page]:
    """`notebook(answer(…), …)`: the notebook of somebody who has written these, on a day in November."""

    def opened(*answers: dict[str, Any], hash: str = "") -> Page:
        tab = context.new_page()
        tab.clock.set_fixed_time(NOW)
        tab.goto("/404.html")
        put(tab, *answers)
        tab.goto(f"/notebook/{hash}")
        expect(tab.get_by_role("button", name="Bring a copy back")).to_be_visible()
        return tab

    return opened


def put(tab: Page, *answers: dict[str, Any]) -> None:
    tab.evaluate(
        "list => list.forEach(one => localStorage.setItem(`answer::${one.address}:${one.id}`, JSON.stringify(one)))",
        answers,
    )


def bring_back(tab: Page, content: str | bytes | int) -> str:
    """Choose a file to bring back (or one of so many spaces); what the page then says."""
    tab.locator(".notebook-tools > [role=status]").evaluate("status => status.textContent = ''")
    if isinstance(content, int):
        tab.locator("[type=file]").evaluate(CHOOSE_SPACES, content)
    else:
        data = content.encode() if isinstance(content, str) else content
        file = {"name": "copy.json", "mimeType": "application/json", "buffer": data}
        tab.locator("[type=file]").set_input_files(file)  # type: ignore[arg-type]
    told = tab.locator(".notebook-tools > [role=status]")
    expect(told).not_to_be_empty()
    return told.inner_text()


def copy_of(*answers: object) -> str:
    return json.dumps({"kind": "notebook of reflection prompts", "v": 1, "answers": answers})
