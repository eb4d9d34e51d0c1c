"""The questions as modules: what a page that may connect to nothing can import."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from plugins.prompts.modules import AskingMusing, prompts_module
from plugins.prompts.prompts import Prompt, key_of
from tests.building import Build, small_site

MOVED = "redirect_from: [/blog/wet, /old/wet.html, /musings/rain/]"


def file(title: str, body: str, more: str = "", date: str = "2026-03-02") -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About {title}.\n{more}\n---\n\n{body}\n"


def asks(*questions: str) -> str:
    return "\n\n".join(f"> [!reflect]\n> {question}" for question in questions)


SITE = {
    "content/series/hills.md": "---\ntitle: Hills\nsummary: Up.\n---\n\nWords.\n",
    "content/series/quiet.md": "---\ntitle: Quiet\nsummary: Hush.\nstatus: hidden\n---\n\nWords.\n",
    "content/musings/second.md": file("Second", asks("What *then*?", "What else?"), "series: hills", "2026-03-03"),
    "content/musings/first.md": file("First", asks('What "now"?'), "series: hills"),
    "content/musings/silent.md": file("Silent", "Words.", "series: hills"),
    "content/musings/hush.md": file("Hush", asks("What is quiet?"), "series: quiet"),
    "content/musings/wet.md": file(
        "Wet", asks("What rains?", "What rains?") + "\n\n> [!reflect] {#pinned}\n> What?", MOVED
    ),
    "content/musings/hidden.md": file("Hidden", asks("What hides?"), "status: hidden"),
    "content/musings/draft.md": file("Draft", asks("What waits?"), "series: hills\nstatus: draft"),
    "content/musings/later.md": file("Later", asks("What comes?"), date="2999-01-01"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    done = small_site(tmp_path_factory.mktemp("modules"), SITE)
    assert done.status == 0, done.text
    return done


def told(site: Build, address: str) -> Any:
    """What a module exports."""
    text = site.file(address).read_text(encoding="utf-8")
    assert text.startswith("export default {")
    return json.loads(text.removeprefix("export default "))


def test_a_musings_module_tells_its_questions_in_plain_words(site: Build) -> None:
    module = told(site, "/musings/second/prompts.js")
    first, second = module["musings"][0]["prompts"]

    assert module == {
        "title": "Second",
        "address": "/musings/second/",
        "musings": [
            {
                "title": "Second",
                "address": "/musings/second/",
                "before": [],
                "series": "hills",
                "prompts": [
                    {"id": key_of("/musings/second/", "What then?"), "question": "What then?", "kind": ""},
                    {"id": key_of("/musings/second/", "What else?"), "question": "What else?", "kind": ""},
                ],
            }
        ],
    }
    page = site.page("/musings/second/")
    assert f'id="{first["id"]}"' in page and f'id="{second["id"]}"' in page


def test_a_series_module_tells_its_musings_in_reading_order(site: Build) -> None:
    module = told(site, "/series/hills/prompts.js")

    assert (module["title"], module["address"]) == ("Hills", "/series/hills/")
    assert [musing["title"] for musing in module["musings"]] == ["First", "Second"]


def test_a_moved_musing_is_found_at_its_former_addresses(site: Build) -> None:
    """Who kept an answer, or a set, from before the move finds the questions where they were."""
    now = told(site, "/musings/wet/prompts.js")

    assert now["musings"][0]["before"] == ["/blog/wet/", "/musings/rain/"]
    assert told(site, "/blog/wet/prompts.js") == told(site, "/musings/rain/prompts.js") == now


def test_a_moved_question_knows_the_ids_that_it_had(site: Build) -> None:
    one, again, pinned = told(site, "/musings/wet/prompts.js")["musings"][0]["prompts"]
    former = [key_of(old, "What rains?") for old in ("/blog/wet/", "/musings/rain/")]

    assert one["was"] == former
    assert again["was"] == [f"{old}.2" for old in former]
    assert pinned["id"] == "pinned" and "was" not in pinned


@pytest.mark.parametrize(
    "name", ["musings/silent", "musings/hidden", "musings/draft", "drafts/draft", "musings/later", "series/quiet"]
)
def test_what_no_list_shows_has_no_module(site: Build, name: str) -> None:
    assert not (site.output / name / "prompts.js").exists()


def test_what_waits_is_named_in_no_module(site: Build) -> None:
    texts = [file.read_text(encoding="utf-8") for file in Path(site.output).rglob("prompts.js")]

    assert len(texts) == 7
    assert not [text for text in texts if "waits" in text or "hides" in text or "comes?" in text]


def test_no_question_can_leave_its_string() -> None:
    """A module is code: what a coach types must stay data in every parser that may read it."""
    question = '</script>\u2028\u2029"\\ <!-- ${x} `'
    prompt = Prompt("q-1", Markup("x"), question)
    text = prompts_module(question, "/x/", [AskingMusing(question, "/x/", (), (prompt,))])

    assert not {"<", "\u2028", "\u2029"} & set(text)
    assert json.loads(text.removeprefix("export default "))["musings"][0]["prompts"][0]["question"] == question
