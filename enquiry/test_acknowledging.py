"""The automatic answer: off unless it is wanted, and never a way to write to strangers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from enquiry.acknowledging import MOST_A_DAY, acknowledge, is_person
from enquiry.app import create_app
from enquiry.conftest import WELL_FILLED, Running, serving
from enquiry.enquiry import Enquiry
from enquiry.settings import Settings
from enquiry.spam import Verdict
from enquiry.store import Store
from enquiry.test_store import NOW
from enquiry.tokens import Signer

ON = Settings(recipient="coach@example.org", sender="site@example.org", acknowledge=True)
SIGNER = Signer(b"s" * 32)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path}/enquiries.db")
    yield store
    store.close()


def write(
    store: Store, email: str, now: datetime = NOW, *, state: str = "new", settings: Settings = ON, message: str = "Hi"
) -> bool:
    """An enquiry comes; returns whether it is answered automatically."""
    enquiry = Enquiry("Ada", email, f"{message} {now}")
    receipt = store.keep(enquiry, origin="same", now=now, judge=lambda seen: Verdict(state, 0, ())).result()
    is_answered = acknowledge(store, settings, SIGNER, receipt, enquiry, now)
    kinds = [row["kind"] for row in store.letters(receipt.reference)]
    assert kinds == (["notify"] if state == "new" else []) + (["acknowledge"] if is_answered else [])
    return is_answered


def test_it_is_off_by_default(store: Store) -> None:
    assert not write(store, "ada@example.com", settings=Settings(recipient="coach@example.org"))
    assert write(store, "ada@example.com")


@pytest.mark.parametrize("state", ["held", "unconfirmed"])
def test_only_what_is_new_is_answered(store: Store, state: str) -> None:
    assert not write(store, "ada@example.com", state=state)


def test_nobody_is_answered_twice_in_thirty_days_whatever_stands_behind_a_plus(each_store: Store) -> None:
    assert write(each_store, "ada@example.com")
    assert not write(each_store, "Ada+again@Example.com", NOW + timedelta(days=1))
    each_store.prune((NOW + timedelta(days=29)).timestamp())
    assert not write(each_store, "ada@example.com", NOW + timedelta(days=29))
    assert write(each_store, "grace@example.com", NOW + timedelta(days=29))
    assert write(each_store, "ada@example.com", NOW + timedelta(days=31))


def test_a_flood_of_addresses_is_answered_up_to_a_number_a_day(store: Store) -> None:
    answered = [write(store, f"victim{number}@example.com") for number in range(MOST_A_DAY + 5)]
    assert answered == [True] * MOST_A_DAY + [False] * 5
    assert write(store, "victim51@example.com", NOW + timedelta(days=1))


def test_who_is_known_uses_up_nothing_of_the_day(each_store: Store) -> None:
    assert [write(each_store, "ada@example.com", message=f"Hello {number}") for number in range(3)] == [
        True,
        False,
        False,
    ]
    rows = each_store.do(lambda execute: execute("SELECT number FROM tally WHERE name = 'acknowledge'"))
    assert [row["number"] for row in rows] == [1]


@pytest.mark.parametrize(
    "email",
    [
        "coach@example.org",
        "Coach+website@Example.org",
        "site@example.org",
        "postmaster@example.com",
        "MAILER-DAEMON@example.com",
        "no-reply@example.com",
        "noreply+x@example.com",
        "do_not_reply@example.com",
        "list-request@example.com",
        "owner-list@example.com",
        "list-bounces@example.com",
        "zoë@example.com",
    ],
)
def test_whoever_could_answer_by_a_program_is_not_answered(store: Store, email: str) -> None:
    assert not write(store, email)


@pytest.mark.parametrize("email", ["ada@example.com", "abused@example.com", "rooted@example.com", "ada@reply.example"])
def test_people_are_people(email: str) -> None:
    assert is_person(email)


def test_of_the_address_no_letter_is_kept_beside_the_enquiry(store: Store) -> None:
    write(store, "quillfeather@example.com")
    tables = ("tally", "letter", "chore")
    rows = [store.do(lambda execute, table=table: execute(f"SELECT * FROM {table}")) for table in tables]
    assert "quillfeather" not in json.dumps(rows)


def test_many_at_once_get_one(tmp_path: Path, store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        answered = list(
            threads.map(lambda number: write(store, "ada@example.com", message=f"Hello {number}"), range(16))
        )
    assert answered.count(True) == 1


def test_a_visitor_of_the_running_service_is_answered_where_the_coach_wants_it(settings: Settings) -> None:
    settings = replace(settings, acknowledge=True, reply_within="two days")
    with serving(create_app(settings)) as port:
        running = Running(settings, port)
        assert running.post(WELL_FILLED).status == 303
        letters = {letter["To"]: letter for letter in map(message_from_bytes, running.letters(2))}
    assert letters.keys() == {"ada@example.com", "coach@example.org"}
    assert b"within two days" in (answer := letters["ada@example.com"].as_bytes())
    assert b"Ada" not in answer
