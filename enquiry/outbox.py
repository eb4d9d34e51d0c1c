"""The outbox: what was kept with an enquiry and has yet to leave, tried again by one thread until it does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from email.message import EmailMessage

from enquiry.database import NotKept
from enquiry.mail import Post
from enquiry.store import Letter, Store

LOOK_AGAIN_S = 30.0
LONGEST_WAIT_S = 3600.0

log = logging.getLogger("enquiry")


class Outbox:
    """Sends the letters of `store`: what waits from before at the start, then each as it comes."""

    def __init__(
        self, store: Store, compose: Callable[[Letter], EmailMessage], post: Post, *, is_alone: bool = False
    ) -> None:
        self._store, self._compose, self._post, self._is_alone = store, compose, post, is_alone
        self._news = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="enquiry-outbox", daemon=True)

    def start(self) -> None:
        """Starts to send; where nobody else can be sending, also what a process that is gone had begun."""
        if self._is_alone:
            self._store.release_leases()
        self._thread.start()

    def wake(self) -> None:
        """Says that a letter has come."""
        self._news.set()

    def stop(self) -> None:
        """Ends after the letter in hand; what waits is sent at the next start."""
        self._ended.set()
        self._news.set()
        self._thread.join()

    def send_due(self, now: float) -> None:
        """Sends every letter that is due at `now` (seconds since 1970)."""
        while letters := self._store.claim_letters(now):
            for letter in letters:
                if self._ended.is_set():
                    return
                self._send(letter, now)

    def _send(self, letter: Letter, now: float) -> None:
        try:
            self._post(self._compose(letter))
        except Exception as error:  # whatever it was, the letter stays and is tried again
            fault = type(error).__name__  # never its text, which may hold what the visitor wrote
            log.warning(
                "a letter did not leave", extra={"reference": letter.reference, "kind": letter.kind, "fault": fault}
            )
            self._store.mark_failed(letter, fault, now + wait_after(letter.tries - 1), is_known=True)
        else:
            self._store.mark_sent(letter, now)
            log.info("a letter left", extra={"reference": letter.reference, "kind": letter.kind})

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self.send_due(time.time())
            except NotKept as error:
                log.warning("the outbox cannot be read or written", extra={"fault": str(error)})
            self._news.wait(LOOK_AGAIN_S)
            self._news.clear()


def wait_after(tries: int) -> float:
    """Seconds until the next try, after `tries` that failed before this one."""
    return min(LOOK_AGAIN_S * 2.0 ** min(tries, 20), LONGEST_WAIT_S)
