"""Nothing is kept in a reader's browser that the privacy page does not tell of."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page, TimeoutError, expect

from plugins.prompts.kept import CACHE, KEPT, LOCAL, TAB, undeclared
from tests.building import ROOT, Build
from tests.saying import nothing

SCRIPTS = [path for room in ("plugins", "theme") for path in sorted((ROOT / room).rglob("static/**/*.js"))]
NAMED = {
    "a key made of a word and the site's path": re.compile(r"[`\"']([a-z]+:)\$\{"),
    "a key written out": re.compile(r"\b\w*[sS]torage\.(?:get|set|remove)Item\(\s*[\"'`]([^\"'`$]+)"),
    "a key as a property": re.compile(r"\b(?:local|session)Storage\.(?!\w+Item\b|key|clear|length)(\w+)"),
    "a cache written out": re.compile(r"\bcaches\.(?:open|has|delete)\(\s*[\"'`]([^\"'`$]+)"),
}
HELD = """async () => [
    ...Object.keys(localStorage).map((key) => ["localStorage", key]),
    ...Object.keys(sessionStorage).map((key) => ["sessionStorage", key]),
    ...(await caches.keys()).map((key) => ["cacheStorage", key]),
    ...(await indexedDB.databases()).map(({ name }) => ["indexedDB", name]),
    ...document.cookie.split("; ").filter(Boolean).map((cookie) => ["cookie", cookie]),
]"""
Held = set[tuple[str, str]]


def test_the_table_knows_every_key_that_a_script_names() -> None:
    """Found in the scripts themselves: whoever keeps something new writes it into `plugins/prompts/kept.py`."""
    known = {kept.name.rstrip("*") for kept in KEPT}
    found = {
        f"{path.name}: {name}"
        for path in SCRIPTS
        for pattern in NAMED.values()
        for name in pattern.findall(path.read_text(encoding="utf-8"))
        if name not in known
    }
    nothing(sorted(found))
    text = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert not re.search(r"document\.cookie|cookieStore|\bindexedDB\b", text), "neither of these is told of at all"


def test_a_script_with_another_key_would_be_found() -> None:
    """The expressions above see each way in which our scripts name a key."""
    ways = ["`seen:${BASE}`", 'sessionStorage.setItem("seen", "1")', "localStorage.seen", 'caches.open("seen")']
    for (way, pattern), written in zip(NAMED.items(), ways, strict=True):
        assert pattern.findall(written), way
    assert undeclared([(LOCAL, "theme"), (LOCAL, "seen"), (TAB, "theme"), (CACHE, "notebook:/sub")]) == [
        (LOCAL, "seen"),
        (TAB, "theme"),
    ]


def test_the_privacy_page_prints_the_whole_table(site: Build) -> None:
    page = site.page("/privacy/")
    for kept in KEPT:
        assert f"<code>{kept.name}</code>" in page
        assert kept.until in page


def test_whatever_a_reader_does_nothing_else_is_kept(browser: Browser, host: str, one_of_each: list[str]) -> None:
    """On a page of each kind every box is written into and every button pressed; each time the browser is asked."""
    context = browser.new_context(base_url=host, accept_downloads=True)
    try:
        held = everything_done(context, one_of_each)
        held |= {("cookie", cookie["name"]) for cookie in context.cookies()}
    finally:
        context.close()
    assert {(LOCAL, "theme"), (LOCAL, "persistence:")} <= held
    assert any(where == LOCAL and name.startswith("answer:") for where, name in held)
    nothing(undeclared(sorted(held)))


def everything_done(context: BrowserContext, addresses: list[str]) -> Held:
    """What the browser held at any time while a reader did all that can be done."""
    held: Held = set()
    for address in addresses:
        tab = context.new_page()
        tab.on("dialog", Dialog.accept)
        tab.goto(address)
        if held and not tab.locator("main :is(button, textarea)").count() and "reader-notebook" not in tab.content():
            tab.close()  # there is nothing to do but what the first page has offered, too
            continue
        for box in tab.locator("textarea:visible").all():
            box.press_sequentially("Mine.")
        for status in tab.locator("reflection-prompt .prompt-foot [role=status]").all():
            expect(status).to_have_text("Saved")
        held |= asked(tab)
        # Pressing brings out new buttons: each is pressed once, by its name; while a dialog asks, those in it.
        pressed: set[tuple[str, str]] = set()
        while fresh := [button for button in buttons(tab) if button not in pressed]:
            pressed.add(fresh[0])
            press(tab, *fresh[0])
            held |= asked(tab)
            if tab.url.partition("#")[0] != f"{tab.url.partition('//')[0]}//{tab.url.split('/')[2]}{address}":
                tab.goto(address)
        tab.close()
    return held


def buttons(tab: Page) -> list[tuple[str, str]]:
    """Where the buttons stand that can be pressed just now, and their words."""
    place = "dialog[open] " if tab.locator("dialog[open]").count() else ""
    words: list[str] = tab.locator(f"{place}button:not([aria-disabled=true]):visible:enabled").all_inner_texts()
    return [(place, name) for name in sorted(filter(None, map(str.strip, words)))]


def press(tab: Page, place: str, name: str) -> None:
    words = re.compile(rf"^\s*{re.escape(name)}\s*$")
    button = tab.locator(f"{place}button:not([aria-disabled=true]):visible:enabled").filter(has_text=words)
    try:
        button.first.click(timeout=5_000)
    except TimeoutError:
        assert not button.count(), (
            f"{name} could not be pressed"
        )  # what was pressed before has put something in its place


def asked(tab: Page) -> Held:
    """What the browser holds; a page that is just being left is asked again where it leads."""
    for _ in range(3):
        try:
            return {(where, name) for where, name in tab.evaluate(HELD)}
        except Error:
            tab.wait_for_load_state()
    raise AssertionError(f"{tab.url} could not be asked")
