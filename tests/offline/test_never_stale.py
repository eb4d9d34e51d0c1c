"""Where there is a network, its word goes first: nothing kept is stale, in part, or somebody else's."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.answering import wait_for
from tests.building import Build
from tests.offline.conftest import BASE, NAME, Place, answer, kept, opened, wait_until_kept
from tests.previewing import wait_until
from tests.serving import Line, serve


def wait_until_dropped(tab: Page, address: str) -> None:
    """Wait until the worker no longer has this."""
    wait_for(tab, "async (name, path) => !(await caches.match(path, { cacheName: name }))", NAME, BASE + address)


def wait_until_kept_with(tab: Page, address: str, words: str) -> None:
    """Wait until what is kept at an address says this."""
    question = (
        "async (name, path, words) => (await (await caches.match(path, { cacheName: name })).text()).includes(words)"
    )
    wait_for(tab, question, NAME, BASE + address, words)


def test_nothing_is_stale_after_a_release(context: BrowserContext, place: Place, new: Build) -> None:
    """Pages, scripts and the worker have changed and a musing has gone, while two tabs are open."""
    still, tab = opened(context, "/musings/up/"), opened(context, "/musings/alone/")
    answer(tab)
    tab.goto(f"{BASE}/musings/down/")
    answer(tab)
    wait_until_kept(tab, "/musings/alone/", "/musings/up/", "/musings/down/", "/series/two-hills/")
    still.get_by_role("textbox").first.press_sequentially("Half a sent")
    loads: list[str] = []
    still.on("framenavigated", lambda frame: loads.append(frame.url))
    answers = tab.evaluate("JSON.stringify(localStorage)")
    before = len(place.line.asked)
    place.release(new)

    tab.goto(f"{BASE}/musings/down/")
    expect(tab.locator("main")).to_contain_text("New words about down.")
    expect(tab.locator(".prompt-kept").first).to_contain_text("A lot.")
    expect(tab.locator("html")).to_have_attribute("data-release", "new")
    wait_until_kept_with(tab, "/musings/down/", "New words")
    gone = tab.goto(f"{BASE}/musings/alone/")
    assert gone and gone.status == 404
    wait_until_dropped(tab, "/musings/alone/")
    wait_for(
        tab,
        "async () => ((all) => !all.installing && !all.waiting)(await navigator.serviceWorker.getRegistration())",
    )
    assert all(
        (new.output / path[len("/sub/") :]).is_file() for path in place.line.asked[before:] if "/assets/" in path
    )

    for address in kept(tab) or []:
        if address.endswith("/"):
            tab.goto(BASE + address)
    # Once each page was seen, nothing of the old release is left.
    wait_until(lambda: all((new.output / path[1:]).is_file() for path in kept(tab) or [] if "/assets/" in path))
    place.line.is_cut = True
    tab.goto(f"{BASE}/musings/down/")
    expect(tab.locator("main")).to_contain_text("New words about down.")
    expect(tab.locator("html")).to_have_attribute("data-release", "new")
    assert loads == [] and still.get_by_role("textbox").first.input_value() == "Half a sent"
    assert json.loads(answers).items() <= json.loads(tab.evaluate("JSON.stringify(localStorage)")).items()


def test_a_line_that_is_too_slow_is_not_waited_for_and_heard_all_the_same(
    context: BrowserContext, place: Place, new: Build
) -> None:
    tab = opened(context, "/musings/up/")
    answer(tab)
    wait_until_kept(tab, "/musings/up/", "/series/two-hills/", "/musings/down/")
    place.release(new)
    place.line.free.clear()
    tab.goto(f"{BASE}/musings/up/")
    expect(tab.locator("main")).to_contain_text("Old words about up.")
    expect(tab.locator(".prompt-kept").first).to_contain_text("A lot.")
    place.line.free.set()
    wait_until_kept_with(tab, "/musings/up/", "New words")
    tab.reload()
    expect(tab.locator("main")).to_contain_text("New words about up.")


def test_only_what_came_whole_from_this_site_is_kept(context: BrowserContext, place: Place, new: Build) -> None:
    """A network wants a log-in, a gateway gives up, a line breaks: readers see what they must, or what is kept."""
    tab = opened(context, "/musings/up/")
    answer(tab)
    wait_until_kept(tab, "/musings/up/", "/series/two-hills/", "/musings/down/")
    place.release(new)
    here, html = f"{BASE}/musings/up/", {"Content-Type": "text/html; charset=utf-8"}

    place.line.instead = {here: (200, html, b"<!doctype html><title>Log in</title><main>Log in, please</main>")}
    tab.goto(here)
    expect(tab.locator("main")).to_have_text("Log in, please")
    place.line.instead = {here: (302, {"Location": f"{BASE}/musings/alone/"}, b"")}
    tab.goto(here)
    expect(tab).to_have_url(re.compile("/musings/alone/$"))
    for status, headers in ((503, html), (200, {**html, "Content-Length": "99999"})):
        place.line.instead = {here: (status, headers, b"<!doctype html><main>Half")}
        tab.goto(here)
        expect(tab.locator("main")).to_contain_text("Old words about up.")

    [script] = (new.output / "assets").glob("reflection-prompt.*.js")
    place.line.instead = {f"{BASE}/assets/{script.name}": (200, html, b"Log in, please")}
    tab.goto(here)
    expect(tab.locator("main")).to_contain_text("New words about up.")
    place.line.is_cut = True
    tab.goto(here)
    expect(tab.locator("main")).to_contain_text("Old words about up.")
    expect(tab.locator(".prompt-kept").first).to_contain_text("A lot.")

    place.line.is_cut, place.line.instead = False, {}
    tab.goto(here)
    wait_until_kept_with(tab, "/musings/up/", "New words")


def test_the_worker_asks_nobody_else_whatever_it_is_told(context: BrowserContext, place: Place, tmp_path: Path) -> None:
    """It is not bound by the policy of a page, so it is bound by itself."""
    tab = opened(context, "/musings/up/")
    answer(tab)
    wait_until_kept(tab, "/musings/up/", "/series/two-hills/", "/musings/down/")
    elsewhere = Line()
    with serve(place.folder, line=elsewhere) as other:
        host = other.removeprefix("http:")
        told = [
            other,
            f"{other}/sub/x/",
            f"{host}/sub/x/",
            f"/{host}/x/",
            f"/\\{host[2:]}/x/",
            "/../x/",
            "/%2e%2e/x/",
            "/contact/",
        ]
        told += ["/contact/thanks/", f"/@{host[2:]}/", "/musings/up/?x=1/", 7, None, {"url": other}, "/musings/down/"]
        tab.evaluate(
            "async (told) => (await navigator.serviceWorker.ready).active.postMessage({ keep: told, also: told })",
            told,
        )
        wait_until_kept(tab, "/musings/down/")
        tab.evaluate(
            "navigator.serviceWorker.ready.then(({ active }) => [null, 1, 'x', {}].map((it) => active.postMessage(it)))"
        )
        assert elsewhere.asked == []
    assert not any("contact" in path or "?" in path or not path.startswith(f"{BASE}/") for path in place.line.asked)
