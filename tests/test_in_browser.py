"""Every page of the built site in a browser, on a phone and a desk, in light and dark: what one visit to each shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.saying import nothing
from tests.visiting import Visit, visit_all


@pytest.fixture(scope="module")
def visits(browser: Browser, host: str, addresses: list[str], axe: Path) -> list[Visit]:
    return visit_all(browser, host, addresses, axe.read_text(encoding="utf-8"))


def faults(visits: list[Visit], of: Callable[[Visit], object]) -> dict[str, object]:
    """What was seen on which page; {} is what a test wants."""
    return {visit.address: found for visit in visits if (found := of(visit))}


def test_axe_finds_nothing(visits: list[Visit]) -> None:
    """WCAG 2.2 AA and axe's best practices, on a phone and a desk, in light and dark."""
    nothing(faults(visits, lambda visit: visit.axe))


def test_axe_would_find_something(browser: Browser, axe: Path, tmp_path: Path) -> None:
    """The same questions put to a bad page find its faults: the tool is really asked."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><title>x</title><main><img src=x.png><p style=color:#999>pale</main><nav><a href=#>.</a></nav>"
    )
    visit = visit_all(browser, tmp_path.as_uri(), ["/bad.html"], axe.read_text(encoding="utf-8"))[0]
    found = {rule for rule, _ in visit.axe["narrow light"]}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found
    assert visit.failed and visit.small_targets


def test_no_page_asks_another_host(visits: list[Visit]) -> None:
    """Nobody else learns who reads what."""
    nothing(faults(visits, lambda visit: visit.foreign))


def test_nothing_is_missing_when_a_page_loads(visits: list[Visit]) -> None:
    """Each font, picture and script that a page asks for is there."""
    nothing(faults(visits, lambda visit: visit.failed + visit.broken_pictures))


def test_the_console_is_silent(visits: list[Visit]) -> None:
    """A message there is a fault that somebody chose not to see; a blocked style or script speaks nowhere else."""
    nothing(faults(visits, lambda visit: visit.console))


def test_nothing_shifts(visits: list[Visit]) -> None:
    """No page moves under a reader's eyes: not for a picture, not when the font arrives after the first paint."""
    nothing(faults(visits, Visit.shifts))


def test_nothing_reaches_sideways(visits: list[Visit]) -> None:
    """Reading a line must not need two directions, at 320 px or at 400 % zoom (WCAG 1.4.10)."""
    nothing(faults(visits, Visit.reaches_sideways))


def test_every_target_is_large_enough(visits: list[Visit]) -> None:
    """A thumb on a cold morning needs 24 px at the least (WCAG 2.5.8)."""
    nothing(faults(visits, lambda visit: visit.small_targets))


def test_every_stop_of_the_keyboard_shows(visits: list[Visit]) -> None:
    """Who tabs through a page sees where they are at each step."""
    nothing(faults(visits, lambda visit: visit.unseen_focus))


def test_nothing_moves_for_who_asked_for_stillness(visits: list[Visit]) -> None:
    """With reduced motion set, no element has a transition or an animation left."""
    nothing(faults(visits, lambda visit: visit.could_move))
