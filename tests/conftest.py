"""What every test of the whole house starts from: the demonstration site, built once, its pages, a host, a browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import tools
from tests.building import ADDRESS, Build, build
from tests.built_once import build_once
from tests.enquiring import Desk, desk_before, site_with_form
from tests.pages import Page, read_pages
from tests.serving import serve

FONTS_AFTER_S = 0.15


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The demonstration site, built for publication: once, also where several processes share the tests."""
    return build_once(tmp_path_factory, "demonstration", lambda folder: build(folder / "output", address=ADDRESS))


@pytest.fixture(scope="session")
def pages(site: Build) -> list[Page]:
    """Every page of the demonstration site, as the build left them."""
    return read_pages(site.output)


@pytest.fixture(scope="session")
def musings(pages: list[Page]) -> list[Page]:
    """The pages of the musings."""
    found = [page for page in pages if page.is_musing]
    assert len(found) >= 4, "the demonstration site has a series of three musings and one outside it"
    return found


@pytest.fixture(scope="session")
def host(site: Build) -> Iterator[str]:
    """The address of a host that serves the demonstration site, its fonts a moment late."""
    with serve(site.output, FONTS_AFTER_S) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each test opens its own context in it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=tools.browser(), args=tools.BROWSER_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> Path:
    """The file of axe-core."""
    return tools.node_module("axe-core/axe.min.js")


@pytest.fixture(scope="session")
def addresses(pages: list[Page]) -> list[str]:
    """Every page that is read; the 404 page at an address that is not there.

    Of the photos of an album, and of the tags and their questions, each of which one template draws, the first two
    stand for the others: a practice has thousands.
    """
    found, alike = [], Counter[str]()
    for address in (page.address for page in pages if not page.is_redirect):
        kind = re.fullmatch(r"(/albums/[^/]+/|/tags/|/reflections/)(?!set/)[^/]+/", address)
        alike[kind[1] if kind else ""] += 1
        if not kind or alike[kind[1]] <= 2:
            found.append(address)
    return [address for address in found if address != "/404.html"] + ["/404.html"]


@pytest.fixture(scope="session")
def one_of_each(addresses: list[str]) -> list[str]:
    """One page of each kind: the first of /musings/…/, of /tags/…/ and so on, and every page at the top."""
    kinds = {re.sub(r"(?<=^/)(\w+)/[^/]+/$", r"\1/…", address): address for address in reversed(addresses)}
    return sorted(kinds.values())


@pytest.fixture(scope="session")
def desk_site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site with a contact form, built once."""
    return build_once(tmp_path_factory, "desk", site_with_form)


@pytest.fixture(scope="module")
def whole_desk(desk_site: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """That site with the enquiries' service before it, for the tests of one file."""
    with desk_before(desk_site, tmp_path_factory.mktemp("desk")) as desk:
        yield desk


@pytest.fixture
def desk(whole_desk: Desk) -> Desk:
    """The same with nothing in its database and its post."""
    return whole_desk.clear()
