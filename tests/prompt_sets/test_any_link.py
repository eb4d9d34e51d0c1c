"""Whatever a link says and however old it is: only questions are looked for, and what is no longer there is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from plugins.prompts.prompts import key_of
from tests.prompt_sets.conftest import RISES, asked, modules, open_set

HOSTILE = (
    "#../../evil=q-1",
    "#..%2f..%2fevil=q-1",
    "#//evil.example/x=q-1",
    "#https://evil.example/x=q-1",
    "#data:text/javascript,alert(1)//=q-1",
    "#up/../../assets=q-1",
    "#up?x=q-1",
    "#up%23=q-1",
    "#up%00=q-1",
    "#up%0a=q-1",
    "#UP=q-1",
    "#up=",
    "#up=<img src=x onerror=alert(1)>",
    "#up=__proto__",
    "#=q-1",
    "#%",
    "#&&==,,",
)


def test_nothing_is_imported_but_a_musings_questions(page: Page) -> None:
    """A link may come from anybody: what has not the form of a slug and an id is not looked at."""
    fetched = modules(page)
    elsewhere: list[str] = []
    page.on("request", lambda request: "127.0.0.1" in request.url or elsewhere.append(request.url))
    page.on("dialog", lambda dialog: elsewhere.append(dialog.message))
    for fragment in HOSTILE:
        page.goto("about:blank")
        open_set(page, fragment)
        assert fetched == elsewhere == asked(page) == [], fragment
        expect(page.locator("prompt-set")).to_contain_text("There is no question in this link.")


def test_a_name_that_every_object_has_is_only_a_musing_that_is_not_there(page: Page) -> None:
    open_set(page, "#constructor=q-1&up=constructor")

    expect(page.locator(".set-missing")).to_have_text(
        [
            "Question 1, from “constructor”, is no longer there.",
            "Question 2, from Going <up>, is no longer there. It may have been put into other words, or the "
            "link was cut short on its way.",
        ]
    )


def test_what_is_no_longer_there_is_told_and_the_rest_is_shown(page: Page) -> None:
    open_set(page, f"#up={RISES},q-00000000&gone-for-good=q-1&down=held")

    assert asked(page) == ["What rises?", "What held?"]
    assert page.locator(".set-missing").all_inner_texts() == [
        "Question 2, from Going <up>, is no longer there. It may have been put into other words, or the "
        "link was cut short on its way.",
        "Question 3, from “gone for good”, is no longer there.",
    ]


def test_a_device_that_is_offline_is_not_told_that_a_question_is_gone(context: BrowserContext, page: Page) -> None:
    open_set(page, "")
    context.set_offline(True)
    page.evaluate("location.hash = '#up=held'")

    expect(page.locator(".set-missing")).to_have_text("Question 1, from “up”, can’t be shown while you are offline.")


def test_a_set_outlives_a_musings_move(page: Page) -> None:
    """The link names the old address, and an id that was made of it."""
    open_set(page, f"#old-name={key_of('/musings/old-name/', 'What stays?')}")

    assert asked(page) == ["What stays?"]
    place = page.evaluate("({ ...document.querySelector('prompt-set .prompt').dataset })")
    assert (place["address"], place["before"]) == ("/musings/new-name/", "/musings/old-name/")


@pytest.mark.parametrize(
    "fragment",
    [f"#up%3Dheld%2C{RISES}%26down%3Dheld", f"#up=held,{RISES}&amp;down=held", f"#up=held,{RISES}&down=held&up=held"],
)
def test_a_link_that_a_mail_program_has_encoded_still_opens(page: Page, fragment: str) -> None:
    open_set(page, fragment)

    assert asked(page) == ["What holds?", "What rises?", "What held?"]
