"""What a reader relies on, in browsers that are not Chromium: a part of `make soak`, where one of them is installed.

`CAIRN_SOAK=1 python -m pytest tests/test_other_engines.py` runs it by itself, in a minute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.building import Build
from tests.engines import ENGINES, PATIENCE_S, Engine, Firefox, missing
from tests.long import SOAK, done
from tests.pages import Page
from tests.saying import nothing
from tests.serving import Line, serve

if not SOAK:
    pytest.skip("make soak opens other browsers than Chromium", allow_module_level=True)

MUSING, ALBUM = "/musings/its-not-your-session/", "/albums/hill-session/"
BOX = "reflection-prompt textarea"
KEPT = "Object.entries(localStorage).flatMap(([key, it]) => key.startsWith('answer:') ? JSON.parse(it).text : [])"
STATUS = "document.querySelector('.prompt-foot [role=status]').textContent"
PLACE = "((strip) => strip.scrollLeft / strip.clientWidth)(document.querySelector('.lightbox-strip'))"
COUNT = "document.querySelector('.lightbox-count').textContent"
OPEN = "document.querySelector('.lightbox')?.open"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One browser after another, as far as they are there."""
    if lacking := missing(request.param):
        pytest.skip(f"{request.param} would need {lacking}")
    with ENGINES[request.param]() as started:
        yield started
        done(f"time the pages were tried in {started.name}")


@pytest.fixture
def line() -> Line:
    """What lies between the browser and the host."""
    return Line()


@pytest.fixture
def here(site: Build, line: Line) -> Iterator[str]:
    """The demonstration site at an address that no test had before, so that nothing is kept for it."""
    with serve(site.output, line=line) as address:
        yield address


def opened(engine: Engine, address: str) -> None:
    engine.go(address)
    engine.until("document.querySelector('.prompt-answer')")


def test_an_answer_is_kept_shown_again_and_never_lost(engine: Engine, here: str) -> None:
    opened(engine, here + MUSING)
    engine.click(BOX)
    assert engine.run("return localStorage.length + sessionStorage.length") == 0
    engine.type(BOX, "First.")
    engine.until(f"{STATUS} === 'Saved'")
    engine.reload()
    engine.until("document.querySelector('.prompt-kept')?.textContent.includes('First.')")
    engine.press_button("Answer again")
    engine.type(BOX, "Left at on")
    engine.go(here + "/about/")
    assert sorted(engine.run(f"return {KEPT}")) == ["First.", "Left at on"]


def test_a_tab_that_is_closed_at_once_leaves_one_answer(engine: Engine, here: str) -> None:
    engine.go(here + "/about/")
    first = engine.tab()
    for _ in range(5):
        engine.run("localStorage.clear()")
        engine.new_tab()
        opened(engine, here + MUSING)
        engine.type(BOX, "Closing.")
        engine.close_tab()
        engine.turn(first)
        assert engine.until(f"{KEPT}.length && {KEPT}") == ["Closing."]


def test_without_a_network_the_notebook_and_its_musings_are_there(engine: Engine, here: str, line: Line) -> None:
    opened(engine, here + MUSING)
    engine.type(BOX, "On a hill.")
    engine.until(f"{STATUS} === 'Saved'")
    engine.go(here + "/notebook/")
    kept = "caches.match(arguments[0]).then(Boolean)"
    for address in ("/notebook/", MUSING):
        while not engine.get(kept, address):
            engine.until("document.querySelector('.notebook-answer')")
    line.is_cut = True
    for address in ("/notebook/", MUSING):
        engine.go(here + address)
        engine.until("document.querySelector('.notebook-words, .prompt-kept')?.textContent.includes('On a hill.')")


def test_a_photograph_opens_leads_on_and_closes(engine: Engine, here: str) -> None:
    engine.resize(1280, 900)
    for _ in range(5):  # a fresh page's pictures come in while it leads on, where WebKit would stop halfway
        engine.go(here + ALBUM)
        engine.click("photo-gallery figure a")
        engine.until(OPEN)
        for key, place in {"ArrowRight": 1, "End": 7, "ArrowLeft": 6, "Home": 0}.items():
            engine.press(key)
            engine.until(f"{PLACE} === {place} && {COUNT}.startsWith('{place + 1} ')")
        engine.press("Escape")
        engine.until(f"!{OPEN} && !location.hash && document.activeElement.matches('photo-gallery a')")
    engine.click("photo-gallery figure a")
    engine.until(f"{OPEN} && document.querySelector('.lightbox [role=status]').textContent")
    engine.back()
    engine.until(f"!{OPEN} && location.pathname === '{ALBUM}'")


def test_links_are_underlined_and_pictures_fit_their_room(engine: Engine, here: str) -> None:
    """Wrong in WebKit alone once: `text-decoration` in one, and min() in `sizes`, on the page and in the dialog."""
    engine.resize(1280, 900)
    engine.go(here + "/privacy/")
    assert engine.run("return getComputedStyle(document.querySelector('main p a')).textDecorationLine") == "underline"
    engine.go(here + ALBUM)
    picture = "document.querySelector('photo-gallery img')"
    assert engine.until(f"{picture}.currentSrc").endswith("-480.avif")
    engine.click("photo-gallery li:nth-child(4) a")  # higher than wide
    engine.until("document.querySelector('.lightbox figure:nth-child(4) img')?.currentSrc.endsWith('-800.avif')")


def test_no_page_says_anything(engine: Engine, here: str, pages: list[Page]) -> None:
    """No error of ours, and nothing that the page's own policy had to stop."""
    if not isinstance(engine, Firefox):
        pytest.skip("what WebKit writes to its console is not to be had")
    engine.said(here)
    said = {}
    # The notebook comes last: it registers the worker, and who leaves a page while that fetches an icon is told so.
    for page in sorted(pages, key=lambda page: page.address == "/notebook/"):
        if not page.is_redirect:
            engine.go(here + page.address)
            if more := engine.said(here):
                said[page.address] = more
    nothing(said)
    end = time.monotonic() + PATIENCE_S
    engine.run("document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
    while not engine.said(here):
        assert time.monotonic() < end, "a script that the policy forbids is told of"
