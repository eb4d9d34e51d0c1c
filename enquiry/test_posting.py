"""Which relay a letter goes to, and from whom to whom, as two real relays see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from enquiry.app import create_app
from enquiry.conftest import WELL_FILLED, Running, serving
from enquiry.letterbox import Letter
from enquiry.mail import compose
from enquiry.posting import GIVEN_UP_S, LOOK_AGAIN_S, Relays, open_post
from enquiry.relays import read_relay
from enquiry.settings import Settings
from enquiry.smtp import Patience, Refused
from enquiry.test_mail import LETTER, SETTINGS
from tests.relaying import Relay, relaying

ALARM = Letter(7, "alarm", None, '{"dead": 1}', LETTER.made_at, 1, 0, 0.0, None)


@dataclass
class Two:
    """Two running relays, and a post to them whose clock is moved by hand."""

    first: Relay
    second: Relay
    now: float = 0.0
    settings: Settings = SETTINGS
    noted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        one, two = (read_relay(f"smtp://127.0.0.1:{relay.port}") for relay in (self.first, self.second))
        self.settings = replace(self.settings, smtp=one, smtp_second=two, sender="site@example.org")
        self.post = Relays(self.settings, clock=lambda: self.now)

    def send(self, letter: Letter = LETTER) -> str:
        """Sends a letter; returns who took it, or how it was refused."""
        before = len(self.first.taken), len(self.second.taken)
        try:
            self.post(compose(letter, self.settings), lambda: self.noted.append("dot"))
        except Refused as refused:
            return str(refused)
        after = len(self.first.taken), len(self.second.taken)
        return {(1, 0): "first", (0, 1): "second"}[after[0] - before[0], after[1] - before[1]]


@pytest.fixture
def two() -> Iterator[Two]:
    with relaying() as first, relaying() as second:
        two = Two(first, second)
        yield two
        two.post.cut()
        two.post.rest()


def test_who_it_is_from_and_to_stands_in_the_settings(two: Two) -> None:
    two.send()
    two.send(replace(LETTER, kind="acknowledge"))
    told, answered = two.first.taken
    assert (told.sender, told.recipients) == ("site@example.org", ("coach@example.org",))
    assert (answered.sender, answered.recipients) == ("<>", ("ada@example.com",))


def test_the_second_relay_takes_what_the_first_refuses_for_good(two: Two) -> None:
    for verb, answer in (("MAIL", "550 not you"), ("RCPT", "550 nobody"), ("greeting", "554 no mail here")):
        two.post.rest()
        two.first.faults = {verb: (answer,)}
        if verb == "greeting":
            two.first.faults["RSET"] = ["421 closing"]
        assert two.send() == "second"
    assert two.first.taken == []
    two.first.faults = {}
    assert two.send() == "first"


def test_the_second_relay_is_not_asked_because_the_first_wants_a_while(two: Two) -> None:
    two.first.faults = {"RCPT": ["451 later"]}
    assert two.send() == "RCPT was answered 451"
    assert two.send() == "first"
    assert two.second.connections == 0


def test_the_second_relay_takes_over_after_an_hour_until_the_first_does_again(two: Two) -> None:
    two.first.faults = {"greeting": ("421 busy",)}
    assert two.send() == "connect was answered 421"
    two.now += GIVEN_UP_S - 1
    assert two.send() == "connect was answered 421"
    two.now += 1
    assert two.send() == "second"
    asked = two.first.connections
    assert two.send() == "second"
    assert two.first.connections == asked
    two.now += LOOK_AGAIN_S
    two.first.faults = {}
    assert [two.send(), two.send()] == ["first", "first"]


@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_nothing_is_tried_after_an_outcome_that_nobody_knows(two: Two, fault: str) -> None:
    two.post = Relays(two.settings, patience=Patience(answer_s=0.2))
    two.first.faults = {"dot": [fault]}
    assert two.send() == "dot got no answer: nobody can know whether it was taken"
    assert (two.noted, two.second.connections) == (["dot"], 0)


def test_not_even_an_alarm_is_given_to_both_when_nobody_knows(two: Two) -> None:
    two.second.faults = {"dot": ["drop"]}
    assert two.send(ALARM) == "dot got no answer: nobody can know whether it was taken"
    assert (len(two.second.taken), two.first.connections) == (1, 0)


def test_an_alarm_goes_by_the_second_relay_and_else_by_the_first(two: Two) -> None:
    assert two.send(ALARM) == "second"
    two.second.faults = {"RSET": ["421 closing"], "greeting": ("421 busy",)}
    assert two.send(ALARM) == "first"


def test_an_address_of_a_visitor_that_is_refused_says_nothing_of_the_relay(two: Two) -> None:
    two.first.faults = two.second.faults = {"RCPT": ("550 nobody",)}
    assert two.send(replace(LETTER, kind="acknowledge")) == "RCPT was answered 550"
    two.first.faults = {"RCPT": ("451 later",)}
    two.now += GIVEN_UP_S
    assert two.send() == "RCPT was answered 451"


def test_what_is_cut_off_is_not_given_to_the_other(two: Two) -> None:
    two.post.cut()
    assert two.send(ALARM) == "the service is ending"
    assert (two.first.taken, two.second.taken) == ([], [])


def test_without_a_relay_letters_are_files(tmp_path: Path) -> None:
    settings = replace(SETTINGS, database=f"sqlite:///{tmp_path}/enquiries.db")
    open_post(settings)(compose(LETTER, settings), lambda: None)
    assert [file.name for file in (tmp_path / "mail").iterdir()] == ["K7QM-42TD.notify.eml"]


def test_the_running_service_sends_by_its_relay_and_ends_though_that_hangs(
    settings: Settings,
) -> None:
    with relaying() as relay:
        settings = replace(settings, smtp=read_relay(f"smtp://127.0.0.1:{relay.port}"))
        with serving(create_app(settings)) as port:
            reference = Running(settings, port).post(WELL_FILLED).headers["location"][-9:]
            assert relay.at_dot.wait(10)
            relay.faults = {"RSET": ("hang",)}
            relay.at_fault.clear()
            Running(settings, port).post(WELL_FILLED | {"message": "One more thing."})
            assert relay.at_fault.wait(10)
        [taken] = relay.taken
    assert taken.letter["Subject"] == f"Enquiry {reference}"
    assert Running(settings, port).rows("SELECT count(*) FROM letter WHERE sent_at IS NULL AND lease_until = 0") == [
        (1,)
    ]
