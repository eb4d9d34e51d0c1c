"""The service: a post of the contact form in; "it arrived" or "not yet, and here is what you typed" out."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from threading import Lock

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from enquiry.answers import Json, Pages
from enquiry.letters import NOT_SPAM
from enquiry.parts import Parts, open_parts
from enquiry.reception import Reception
from enquiry.references import REFERENCE
from enquiry.settings import EnquiryError, Settings

LEAST_ROOM_BYTES = 100 * 1024 * 1024
NOT_OPEN = "The service cannot reach its database just now. Please try again in a minute."

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
        self._parts: Parts | None = None
        self.reception = Reception(settings, self._pages, self._opened)

    def open(self) -> Parts:
        """Opens the store and starts the outbox, once. Raises EnquiryError where that cannot be."""
        with self._opening:
            if self._parts is None:
                self._parts = open_parts(self.settings)
            return self._parts

    def close(self) -> None:
        """Stops the outbox and closes the store; without effect where they are not open."""
        with self._opening:
            if self._parts is not None:
                self._parts.close()
            self._parts = None

    async def token(self, request: Request) -> Response:
        """A time token, for a script to send along with the form."""
        try:
            signer = (await self._opened()).signer
        except EnquiryError:
            return self._json.refused(503, NOT_OPEN)
        return JSONResponse({"token": signer.token(time.time())}, headers={"Cache-Control": "no-store"})

    async def thanks(self, request: Request) -> Response:
        """The thanks page, with the reference in its address where that has the shape of one."""
        reference = request.query_params.get("r", "")
        return self._pages.thanks(reference if REFERENCE.fullmatch(reference) else "")

    async def not_spam(self, request: Request) -> Response:
        """The link in the daily letter: GET shows a button, for mail scanners follow links; POST lets it through."""
        try:
            return await self._let_through(request, await self._opened())
        except EnquiryError:
            return self._pages.refused(503, NOT_OPEN)

    async def _let_through(self, request: Request, parts: Parts) -> Response:
        reference, signature = (request.query_params.get(name, "") for name in ("r", "s"))
        if not (REFERENCE.fullmatch(reference) and parts.signer.is_signed(NOT_SPAM, reference, signature)):
            return self._pages.said(404, "This link is not known", ["Please open it from the letter once more."])
        if request.method == "POST":
            kept = await run_in_threadpool(parts.store.get, reference)
            if kept is not None and kept.state == "handled":  # the letter may lie there for long
                return self._pages.said(200, "Nothing to do", [f"{reference} has been handled already."])
            now = datetime.now(UTC)
            if not await run_in_threadpool(parts.store.set_state, reference, "new", now):
                return self._pages.said(404, "Nothing to do", [f"{reference} has been erased."])
            parts.outbox.wake()
            log.info("an enquiry was let through", extra={"reference": reference})
            return self._pages.said(200, "Let through", [f"{reference} comes to you as a letter, if it has not yet."])
        return self._pages.asked(f"Is {reference} a real enquiry?", "Yes, let it through")

    async def health(self, request: Request) -> Response:
        """That the process lives."""
        return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})

    async def readiness(self, request: Request) -> Response:
        """Whether an enquiry would be kept and told of: a write, the room that is left, the longest-waiting letter."""
        facts: dict[str, object]
        try:
            facts = await run_in_threadpool(self._look)
        except EnquiryError:
            facts = {"writes": False}
        is_ready = all(value is not False for value in facts.values())
        return JSONResponse(
            {"ready": is_ready} | facts, 200 if is_ready else 503, headers={"Cache-Control": "no-store"}
        )

    def _look(self) -> dict[str, object]:
        store = self.open().store
        store.write_probe()
        waiting = store.oldest_unsent(time.time()) or 0.0
        file = self.settings.sqlite_file
        has_room = file is None or shutil.disk_usage(file.parent).free > LEAST_ROOM_BYTES
        is_late = waiting >= self.settings.alarm_hours * 3_600
        return {"writes": True, "room": has_room, "mail": not is_late, "oldest_unsent_s": round(waiting)}

    async def _opened(self) -> Parts:
        return self._parts if self._parts is not None else await run_in_threadpool(self.open)


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
        Route(f"{settings.base}/contact/", service.reception, methods=["POST"]),
        Route(f"{settings.base}/contact", service.reception, methods=["POST"]),
        Route(f"{settings.base}/contact/thanks/", service.thanks, methods=["GET"]),
        Route(f"{settings.base}/contact/token", service.token, methods=["GET"]),
        Route(f"{settings.base}/contact/not-spam/", service.not_spam, methods=["GET", "POST"]),
        Route("/healthz", service.health, methods=["GET"]),
        Route("/readyz", service.readiness, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.router.redirect_slashes = False  # its redirects are whole addresses, of the host that a request names
    app.state.service = service
    return app
