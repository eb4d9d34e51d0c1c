"""Sets of questions in a browser: a coach chooses, over pages and themes, and a link carries the choice."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from plugins.prompts.prompts import key_of
from tests.prompt_sets.conftest import LIBRARY, MANY, RISES, SET, TICK, choose, modules, open_set
from tests.visiting import new_context


def test_without_a_script_there_is_the_list_alone(browser: Browser, host: str) -> None:
    context = new_context(browser, host, java_script_enabled=False)
    page = context.new_page()
    page.goto(LIBRARY)

    assert page.locator(".question").count() == 12
    assert page.locator(f"main :is(button, {TICK})").count() == 0
    context.close()


def test_a_choice_is_carried_over_pages_and_themes_in_its_order(context: BrowserContext, page: Page) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{LIBRARY}page/2/")
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What held?")
    page.goto(LIBRARY)
    choose(page, "What rises?", "What holds?")
    page.goto(f"{LIBRARY}water/")
    expect(page.get_by_role("status")).to_have_text("3 questions chosen")
    choose(page, MANY[0])
    page.get_by_role("link", name="More questions").click()
    expect(page.get_by_role("checkbox", name="Choose: What held?")).to_be_checked()

    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status")).to_have_text("Copied: send it to whoever it is for.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith(f"{SET}#down=held&up={RISES},held&many={key_of('/musings/many/', MANY[0])}")
    page.goto(link)
    expect(page.locator("prompt-set .prompt-question")).to_have_text(
        ["What held?", "What rises?", "What holds?", MANY[0]]
    )


def test_where_nothing_can_be_copied_the_link_is_shown(page: Page, host: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")
    page.get_by_role("button", name="Copy the link").click()

    field = page.get_by_role("textbox", name="The link to your set")
    expect(field).to_have_value(f"{host}{SET}#up={RISES}")
    assert page.evaluate("getSelection().toString() || document.activeElement.value") == f"{host}{SET}#up={RISES}"


def test_a_choice_can_be_taken_back_and_cleared(page: Page) -> None:
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?", "What holds?")
    page.get_by_role("checkbox", name="Choose: What rises?").uncheck()
    expect(page.get_by_role("status")).to_have_text("1 question chosen")
    assert page.evaluate("({ ...sessionStorage })") == {"picked:/sub": "#up=held"}

    page.get_by_role("button", name="Clear").click()
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    choose(page, "What holds?")
    expect(page.get_by_role("status")).to_have_text("1 question chosen")
    expect(page.get_by_role("button", name="Not now")).to_have_count(0)

    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("button", name="Not now")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.locator(f"{TICK}, .picker-bar").count() == 0
    expect(page.get_by_role("button", name="Make a set for someone")).to_be_focused()


def test_a_set_can_be_made_with_the_keyboard_alone(page: Page) -> None:
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")

    expect(page.get_by_role("checkbox", name="Choose: What rises?")).to_be_checked()
    expect(page.get_by_role("status")).to_have_text("1 question chosen")
    expect(page.get_by_role("link", name="Look at it")).to_have_attribute("href", f"{SET}#up={RISES}")


def test_a_set_can_be_made_where_storage_is_forbidden(page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no') } })")
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")

    expect(page.get_by_role("status")).to_have_text("1 question chosen")


def test_a_choice_on_the_page_before_is_there_after_going_back(page: Page) -> None:
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")
    page.goto(f"{LIBRARY}page/2/")
    page.get_by_role("button", name="Clear").click()
    page.go_back()

    expect(page.get_by_role("button", name="Make a set for someone")).to_be_visible()
    assert page.locator(TICK).count() == 0


def test_a_set_holds_sixty_questions_at_the_most(page: Page) -> None:
    """More would not fit into a link; and no link makes a browser fetch without end."""
    fetched = modules(page)
    open_set(page, "#" + "&".join(f"none-{number}=q-1" for number in range(500)))
    assert page.locator(".set-missing").count() == len(fetched) == 60
    expect(page.locator("prompt-set")).to_contain_text("A part of this link could not be read")

    page.evaluate("sessionStorage['picked:/sub'] = '#none=' + Array.from({ length: 60 }, (_, n) => `q-${n}`)")
    page.goto(LIBRARY)
    page.get_by_role("checkbox", name="Choose: What rises?").click()
    expect(page.get_by_role("checkbox", name="Choose: What rises?")).not_to_be_checked()
    expect(page.get_by_role("status")).to_have_text("A set holds 60 questions at the most.")
