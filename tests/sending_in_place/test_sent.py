"""Sending in place: one press, the same words and thanks as without JavaScript, and it arrives once."""

from __future__ import annotations

from pathlib import Path

import brotli
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.building import ROOT
from tests.enquiring import Desk, arrives, fill, open_desk, send
from tests.sending_in_place.conftest import FORM, posted
from tests.visiting import new_context

SCRIPTS = ROOT / "plugins/call_to_action/static/call_to_action"


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


def test_all_scripts_of_the_form_weigh_less_than_six_kilobytes(desk: Desk) -> None:
    """As they travel; what brings the notebook's words, and what shows the copy, are others' business."""
    names = {script.stem for script in SCRIPTS.glob("*.js")} - {"reflections-field", "sent-message"}
    found = {file.name.partition(".")[0]: file for file in desk.settings.site.rglob("*.js")}
    assert sum(len(brotli.compress(found[name].read_bytes())) for name in names) < 6_000
