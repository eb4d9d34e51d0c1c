"""The module that keeps answers, in a real browser: nothing that a reader did not delete is ever lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser, Page

from tests.building import Build, small_site
from tests.long import SEED, count, done
from tests.serving import serve

AT_RANDOM = f"(() => {{ {(Path(__file__).parent / 'at_random.js').read_text(encoding='utf-8')} }})()"
VERSIONS = sorted((Path(__file__).parent / "answers").glob("*.json"))
MUSING = "---\ntitle: A\ndate: 2026-03-02\nsummary: About.\n---\n\nWords.\n\n> [!reflect]\n> What now?\n"
STEPS = 40
ASKED = {"prompt": "q-1", "question": "What now?", "address": "/musings/a/", "title": "A"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A site with one question."""
    made = small_site(tmp_path_factory.mktemp("answers"), {"content/musings/a.md": MUSING})
    assert made.status == 0, made.text
    return made


@pytest.fixture
def module(built: Build) -> str:
    """The address of the answers' module."""
    [file] = Path(built.output, "assets").glob("answers.*.js")
    return f"/assets/{file.name}"


@pytest.fixture
def tab(browser: Browser, built: Build, module: str) -> Iterator[Page]:
    """A page of the site with `answers`, the module, at hand."""
    with serve(built.output) as host:
        context = browser.new_context(base_url=host, bypass_csp=True)  # which would let no test open a frame
        page = context.new_page()
        page.goto("/tags/")  # no element of the prompts is here
        page.evaluate(f"import('{module}').then((module) => (globalThis.answers = module))")
        yield page
        context.close()


def kept(tab: Page, text: str, **more: Any) -> dict[str, Any]:
    """Keep an answer with this text, as one visit would."""
    script = "([asked, text]) => { const it = {...answers.begin(asked), text}; return answers.keep(it) && it }"
    answer = tab.evaluate(script, [ASKED | more, text])
    assert answer
    return dict(answer)


def texts(tab: Page) -> list[str]:
    return list(tab.evaluate("answers.every().map(({ text }) => text)"))


def test_nothing_is_lost_whatever_happens(tab: Page, module: str) -> None:
    """Typing in three tabs, going on, reloading, deleting, copies, a jumping clock, a site written anew."""
    tab.evaluate(AT_RANDOM)
    sequences = count(300, 2000)
    found = tab.evaluate(
        "([module, seed, sequences, steps]) => atRandom(module, seed, sequences, steps)",
        [module, crc32(f"{SEED} answers".encode()), sequences, STEPS],
    )
    assert set(found) == {"tally"}, json.dumps(found, indent=1)
    assert set(found["tally"]) == {
        *("type", "goOn", "reload", "remove", "copy", "bringBack", "tidy", "fill", "tick", "update")
    }
    done("sequences of steps against the store of answers", sequences)


def test_a_loss_would_be_seen(tab: Page, built: Build, module: str) -> None:
    """Against a store that hides whatever somebody has gone on with, though it was written on, they find the loss."""
    name = "careless.js"
    text = (built.output / module.lstrip("/")).read_text()
    careless = text.replace("!(n<=continued[id])", "!(id in continued)")
    assert careless != text
    (built.output / "assets" / name).write_text(careless)
    tab.evaluate(AT_RANDOM)
    found = tab.evaluate(f"atRandom('/assets/{name}', 1, 300, {STEPS})")
    assert found.get("lost") or found.get("missing")


@pytest.mark.parametrize("file", VERSIONS, ids=[file.stem for file in VERSIONS])
def test_what_any_release_kept_is_read_for_ever(tab: Page, file: Path) -> None:
    """One file for each version of the record, as that release wrote it into the browser; a new version adds one."""
    record = json.loads(file.read_text(encoding="utf-8"))
    key = f"answer::{record['address']}:{record['id']}"
    tab.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, json.dumps(record)])
    [answer] = tab.evaluate("answers.every()")
    assert {name: answer[name] for name in ("text", "question", "title", "written")} == {
        name: record[name] for name in ("text", "question", "title", "written")
    }


def test_every_version_of_the_record_has_its_file(tab: Page) -> None:
    today = kept(tab, "Today's.")["v"]
    assert [file.stem for file in VERSIONS] == [f"version-{number}" for number in range(1, today + 1)]


def test_a_record_of_a_later_release_is_shown_and_not_rewritten(tab: Page) -> None:
    """A reader may come back to a site that has been rolled back."""
    later = {**kept(tab, "From the future."), "v": 99, "mood": "calm"}
    value = json.dumps(later)
    tab.evaluate("([id, value]) => localStorage.setItem(`answer::/musings/a/:${id}`, value)", [later["id"], value])
    assert texts(tab) == ["From the future."]
    kept(tab, "Today.")
    assert tab.evaluate("(id) => localStorage.getItem(`answer::/musings/a/:${id}`)", later["id"]) == value


def test_full_storage_is_said_and_what_was_there_stays(tab: Page) -> None:
    kept(tab, "First.")
    fill = "([name, size]) => { try { for (let i = 0; ; i++) localStorage[name + i] = 'x'.repeat(size) } catch {} }"
    for name, size in (("junk", 100_000), ("crumb", 100)):
        tab.evaluate(fill, [name, size])
    assert tab.evaluate("(asked) => answers.keep({...answers.begin(asked), text: 'y'.repeat(5000)})", ASKED) is False
    assert texts(tab) == ["First."]


def test_what_is_covered_makes_room_when_there_is_none(tab: Page) -> None:
    """Some visits that go on with a long answer would fill the storage with copies of it."""
    script = "(asked) => { const it = {...answers.begin(asked), text: 'x'.repeat(1.2e6)}; answers.keep(it); return it }"
    answer = tab.evaluate(script, ASKED)
    for _ in range(6):
        script = "(it) => { it = {...answers.resume(it), text: it.text + '.'}; return answers.keep(it) && it }"
        answer = tab.evaluate(script, answer)
        assert answer
    assert [len(text) for text in texts(tab)] == [1_200_006]


def test_two_megabytes_are_kept_to_the_last_letter(tab: Page) -> None:
    script = "(asked) => { const it = {...answers.begin(asked), text: 'ä'.repeat(2e6)}; return answers.keep(it) }"
    assert tab.evaluate(script, ASKED)
    assert tab.evaluate("answers.every()[0].text === 'ä'.repeat(2e6)")


def test_blocked_storage_breaks_nothing(browser: Browser, built: Build, module: str) -> None:
    with serve(built.output) as host:
        context = browser.new_context(base_url=host)
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
        )
        tab = context.new_page()
        tab.goto("/tags/")
        tab.evaluate(f"import('{module}').then((module) => (globalThis.answers = module))")
        assert tab.evaluate("answers.isKeeping()") is False
        assert texts(tab) == []
        assert tab.evaluate("(asked) => answers.keep({...answers.begin(asked), text: 'x'})", ASKED) is False
        tab.evaluate("(asked) => { answers.remove(answers.begin(asked)); answers.removeEverything() }", ASKED)
        assert tab.evaluate("(asked) => answers.adopt([answers.begin(asked)]).refused", ASKED) == 1
        context.close()


HOSTILE: list[Any] = [
    None,
    [],
    7,
    {},
    {"text": 7},
    {"id": "../x"},
    {"id": "a:b"},
    {"id": ["a"]},
    {"address": "//evil.example/"},
    {"address": "javascript:alert(1)"},
    {"address": "/a/:b/"},
    {"address": "/a"},
    {"n": "1"},
    {"n": None},
    {"written": 1e400},
    {"text": {"toString": "x"}},
    {"after": "x"},
    {"after": [1, 2]},
    {"after": ["x", None]},
    {"series": 7},
]


def test_what_is_no_answer_is_not_taken_for_one(tab: Page) -> None:
    script = """([asked, changes]) => changes.filter((change) => answers.isAnswer(
        Object.keys(change ?? 0).length ? {...answers.begin(asked), ...change} : change))"""
    assert tab.evaluate(script, [ASKED, HOSTILE]) == []
    assert tab.evaluate(script, [ASKED, [{"text": "x"}]]) == [{"text": "x"}]


def test_a_copy_can_neither_cover_nor_replace_what_is_here(tab: Page) -> None:
    """Whoever made the file: an answer that is here keeps its words, and stays to be seen."""
    mine = kept(tab, "Mine.")
    covering = {**mine, "id": "other", "text": "Theirs.", "after": [mine["id"], 10**9]}
    replacing = {**mine, "n": 10**9, "text": "Replaced."}
    for copy in (covering, replacing, covering, replacing):
        tab.evaluate("(it) => answers.adopt([it])", copy)
    assert sorted(texts(tab)) == ["Mine.", "Replaced.", "Theirs."]


def test_an_older_copy_of_what_is_here_adds_nothing(tab: Page) -> None:
    answer = kept(tab, "One.")
    longer = tab.evaluate("(it) => { it.text = 'One. Two.'; answers.keep(it); return it }", dict(answer))
    assert tab.evaluate("(it) => answers.adopt([it]).added", {**longer, "n": 1, "text": "One."}) == 0
    assert texts(tab) == ["One. Two."]


def test_two_sites_under_one_roof_see_only_their_own(tab: Page) -> None:
    tab.evaluate("localStorage.setItem('answer:/other:/musings/a/:x', JSON.stringify({...answers.begin({}), id: 'x'}))")
    kept(tab, "Mine.")
    assert texts(tab) == ["Mine."]
    tab.evaluate("answers.removeEverything()")
    assert tab.evaluate("Object.keys(localStorage)") == ["answer:/other:/musings/a/:x"]


def test_a_copy_brings_back_what_has_been_put_into_other_words(tab: Page) -> None:
    """The earlier words are in a copy alone once the reader has changed them: brought back, they are seen."""
    answer = kept(tab, "I will wait.")
    change = "(it) => { it = {...answers.resume(it), text: 'My plan.'}; return answers.keep(it) && answers.tidy() }"
    assert tab.evaluate(change, answer)
    assert texts(tab) == ["My plan."]
    for _ in range(2):
        tab.evaluate("(it) => answers.adopt([it])", answer)
        assert sorted(texts(tab)) == ["I will wait.", "My plan."]


def test_what_nobody_could_read_again_is_not_called_kept(tab: Page) -> None:
    script = "(asked) => answers.keep({...answers.begin(asked), text: 'x'})"
    assert tab.evaluate(script, {**ASKED, "address": "//musings/a"}) is False
    assert tab.evaluate("localStorage.length") == 0
