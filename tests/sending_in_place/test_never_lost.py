"""What was typed outlives a reload, and can be taken another way."""

from __future__ import annotations

from urllib.parse import parse_qsl

from playwright.sync_api import Page, expect

from tests.enquiring import Desk, arrives, fill, send
from tests.sending_in_place.conftest import everything_stays

DRAFT = "draft:/sub"


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
