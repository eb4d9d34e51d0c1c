"""The outbox: what was kept with an enquiry and has yet to leave, tried by one thread until it does.

A letter is claimed for a while (a lease), noted as perhaps gone right before its last dot, and then marked. So it may
arrive twice after a crash, or where a relay hung up without an answer, and never three times.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

from enquiry.alarm import raise_alarm
from enquiry.database import NotKept
from enquiry.letterbox import LONGEST_WAIT_S, LeaseLost, Letter
from enquiry.mail import Post
from enquiry.smtp import Refused
from enquiry.store import Store

LOOK_AGAIN_S = 30.0
WEEK_S = 7 * 24 * 3600.0
LEAST_TRIES = 8  # more than an hour of them: a clock that jumps a week ahead gives no letter up
MOST_UNKNOWN = 2  # of a third copy nobody would believe that it is one
MAKE_WAY_S = 1.0
LOOK_FOR_TROUBLE_S = 300.0
PAUSE_S = 5.0  # after a relay failed, whatever comes meanwhile
STOP_S = 5.0
STOPPED = "the service is ending"

log = logging.getLogger("enquiry")


class Outbox:
    """Sends the letters of `store`: what waits from before at the start, then each as it comes.

    `post` may have `cut` and `rest`, as `enquiry.posting.Relays` has. alarm_after_s: the age of an unsent letter that
    is a reason for alarm. is_alone: nobody else sends from this database.
    """

    def __init__(
        self,
        store: Store,
        compose: Callable[[Letter], EmailMessage],
        post: Post,
        *,
        is_alone: bool = False,
        alarm_after_s: float = 24 * 3600.0,
    ) -> None:
        self._store, self._compose, self._post = store, compose, post
        self._is_alone, self._alarm_after_s = is_alone, alarm_after_s
        self._cut: Callable[[], bool] = getattr(post, "cut", lambda: False)
        self._rest: Callable[[], None] = getattr(post, "rest", lambda: None)
        self._sent: dict[int, tuple[Letter, float]] = {}  # which the store could not be told of yet
        self._in_hand: Letter | None = None
        self._looked_at = 0.0
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
        """Ends within STOP_S: the letter in hand is cut off before its last dot, or its answer is waited for."""
        self._ended.set()
        self._news.set()
        nothing_leaves = self._cut()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        # It may still hang in a look-up of the relay's name, which nothing ends; what it holds cannot leave any more.
        letter = self._in_hand
        if self._thread.is_alive() and nothing_leaves and letter and letter.id not in self._sent:
            with suppress(NotKept):  # its lease then ends by itself
                self._store.mark_failed(letter, STOPPED, time.time(), is_known=True)

    def send_due(self, now: float) -> bool:
        """Sends what is due at `now` (seconds since 1970); false where no relay could be used, and more may wait."""
        began = time.monotonic()
        goes_on = True
        while goes_on and not self._ended.is_set():
            self._make_way()
            moment = now + time.monotonic() - began  # the clock may jump meanwhile
            self._tell_what_was_sent()
            letters = self._store.claim_letters(moment, most=1)
            if not letters:
                break
            [self._in_hand] = letters
            goes_on = self._send(letters[0], moment)
            self._in_hand = None
        self._look_for_trouble(now + time.monotonic() - began)
        return goes_on

    def _send(self, letter: Letter, now: float) -> bool:
        """Sends one letter; returns whether others can be."""
        if letter.unknown >= MOST_UNKNOWN:
            self._give_up(letter, "sent twice, and nobody knows whether it arrived", now)
            return True
        if reason := _not_wanted(letter):
            self._store.mark_dead(letter, reason, now)
            return True
        is_noted = False

        def before_last_dot() -> None:
            nonlocal is_noted
            self._store.about_to_send(letter)  # a second relay follows upon a refusal alone, and is the same copy
            is_noted = True

        try:
            self._post(self._compose(letter), before_last_dot)
        except LeaseLost:
            log.warning("a letter is somebody else's", extra=_facts(letter))
        except NotKept:
            raise
        except Refused as refused:
            self._failed(letter, str(refused), refused.is_known, now, is_for_good=refused.is_for_good)
            return not refused.is_of_relay
        except Exception as error:  # whatever it was, the letter stays; its text may hold what the visitor wrote
            self._failed(letter, type(error).__name__, not is_noted, now)
            return not isinstance(error, OSError)
        else:
            self._sent[letter.id] = letter, now
            self._tell_what_was_sent()
            log.info("a letter left", extra=_facts(letter))
        return True

    def _failed(self, letter: Letter, fault: str, is_known: bool, now: float, *, is_for_good: bool = False) -> None:
        if self._ended.is_set() and is_known:
            self._store.mark_failed(letter, STOPPED, now, is_known=True)
            return
        log.warning("a letter did not leave", extra=_facts(letter) | {"fault": fault})
        is_late = now - letter.made_at >= WEEK_S and letter.tries >= LEAST_TRIES
        if letter.kind == "acknowledge" and is_for_good:
            self._store.mark_dead(letter, fault, now)
        elif is_late or (not is_known and letter.unknown + 1 >= MOST_UNKNOWN):
            self._give_up(letter, fault, now)
        else:
            wait_s = wait_after(letter.tries - 1) * random.uniform(1.0, 1.2)
            self._store.mark_failed(letter, fault, now + min(wait_s, LONGEST_WAIT_S), is_known=is_known)

    def _give_up(self, letter: Letter, fault: str, now: float) -> None:
        self._store.mark_dead(letter, fault, now)
        log.error("a letter is given up", extra=_facts(letter) | {"fault": fault})
        self._looked_at = 0.0

    def _tell_what_was_sent(self) -> None:
        """Marks what has left, also where the store could not be written then; it is not sent again for that."""
        for letter, now in list(self._sent.values()):
            self._store.mark_sent(letter, now)
            del self._sent[letter.id]

    def _make_way(self) -> None:
        """Lets what prospects are waiting for go first, for a while."""
        until = time.monotonic() + MAKE_WAY_S
        while self._store.is_busy and time.monotonic() < until and not self._ended.wait(0.01):
            pass

    def _look_for_trouble(self, now: float) -> None:
        if self._ended.is_set() or (self._looked_at and abs(now - self._looked_at) < LOOK_FOR_TROUBLE_S):
            return
        self._looked_at = now
        if raise_alarm(self._store, now, self._alarm_after_s):
            self._news.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            is_well = False
            try:
                is_well = self.send_due(time.time())
            except NotKept as error:
                log.warning("the outbox cannot be read or written", extra={"fault": str(error)})
            except Exception as error:  # a fault of ours may cost a letter time, and never the letters after it
                log.error("the outbox met a fault", extra={"fault": type(error).__name__})
            if not is_well:
                self._ended.wait(PAUSE_S)
            if not self._news.wait(LOOK_AGAIN_S):
                self._rest()
            self._news.clear()
        self._rest()


def wait_after(tries: int) -> float:
    """Seconds until the next try, after `tries` that failed before this one."""
    return min(LOOK_AGAIN_S * 2.0 ** min(tries, 20), LONGEST_WAIT_S)


def _not_wanted(letter: Letter) -> str:
    """Why a letter is not to be sent any more: its enquiry has moved on since it was put here."""
    state = letter.kept.state if letter.kept else ""
    if state == "held" or (letter.kind == "acknowledge" and state != "new"):
        return "not wanted"
    return ""


def _facts(letter: Letter) -> dict[str, object]:
    return {"letter": letter.id, "reference": letter.reference, "kind": letter.kind, "tries": letter.tries}
