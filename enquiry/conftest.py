"""What the tests share: a small built site, and a real service on a real port in front of a real database."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import apsw
import pytest
import uvicorn
from starlette.applications import Starlette

from enquiry.app import create_app
from enquiry.serving import config_of, open_socket
from enquiry.settings import Settings
from enquiry.store import Store
from tests.postgresql import PostgreSQL
from tests.postgresql import postgresql as start_postgresql

# Pelican, where another test has imported it first, gives each new logger a filter that drops what was said before.
logging.getLogger("enquiry").filters.clear()

PROBLEM = """<!doctype html><title>Error: Contact</title>
<div hidden data-slot="fault form"><p data-slot="words form"></p></div>
<ul><li hidden data-slot="fault name"><a href="#name" data-slot="words name"></a></li>
<li hidden data-slot="fault email"><a href="#email" data-slot="words email"></a></li></ul>
<form method="post" action="/contact/" novalidate>
<input name="name" value="" data-slot="value name">
<input name="email" value="" data-slot="value email">
<input name="phone" value="" data-slot="value phone">
<input type="radio" name="reply_by" value="phone" data-slot="checked reply_by phone">
<select name="topic"><option data-slot="selected topic R&amp;D &lt;3"></option></select>
<textarea name="message" data-slot="text message"></textarea>
<input type="hidden" name="reading" value="" data-slot="value reading"></form>"""
CHECK = """<!doctype html><title>Check your message</title><form method="post" action="/contact/">
<input name="name" value="" data-slot="value name"><textarea data-slot="text message"></textarea>
<input type="hidden" name="confirm" value="" data-slot="value confirm"></form>"""
THANKS = """<!doctype html><title>Thank you</title><h1>Thank you</h1>
<p hidden data-slot="given reference">Your reference is <strong data-slot="text reference"></strong>.</p>"""

CONTACT = """<!doctype html><html lang="en"><input type="hidden" name="release" value="r1">"""

WELL_FILLED = {"name": "Ada Walker", "email": "ada@example.com", "message": "May we talk?\nOn Monday?"}


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Running:
    """A running service and the ways that tests talk to it."""

    settings: Settings
    port: int

    def post(self, body: dict[str, str] | bytes, path: str = "/contact/", **headers: str) -> Answer:
        """Posts a form, a dict with a fresh token; a header's underscores stand for hyphens."""
        if isinstance(body, dict):
            body = urlencode({"token": self.token(), "website": "", "release": "r1"} | body).encode()
        given = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"} | given)

    def token(self) -> str:
        """A fresh token, as the form's script asks for it."""
        base = urlsplit(self.settings.address).path
        token: str = json.loads(self.ask("GET", f"{base}/contact/token").text)["token"]
        return token

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """Sends one request of any kind."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            names = {name.lower(): text for name, text in answer.getheaders()}
            return Answer(answer.status, names, answer.read().decode())
        finally:
            connection.close()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a second connection, which can only read what is committed, finds in the database."""
        # Not Python's own SQLite: two of them in one process do not see each other's locks.
        connection = apsw.Connection(str(self.settings.sqlite_file), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def letters(self, count: int = 1) -> list[bytes]:
        """The letters that the outbox has written, once there are `count`."""
        deadline = time.monotonic() + 10
        while len(found := sorted(self.settings.mail_folder.glob("*.eml"))) < count:
            assert time.monotonic() < deadline, f"{len(found)} letters instead of {count}"
            time.sleep(0.01)
        return [path.read_bytes() for path in found]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a service with a small built site."""
    for name, page in (("problem", PROBLEM), ("thanks", THANKS), ("check", CHECK), (".", CONTACT)):
        (tmp_path / "site/contact" / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "site/contact" / name / "index.html").write_text(page, "utf-8")
    (tmp_path / "site/musings/held-back").mkdir(parents=True)
    (tmp_path / "site/musings/held-back/index.html").write_text("A musing", "utf-8")
    return Settings(
        recipient="coach@example.org",
        database=f"sqlite:///{tmp_path}/var/enquiries.db",
        site=tmp_path / "site",
        address="https://example.org",
    )


@contextmanager
def serving(app: Starlette, port: int = 0) -> Iterator[int]:
    """Serves an application in this process, on `port` or on whichever is free."""
    server = uvicorn.Server(config_of(app))
    listener = open_socket(("127.0.0.1", port))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def running(settings: Settings) -> Iterator[Running]:
    """The service on a port of its own."""
    with serving(create_app(settings)) as port:
        yield Running(settings, port)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL for all tests, each of which asks it for a database of its own."""
    with start_postgresql() as server:
        yield server


def fresh_address(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a database with nothing in it, of the kind that a fixture's parameter names."""
    if request.param == "sqlite":
        return f"sqlite:///{folder}/var/enquiries.db"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of one kind and then of the other."""
    return fresh_address(request, tmp_path)


@pytest.fixture
def each_store(address: str) -> Iterator[Store]:
    """An empty store, on one database and then on the other."""
    store = Store.open(address)
    yield store
    store.close()
