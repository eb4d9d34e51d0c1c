"""Answers outlive what the coach does with a question: other words, a move, its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.answering import write
from tests.building import Build, small_site
from tests.prompts.conftest import MUSING, QUESTIONS, SITE, opened
from tests.serving import serve

PAGE = "---\ntitle: Ways\nsummary: About.\n{more}---\n\nWords.\n\n{body}\n"


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
