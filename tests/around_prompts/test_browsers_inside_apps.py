"""A browser inside an app is told of before the first word, with a way out of it; one of its own is told nothing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.around_prompts.conftest import ANDROID, IPHONE, OLD_KIT, notice, prompt

IN_APPS = {
    "Facebook": IPHONE + " Mobile/15E148 [FBAN/FBIOS;FBAV/468.0;FBDV/iPhone15,2]",
    "Facebook on Android": ANDROID + " [FB_IAB/FB4A;FBAV/468.0.0.40;]",
    "Instagram": IPHONE + " Mobile/15E148 Instagram 335.0.8.26.85 (iPhone15,2; iOS 17_5; en_GB)",
    "LinkedIn": IPHONE + " Mobile/15E148 [LinkedInApp]/9.29.8962",
    "Line": IPHONE + " Mobile/15E148 Safari/604.1 Line/14.7.0",
    "TikTok": ANDROID + " musical_ly_2023404040 BytedanceWebview/d8a21c6",
    "some app on Android": ANDROID,
    "some app on an iPhone": IPHONE + " Mobile/15E148",
    "Google's app": IPHONE + " GSA/320.0 Mobile/15E148 Safari/604.1",
}
BROWSERS = {
    "Chrome": f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {OLD_KIT} Chrome/126.0 Safari/537.36",
    "Edge": f"Mozilla/5.0 (Windows NT 10.0) {OLD_KIT} Chrome/126.0 Safari/537.36 Edg/126.0.0",
    "Firefox": "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Chrome on Android": ANDROID.replace("; wv", ""),
    "Safari on an iPhone": IPHONE + " Version/17.5 Mobile/15E148 Safari/604.1",
    "Chrome on an iPhone": IPHONE + " CriOS/126.0 Mobile/15E148 Safari/604.1",
}


@pytest.mark.parametrize("app", IN_APPS)
def test_a_browser_inside_an_app_is_told_of_before_the_first_word(tabs: Any, hill: str, app: str) -> None:
    tab = tabs(hill, user_agent=IN_APPS[app])
    expect(notice(tab)).to_contain_text("inside another app")
    expect(notice(tab).get_by_role("button")).to_have_text("Copy the address")
    link = notice(tab).get_by_role("link", name="Open in your browser")
    expect(link).to_have_count(int("Android" in IN_APPS[app]))


def test_on_android_a_link_leads_to_the_same_page_in_the_own_browser(tabs: Any, hill: str) -> None:
    tab = tabs(hill, user_agent=ANDROID)
    link = notice(tab).get_by_role("link", name="Open in your browser")
    rest = hill.removeprefix("http:")
    assert link.get_attribute("href") == f"intent:{rest}#Intent;scheme=http;action=android.intent.action.VIEW;end"


@pytest.mark.parametrize("name", BROWSERS)
def test_a_browser_of_its_own_is_told_nothing(tabs: Any, hill: str, name: str) -> None:
    tab = tabs(hill, user_agent=BROWSERS[name])
    box = prompt(tab).get_by_role("textbox")
    with tab.expect_response(lambda answer: "circumstances" in answer.url):
        box.focus()
    box.press_sequentially("A")
    expect(notice(tab)).to_have_text("")


def test_only_the_first_prompt_speaks_until_a_reader_comes_to_another(tabs: Any, hill: str) -> None:
    tab = tabs(hill, user_agent=ANDROID)
    expect(notice(tab)).to_contain_text("inside another app")
    expect(notice(tab, 1)).to_have_text("")
    prompt(tab, 1).get_by_role("textbox").focus()
    expect(notice(tab, 1)).to_contain_text("inside another app")


def test_the_address_is_copied_or_shown_where_copying_is_not_allowed(tabs: Any, hill: str) -> None:
    tab = tabs(hill, user_agent=ANDROID, permissions=["clipboard-read", "clipboard-write"])
    notice(tab).get_by_role("button").click()
    expect(notice(tab).get_by_role("button")).to_have_text("Copied")
    assert tab.evaluate("navigator.clipboard.readText()") == hill
    refusing = "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });"
    tab = tabs(hill, refusing, user_agent=ANDROID)
    notice(tab).get_by_role("button").click()
    expect(notice(tab).get_by_role("textbox", name="Copy the address")).to_have_value(hill)
    assert tab.evaluate("getSelection().toString()") == hill
