"""Serving: one process, on an address of its own or on the socket that systemd passes, until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
from collections.abc import Mapping
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from enquiry.app import create_app
from enquiry.chores import Clock
from enquiry.letters import Desk
from enquiry.settings import EnquiryError, Settings

HEAD_S = 20
"""The head of a request has this long to arrive."""
ENDING_S = 0.5
"""So long a connection without a request stays open when the service ends, for one that is on its way already."""
MOST_AT_ONCE = 1_000
"""More requests in hand than this are asked to come again; each holds a few kilobytes."""
FIRST_PASSED = 3
"""The first file descriptor that systemd passes (sd_listen_fds(3))."""


class NoAddress(EnquiryError):
    """The address to listen on cannot be had, in a sentence."""


class PatientProtocol(H11Protocol):
    """HTTP that waits for the head of a request, but not for ever: who sends a byte a minute gets no connection."""

    _waiting: asyncio.TimerHandle | None = None
    _is_ending = False

    def connection_made(self, transport: Any) -> None:
        """Called by asyncio."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete and self._waiting:
            self._waiting.cancel()
            self._waiting = None
        if self._is_ending and self.cycle is not None:
            self.cycle.keep_alive = False

    def shutdown(self) -> None:
        """Called by uvicorn as it ends. Closed at once, who has just been accepted would get a reset for an answer."""
        if self.cycle is None or self.cycle.response_complete:
            self._is_ending = True
            self.loop.call_later(ENDING_S, self._end)
        else:
            super().shutdown()

    def on_response_complete(self) -> None:
        """Called by uvicorn: the next head may come."""
        super().on_response_complete()
        if not self.transport.is_closing() and self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        if self._waiting:
            self._waiting.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(HEAD_S, self._end)

    def _end(self) -> None:
        self._waiting = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
            self.loop.call_later(HEAD_S, self.transport.abort)  # an answer that nobody fetches


def config_of(app: Any) -> uvicorn.Config:
    """How uvicorn serves here: without an access log, which would hold visitors' addresses."""
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=8,
    )


def serve(settings: Settings, environment: Mapping[str, str] = os.environ) -> None:
    """Receives enquiries until SIGTERM or Ctrl-C; what is in hand is kept before it ends. Raises EnquiryError."""
    listener = passed_socket(environment) or open_socket(settings.bind)
    app = create_app(settings)
    parts = app.state.service.open()  # here, so that a fault is told as a sentence
    clock = Clock(Desk(settings, parts.store, parts.signer), parts.outbox.wake)
    clock.start()
    # What is there now stays; most of what a post makes is gone with its answer, and is not worth looking for so often.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    print(f"Enquiries are received at {_named(listener)}{settings.base}/contact/", flush=True)
    try:
        uvicorn.Server(config_of(app)).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        clock.stop()
        app.state.service.close()


def passed_socket(environment: Mapping[str, str]) -> socket.socket | None:
    """The socket that systemd listens on for this process, or none (sd_listen_fds(3))."""
    if environment.get("LISTEN_PID") != str(os.getpid()) or environment.get("LISTEN_FDS", "0") == "0":
        return None
    return socket.socket(fileno=FIRST_PASSED)


def open_socket(bind: tuple[str, int]) -> socket.socket:
    """A socket that is bound. Raises NoAddress."""
    host, port = bind
    try:
        [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise NoAddress(f"ENQUIRY_BIND={host}:{port} cannot be listened on: {error.strerror}.") from error
    return listener


def _named(listener: socket.socket) -> str:
    if listener.family == socket.AF_UNIX:
        return f"unix:{listener.getsockname()}"
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
