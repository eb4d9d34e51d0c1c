"""What a reader has begun, without a network: kept once there is something to keep, never stale, gone when told."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests import previewing
from tests.building import ROOT, SMALL_SITE, Build, build, copy_of_the_project, write_site
from tests.previewing import wait_until
from tests.serving import Line, serve

BASE = "/sub"
MUSING = "---\ntitle: {title}\ndate: 2026-03-0{day}\nsummary: About.\n{more}---\n\n{words}\n\n> [!reflect]\n> {asked}\n"
SERIES = "series: Two hills\n"
OLD = {
    "content/series/two-hills.md": "---\ntitle: Two hills\nsummary: Both of them.\n---\n\nWords.\n",
    "content/musings/up.md": MUSING.format(
        title="Up", day=1, more=SERIES, words="Old words about up.", asked="What is up there?"
    ),
    "content/musings/down.md": MUSING.format(
        title="Down", day=2, more=SERIES, words="Old words about down.", asked="What is down there?"
    ),
    "content/musings/alone.md": MUSING.format(
        title="Alone", day=3, more="", words="Old words about alone.", asked="Who is with you?"
    ),
    "content/musings/camp.md": MUSING.format(
        title="Camp", day=4, more="", words="Old words about camp.", asked="What do you carry?"
    ),
}
NEW = {
    "content/musings/camp.md": None,
    "content/musings/base-camp.md": OLD["content/musings/camp.md"].replace(
        "summary:", "redirect_from: [/musings/camp/]\nsummary:"
    ),
    "content/musings/up.md": OLD["content/musings/up.md"].replace("Old", "New"),
    "content/musings/down.md": OLD["content/musings/down.md"].replace("Old", "New"),
    "content/musings/alone.md": None,
}
ANSWERS = "Object.keys(localStorage).filter((key) => key.startsWith('answer:')).length"
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope }) => scope))"
NAME = f"notebook:{BASE}"
KEPT = """async (name) => {
    if (!(await caches.has(name))) return null;
    const cache = await caches.open(name);
    return (await cache.keys()).map(({ url }) => new URL(url).pathname).sort();
}"""


@dataclass
class Place:
    """A host whose releases and whose line are in the hands of a test. folder: what it serves, the site below BASE."""

    folder: Path
    line: Line
    address: str = ""

    def release(self, site: Build) -> None:
        """Put a built site in the place of the one that is served: no file of the old one stays."""
        shutil.rmtree(self.folder / BASE[1:], ignore_errors=True)
        shutil.copytree(site.output, self.folder / BASE[1:])


def built(folder: Path, files: dict[str, Any], base: str = BASE, more: str = "", project: Path = ROOT) -> Build:
    source = write_site(folder / "site", {**files, "site.toml": SMALL_SITE["site.toml"] + more})
    done = build(folder / "output", source=source, address=f"https://smallsteps.example{base}", project=project)
    assert done.status == 0, done.text
    return done


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The first release: a series of two musings, and one alone."""
    return built(tmp_path_factory.mktemp("old"), OLD)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The next release: other words, other scripts, another worker, and the musing that stood alone has gone."""
    folder = tmp_path_factory.mktemp("new")
    project = copy_of_the_project(folder / "project")
    scripts = project / "plugins/prompts/static/prompts"
    changes = {"answers": 'document.documentElement.dataset.release = "new";', "worker": "void 0;"}
    for name, line in changes.items():
        with (scripts / f"{name}.js").open("a") as file:
            file.write(f"\n{line}\n")
    return built(folder, {**OLD, **NEW}, project=project)


@pytest.fixture
def place(tmp_path: Path, old: Build) -> Iterator[Place]:
    """A host with the first release."""
    place = Place(tmp_path / "served", Line())
    place.release(old)
    with serve(place.folder, line=place.line) as place.address:
        yield place


@pytest.fixture
def context(browser: Browser, place: Place) -> Iterator[BrowserContext]:
    """A fresh profile, whose every page must be content with what happens."""
    context = browser.new_context(base_url=place.address, viewport={"width": 390, "height": 800})
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    context.close()
    assert faults == []


def opened(context: BrowserContext, address: str) -> Page:
    tab = context.new_page()
    tab.goto(BASE + address)
    return tab


def answer(tab: Page, words: str = "A lot.") -> None:
    """Write under the first question of the page, until it is kept."""
    tab.get_by_role("textbox").first.press_sequentially(words)
    expect(tab.get_by_role("status").first).to_have_text("Saved")


def kept(tab: Page) -> list[str] | None:
    """The addresses in the cache, without the base path; None where there is no cache."""
    found = tab.evaluate(KEPT, NAME)
    return None if found is None else [path.removeprefix(BASE) for path in found]


def wait_for(tab: Page, question: str, *given: Any) -> None:
    """Wait until a question in the browser, which it may have to look up, is answered with yes."""
    wait_until(lambda: tab.evaluate(f"async (given) => Boolean(await ({question})(...given))", given))


def wait_until_kept(tab: Page, *addresses: str) -> None:
    """Wait until the worker has all of these."""
    for address in addresses:
        wait_for(tab, "(name, path) => caches.match(path, { cacheName: name })", NAME, BASE + address)


def wait_until_dropped(tab: Page, address: str) -> None:
    """Wait until the worker no longer has this."""
    wait_for(tab, "async (name, path) => !(await caches.match(path, { cacheName: name }))", NAME, BASE + address)


def wait_until_kept_with(tab: Page, address: str, words: str) -> None:
    """Wait until what is kept at an address says this."""
    question = (
        "async (name, path, words) => (await (await caches.match(path, { cacheName: name })).text()).includes(words)"
    )
    wait_for(tab, question, NAME, BASE + address, words)


def wait_until_nothing_is_left(tab: Page) -> None:
    """Wait until there is neither a worker nor a cache."""
    wait_for(tab, "async () => !(await navigator.serviceWorker.getRegistrations()).length")
    wait_for(tab, "async () => !(await caches.keys()).length")


def module(place: Place) -> str:
    """The address of the published offline.js."""
    [file] = (place.folder / BASE[1:] / "assets").glob("offline.*.js")
    return f"{BASE}/assets/{file.name}"


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


def test_the_worker_is_announced_and_is_in_no_map(old: Build) -> None:
    assert "worker" not in old.file("/sitemap.xml").read_text()
    assert "manifest" not in old.page("/musings/up/")
