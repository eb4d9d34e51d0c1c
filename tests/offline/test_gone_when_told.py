"""What is kept goes when a reader or the coach says so, and answers stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import previewing
from tests.answering import wait_for
from tests.offline.conftest import BASE, OLD, WORKERS, Place, answer, built, kept, module, opened, wait_until_kept
from tests.serving import Line, serve

ANSWERS = "Object.keys(localStorage).filter((key) => key.startsWith('answer:')).length"


def wait_until_nothing_is_left(tab: Page) -> None:
    """Wait until there is neither a worker nor a cache."""
    wait_for(tab, "async () => !(await navigator.serviceWorker.getRegistrations()).length")
    wait_for(tab, "async () => !(await caches.keys()).length")


def test_all_of_it_can_be_forgotten_and_answers_stay(context: BrowserContext, place: Place) -> None:
    tab = opened(context, "/musings/up/")
    answer(tab)
    wait_until_kept(tab, "/musings/up/", "/series/two-hills/", "/musings/down/")
    place.line.free.clear()  # so that the worker is in the midst of it
    tab.evaluate(f"""import("{module(place)}").then(async ({{ keepOffline, forgetOffline }}) => {{
        await keepOffline(["/musings/alone/"]);
        await keepOffline(["/musings/down/"]);
        keepOffline(["/musings/camp/"]);
        await forgetOffline();
    }})""")
    place.line.free.set()
    tab.goto(f"{BASE}/musings/alone/")
    assert (kept(tab), tab.evaluate(WORKERS)) == (None, [])
    assert tab.evaluate(ANSWERS) == 1


def test_where_no_worker_can_be_an_answer_is_kept_all_the_same(context: BrowserContext, place: Place) -> None:
    """As in the browsers inside of apps."""
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    tab = opened(context, "/musings/up/")
    answer(tab)
    assert tab.evaluate(f'import("{module(place)}").then((offline) => offline.mayKeepOffline())') is False
    assert kept(tab) is None


def test_the_coach_can_switch_it_off_for_those_who_have_it(
    context: BrowserContext, place: Place, tmp_path: Path
) -> None:
    off = built(tmp_path, OLD, more="\n[notebook]\noffline = false\n")
    still, tab = opened(context, "/musings/up/"), opened(context, "/musings/alone/")
    answer(still)
    wait_until_kept(still, "/musings/up/", "/series/two-hills/", "/musings/down/")
    place.release(off)
    tab.goto(f"{BASE}/musings/down/")
    wait_until_nothing_is_left(still)
    answer(tab)
    answer(still, " And on.")
    still.goto(f"{BASE}/series/two-hills/")
    assert (kept(tab), tab.evaluate(WORKERS), tab.evaluate(ANSWERS)) == (None, [], 2)
    assert not list((off.output / "sub").glob("*"))


def test_a_preview_is_not_kept_and_ends_what_an_earlier_site_left(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coach may have looked at the published site at the address at which the preview runs."""
    site = built(tmp_path / "published", OLD, base="")
    context = browser.new_context()
    tab = context.new_page()
    line = Line()
    with serve(site.output, line=line) as address:
        tab.goto(f"{address}/musings/alone/")
        answer(tab)
        wait_for(tab, "() => caches.match('/musings/alone/')")
    line.is_cut = True  # connections that browsers have kept open end, too
    monkeypatch.setattr(previewing, "free_port", lambda: int(address.rpartition(":")[2]))
    preview = previewing.Preview(tmp_path / "preview", "> [!reflect]\n> What is new?")
    try:
        preview.wait_for("Ctrl-C")
        tab.goto(f"{address}/musings/first/")
        wait_until_nothing_is_left(tab)
        answer(tab)
        assert tab.evaluate(WORKERS) == [] and tab.evaluate("caches.keys()") == []
    finally:
        preview.kill()
        context.close()
