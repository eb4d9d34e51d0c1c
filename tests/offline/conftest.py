"""Two releases of a small site below a path, a host whose line can be cut, and what a browser has kept of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.answering import wait_for
from tests.building import ROOT, SMALL_SITE, Build, build, copy_of_the_project, write_site
from tests.built_once import build_once
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


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The first release: a series of two musings, and one alone."""
    return build_once(tmp_path_factory, "old-release", lambda folder: built(folder, OLD))


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The next release: other words, other scripts, another worker, and the musing that stood alone has gone."""

    def make(folder: Path) -> Build:
        project = copy_of_the_project(folder / "project")
        scripts = project / "plugins/prompts/static/prompts"
        changes = {"answers": 'document.documentElement.dataset.release = "new";', "worker": "void 0;"}
        for name, line in changes.items():
            with (scripts / f"{name}.js").open("a") as file:
                file.write(f"\n{line}\n")
        return built(folder, {**OLD, **NEW}, project=project)

    return build_once(tmp_path_factory, "new-release", make)


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


def wait_until_kept(tab: Page, *addresses: str) -> None:
    """Wait until the worker has all of these."""
    for address in addresses:
        wait_for(tab, "(name, path) => caches.match(path, { cacheName: name })", NAME, BASE + address)


def module(place: Place) -> str:
    """The address of the published offline.js."""
    [file] = (place.folder / BASE[1:] / "assets").glob("offline.*.js")
    return f"{BASE}/assets/{file.name}"
