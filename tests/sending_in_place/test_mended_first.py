"""What is to be mended before it is sent: told in place, asked about, counted, by keyboard and for every reader."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.enquiring import Desk, arrives, ask, fill, send
from tests.visiting import new_context


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
