"""What the enquiries' service must survive is done to this: a real process, a real mail server, visitors who go on."""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

import apsw
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from enquiry.store import Store
from tests.building import ROOT

FORM = "application/x-www-form-urlencoded"
LONGEST_S = 60.0
PAGES = {
    "contact": '<!doctype html><html lang="en"><input type="hidden" name="release" value="r1">',
    "contact/problem": '<!doctype html><textarea name="message" data-slot="text message"></textarea>',
    "contact/check": '<!doctype html><input type="hidden" name="confirm" value="" data-slot="value confirm">'
    '<textarea name="message" data-slot="text message"></textarea>',
    "contact/thanks": "<!doctype html><h1>Thank you</h1>",
}
CONFIRM = re.compile(r'name="confirm" value="([^"]+)"')


def wait_for(what: str, is_so: Callable[[], object], longest_s: float = LONGEST_S) -> None:
    """Looks again and again until it is so."""
    deadline = time.monotonic() + longest_s
    while not is_so():
        assert time.monotonic() < deadline, f"waited {longest_s:.0f} s in vain: {what}"
        time.sleep(0.005)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


# The mail server.


class Faulty(SMTP):
    """aiosmtpd's server, which at one verb does something else as long as its office says so."""

    async def _handle_client(self) -> None:
        self.event_handler.callers.add(self)
        try:
            if not await self._goes_wrong("greeting"):
                await super()._handle_client()
        finally:
            self.event_handler.callers.discard(self)
            self.transport.abort()

    async def smtp_EHLO(self, arg: str) -> None:
        """A verb, as are those below."""
        if not await self._goes_wrong("EHLO"):
            await super().smtp_EHLO(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if not await self._goes_wrong("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str) -> None:
        if not await self._goes_wrong("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self._goes_wrong("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self._goes_wrong("DATA"):
            await super().smtp_DATA(arg)

    async def _goes_wrong(self, verb: str) -> bool:
        manner = self.event_handler.fault(verb)
        if manner == "hangs":
            await self.event_handler.closing()
        elif manner == "drops":
            self.transport.abort()
        elif manner:
            await self.push(f"{manner} not now")
        return manner is not None


@dataclass
class Office:
    """Where letters arrive, and what goes wrong there: `verb` is done so often in another manner."""

    verb: str = ""
    manner: str = ""
    times: int = 0
    met: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    """By Message-ID: every letter whose last dot was seen and not refused, also where nobody was told."""
    callers: set[SMTP] = field(default_factory=set)
    is_closing: bool = False

    async def closing(self) -> None:
        """Waits until the office closes."""
        while not self.is_closing:
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        """Sends everybody away."""
        self.is_closing = True
        while self.callers:
            for caller in list(self.callers):
                caller.transport.abort()
            await asyncio.sleep(0.02)
        await asyncio.sleep(0)

    def fault(self, verb: str) -> str | None:
        """What goes wrong at this verb, now."""
        if verb != self.verb or self.met >= self.times:
            return None
        self.met += 1
        return self.manner

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """aiosmtpd's hook, after the last dot."""
        manner = self.fault("dot")
        if manner and manner.isdigit():
            return f"{manner} not now"
        self.taken[str(message_from_bytes(envelope.content)["Message-ID"])] += 1
        if manner == "hangs":
            await self.closing()
        elif manner == "drops":
            server.transport.abort()
        return "250 taken"

    @property
    def about_enquiries(self) -> Counter[str]:
        """How often the letter of each enquiry came, by reference."""
        found = Counter[str]()
        for name, number in self.taken.items():
            if known := re.match(r"<([^.]+)\.notify@", name):
                found[known[1]] += number
        return found


class Door(Controller):
    """The office's door: a thread that serves it."""

    def factory(self) -> SMTP:
        """aiosmtpd's hook."""
        return Faulty(
            self.handler,
            auth_require_tls=False,
            authenticator=lambda *_: AuthResult(success=True),
            loop=self.loop,
        )


@contextmanager
def office() -> Iterator[tuple[Office, str]]:
    """A mail server, and its address."""
    letters = Office()
    door = Door(letters, hostname="127.0.0.1", port=free_port())
    door.start()
    try:
        yield letters, f"smtp://site:secret@127.0.0.1:{door.port}"
    finally:
        asyncio.run_coroutine_threadsafe(letters.close(), door.loop).result(20)
        door.stop()


# The service.


@dataclass
class Served:
    """`python -m enquiry serve`, which can be killed and started again."""

    folder: Path
    database: str
    variables: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self, *, waits: bool = True) -> None:
        """Starts it; it answers at the end."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, page in PAGES.items():
            (self.folder / "site" / name).mkdir(parents=True, exist_ok=True)
            (self.folder / "site" / name / "index.html").write_text(page, encoding="utf-8")
        environment = {name: text for name, text in os.environ.items() if not name.startswith("ENQUIRY_")}
        environment |= {
            "PYTHONPATH": str(ROOT),
            "ENQUIRY_BIND": f"127.0.0.1:{self.port}",
            "ENQUIRY_DATABASE": self.database,
            "ENQUIRY_RECIPIENT": "coach@example.org",
            "ENQUIRY_SITE": str(self.folder / "site"),
            "ENQUIRY_ADDRESS": "https://example.org",
            "ENQUIRY_SECRET": "of these tests alone, and of all their processes",
        }
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "enquiry", "serve"],
                cwd=self.folder,
                env=environment | self.variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if waits:
            wait_for("the service's first answer", self.answers)

    def answers(self) -> bool:
        """Whether it answers; fails where it has ended."""
        assert self.process and self.process.poll() is None, self.said
        with suppress(OSError, HTTPException):
            return self.ask("GET", "/healthz")[0] == 200
        return False

    def kill(self) -> None:
        """Ends it at once (SIGKILL)."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """Ends it in order."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    @property
    def said(self) -> str:
        """Its log."""
        return (self.folder / "log").read_text(encoding="utf-8")

    @property
    def memory_mb(self) -> float:
        """What it holds in memory."""
        assert self.process
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]

    def limit_files(self, most: int) -> None:
        """From now on no file may grow beyond so many bytes: a full disk, for which nobody needs to be root."""
        assert self.process
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
        """One request over a connection of its own; the answer's status and text."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            given = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def post(self, message: str, **headers: str) -> tuple[int, str]:
        """One post of the form, with a token."""
        token = json.loads(self.ask("GET", "/contact/token")[1])["token"]
        fields = {"name": "Ada", "email": "ada@example.com", "website": "", "release": "r1", "token": token}
        body = urlencode(fields | {"message": message}).encode()
        return self.ask("POST", "/contact/", body, Content_Type=FORM, **headers)

    @property
    def file(self) -> Path:
        """The file of its SQLite."""
        return Path(self.database.removeprefix("sqlite:///"))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What is committed, read on the side."""
        connection = apsw.Connection(str(self.file), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            connection.set_busy_timeout(10_000)
            return connection.execute(query).fetchall()
        finally:
            connection.close()


@contextmanager
def served(folder: Path, database: str = "", **variables: str) -> Iterator[Served]:
    """A service that runs, until the end of the block."""
    service = Served(folder, database or f"sqlite:///{folder}/var/enquiries.db", variables)
    service.start()
    try:
        yield service
    finally:
        service.end()


# The visitors.


@dataclass
class Visitors:
    """Several who post one form after another, each over a connection that is kept, whatever happens to the service.

    Half are browsers, half scripts that ask for JSON; some have no token, and press Send on the page that they get;
    whoever gets no answer may send the same once more.
    """

    services: list[Served]
    seed: str
    number: int = 6
    received: dict[str, str] = field(default_factory=dict)
    """What was answered "received": references, and the words of each."""
    kept_words: int = 0
    unanswered: int = 0
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ended, self._goes_on = threading.Event(), threading.Event()
        self._goes_on.set()
        self._lock, self._local = threading.Lock(), threading.local()
        self._threads = [threading.Thread(target=self._visit, args=(number,)) for number in range(self.number)]

    def __enter__(self) -> Visitors:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._goes_on.set()
        for thread in self._threads:
            thread.join()
        assert not self.faults, self.faults[:5]

    def pause(self) -> None:
        """They wait, each after the answer in hand."""
        self._goes_on.clear()

    def go_on(self) -> None:
        """They go on."""
        self._goes_on.set()

    def wait_for_more(self, number: int) -> None:
        """Until so many more have been told "received"."""
        wanted = len(self.received) + number
        wait_for(f"{number} more posts received", lambda: self.faults or len(self.received) >= wanted)

    def _visit(self, visitor: int) -> None:
        random = Random(f"{self.seed} visitor {visitor}")
        try:
            for place in range(1_000_000):
                self._goes_on.wait()
                if self._ended.is_set():
                    return
                self._post(random, self.services[(visitor + place) % len(self.services)], f"{visitor}-{place}")
        except BaseException as error:  # told at the end, in the test's own thread
            self.faults.append(repr(error))
        finally:
            for service in self.services:
                self._forget(service)

    def _post(self, random: Random, service: Served, name: str) -> None:
        is_script, has_token = random.random() < 0.5, random.random() < 0.8
        fields = {
            "name": f"Ada {name}",
            "email": f"ada{name}@example.com",
            "message": f"May we talk about {name}, {random.random()}?",
            "website": "",
            "release": "r1",
            "key": name if random.random() < 0.7 else "",
        }
        try:
            connection = self._connection(service)
            if has_token:
                connection.request("GET", "/contact/token")
                fields["token"] = json.loads(connection.getresponse().read()).get("token", "")
            self._send(connection, fields, is_script)
        except (OSError, HTTPException, ValueError):
            self._forget(service)
            self.unanswered += 1
            if random.random() < 0.5 and not self._ended.is_set():
                self._again(service, fields, is_script)
            else:
                self._ended.wait(0.01)

    def _again(self, service: Served, fields: dict[str, str], is_script: bool) -> None:
        """The same once more, as soon as the service is there: no second enquiry may come of it."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and not self._ended.wait(0.01):
            try:
                self._send(self._connection(service), fields, is_script)
                return
            except (OSError, HTTPException, ValueError):
                self._forget(service)

    def _send(self, connection: HTTPConnection, fields: dict[str, str], is_script: bool) -> None:
        headers = {
            "Content-Type": FORM,
            "Accept": "application/json" if is_script else "text/html",
            "X-Forwarded-For": f"10.{crc32(fields['name'].encode()) & 255}.{crc32(fields['message'].encode()) & 255}.1",
        }
        connection.request("POST", "/contact/", urlencode(fields), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status == 303:
            self._note(answer.headers["Location"].partition("?r=")[2], fields)
        elif answer.status == 200 and is_script:
            self._note(json.loads(text)["id"], fields)
        elif answer.status == 200:
            confirm = unescape(CONFIRM.search(text)[1])  # type: ignore[index]
            self._note(confirm.split(".")[1], fields)
            self._send(connection, fields | {"confirm": confirm}, is_script)
        elif answer.status == 503:
            if not is_script and fields["message"] not in unescape(text):
                raise AssertionError(f"the words are gone: {text}")
            self.kept_words += 1
            self._ended.wait(0.02)
        else:
            raise AssertionError(f"answered {answer.status}: {text[:300]}")

    def _note(self, reference: str, fields: dict[str, str]) -> None:
        with self._lock:
            before = self.received.setdefault(reference, fields["message"])
        assert before == fields["message"], f"{reference} stands for two"

    def _connection(self, service: Served) -> HTTPConnection:
        connections = self._connections()
        if service.port not in connections:
            connections[service.port] = HTTPConnection("127.0.0.1", service.port, timeout=30)
        return connections[service.port]

    def _forget(self, service: Served) -> None:
        if connection := self._connections().pop(service.port, None):
            connection.close()

    def _connections(self) -> dict[int, HTTPConnection]:
        """This thread's, by port."""
        connections: dict[int, HTTPConnection] = self._local.__dict__.setdefault("connections", {})
        return connections


# What must be so afterwards.


def hurry(store: Store) -> None:
    """Lets the time pass that letters wait, and leases last; for when nothing is in hand."""
    store.do(lambda execute: execute("UPDATE letter SET due_at = 0, lease_until = 0 WHERE sent_at IS NULL"))


def check(service: Served, letters: Office, received: dict[str, str]) -> Counter[str]:
    """Nothing lost, nothing kept twice, no letter sent more than twice; what became of the letters is counted."""
    store = Store.open(service.database)
    try:
        kept = store.enquiries()
        by_reference = {one.reference: one for one in kept}
        assert set(received) <= set(by_reference), "answered “received”, and not in the database"
        for reference, words in received.items():
            assert by_reference[reference].enquiry.message == words
        again = [words for words, number in Counter(one.enquiry.message for one in kept).items() if number > 1]
        assert not again, "kept twice"
        sent = letters.about_enquiries
        assert not {name: number for name, number in letters.taken.items() if number > 2}, "sent more than twice"
        found = Counter[str]()
        for one in kept:
            rows = [row for row in store.letters(one.reference) if row["kind"] == "notify"]
            assert len(rows) == (one.state == "new"), (one.state, rows)
            for row in rows:
                is_given_up = row["dead_at"] is not None
                assert is_given_up or row["sent_at"] is not None, "still waits"
                assert not is_given_up or row["unknown"] >= 2, "given up too soon"
                assert is_given_up or sent[one.reference] >= 1, "marked as sent, and never arrived"
            found[f"enquiries {one.state}"] += 1
        found["letters sent once"] = sum(number == 1 for number in sent.values())
        found["letters sent twice"] = sum(number == 2 for number in sent.values())
        if service.database.startswith("sqlite:"):
            [row] = store.do(lambda execute: execute("SELECT integrity_check AS it FROM pragma_integrity_check"))
            assert row == {"it": "ok"}
            assert store.do(lambda execute: execute("PRAGMA foreign_key_check")) == []
        return found
    finally:
        store.close()


def wait_until_all_left(store: Store, longest_s: float = LONGEST_S) -> None:
    """Until no letter waits any more."""
    waiting = "SELECT count(*) AS number FROM letter WHERE sent_at IS NULL AND dead_at IS NULL"
    wait_for("all letters left", lambda: store.do(lambda execute: execute(waiting))[0]["number"] == 0, longest_s)
