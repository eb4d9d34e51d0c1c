"""What leaves the notebook: deleted where the reader says yes, taken to the contact form where they chose it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.answering import kept, write
from tests.notebook.conftest import answer, put


def test_deleting_asks_first_and_escape_is_no(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "One.", 3), answer("b", "Two.", 2), answer("c", "Three.", 1))
    second = tab.get_by_role("button", name="Delete what you wrote on 24 November 2026")
    second.focus()
    tab.keyboard.press("Enter")
    dialog = tab.get_by_role(
        "dialog", name="Delete “Two.” of 24 November 2026? Unless you have kept a copy, it is gone."
    )
    expect(dialog.get_by_role("button", name="No, keep it")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(second).to_be_focused()
    assert len(kept(tab)) == 3
    tab.keyboard.press("Enter")
    dialog.get_by_role("button", name="Delete it").click()
    expect(tab.locator(".notebook-words")).to_have_text(["One.", "Three."])
    expect(tab.get_by_role("button", name="Delete what you wrote on 25 November 2026")).to_be_focused()
    assert sorted(one["text"] for one in kept(tab)) == ["One.", "Three."]


def test_what_was_written_on_while_the_question_stood_there_is_asked_about_anew(
    notebook: Callable[..., Page], context: BrowserContext
) -> None:
    """In another window, say, beside this one: nobody has agreed to lose those words."""
    tab = notebook(answer("a", "One."), answer("b", "Two."))
    tab.get_by_role("button", name="Delete what you wrote").first.click()
    question = tab.get_by_role("dialog")
    expect(question).to_contain_text("Delete “One.” of")
    other = context.new_page()
    other.goto("/404.html")
    put(other, answer("a", "One, and more.", n=2))
    question.get_by_role("button", name="Delete it").click()
    expect(question).to_contain_text("Delete “One, and more.” of")
    question.get_by_role("button", name="No, keep it").click()
    assert sorted(one["text"] for one in kept(tab)) == ["One, and more.", "Two."]
    tab.get_by_role("button", name="Delete what you wrote").first.click()
    question.get_by_role("button", name="Delete it").click()
    expect(tab.locator(".notebook-words")).to_have_text(["Two."])
    assert [one["text"] for one in kept(tab)] == ["Two."]


def test_who_deletes_what_was_found_stays_among_what_was_found(notebook: Callable[..., Page]) -> None:
    """The next in the whole notebook may be out of sight; with nothing found any more, the search is at hand."""
    words = {"a": "Red.", "b": "Blue.", "c": "Red, too.", "d": "Green."}
    tab = notebook(*(answer(id, text, 4 - day) for day, (id, text) in enumerate(words.items())))
    search = tab.get_by_role("searchbox", name="Search your answers")
    search.fill("red")
    for day, left in {22: "Delete what you wrote on 24 November 2026", 24: ""}.items():
        tab.get_by_role("button", name=f"Delete what you wrote on {day} November 2026").click()
        tab.get_by_role("dialog").get_by_role("button", name="Delete it").click()
        expect(tab.get_by_role("button", name=left) if left else search).to_be_focused()
    assert sorted(one["text"] for one in kept(tab)) == ["Blue.", "Green."]


def test_nothing_is_taken_to_the_contact_form_that_was_not_chosen(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "One.", 3), answer("b", "Two.", 2), answer("c", "Three.", 1))
    tab.get_by_role("button", name="Take this to the contact form").click()
    boxes = tab.get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    assert [box.is_checked() for box in boxes.all()] == [False, False, False]
    preview = tab.get_by_role("textbox", name="This would be sent, word for word.")
    expect(preview).to_have_value("")
    expect(preview).to_have_accessible_description(re.compile("^Please leave out anything medical"))
    tab.get_by_role("button", name="Take it to the contact form").click()
    expect(tab.get_by_text("Nothing is chosen yet.")).to_be_visible()
    for number in (0, 1, 2):
        boxes.nth(number).check()
    boxes.nth(1).uncheck()
    one, three = (
        "The hill\nWhat next?\n(23 November 2026)\n\nOne.",
        "The hill\nWhat next?\n(25 November 2026)\n\nThree.",
    )
    expect(preview).to_have_value(f"{one}\n\n\n{three}")
    preview.fill(f"{one}\n\nThat is all.")
    boxes.nth(2).uncheck()
    expect(tab.get_by_text("You have changed those words")).to_be_visible()
    tab.get_by_role("button", name="Take it to the contact form").click()
    tab.wait_for_url(re.compile(r"/contact/$"))
    assert tab.evaluate("({...sessionStorage})") == {"taken:": f"{one}\n\nThat is all."}


def test_not_now_leaves_no_trace(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "One.", 3), hash="#take=/musings/the-hill/")
    tab.get_by_role("checkbox").check()
    tab.get_by_role("button", name="Not now").first.click()
    expect(tab.get_by_role("checkbox")).to_have_count(0)
    assert tab.evaluate("sessionStorage.length") == 0
    assert tab.url.endswith("/notebook/")
    start = tab.get_by_role("button", name="Take this to the contact form")
    expect(start).to_be_focused()
    start.click()
    expect(tab.get_by_role("checkbox")).not_to_be_checked()
    expect(tab.locator("#notebook-taken")).to_have_value("")


def test_everything_is_deleted_with_what_was_chosen_for_the_contact_form(notebook: Callable[..., Page]) -> None:
    """Words that were deleted must wait in no box and no storage to be sent after all."""
    tab = notebook(answer("a", "One.", 3), hash="#take=/musings/the-hill/")
    tab.get_by_role("checkbox").check()
    tab.evaluate("sessionStorage.setItem('taken:', 'One.')")
    tab.get_by_role("button", name="Delete everything").click()
    tab.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(tab.get_by_text("Nothing is written here yet.")).to_be_visible()
    expect(tab.locator("#notebook-taken")).to_be_hidden()
    expect(tab.locator("#notebook-taken")).to_have_value("")
    assert tab.evaluate("sessionStorage.length") == 0
    assert kept(tab) == []


def test_a_shared_computer_is_one_press_from_deleting_everything(context: BrowserContext) -> None:
    """From under the question that was answered; and nothing goes before it is clear what will."""
    tab = context.new_page()
    tab.goto("/musings/the-hill/")
    way = tab.get_by_role("link", name="A shared computer?").first
    expect(way).to_be_hidden()
    write(tab, "Mine alone.")
    way.click()
    dialog = tab.get_by_role("dialog")
    expect(dialog).to_contain_text("Whoever uses this browser after you can read what you wrote here")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("main")).to_contain_text("Mine alone.")
    tab.reload()
    expect(tab.get_by_role("main")).to_contain_text("Mine alone.")
    expect(dialog).to_have_count(0)
    tab.goto("/notebook/#shared")
    dialog.get_by_role("button", name="Delete everything").click()
    expect(tab.get_by_role("main")).to_contain_text("Nothing is written here yet.")
    assert kept(tab) == []


def test_more_than_the_form_takes_is_said_and_stays_here(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "🏔" * 19_999))
    tab.get_by_role("button", name="Take this to the contact form").click()
    tab.get_by_role("checkbox").check()
    over = tab.get_by_text("This is longer than the form takes: 20,000 characters.")
    expect(over).to_be_visible()
    tab.get_by_role("button", name="Take it to the contact form").click()
    assert tab.url.endswith("/notebook/")
    tab.locator("#notebook-taken").fill("🏔" * 20_000)
    expect(over).to_have_count(0)


def test_from_a_musing_its_answers_are_one_link_away(context: BrowserContext) -> None:
    tab = context.new_page()
    tab.goto("/musings/rain/")
    expect(tab.get_by_role("link", name="Notebook")).to_have_count(0)
    write(tab, "Patience.")
    expect(tab.get_by_role("link", name="Notebook")).to_be_visible()
    tab.get_by_role("link", name="Take this to the contact form").click()
    expect(tab.get_by_role("heading", name="Rain", exact=True)).to_be_focused()
    expect(tab.get_by_role("checkbox")).not_to_be_checked()


def test_what_another_tab_writes_appears_and_the_place_is_kept(
    notebook: Callable[..., Page], context: BrowserContext
) -> None:
    tab = notebook(answer("a", "One.", 3))
    tab.get_by_role("button", name="Take this to the contact form").click()
    tab.get_by_role("checkbox").check()
    other = context.new_page()
    other.goto("/musings/rain/")
    write(other, "Two.")
    expect(tab.locator(".notebook-words")).to_have_text(["One.", "Two."])
    expect(tab.get_by_role("checkbox").first).to_be_checked()
    expect(tab.get_by_role("checkbox").first).to_be_focused()
