"""The notebook whatever the browser: without scripts, storage, a promise or a network, and with a crowd of answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench import notebook as crowd
from tests.answering import wait_for
from tests.building import Build, small_site
from tests.long import count
from tests.notebook.conftest import answer
from tests.serving import serve


def test_without_scripts_two_sentences_say_what_it_is(browser: Browser, host: str) -> None:
    context = browser.new_context(base_url=host, java_script_enabled=False)
    tab = context.new_page()
    tab.goto("/notebook/")
    words = tab.locator("reader-notebook").inner_text()
    assert words.count(".") == 2
    assert "your own browser and nowhere else" in words
    assert "JavaScript" in words
    context.close()


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
