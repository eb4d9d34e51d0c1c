"""The page that tells readers how to check that nobody watches: on every site, true, with a question to try."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.building import Build, small_site
from tests.serving import serve

ADDRESS = "/see-for-yourself/"
MUSING = "---\ntitle: A hill\ndate: 2026-03-02\nsummary: About.\n{more}---\n\nWords.\n{body}"
ASKS = "\n> [!reflect]\n> What now?\n"
SITE: dict[str, str | bytes | None] = {
    "content/series/hills.md": "---\ntitle: Hills\nsummary: All of them.\n---\n\nWords.\n",
    "content/musings/a-hill.md": MUSING.format(more="series: hills\n", body=ASKS),
    "content/musings/plain.md": MUSING.format(more="", body=""),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site whose coach has not thought of the page."""
    done = small_site(tmp_path_factory.mktemp("see"), SITE)
    assert done.status == 0, done.text
    return done


def test_every_site_has_the_page_and_tells_search_engines(built: Build) -> None:
    assert "Turn off the network" in built.page(ADDRESS)
    assert f"<loc>https://smallsteps.example{ADDRESS}</loc>" in built.file("/sitemap.xml").read_text()


def test_what_it_says_of_the_policy_is_so(built: Build) -> None:
    """Of its own policy, and of that of a page with a question."""
    for address in (ADDRESS, "/musings/a-hill/"):
        for words in ("default-src 'none'", "connect-src 'none'", "form-action 'none'"):
            assert words in built.page(address).partition("<title>")[0]
    for words in ("connect-src", "form-action", "default-src"):
        assert f"<code>{words} 'none'</code>" in built.page(ADDRESS)


def test_where_a_reader_is_asked_or_shown_an_answer_no_connection_can_be_opened(built: Build) -> None:
    """A musing that asks nothing any more still shows what was written there. Other pages ask this site alone."""
    closed = [
        "/",
        "/musings/a-hill/",
        "/musings/plain/",
        "/series/hills/workbook/",
        "/reflections/",
        "/reflections/set/",
    ]
    open_ = ["/musings/", "/series/hills/", "/contact/", "/404.html"]
    rules = {
        at: built.page(at).partition("connect-src ")[2].partition(";")[0] for at in (*closed, "/notebook/", *open_)
    }
    assert rules == dict.fromkeys((*closed, "/notebook/"), "'none'") | dict.fromkeys(open_, "'self'")
    assert "<code>connect-src 'self'</code>" in built.page(ADDRESS)


def test_it_links_to_the_privacy_page_only_where_there_is_one(built: Build, site: Build) -> None:
    assert "/privacy/" not in built.page(ADDRESS).partition("<main")[2].partition("</main>")[0]
    assert 'href="/privacy/"' in site.page(ADDRESS).replace("href=/privacy/", 'href="/privacy/"')


def test_its_first_advice_works(browser: Browser, built: Build) -> None:
    """Every prompt leads there; with the network off it goes on saving, and the words are there afterwards."""
    with serve(built.output) as host:
        context = browser.new_context(base_url=host)
        tab = context.new_page()
        tab.goto("/musings/a-hill/")
        tab.get_by_role("link", name="Kept only in this browser").click()
        tab.wait_for_url(f"**{ADDRESS}")
        prompt = tab.locator("reflection-prompt")
        saved = prompt.locator(".prompt-foot").get_by_role("status")
        prompt.get_by_role("textbox").press_sequentially("With it.")
        expect(saved).to_have_text("Saved")
        context.set_offline(True)
        prompt.get_by_role("textbox").press_sequentially(" Without it.")
        expect(saved).to_have_text("Saved")
        context.set_offline(False)
        tab.reload()
        expect(prompt.locator(".prompt-kept")).to_contain_text("With it. Without it.")
        assert tab.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('answer:')).length") == 1
        context.close()


def test_a_coach_may_write_it(tmp_path: Path) -> None:
    own = "---\ntitle: Look for yourself\nsummary: How to look.\n---\n\nLook.\n\n> [!reflect]\n> What do you see?\n"
    done = small_site(tmp_path, {"content/pages/see-for-yourself.md": own})
    assert done.status == 0, done.text
    assert "Look for yourself" in done.page(ADDRESS)
    assert "Turn off the network" not in done.page(ADDRESS)
    assert "connect-src 'none'" in done.page(ADDRESS)
