"""Where a browser may forget or keeps nothing, that is said beside the prompt, and the words can be taken along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests import tools
from tests.answering import write
from tests.around_prompts.conftest import SAFARI, content, notice, prompt

FULL = """() => {
    let size = 1_000_000;
    for (let part = 0; size >= 1; part += 1)
        try { localStorage.setItem(`filled:${part}`, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
}"""
PRIVATE = {
    "as Firefox and Safari refuse": """StorageManager.prototype.getDirectory = async () => {
        throw new DOMException('', 'SecurityError');
    };""",
    "as an old Chromium has little room": """
        StorageManager.prototype.estimate = async () => ({ quota: 1.2e9, usage: 0 });
        Object.defineProperty(Navigator.prototype, 'deviceMemory', { value: 8 });""",
}


@pytest.mark.parametrize("private", PRIVATE)
def test_a_private_window_is_guessed_at_the_first_focus(tabs: Any, hill: str, private: str) -> None:
    """What a browser tells of itself is set here: Chromium's own private windows no longer tell anything."""
    tab = tabs(hill, PRIVATE[private])
    expect(notice(tab)).to_have_text("")
    prompt(tab).get_by_role("textbox").focus()
    expect(notice(tab)).to_contain_text("This looks like a private window")
    prompt(tab, 1).get_by_role("textbox").focus()
    expect(notice(tab, 1)).to_have_text("")


def test_a_private_window_of_safari_is_not_told_of_seven_days_besides(tabs: Any, hill: str) -> None:
    tab = tabs(hill, PRIVATE["as Firefox and Safari refuse"], user_agent=SAFARI)
    prompt(tab).get_by_role("textbox").press_sequentially("Words.")
    expect(prompt(tab).locator(".prompt-foot").get_by_role("status")).to_have_text("Saved")
    expect(notice(tab)).to_contain_text("This looks like a private window")
    expect(notice(tab)).not_to_contain_text("seven days")


def test_blocked_storage_is_told_and_words_can_be_taken_away(hill: str, tmp_path: Path, browser: Browser) -> None:
    """A real browser that blocks all site data; everything else of the prompt goes on working."""
    (tmp_path / "Default").mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default/Preferences").write_text(json.dumps(blocked))
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=tools.chromium(), args=tools.BROWSER_FLAGS
    )
    try:
        tab = context.new_page()
        tab.goto(hill)
        expect(notice(tab)).to_contain_text("This browser lets nothing be kept")
        prompt(tab).get_by_role("textbox").press_sequentially("Too much.")
        foot = prompt(tab).locator(".prompt-foot").get_by_role("status")
        expect(foot).to_contain_text("Not saved")
        saved = content(tab, "answer.txt", notice(tab).get_by_role("button", name="Save a copy"))
        assert saved == f"What did you not say?\n\nToo much.\n\n{hill}\n"
        expect(notice(tab).get_by_role("button", name="Save a copy")).to_have_count(1)
        expect(prompt(tab).get_by_role("textbox")).to_have_value("Too much.")
    finally:
        context.close()


def test_full_storage_is_told_and_words_stay(tabs: Any, hill: str) -> None:
    tab = tabs(hill, permissions=["clipboard-read", "clipboard-write"])
    tab.evaluate(FULL)
    box = prompt(tab).get_by_role("textbox").first
    box.press_sequentially("No room for this.")
    expect(prompt(tab).locator(".prompt-foot").get_by_role("status")).to_contain_text("Not saved")
    notice(tab).get_by_role("button", name="Copy the words").click()
    assert tab.evaluate("navigator.clipboard.readText()") == "No room for this."
    box.press_sequentially(" Nor this.")
    assert "No room for this. Nor this." in content(
        tab, "answer.txt", notice(tab).get_by_role("button", name="Save a copy")
    )
    tab.evaluate("Object.keys(localStorage).forEach((key) => key.startsWith('filled') && localStorage.removeItem(key))")
    box.press_sequentially(" This.")
    expect(prompt(tab).locator(".prompt-foot").get_by_role("status")).to_have_text("Saved")


COUNTING = """window.asked = 0; const persist = StorageManager.prototype.persist;
    StorageManager.prototype.persist = function () { window.asked += 1; return persist.call(this); };"""


def test_the_browser_is_asked_once_to_keep_answers_and_nothing_is_claimed_that_it_refused(tabs: Any, hill: str) -> None:
    tab = tabs(hill, COUNTING)
    assert tab.evaluate("asked") == 0
    write(tab, "First.")
    tab.wait_for_function("asked === 1")
    assert tab.evaluate("navigator.storage.persisted()") is False
    write(tab, "Second.", 1)
    tab.reload()
    tab.get_by_role("button", name="Answer again").first.click()
    write(tab, "Third.")
    assert tab.evaluate("asked") == 0, "it was asked again after a reload"
    assert tab.evaluate("localStorage['persistence:']") == "asked"
    expect(notice(tab)).to_have_text("")


def test_what_the_browser_agreed_to_is_said(tabs: Any, hill: str) -> None:
    """Headless browsers grant it to no site of theirs, so the browser's two answers are set here."""
    tab = tabs(hill, "for (const it of ['persist', 'persisted']) StorageManager.prototype[it] = async () => true;")
    write(tab, "First.")
    expect(notice(tab)).to_contain_text("has agreed to keep it")


def test_safari_says_after_the_first_answer_that_it_may_forget_and_offers_a_copy(tabs: Any, hill: str) -> None:
    tab = tabs(hill, user_agent=SAFARI)
    prompt(tab).get_by_role("textbox").focus()
    expect(notice(tab)).to_have_text("")
    write(tab, "Once a week, then.")
    expect(notice(tab)).to_contain_text("seven days")
    copy = content(tab, "notebook.json", notice(tab).get_by_role("button", name="Keep a copy"))
    assert "Once a week, then." in json.dumps(json.loads(copy))
    write(tab, "Another.", 1)
    expect(notice(tab, 1)).to_have_text("")
