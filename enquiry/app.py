"""The service: a post of the contact form in; "it arrived" or "not yet, and here is what you typed" out."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from enquiry.acknowledging import acknowledge
from enquiry.answers import Answers, Json, Pages
from enquiry.bodies import Bodies, Crowded, TooLarge
from enquiry.enquiry import (
    LARGEST_FORM_BYTES,
    Enquiry,
    Fault,
    NotAForm,
    clean,
    clean_machine_fields,
    find_faults,
    parse,
    site_address,
)
from enquiry.files import Turn
from enquiry.keeping import Arrival
from enquiry.letters import NOT_SPAM, compose
from enquiry.outbox import Outbox
from enquiry.posting import open_post
from enquiry.references import REFERENCE
from enquiry.settings import EnquiryError, Settings
from enquiry.spam import Seen, Signs, Verdict, WordList, read_words, weigh
from enquiry.store import Store
from enquiry.tokens import Signer, read_secret

READ_S = 60
"""A body has this long to arrive."""
URLENCODED = "application/x-www-form-urlencoded"
MAPPED = "::ffff:"
"""How a socket for IPv6 and IPv4 alike tells an address of IPv4."""
LEAST_ROOM_BYTES = 100 * 1024 * 1024

TOO_LARGE = "Your message is too long to be sent in one piece. Please go back, shorten it, and send it again."
TOO_SLOW = "Your message did not arrive in time. Nothing you typed is lost: please go back and send it again."
CROWDED = "Very much is arriving at once. Nothing you typed is lost: please go back and send it again in a minute."
NO_FORM = "That was not a message from the contact form. Please go to the contact page and write there."
NOT_KEPT = "Your message could not be kept just now. Nothing you typed is lost: please send it again in a minute."
NOT_OPEN = "The service cannot reach its database just now. Please try again in a minute."
TOO_MANY = "Many messages came from your network just now. Nothing you typed is lost: please send it again in a minute."

log = logging.getLogger("enquiry")
T = TypeVar("T")


class TooMany(Exception):
    """More posts from one block of addresses in a minute than the settings allow."""


@dataclass(frozen=True)
class Parts:
    """What a service has while it is open."""

    store: Store
    outbox: Outbox
    signer: Signer
    words: WordList
    turn: Turn | None


class Returns:
    """Hands what another thread has done to those who wait for it on the event loop.

    All that comes back together wakes the loop once; `asyncio.wrap_future` wakes it for each.
    """

    def __init__(self) -> None:
        self._came: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._is_called = False

    async def of(self, work: Future[T]) -> T:
        """What the work returns or raises. Who stops waiting withdraws it, where it is not begun."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        work.add_done_callback(lambda done: self._is_done(loop, waiting, done))
        try:
            return await waiting
        except asyncio.CancelledError:
            work.cancel()
            raise

    def _is_done(self, loop: asyncio.AbstractEventLoop, waiting: asyncio.Future[T], work: Future[T]) -> None:
        self._came.append((waiting, work))
        if not self._is_called:
            self._is_called = True
            try:
                loop.call_soon_threadsafe(self._hand_over)
            except RuntimeError:  # the loop has ended, and with it everybody who waited
                self._came.clear()
                self._is_called = False

    def _hand_over(self) -> None:
        self._is_called = False  # first: what comes from now on calls again
        while self._came:
            waiting, work = self._came.popleft()
            if waiting.done() or work.cancelled():
                continue
            if error := work.exception():
                waiting.set_exception(error)
            else:
                waiting.set_result(work.result())


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
        self._returns = Returns()
        self._bodies = Bodies()

    def open(self) -> Parts:
        """Opens the store and starts the outbox, once. Raises EnquiryError where that cannot be."""
        with self._opening:
            if self._parts is None:
                with ExitStack() as opened:
                    self._parts = self._open(opened)
                    opened.pop_all()
            return self._parts

    def _open(self, opened: ExitStack) -> Parts:
        """What `opened` closes again where a later part cannot be had."""
        settings = self.settings
        signer = Signer(settings.secret.encode() or read_secret(settings.folder / "secret"))
        words = read_words(settings.words) if settings.words else WordList(())
        store = Store.open(settings.database)
        opened.callback(store.close)
        # Of one SQLite whoever comes first frees what a process that is gone had leased; of one PostgreSQL nobody
        # knows who else is there.
        turn = Turn(settings.folder / "sending") if settings.sqlite_file else None
        if turn is not None:
            opened.callback(turn.end)
        outbox = Outbox(
            store,
            lambda letter: compose(letter, settings, store, signer),
            open_post(settings),
            is_alone=turn is not None and turn.is_ours,
            alarm_after_s=settings.alarm_hours * 3600.0,
        )
        outbox.start()
        if turn is not None:
            turn.share()
        return Parts(store, outbox, signer, words, turn)

    def close(self) -> None:
        """Stops the outbox and closes the store; without effect where they are not open."""
        with self._opening:
            if self._parts is not None:
                self._parts.outbox.stop()
                self._parts.store.close()
                if self._parts.turn is not None:
                    self._parts.turn.end()
            self._parts = None

    async def receive(self, request: Request) -> Response:
        """Answers a post of the form: "received" only when the enquiry and its letter are on the disk."""
        answers: Answers = self._json if "application/json" in request.headers.get("accept", "") else self._pages
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != URLENCODED:
            return answers.refused(415, NO_FORM)
        try:
            async with asyncio.timeout(READ_S):
                body = await self._bodies.read(request)
            typed, came = parse(body)
        except TimeoutError:
            return answers.refused(408, TOO_SLOW)
        except TooLarge:
            return answers.refused(413, TOO_LARGE)
        except Crowded:
            return answers.refused(503, CROWDED)
        except (NotAForm, ClientDisconnect):
            return answers.refused(400, NO_FORM)
        values = clean(typed) | clean_machine_fields(typed)
        values["reading"] = self._what_was_read(values["reading"], request)
        if faults := find_faults(values):
            return answers.problem(413 if len(body) > LARGEST_FORM_BYTES else 422, values, faults)
        try:
            return await self._keep(values, came, request, answers)
        except EnquiryError as error:
            log.error("an enquiry could not be kept", extra={"fault": type(error).__name__})
            return answers.problem(503, values, (Fault("form", NOT_KEPT),))
        except TooMany:
            log.warning("too many posts from one block of addresses")
            return answers.problem(429, values, (Fault("form", TOO_MANY),))

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

    async def _keep(self, values: dict[str, str], came: frozenset[str], request: Request, answers: Answers) -> Response:
        parts, now = await self._opened(), datetime.now(UTC)
        enquiry, now_s = Enquiry.from_values(values), now.timestamp()
        token = parts.signer.read_token(values["token"], now_s)
        confirms = parts.signer.read_confirmation(values["confirm"], now_s)
        age_s = now_s - token.issued_at if token else None
        if confirms:
            age_s = parts.signer.confirmation_age_s(values["confirm"], now_s)
        form = self._pages.form()
        signs = Signs(
            age_s=age_s,
            honeypot="absent" if "website" not in came else "filled" if enquiry.website else "empty",
            release="absent" if not values["release"] else "current" if values["release"] == form.release else "other",
            origin=self._origin(request),
            is_confirmed=confirms is not None,
        )
        arrival = Arrival(
            block=parts.signer.block(self._host(request), now_s),
            words=parts.signer.words(enquiry.message),
            # Who goes back to the check page and sends something else brings the same confirmation once more.
            nonce=token.nonce if token else f"confirms {confirms}" if confirms else "",
        )

        weighed = weigh(enquiry, signs, parts.words, recipient=self.settings.recipient, language=form.language)

        def judge(seen: Seen) -> Verdict:
            if 0 < self.settings.max_per_minute <= seen.block_minute:
                raise TooMany
            return weighed(seen)

        # Whoever else has come in this round of the loop is weighed first: then all wait for the disk together.
        await asyncio.sleep(0)
        kept = parts.store.keep(enquiry, now=now, origin=signs.origin, judge=judge, arrival=arrival, confirms=confirms)
        receipt = await self._returns.of(kept)
        log.info("enquiry kept", extra={"reference": receipt.reference, "state": receipt.state})
        if receipt.state == "unconfirmed":
            confirmation = parts.signer.confirmation(receipt.reference, time.time())
            return answers.unconfirmed(receipt.reference, values | {"confirm": confirmation})
        if self.settings.acknowledge:
            await run_in_threadpool(acknowledge, parts.store, self.settings, parts.signer, receipt, enquiry, now)
        if receipt.state == "new":
            parts.outbox.wake()
        return answers.received(receipt.reference)

    def _host(self, request: Request) -> str:
        """The address that the post came from, as the nearest web server that is believed tells it."""
        host = request.client.host if request.client else ""
        told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
        # From the nearest to the farthest, as long as who tells is believed; without a host it is a local socket.
        while told and (not host or host.removeprefix(MAPPED) in self.settings.proxies):
            host = told.pop()
        return host

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


class Posts:
    """The address that forms are posted to, as an application: without what Starlette puts around a function."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the server."""
        response = await self._service.receive(Request(scope, receive, send))
        await response(scope, receive, send)


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
        Route(f"{settings.base}/contact/", Posts(service), methods=["POST"]),
        Route(f"{settings.base}/contact", Posts(service), methods=["POST"]),
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
