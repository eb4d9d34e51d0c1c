"""What the tests of the contact form share: a small site, the real service before it, a visitor's hands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import apsw
from playwright.sync_api import Page
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from enquiry.app import create_app
from enquiry.conftest import Running, serving
from enquiry.settings import Settings
from tests.building import SMALL_SITE, Build, small_site
from tests.visiting import ASK_AXE, RULES

SITE = {"site.toml": SMALL_SITE["site.toml"].replace("smallsteps.example", "smallsteps.example/sub", 1)}


@dataclass
class Desk:
    """The site with its service, and the address at which a browser visits it."""

    settings: Settings
    port: int = 0
    serving: ExitStack = field(default_factory=ExitStack)

    def start(self) -> Desk:
        """Serve; after a stop at the same address again."""
        service = create_app(self.settings)
        pages = Mount("/sub", StaticFiles(directory=self.settings.site, html=True))
        service.state.service.open()
        self.serving.callback(service.state.service.close)
        self.port = self.serving.enter_context(serving(Starlette(routes=[*service.routes, pages]), self.port))
        return self

    def stop(self) -> None:
        """Nobody is there any more."""
        self.serving.close()

    @property
    def running(self) -> Running:
        """The service, for tests that ask it without a browser."""
        return Running(self.settings, self.port)

    @property
    def host(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.port}"

    def kept(self) -> dict[str, str]:
        """The fields of the one enquiry that was kept."""
        [(fields,)] = self.running.rows("SELECT fields FROM enquiry")
        read: dict[str, str] = json.loads(str(fields))
        return read

    def count(self) -> int:
        """How many enquiries were kept."""
        return len(self.states())

    def states(self) -> list[object]:
        """The state of each enquiry that was kept."""
        return [state for (state,) in self.running.rows("SELECT state FROM enquiry")]

    def do(self, *statements: str) -> None:
        """Something happens in the database behind the service's back."""
        with closing(apsw.Connection(str(self.settings.sqlite_file))) as connection:
            connection.set_busy_timeout(10_000)  # the outbox may be telling of the test before
            with connection:
                for statement in statements:
                    connection.execute(statement)

    def clear(self) -> Desk:
        """The same with nothing in its database and its post."""
        self.do("DELETE FROM event; DELETE FROM letter; DELETE FROM enquiry; DELETE FROM tally;")
        for letter in self.settings.mail_folder.glob("*.eml"):
            letter.unlink()
        return self


def site_with_form(folder: Path, files: Mapping[str, str] | None = None) -> Build:
    """Build a small site under a path, with its contact form."""
    return small_site(folder, {**SITE, **(files or {})})


@contextmanager
def desk_before(site: Build, folder: Path) -> Iterator[Desk]:
    """One service for all tests of a module before a built site; its database is in `folder`."""
    assert site.status == 0, site.text
    address = "https://smallsteps.example/sub"
    database = f"sqlite:///{folder}/var/enquiries.db"
    desk = Desk(Settings("ada@smallsteps.example", database=database, site=site.output, address=address)).start()
    yield desk
    desk.stop()


@contextmanager
def open_desk(folder: Path, files: Mapping[str, str] | None = None) -> Iterator[Desk]:
    """A small site and its service, both in `folder`."""
    with desk_before(site_with_form(folder, files), folder) as desk:
        yield desk


def fill(page: Page, email: str = "ada@example.com") -> None:
    """Write a message."""
    page.get_by_label("Your name").fill("Ada Walker")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Your message").fill("May we talk?\nOn Monday?")


def send(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name="Send").click()


def arrives(page: Page) -> None:
    """Wait for the thanks."""
    page.wait_for_url("**/contact/thanks/?r=*")


def ask(page: Page, axe: Path) -> None:
    """At 1280 and 320 px, light and dark: nothing sideways, targets large enough, axe content, the focus seen."""
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate("probes.sideways()") == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("probes.sideways()") == []
    assert page.evaluate("probes.smallTargets()") == []
    page.evaluate(axe.read_text(encoding="utf-8"))
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate(ASK_AXE, RULES) == []
    page.keyboard.press("Tab")
    assert page.evaluate("probes.unseenFocus()") == []
