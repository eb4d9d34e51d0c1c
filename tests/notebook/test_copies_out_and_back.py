"""Copies of a notebook: out whole, back as they were, and nothing in them is believed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.answering import kept
from tests.notebook.conftest import RAIN, answer, bring_back, copy_of


def downloaded(tab: Page, button: str) -> str:
    if not tab.get_by_role("button", name=button).is_visible():
        tab.get_by_text("Keep a copy", exact=True).click()
    with tab.expect_download() as download:
        tab.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


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
