"""What attacks are made with: the real service as a process of its own, a real SMTP server, and raw sockets."""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

import apsw
from aiosmtpd.controller import Controller

from enquiry.conftest import CHECK, CONTACT, PROBLEM, THANKS
from enquiry.tokens import Signer, read_secret

HOUSE = Path(__file__).resolve().parents[1]
COACH = "coach@example.org"
FORM = "application/x-www-form-urlencoded"
LONGEST_ANSWER_S = 20
A_MOMENT_S = 0.1


@dataclass(frozen=True)
class Reply:
    """What came back; the status 0 where the service closed the connection without a word."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def reference(self) -> str:
        """The reference that a received post was given; empty for any other answer."""
        if self.status == 303:
            return parse_qs(urlsplit(self.headers["location"]).query)["r"][0]
        if self.status == 200 and self.text.startswith('{"ok":'):
            return str(json.loads(self.text).get("id", ""))
        return ""


@dataclass(frozen=True)
class Posted:
    """A letter as the SMTP server took it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The letter, read."""
        return message_from_bytes(self.content, policy=policy.default)


@dataclass(frozen=True)
class Row:
    """An enquiry as it stands in the database."""

    reference: str
    state: str
    score: int
    reasons: str
    origin: str
    fields: str

    @property
    def values(self) -> dict[str, str]:
        """What was typed."""
        values: dict[str, str] = json.loads(self.fields)
        return values

    @property
    def codes(self) -> set[str]:
        """What spoke against it."""
        return {reason["code"] for reason in json.loads(self.reasons)}


class PostOffice:
    """Takes every letter."""

    def __init__(self) -> None:
        self.letters: list[Posted] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """aiosmtpd's hook."""
        self.letters.append(Posted(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        return "250 taken"


@dataclass
class Attacked:
    """A running service, and every way to get at it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    office: PostOffice

    @property
    def signer(self) -> Signer:
        """The service's own signer: a test may make a token of any age."""
        return Signer(read_secret(self.folder / "var/secret"))

    @property
    def log(self) -> str:
        """All that the service has written to its log and its output."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def token(self, age_s: float = 60) -> str:
        """A good time token, so old."""
        return self.signer.token(time.time() - age_s)

    def filled(self, **changed: str) -> dict[str, str]:
        """The fields of a post that nothing speaks against, with words of its own."""
        words = f"May we talk? It is about {uuid.uuid4().hex[:12]}."
        hidden = {"website": "", "key": uuid.uuid4().hex, "token": self.token(), "release": "r1"}
        return {"name": "Ada Walker", "email": "ada@example.com", "message": words} | hidden | changed

    def post(self, body: Mapping[str, str] | bytes, path: str = "/contact/", **headers: str) -> Reply:
        """Posts a form; a header's underscores stand for hyphens. Each comes from a network of its own."""
        content = body if isinstance(body, bytes) else urlencode(body, errors="surrogatepass").encode()
        given = {"Host": "example.org", "Content-Type": FORM, "X-Forwarded-For": any_address()}
        given |= {name.replace("_", "-"): text for name, text in headers.items()}
        return self.ask("POST", path, content, given)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """Sends one request of any kind, as it is given."""
        given = {"Host": "example.org"} | dict(headers or {})
        if body:
            given.setdefault("Content-Length", str(len(body)))
        head = "".join(f"{name}: {text}\r\n" for name, text in given.items())
        return self.raw(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("utf-8", "surrogateescape") + body)

    def raw(self, request: bytes, *, ends_after_s: float | None = None, timeout_s: float = LONGEST_ANSWER_S) -> Reply:
        """Sends bytes and reads one answer; raises TimeoutError where none comes: the service hangs.

        Where no answer has begun after `ends_after_s`, the sending is ended, as by a client that has no more. The
        service takes that for the end of the connection: an answer that comes later is lost, though never what is kept.
        """
        method = request.split(b" ", 1)[0].decode("latin-1")
        assert self.process.poll() is None, f"the service has ended with {self.process.returncode}: {self.log[-2_000:]}"
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout_s) as connection:
            try:
                connection.sendall(request)
                if ends_after_s is not None and not select.select([connection], [], [], ends_after_s)[0]:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # it has answered already, or thrown the connection away
            return read_reply(connection, method)

    def kept(self) -> dict[str, Row]:
        """Every enquiry that is committed, by its reference."""
        names = ("reference", "state", "score", "reasons", "origin", "fields")
        connection = apsw.Connection(str(self.folder / "var/enquiries.db"), flags=apsw.SQLITE_OPEN_READONLY)
        with closing(connection):
            connection.set_busy_timeout(10_000)
            rows: list[Any] = connection.execute(f"SELECT {', '.join(names)} FROM enquiry").fetchall()
        kept = [Row(*row) for row in rows]
        return {row.reference: row for row in kept}

    def row(self, reply: Reply) -> Row:
        """What is kept of a post that was answered "received"."""
        assert reply.reference, (reply.status, reply.text[:500])
        return self.kept()[reply.reference]

    def letters(self, count: int) -> list[Posted]:
        """The letters at the post office, once there are `count`."""
        deadline = time.monotonic() + LONGEST_ANSWER_S
        while len(self.office.letters) < count:
            assert time.monotonic() < deadline, f"{len(self.office.letters)} letters instead of {count}"
            time.sleep(0.01)
        return list(self.office.letters)

    def letter_about(self, reference: str) -> Posted:
        """The letter to the coach about one enquiry."""
        deadline = time.monotonic() + LONGEST_ANSWER_S
        while time.monotonic() < deadline:
            for posted in list(self.office.letters):
                if reference.encode() in posted.content:
                    return posted
            time.sleep(0.01)
        raise AssertionError(f"no letter about {reference}")


def read_reply(connection: socket.socket, method: str) -> Reply:
    """One answer from a connection."""
    answer = HTTPResponse(connection, method=method)
    try:
        answer.begin()
        headers = {name.lower(): text for name, text in answer.getheaders()}
        return Reply(answer.status, headers, answer.read().decode("utf-8", "replace"))
    except TimeoutError:
        raise
    except (HTTPException, ConnectionError):
        return Reply(0)
    finally:
        answer.close()


_addresses = iter(range(1, 1 << 22))
_lock = threading.Lock()


def any_address() -> str:
    """An address of a network that was not there before."""
    with _lock:
        number = next(_addresses)
    return f"{11 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.7"


def pairs(fields: Iterable[tuple[str, str]]) -> bytes:
    """A body of fields, in their order, each as often as it comes."""
    return "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in fields).encode()


def write_site(site: Path) -> None:
    """A small built site."""
    pages = {"contact": CONTACT, "contact/problem": PROBLEM, "contact/check": CHECK, "contact/thanks": THANKS}
    for folder, page in (pages | {"musings/held-back": "A musing"}).items():
        (site / folder).mkdir(parents=True, exist_ok=True)
        (site / folder / "index.html").write_text(page, "utf-8")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def attacked(folder: Path, **settings: str) -> Iterator[Attacked]:
    """The service in a process of its own, with a post office, until the end of the block."""
    office = PostOffice()
    smtp = Controller(office, hostname="127.0.0.1", port=free_port())
    smtp.start()
    port = free_port()
    write_site(folder / "site")
    environment = {name: text for name, text in os.environ.items() if not name.startswith("ENQUIRY_")}
    environment |= {
        "ENQUIRY_RECIPIENT": COACH,
        "ENQUIRY_BIND": f"127.0.0.1:{port}",
        "ENQUIRY_DATABASE": f"sqlite:///{folder}/var/enquiries.db",
        "ENQUIRY_SITE": str(folder / "site"),
        "ENQUIRY_ADDRESS": "https://example.org",
        "ENQUIRY_SMTP": f"smtp://127.0.0.1:{smtp.port}",
        "PYTHONPATH": str(HOUSE),
    }
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "enquiry", "serve"],
            cwd=folder,
            env=environment | settings,
            stdout=log,
            stderr=log,
        )
    try:
        service = Attacked(folder, port, process, office)
        wait_until_it_answers(service)
        yield service
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        smtp.stop()


def wait_until_it_answers(service: Attacked) -> None:
    """Waits for the first answer of /healthz."""
    deadline = time.monotonic() + LONGEST_ANSWER_S
    while time.monotonic() < deadline:
        assert service.process.poll() is None, service.log
        try:
            if service.ask("GET", "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.02)
    raise AssertionError(f"the service does not answer: {service.log}")
