"""Where posts of the form are received: read, weighed, kept, and answered when they are on the disk."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
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
from enquiry.keeping import Arrival
from enquiry.parts import Parts
from enquiry.returning import Returns
from enquiry.settings import EnquiryError, Settings
from enquiry.spam import Seen, Signs, Verdict, weigh

READ_S = 60
"""A body has this long to arrive."""
URLENCODED = "application/x-www-form-urlencoded"
MAPPED = "::ffff:"
"""How a socket for IPv6 and IPv4 alike tells an address of IPv4."""

TOO_LARGE = "Your message is too long to be sent in one piece. Please go back, shorten it, and send it again."
TOO_SLOW = "Your message did not arrive in time. Nothing you typed is lost: please go back and send it again."
CROWDED = "Very much is arriving at once. Nothing you typed is lost: please go back and send it again in a minute."
NO_FORM = "That was not a message from the contact form. Please go to the contact page and write there."
NOT_KEPT = "Your message could not be kept just now. Nothing you typed is lost: please send it again in a minute."
TOO_MANY = "Many messages came from your network just now. Nothing you typed is lost: please send it again in a minute."

log = logging.getLogger("enquiry")


class TooMany(Exception):
    """More posts from one block of addresses in a minute than the settings allow."""


class Reception:
    """The address that forms are posted to, as an application: without what Starlette puts around a function.

    opened: the parts of the service, which it opens where nobody did. Raises EnquiryError.
    """

    def __init__(self, settings: Settings, pages: Pages, opened: Callable[[], Awaitable[Parts]]) -> None:
        self._settings, self._pages, self._opened = settings, pages, opened
        self._json = Json()
        self._returns = Returns()
        self._bodies = Bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the server."""
        response = await self.receive(Request(scope, receive, send))
        await response(scope, receive, send)

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

        weighed = weigh(enquiry, signs, parts.words, recipient=self._settings.recipient, language=form.language)

        def judge(seen: Seen) -> Verdict:
            if 0 < self._settings.max_per_minute <= seen.block_minute:
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
        if self._settings.acknowledge:
            await run_in_threadpool(acknowledge, parts.store, self._settings, parts.signer, receipt, enquiry, now)
        if receipt.state == "new":
            parts.outbox.wake()
        return answers.received(receipt.reference)

    def _host(self, request: Request) -> str:
        """The address that the post came from, as the nearest web server that is believed tells it."""
        host = request.client.host if request.client else ""
        told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
        # From the nearest to the farthest, as long as who tells is believed; without a host it is a local socket.
        while told and (not host or host.removeprefix(MAPPED) in self._settings.proxies):
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
        return host != "" and host in (request.headers.get("host"), urlsplit(self._settings.address).netloc)
