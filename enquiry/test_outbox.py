"""Letters leave, and one that cannot is tried again."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from enquiry.mail import compose
from enquiry.outbox import LONGEST_WAIT_S, LOOK_AGAIN_S, Outbox, wait_after
from enquiry.settings import Settings
from enquiry.store import Store
from enquiry.test_store import NOW, keep


def test_a_letter_that_cannot_leave_is_tried_again_until_it_does(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/enquiries.db")
    keep(store)
    sent: list[EmailMessage] = []

    def post(message: EmailMessage) -> None:
        if not closed_until <= now:
            raise OSError("the post office is closed to ada@example.com")
        sent.append(message)

    outbox = Outbox(store, lambda letter: compose(letter, Settings(recipient="coach@example.org")), post)
    closed_until = NOW.timestamp() + 200
    for seconds in range(0, 400, 10):
        now = NOW.timestamp() + seconds
        outbox.send_due(now)
    [message] = sent
    assert message["To"] == "coach@example.org"
    store.close()


def test_the_wait_grows_and_then_stays() -> None:
    assert [wait_after(tries) for tries in (0, 1, 2)] == [LOOK_AGAIN_S, 2 * LOOK_AGAIN_S, 4 * LOOK_AGAIN_S]
    assert wait_after(50) == wait_after(500) == LONGEST_WAIT_S
