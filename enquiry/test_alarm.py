"""Letters that do not arrive are told, once a day, whatever else does not arrive."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from enquiry.alarm import raise_alarm
from enquiry.letterbox import Letter
from enquiry.store import Store
from enquiry.test_store import NOW, keep

NOW_S = NOW.timestamp()
HOUR_S = 3600.0
DAY_S = 24 * HOUR_S


def alarms(store: Store) -> list[dict[str, int]]:
    rows = store.do(lambda execute: execute("SELECT about FROM letter WHERE kind = 'alarm' ORDER BY id"))
    return [json.loads(row["about"]) for row in rows]


def claim(store: Store, kind: str, now: float) -> Letter:
    [letter] = [letter for letter in store.claim_letters(now) if letter.kind == kind]
    return letter


def test_while_letters_leave_there_is_no_alarm(each_store: Store) -> None:
    assert not raise_alarm(each_store, NOW_S, DAY_S)
    keep(each_store)
    assert not raise_alarm(each_store, NOW_S + DAY_S - 1, DAY_S)
    each_store.mark_sent(claim(each_store, "notify", NOW_S), NOW_S)
    assert not raise_alarm(each_store, NOW_S + 9 * DAY_S, DAY_S)


def test_a_letter_that_waits_is_told_once_a_day(each_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    keep(each_store)
    assert raise_alarm(each_store, NOW_S + DAY_S, DAY_S)
    assert not raise_alarm(each_store, NOW_S + DAY_S + HOUR_S, DAY_S)
    each_store.mark_sent(claim(each_store, "alarm", NOW_S + DAY_S), NOW_S + DAY_S)
    assert raise_alarm(each_store, NOW_S + 2 * DAY_S, DAY_S)
    assert alarms(each_store) == [{"dead": 0, "oldest_hours": 24}, {"dead": 0, "oldest_hours": 48}]
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [
        "letters do not arrive"
    ] * 2


def test_while_an_alarm_waits_no_second_one_does_and_what_dies_meanwhile_is_told_after_it(each_store: Store) -> None:
    keep(each_store)
    assert raise_alarm(each_store, NOW_S + DAY_S, DAY_S)
    each_store.mark_dead(claim(each_store, "notify", NOW_S + DAY_S), "RCPT was answered 550", NOW_S + 1.5 * DAY_S)
    assert raise_alarm(each_store, NOW_S + 2 * DAY_S, DAY_S)  # in the log
    assert alarms(each_store) == [{"dead": 0, "oldest_hours": 24}]
    each_store.mark_sent(claim(each_store, "alarm", NOW_S + 2 * DAY_S), NOW_S + 2 * DAY_S)
    assert raise_alarm(each_store, NOW_S + 3 * DAY_S, DAY_S)
    assert alarms(each_store)[1:] == [{"dead": 1, "oldest_hours": 0}]
    each_store.mark_sent(claim(each_store, "alarm", NOW_S + 3 * DAY_S), NOW_S + 3 * DAY_S)
    assert not raise_alarm(each_store, NOW_S + 4 * DAY_S, DAY_S)


def test_what_was_erased_or_not_wanted_is_no_alarm(each_store: Store) -> None:
    receipt = keep(each_store)
    each_store.erase([receipt.reference], NOW)
    each_store.add_letter("weekly", NOW_S)
    each_store.mark_dead(claim(each_store, "weekly", NOW_S), "not wanted", NOW_S)
    assert not raise_alarm(each_store, NOW_S + 9 * DAY_S, DAY_S)


def test_a_clock_that_was_years_ahead_does_not_silence_it(each_store: Store) -> None:
    keep(each_store)
    assert raise_alarm(each_store, NOW_S + 3650 * DAY_S, DAY_S)
    each_store.mark_sent(claim(each_store, "alarm", NOW_S + 3650 * DAY_S), NOW_S)
    assert raise_alarm(each_store, NOW_S + DAY_S, DAY_S)


def test_many_that_look_at_once_raise_one(each_store: Store) -> None:
    keep(each_store)
    with ThreadPoolExecutor(4) as threads:
        raised = list(threads.map(lambda _: raise_alarm(each_store, NOW_S + DAY_S, DAY_S), range(8)))
    assert (raised.count(True), len(alarms(each_store))) == (1, 1)
