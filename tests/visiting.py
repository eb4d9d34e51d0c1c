"""One visit to each page of the built site in Chromium, and what was seen there.

A page is opened once on a wide screen and once on a narrow one; every question is asked there, so that the whole site
takes a minute or two. The tests then only compare.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page

from tests.long import SOAK

PROBES = (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")
WIDE, NARROW, ZOOMED = (
    {"width": 1280, "height": 900},
    {"width": 320, "height": 640},
    {"width": 320, "height": 225},
)
WIDTHS = {"narrow": NARROW, "wide": WIDE}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HALF_A_HUNDREDTH = 0.005
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
    .then(({violations}) => violations.map(({id, nodes}) => [id, nodes.map(node => node.html.slice(0, 120))]))"""


@dataclass
class Visit:
    """What the browser saw on one page; every list wants to be empty."""

    address: str
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    broken_pictures: list[str] = field(default_factory=list)
    small_targets: list[str] = field(default_factory=list)
    unseen_focus: list[str] = field(default_factory=list)
    could_move: list[str] = field(default_factory=list)
    shift: dict[str, float] = field(default_factory=dict)
    sideways: dict[str, list[str]] = field(default_factory=dict)
    axe: dict[str, list[Any]] = field(default_factory=dict)

    def shifts(self) -> dict[str, float]:
        """The layout shifts that can be seen: 0.00 is written for less than half a hundredth."""
        return {width: shift for width, shift in self.shift.items() if shift >= HALF_A_HUNDREDTH}

    def reaches_sideways(self) -> dict[str, list[str]]:
        """What is wider than the page."""
        return {width: found for width, found in self.sideways.items() if found}

    def all_faults(self) -> dict[str, object]:
        """Everything that was seen and should not be."""
        named = asdict(self) | {"shift": self.shifts(), "sideways": self.reaches_sideways(), "address": ""}
        return {name: found for name, found in named.items() if found}


def visit_all(browser: Browser, host: str, addresses: list[str], axe: str) -> list[Visit]:
    """Open each page with a browser that has seen none of its files before, and ask everything."""
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    context.add_init_script(PROBES)
    page = context.new_page()
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    visits = [_visit(page, host, address, axe) for address in addresses]
    context.close()
    return visits


def _visit(page: Page, host: str, address: str, axe: str) -> Visit:
    visit = Visit(address)
    listeners = {
        "request": lambda request: request.url.startswith((host + "/", "blob:")) or visit.foreign.append(request.url),
        "response": lambda answer: (
            answer.status < 400 or is_token(answer.url) or visit.failed.append(f"{answer.status} {answer.url}")
        ),
        # What is still on its way when the page is left is called off, and not missing.
        "requestfailed": lambda request: (
            "ERR_ABORTED" in (request.failure or "") or visit.failed.append(f"{request.failure} {request.url}")
        ),
        "console": lambda said: is_token(said.location["url"]) or visit.console.append(said.text),
        "pageerror": lambda error: visit.console.append(str(error)),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    _open(page, host + address, visit, "wide", WIDE)
    page.keyboard.press("Tab")
    visit.unseen_focus = page.evaluate("probes.unseenFocus()")
    _open(page, host + address, visit, "narrow", NARROW)
    visit.broken_pictures = page.evaluate("probes.brokenPictures()")
    visit.small_targets = page.evaluate("probes.smallTargets()")
    visit.sideways["narrow"] = page.evaluate("probes.sideways()")
    page.set_viewport_size(ZOOMED)
    visit.sideways["zoomed"] = page.evaluate("probes.sideways()")
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    _ask_axe(page, visit, axe)
    return visit


def is_token(url: str) -> bool:
    """Whether this is what the contact form asks its service for, which is not there on a static host."""
    return url.endswith("/contact/token")


def _open(page: Page, url: str, visit: Visit, width: str, viewport: dict[str, int]) -> None:
    page.set_viewport_size(viewport)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    page.goto(url, wait_until="load")
    page.evaluate("probes.settle()")
    visit.shift[width] = page.evaluate("probes.layoutShift()")


def _ask_axe(page: Page, visit: Visit, axe: str) -> None:
    """Ask in both widths and both schemes; with reduced motion, so that no colour is caught half-way.

    In `make test` each width in one scheme, in `make soak` in both.
    """
    page.evaluate(axe)
    for width, scheme in [*product(WIDTHS, SCHEMES)] if SOAK else zip(WIDTHS, SCHEMES, strict=True):
        page.set_viewport_size(WIDTHS[width])
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if found := page.evaluate(ASK_AXE, RULES):
            visit.axe[f"{width} {scheme}"] = found
    visit.could_move = page.evaluate("probes.couldMove()")


def new_context(browser: Browser, host: str, **options: object) -> BrowserContext:
    """A fresh profile whose pages can be asked the probes' questions."""
    context = browser.new_context(base_url=host, **{"viewport": WIDE, "locale": "en-GB", **options})
    context.add_init_script(PROBES)
    return context
