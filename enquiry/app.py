"""The service: a post of the contact form in; "it arrived" or "not yet, and here is what you typed" out."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from threading import Lock
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from enquiry.answers import Answers, Json, Pages
from enquiry.enquiry import (
    LARGEST_FORM_BYTES,
    Enquiry,
    Fault,
    NotAForm,
    clean,
    find_faults,
    parse,
    site_address,
)
from enquiry.mail import compose, post_to_folder
from enquiry.outbox import Outbox
from enquiry.settings import Settings
from enquiry.store import REFERENCE_LETTERS, NotKept, Store

# Of a body beyond the limit this much is read and thrown away, so that the visitor reads why instead of
# "connection reset".
DRAIN_LIMIT_BYTES = 8 * 1024 * 1024
URLENCODED = "application/x-www-form-urlencoded"
REFERENCE = re.compile(f"[{REFERENCE_LETTERS}]{{4}}-[{REFERENCE_LETTERS}]{{4}}")

TOO_LARGE = "Your message is too long to be sent in one piece. Please go back, shorten it, and send it again."
NO_FORM = "That was not a message from the contact form. Please go to the contact page and write there."
NOT_KEPT = "Your message could not be kept just now. Nothing you typed is lost: please send it again in a minute."

log = logging.getLogger("enquiry")


class Service:
    """One service with its store and its outbox: open() before the first post, close() after the last.

    A post opens it where its application was mounted and nobody did.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._pages = Pages(settings.site, settings.base)
        self._json = Json()
        self._opening = Lock()
        self._store: Store | None = None
        self._outbox: Outbox | None = None

    def open(self) -> tuple[Store, Outbox]:
        """Opens the store and starts the outbox, once. Raises NotKept where the store cannot be opened."""
        with self._opening:
            if self._store is None or self._outbox is None:
                self._store = Store(self.settings.database)
                post = post_to_folder(self.settings.mail_folder)
                self._outbox = Outbox(self._store, lambda letter: compose(letter, self.settings), post)
                self._outbox.start()
            return self._store, self._outbox

    def close(self) -> None:
        """Stops the outbox and closes the store; without effect where they are not open."""
        with self._opening:
            if self._outbox is not None:
                self._outbox.stop()
            if self._store is not None:
                self._store.close()
            self._outbox = self._store = None

    async def receive(self, request: Request) -> Response:
        """Answers a post of the form: "received" only when the enquiry and its letter are on the disk."""
        answers: Answers = self._json if "application/json" in request.headers.get("accept", "") else self._pages
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != URLENCODED:
            return answers.refused(415, NO_FORM)
        try:
            body = await _read_body(request)
            if body is None:
                return answers.refused(413, TOO_LARGE)
            values = clean(parse(body))
        except (NotAForm, ClientDisconnect):
            return answers.refused(400, NO_FORM)
        values["reading"] = self._what_was_read(values["reading"], request)
        if faults := find_faults(values):
            return answers.problem(422, values, faults)
        try:
            reference = await run_in_threadpool(self._keep, Enquiry.from_values(values), self._origin(request))
        except NotKept as error:
            log.error("an enquiry could not be kept: %s", error)
            return answers.problem(503, values, (Fault("form", NOT_KEPT),))
        return answers.received(reference)

    async def thanks(self, request: Request) -> Response:
        """The thanks page, with the reference in its address where that has the shape of one."""
        reference = request.query_params.get("r", "")
        return self._pages.thanks(reference if REFERENCE.fullmatch(reference) else "")

    def _keep(self, enquiry: Enquiry, origin: str) -> str:
        store, outbox = self.open()
        reference = store.keep(enquiry, origin=origin, now=datetime.now(UTC))
        outbox.wake()
        log.info("enquiry %s received", reference)
        return reference

    def _what_was_read(self, typed: str, request: Request) -> str:
        """The page that led here: the form says it, or without JavaScript the contact page's address."""
        if not typed and self._is_own(request.headers.get("referer", ""), request):
            typed = parse_qs(urlsplit(request.headers["referer"]).query).get("reading", [""])[0]
        address = site_address(typed)
        return address if address and self._pages.has(address) else ""

    def _origin(self, request: Request) -> str:
        """Where the post came from: `same`, `other` or `none`. It is kept, never a reason to refuse."""
        origin = request.headers.get("origin", "")
        if origin in ("", "null"):
            return "none"
        return "same" if self._is_own(origin, request) else "other"

    def _is_own(self, address: str, request: Request) -> bool:
        try:
            host = urlsplit(address).netloc
        except ValueError:
            return False
        return host != "" and host in (request.headers.get("host"), urlsplit(self.settings.address).netloc)


async def _read_body(request: Request) -> bytes | None:
    """The body of the request; none where it is larger than LARGEST_FORM_BYTES. Raises ClientDisconnect."""
    body, seen = bytearray(), 0
    async for chunk in request.stream():
        seen += len(chunk)
        if seen > DRAIN_LIMIT_BYTES:
            return None
        if seen <= LARGEST_FORM_BYTES:
            body += chunk
    return bytes(body) if seen <= LARGEST_FORM_BYTES else None


def create_app(settings: Settings) -> Starlette:
    """The service as an application of its own, which opens and closes with it.

    Inside another application, whose start Starlette does not tell to a mounted one, put `*app.routes` before
    the other routes, and call `app.state.service.open()` and `.close()` at its start and end.
    """
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        service.open()
        try:
            yield
        finally:
            service.close()

    routes = [
        Route(f"{settings.base}/contact/", service.receive, methods=["POST"]),
        Route(f"{settings.base}/contact/thanks/", service.thanks, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.service = service
    return app
