"""The notebook in a real browser: every answer in its place, whatever the coach has done since, and told gently."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.answering import write
from tests.building import small_site
from tests.notebook.conftest import IN_SERIES, MUSING, RAIN, SITE, answer
from tests.serving import serve

BEFORE: dict[str, str | bytes | None] = {
    **SITE,
    "content/musings/rain.md": MUSING.format(
        title="Rain", month=3, more="", body="> [!reflect]\n> What does rain ask of you?\n\n> [!reflect]\n> What else?"
    ),
    "content/pages/ways.md": "---\ntitle: Ways\nsummary: All.\n---\n\n> [!reflect]\n> Which way?\n",
}
"""What a reader answers before the coach does this to it."""
AFTER: dict[str, str | bytes | None] = {
    **SITE,
    "content/series/two-coaches.md": None,
    "content/series/two-walkers.md": "---\ntitle: Two walkers\nsummary: A series of two.\n---\n\nIt begins.\n",
    "content/musings/the-hill.md": None,
    "content/musings/the-room.md": MUSING.format(
        title="The room", month=2, more="", body="> [!reflect]\n> What came instead?\n\n> [!reflect]\n> What is new?"
    ),
    "content/musings/rain.md": None,
    "content/musings/drizzle.md": MUSING.format(
        title="Drizzle",
        month=3,
        more=IN_SERIES.replace("coaches", "walkers") + "redirect_from: [/musings/rain/]\n",
        body="> [!reflect] {#asks}\n> What does rain ask of you?\n\n> [!reflect]\n> What next?",
    ),
    "content/pages/ways.md": None,
    "content/pages/paths.md": (
        "---\ntitle: Paths\nsummary: All.\nredirect_from: [/ways/]\n---\n\n> [!reflect]\n> Which way?\n"
    ),
    "content/musings/the-long-hill.md": MUSING.format(
        title="The long hill",
        month=1,
        more=IN_SERIES.replace("coaches", "walkers") + "redirect_from: [/musings/the-hill/]\n",
        body="> [!reflect]\n> What did you *not* say?\n\n> [!reflect] {#next}\n> What will you do now?",
    ),
}


def pages(tab: Page) -> list[str]:
    """What stands on the pages, a line each."""
    lines = tab.locator(".notebook-pages").inner_text().replace("Delete", "").split("\n")
    return [line.strip() for line in lines if line.strip()]


def test_an_empty_notebook_says_so_and_keeps_nothing(notebook: Callable[..., Page]) -> None:
    tab = notebook()
    expect(tab.locator("reader-notebook")).to_contain_text("Nothing is written here yet.")
    expect(tab.get_by_role("searchbox")).to_have_count(0)
    assert tab.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_series_that_was_begun_is_shown_in_reading_order_with_what_is_not_answered(
    notebook: Callable[..., Page],
) -> None:
    tab = notebook(
        answer("a", "Patience.", 5, **RAIN),
        answer("b", "Go home.", 4),
        answer("c", "A lot.", 3, prompt="q-other", question="What did you not say?"),
    )
    assert pages(tab) == [
        "Two coaches",
        "The hill",
        "What did you not say?",
        "23 November 2026",
        "A lot.",
        "What next?",
        "22 November 2026",
        "Go home.",
        "Whom did you ask?",
        "No answer yet. Go to this question",
        "The room",
        "What came instead?",
        "No answer yet. Go to this question",
        "Other musings",
        "Rain",
        "What does rain ask of you?",
        "21 November 2026",
        "Patience.",
    ]
    tab.get_by_role("link", name="Go to this question").nth(1).click()
    expect(tab.locator("reflection-prompt:target")).to_contain_text("What came instead?")


def test_answers_follow_whatever_the_coach_does_with_musings_and_questions(browser: Browser, tmp_path: Path) -> None:
    """Written in the pages of one build, read in the notebook of the next.

    There a series has another name, a musing has left it and another has come into it under another address; questions
    are reworded, pinned or gone, and a page has moved.
    """
    assert small_site(tmp_path, BEFORE).status == 0
    with serve(tmp_path / "output") as host:
        context = browser.new_context(base_url=host, locale="en-GB")
        tab = context.new_page()
        for address, answers in {
            "/musings/the-hill/": ["Much.", "Rest.", "Nobody."],
            "/musings/the-room/": ["Calm."],
            "/musings/rain/": ["Patience.", "Boots."],
            "/ways/": ["Uphill."],
        }.items():
            tab.goto(address)
            for number, words in enumerate(answers):
                write(tab, words, number)
        done = small_site(tmp_path, AFTER)
        assert done.status == 0, done.text
        tab.goto("/notebook/")
        tab.locator(".notebook-words").first.wait_for()
        assert [re.sub(r"^\d+ \w+ \d+", "Today", line) for line in pages(tab)] == [
            "Two walkers",
            "The long hill",
            "What did you not say?",
            "Today",
            "Much.",
            "What will you do now?",
            "Today, asked then: What next?",
            "Rest.",
            "Today, asked then: Whom did you ask?",
            "Nobody.",
            "Drizzle",
            "What does rain ask of you?",
            "Today",
            "Patience.",
            "What next?",
            "No answer yet. Go to this question",
            "Today, asked then: What else?",
            "Boots.",
            "Other musings",
            "The room",
            "What came instead?",
            "Today",
            "Calm.",
            "Paths",
            "Which way?",
            "Today",
            "Uphill.",
        ]
        context.close()


def test_answers_of_one_day_tell_the_time_too(notebook: Callable[..., Page]) -> None:
    """Who answers a question in the morning and again at night wants to know which was which."""
    tab = notebook(
        answer("a", "Early.", 0.2), answer("b", "Late.", 0.1), answer("c", "Before.", 1), answer("d", "Never.", 1e11)
    )
    facts = tab.locator(".notebook-answer .facts").all_inner_texts()
    assert [words.replace("Delete", "").strip() for words in facts] == [
        "Without a date",
        "25 November 2026",
        "26 November 2026 at 07:12",
        "26 November 2026 at 09:36",
    ]
    assert tab.get_by_role("button", name="Delete what you wrote on 26 November 2026 at 09:36").count() == 1
    tab.goto("/musings/the-hill/")
    expect(tab.locator(".prompt-kept .facts").first).to_have_text("26 November 2026 at 09:36Change")


def test_a_series_whose_module_is_gone_loses_nothing(notebook: Callable[..., Page]) -> None:
    lost = {"address": "/musings/lost/", "title": "Lost"}
    tab = notebook(
        answer("a", "Still here.", series="old-paths", **lost), answer("b", "So am I.", series="../../evil", **lost)
    )
    assert [line for line in pages(tab) if "2026" not in line] == [
        "Old paths",
        "Lost",
        "What next?",
        "Still here.",
        "So am I.",
    ]


def test_long_ago_is_told_gently_and_a_wrong_clock_tells_nothing(notebook: Callable[..., Page]) -> None:
    ages = {5: "", 29: "", 31: "a month", 95: "three months", 364: "eleven months", 366: "a year", 800: "two years"}
    wrong = {-40: "", 9000: "", 30000: ""}
    tab = notebook(*(answer(f"i{n}", str(age), age) for n, age in enumerate([*ages, *wrong])))
    said = {}
    for element in tab.locator(".notebook-answer").all():
        facts, words = (element.locator(part).inner_text() for part in (".facts", ".notebook-words"))
        ago = re.search(r"You wrote this (.*) ago", facts)
        said[int(words)] = ago[1] if ago else ""
    assert said == ages | wrong
