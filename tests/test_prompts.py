"""A prompt in a real browser: written under, kept, shown again, and nothing of it lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.building import Build, small_site
from tests.serving import serve

MUSING = "---\ntitle: {title}\ndate: 2026-03-02\nsummary: About.\n{more}---\n\nWords.\n\n{body}\n"
QUESTIONS = "> [!reflect]\n> What did you *not* say?\n\n> [!reflect] {#next}\n> What now?"
PAGE = "---\ntitle: Ways\nsummary: About.\n{more}---\n\nWords.\n\n{body}\n"
SITE = {
    "content/musings/the-hill.md": MUSING.format(title="The hill", more="", body=QUESTIONS),
    "content/musings/plain.md": MUSING.format(title="Plain", more="", body=""),
}
ANSWERS = """Object.entries(localStorage).filter(([key]) => key.startsWith("answer:")).map(([, value]) => value)"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site under a path, with one musing of two questions."""
    done = small_site(tmp_path_factory.mktemp("prompts"), SITE)
    assert done.status == 0, done.text
    return done


@pytest.fixture
def context(browser: Browser, built: Build) -> Iterator[BrowserContext]:
    """A fresh profile that sees the site."""
    with serve(built.output) as host:
        context = browser.new_context(base_url=host, viewport={"width": 390, "height": 800}, locale="en-GB")
        yield context
        context.close()


def opened(context: BrowserContext, address: str = "/musings/the-hill/") -> Page:
    """A tab with the musing, its boxes ready."""
    tab = context.new_page()
    tab.goto(address)
    tab.locator(".prompt-answer").first.wait_for()
    return tab


def box(tab: Page, number: int = 0) -> Any:
    return tab.locator("reflection-prompt").nth(number).get_by_role("textbox")


def kept(tab: Page) -> list[dict[str, Any]]:
    """Everything that the browser has kept, as it is."""
    values = tab.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('answer:')).map(([, value]) => value)"
    )
    return [json.loads(value) for value in values]


def write(tab: Page, words: str, number: int = 0) -> None:
    box(tab, number).press_sequentially(words)
    expect(tab.locator("reflection-prompt").nth(number).get_by_role("status")).to_have_text("Saved")


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


def test_answering_again_keeps_the_earlier_answer_with_its_date(context: BrowserContext) -> None:
    tab = opened(context)
    write(tab, "First.")
    tab.reload()
    prompt = tab.locator("reflection-prompt").first
    expect(prompt.locator(".prompt-kept")).to_contain_text("First.")
    expect(box(tab)).to_have_count(0)
    prompt.get_by_role("button", name="Answer again").click()
    write(tab, "Second.")
    assert sorted(answer["text"] for answer in kept(tab)) == ["First.", "Second."]
    expect(prompt.locator(".prompt-kept")).to_contain_text("First.")


def test_two_tabs_on_one_prompt_keep_both(context: BrowserContext) -> None:
    one, other = opened(context), opened(context)
    write(one, "From one.")
    write(other, "From the other.")
    assert sorted(answer["text"] for answer in kept(one)) == ["From one.", "From the other."]
    expect(one.locator(".prompt-kept").first).to_contain_text("From the other.")


def test_two_tabs_that_change_one_answer_keep_both(context: BrowserContext) -> None:
    first = opened(context)
    write(first, "Then.")
    one, other = opened(context), opened(context)
    first.close()
    for tab in (one, other):
        tab.get_by_role("button", name="Change").click()
        box(tab).press("End")
    write(one, " One.")
    write(other, " Other.")
    last = opened(context)
    expect(last.locator(".prompt-kept").first).to_contain_text("Then. One.")
    expect(last.locator(".prompt-kept").first).to_contain_text("Then. Other.")


def test_an_emptied_box_deletes_no_earlier_answer_and_says_so(context: BrowserContext) -> None:
    """And what is written into it then takes the earlier one's place."""
    tab = opened(context)
    write(tab, "Then.")
    tab.reload()
    prompt = tab.locator("reflection-prompt").first
    prompt.get_by_role("button", name="Change").click()
    box(tab).fill("")
    expect(prompt.get_by_role("status")).to_contain_text("Your earlier words are still kept.")
    assert [answer["text"] for answer in kept(tab)] == ["Then."]
    write(tab, "Now.")
    tab.reload()
    expect(prompt.locator(".prompt-kept")).to_contain_text("Now.")
    expect(prompt.locator(".prompt-kept")).not_to_contain_text("Then.")
    assert [answer["text"] for answer in kept(tab)] == ["Now."]  # nothing stays of words that were replaced


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


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory, built: Build) -> dict[str, Path]:
    """The site as it is, and as the coach has changed it since."""
    changed = {
        "reworded": {"the-hill": ("", "> [!reflect]\n> What did you keep back?\n\n> [!reflect] {#next}\n> What next?")},
        "removed": {"the-hill": ("", "No question any more.")},
        "moved": {"the-long-hill": ("redirect_from: [/musings/the-hill/]\n", QUESTIONS)},
    }
    found = {"first": built.output}
    for name, musings in changed.items():
        files: dict[str, str | bytes | None] = {"content/musings/plain.md": SITE["content/musings/plain.md"]}
        for slug, (more, body) in musings.items():
            files[f"content/musings/{slug}.md"] = MUSING.format(title="The hill", more=more, body=body)
        done = small_site(tmp_path_factory.mktemp(name), files)
        assert done.status == 0, done.text
        found[name] = done.output
    return found


@pytest.mark.parametrize(
    ("release", "address", "under_the_first", "under_the_second", "under_the_musing"),
    [
        ("first", "/musings/the-hill/", "Kept back.", "Now this.", None),
        # The second is pinned: its answer stays with it, and says what was asked.
        ("reworded", "/musings/the-hill/", None, "asked then: What now?", "asked then: What did you not say?"),
        ("removed", "/musings/the-hill/", None, None, "asked then: What now?"),
        ("moved", "/musings/the-long-hill/", "Kept back.", "Now this.", None),
    ],
)
def test_an_answer_outlives_what_the_coach_does_with_its_question(
    browser: Browser,
    releases: dict[str, Path],
    tmp_path: Path,
    release: str,
    address: str,
    under_the_first: str | None,
    under_the_second: str | None,
    under_the_musing: str | None,
) -> None:
    shown = tmp_path / "shown"
    shown.symlink_to(releases["first"])
    with serve(shown) as host:
        context = browser.new_context(base_url=host, locale="en-GB")
        tab = opened(context)
        write(tab, "Kept back.")
        write(tab, "Now this.", 1)
        shown.unlink()
        shown.symlink_to(releases[release])
        tab.goto(address)
        for number, words in enumerate((under_the_first, under_the_second)):
            if words:
                expect(tab.locator("reflection-prompt").nth(number).locator(".prompt-kept")).to_contain_text(words)
        if under_the_musing:
            expect(tab.locator("kept-answers")).to_contain_text(under_the_musing)
        else:
            expect(tab.locator("kept-answers")).to_have_count(0)
        everything = tab.locator("main").inner_text()
        assert everything.count("Kept back.") == everything.count("Now this.") == 1
        context.close()


def test_an_answer_on_a_page_outlives_a_move_and_other_words(browser: Browser, tmp_path: Path) -> None:
    """As in a musing: under its question at the new address, or at the end where that is asked no more.

    Where the page asks nothing at all, it says that something was written here, and leads to it in the notebook.
    """
    asks = "> [!reflect] {{#now}}\n> What now?\n\n> [!reflect]\n> Who {}?\n"
    before = PAGE.format(more="", body=asks.format("with"))
    after = PAGE.format(more="redirect_from: [/ways/]\n", body=asks.format("without"))
    asked = PAGE.format(more="", body="> [!reflect]\n> What stays?\n")
    assert (
        small_site(tmp_path / "first", {"content/pages/ways.md": before, "content/pages/asked.md": asked}).status == 0
    )
    plain = PAGE.format(more="redirect_from: [/asked/]\n", body="")
    moved = small_site(tmp_path / "then", {"content/pages/paths.md": after, "content/pages/plain.md": plain})
    assert moved.status == 0, moved.text
    assert "<article" not in moved.page("/plain/")
    shown = tmp_path / "shown"
    shown.symlink_to(tmp_path / "first/output")
    with serve(shown) as host:
        context = browser.new_context(base_url=host, locale="en-GB")
        tab = opened(context, "/ways/")
        write(tab, "At once.")
        write(tab, "Alone.", 1)
        tab.goto("/asked/")
        write(tab, "The rain.")
        shown.unlink()
        shown.symlink_to(moved.output)
        tab.goto("/paths/")
        expect(tab.locator("reflection-prompt").first.locator(".prompt-kept")).to_contain_text("At once.")
        expect(tab.locator("kept-answers")).to_contain_text("asked then: Who with?")
        expect(tab.locator("kept-answers")).to_contain_text("Alone.")
        tab.get_by_role("button", name="Answer again").first.click()
        write(tab, "Later on.")
        tab.reload()
        newest_first = tab.locator("reflection-prompt").first.locator(".prompt-kept p[dir]")
        expect(newest_first).to_have_text(["Later on.", "At once."])
        tab.goto("/plain/")
        expect(tab.locator("main")).to_contain_text("You wrote something here once.")
        tab.locator("main").get_by_role("link", name="your notebook").click()
        expect(tab.get_by_role("main")).to_contain_text("The rain.")
        expect(tab.locator(".notebook-title:focus + *")).to_contain_text("What stays?")
        tab.evaluate("localStorage.clear()")
        tab.goto("/plain/")
        expect(tab.locator("main")).not_to_contain_text("You wrote")
        context.close()


def test_what_was_typed_is_there_after_the_back_forward_cache(context: BrowserContext) -> None:
    """And what another tab wrote meanwhile is shown beside it."""
    tab = opened(context)
    write(tab, "Mine.")
    tab.evaluate("window.isOld = true")
    tab.goto("/musings/plain/")
    other = opened(context)
    other.get_by_role("button", name="Answer again").first.click()
    write(other, "Theirs.")
    tab.go_back()
    expect(tab.locator(".prompt-kept").first).to_contain_text("Theirs.")
    everything = [
        *tab.locator(".prompt-kept").first.all_inner_texts(),
        box(tab).input_value() if box(tab).count() else "",
    ]
    assert "Mine." in "".join(everything)


def test_one_pause_is_one_saved(context: BrowserContext) -> None:
    """Not a word for every key: who hears the page would hear nothing else."""
    context.clock.install()
    tab = opened(context)
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
