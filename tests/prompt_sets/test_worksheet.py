"""A client opens a set as a worksheet: its questions in order, answered as in their musings, and sent to nobody."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.building import Build
from tests.prompt_sets.conftest import LIBRARY, RISES, SET, asked, choose, open_set
from tests.visiting import new_context

PROMISE = "Questions that somebody has chosen for you. What you write stays in this browser."


def test_the_worksheet_shows_the_questions_in_the_chosen_order(page: Page) -> None:
    open_set(page, f"#down=held&up=held,{RISES}")

    expect(page.locator(".standfirst")).to_have_text(PROMISE)
    assert asked(page) == ["What held?", "What holds?", "What rises?"]
    links = page.locator("prompt-set .facts a")
    assert links.all_inner_texts() == ["Coming down", "Going <up>", "Going <up>"]
    links.nth(1).click()
    expect(page.locator("#held .prompt-question")).to_have_text("What holds?")


def test_what_is_written_there_is_an_answer_to_the_musing(page: Page) -> None:
    """It is kept as if it had been written in the musing, and found there again."""
    open_set(page, "#down=held&up=held")
    boxes = page.get_by_role("textbox")
    expect(boxes).to_have_count(2)
    page.get_by_role("textbox", name="What holds?").fill("The rope.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    key, value = page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('answer:'))")
    answer = json.loads(value)
    assert key.startswith("answer:/sub:/musings/up/:")
    wanted = {"prompt": "held", "question": "What holds?", "address": "/musings/up/", "title": "Going <up>"}
    assert wanted.items() <= answer.items()
    assert (answer["series"], answer["text"]) == ("hills", "The rope.")
    page.goto("/sub/musings/up/")
    expect(page.locator("#held")).to_contain_text("The rope.")


def test_nothing_of_a_set_is_sent_anywhere(page: Page, host: str) -> None:
    """Who has chosen what for whom: the host is asked for the musings' questions, and for no set."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url.partition('#')[0]} {request.post_data or ''}"))
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")
    open_set(page, f"#up={RISES}&down=held")

    assert not [each for each in sent if RISES in each or "held" in each or "?" in each]
    assert {each.strip() for each in sent if each.strip().endswith("prompts.js")} == {
        f"{host}/sub/musings/{slug}/prompts.js" for slug in ("up", "down")
    }


def test_another_link_in_the_same_tab_opens_the_other_set(page: Page) -> None:
    open_set(page, "#up=held")
    page.evaluate("location.hash = '#down=held'")

    expect(page.locator("prompt-set .prompt-question")).to_have_text(["What held?"])


def test_a_link_to_a_place_in_the_page_takes_no_question_away(page: Page) -> None:
    """Who comes by keyboard takes the skip link first."""
    open_set(page, "#down=held&up=held")
    page.get_by_role("textbox").first.fill("The rope.")
    page.evaluate("location.hash = '#main'")
    page.wait_for_function("location.hash === '#main'")
    page.evaluate("new Promise((resolve) => setTimeout(resolve))")
    expect(page.get_by_role("textbox")).to_have_count(2)
    expect(page.get_by_role("textbox").first).to_have_value("The rope.")


def test_without_a_script_the_worksheet_says_what_it_needs(browser: Browser, host: str) -> None:
    context = new_context(browser, host, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{SET}#up=held")

    expect(page.locator("prompt-set p")).to_be_visible()
    assert "this page needs JavaScript" in page.locator("prompt-set p").inner_text()
    context.close()


def test_no_search_engine_lists_a_worksheet(small: Build) -> None:
    page = (small.output / "reflections/set/index.html").read_text(encoding="utf-8")

    assert '<meta name="robots" content="noindex">' in page
    assert "reflections/set" not in (small.output / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["reflections/index.html", "reflections/set/index.html"])
def test_these_pages_may_open_no_connection(small: Build, address: str) -> None:
    assert "connect-src 'none'" in (small.output / address).read_text(encoding="utf-8")
