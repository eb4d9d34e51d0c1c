"""Letters handed to a relay by SMTP, so that of each it is known whether it left, or known that nobody can know.

A relay has taken a letter when it has answered the dot that ends it, and not before. Whatever fails before that
dot is known: nothing was sent. What fails between the dot and the answer nobody can know, so `before_last_dot`,
which notes that, is called when all but the dot has been sent. The verbs are driven here rather than by
`smtplib.SMTP.sendmail`, which tells neither.
"""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from functools import cached_property

from enquiry.connection import Connection
from enquiry.relays import Relay
from enquiry.settings import EnquiryError

SEVEN_BIT = SMTP.clone(cte_type="7bit")  # a relay that knows no 8BITMIME may then take it too


@dataclass(frozen=True)
class Patience:
    """How long a relay is waited for, in seconds. `letter_s + answer_s` is well below a letter's lease."""

    verb_s: float = 20.0  # for the answer to one verb
    letter_s: float = 60.0  # for a letter up to its last dot, connecting and signing in with it
    answer_s: float = 120.0  # for the answer to the last dot: who gives up early sends a second copy
    idle_s: float = 15.0  # a connection without letters is kept so long
    bye_s: float = 2.0  # for the answer to QUIT, which changes nothing


PATIENCE = Patience()
WORDS = {
    "connect": "no connection could be made",
    "TLS": "the connection could not be encrypted, or the relay's certificate is not to be trusted",
    "password": "the relay offers no encryption, and the password is sent in no other way",
    "stop": "the service is ending",
}


class Refused(EnquiryError):
    """A letter that a relay did not take, or that nobody can know of.

    `at` is the verb, or `dot`, or one of WORDS; `code` the relay's answer, if any. With `is_known` the letter was
    surely not taken. As text it holds nothing that a visitor or the relay said.
    """

    def __init__(self, at: str, code: int | None = None, *, is_known: bool = True) -> None:
        self.at, self.code, self.is_known = at, code, is_known
        words = f"{at} was answered {code}" if code else WORDS.get(at, f"{at} got no answer")
        super().__init__(words if is_known else f"{words}: nobody can know whether it was taken")

    @property
    def is_for_good(self) -> bool:
        """Whether the relay said that another try will fare no better."""
        return self.is_known and self.code is not None and 500 <= self.code < 600

    @property
    def is_of_relay(self) -> bool:
        """Whether the relay is at fault and not the letter, so that other letters need not be tried now."""
        return self.code in (None, 421) or self.at not in ("MAIL", "RCPT", "DATA", "dot")


class Smtp:
    """One relay; its connection is kept for the letters that follow. One letter at a time: `send` waits."""

    def __init__(
        self,
        relay: Relay,
        hello: str,
        *,
        trust: ssl.SSLContext | None = None,
        patience: Patience = PATIENCE,
    ) -> None:
        """`hello` is the name that the service gives itself; `trust` says whose certificates are believed."""
        self._relay, self._hello, self._patience = relay, hello, patience
        self._given_trust = trust
        self._client: Connection | None = None
        self._used_at = 0.0
        self._is_cut = False
        self._is_past_dot = False
        self._in_hand = threading.Lock()  # held while a letter is sent
        self._at_dot = threading.Lock()  # held while it is decided whether the last dot may go

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Read when a relay first asks for it: a hundred authorities take a service's start 30 ms."""
        return self._given_trust or ssl.create_default_context()

    def send(self, sender: str, recipient: str, letter: EmailMessage, before_last_dot: Callable[[], None]) -> None:
        """Hands over one letter; `sender` may be empty (`<>`). Raises Refused, and what `before_last_dot` raises."""
        body = _body(letter)
        with self._in_hand:
            deadline = time.monotonic() + self._patience.letter_s
            try:
                client = self._ready(deadline, sender)
                self._ask(client, "RCPT", f"RCPT TO:<{recipient}>", 250, 251)
                self._ask(client, "DATA", "DATA", 354)
                self._hand_over(client, body, before_last_dot)
            except Refused as refused:
                if refused.is_of_relay:
                    self._hang_up()
                raise
            except BaseException:  # a letter without its dot is no letter to the relay
                self._hang_up()
                raise
            finally:
                self._used_at = time.monotonic()
                self._is_past_dot = False

    def cut(self) -> bool:
        """Takes no further letter, and cuts the one in hand off unless its last dot has gone.

        Returns whether nothing can be on its way any more. May be called from any thread.
        """
        with self._at_dot:
            self._is_cut = True
            if self._is_past_dot:
                return False
            if (client := self._client) is not None:
                client.shut()
            return True

    def rest(self) -> None:
        """Ends a connection that no letter has used for a while; without effect while a letter is in hand."""
        if not self._in_hand.acquire(blocking=False):
            return
        try:
            if self._client and (self._is_cut or time.monotonic() - self._used_at >= self._patience.idle_s):
                self._hang_up(is_polite=True)
        finally:
            self._in_hand.release()

    def _ready(self, deadline: float, sender: str) -> Connection:
        """A connection that has taken MAIL: the one that is there, or where it went stale, a new one."""
        mail = f"MAIL FROM:<{sender}>"
        if (client := self._client) is not None:
            client.deadline = deadline
            try:
                self._ask(client, "RSET", "RSET", 250)
                self._ask(client, "MAIL", mail, 250)
                return client
            except Refused as refused:
                if not refused.is_of_relay:
                    raise
                self._hang_up()
        client = self._connect(deadline)
        self._ask(client, "MAIL", mail, 250)
        return client

    def _connect(self, deadline: float) -> Connection:
        relay = self._relay
        client = Connection(self._hello, relay.host, self._trust if relay.is_tls else None)
        client.deadline, client.verb_s = deadline, self._patience.verb_s
        with self._at_dot:
            if self._is_cut:
                raise Refused("stop")
            self._client = client
        self._reply("connect", lambda: client.connect(relay.host, relay.port), 220)
        self._reply("EHLO", client.ehlo, 250)
        if not relay.is_tls and client.has_extn("starttls"):
            self._reply("STARTTLS", lambda: client.encrypt(self._trust), 220)
            self._reply("EHLO", client.ehlo, 250)
        if relay.user:
            self._sign_in(client)
        return client

    def _sign_in(self, client: Connection) -> None:
        """Signs in, over TLS or to this machine itself, else not at all (RFC 4616, in UTF-8)."""
        if not client.is_private:
            raise Refused("password")
        relay, ways = self._relay, client.esmtp_features.get("auth", "").upper().split()
        if "LOGIN" in ways and "PLAIN" not in ways:
            self._ask(client, "AUTH", "AUTH LOGIN", 334)
            self._ask(client, "AUTH", _base64(relay.user), 334)
            self._ask(client, "AUTH", _base64(relay.password), 235)
        else:
            self._ask(client, "AUTH", f"AUTH PLAIN {_base64(f'{chr(0)}{relay.user}{chr(0)}{relay.password}')}", 235)

    def _hand_over(self, client: Connection, body: bytes, before_last_dot: Callable[[], None]) -> None:
        self._reply("DATA", lambda: client.send_all(body), 0)
        before_last_dot()
        if client.has_spoken():  # a relay has nothing to say before the dot: it gave up on this letter
            self._reply("DATA", client.getreply)
        with self._at_dot:
            if self._is_cut:
                raise Refused("stop")
            self._is_past_dot = True
        client.deadline = time.monotonic() + self._patience.answer_s
        client.verb_s = self._patience.answer_s
        try:
            code, _ = client.docmd(".")
        except (OSError, smtplib.SMTPException) as error:
            raise Refused("dot", is_known=False) from error
        finally:
            client.verb_s = self._patience.verb_s
        if not 200 <= code < 300:
            is_refusal = 400 <= code < 600
            raise Refused("dot", code if is_refusal else None, is_known=is_refusal)

    def _ask(self, client: Connection, at: str, command: str, *good: int) -> None:
        self._reply(at, lambda: client.docmd(command), *good)

    def _reply(self, at: str, ask: Callable[[], tuple[int, bytes]], *good: int) -> None:
        """Asks, and raises Refused unless the answer is a good one; whatever it is, nothing was sent."""
        try:
            code, _ = ask()
        except smtplib.SMTPResponseException as error:
            code = error.smtp_code
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise Refused("stop" if self._is_cut else "TLS" if isinstance(error, ssl.SSLError) else at) from error
        if code not in good:
            raise Refused(at, code if 400 <= code < 600 else None)

    def _hang_up(self, *, is_polite: bool = False) -> None:
        """Ends the connection; what the relay says to that changes nothing."""
        client, self._client = self._client, None
        if client is None:
            return
        client.deadline = time.monotonic() + self._patience.bye_s
        if is_polite and not self._is_cut:
            with suppress(OSError, smtplib.SMTPException):
                client.quit()
        client.close()


def _body(letter: EmailMessage) -> bytes:
    """The letter as it travels: CRLF alone ends lines, a dot that begins one is doubled, no NUL (RFC 5321, 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", letter.as_bytes(policy=SEVEN_BIT).replace(b"\0", b""))
    return re.sub(rb"(?m)^\.", b"..", lines if lines.endswith(b"\r\n") else lines + b"\r\n")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
