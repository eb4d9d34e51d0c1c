"""The notebook in a real browser: every answer in its place, copies out and back, and nothing lost or sent unasked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench import notebook as crowd
from tests.answering import kept, wait_for, write
from tests.building import Build, small_site
from tests.long import count
from tests.serving import serve
from tests.visiting import ASK_AXE, RULES

MUSING = "---\ntitle: {title}\ndate: 2026-0{month}-02\nsummary: About {title}.\n{more}---\n\nWords.\n\n{body}\n"
IN_SERIES = "series: Two coaches\n"
HILL = (
    "> [!reflect]\n> What did you *not* say?\n\n> [!reflect] {#next}\n> What next?\n\n> [!reflect]\n> Whom did you ask?"
)
SITE: dict[str, str | bytes | None] = {
    "content/series/two-coaches.md": "---\ntitle: Two coaches\nsummary: A series of two.\n---\n\nIt begins.\n",
    "content/musings/the-hill.md": MUSING.format(title="The hill", month=1, more=IN_SERIES, body=HILL),
    "content/musings/the-room.md": MUSING.format(
        title="The room", month=2, more=IN_SERIES, body="> [!reflect]\n> What came instead?"
    ),
    "content/musings/rain.md": MUSING.format(
        title="Rain", month=3, more="", body="> [!reflect]\n> What does rain ask of you?"
    ),
}
BEFORE: dict[str, str | bytes | None] = {
    **SITE,
    "content/musings/rain.md": MUSING.format(
        title="Rain", month=3, more="", body="> [!reflect]\n> What does rain ask of you?\n\n> [!reflect]\n> What else?"
    ),
    "content/pages/ways.md": "---\ntitle: Ways\nsummary: All.\n---\n\n> [!reflect]\n> Which way?\n",
}
"""What a reader answers before the coach does this to it."""
AFTER: dict[str, str | bytes | None] = {
    **SITE,
    "content/series/two-coaches.md": None,
    "content/series/two-walkers.md": "---\ntitle: Two walkers\nsummary: A series of two.\n---\n\nIt begins.\n",
    "content/musings/the-hill.md": None,
    "content/musings/the-room.md": MUSING.format(
        title="The room", month=2, more="", body="> [!reflect]\n> What came instead?\n\n> [!reflect]\n> What is new?"
    ),
    "content/musings/rain.md": None,
    "content/musings/drizzle.md": MUSING.format(
        title="Drizzle",
        month=3,
        more=IN_SERIES.replace("coaches", "walkers") + "redirect_from: [/musings/rain/]\n",
        body="> [!reflect] {#asks}\n> What does rain ask of you?\n\n> [!reflect]\n> What next?",
    ),
    "content/pages/ways.md": None,
    "content/pages/paths.md": (
        "---\ntitle: Paths\nsummary: All.\nredirect_from: [/ways/]\n---\n\n> [!reflect]\n> Which way?\n"
    ),
    "content/musings/the-long-hill.md": MUSING.format(
        title="The long hill",
        month=1,
        more=IN_SERIES.replace("coaches", "walkers") + "redirect_from: [/musings/the-hill/]\n",
        body="> [!reflect]\n> What did you *not* say?\n\n> [!reflect] {#next}\n> What will you do now?",
    ),
}
DAY_MS = 86_400_000
NOW = "2026-11-26T12:00:00Z"
NOW_MS = 1_795_694_400_000
HERE = {"address": "/musings/the-hill/", "title": "The hill", "series": "two-coaches"}
RAIN = {"address": "/musings/rain/", "title": "Rain", "prompt": "q", "question": "What does rain ask of you?"}
LONG_WORD = "a" * 300
CHOOSE_SPACES = """(input, number) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([" ".repeat(number)], "copy.json"));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
}"""


def answer(id: str, text: str, days_ago: float = 1, **more: Any) -> dict[str, Any]:
    """An answer as a browser keeps it."""
    moment = NOW_MS - days_ago * DAY_MS
    words = {"v": 1, "id": id, "n": 1, "prompt": "next", "question": "What next?", "written": moment, "changed": moment}
    return words | (HERE if "address" not in more else {}) | {"text": text} | more


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A series of two musings, and one outside it."""
    done = small_site(tmp_path_factory.mktemp("notebook"), SITE)
    assert done.status == 0, done.text
    return done


@pytest.fixture(scope="module")
def host(built: Build) -> Iterator[str]:
    with serve(built.output) as host:
        yield host


@pytest.fixture
def context(browser: Browser, host: str) -> Iterator[BrowserContext]:
    """A fresh profile that sees the site."""
    place = {"locale": "en-GB", "timezone_id": "UTC"}
    context = browser.new_context(base_url=host, viewport={"width": 390, "height": 800}, **place)
    yield context
    context.close()


@pytest.fixture
def notebook(context: BrowserContext) -> Callable[..., Page]:
    """`notebook(answer(…), …)`: the notebook of somebody who has written these, on a day in November."""

    def opened(*answers: dict[str, Any], hash: str = "") -> Page:
        tab = context.new_page()
        tab.clock.set_fixed_time(NOW)
        tab.goto("/404.html")
        put(tab, *answers)
        tab.goto(f"/notebook/{hash}")
        expect(tab.get_by_role("button", name="Bring a copy back")).to_be_visible()
        return tab

    return opened


def put(tab: Page, *answers: dict[str, Any]) -> None:
    tab.evaluate(
        "list => list.forEach(one => localStorage.setItem(`answer::${one.address}:${one.id}`, JSON.stringify(one)))",
        answers,
    )


def pages(tab: Page) -> list[str]:
    """What stands on the pages, a line each."""
    lines = tab.locator(".notebook-pages").inner_text().replace("Delete", "").split("\n")
    return [line.strip() for line in lines if line.strip()]


def bring_back(tab: Page, content: str | bytes | int) -> str:
    """Choose a file to bring back (or one of so many spaces); what the page then says."""
    tab.locator(".notebook-tools > [role=status]").evaluate("status => status.textContent = ''")
    if isinstance(content, int):
        tab.locator("[type=file]").evaluate(CHOOSE_SPACES, content)
    else:
        data = content.encode() if isinstance(content, str) else content
        file = {"name": "copy.json", "mimeType": "application/json", "buffer": data}
        tab.locator("[type=file]").set_input_files(file)  # type: ignore[arg-type]
    told = tab.locator(".notebook-tools > [role=status]")
    expect(told).not_to_be_empty()
    return told.inner_text()


def copy_of(*answers: object) -> str:
    return json.dumps({"kind": "notebook of reflection prompts", "v": 1, "answers": answers})


def downloaded(tab: Page, button: str) -> str:
    if not tab.get_by_role("button", name=button).is_visible():
        tab.get_by_text("Keep a copy", exact=True).click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_without_scripts_two_sentences_say_what_it_is(browser: Browser, host: str) -> None:
    context = browser.new_context(base_url=host, java_script_enabled=False)
    tab = context.new_page()
    tab.goto("/notebook/")
    words = tab.locator("reader-notebook").inner_text()
    assert words.count(".") == 2
    assert "your own browser and nowhere else" in words
    assert "JavaScript" in words
    context.close()


def test_an_empty_notebook_says_so_and_keeps_nothing(notebook: Callable[..., Page]) -> None:
    tab = notebook()
    expect(tab.locator("reader-notebook")).to_contain_text("Nothing is written here yet.")
    expect(tab.get_by_role("searchbox")).to_have_count(0)
    assert tab.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_series_that_was_begun_is_shown_in_reading_order_with_what_is_not_answered(
    notebook: Callable[..., Page],
) -> None:
    tab = notebook(
        answer("a", "Patience.", 5, **RAIN),
        answer("b", "Go home.", 4),
        answer("c", "A lot.", 3, prompt="q-other", question="What did you not say?"),
    )
    assert pages(tab) == [
        "Two coaches",
        "The hill",
        "What did you not say?",
        "23 November 2026",
        "A lot.",
        "What next?",
        "22 November 2026",
        "Go home.",
        "Whom did you ask?",
        "No answer yet. Go to this question",
        "The room",
        "What came instead?",
        "No answer yet. Go to this question",
        "Other musings",
        "Rain",
        "What does rain ask of you?",
        "21 November 2026",
        "Patience.",
    ]
    tab.get_by_role("link", name="Go to this question").nth(1).click()
    expect(tab.locator("reflection-prompt:target")).to_contain_text("What came instead?")


def test_answers_follow_whatever_the_coach_does_with_musings_and_questions(browser: Browser, tmp_path: Path) -> None:
    """Written in the pages of one build, read in the notebook of the next.

    There a series has another name, a musing has left it and another has come into it under another address; questions
    are reworded, pinned or gone, and a page has moved.
    """
    assert small_site(tmp_path, BEFORE).status == 0
    with serve(tmp_path / "output") as host:
        context = browser.new_context(base_url=host, locale="en-GB")
        tab = context.new_page()
        for address, answers in {
            "/musings/the-hill/": ["Much.", "Rest.", "Nobody."],
            "/musings/the-room/": ["Calm."],
            "/musings/rain/": ["Patience.", "Boots."],
            "/ways/": ["Uphill."],
        }.items():
            tab.goto(address)
            for number, words in enumerate(answers):
                write(tab, words, number)
        done = small_site(tmp_path, AFTER)
        assert done.status == 0, done.text
        tab.goto("/notebook/")
        tab.locator(".notebook-words").first.wait_for()
        assert [re.sub(r"^\d+ \w+ \d+", "Today", line) for line in pages(tab)] == [
            "Two walkers",
            "The long hill",
            "What did you not say?",
            "Today",
            "Much.",
            "What will you do now?",
            "Today, asked then: What next?",
            "Rest.",
            "Today, asked then: Whom did you ask?",
            "Nobody.",
            "Drizzle",
            "What does rain ask of you?",
            "Today",
            "Patience.",
            "What next?",
            "No answer yet. Go to this question",
            "Today, asked then: What else?",
            "Boots.",
            "Other musings",
            "The room",
            "What came instead?",
            "Today",
            "Calm.",
            "Paths",
            "Which way?",
            "Today",
            "Uphill.",
        ]
        context.close()


def test_answers_of_one_day_tell_the_time_too(notebook: Callable[..., Page]) -> None:
    """Who answers a question in the morning and again at night wants to know which was which."""
    tab = notebook(
        answer("a", "Early.", 0.2), answer("b", "Late.", 0.1), answer("c", "Before.", 1), answer("d", "Never.", 1e11)
    )
    facts = tab.locator(".notebook-answer .facts").all_inner_texts()
    assert [words.replace("Delete", "").strip() for words in facts] == [
        "Without a date",
        "25 November 2026",
        "26 November 2026 at 07:12",
        "26 November 2026 at 09:36",
    ]
    assert tab.get_by_role("button", name="Delete what you wrote on 26 November 2026 at 09:36").count() == 1
    tab.goto("/musings/the-hill/")
    expect(tab.locator(".prompt-kept .facts").first).to_have_text("26 November 2026 at 09:36Change")


def test_a_series_whose_module_is_gone_loses_nothing(notebook: Callable[..., Page]) -> None:
    lost = {"address": "/musings/lost/", "title": "Lost"}
    tab = notebook(
        answer("a", "Still here.", series="old-paths", **lost), answer("b", "So am I.", series="../../evil", **lost)
    )
    assert [line for line in pages(tab) if "2026" not in line] == [
        "Old paths",
        "Lost",
        "What next?",
        "Still here.",
        "So am I.",
    ]


def test_long_ago_is_told_gently_and_a_wrong_clock_tells_nothing(notebook: Callable[..., Page]) -> None:
    ages = {5: "", 29: "", 31: "a month", 95: "three months", 364: "eleven months", 366: "a year", 800: "two years"}
    wrong = {-40: "", 9000: "", 30000: ""}
    tab = notebook(*(answer(f"i{n}", str(age), age) for n, age in enumerate([*ages, *wrong])))
    said = {}
    for element in tab.locator(".notebook-answer").all():
        facts, words = (element.locator(part).inner_text() for part in (".facts", ".notebook-words"))
        ago = re.search(r"You wrote this (.*) ago", facts)
        said[int(words)] = ago[1] if ago else ""
    assert said == ages | wrong


def test_search_finds_words_whatever_their_case_and_accents(notebook: Callable[..., Page]) -> None:
    tab = notebook(
        answer("a", "The Cafe\u0301 was <b>shut</b>, as ever."), answer("b", "A café; a hill."), answer("c", "Rain.")
    )
    search = tab.get_by_role("searchbox", name="Search your answers")
    search.press_sequentially("CAFE hill")
    expect(tab.locator(".notebook-words:visible")).to_have_text(["A café; a hill."])
    assert tab.locator("mark").all_inner_texts() == ["café", "hill"]
    expect(tab.get_by_role("search").get_by_role("status")).to_have_text("Found: one answer.")
    search.fill("café")
    assert tab.locator("mark").all_inner_texts() == ["Cafe\u0301", "café"]
    expect(tab.locator(".notebook-open:visible")).to_have_count(0)
    search.press("Escape")
    expect(tab.locator(".notebook-words:visible")).to_have_count(3)
    expect(tab.locator("mark")).to_have_count(0)
    expect(tab.get_by_role("search").get_by_role("status")).to_be_empty()


def test_a_copy_brings_back_everything_and_twice_is_once(notebook: Callable[..., Page]) -> None:
    """Two lines, a quotation mark, another alphabet: the words come back as they were written."""
    texts = ['One.\n\n  Two "three".', "Ἀνάβασις 🏔", "<script>alert(1)</script>"]
    tab = notebook(*(answer(f"i{n}", text, n) for n, text in enumerate(texts)))
    before = kept(tab)
    copy = downloaded(tab, "JSON")
    tab.get_by_role("button", name="Delete everything").click()
    tab.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(tab.locator("reader-notebook")).to_contain_text("Nothing is written here yet.")
    expect(tab.get_by_text("Nothing is written here yet.")).to_be_focused()
    assert kept(tab) == []
    assert bring_back(tab, copy) == "Three answers were brought back."
    assert bring_back(tab, "\ufeff" + copy) == "All of it is here already."
    assert sorted(kept(tab), key=lambda one: one["id"]) == sorted(before, key=lambda one: one["id"])


def test_a_copy_to_read_has_every_question_and_answer(notebook: Callable[..., Page], host: str) -> None:
    tab = notebook(answer("a", "Patience.", **RAIN), answer("b", "Go home.\nSlowly.", 4))
    assert downloaded(tab, "Markdown") == (
        f"# My notebook\n\n## The hill\n\n<{host}/musings/the-hill/>\n\n### What next?\n\n"
        "*22 November 2026 at 12:00*\n\n"
        f"Go home.\nSlowly.\n\n## Rain\n\n<{host}/musings/rain/>\n\n### What does rain ask of you?\n\n"
        "*25 November 2026 at 12:00*\n\nPatience.\n"
    )


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\xff\xfe", "not a copy of a notebook, or it is damaged"),
        ("", "not a copy of a notebook"),
        ("{}", "not a copy of a notebook"),
        ("null", "not a copy of a notebook"),
        (DEEP, "not a copy of a notebook"),
        ('{"kind": "notebook of reflection prompts", "v": 1, "answers": {"length": 3}}', "not a copy"),
        ('{"kind": "notebook of reflection prompts", "v": 2, "answers": []}', "a newer version of this page"),
        (20_000_001, "larger than any notebook"),
        (copy_of(*[0] * 1_000_000), "more than 20,000 answers, which is more than any notebook"),
        (copy_of(*[0] * 20_000), "Left out, since they are not whole: record 1; record 2; record 3; "),
        (copy_of(), "There is no answer in this file."),
    ],
    ids=["bytes", "empty", "object", "null", "deep", "no list", "newer", "huge", "a million", "no answers", "nothing"],
)
def test_a_file_that_is_no_copy_is_refused_in_words(
    notebook: Callable[..., Page], content: str | bytes | int, said: str
) -> None:
    tab = notebook(answer("a", "Mine."))
    before = kept(tab)
    assert said in bring_back(tab, content)
    assert kept(tab) == before


def test_of_a_hostile_copy_only_sound_records_come_in(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "Mine."))
    good = answer("good", '<img src=x onerror="document.title = 1">', title="<b>Bold</b>", question="Q?")
    bad: list[dict[str, Any]] = [
        good | {"id": "odd:id"},
        good | {"id": ["good"]},
        good | {"id": 7},
        good | {"id": "x" * 5000},
        good | {"address": "//evil.example/"},
        good | {"address": "javascript:alert(1)//"},
        good | {"address": "https://evil.example/"},
        good | {"address": {"toString": 1}},
        good | {"text": {"length": 2}},
        good | {"text": " "},
        good | {"question": None},
        good | {"written": "yesterday"},
        good | {"n": 1e300},
        good | {"n": -0.5},
        good | {"v": 2},
        good | {"v": None},
        good | {"after": "a"},
    ]
    extra = json.dumps(good)[:-1] + ', "__proto__": {"text": "polluted"}, "deep": ' + "[" * 5000 + "]" * 5000 + "}"
    records = ", ".join([*map(json.dumps, bad), '{"__proto__": {"v": 1}}', DEEP, "null", '"words"', extra])
    told = bring_back(tab, copy_of().replace("[]", f"[{records}]"))
    assert told.startswith("One answer was brought back. Left out, since they are not whole: record 1, “Q?”; record 2,")
    assert sorted(one["text"] for one in kept(tab)) == sorted(["Mine.", good["text"]])
    assert tab.evaluate("({}).text") is None
    expect(tab.locator(".notebook-words")).to_have_text(["Mine.", good["text"]])
    hrefs = tab.locator("reader-notebook a").evaluate_all("links => links.map(link => link.origin)")
    assert set(hrefs) == {tab.evaluate("location.origin")}
    assert tab.title().startswith("Your notebook")


def test_no_copy_hides_or_changes_what_is_here(notebook: Callable[..., Page]) -> None:
    """One that claims to continue, to be newer, or to be the same answer: mine stays, as it was, in sight."""
    tab = notebook(answer("a", "Mine.", n=3), answer("b", "Mine too."))
    hostile = [
        answer("a", "Not mine.", n=99),
        answer("c", "A cover.", after=["a", 99]),
        answer("d", "Another.", **RAIN | {"after": ["b", 99]}),
        *(answer("b", f"Many, {number}.", n=number) for number in range(2000)),
    ]
    bring_back(tab, copy_of(*hostile))
    expect(tab.locator(".notebook-words").filter(has_text="A cover.")).to_be_visible()
    shown = tab.locator(".notebook-words").all_inner_texts()
    assert {"Mine.", "Mine too.", "Not mine.", "A cover.", "Another."} <= set(shown)
    mine = {one["text"]: one["n"] for one in kept(tab) if one["id"] in ("a", "b")}
    assert mine == {"Mine.": 3, "Mine too.": 1}
    assert len(shown) < 20, "two thousand under one name is no notebook"


def test_deleting_asks_first_and_escape_is_no(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "One.", 3), answer("b", "Two.", 2), answer("c", "Three.", 1))
    second = tab.get_by_role("button", name="Delete what you wrote on 24 November 2026")
    second.focus()
    tab.keyboard.press("Enter")
    dialog = tab.get_by_role(
        "dialog", name="Delete “Two.” of 24 November 2026? Unless you have kept a copy, it is gone."
    )
    expect(dialog.get_by_role("button", name="No, keep it")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(second).to_be_focused()
    assert len(kept(tab)) == 3
    tab.keyboard.press("Enter")
    dialog.get_by_role("button", name="Delete it").click()
    expect(tab.locator(".notebook-words")).to_have_text(["One.", "Three."])
    expect(tab.get_by_role("button", name="Delete what you wrote on 25 November 2026")).to_be_focused()
    assert sorted(one["text"] for one in kept(tab)) == ["One.", "Three."]


def test_nothing_is_taken_to_the_contact_form_that_was_not_chosen(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "One.", 3), answer("b", "Two.", 2), answer("c", "Three.", 1))
    tab.get_by_role("button", name="Take this to the contact form").click()
    boxes = tab.get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    assert [box.is_checked() for box in boxes.all()] == [False, False, False]
    preview = tab.get_by_role("textbox", name="This would be sent, word for word.")
    expect(preview).to_have_value("")
    expect(preview).to_have_accessible_description(re.compile("^Please leave out anything medical"))
    tab.get_by_role("button", name="Take it to the contact form").click()
    expect(tab.get_by_text("Nothing is chosen yet.")).to_be_visible()
    for number in (0, 1, 2):
        boxes.nth(number).check()
    boxes.nth(1).uncheck()
    one, three = (
        "The hill\nWhat next?\n(23 November 2026)\n\nOne.",
        "The hill\nWhat next?\n(25 November 2026)\n\nThree.",
    )
    expect(preview).to_have_value(f"{one}\n\n\n{three}")
    preview.fill(f"{one}\n\nThat is all.")
    boxes.nth(2).uncheck()
    expect(tab.get_by_text("You have changed those words")).to_be_visible()
    tab.get_by_role("button", name="Take it to the contact form").click()
    tab.wait_for_url(re.compile(r"/contact/$"))
    assert tab.evaluate("({...sessionStorage})") == {"taken:": f"{one}\n\nThat is all."}


def test_not_now_leaves_no_trace(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "One.", 3), hash="#take=/musings/the-hill/")
    tab.get_by_role("checkbox").check()
    tab.get_by_role("button", name="Not now").first.click()
    expect(tab.get_by_role("checkbox")).to_have_count(0)
    assert tab.evaluate("sessionStorage.length") == 0
    assert tab.url.endswith("/notebook/")
    start = tab.get_by_role("button", name="Take this to the contact form")
    expect(start).to_be_focused()
    start.click()
    expect(tab.get_by_role("checkbox")).not_to_be_checked()
    expect(tab.locator("#notebook-taken")).to_have_value("")


def test_everything_is_deleted_with_what_was_chosen_for_the_contact_form(notebook: Callable[..., Page]) -> None:
    """Words that were deleted must wait in no box and no storage to be sent after all."""
    tab = notebook(answer("a", "One.", 3), hash="#take=/musings/the-hill/")
    tab.get_by_role("checkbox").check()
    tab.evaluate("sessionStorage.setItem('taken:', 'One.')")
    tab.get_by_role("button", name="Delete everything").click()
    tab.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    expect(tab.get_by_text("Nothing is written here yet.")).to_be_visible()
    expect(tab.locator("#notebook-taken")).to_be_hidden()
    expect(tab.locator("#notebook-taken")).to_have_value("")
    assert tab.evaluate("sessionStorage.length") == 0
    assert kept(tab) == []


def test_a_shared_computer_is_one_press_from_deleting_everything(context: BrowserContext) -> None:
    """From under the question that was answered; and nothing goes before it is clear what will."""
    tab = context.new_page()
    tab.goto("/musings/the-hill/")
    way = tab.get_by_role("link", name="A shared computer?").first
    expect(way).to_be_hidden()
    write(tab, "Mine alone.")
    way.click()
    dialog = tab.get_by_role("dialog")
    expect(dialog).to_contain_text("Whoever uses this browser after you can read what you wrote here")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("main")).to_contain_text("Mine alone.")
    tab.reload()
    expect(tab.get_by_role("main")).to_contain_text("Mine alone.")
    expect(dialog).to_have_count(0)
    tab.goto("/notebook/#shared")
    dialog.get_by_role("button", name="Delete everything").click()
    expect(tab.get_by_role("main")).to_contain_text("Nothing is written here yet.")
    assert kept(tab) == []


def test_more_than_the_form_takes_is_said_and_stays_here(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "🏔" * 19_999))
    tab.get_by_role("button", name="Take this to the contact form").click()
    tab.get_by_role("checkbox").check()
    over = tab.get_by_text("This is longer than the form takes: 20,000 characters.")
    expect(over).to_be_visible()
    tab.get_by_role("button", name="Take it to the contact form").click()
    assert tab.url.endswith("/notebook/")
    tab.locator("#notebook-taken").fill("🏔" * 20_000)
    expect(over).to_have_count(0)


def test_from_a_musing_its_answers_are_one_link_away(context: BrowserContext) -> None:
    tab = context.new_page()
    tab.goto("/musings/rain/")
    expect(tab.get_by_role("link", name="Notebook")).to_have_count(0)
    write(tab, "Patience.")
    expect(tab.get_by_role("link", name="Notebook")).to_be_visible()
    tab.get_by_role("link", name="Take this to the contact form").click()
    expect(tab.get_by_role("heading", name="Rain", exact=True)).to_be_focused()
    expect(tab.get_by_role("checkbox")).not_to_be_checked()


def test_what_another_tab_writes_appears_and_the_place_is_kept(
    notebook: Callable[..., Page], context: BrowserContext
) -> None:
    tab = notebook(answer("a", "One.", 3))
    tab.get_by_role("button", name="Take this to the contact form").click()
    tab.get_by_role("checkbox").check()
    other = context.new_page()
    other.goto("/musings/rain/")
    write(other, "Two.")
    expect(tab.locator(".notebook-words")).to_have_text(["One.", "Two."])
    expect(tab.get_by_role("checkbox").first).to_be_checked()
    expect(tab.get_by_role("checkbox").first).to_be_focused()


def test_once_opened_it_opens_without_a_network(notebook: Callable[..., Page], context: BrowserContext) -> None:
    tab = notebook(answer("a", "Go home."))
    for address in ("/notebook/", "/series/two-coaches/prompts.js"):
        wait_for(tab, "(name, path) => caches.match(path, { cacheName: name })", "notebook:", address)
    context.set_offline(True)
    tab.reload()
    expect(tab.locator(".notebook-words")).to_have_text(["Go home."])
    expect(tab.get_by_role("heading", name="What came instead?")).to_be_visible()


def test_a_browser_that_keeps_nothing_is_told_so(context: BrowserContext) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
    )
    tab = context.new_page()
    tab.goto("/notebook/")
    expect(tab.locator("reader-notebook")).to_have_text(
        "This browser does not let this site keep anything, so nothing can be gathered here."
    )


def test_a_promise_is_claimed_only_where_the_browser_gave_it(
    notebook: Callable[..., Page], context: BrowserContext, host: str
) -> None:
    tab = notebook(answer("a", "One."))
    expect(tab.get_by_text("has not promised to keep it")).to_be_visible()
    session = context.new_cdp_session(tab)
    profile = session.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    granted = {"origin": host, "permissions": ["durableStorage"], "browserContextId": profile}
    session.send("Browser.grantPermissions", granted)
    assert tab.evaluate("navigator.storage.persist()")
    tab.reload()
    expect(tab.get_by_text("has promised to keep it until you delete it")).to_be_visible()
    # Apple's browsers, on iPhones all of them, may forget it whatever they have promised.
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'vendor', { value: 'Apple Computer, Inc.' })")
    tab.reload()
    expect(tab.get_by_text("which may forget it after seven days")).to_be_visible()


def test_it_reads_well_for_everybody(notebook: Callable[..., Page], axe: Path) -> None:
    """Empty, full, searching and choosing, by day and by night, and no word is too long for a small phone."""
    tab = notebook()
    tab.evaluate(axe.read_text(encoding="utf-8"))
    tab.set_viewport_size({"width": 320, "height": 640})

    def faults() -> dict[str, Any]:
        found = {}
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found[scheme] = tab.evaluate(ASK_AXE, RULES)
        return {name: one for name, one in found.items() if one}

    assert faults() == {}
    bring_back(
        tab,
        copy_of(
            answer("a", LONG_WORD, 400, title=LONG_WORD, question=LONG_WORD, prompt="q-x"), answer("b", "One.", **RAIN)
        ),
    )
    assert faults() == {}
    tab.get_by_role("searchbox").fill("aaa")
    tab.get_by_text("Keep a copy", exact=True).click()
    tab.get_by_role("button", name="Take this to the contact form").click()
    assert faults() == {}
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    tab.get_by_role("button", name=re.compile("Delete what")).first.click()
    assert faults() == {}


def test_printed_it_is_a_small_book_of_ones_own(notebook: Callable[..., Page]) -> None:
    tab = notebook(answer("a", "Go home.", 4), answer("b", "Patience.", 4, **RAIN))
    tab.emulate_media(media="print")
    assert [line.strip() for line in tab.locator("main").inner_text().split("\n") if line.strip()] == [
        "Your notebook",
        "Two coaches",
        "The hill",
        "What next?",
        "22 November 2026",
        "Go home.",
        "Other musings",
        "Rain",
        "What does rain ask of you?",
        "22 November 2026",
        "Patience.",
    ]


def test_it_may_connect_to_nothing_and_is_in_no_list(built: Build) -> None:
    page = built.page("/notebook/")
    assert "connect-src &#39;none&#39;" in page or "connect-src 'none'" in page
    assert "noindex" in page
    assert "/notebook/" not in built.page("/sitemap.xml")


def test_thousands_of_answers_open_in_three_times_what_plain_html_takes(browser: Browser, tmp_path: Path) -> None:
    """In one browser, one after the other; `python -m bench --only notebook` says how long that is.

    Two thousand in `make test`, ten in `make soak`.
    """
    number = count(2_000, 10_000, is_fixed=True)
    done = small_site(tmp_path, crowd.site())
    assert done.status == 0, done.text
    with serve(done.output) as host:
        found = crowd.look(browser, host, done.output, crowd.answers(number), runs=1)
    print(crowd.table(found))
    assert found["answers"] == number
    assert found["ratio"] <= 3
