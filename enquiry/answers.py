"""How the service answers: with pages that the site built, or in JSON where a script asked for it.

Pages are read at each request, since the site may be built again at any moment, and a plain page of the
service's own stands in where one cannot be read: what a visitor typed is on every page that says "not yet".
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Protocol

from starlette.responses import HTMLResponse, JSONResponse, Response

from enquiry.enquiry import MACHINE_FIELDS, Fault
from enquiry.slots import fill

# Not no-store: who goes back to a form with a mistake finds what they typed.
HEADERS = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
WAIT = {429: {"Retry-After": "60"}, 503: {"Retry-After": "60"}}
PLAIN_POLICY = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
A_MOMENT_S = 0.2
LANGUAGE = re.compile(r'<html[^>]* lang="?([A-Za-z-]+)')
RELEASE = re.compile(r'<input type="hidden" name="release" value="([^"]*)"')


@dataclass(frozen=True)
class Form:
    """Of a built contact page: the digest of its release, empty where it has none, and its language."""

    release: str = ""
    language: str = "en"


class Answers(Protocol):
    """What the service can say to a post."""

    def received(self, reference: str) -> Response:
        """It is on the disk."""

    def unconfirmed(self, reference: str, values: Mapping[str, str]) -> Response:
        """It is on the disk, and came without a token: a browser shows it once more, with the button to send it."""

    def problem(self, status: int, values: Mapping[str, str], faults: tuple[Fault, ...]) -> Response:
        """It is not, and here is everything that was typed."""

    def refused(self, status: int, words: str) -> Response:
        """It was no post of a form."""


class Json:
    """Answers for a script: `{"ok": true, "id": …}`, or `{"ok": false, "errors": [{"field": …, "message": …}]}`."""

    def received(self, reference: str) -> Response:
        """200, with the reference as `id`."""
        return JSONResponse({"ok": True, "id": reference}, headers=HEADERS)

    def unconfirmed(self, reference: str, values: Mapping[str, str]) -> Response:
        """The same: a script has nothing to confirm it with."""
        return self.received(reference)

    def problem(self, status: int, values: Mapping[str, str], faults: tuple[Fault, ...]) -> Response:
        """The faults; the script still has what was typed."""
        errors = [{"field": fault.field, "message": fault.words} for fault in faults]
        return JSONResponse({"ok": False, "errors": errors}, status, headers=HEADERS | WAIT.get(status, {}))

    def refused(self, status: int, words: str) -> Response:
        """One fault, of the whole form."""
        return self.problem(status, {}, (Fault("form", words),))


class Pages:
    """Answers for a browser, of the built site in `site`, which lives under `base` (empty, or `/sub`)."""

    def __init__(self, site: Path, base: str) -> None:
        self._site, self._base = site, base
        self._form = Form()
        self._form_changed = 0
        self._look_again_at = 0.0

    def received(self, reference: str) -> Response:
        """303 to the thanks page, which a reload does not send again."""
        address = f"{self._base}/contact/thanks/?r={reference}"
        return Response(status_code=303, headers=HEADERS | {"Location": address})

    def problem(self, status: int, values: Mapping[str, str], faults: tuple[Fault, ...]) -> Response:
        """The built problem page, with an error summary and everything typed."""
        page = self._read("contact/problem")
        if page is None:
            return self._plain(status, "There is a problem", [fault.words for fault in faults], values)
        return HTMLResponse(fill(page, values, faults), status, headers=HEADERS | WAIT.get(status, {}))

    def unconfirmed(self, reference: str, values: Mapping[str, str]) -> Response:
        """The built check page, with everything typed and what confirms it."""
        page = self._read("contact/check")
        if page is None:
            return self._plain(200, "Check your message and press Send", [], values, button="Send")
        return HTMLResponse(fill(page, dict(values) | {"reference": reference}), headers=HEADERS)

    def refused(self, status: int, words: str) -> Response:
        """A plain page of one paragraph."""
        return self._plain(status, "This could not be sent", [words], {})

    def thanks(self, reference: str) -> Response:
        """The built thanks page, with the reference (or empty: without)."""
        page = self._read("contact/thanks")
        if page is None:
            words = ["It has arrived.", f"Your reference is {reference}."] if reference else ["It has arrived."]
            return self._plain(200, "Thank you", words, {})
        return HTMLResponse(fill(page, {"reference": reference}), headers=HEADERS)

    def said(self, status: int, title: str, words: list[str]) -> Response:
        """A plain page that says something to the coach."""
        return self._plain(status, title, words, {}, is_for_coach=True)

    def asked(self, title: str, button: str) -> Response:
        """A plain page for the coach with a button that posts to its own address."""
        return self._plain(200, title, [], {}, button=button, is_for_coach=True)

    def form(self) -> Form:
        """What the form that is published says of itself, now or a moment ago."""
        if (now := time.monotonic()) < self._look_again_at:
            return self._form
        self._look_again_at = now + A_MOMENT_S
        file = self._site / "contact/index.html"
        try:
            changed = file.stat().st_mtime_ns
            if changed != self._form_changed:
                page = file.read_text("utf-8")
                release, language = RELEASE.search(page), LANGUAGE.search(page)
                self._form = Form(unescape(release[1]) if release else "", language[1] if language else "en")
                self._form_changed = changed
        except (OSError, UnicodeDecodeError):
            self._form, self._form_changed = Form(), 0
        return self._form

    def has(self, address: str) -> bool:
        """Whether the site has a page at `address` (`/musings/x/`)."""
        try:
            return (self._site / address.strip("/") / "index.html").is_file()
        except OSError:  # a name that is longer than any file's
            return False

    def _read(self, folder: str) -> str | None:
        try:
            return (self._site / folder / "index.html").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def _plain(
        self,
        status: int,
        title: str,
        words: list[str],
        values: Mapping[str, str],
        button: str = "",
        *,
        is_for_coach: bool = False,
    ) -> Response:
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in words)
        shown = {name: text for name, text in values.items() if text and name not in MACHINE_FIELDS}
        kept = "".join(f"<dt>{name}</dt><dd><pre>{escape(text)}</pre></dd>" for name, text in shown.items())
        typed = f"<p>This is what you typed, to copy:</p><dl>{kept}</dl>" if kept else ""
        if button:
            typed = typed.replace(", to copy", "")
            hidden = "".join(
                f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in values.items()
            )
            typed += f'<form method="post">{hidden}<button>{escape(button)}</button></form>'
        ways = f'<p><a href="{escape(self._base)}/contact/">The contact page</a> has other ways to reach us.</p>'
        page = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>' + escape(title) + "</title>"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"></head><body><main>'
            f"<h1>{escape(title)}</h1>{said}{typed}{'' if is_for_coach else ways}</main></body></html>"
        )
        return HTMLResponse(page, status, headers=HEADERS | PLAIN_POLICY | WAIT.get(status, {}))
