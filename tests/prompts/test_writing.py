"""A prompt in a real browser: a box under its question, and what is typed there is kept at once and not lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.answering import box, kept, write
from tests.building import Build
from tests.prompts.conftest import opened
from tests.serving import serve


def test_the_box_is_labelled_with_the_question_and_says_where_words_stay(context: BrowserContext) -> None:
    tab = opened(context)
    expect(box(tab)).to_have_accessible_name("What did you not say?")
    expect(box(tab)).to_have_accessible_description("Kept only in this browser")


def test_no_box_lets_a_browser_send_words_away_to_check_or_to_complete_them(context: BrowserContext) -> None:
    """Some browsers ask their maker's server about the spelling of what is typed, and how it might go on."""
    tab = opened(context)
    write(tab, "Kept back.")
    asked = "boxes => boxes.map(box => [box.id, box.spellcheck, box.writingSuggestions, box.autocomplete])"
    assert {tuple(found[1:]) for found in tab.locator("reflection-prompt textarea").evaluate_all(asked)} == {
        (False, "false", "off")
    }
    tab.goto("/notebook/")
    tab.get_by_role("button", name="Take this to the contact form").click()
    boxes = tab.locator("reader-notebook").locator("textarea, [type=search]").evaluate_all(asked)
    assert sorted(boxes) == [["notebook-search", False, "false", "off"], ["notebook-taken", False, "false", "off"]]
    tab.goto("/contact/")
    assert tab.locator("#reflections").evaluate("box => [box.spellcheck, box.writingSuggestions]") == [False, "false"]


def test_nothing_is_kept_before_the_first_word_and_then_all_that_a_copy_needs(context: BrowserContext) -> None:
    tab = opened(context)
    box(tab).focus()
    assert tab.evaluate("localStorage.length + sessionStorage.length") == 0
    write(tab, "A lot.")
    [answer] = kept(tab)
    assert (answer["text"], answer["question"]) == ("A lot.", "What did you not say?")
    assert (answer["address"], answer["title"]) == ("/musings/the-hill/", "The hill")


def test_what_is_being_typed_is_kept_when_the_page_is_left_at_once(context: BrowserContext) -> None:
    tab = opened(context)
    box(tab).press_sequentially("Half a sent")
    tab.goto("/musings/plain/")
    assert [answer["text"] for answer in kept(tab)] == ["Half a sent"]


@pytest.mark.parametrize("first", ["", "Be"])
def test_a_save_that_is_broken_off_leaves_no_second_answer(context: BrowserContext, first: str) -> None:
    """Firefox ends a script in the middle when its tab is closed, and then tells the page once more to save."""
    tab = opened(context)
    if first:
        write(tab, first)
    tab.evaluate(
        """() => {
            const { setItem } = Storage.prototype;
            let isBroken = false;
            Storage.prototype.setItem = function (key, value) {
                setItem.call(this, key, value);
                if (!isBroken && (isBroken = key.startsWith("answer:"))) throw new Error("broken off");
            };
        }"""
    )
    box(tab).press_sequentially("gun.")
    tab.evaluate("dispatchEvent(new Event('pagehide')); dispatchEvent(new Event('pagehide'))")
    assert [answer["text"] for answer in kept(tab)] == [f"{first}gun."]


def test_words_that_cannot_be_kept_are_not_taken_away(context: BrowserContext) -> None:
    """With a full storage, whatever the reader presses next."""
    tab = opened(context)
    write(tab, "First.")
    tab.reload()
    fill = "([name, size]) => { try { for (let i = 0; ; i++) localStorage[name + i] = 'x'.repeat(size) } catch {} }"
    for name, size in (("junk", 100_000), ("crumb", 100)):
        tab.evaluate(fill, [name, size])
    prompt = tab.locator("reflection-prompt").first
    prompt.get_by_role("button", name="Answer again").click()
    box(tab).fill("Only here. " * 40)
    expect(prompt.locator(".prompt-foot").get_by_role("status").first).to_contain_text("Not saved")
    for name in ("Answer again", "Change"):
        prompt.get_by_role("button", name=name).click()
        expect(box(tab)).to_have_value("Only here. " * 40)


@pytest.mark.parametrize("address", ["//musings/the-hill/", "/musings/the-hill/index.html"])
def test_however_a_page_was_come_to_its_answers_are_found(context: BrowserContext, address: str) -> None:
    tab = context.new_page()
    tab.goto("/")
    tab.evaluate("(address) => location.assign(location.origin + address)", address)
    tab.locator(".prompt-answer").first.wait_for()
    write(tab, "Found.")
    assert [answer["address"] for answer in kept(tab)] == ["/musings/the-hill/"]


def test_an_emptied_box_keeps_nothing(context: BrowserContext) -> None:
    tab = opened(context)
    write(tab, "No.")
    box(tab).fill("")
    tab.goto("/musings/plain/")
    assert kept(tab) == []


def test_without_scripts_there_is_the_question_alone(browser: Browser, built: Build) -> None:
    with serve(built.output) as host:
        context = browser.new_context(base_url=host, java_script_enabled=False)
        tab = context.new_page()
        tab.goto("/musings/the-hill/")
        expect(tab.locator("reflection-prompt").first).to_have_text("A question to stop at What did you not say?")
        context.close()


def test_the_store_reads_like_a_module_that_nobody_else_writes_to(built: Build) -> None:
    """Whoever speaks of localStorage: the theme, the answers, what was asked once, and who looks at names alone."""
    scripts = Path(built.output, "assets").glob("*.js")
    speaking = {path.name.partition(".")[0] for path in scripts if "localStorage" in path.read_text()}
    assert speaking == {"theme-switch", "answers", "circumstances", "written-here"}
    [looking] = Path(built.output, "assets").glob("written-here.*.js")
    assert not re.search(r"Item\b|localStorage\[", looking.read_text()), "it reads and writes nothing"


def test_one_pause_is_one_saved(context: BrowserContext) -> None:
    """Not a word for every key: who hears the page would hear nothing else."""
    context.clock.install(time="2026-11-26T08:00:00Z")
    tab = opened(context)
    tab.clock.pause_at("2026-11-26T09:00:00Z")  # else a slow machine is a pause, too
    status = tab.locator("reflection-prompt").first.get_by_role("status")
    tab.evaluate(
        """() => { globalThis.said = [];
        new MutationObserver(() => said.push(document.querySelector("reflection-prompt [role=status]").textContent))
            .observe(document.querySelector("reflection-prompt [role=status]"), { childList: true }) }"""
    )
    box(tab).press_sequentially("Now")
    tab.clock.run_for(500)
    assert kept(tab) == []
    tab.clock.run_for(200)
    expect(status).to_have_text("Saved")
    assert [words for words in tab.evaluate("said") if words] == ["Saved"]
    assert [answer["text"] for answer in kept(tab)] == ["Now"]


def test_what_is_being_typed_is_kept_when_the_page_is_hidden(context: BrowserContext) -> None:
    """A phone that is put away may never come back to the page."""
    context.clock.install()
    tab = opened(context)
    box(tab).press_sequentially("Half")
    tab.evaluate(
        """() => { Object.defineProperty(document, "hidden", { value: true });
        document.dispatchEvent(new Event("visibilitychange")) }"""
    )
    assert [answer["text"] for answer in kept(tab)] == ["Half"]
