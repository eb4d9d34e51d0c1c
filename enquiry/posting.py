"""Who takes a letter: the relay of the settings, the second where the first does not, or a folder."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable
from email.message import EmailMessage

from enquiry.mail import Post, kind_of, post_to_folder
from enquiry.relays import Relay
from enquiry.settings import Settings
from enquiry.smtp import PATIENCE, Patience, Refused, Smtp

GIVEN_UP_S = 3600.0
"""A relay that has taken nothing for so long, whatever its reasons, comes second."""
LOOK_AGAIN_S = 900.0
"""So often it is asked all the same, to be first again when it takes one."""

log = logging.getLogger("enquiry")


class Relays:
    """A Post to one relay or two. From the settings comes who letters are from and to; of a letter itself only the
    acknowledgement's recipient.

    The other relay is tried at once after an answer that is for good (5xx), or when the first has taken nothing for
    an hour; an alarm tries both, the second first, since the first is what it may be about. After an outcome that
    nobody knows nothing is tried: that copy may have arrived. How long a relay has failed is known to this process
    alone: a start gives each another hour.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        trust: ssl.SSLContext | None = None,
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._clock = settings, clock
        hello = settings.from_address.rpartition("@")[2]
        given: list[Relay] = [relay for relay in (settings.smtp, settings.smtp_second) if relay]
        self._relays = [Smtp(relay, hello, trust=trust, patience=patience) for relay in given]
        self._failing_since: dict[Smtp, float] = {}
        self._tried_at: dict[Smtp, float] = {}

    def __call__(self, letter: EmailMessage, before_last_dot: Callable[[], None]) -> None:
        """Hands a letter over. Raises Refused, and what `before_last_dot` raises."""
        is_alarm = kind_of(letter) == "alarm"
        first, *others = self._in_order(is_alarm)
        try:
            self._send(first, letter, before_last_dot)
        except Refused as refused:
            goes_on = is_alarm or refused.is_for_good or self._is_given_up(first)
            if not (others and refused.is_known and goes_on and refused.at != "stop"):
                raise
            log.warning("one relay refused a letter, the other is tried", extra={"fault": str(refused)})
            self._send(others[0], letter, before_last_dot)

    def cut(self) -> bool:
        """Takes no further letter and cuts the one in hand off; whether nothing can be on its way any more."""
        return all([relay.cut() for relay in self._relays])

    def rest(self) -> None:
        """Ends connections that no letter has used for a while."""
        for relay in self._relays:
            relay.rest()

    def _send(self, relay: Smtp, letter: EmailMessage, before_last_dot: Callable[[], None]) -> None:
        sender, recipient = self._settings.from_address, self._settings.recipient
        if kind_of(letter) == "acknowledge":
            sender, recipient = "", letter["To"].addresses[0].addr_spec
        self._tried_at[relay] = self._clock()
        try:
            relay.send(sender, recipient, letter, before_last_dot)
        except Refused as refused:
            if refused.is_of_relay or recipient == self._settings.recipient:  # a visitor's address may be at fault
                self._failing_since.setdefault(relay, self._clock())
            raise
        self._failing_since.pop(relay, None)

    def _in_order(self, is_alarm: bool) -> list[Smtp]:
        first = self._relays[0]
        is_passed_over = self._is_given_up(first) and self._clock() - self._tried_at[first] < LOOK_AGAIN_S
        return self._relays[::-1] if is_alarm or is_passed_over else self._relays

    def _is_given_up(self, relay: Smtp) -> bool:
        since = self._failing_since.get(relay)
        return since is not None and self._clock() - since >= GIVEN_UP_S


def open_post(settings: Settings) -> Post:
    """The post that the settings ask for."""
    return Relays(settings) if settings.smtp else post_to_folder(settings.mail_folder)
