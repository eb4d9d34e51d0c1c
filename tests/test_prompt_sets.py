"""Sets of questions in a browser: a coach chooses, a link carries the choice, and a client opens it as a worksheet.

The site lives below a path, as some do: every address that a script makes up is tried there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plugins.prompts.prompts import key_of
from tests.building import Build, build, write_site
from tests.serving import serve
from tests.visiting import ASK_AXE, HALF_A_HUNDREDTH, RULES, new_context

LIBRARY, SET = "/sub/reflections/", "/sub/reflections/set/"
PROMISE = "Questions that somebody has chosen for you. What you write stays in this browser."
TICK = ".picker-tick input"


def file(title: str, body: str, more: str = "", date: str = "2026-03-02") -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About {title}.\n{more}\n---\n\n{body}\n"


def asks(*questions: str) -> str:
    return "\n\n".join(f"> [!reflect]\n> {question}" for question in questions)


MANY = [f"What is the number {number} to you?" for number in range(1, 15)]
FILES: dict[str, str | bytes | None] = {
    "content/series/hills.md": "---\ntitle: Hills\nsummary: Up.\n---\n\nWords.\n",
    "content/musings/up.md": file(
        "Going <up>", asks("What *rises*?") + "\n\n> [!reflect] {#held}\n> What holds?", "series: hills"
    ),
    "content/musings/down.md": file("Coming down", "> [!reflect] {#held}\n> What held?", "tags: [water]"),
    "content/musings/new-name.md": file("Moved", asks("What stays?"), "redirect_from: [/musings/old-name/]"),
    "content/musings/many.md": file("Many", asks(*MANY), "tags: [water]", "2026-04-01"),
}
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
RISES = key_of("/musings/up/", "What rises?")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("sets")
    done = build(
        folder / "served/sub", source=write_site(folder / "site", FILES), address="https://smallsteps.example/sub"
    )
    assert done.status == 0, done.text
    return done


@pytest.fixture(scope="module")
def host(small: Build) -> Iterator[str]:
    with serve(small.output.parent) as address:
        yield address


@pytest.fixture
def context(browser: Browser, host: str) -> Iterator[BrowserContext]:
    opened = new_context(browser, host)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def open_set(page: Page, fragment: str) -> Page:
    """The worksheet of a link, when it is drawn."""
    page.goto(f"{SET}{fragment}")
    expect(page.locator("prompt-set > *:not(.set-closed)").first).to_be_visible()
    return page


def asked(page: Page) -> list[str]:
    return page.locator("prompt-set .prompt-question").all_inner_texts()


def modules(page: Page) -> list[str]:
    """From now on, the paths of the modules of questions that the page asks for."""
    found: list[str] = []
    page.on(
        "request", lambda request: request.url.endswith("prompts.js") and found.append(request.url.split("/", 3)[3])
    )
    return found


def choose(page: Page, *questions: str) -> None:
    for question in questions:
        page.get_by_role("checkbox", name=f"Choose: {question}").check()


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


def test_the_worksheet_shows_the_questions_in_the_chosen_order(page: Page) -> None:
    open_set(page, f"#down=held&up=held,{RISES}")

    expect(page.locator(".standfirst")).to_have_text(PROMISE)
    assert asked(page) == ["What held?", "What holds?", "What rises?"]
    links = page.locator("prompt-set .facts a")
    assert links.all_inner_texts() == ["Coming down", "Going <up>", "Going <up>"]
    links.nth(1).click()
    expect(page.locator("#held .prompt-question")).to_have_text("What holds?")


def test_what_is_written_there_is_an_answer_to_the_musing(page: Page) -> None:
    """It is kept as if it had been written in the musing, and found there again."""
    open_set(page, "#down=held&up=held")
    boxes = page.get_by_role("textbox")
    expect(boxes).to_have_count(2)
    page.get_by_role("textbox", name="What holds?").fill("The rope.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    key, value = page.evaluate("Object.entries(localStorage).find(([key]) => key.startsWith('answer:'))")
    answer = json.loads(value)
    assert key.startswith("answer:/sub:/musings/up/:")
    wanted = {"prompt": "held", "question": "What holds?", "address": "/musings/up/", "title": "Going <up>"}
    assert wanted.items() <= answer.items()
    assert (answer["series"], answer["text"]) == ("hills", "The rope.")
    page.goto("/sub/musings/up/")
    expect(page.locator("#held")).to_contain_text("The rope.")


def test_nothing_of_a_set_is_sent_anywhere(page: Page, host: str) -> None:
    """Who has chosen what for whom: the host is asked for the musings' questions, and for no set."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url.partition('#')[0]} {request.post_data or ''}"))
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")
    open_set(page, f"#up={RISES}&down=held")

    assert not [each for each in sent if RISES in each or "held" in each or "?" in each]
    assert {each.strip() for each in sent if each.strip().endswith("prompts.js")} == {
        f"{host}/sub/musings/{slug}/prompts.js" for slug in ("up", "down")
    }


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


def test_another_link_in_the_same_tab_opens_the_other_set(page: Page) -> None:
    open_set(page, "#up=held")
    page.evaluate("location.hash = '#down=held'")

    expect(page.locator("prompt-set .prompt-question")).to_have_text(["What held?"])


def test_a_link_to_a_place_in_the_page_takes_no_question_away(page: Page) -> None:
    """Who comes by keyboard takes the skip link first."""
    open_set(page, "#down=held&up=held")
    page.get_by_role("textbox").first.fill("The rope.")
    page.evaluate("location.hash = '#main'")
    page.wait_for_function("location.hash === '#main'")
    page.evaluate("new Promise((resolve) => setTimeout(resolve))")
    expect(page.get_by_role("textbox")).to_have_count(2)
    expect(page.get_by_role("textbox").first).to_have_value("The rope.")


def test_without_a_script_the_worksheet_says_what_it_needs(browser: Browser, host: str) -> None:
    context = new_context(browser, host, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{SET}#up=held")

    expect(page.locator("prompt-set p")).to_be_visible()
    assert "this page needs JavaScript" in page.locator("prompt-set p").inner_text()
    context.close()


def test_no_search_engine_lists_a_worksheet(small: Build) -> None:
    page = (small.output / "reflections/set/index.html").read_text(encoding="utf-8")

    assert '<meta name="robots" content="noindex">' in page
    assert "reflections/set" not in (small.output / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["reflections/index.html", "reflections/set/index.html"])
def test_these_pages_may_open_no_connection(small: Build, address: str) -> None:
    assert "connect-src 'none'" in (small.output / address).read_text(encoding="utf-8")


def test_on_paper_each_question_has_lines_and_nothing_else_of_the_screen(page: Page) -> None:
    open_set(page, f"#up={RISES},held")
    expect(page.get_by_role("textbox")).to_have_count(2)
    page.emulate_media(media="print")

    for prompt in page.locator("prompt-set .prompt").all():
        lines = prompt.evaluate("element => ({ ...getComputedStyle(element, '::after') })")
        assert lines["display"] == "block" and lines["boxShadow"].count("rgb") == 5
    expect(page.get_by_role("textbox")).to_have_count(0)
    assert page.locator("nav:visible, footer:visible, button:visible").count() == 0


def test_a_choice_is_not_printed(page: Page) -> None:
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")
    page.emulate_media(media="print")

    assert page.locator(".picker-bar:visible, .picker-tick:visible, .picker-begin:visible").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_when_a_choice_or_a_set_is_opened(browser: Browser, host: str, width: int) -> None:
    context = new_context(browser, host, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(LIBRARY)
    page.evaluate("sessionStorage['picked:/sub'] = '#up=held'")
    for address in (LIBRARY, f"{LIBRARY}water/", f"{SET}#up=held&down=held&many=gone", SET):
        page.goto("/sub/contact/")
        page.goto(address)
        page.evaluate("probes.settle()")
        assert page.evaluate("probes.layoutShift()") < HALF_A_HUNDREDTH, address
        assert page.evaluate("probes.sideways()") == [], address
        assert page.evaluate("probes.smallTargets()") == [], address
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choosing_and_answering_are_open_to_everybody(browser: Browser, host: str, axe: Path, scheme: str) -> None:
    context = new_context(browser, host, color_scheme=scheme, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    choose(page, "What rises?")
    for address in (LIBRARY, f"{SET}#up=held,{RISES}&down=held&many=gone"):
        page.goto(address)
        expect(page.locator(f"{TICK}:checked, prompt-set textarea").first).to_be_visible()
        page.evaluate(axe.read_text(encoding="utf-8"))
        assert page.evaluate(ASK_AXE, RULES) == []
    context.close()


def test_the_bar_never_hides_what_has_the_focus(browser: Browser, host: str) -> None:
    """WCAG 2.2, 2.4.11: whoever goes from box to box by keyboard sees each."""
    context = new_context(browser, host, viewport={"width": 390, "height": 700})
    page = context.new_page()
    page.goto(LIBRARY)
    page.get_by_role("button", name="Make a set for someone").click()
    hidden = """() => {
        const bar = document.querySelector(".picker-bar").getBoundingClientRect();
        return document.activeElement.getBoundingClientRect().bottom > bar.top;
    }"""
    for _ in range(2 * 12 - 2):
        page.keyboard.press("Tab")
        assert not page.evaluate(hidden), page.evaluate("document.activeElement.outerHTML")
    context.close()
