"""Sending in place: whatever happens on the way, what was typed stays, and it arrives once.

A small site under a path with the real service; where something on the way is at fault, the fault is real as well: a
server that stops, a database that cannot be written, a network that is off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import brotli
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from enquiry.conftest import WELL_FILLED
from tests.building import ROOT
from tests.enquiring import Desk, arrives, ask, fill, open_desk, send
from tests.visiting import new_context

SCRIPTS = ROOT / "plugins/call_to_action/static/call_to_action"
DRAFT = "draft:/sub"
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


def answering(page: Page, *answers: dict[str, object]) -> None:
    """Somebody on the way answers the next posts: a proxy, or the network of a hotel."""
    left = list(answers)

    def answer(route: Route, request: Request) -> None:
        if request.method != "POST" or not left:
            return route.fallback()
        return route.fulfill(**left.pop(0))  # type: ignore[arg-type]

    page.route(FORM, answer)


def test_it_arrives_without_leaving_the_page_on_the_way(form: Page, desk: Desk) -> None:
    """One post that asks for JSON; then the thanks with reference and copy, and nothing kept in the tab."""
    asked: list[Request] = []
    form.on("request", lambda request: asked.append(request) if request.method == "POST" else None)
    fill(form)
    send(form)
    arrives(form)
    [post] = asked
    assert (post.resource_type, post.headers["accept"]) == ("fetch", "application/json")
    assert post.headers["content-type"].startswith("application/x-www-form-urlencoded")
    assert desk.kept()["message"] == "May we talk?\nOn Monday?"
    expect(form.get_by_text("Your reference is")).to_be_visible()
    expect(form.locator("[data-sent=message]")).to_have_text("May we talk?\nOn Monday?")
    assert form.evaluate("sessionStorage.length") == 0


def test_while_it_is_on_its_way_the_button_says_so_and_a_second_press_does_nothing(form: Page, desk: Desk) -> None:
    held: list[Route] = []
    form.route(FORM, lambda route: held.append(route))
    bodies = posted(form)
    fill(form)
    send(form)
    button = form.get_by_role("button", name="Sending…")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    expect(form.get_by_text("your message is on its way")).to_be_visible()
    button.click(force=True)
    button.press("Enter")
    form.get_by_label("Your name").press("Enter")
    for route in held:
        route.continue_()
    arrives(form)
    assert (len(bodies), desk.count()) == (1, 1)


def test_what_is_to_be_mended_is_told_at_the_top_beside_the_field_and_in_the_title(form: Page, desk: Desk) -> None:
    """The same words as without JavaScript; mended and sent again, what is right is cleared and the rest still told."""
    form.get_by_label("Email address").fill("ada")
    form.get_by_label("By telephone").check()
    send(form)
    summary = form.get_by_role("alert", name="There is a problem")
    expect(summary).to_be_focused()
    expect(form).to_have_title("Error: Write to me · Small Steps")
    told = {
        "name": "Enter your name",
        "email": "Enter an email address in the correct format, like name@example.com",
        "phone": "Enter a telephone number, or choose a reply by email",
        "message": "Enter your message",
    }
    assert summary.get_by_role("listitem").all_inner_texts() == list(told.values())
    for name, words in told.items():
        box = form.locator(f"#{name}")
        expect(box).to_have_attribute("aria-invalid", "true")
        expect(form.locator(f"#{name}-error")).to_have_text(f"Error: {words}", use_inner_text=True)
    expect(form.locator("#email")).to_have_accessible_description(f"So that I can answer you. Error: {told['email']}")
    summary.get_by_role("link", name="Enter your name").click()
    expect(form.get_by_label("Your name")).to_be_focused()
    expect(form.get_by_text("Your name", exact=True)).to_be_in_viewport()
    fill(form)
    send(form)
    expect(summary.get_by_role("listitem")).to_have_text([told["phone"]])
    assert form.locator("[aria-invalid]").evaluate_all("all => all.map(one => one.id)") == ["phone"]
    expect(form.locator("#email")).to_have_accessible_description("So that I can answer you.")
    form.get_by_label("By email").check()
    send(form)
    arrives(form)
    assert desk.count() == 1


def test_the_page_that_the_service_makes_says_the_same(browser: Browser, form: Page, desk: Desk) -> None:
    """Element for element: the summary and the form after a post with JavaScript and after one without."""
    shapes = []
    plain = browser.new_context(base_url=desk.host, java_script_enabled=False)
    for page in (form, plain.new_page()):
        page.goto("/sub/contact/")
        page.get_by_label("Email address").fill("ada")
        send(page)
        expect(page.get_by_role("alert", name="There is a problem")).to_be_visible()
        shapes.append(page.locator("contact-form").aria_snapshot())
    plain.close()
    assert shapes[0] == shapes[1]


def test_offline_everything_stays_and_it_says_when_one_can_send(form: Page, desk: Desk) -> None:
    """It never sends by itself: a person presses, and what was tried before arrives once."""
    bodies = posted(form)
    fill(form)
    form.context.set_offline(True)
    send(form)
    fails(form, "Your message has not been sent yet.", "Your device has no connection just now.")
    form.context.set_offline(False)
    expect(form.get_by_text("You are online again: you can send it now.")).to_be_visible()
    form.clock.run_for(60_000)
    assert desk.count() == 0
    send(form)
    arrives(form)
    assert desk.count() == 1
    assert len({key_of(body) for body in bodies}) == 1 and key_of(bodies[0])


def test_a_lost_connection_is_tried_again_twice_and_then_told(form: Page, desk: Desk) -> None:
    """The post arrived each time and its answer did not: at the end there is one enquiry, under one key."""
    lost: list[str] = []

    def lose(route: Route, request: Request) -> None:
        if request.method != "POST":
            return route.fallback()
        route.fetch()
        lost.append(str(request.post_data))
        route.abort("connectionreset")

    form.route(FORM, lose)
    fill(form)
    send(form)
    expect(form.get_by_text("The connection was lost on the way. Trying again in 2 seconds…")).to_be_visible()
    form.clock.run_for(2_000)
    expect(form.get_by_text("Trying again in 5 seconds…")).to_be_visible()
    form.clock.run_for(5_000)
    fails(form, "Your message may not have arrived.", "The connection was lost on the way.", "it arrives once")
    form.clock.run_for(60_000)
    assert (len(lost), desk.count()) == (3, 1)
    assert len({key_of(body) for body in lost}) == 1
    form.unroute(FORM)
    send(form)
    arrives(form)
    assert desk.count() == 1


@pytest.mark.parametrize(
    ("answer", "what", "why"),
    [
        ({"status": 404, "content_type": "text/html", "body": "<h1>No"}, "may not have arrived", "Something else"),
        ({"status": 200, "content_type": "text/html", "body": "<h1>Log in"}, "may not have arrived", "Something else"),
        ({"status": 422, "content_type": "text/html", "body": "<h1>No"}, "may not have arrived", "Something else"),
    ],
    ids=["a host without the service", "a network that wants a login", "a filter that finds fault and says none"],
)
def test_a_page_where_an_answer_was_expected(
    form: Page, desk: Desk, answer: dict[str, object], what: str, why: str
) -> None:
    """Is not taken for one, not tried again by itself, and can be sent again."""
    answering(form, answer)
    fill(form)
    send(form)
    fails(form, what, why)
    send(form)
    arrives(form)
    assert desk.count() == 1


def test_a_message_beyond_all_measure_is_told_to_be_too_long(form: Page, desk: Desk) -> None:
    """As far as the service reads it, beside its box; beyond that as a whole. It stays, to be shortened."""
    fill(form)
    # What makes it so large stands where no browser has to break it into lines.
    swell = "(size) => document.querySelector('[name=reading]').value = 'x'.repeat(size)"
    form.get_by_label("Your message").fill("a" * 10_001)
    form.evaluate(swell, 1_000_000)
    send(form)
    expect(form.get_by_role("link", name="Your message must be 10,000 characters or fewer")).to_be_visible()
    form.evaluate(swell, 2_500_000)
    send(form)
    expect(form.locator(".not-sent")).to_contain_text("It is too long to be sent in one piece.")
    expect(form.get_by_label("Your message")).to_have_value("a" * 10_001)
    expect(form.get_by_role("alert", name="There is a problem")).to_be_hidden()
    form.evaluate(swell, 1)
    fill(form)
    send(form)
    arrives(form)
    assert desk.count() == 1


def test_a_service_that_stops_and_starts_again_gets_it_once(form: Page, desk: Desk) -> None:
    """It was there for the token and is gone for the post; back again before the last automatic retry."""
    fill(form)
    expect(form.locator("[name=token]")).not_to_have_value("")
    desk.stop()
    send(form)
    expect(form.get_by_text("The connection was lost on the way. Trying again in 2 seconds…")).to_be_visible()
    form.clock.run_for(2_000)
    expect(form.get_by_text("Trying again in 5 seconds…")).to_be_visible()
    desk.start()
    form.clock.run_for(5_000)
    arrives(form)
    assert desk.states() == ["new"]


def test_a_service_that_was_away_from_the_first_gives_a_token_when_it_is_back(form: Page, desk: Desk) -> None:
    """Else the message would wait, unconfirmed, for the next morning's digest, and the visitor was thanked for it."""
    desk.stop()
    fill(form)
    send(form)
    expect(form.get_by_text("The connection was lost on the way. Trying again in 2 seconds…")).to_be_visible()
    desk.start()
    form.clock.run_for(2_000)
    arrives(form)
    assert desk.states() == ["new"]


def test_a_service_that_stays_away_is_told_and_gets_it_once_when_it_is_back(form: Page, desk: Desk) -> None:
    """Also after a reload in between: the key lasts as long as the words."""
    bodies = posted(form)
    fill(form)
    desk.stop()
    send(form)
    for pause_s in (2, 5):
        expect(form.get_by_text(f"Trying again in {pause_s} seconds…")).to_be_visible()
        form.clock.run_for(pause_s * 1_000)
    fails(form, "Your message may not have arrived.", "The connection was lost on the way.")
    desk.start()
    form.reload()
    everything_stays(form)
    form.get_by_label("Your name").focus()
    send(form)
    arrives(form)
    assert desk.states() == ["new"]
    assert len(bodies) == 4 and len({key_of(body) for body in bodies}) == 1


def test_a_database_that_cannot_be_written_is_no_ones_loss(form: Page, desk: Desk) -> None:
    """503 with its time to wait: tried again after it, while a copy can be taken; then told. It arrives afterwards."""
    desk.do("CREATE TRIGGER full BEFORE INSERT ON enquiry BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    fill(form)
    send(form)
    expect(form.get_by_text("The form cannot take messages just now. Trying again in 60 seconds…")).to_be_visible()
    expect(form.get_by_role("button", name="Copy what I wrote")).to_be_visible()
    form.clock.run_for(60_000)
    fails(form, "Your message has not been sent yet.", "Please wait a minute, then send it again.")
    desk.do("DROP TRIGGER full")
    send(form)
    arrives(form)
    assert desk.count() == 1


def test_more_than_a_network_may_send_in_a_minute_waits_its_turn(form: Page, desk: Desk) -> None:
    """429 with its time to wait; nothing is lost by it."""
    desk.stop()
    desk.settings = replace(desk.settings, max_per_minute=1)
    desk.start()
    try:
        assert desk.running.post(WELL_FILLED | {"name": "Somebody else"}, path="/sub/contact/").status == 303
        fill(form)
        send(form)
        expect(form.get_by_text("than the form takes. Trying again in 60 seconds…")).to_be_visible()
        form.clock.run_for(60_000)
        fails(form, "Your message has not been sent yet.", "More messages are coming from your network")
    finally:
        desk.stop()
        desk.settings = replace(desk.settings, max_per_minute=0)
        desk.start()
    send(form)
    arrives(form)
    assert desk.count() == 2


def test_the_token_comes_at_the_first_focus_and_anew_after_half_a_day(form: Page, desk: Desk) -> None:
    """Never before anybody writes, once for a message; a page left open over lunch and dinner asks again."""
    asked: list[str] = []
    form.on("request", lambda request: asked.append(request.url) if request.url.endswith("/token") else None)
    token = form.locator("[name=token]")
    expect(token).to_have_value("")
    form.get_by_label("Your name").focus()
    expect(token).not_to_have_value("")
    first = token.input_value()
    fill(form)
    form.clock.fast_forward("11:59:00")
    form.get_by_label("Email address").fill("ada")
    send(form)
    expect(form.get_by_role("alert", name="There is a problem")).to_be_visible()
    assert (token.input_value(), len(asked)) == (first, 1)
    form.clock.fast_forward("00:02:00")
    fill(form)
    send(form)
    arrives(form)
    assert len(asked) == 2
    assert desk.states() == ["new"]


def test_without_a_token_it_arrives_all_the_same(form: Page, desk: Desk) -> None:
    """Nothing but the token is in the way: the service keeps it as unconfirmed, and says that it arrived."""
    form.route("**/contact/token", lambda route: route.abort())
    fill(form)
    send(form)
    arrives(form)
    assert desk.states() == ["unconfirmed"]


def test_without_javascript_it_is_checked_once_and_pressed_again(browser: Browser, desk: Desk) -> None:
    """Refused with everything typed; mended it is kept, shown to check, changed, confirmed: one enquiry."""
    context = browser.new_context(base_url=desk.host, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sub/contact/?reading=/musings/")
    fill(page, email="ada")
    page.get_by_label("By email").check()
    send(page)
    expect(page).to_have_title("Error: Write to me · Small Steps")
    expect(page.get_by_role("alert", name="There is a problem")).to_be_focused()
    page.get_by_label("Email address").fill("ada@example.com")
    send(page)
    expect(page).to_have_title("Check your message · Small Steps")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your message and press Send")
    expect(page.get_by_text("Your message is already kept")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert desk.states() == ["unconfirmed"]
    expect(page.get_by_label("Your message")).to_have_value("May we talk?\nOn Monday?")
    expect(page.get_by_label("By email")).to_be_checked()
    send(page)
    arrives(page)
    assert desk.states() == ["new"]
    assert desk.kept()["reading"] == "/musings/"
    context.close()


def test_what_was_written_can_be_taken_another_way(form: Page) -> None:
    """Copied whole; by mail as much as an address holds, and the letter says that the rest is in the copy."""
    form.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(form)
    form.get_by_label("Telephone (optional)").fill("020 7946 0000")
    form.get_by_label("By telephone").check()
    form.context.set_offline(True)
    send(form)
    form.get_by_role("button", name="Copy what I wrote").click()
    expect(form.get_by_text("Copied.")).to_be_visible()
    whole = (
        "Your name: Ada Walker\nEmail address: ada@example.com\nTelephone: 020 7946 0000\n"
        "How shall I reply: phone\n\nMay we talk?\nOn Monday?"
    )
    assert form.evaluate("navigator.clipboard.readText()") == whole
    assert letter(form) == ("ada@smallsteps.example", "Message from Ada Walker", whole.replace("\n", "\r\n"))
    form.get_by_label("Your message").fill("Grüße, 🏃! " * 900)
    _, _, body = letter(form)
    assert "🏃! Grüße, 🏃!" in body and "�" not in body
    assert body.endswith("[The rest did not fit. “Copy what I wrote” has all of it.]")


def letter(page: Page) -> tuple[str, str, str]:
    """What the link opens in a mail program, which the page cannot be asked about: so it is held."""
    link = page.get_by_role("link", name="Send it as an email")
    link.evaluate("link => link.addEventListener('click', event => event.preventDefault(), {once: true})")
    link.click()
    address = str(link.get_attribute("href"))
    assert len(address) < 2_000
    to, _, query = address.removeprefix("mailto:").partition("?")
    found = dict(parse_qsl(query.replace("+", "%2B"), strict_parsing=True))
    return to, found["subject"], found["body"]


def test_where_nothing_may_be_copied_it_stands_there_selected(form: Page) -> None:
    form.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); 0")
    fill(form)
    form.context.set_offline(True)
    send(form)
    form.get_by_role("button", name="Copy what I wrote").click()
    box = form.get_by_role("textbox", name="What you wrote")
    expect(box).to_be_focused()
    assert form.evaluate("getSelection().toString()").endswith("May we talk?\nOn Monday?")


def test_a_reload_and_a_new_visit_lose_nothing(form: Page, desk: Desk) -> None:
    """Browsers forget it there (tried in this one); with the words stays their key, so it arrives once."""
    fill(form)
    form.get_by_label("By telephone").check()
    form.get_by_label("Telephone (optional)").fill("020 7946 0000")
    key = form.locator("[name=key]").input_value()
    form.reload()
    everything_stays(form)
    form.goto("/sub/musings/")
    form.goto("/sub/contact/")
    everything_stays(form)
    expect(form.get_by_label("By telephone")).to_be_checked()
    assert form.locator("[name=key]").input_value() == key != ""
    other = form.context.new_page()
    other.goto("/sub/contact/")
    expect(other.get_by_label("Your name")).to_have_value("")
    send(form)
    arrives(form)
    assert form.evaluate("sessionStorage.length") == 0
    form.goto("/sub/contact/")
    expect(form.get_by_label("Your message")).to_have_value("")
    assert desk.count() == 1


def test_who_empties_the_boxes_leaves_nothing_in_the_tab(form: Page) -> None:
    fill(form)
    assert form.evaluate("key => sessionStorage.getItem(key)", DRAFT)
    for label in ("Your name", "Email address", "Your message"):
        form.get_by_label(label).fill("")
    assert form.evaluate("key => sessionStorage.getItem(key)", DRAFT) is None


SLIPS = {
    "Ada@gmial.com": "Ada@gmail.com",
    "ada@gmail.con": "ada@gmail.com",
    "ada@gmail.co": "ada@gmail.com",
    "ada@hotmial.co.uk": "ada@hotmail.co.uk",
    "ada@example.con": "ada@example.com",
    "ada@yaho.com": "ada@yahoo.com",
}
NO_SLIPS = ("ada@mail.com", "ada@ymail.com", "ada@example.co", "ada@example.cm", "ada@gmx.com", "ada", "")


def test_a_slip_in_an_address_is_asked_about_and_never_corrected(form: Page) -> None:
    email, offer = form.get_by_label("Email address"), form.get_by_text("Did you mean")
    for typed, meant in SLIPS.items():
        email.fill(typed)
        email.blur()
        expect(offer).to_have_text(f"Did you mean {meant}?")
        expect(email).to_have_value(typed)
        form.get_by_role("button", name=meant, exact=True).click()
        expect(email).to_have_value(meant)
        expect(email).to_be_focused()
        expect(offer).to_have_count(0)
    for typed in NO_SLIPS:
        email.fill(typed)
        email.blur()
        expect(email).to_have_value(typed)
        expect(offer).to_have_count(0)


def test_near_its_limit_the_message_is_counted(form: Page) -> None:
    message = form.get_by_label("Your message")
    message.fill("🏃" * 8_999)
    form.clock.run_for(1_000)
    assert not form.get_by_text("of 10,000 characters").count()
    message.fill("🏃" * 9_000)
    expect(form.get_by_text("of 10,000 characters")).to_have_count(0)
    form.clock.run_for(1_000)
    expect(form.get_by_text("9,000 of 10,000 characters.")).to_be_visible()
    message.fill("🏃" * 10_001)
    form.clock.run_for(1_000)
    expect(form.get_by_text("10,001 of 10,000 characters. Please shorten it before you send it.")).to_be_visible()


def test_where_a_question_stands_on_the_page_the_form_posts_as_ever(browser: Browser, tmp_path: Path) -> None:
    """There no script may open a connection, nor ask for a token: the form goes the way that it has without one."""
    asking = "---\ntitle: Write to me\nsummary: About.\n---\n\n> [!reflect]\n> What holds you back?\n"
    with open_desk(tmp_path, {"content/pages/contact.md": asking}) as desk:
        page = new_context(browser, desk.host).new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto("/sub/contact/")
        fill(page)
        send(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your message and press Send")
        send(page)
        arrives(page)
        expect(page.locator("[data-sent=message]")).to_be_visible()
        assert page.evaluate("sessionStorage.length") == 0
        assert (desk.count(), complaints) == (1, [])
        page.context.close()


def test_by_keyboard_alone_at_390_px_everything_can_be_done(browser: Browser, desk: Desk) -> None:
    """Typed, refused, mended from the summary, sent: no key but Tab, Enter and what is typed."""
    context = new_context(browser, desk.host, viewport={"width": 390, "height": 780})
    page = context.new_page()
    page.goto("/sub/contact/")
    keyboard = page.keyboard
    page.get_by_label("Your name").focus()
    keyboard.type("Ada Walker")
    keyboard.press("Tab")
    keyboard.type("ada")
    keyboard.press("Enter")
    expect(page.get_by_role("alert", name="There is a problem")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_label("Email address")).to_be_focused()
    keyboard.press("End")
    keyboard.type("@example.com")
    for _ in range(3):  # telephone, the reply, the message
        keyboard.press("Tab")
    keyboard.type("May we talk?")
    keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    keyboard.press("Enter")
    arrives(page)
    assert desk.kept()["email"] == "ada@example.com"
    context.close()


def test_each_state_is_for_every_reader(context: BrowserContext, axe: Path) -> None:
    """Axe, target sizes, focus and width, light and dark: with faults shown, a slip asked about, and given up."""
    form = context.new_page()
    form.goto("/sub/contact/")
    form.get_by_label("Email address").fill("ada@gmial.com")
    send(form)
    expect(form.get_by_role("alert", name="There is a problem")).to_be_visible()
    ask(form, axe)
    form.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); 0")
    fill(form)
    form.context.set_offline(True)
    send(form)
    form.get_by_role("button", name="Copy what I wrote").click()
    expect(form.get_by_role("textbox", name="What you wrote")).to_be_visible()
    ask(form, axe)
    form.context.set_offline(False)
    for address in ("/sub/contact/check/", "/sub/contact/unavailable/"):
        form.goto(address)
        ask(form, axe)


def test_all_scripts_of_the_form_weigh_less_than_six_kilobytes(desk: Desk) -> None:
    """As they travel; what brings the notebook's words, and what shows the copy, are others' business."""
    names = {script.stem for script in SCRIPTS.glob("*.js")} - {"reflections-field", "sent-message"}
    found = {file.name.partition(".")[0]: file for file in desk.settings.site.rglob("*.js")}
    assert sum(len(brotli.compress(found[name].read_bytes())) for name in names) < 6_000
