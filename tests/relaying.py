"""A mail relay for tests: a real server on a real socket, which can be told to misbehave at any verb."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

VERBS = ("greeting", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "body", "dot", "RSET", "QUIT")


@dataclass(frozen=True)
class Taken:
    """A letter that the relay has read to its last dot, whatever it answered then."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def letter(self) -> EmailMessage:
        """The letter as a mail program reads it."""
        read = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        assert not read.defects
        return read


@dataclass
class Relay:
    """What a running relay is told, and what it saw.

    `faults[verb]` is a list of what it does at that verb, one after the other, and then behaves: `hang`, `drop`, or
    an answer like `451 later`. A tuple of one instead of a list is done always. `body` is between 354 and the last
    dot; with `dot`, it has taken the letter.
    """

    faults: dict[str, list[str] | tuple[str]] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    signed_in: list[tuple[bytes, bytes]] = field(default_factory=list)
    at_fault: threading.Event = field(default_factory=threading.Event)
    at_dot: threading.Event = field(default_factory=threading.Event)  # a letter has been read to its end
    lost: threading.Event = field(default_factory=threading.Event)  # a connection has ended
    port: int = 0
    transports: list[Any] = field(default_factory=list, repr=False)

    @property
    def connections(self) -> int:
        """How often somebody connected."""
        return self.seen.count("greeting")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Of aiosmtpd: a letter has been read."""
        self.taken.append(Taken(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content))
        self.at_dot.set()
        return "250 taken"

    def fault(self, verb: str) -> str:
        """What is to be done at this verb; nothing to behave."""
        self.seen.append(verb)
        faults = self.faults.get(verb, [])
        if not faults:
            return ""
        self.at_fault.set()
        return faults[0] if isinstance(faults, tuple) else faults.pop(0)


class _Server(SMTP):
    """One connection of the relay."""

    _has_greeted = False

    async def push(self, status: str | bytes) -> None:
        if not self._has_greeted:
            self._has_greeted = True
            await self._at("greeting", lambda: SMTP.push(self, status))
        elif isinstance(status, str) and status.startswith("250 taken"):
            await self._at("dot", lambda: SMTP.push(self, status))
        else:
            await super().push(status)
            if isinstance(status, str) and status.startswith("354"):
                await self._at("body", lambda: asyncio.sleep(0))

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.event_handler.transports.append(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self.loop.call_soon(self.event_handler.lost.set)  # by then the socket is closed

    async def _at(self, verb: str, behave: Callable[[], Awaitable[None]]) -> None:
        fault = self.event_handler.fault(verb)
        if fault == "hang":
            await asyncio.Event().wait()
        elif fault == "drop":
            self.transport.abort()
        elif fault:
            await super().push(fault)
            if fault.startswith("421"):
                self.transport.close()
        else:
            await behave()


def _misbehaving(verb: str) -> Callable[..., Awaitable[None]]:
    usual = getattr(SMTP, f"smtp_{verb}")

    async def method(self: _Server, argument: str) -> None:
        await self._at(verb, lambda: usual(self, argument))

    for name, mark in vars(usual).items():
        setattr(method, name, mark)
    return method


for _verb in VERBS:
    if hasattr(SMTP, f"smtp_{_verb}"):
        setattr(_Server, f"smtp_{_verb}", _misbehaving(_verb))


@contextmanager
def relaying(
    relay: Relay | None = None,
    *,
    certificate: Path | None = None,
    is_tls: bool = False,
    password: str = "",
    needs_tls: bool = False,
    host: str = "127.0.0.1",
) -> Iterator[Relay]:
    """Runs a relay in a thread; with `certificate` it offers STARTTLS, or with `is_tls` speaks TLS from the start."""
    relay = relay or Relay()
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    def sign_in(server: Any, session: Any, envelope: Any, way: str, given: Any) -> AuthResult:
        relay.signed_in.append((given.login, given.password))
        return AuthResult(success=given.password == password.encode(), handled=False)

    def connection() -> _Server:
        return _Server(
            relay,
            hostname="relay.example",
            loop=loop,
            tls_context=None if is_tls else context,
            authenticator=sign_in if password else None,
            auth_require_tls=needs_tls,
        )

    async def serve() -> None:
        server = await loop.create_server(connection, host, relay.port, ssl=context if is_tls else None)
        relay.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for transport in relay.transports:
            transport.abort()
        await asyncio.sleep(0)  # they close their sockets in the loop's next round
        await asyncio.sleep(0)

    loop, ready, ended = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.close()

    thread = threading.Thread(target=run, name="relay")
    thread.start()
    assert ready.wait(10)
    try:
        yield relay
    finally:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(ended.set)
        thread.join(10)
        assert not thread.is_alive()


def make_certificate(folder: Path, names: str = "IP:127.0.0.1") -> Path:
    """A certificate that nobody has signed, and its key, in one file. Needs `openssl`."""
    file, key = folder / "relay.pem", folder / "relay.key"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=relay"
    more = ["-addext", f"subjectAltName={names}", "-keyout", str(key), "-out", str(file)]
    subprocess.run([*command.split(), *more], check=True, capture_output=True)
    file.write_text(file.read_text() + key.read_text())
    return file
