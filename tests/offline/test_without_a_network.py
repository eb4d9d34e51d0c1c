"""What a reader has begun is there without a network: kept once there is something to keep, and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, expect

from tests.building import Build
from tests.offline.conftest import BASE, WORKERS, Place, answer, kept, module, opened, wait_until_kept
from tests.previewing import wait_until


def test_what_was_begun_is_there_without_a_network_and_nothing_else(context: BrowserContext, place: Place) -> None:
    """Nothing before the first answer; then the musing and its series. The host hears addresses alone."""
    tab = opened(context, "/musings/up/")
    tab.get_by_role("textbox").focus()
    assert (kept(tab), tab.evaluate(WORKERS)) == (None, [])
    assert not any("worker" in path or "offline" in path for path in place.line.asked)
    answer(tab, "wordsthatstay")
    wait_until_kept(tab, "/musings/up/", "/series/two-hills/", "/musings/down/")
    assert tab.evaluate(WORKERS) == [f"{place.address}{BASE}/"]
    assert not any("wordsthatstay" in path or "?" in path for path in place.line.asked)
    place.line.is_cut = True
    away = opened(context, "/musings/up/?from=elsewhere#main")
    expect(away.locator(".prompt-kept").first).to_contain_text("wordsthatstay")
    away.get_by_role("button", name="Answer again").click()
    answer(away, "And more.")
    assert away.evaluate("document.fonts.check('1em Cairn')")
    assert away.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet)")
    away.goto(f"{BASE}/series/two-hills/index.html")
    expect(away.get_by_role("heading", level=1)).to_have_text("Two hills")
    for address in ("/musings/alone/", "/"):
        away.goto(BASE + address)
        expect(away.get_by_role("heading", level=1)).to_have_text("This page can’t be reached")
    with pytest.raises(Error, match="ERR_"):
        away.goto(f"{BASE}/contact/")


def test_a_series_begun_is_kept_with_all_that_it_asks(context: BrowserContext, place: Place) -> None:
    """Also the questions not yet answered, which the notebook shows: their musings, and the modules that it imports."""
    tab = opened(context, "/musings/up/")
    answer(tab)
    wait_until_kept(tab, "/musings/down/", "/series/two-hills/")
    place.line.is_cut = True
    tab.goto(f"{BASE}/musings/down/")
    answer(tab, "Far from any network.")
    for address in ("/series/two-hills", "/musings/up"):
        told = tab.evaluate(f"import('{BASE}{address}/prompts.js').then((questions) => questions.default)")
        assert told["musings"][0]["prompts"][0]["question"] == "What is up there?"
    place.line.is_cut = False
    tab.goto(f"{BASE}/musings/alone/")
    answer(tab)
    wait_until_kept(tab, "/musings/alone/")
    assert {"/musings/up/", "/musings/down/", "/series/two-hills/"} < set(kept(tab) or [])


def test_a_musing_that_has_moved_is_found_without_a_network(context: BrowserContext, place: Place, new: Build) -> None:
    tab = opened(context, "/musings/camp/")
    answer(tab)
    wait_until_kept(tab, "/musings/camp/")
    place.release(new)
    tab.goto(f"{BASE}/musings/camp/")
    tab.wait_for_url("**/musings/base-camp/")
    wait_until_kept(tab, "/musings/base-camp/")
    place.line.is_cut = True
    tab.goto(f"{BASE}/musings/camp/")
    tab.wait_for_url("**/musings/base-camp/")
    expect(tab.locator(".prompt-kept").first).to_contain_text("A lot.")


def test_a_page_that_is_not_kept_leads_to_the_notebook(context: BrowserContext, place: Place, axe: Path) -> None:
    notebook = place.folder / "sub/notebook/index.html"
    notebook.parent.mkdir(exist_ok=True)
    shutil.copy(place.folder / "sub/musings/alone/index.html", notebook)  # any page will do for its frame
    tab = opened(context, "/musings/alone/")
    answer(tab)
    wait_until_kept(tab, "/notebook/", "/musings/alone/")
    place.line.is_cut = True
    tab.goto(f"{BASE}/about/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("This page can’t be reached")
    tab.evaluate(axe.read_text())
    assert tab.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))") == []
    tab.get_by_role("link", name="your notebook").click()
    expect(tab).to_have_url(re.compile(r"/sub/notebook/$"))


def test_what_could_not_be_kept_is_kept_the_next_time(context: BrowserContext, place: Place) -> None:
    """No network at the first answer, then no room; nobody is troubled with either."""
    tab = opened(context, "/musings/up/")
    place.line.is_cut = True
    answer(tab)
    assert kept(tab) is None
    place.line.is_cut = False
    wire = context.new_cdp_session(tab)
    wire.send("Storage.overrideQuotaForOrigin", {"origin": place.address, "quotaSize": 1000})
    tab.goto(f"{BASE}/musings/alone/")
    answer(tab)
    tab.evaluate("navigator.serviceWorker.ready")
    wire.send("Storage.overrideQuotaForOrigin", {"origin": place.address})
    tab.goto(f"{BASE}/musings/down/")
    answer(tab)
    wait_until_kept(tab, "/musings/up/", "/musings/alone/", "/musings/down/", "/series/two-hills/")


def test_thousands_of_made_up_musings_do_not_trouble_the_host(context: BrowserContext, place: Place) -> None:
    """As a copy from elsewhere may bring them: the host is asked for those of the newest answers alone."""
    tab = opened(context, "/musings/up/")
    tab.evaluate(
        """(base) => {
        for (let number = 0; number < 3000; number++) {
            const [address, id] = [`/musings/made-up-${number}/`, `i${number}`];
            const told = { v: 1, id, n: 1, prompt: "q", question: "What?", address, title: "Made up", text: "Words." };
            const answer = JSON.stringify({ ...told, written: number, changed: number });
            localStorage.setItem(`answer:${base}:${address}:${id}`, answer);
        }
    }""",
        BASE,
    )
    answer(tab)
    wait_until(lambda: any("/made-up-2999/" in path for path in place.line.asked))
    # What is named next waits for all that was named before.
    tab.evaluate(f'import("{module(place)}").then(({{ keepOffline }}) => keepOffline(["/musings/alone/"]))')
    wait_until_kept(tab, "/musings/alone/", "/musings/up/", "/series/two-hills/", "/musings/down/")
    made_up = {path.removesuffix("prompts.js") for path in place.line.asked if "/made-up-" in path}
    assert len(made_up) == 198


def test_the_worker_is_announced_and_is_in_no_map(old: Build) -> None:
    assert "worker" not in old.file("/sitemap.xml").read_text()
    assert "manifest" not in old.page("/musings/up/")
