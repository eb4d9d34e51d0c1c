"""A card to carry: any question fits it, and a phone's clock and controls stand clear of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.around_prompts.conftest import module, prompt
from tests.building import Build

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


SLOWLY = """const toBlob = HTMLCanvasElement.prototype.toBlob;
    HTMLCanvasElement.prototype.toBlob = function (done) { toBlob.call(this, (it) => setTimeout(done, 500, it)) };"""


def test_the_picture_that_is_saved_is_the_one_that_is_seen(tabs: Any, hill: str) -> None:
    """Also where a device takes its time to make a file of it."""
    tab = tabs(hill, SLOWLY)
    prompt(tab).get_by_role("button", name="A card to carry").click()
    prompt(tab).get_by_role("button", name="By day or by night").click()
    assert sum(picture(tab, "Save the picture").getpixel((5, 5))) < 200


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
