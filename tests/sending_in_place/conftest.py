"""The form in a browser, its clock in the hands of the test, and what it says when it has given up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.enquiring import Desk
from tests.visiting import new_context

FORM = "**/sub/contact/"


@pytest.fixture
def context(browser: Browser, desk: Desk) -> Iterator[BrowserContext]:
    """A fresh profile; no script may fail in it."""
    context = new_context(browser, desk.host)
    said: list[str] = []
    context.on("weberror", lambda error: said.append(str(error.error)))
    yield context
    context.close()
    assert not said


@pytest.fixture
def form(context: BrowserContext) -> Page:
    """The form, whose clock stands until the test moves it."""
    page = context.new_page()
    page.clock.install(time="2026-11-26T08:00:00Z")
    page.goto("/sub/contact/")
    page.clock.pause_at("2026-11-26T09:00:00Z")
    return page


def posted(page: Page) -> list[str]:
    """The bodies that this page posts from now on, in order."""
    bodies: list[str] = []
    page.on("request", lambda asked: bodies.append(str(asked.post_data)) if asked.method == "POST" else None)
    return bodies


def everything_stays(page: Page) -> None:
    """What `fill` wrote is still there, and nothing went away."""
    assert page.url.split("#")[0].endswith("/sub/contact/")
    expect(page.get_by_label("Your name")).to_have_value("Ada Walker")
    expect(page.get_by_label("Email address")).to_have_value("ada@example.com")
    expect(page.get_by_label("Your message")).to_have_value("May we talk?\nOn Monday?")


def fails(page: Page, *words: str) -> None:
    """The page has given up, and says so and why; the button offers to try again, and keeps the focus."""
    alert = page.get_by_role("alert")
    for sentence in (*words, "Everything you typed is still here."):
        expect(alert).to_contain_text(sentence)
    button = page.get_by_role("button", name="Send again")
    expect(button).to_be_enabled()
    expect(button).to_be_focused()
    expect(page.get_by_role("button", name="Copy what I wrote")).to_be_visible()
    everything_stays(page)


def key_of(body: str) -> str:
    return body.partition("key=")[2].partition("&")[0]
