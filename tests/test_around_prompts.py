"""What stands around a prompt, in a real browser: what it says of the browser it is in, and what it offers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import tools
from tests.building import Build, small_site
from tests.serving import serve

MUSING = "---\ntitle: {title}\ndate: 2026-03-02\nsummary: About.\n---\n\nWords.\n\n{body}\n"
QUESTIONS = "> [!reflect] {#held}\n> What did you *not* say?\n\n> [!reflect] {#next}\n> What now?"
SITE = {"content/musings/the-hill.md": MUSING.format(title="The hill", body=QUESTIONS)}

KIT, OLD_KIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)", "AppleWebKit/537.36 (KHTML, like Gecko)"
ANDROID = f"Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) {OLD_KIT} Chrome/126.0 Mobile Safari/537.36"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {KIT}"
SAFARI = f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {KIT} Version/17.5 Safari/605.1.15"
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
FULL = """() => {
    let size = 1_000_000;
    for (let part = 0; size >= 1; part += 1)
        try { localStorage.setItem(`filled:${part}`, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site with one musing of two questions."""
    done = small_site(tmp_path_factory.mktemp("around"), SITE)
    assert done.status == 0, done.text
    return done


@pytest.fixture(scope="module")
def hill(built: Build) -> Iterator[str]:
    """The musing's address, on one host for all tests."""
    with serve(built.output) as host:
        yield f"{host}/musings/the-hill/"


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Any]:
    """Opens a tab in a fresh profile with given traits (a user agent, say), and closes all of them."""
    contexts: list[BrowserContext] = []

    def opened(address: str, script: str = "", **traits: Any) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", **traits)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        tab = context.new_page()
        tab.goto(address)
        tab.locator(".prompt-answer").first.wait_for()
        return tab

    yield opened
    for context in contexts:
        context.close()


def prompt(tab: Page, number: int = 0) -> Any:
    return tab.locator("reflection-prompt").nth(number)


def notice(tab: Page, number: int = 0) -> Any:
    return prompt(tab, number).locator(".prompt-notices")


def write(tab: Page, words: str, number: int = 0) -> None:
    prompt(tab, number).get_by_role("textbox").first.press_sequentially(words)
    expect(prompt(tab, number).locator(".prompt-foot").get_by_role("status")).to_have_text("Saved")


def content(tab: Page, name: str, button: Any) -> str:
    """The text of the file that a button offers, which must have this name."""
    with tab.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename == name
    return Path(waiting.value.path()).read_bytes().decode()


# --- circumstances


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


# --- ask me again


def lines(text: str) -> dict[str, str]:
    """The properties of a calendar file, unfolded; it must be well formed down to its octets (RFC 5545, 3.1)."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert [line for line in unfolded if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return dict(line.split(":", 1) for line in unfolded if not line.startswith(("BEGIN", "END")))


def plain(value: str) -> str:
    """A text value as it was before it was escaped."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)


def test_a_question_asks_again_from_the_readers_own_calendar(tabs: Any, hill: str) -> None:
    """One day, the question and the way back: no hour, no alarm, and nothing of what was answered."""
    tab = tabs(hill, timezone_id="Pacific/Auckland")
    tab.clock.set_fixed_time("2026-11-30T12:30:00Z")  # in Auckland it is the first of December
    write(tab, "Nobody else's business.")
    prompt(tab).get_by_role("button", name="Ask me again").click()
    expect(prompt(tab).get_by_role("button", name="In a month")).to_be_focused()
    text = content(tab, "question.ics", prompt(tab).get_by_role("button", name="In three months"))
    expect(prompt(tab)).to_contain_text("into your calendar, on 1 March 2027")
    event = lines(text)
    assert event["DTSTART;VALUE=DATE"] == "20270301"
    assert event["DTSTAMP"] == "20261130T123000Z"
    assert event["SUMMARY"] == "What did you not say?"
    assert event["URL"] == f"{hill}#held"
    assert plain(event["DESCRIPTION"]) == f"The hill\n{hill}#held"
    assert event["UID"].startswith("held-20270301@")
    assert event["VERSION"] == "2.0" and event["PRODID"]
    assert "business" not in text and "VALARM" not in text


AWKWARD = {
    "marks": 'One; two, three\\four "five": six?',
    "lines": "First\nsecond?",
    "long": "What would you do if " + "nobody at all and " * 20 + "were watching?",
    "many octets": "あなたは何を言わなかったのですか？" * 12 + "🏃🏽‍♀️" * 9,
    "right to left": "ما الذي لم تقله؟ " * 9,
}


@pytest.mark.parametrize("kind", AWKWARD)
def test_any_question_makes_a_calendar_that_can_be_read(tabs: Any, hill: str, built: Build, kind: str) -> None:
    tab = tabs(hill)
    text = tab.evaluate(
        """async ([module, question]) => {
            const { calendar } = await import(module);
            const asks = { prompt: "held", question, address: "/musings/x/", title: "A; b" };
            return calendar(asks, new Date(2026, 0, 5), new Date(0), "https://site.example/sub");
        }""",
        [module(built, "ask-again"), AWKWARD[kind]],
    )
    event = lines(text)
    assert plain(event["SUMMARY"]) == AWKWARD[kind]
    assert event["URL"] == "https://site.example/sub/musings/x/#held"
    assert (event["DTSTART;VALUE=DATE"], event["UID"]) == ("20260105", "held-20260105@site.example")


def test_a_month_that_has_no_such_day_ends_with_its_last(tabs: Any, hill: str, built: Build) -> None:
    later = """async ([module, year, month, day, months]) =>
        (await import(module)).later(new Date(year, month - 1, day), months).toDateString()"""
    tab, it = tabs(hill), module(built, "ask-again")
    assert tab.evaluate(later, [it, 2026, 1, 31, 1]) == "Sat Feb 28 2026"
    assert tab.evaluate(later, [it, 2026, 11, 30, 3]) == "Sun Feb 28 2027"
    assert tab.evaluate(later, [it, 2028, 2, 29, 12]) == "Wed Feb 28 2029"
    assert tab.evaluate(later, [it, 2026, 12, 15, 1]) == "Fri Jan 15 2027"


def module(built: Build, name: str) -> str:
    """The address of a published script."""
    [file] = Path(built.output, "assets").glob(f"{name}.*.js")
    return f"/assets/{file.name}"


# --- a card to carry

PHONE = {"screen": {"width": 390, "height": 844}, "device_scale_factor": 3, "has_touch": True, "is_mobile": True}
SETTING = """async ([module, words, width, height]) => {
    const { layout } = await import(module);
    const measure = (line) => [...line].length / 2;
    return layout(words, width, height, width / 9, 1.2, measure);
}"""
SETTINGS = {
    "short": "What now?",
    "long": "What would you do " + "if nobody at all " * 60 + "were watching?",
    "a long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft?",
    "a very long word": "o" * 900 + "?",
    "Japanese": "もし誰も見ていなかったら、あなたは次に何をしますか？「いいえ」と言えたのはいつですか。",
    "Arabic": "ما الذي كنت ستفعله لو لم يكن أحد يراقبك؟",
    "Thai": "คุณจะทำอะไรถ้าไม่มีใครมองอยู่",
    "emoji": "Who 👨‍👩‍👧‍👦 runs 🏃🏽‍♀️ with you up the hill ⛰️?",
}


@pytest.fixture(scope="module")
def still(browser: Browser, hill: str) -> Iterator[Page]:
    """One tab in which functions are asked, and nothing is pressed."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(hill)
    yield tab
    context.close()


@pytest.mark.parametrize("kind", SETTINGS)
def test_any_question_fits_its_card_and_loses_nothing(still: Page, built: Build, kind: str) -> None:
    for width, height in [(900, 500), (320, 260), (2000, 500), (1, 1)]:
        done = still.evaluate(SETTING, [module(built, "question-card"), SETTINGS[kind], width, height])
        lines, size = done["lines"], done["size"]
        assert all(len(line) / 2 * size <= width * 1.001 for line in lines), lines
        assert len(lines) * size * 1.2 <= height
        assert "".join(lines).replace(" ", "") == SETTINGS[kind].replace(" ", "")
        assert not any(line.startswith(tuple("、。？」)!?")) for line in lines), "a mark stands alone at a line's start"


def test_lines_of_a_card_are_of_about_one_length(still: Page, built: Build) -> None:
    question = "When did you last hold back an answer that you had ready?"
    lines = still.evaluate(SETTING, [module(built, "question-card"), question, 900, 700])["lines"]
    assert len(lines) > 2
    assert min(map(len, lines)) > 0.6 * max(map(len, lines)), lines


def test_a_card_is_as_large_as_the_screen_that_carries_it(still: Page, built: Build) -> None:
    size = "async ([module, ...screen]) => (await import(module)).size(...screen)"
    it = module(built, "question-card")
    assert still.evaluate(size, [it, 390, 844, 3, True]) == [1170, 2532]
    assert still.evaluate(size, [it, 844, 390, 3, True]) == [1170, 2532], "a phone that lies on its side"
    assert still.evaluate(size, [it, 1280, 720, 1, False]) == [1080, 1920]
    assert still.evaluate(size, [it, 320, 480, 1, True]) == [1080, 1920]


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_card_is_drawn_clear_of_the_clock_and_the_controls(tabs: Any, hill: str, device: str) -> None:
    """Above the question there is only sky, below the practice's name only hills; in between stands what is asked."""
    tab = tabs(hill, **(PHONE if device == "phone" else {}))
    faults: list[str] = []
    tab.on("console", lambda message: faults.append(message.text))
    prompt(tab).get_by_role("button", name="A card to carry").click()
    expect(prompt(tab).get_by_role("button", name="Save the picture")).to_be_focused()
    expect(prompt(tab).get_by_role("img")).to_have_accessible_name(re.compile("What did you not say?"))
    day = picture(tab, "Save the picture")
    assert day.size == ((1170, 2532) if device == "phone" else (1080, 1920))
    assert max(contrasts(day, 0, 0.3)) < 9, "something stands under the clock"
    assert max(contrasts(day, 0.35, 0.6)) > 150, "the question is missing"
    assert max(contrasts(day, 0.83, 0.87)) > 150, "the name is missing"
    assert max(contrasts(day, 0.93, 1)) < 9, "something stands under the controls"
    prompt(tab).get_by_role("button", name="By day or by night").click()
    tab.wait_for_function("document.querySelector('canvas').style.colorScheme === 'dark'")
    night = picture(tab, "Save the picture")
    assert sum(night.getpixel((5, 5))) < 200 < sum(day.getpixel((5, 5)))
    prompt(tab).get_by_role("button", name="Close").click()
    expect(prompt(tab).get_by_role("button", name="A card to carry")).to_be_focused()
    expect(prompt(tab).get_by_role("img")).to_have_count(0)
    assert faults == []


def test_a_card_is_shared_where_the_browser_shares_files(tabs: Any, hill: str) -> None:
    sharing = """Navigator.prototype.canShare = ({ files }) => files.length === 1;
        Navigator.prototype.share = async ({ files }) => { window.shared = `${files[0].name} ${files[0].type}`; };"""
    tab = tabs(hill, sharing)
    prompt(tab).get_by_role("button", name="A card to carry").click()
    prompt(tab).get_by_role("button", name="Share").click()
    assert tab.evaluate("shared") == "question.png image/png"


def picture(tab: Page, button: str) -> Any:
    """The picture that a button offers."""
    with tab.expect_download() as waiting:
        prompt(tab).get_by_role("button", name=button).click()
    assert waiting.value.suggested_filename == "question.png"
    return Image.open(waiting.value.path()).convert("RGB")


def contrasts(image: Any, start: float, end: float) -> list[int]:
    """How far the lightest and darkest green of a row are apart, in every ninth row between two parts of its height."""
    width, height = image.size
    strips = [image.crop((0, y, width, y + 1)) for y in range(round(start * height), round(end * height), 9)]
    return [high - low for low, high in (strip.getextrema()[1] for strip in strips)]
