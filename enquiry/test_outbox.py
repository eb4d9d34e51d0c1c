"""Letters leave, one that cannot is tried again, and none arrives a third time: a real store, a real relay."""

from __future__ import annotations

import logging
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from enquiry import outbox
from enquiry.app import Service
from enquiry.database import NotKept
from enquiry.enquiry import Enquiry
from enquiry.letterbox import LEASE_S, LONGEST_WAIT_S, Letter
from enquiry.mail import compose
from enquiry.outbox import LOOK_AGAIN_S, WEEK_S, Outbox, wait_after
from enquiry.posting import Relays
from enquiry.relays import read_relay
from enquiry.settings import Settings
from enquiry.spam import Seen, Verdict
from enquiry.store import Store
from enquiry.writer import Writer
from tests.relaying import Relay, relaying

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
NOW_S = NOW.timestamp()
HOUR_S = 3600.0
SETTINGS = Settings(recipient="coach@example.org")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/enquiries.db")
    yield store
    store.close()


@pytest.fixture
def relay() -> Iterator[Relay]:
    with relaying() as running:
        yield running


POSTS: list[Relays] = []


@pytest.fixture(autouse=True)
def every_connection_ends() -> Iterator[None]:
    yield
    while POSTS:
        post = POSTS.pop()
        post.cut()
        post.rest()


def keep(store: Store, number: int = 1) -> list[str]:
    """Keeps enquiries of different people; returns their references."""
    kept = [
        store.keep(
            Enquiry(f"Ada {count}", f"ada{count}@example.com", "May we talk?"),
            origin="same",
            now=NOW,
            judge=lambda seen: Verdict("new", 0, ()),
        )
        for count in range(number)
    ]
    return [future.result().reference for future in kept]


def outbox_to(store: Store, relay: Relay, second: Relay | None = None) -> Outbox:
    first, other = (read_relay(f"smtp://127.0.0.1:{one.port}") if one else None for one in (relay, second))
    settings = replace(SETTINGS, smtp=first, smtp_second=other)
    POSTS.append(Relays(settings))
    return Outbox(store, lambda letter: compose(letter, settings), POSTS[-1])


def subjects(relay: Relay) -> list[str]:
    return [taken.letter["Subject"] for taken in relay.taken]


def waiting(store: Store) -> list[dict[str, object]]:
    return [row for row in store.letters() if row["dead_at"] is None]


def pass_time(outbox: Outbox, until_s: float, start_s: float = 0.0, step_s: float = 600.0) -> None:
    seconds = start_s
    while seconds <= until_s:
        outbox.send_due(NOW_S + seconds)
        seconds += step_s


def test_a_letter_that_was_refused_is_tried_again_until_it_is_taken(store: Store, relay: Relay) -> None:
    [reference] = keep(store)
    relay.faults = {"RCPT": ["451 later", "550 no", "421 busy"]}
    pass_time(outbox_to(store, relay), 600, step_s=10)
    assert subjects(relay) == [f"Enquiry {reference}"]
    assert (waiting(store), relay.seen.count("RCPT")) == ([], 4)


def test_nobody_there_is_no_loss(store: Store) -> None:
    [reference] = keep(store)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    relay = Relay(port=port)
    outbox = outbox_to(store, relay)
    assert not outbox.send_due(NOW_S)
    with relaying(relay):
        pass_time(outbox, 600, step_s=10)
    assert subjects(relay) == [f"Enquiry {reference}"]


def test_the_wait_grows_and_then_stays() -> None:
    assert [wait_after(tries) for tries in (0, 1, 2)] == [LOOK_AGAIN_S, 2 * LOOK_AGAIN_S, 4 * LOOK_AGAIN_S]
    assert wait_after(50) == wait_after(500) == LONGEST_WAIT_S


def test_letters_that_failed_together_are_not_tried_together(store: Store, relay: Relay) -> None:
    random.seed(1)
    keep(store, 5)
    relay.faults = {"RCPT": ("451 later",)}
    outbox_to(store, relay).send_due(NOW_S)
    due = sorted(float(str(row["due_at"])) - NOW_S for row in waiting(store))
    assert len(set(due)) == 5
    assert LOOK_AGAIN_S <= due[0] < due[-1]


def test_a_relay_that_is_down_is_asked_once_and_not_for_every_letter(store: Store, relay: Relay) -> None:
    keep(store, 5)
    relay.faults = {"greeting": ("421 busy",)}
    assert not outbox_to(store, relay).send_due(NOW_S)
    assert relay.connections == 1


def test_a_letter_that_is_refused_holds_up_no_other(store: Store, relay: Relay) -> None:
    keep(store, 3)
    relay.faults = {"dot": ["554 I do not like it"]}
    assert outbox_to(store, relay).send_due(NOW_S)
    assert (len(set(subjects(relay))), len(waiting(store))) == (3, 1)  # one was read and refused


def test_what_may_have_arrived_is_sent_once_more_and_is_the_same(store: Store, relay: Relay) -> None:
    keep(store)
    relay.faults = {"dot": ["drop"]}
    outbox = outbox_to(store, relay)
    pass_time(outbox, 600, step_s=10)
    first, second = relay.taken
    assert first.letter["Message-ID"] == second.letter["Message-ID"]
    assert first.content == second.content
    assert waiting(store) == store.letters() == []


def test_a_third_copy_is_never_sent_and_an_alarm_says_so(
    store: Store, relay: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    [reference] = keep(store)
    relay.faults = {"dot": ["drop", "drop"]}
    with caplog.at_level(logging.INFO, "enquiry"):
        pass_time(outbox_to(store, relay), WEEK_S, step_s=HOUR_S)
    assert subjects(relay) == [f"Enquiry {reference}"] * 2 + ["Letters of your website do not arrive"]
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        "a letter is given up",
        "letters do not arrive",
    ]
    [dead] = store.letters()
    assert (dead["unknown"], dead["reference"]) == (2, reference)


def test_a_refusal_never_counts_as_a_copy(store: Store, relay: Relay) -> None:
    """However often, and also where the relay has read all of it."""
    keep(store)
    relay.faults = {"dot": ["drop", "552 too much", "451 later", "421 busy", "452 full", "550 no"]}
    pass_time(outbox_to(store, relay), 12 * HOUR_S)
    assert waiting(store) == store.letters() == []
    assert relay.seen.count("dot") == 7


def test_a_crash_after_the_last_dot_counts_as_a_copy(store: Store, relay: Relay) -> None:
    """The letter was noted as perhaps gone; who noted it is no more, and so is its lease."""
    keep(store)
    for crash in range(2):
        [letter] = store.claim_letters(NOW_S + crash * LEASE_S)
        store.about_to_send(letter)
    outbox = outbox_to(store, relay)
    outbox.send_due(NOW_S + 2 * LEASE_S)
    outbox.send_due(NOW_S + 3 * LEASE_S)
    assert subjects(relay) == ["Letters of your website do not arrive"]


def test_a_crash_before_the_last_dot_costs_time_alone(store: Store, relay: Relay) -> None:
    [reference] = keep(store)
    for crash in range(5):
        assert store.claim_letters(NOW_S + crash * LEASE_S)
    outbox_to(store, relay).send_due(NOW_S + 5 * LEASE_S)
    assert subjects(relay) == [f"Enquiry {reference}"]


def test_who_slept_on_a_letter_changes_nothing_of_what_another_has_done_with_it(store: Store, relay: Relay) -> None:
    """A process that was suspended wakes up and says that its try failed; the copy of the other one still counts."""
    keep(store)
    [asleep] = store.claim_letters(NOW_S)
    relay.faults = {"dot": ("drop",)}
    outbox = outbox_to(store, relay)
    outbox.send_due(NOW_S + LEASE_S)
    store.mark_failed(asleep, "no connection could be made", NOW_S + LEASE_S, is_known=True)
    pass_time(outbox, 2 * HOUR_S, start_s=LEASE_S)
    assert len([subject for subject in subjects(relay) if subject.startswith("Enquiry")]) == 2


def test_after_a_week_of_refusals_it_is_given_up_and_told(store: Store, relay: Relay) -> None:
    [reference] = keep(store)
    relay.faults = {"RCPT": ("451 later",)}
    outbox = outbox_to(store, relay)
    pass_time(outbox, WEEK_S - HOUR_S, step_s=HOUR_S)
    assert reference in [row["reference"] for row in waiting(store)]
    pass_time(outbox, WEEK_S + 2 * HOUR_S, start_s=WEEK_S, step_s=HOUR_S)
    assert reference not in [row["reference"] for row in waiting(store)]
    relay.faults = {}
    pass_time(outbox, WEEK_S + 2 * 24 * HOUR_S, start_s=WEEK_S + 3 * HOUR_S, step_s=HOUR_S)
    alarms = [taken.letter.get_content() for taken in relay.taken]
    assert len(alarms) == 2
    assert "has waited for 24 hours" in alarms[0]
    assert "Letters given up, which are not sent again: 1." in alarms[1]


def test_a_clock_that_jumps_gives_no_letter_up(store: Store, relay: Relay) -> None:
    """Forward by ten years and back: what waits is tried now and then, and leaves."""
    [reference] = keep(store)
    relay.faults = {"RCPT": ["451 later"] * 3}
    outbox = outbox_to(store, relay)
    outbox.send_due(NOW_S + 10 * 365 * 24 * HOUR_S)
    outbox.send_due(NOW_S - 365 * 24 * HOUR_S)
    pass_time(outbox, HOUR_S, step_s=60)
    assert f"Enquiry {reference}" in subjects(relay)


def test_an_alarm_goes_by_the_second_relay(store: Store) -> None:
    with relaying(Relay(faults={"RCPT": ("451 later",)})) as first, relaying() as second:
        keep(store)
        outbox = outbox_to(store, first, second=second)
        outbox.send_due(NOW_S)
        outbox.send_due(NOW_S + 25 * HOUR_S)
        outbox.send_due(NOW_S + 26 * HOUR_S)
        assert subjects(second) == ["Letters of your website do not arrive"]


def test_the_second_relay_takes_what_the_first_has_read_and_refused_and_that_is_one_copy(store: Store) -> None:
    """Of the first it is known that it has not taken the letter, so one drop of the second is one unknown."""
    refusing, dropping = Relay(faults={"dot": ("554 no",)}), Relay(faults={"dot": ["drop"]})
    with relaying(refusing) as first, relaying(dropping) as second:
        keep(store)
        outbox = outbox_to(store, first, second=second)
        outbox.send_due(NOW_S)
        [row] = waiting(store)
        assert row["unknown"] == 1
        outbox.send_due(NOW_S + 60)
        assert (len(second.taken), store.letters()) == (2, [])


def test_an_enquiry_that_was_held_meanwhile_is_not_mailed(store: Store, relay: Relay) -> None:
    [reference] = keep(store)
    store.set_state(reference, "held", NOW)
    outbox_to(store, relay).send_due(NOW_S)
    assert (relay.taken, waiting(store)) == ([], [])


def test_an_acknowledgement_that_nobody_takes_is_no_alarm(store: Store, relay: Relay) -> None:
    [reference] = keep(store)
    store.add_letter("acknowledge", NOW_S, reference=reference)
    relay.faults = {"RCPT": ("550 nobody",)}
    outbox = outbox_to(store, relay)
    outbox.send_due(NOW_S)
    rows = {row["kind"]: row["dead_at"] for row in store.letters()}
    assert rows["acknowledge"] is not None
    assert rows["notify"] is None
    assert "alarm" not in rows


def test_two_senders_of_one_database_send_each_letter_once(tmp_path: Path, store: Store, relay: Relay) -> None:
    references = keep(store, 40)
    other = Store.open(f"sqlite:///{tmp_path}/enquiries.db")
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(outbox_to(each, relay).send_due, NOW_S) for each in (store, other)]:
            assert done.result()
    other.close()
    assert sorted(subjects(relay)) == sorted(f"Enquiry {reference}" for reference in references)


def test_five_hundred_letters_leave_over_one_connection(relay: Relay) -> None:
    """In memory, where there is such a folder: 1,500 commits would take ten seconds of a slow disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        store = Store.open(f"sqlite:///{folder}/enquiries.db")
        references = keep(store, 500)
        assert outbox_to(store, relay).send_due(NOW_S)
        assert sorted(subjects(relay)) == sorted(f"Enquiry {reference}" for reference in references)
        assert (relay.connections, waiting(store)) == (1, [])
        store.close()


class Reluctant(Store):
    """A store whose disk is full whenever it is to note that a letter was sent."""

    is_full = True

    def mark_sent(self, letter: Letter, now: float) -> None:
        if self.is_full:
            raise NotKept("the disk is full")
        super().mark_sent(letter, now)


def test_what_was_sent_while_the_disk_was_full_is_not_sent_again(tmp_path: Path, relay: Relay) -> None:
    store = Reluctant.open(f"sqlite:///{tmp_path}/full.db")
    assert isinstance(store, Reluctant)
    keep(store)
    outbox = outbox_to(store, relay)
    with pytest.raises(NotKept):
        outbox.send_due(NOW_S)
    with pytest.raises(NotKept):
        outbox.send_due(NOW_S + 2 * LEASE_S)
    store.is_full = False
    outbox.send_due(NOW_S + 4 * LEASE_S)
    assert (len(relay.taken), waiting(store)) == (1, [])
    store.close()


class Busy(Store):
    """A store that says whether prospects wait for the disk as the test wants it, and when letters were asked for."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer)
        self.has_prospects = True
        self.asked_twice = threading.Event()
        self._asked = 0
        self.claimed_while_busy: list[bool] = []

    @property
    def is_busy(self) -> bool:
        self._asked += 1
        if self._asked > 1:
            self.asked_twice.set()
        return self.has_prospects

    def claim_letters(self, now: float, most: int = 20) -> list[Letter]:
        self.claimed_while_busy.append(self.has_prospects)
        return super().claim_letters(now, most)


def test_mail_makes_way_for_prospects(tmp_path: Path, relay: Relay) -> None:
    store = Busy.open(f"sqlite:///{tmp_path}/busy.db")
    assert isinstance(store, Busy)
    keep(store)
    with ThreadPoolExecutor(1) as threads:
        sending = threads.submit(outbox_to(store, relay).send_due, NOW_S)
        assert store.asked_twice.wait(10)
        store.has_prospects = False
        assert sending.result(10)
    assert (store.claimed_while_busy, len(relay.taken)) == ([False, False], 1)
    store.close()


def test_mail_does_not_make_way_for_ever(tmp_path: Path, relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MAKE_WAY_S", 0.02)
    store = Busy.open(f"sqlite:///{tmp_path}/busy.db")
    assert isinstance(store, Busy)
    keep(store)
    assert outbox_to(store, relay).send_due(NOW_S)
    assert (store.claimed_while_busy, len(relay.taken)) == ([True, True], 1)
    store.close()


def test_the_thread_sends_what_waited_and_what_comes(store: Store, relay: Relay) -> None:
    keep(store)
    outbox = outbox_to(store, relay)
    outbox.start()
    wait_for(lambda: len(relay.taken) == 1)
    store.add_letter("alarm", NOW_S)
    outbox.wake()
    wait_for(lambda: len(relay.taken) == 2)
    outbox.stop()
    assert waiting(store) == []


def test_stopping_cuts_a_letter_off_before_its_last_dot_and_leaves_it_to_the_next_start(store: Store) -> None:
    with relaying(Relay(faults={"RCPT": ["hang"]})) as relay:
        keep(store)
        outbox = outbox_to(store, relay)
        outbox.start()
        assert relay.at_fault.wait(10)
        outbox.stop()
        assert not outbox._thread.is_alive()
        assert relay.taken == []
        outbox_to(store, relay).send_due(datetime.now(UTC).timestamp() + 1)  # no lease is waited for
        assert len(relay.taken) == 1


class LookingUp:
    """A post that hangs in what nothing can end, as the look-up of a relay's name is."""

    def __init__(self) -> None:
        self.began, self.ends, self.fault = threading.Event(), threading.Event(), ""

    def __call__(self, message: EmailMessage, before_last_dot: Callable[[], None]) -> None:
        self.began.set()
        assert self.ends.wait(10)
        try:
            before_last_dot()
        except Exception as error:
            self.fault = type(error).__name__
            raise

    def cut(self) -> bool:
        return True


def test_a_letter_that_stopping_cannot_end_is_taken_from_it(
    store: Store, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "STOP_S", 0.05)
    keep(store)
    post = LookingUp()
    hanging = Outbox(store, lambda letter: compose(letter, SETTINGS), post)
    hanging.start()
    assert post.began.wait(10)
    hanging.stop()
    assert outbox_to(store, relay).send_due(datetime.now(UTC).timestamp() + 1)
    post.ends.set()
    hanging._thread.join(10)
    assert (len(relay.taken), post.fault) == (1, "LeaseLost")
    assert waiting(store) == []


def test_stopping_waits_for_the_answer_to_a_last_dot(store: Store, relay: Relay) -> None:
    keep(store)
    release = threading.Event()
    outbox = outbox_to(store, relay)
    post = outbox._post

    def slowly(message: EmailMessage, before_last_dot: Callable[[], None]) -> None:
        post(message, before_last_dot)
        stopping.set()
        assert release.wait(10)

    stopping = threading.Event()
    outbox._post = slowly
    outbox.start()
    assert stopping.wait(10)
    with ThreadPoolExecutor(1) as threads:
        stopped = threads.submit(outbox.stop)
        release.set()
        stopped.result(10)
    assert (len(relay.taken), waiting(store)) == (1, [])


def test_a_fault_of_ours_costs_one_letter_time_and_the_others_nothing(store: Store, relay: Relay) -> None:
    keep(store)
    store.add_letter("unheard-of", NOW_S - 1)
    outbox_to(store, relay).send_due(NOW_S)
    assert len(relay.taken) == 1
    [row] = waiting(store)
    assert (row["kind"], row["last_error"]) == ("unheard-of", "KeyError")


def test_a_fault_of_ours_after_the_last_dot_counts_as_a_copy(store: Store) -> None:
    def post(message: EmailMessage, before_last_dot: Callable[[], None]) -> None:
        before_last_dot()
        raise RuntimeError("and nobody knows what was sent before")

    keep(store)
    Outbox(store, lambda letter: compose(letter, SETTINGS), post).send_due(NOW_S)
    [row] = waiting(store)
    assert (row["unknown"], row["last_error"]) == (1, "RuntimeError")


def test_nothing_personal_is_logged_or_noted(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    relay = Relay(faults={"RCPT": ["550 <ada0@example.com> is nobody here", "451 later, Ada 0"], "dot": ["drop"]})
    with caplog.at_level(logging.DEBUG, "enquiry"), relaying(relay):
        keep(store)
        outbox = outbox_to(store, relay)
        pass_time(outbox, 600, step_s=30)
    told = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records if record.name == "enquiry")
    assert "RCPT was answered 550" in told
    assert not {word for word in ("ada0", "Ada 0", "talk", "coach@") if word in told}


def wait_for(is_so: Callable[[], bool]) -> None:
    """Until something that another thread does is done."""
    ended = threading.Event()
    for _ in range(1000):
        if is_so():
            return
        ended.wait(0.01)
    raise AssertionError("it was not done in ten seconds")


def held(seen: Seen) -> Verdict:
    return Verdict("held", 7, ())


def test_one_that_is_held_has_no_letter(store: Store, relay: Relay) -> None:
    enquiry = Enquiry("Ada", "ada@example.com", "Cheap!")
    reference = store.keep(enquiry, origin="same", now=NOW, judge=held).result().reference
    outbox = outbox_to(store, relay)
    outbox.send_due(NOW_S)
    assert relay.taken == []
    store.set_state(reference, "new", NOW + timedelta(days=1))
    outbox.send_due(NOW_S + 25 * HOUR_S)
    assert subjects(relay) == [f"Enquiry {reference}"]


def test_who_starts_beside_another_frees_none_of_its_letters(settings: Settings) -> None:
    """Whoever came first may be gone since; a command that sends a test letter comes and goes."""
    first, second, third = (Service(settings) for _ in range(3))
    first.open()
    store = second.open().store
    first.close()
    now = time.time()
    leased = {"made_at": now, "lease_until": now + LEASE_S}
    store.do(
        lambda execute: execute(
            "INSERT INTO letter (kind, made_at, due_at, lease_until) VALUES ('test', :made_at, :made_at, :lease_until)",
            leased,
        )
    )
    third.open()
    assert store.do(lambda execute: execute("SELECT made_at, lease_until FROM letter")) == [leased]
    third.close()
    second.close()
    again = Service(settings)
    again.open()  # alone: nobody can be at it any more
    deadline = time.monotonic() + 10
    while not list(settings.mail_folder.glob("*.test.eml")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    again.close()
