"""Today's question on the home page: one a day, by the reader's own calendar, and nothing moves for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.building import Build, small_site
from tests.serving import serve
from tests.visiting import HALF_A_HUNDREDTH, new_context

LENGTHS = (60, 1, 9, 30, 2, 14, 5, 80)
QUESTIONS = [f"What {'more and ' * words}now, {number}?" for number, words in enumerate(LENGTHS)]
SEEN = "todays-question > [data-shown]"
PLACES = (
    "[...document.querySelectorAll('#today, footer')].map(element => element.getBoundingClientRect().top + scrollY)"
)


def musing(title: str, day: str, questions: list[str]) -> str:
    prompts = "\n\n".join(f"> [!reflect]\n> {question}" for question in questions)
    return f"---\ntitle: {title}\ndate: 2026-03-{day}\nsummary: About {title}.\n---\n\n{prompts}\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Eight questions in three musings; the eighth is one too many."""
    files = {
        "content/musings/old.md": musing("Old", "01", QUESTIONS[5:]),
        "content/musings/new.md": musing("New", "03", QUESTIONS[:4]),
        "content/musings/between.md": musing("Between", "02", QUESTIONS[4:5]),
    }
    done = small_site(tmp_path_factory.mktemp("today"), files)
    assert done.status == 0, done.text
    return done


@pytest.fixture(scope="module")
def address(small: Build) -> Iterator[str]:
    with serve(small.output) as host:
        yield host


def days_since_1970(day: str) -> int:
    return (date.fromisoformat(day) - date(1970, 1, 1)).days


def at(page: Page, moment: str) -> Page:
    """The home page at a moment of the reader's clock."""
    page.clock.set_fixed_time(moment)
    page.goto("/")
    expect(page.locator("#today")).to_have_text("Today’s question")
    return page


def test_without_a_script_the_newest_shows(browser: Browser, address: str) -> None:
    context = new_context(browser, address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")

    expect(page.locator("#today")).to_have_text("A question to take with you")
    expect(page.locator(".question:visible")).to_have_text(QUESTIONS[:1])
    assert page.locator(".question").count() == 7
    context.close()


def test_each_day_has_its_question_and_the_eighth_is_the_first_again(browser: Browser, address: str) -> None:
    context = new_context(browser, address)
    page = context.new_page()
    for day in ("2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04", "2027-01-05"):
        at(page, f"{day}T12:00:00Z")
        expect(page.locator(".question:visible")).to_have_text([QUESTIONS[days_since_1970(day) % 7]])
    context.close()


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Auckland", "2026-06-01T13:00:00Z", "2026-06-02"),
        ("America/Los_Angeles", "2026-06-02T05:00:00Z", "2026-06-01"),
        ("Europe/London", "2026-06-01T23:30:00Z", "2026-06-02"),
    ],
)
def test_the_day_is_the_readers_own(browser: Browser, address: str, zone: str, moment: str, day: str) -> None:
    context = new_context(browser, address, timezone_id=zone)
    page = at(context.new_page(), moment)

    expect(page.locator(SEEN)).to_contain_text(QUESTIONS[days_since_1970(day) % 7])
    context.close()


def test_the_button_leads_to_the_question_that_is_seen(browser: Browser, address: str) -> None:
    context = new_context(browser, address)
    page = at(context.new_page(), "2026-06-03T12:00:00Z")
    words = page.locator(".question:visible").inner_text()
    page.locator(SEEN).get_by_role("link", name="Think it through").click()

    page.wait_for_url("**/musings/**")
    expect(page.locator(".prompt:target .prompt-question")).to_have_text(words)
    context.close()


def test_a_page_left_open_overnight_shows_the_new_day(browser: Browser, address: str) -> None:
    context = new_context(browser, address)
    page = at(context.new_page(), "2026-06-03T12:00:00Z")
    page.clock.set_fixed_time("2026-06-04T07:00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator(SEEN)).to_contain_text(QUESTIONS[days_since_1970("2026-06-04") % 7])
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_whichever_question_it_is(browser: Browser, address: str, width: int) -> None:
    """A question of sixty words and one of four have the same room; so has the page without its script."""
    viewport = {"width": width, "height": 900}
    plain = new_context(browser, address, viewport=viewport)
    page = plain.new_page()
    page.route("**/todays-question*.js", lambda route: route.abort())
    page.goto("/#today")
    page.evaluate("probes.settle()")
    still = page.evaluate(PLACES)
    plain.close()

    context = new_context(browser, address, viewport=viewport)
    page = context.new_page()
    for day in range(1, 8):
        page.clock.set_fixed_time(f"2026-06-0{day}T12:00:00Z")
        page.goto(f"/?{day}#today")
        page.evaluate("probes.settle()")
        assert page.evaluate(PLACES) == still
        assert page.evaluate("probes.layoutShift()") < HALF_A_HUNDREDTH
    context.close()


def test_on_paper_there_is_one_question_and_no_room_for_others(browser: Browser, address: str) -> None:
    context = new_context(browser, address)
    page = at(context.new_page(), "2026-06-03T12:00:00Z")
    before = page.locator("todays-question").bounding_box()
    page.emulate_media(media="print")
    after = page.locator("todays-question").bounding_box()

    assert before and after and after["height"] < before["height"] / 2
    expect(page.locator(".question:visible")).to_have_count(1)
    context.close()


def test_the_home_page_stays_whole_where_nothing_is_asked(tmp_path: Path) -> None:
    done = small_site(tmp_path)

    assert done.status == 0, done.text
    assert "todays-question" not in done.page("/")
