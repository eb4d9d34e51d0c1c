"""What a reader brings from their notebook to the contact form: seen, changed, left out or sent, and never lost.

A small site under a path, really built, with the real service in front of it; a tab of a real browser goes the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from enquiry.enquiry import LONGEST
from tests import tools
from tests.enquiring import Desk, arrives, ask, fill, send
from tests.visiting import NARROW, WIDE, new_context

ANSWER = "When did you hold back?\n\n  <b>Monday</b> & “the hill” </textarea>🏃\nזה הכול"
TAKEN, SENT = "taken:/sub", "sent:/sub"
BLOCKED = "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError') }})"


@pytest.fixture
def context(browser: Browser, desk: Desk) -> Iterator[BrowserContext]:
    """A fresh profile; whatever its pages complain of fails the test."""
    context = new_context(browser, desk.host)
    said: list[str] = []
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("console", lambda message: is_expected(message.text) or said.append(message.text))
    yield context
    context.close()
    assert not said


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A tab in which a reader has chosen an answer to take along, on its way to the form."""
    return bring(context.new_page(), ANSWER)


def is_expected(text: str) -> bool:
    """What the browser itself says of an answer that asks for mending, and of a connection that a test cuts."""
    return any(words in text for words in ("422", "ERR_INTERNET_DISCONNECTED"))


def bring(page: Page, words: str) -> Page:
    """Do as the notebook does: put the words into this tab's storage, then go to the form."""
    page.goto("/sub/musings/")
    page.evaluate("([key, words]) => sessionStorage.setItem(key, words)", [TAKEN, words])
    page.goto("/sub/contact/")
    return page


def stored(page: Page, key: str = TAKEN) -> str | None:
    found: str | None = page.evaluate("key => sessionStorage.getItem(key)", key)
    return found


def test_what_is_brought_is_seen_changed_kept_and_sent_exactly_so(tab: Page, desk: Desk) -> None:
    """From the notebook into the database and the letter, byte for byte, and then out of the tab."""
    field = tab.get_by_label("From my notebook")
    expect(field).to_have_value(ANSWER)
    expect(field).to_have_accessible_description(
        "This goes to the coach with your message. Nothing else of your notebook does. "
        "Please leave out medical detail, your own or anybody else’s: it can wait until you talk."
    )
    changed = f"{ANSWER}\nAnd on Tuesday."
    field.fill(changed)
    assert stored(tab) == changed
    tab.reload()
    expect(field).to_have_value(changed)
    tab.goto("/sub/musings/")
    tab.go_back()
    expect(field).to_have_value(changed)
    fill(tab)
    send(tab)
    arrives(tab)
    assert desk.kept()["reflections"] == changed
    [letter] = desk.running.letters()
    words = message_from_bytes(letter, policy=default).get_content().replace("\r\n", "\n")
    assert f"Reflections that they chose to send:\n\n{changed}\n" in words
    assert tab.evaluate("sessionStorage.length") == 0
    assert "notebook" not in tab.url and "Monday" not in tab.url


def test_the_thanks_page_says_what_went_along_until_it_is_left(tab: Page, desk: Desk) -> None:
    """A copy of what was sent, in this tab alone; a reload, a return or an address typed by hand shows none."""
    fill(tab)
    tab.get_by_label("Telephone (optional)").fill("020 7946 0000")
    tab.get_by_label("By telephone").check()
    send(tab)
    arrives(tab)
    expect(tab.get_by_role("heading", name="What you sent")).to_be_visible()
    assert tab.locator("sent-message div:not([hidden]) dt").all_inner_texts() == [
        "Your name",
        "Email address",
        "Telephone",
        "How to reply",
        "Your message",
        "From your notebook",
    ]
    cells = [cell.text_content() for cell in tab.locator("sent-message div:not([hidden]) [data-sent]").all()]
    message = "May we talk?\nOn Monday?"
    assert cells == ["Ada Walker", "ada@example.com", "020 7946 0000", "By telephone", message, ANSWER]
    expect(tab.get_by_text("Nothing else of your notebook went along.")).to_be_visible()
    address = tab.url
    for again in (tab.reload, lambda: tab.goto(address), lambda: tab.goto("/sub/contact/thanks/")):
        again()
        expect(tab.get_by_role("heading", name="Thank you")).to_be_visible()
        assert not tab.get_by_text("Ada Walker").count()
    other = tab.context.new_page()
    other.goto(address)
    assert not other.get_by_text("Ada Walker").count()


def test_a_copy_of_what_never_arrived_is_not_shown(tab: Page, desk: Desk) -> None:
    """Who had no signal, and then opens the thanks page by hand, has sent nothing and keeps the words."""
    fill(tab)
    tab.context.set_offline(True)
    send(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Your message has not been sent yet.")
    assert stored(tab, SENT) is None
    tab.context.set_offline(False)
    tab.goto("/sub/contact/thanks/?r=K7QM-42TD")
    expect(tab.get_by_text("Your reference is K7QM-42TD")).to_be_visible()
    assert not tab.get_by_text("Ada Walker").count()
    assert (stored(tab), desk.count()) == (ANSWER, 0)


def test_without_a_signal_everything_stays_and_can_be_sent_afterwards(tab: Page, desk: Desk) -> None:
    """A hill with no bar at all: the form opened again has the words, and sends them."""
    changed = "Only this."
    tab.get_by_label("From my notebook").fill(changed)
    fill(tab)
    tab.context.set_offline(True)
    send(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Your message has not been sent yet.")
    tab.context.set_offline(False)
    tab.goto("/sub/contact/")
    expect(tab.get_by_label("From my notebook")).to_have_value(changed)
    send(tab)
    arrives(tab)
    expect(tab.locator("[data-sent=reflections]")).to_have_text(changed)
    assert (desk.kept()["reflections"], stored(tab)) == (changed, None)


def test_what_is_left_out_is_never_sent(tab: Page, desk: Desk) -> None:
    """By keyboard: left out, put back, left out again. Then the field, its words and the storage are gone."""
    fill(tab)
    tab.get_by_role("button", name="Leave it out").press("Enter")
    field, back = tab.get_by_label("From my notebook"), tab.get_by_role("button", name="Put it back")
    expect(field).to_be_hidden()
    expect(back).to_be_focused()
    expect(back).to_have_accessible_description("Left out. Nothing from your notebook goes with your message.")
    assert stored(tab) is None
    back.press("Enter")
    expect(field).to_have_value(ANSWER)
    expect(field).to_be_focused()
    expect(back).to_be_hidden()
    assert stored(tab) == ANSWER
    tab.get_by_role("button", name="Leave it out").press("Enter")
    posted = []
    tab.on("request", lambda request: posted.append(request.post_data) if request.method == "POST" else None)
    send(tab)
    arrives(tab)
    assert posted and "Monday" in str(posted[0]) and "hill" not in str(posted[0])
    assert desk.kept()["reflections"] == ""
    assert "notebook" not in tab.locator("main").inner_text()


def test_the_musing_that_led_here_is_named_beside_the_button_that_sends(tab: Page, desk: Desk) -> None:
    """And in the copy: it goes along as well."""
    tab.goto("/sub/contact/?reading=/musings/")
    line = tab.get_by_text("You were reading Musings. The message will say so.")
    assert line.evaluate("line => line.nextElementSibling.textContent") == "Send"
    fill(tab)
    send(tab)
    arrives(tab)
    expect(tab.locator("[data-sent=reading]")).to_have_text("/musings/")
    assert (desk.kept()["reading"], desk.kept()["reflections"]) == ("/musings/", ANSWER)


def test_what_was_left_out_cannot_be_put_back_once_the_page_was_left(tab: Page) -> None:
    tab.get_by_role("button", name="Leave it out").click()
    tab.reload()
    expect(tab.get_by_label("Your message")).to_be_visible()
    expect(tab.get_by_label("From my notebook")).to_be_hidden()
    expect(tab.get_by_role("button", name="Put it back")).to_be_hidden()


def test_a_refused_post_brings_everything_back_and_a_mended_one_arrives(tab: Page, desk: Desk) -> None:
    """On the page that says what to mend the words can still be changed, and are still kept as they change."""
    fill(tab, email="ada")
    send(tab)
    expect(tab.get_by_role("heading", name="There is a problem")).to_be_visible()
    field = tab.get_by_label("From my notebook")
    expect(field).to_have_value(ANSWER)
    tab.wait_for_function("(key) => sessionStorage.getItem(key) === null", arg=SENT)
    assert stored(tab) == ANSWER
    field.fill("Less.")
    assert stored(tab) == "Less."
    tab.get_by_label("Email address").fill("ada@example.com")
    send(tab)
    arrives(tab)
    expect(tab.locator("[data-sent=reflections]")).to_have_text("Less.")
    assert (desk.kept()["reflections"], stored(tab)) == ("Less.", None)


def test_too_much_is_counted_told_at_the_top_and_beside_the_field_and_can_be_left_out(tab: Page, desk: Desk) -> None:
    """Counted as the service counts: a character outside the first 65,536 is one."""
    most = LONGEST["reflections"]
    field, count = tab.get_by_label("From my notebook"), tab.locator("reflections-field [role=status]")
    expect(count).to_be_empty()
    field.fill("🏃" * (most - 1))
    expect(count).to_have_text("19,999 of 20,000 characters.")
    field.fill(" " + "🏃" * most + "\n")
    expect(count).to_have_text("20,000 of 20,000 characters.")
    field.fill("🏃" * (most + 1))
    expect(count).to_have_text("20,001 of 20,000 characters. Please shorten it before you send it.")
    fill(tab)
    send(tab)
    words = "Your reflections must be 20,000 characters or fewer"
    summary = tab.get_by_role("alert").get_by_role("link", name=words)
    expect(summary).to_be_visible()
    expect(field).to_have_value("🏃" * (most + 1))
    expect(field).to_have_attribute("aria-invalid", "true")
    assert words in str(tab.evaluate("document.querySelector('#reflections-error').textContent"))
    summary.click()
    expect(field).to_be_focused()
    tab.get_by_role("button", name="Leave it out").click()
    expect(summary).to_be_hidden()
    tab.get_by_role("button", name="Put it back").click()
    expect(summary).to_be_visible()
    field.fill("🏃" * most)
    send(tab)
    arrives(tab)
    assert desk.kept()["reflections"] == "🏃" * most


def test_who_brings_nothing_sees_nothing_of_it(context: BrowserContext, desk: Desk) -> None:
    page = context.new_page()
    page.goto("/sub/contact/")
    expect(page.locator("reflections-field")).to_have_text("", use_inner_text=True)
    fill(page, email="")
    send(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.locator("reflections-field")).to_have_text("", use_inner_text=True)
    page.get_by_label("Email address").fill("ada@example.com")
    send(page)
    arrives(page)
    expect(page.locator("[data-sent=message]")).to_be_visible()
    expect(page.locator("[data-sent=reflections]")).to_be_hidden()
    assert desk.kept()["reflections"] == ""


def test_pressed_twice_it_arrives_once(tab: Page, desk: Desk) -> None:
    fill(tab)
    tab.get_by_role("button", name="Send").dblclick()
    arrives(tab)
    expect(tab.locator("[data-sent=reflections]")).to_have_text(ANSWER)
    assert desk.count() == 1
    assert tab.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("restored", [True, False], ids=["as it was left", "loaded again"])
def test_who_comes_back_after_the_thanks_finds_nothing_as_if_unsent(
    browser: Browser, desk: Desk, restored: bool
) -> None:
    """The browser may keep the page alive, or fill its form again: neither brings back what was sent with it."""
    without = ["--disable-back-forward-cache"] if restored else None
    own = browser.browser_type.launch(
        executable_path=tools.chromium(), args=tools.BROWSER_FLAGS, ignore_default_args=without
    )
    page = bring(new_context(own, desk.host).new_page(), ANSWER)
    page.evaluate("window.alive = true")
    fill(page)
    send(page)
    arrives(page)
    page.evaluate("void setTimeout(() => history.back())")
    page.wait_for_url("**/sub/contact/", wait_until="commit")
    page.wait_for_function("document.querySelector('#reflections')?.disabled === true")
    assert bool(page.evaluate("window.alive")) == restored
    assert page.locator("#message").input_value() == "May we talk?\nOn Monday?"
    assert page.locator("#reflections").input_value() == ""
    assert page.locator("#reflections").is_hidden()
    page.evaluate("void setTimeout(() => history.forward())")
    page.wait_for_url("**/thanks/?r=*", wait_until="commit")
    page.wait_for_function("document.querySelector('sent-message')?.hidden")
    assert page.locator("[data-sent=message]").text_content() == ""
    own.close()


def test_without_javascript_a_refused_post_keeps_what_was_brought(browser: Browser, desk: Desk) -> None:
    """The form is whole without the field; words that came with a refused post are there to change and to send."""
    context = browser.new_context(base_url=desk.host, viewport=NARROW, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sub/contact/")
    expect(page.locator("reflections-field")).to_have_text("", use_inner_text=True)
    fill(page, email="ada")

    def bring_along(route: Route, request: Request) -> None:
        route.continue_(post_data=f"{request.post_data}&{urlencode({'reflections': ANSWER})}")

    page.route("**/sub/contact/", bring_along, times=1)
    send(page)
    field = page.get_by_label("From my notebook")
    expect(field).to_have_value(ANSWER)
    expect(page.get_by_role("button")).to_have_count(1)
    page.get_by_label("Email address").fill("ada@example.com")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your message and press Send")
    expect(field).to_have_value(ANSWER)
    send(page)
    arrives(page)
    assert desk.kept()["reflections"] == ANSWER
    expect(page.get_by_role("heading", name="What you sent")).to_be_hidden()
    context.close()


def test_where_storage_is_blocked_the_form_works_as_ever(context: BrowserContext, desk: Desk) -> None:
    context.add_init_script(BLOCKED)
    page = context.new_page()
    page.goto("/sub/contact/")
    fill(page, email="ada")
    send(page)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Email address").fill("ada@example.com")
    send(page)
    arrives(page)
    expect(page.get_by_text("Your reference is")).to_be_visible()
    expect(page.get_by_role("heading", name="What you sent")).to_be_hidden()
    assert desk.kept()["message"] == "May we talk?\nOn Monday?"


def test_where_storage_fills_up_on_the_way_the_words_are_sent_from_the_page(tab: Page, desk: Desk) -> None:
    """The storage refuses the last change, and the copy for the thanks page: the form does not mind."""
    tab.evaluate("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }; 0")
    tab.get_by_label("From my notebook").fill("The last word.")
    fill(tab)
    send(tab)
    arrives(tab)
    assert desk.kept()["reflections"] == "The last word."


def test_the_field_grows_with_its_words_and_stops_before_it_fills_the_screen(tab: Page) -> None:
    field = tab.get_by_label("From my notebook")

    def height() -> float:
        box = field.bounding_box()
        assert box
        return box["height"]

    few = height()
    field.fill("A line.\n" * 12)
    assert few < height() < 0.75 * WIDE["height"]
    assert field.evaluate("field => field.scrollHeight <= field.clientHeight")
    field.fill("A line.\n" * 200)
    assert height() <= 0.75 * WIDE["height"] + 1


def test_field_and_copy_are_for_every_reader(tab: Page, axe: Path) -> None:
    """axe finds nothing, at 320 px nothing reaches sideways, every target is large enough, and the focus is seen."""
    tab.get_by_label("From my notebook").fill("Uninterrupted" * 30 + "\n" + "word " * 3_700)
    expect(tab.locator("reflections-field [role=status]")).not_to_be_empty()
    ask(tab, axe)
    tab.get_by_role("button", name="Leave it out").click()
    ask(tab, axe)
    tab.get_by_role("button", name="Put it back").click()
    fill(tab, email="ada")
    send(tab)
    expect(tab.get_by_role("heading", name="There is a problem")).to_be_visible()
    ask(tab, axe)
    fill(tab)
    tab.get_by_label("From my notebook").fill("Uninterrupted" * 30)
    send(tab)
    arrives(tab)
    expect(tab.get_by_role("heading", name="What you sent")).to_be_visible()
    ask(tab, axe)
