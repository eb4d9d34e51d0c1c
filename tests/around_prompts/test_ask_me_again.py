"""A question asks again from the reader's own calendar: a file that any calendar reads, with no word of an answer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.answering import write
from tests.around_prompts.conftest import content, module, prompt
from tests.building import Build


def lines(text: str) -> dict[str, str]:
    """The properties of a calendar file, unfolded; it must be well formed down to its octets (RFC 5545, 3.1)."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert [line for line in unfolded if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return dict(line.split(":", 1) for line in unfolded if not line.startswith(("BEGIN", "END")))


def plain(value: str) -> str:
    """A text value as it was before it was escaped."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)


def test_a_question_asks_again_from_the_readers_own_calendar(tabs: Any, hill: str) -> None:
    """One day, the question and the way back: no hour, no alarm, and nothing of what was answered."""
    tab = tabs(hill, timezone_id="Pacific/Auckland")
    tab.clock.set_fixed_time("2026-11-30T12:30:00Z")  # in Auckland it is the first of December
    write(tab, "Nobody else's business.")
    prompt(tab).get_by_role("button", name="Ask me again").click()
    expect(prompt(tab).get_by_role("button", name="In a month")).to_be_focused()
    text = content(tab, "question.ics", prompt(tab).get_by_role("button", name="In three months"))
    expect(prompt(tab)).to_contain_text("into your calendar, on 1 March 2027")
    event = lines(text)
    assert event["DTSTART;VALUE=DATE"] == "20270301"
    assert event["DTSTAMP"] == "20261130T123000Z"
    assert event["SUMMARY"] == "What did you not say?"
    assert event["URL"] == f"{hill}#held"
    assert plain(event["DESCRIPTION"]) == f"The hill\n{hill}#held"
    assert event["UID"].startswith("held-20270301@")
    assert event["VERSION"] == "2.0" and event["PRODID"]
    assert "business" not in text and "VALARM" not in text


AWKWARD = {
    "marks": 'One; two, three\\four "five": six?',
    "lines": "First\nsecond?",
    "long": "What would you do if " + "nobody at all and " * 20 + "were watching?",
    "many octets": "あなたは何を言わなかったのですか？" * 12 + "🏃🏽‍♀️" * 9,
    "right to left": "ما الذي لم تقله؟ " * 9,
}


@pytest.mark.parametrize("kind", AWKWARD)
def test_any_question_makes_a_calendar_that_can_be_read(tabs: Any, hill: str, built: Build, kind: str) -> None:
    tab = tabs(hill)
    text = tab.evaluate(
        """async ([module, question]) => {
            const { calendar } = await import(module);
            const asks = { prompt: "held", question, address: "/musings/x/", title: "A; b" };
            return calendar(asks, new Date(2026, 0, 5), new Date(0), "https://site.example/sub");
        }""",
        [module(built, "ask-again"), AWKWARD[kind]],
    )
    event = lines(text)
    assert plain(event["SUMMARY"]) == AWKWARD[kind]
    assert event["URL"] == "https://site.example/sub/musings/x/#held"
    assert (event["DTSTART;VALUE=DATE"], event["UID"]) == ("20260105", "held-20260105@site.example")


def test_a_month_that_has_no_such_day_ends_with_its_last(tabs: Any, hill: str, built: Build) -> None:
    later = """async ([module, year, month, day, months]) =>
        (await import(module)).later(new Date(year, month - 1, day), months).toDateString()"""
    tab, it = tabs(hill), module(built, "ask-again")
    assert tab.evaluate(later, [it, 2026, 1, 31, 1]) == "Sat Feb 28 2026"
    assert tab.evaluate(later, [it, 2026, 11, 30, 3]) == "Sun Feb 28 2027"
    assert tab.evaluate(later, [it, 2028, 2, 29, 12]) == "Wed Feb 28 2029"
    assert tab.evaluate(later, [it, 2026, 12, 15, 1]) == "Fri Jan 15 2027"
