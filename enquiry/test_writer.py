"""Work that waits for the disk: together, in order, and nothing of it forgotten."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from enquiry.database import Execute, NotKept, Sqlite
from enquiry.writer import Writer


def writer_of(tmp_path: Path) -> Writer:
    writer = Writer(lambda: Sqlite(tmp_path / "var/a.db"))
    writer.do(lambda execute: execute("CREATE TABLE word (word TEXT)"))
    return writer


def add(word: str) -> object:
    return lambda execute: execute("INSERT INTO word VALUES (:word)", {"word": word})


def test_who_no_longer_waits_is_left_out_and_the_others_are_served(tmp_path: Path) -> None:
    """As when a server stops waiting for an answer that it will not give."""
    writer, gate = writer_of(tmp_path), threading.Event()
    first = writer.submit(lambda execute: gate.wait())
    second, third = writer.submit(add("two")), writer.submit(add("three"))
    assert not first.cancel() or first.cancelled()
    assert second.cancel()
    gate.set()
    third.result()
    assert writer.do(lambda execute: execute("SELECT word FROM word")) == [{"word": "three"}]
    writer.close()


def test_what_was_submitted_before_the_end_is_done(tmp_path: Path) -> None:
    writer = writer_of(tmp_path)
    futures = [writer.submit(add(str(number))) for number in range(200)]
    writer.close()
    assert all(future.exception() is None for future in futures)
    with pytest.raises(NotKept):
        writer.submit(add("late"))


def test_what_cannot_be_done_fails_alone(tmp_path: Path) -> None:
    writer, gate = writer_of(tmp_path), threading.Event()
    writer.submit(lambda execute: gate.wait())
    good, bad, ugly = (
        writer.submit(work)
        for work in (add("good"), lambda execute: execute("INSERT INTO nowhere VALUES (1)"), lambda execute: 1 / 0)
    )
    gate.set()
    assert good.exception() is None
    assert isinstance(bad.exception(), NotKept)
    assert isinstance(ugly.exception(), ZeroDivisionError)
    assert writer.do(lambda execute: execute("SELECT word FROM word")) == [{"word": "good"}]
    writer.close()


def test_outside_a_transaction_it_is_alone(tmp_path: Path) -> None:
    writer = writer_of(tmp_path)

    def outside(execute: Execute) -> list[object]:
        execute("INSERT INTO word VALUES ('kept')")
        return [execute("VACUUM")]

    futures = [writer.submit(add("a")), writer.submit(outside, is_alone=True), writer.submit(add("b"))]
    assert [future.exception() for future in futures] == [None, None, None]
    writer.forget()
    writer.close()


def test_parts_of_one_work_that_wait_together_are_done_together(tmp_path: Path) -> None:
    writer, gate = writer_of(tmp_path), threading.Event()
    groups: list[list[str]] = []

    def add_all(execute: Execute, words: Sequence[str]) -> list[int | Exception]:
        groups.append(list(words))
        for word in words:
            execute("INSERT INTO word VALUES (:word)", {"word": word})
        return [ZeroDivisionError() if word == "bad" else len(words) for word in words]

    writer.submit(lambda execute: gate.wait())
    futures = [writer.submit_to(add_all, word) for word in ("one", "bad", "three")]
    between = writer.submit(add("four"))
    last = writer.submit_to(add_all, "five")
    gate.set()
    assert [type(future.exception()) for future in (*futures, between, last)] == [
        type(None),
        ZeroDivisionError,
        *[type(None)] * 3,
    ]
    assert (futures[0].result(), last.result()) == (3, 1)
    assert groups == [["one", "bad", "three"], ["five"]]
    assert len(writer.do(lambda execute: execute("SELECT * FROM word"))) == 5
    writer.close()


def test_what_fails_all_and_passes_is_tried_again_together(tmp_path: Path) -> None:
    writer, gate = writer_of(tmp_path), threading.Event()
    tried: list[int] = []

    def busy_once(execute: Execute, words: Sequence[str]) -> list[str | Exception]:
        tried.append(len(words))
        if len(tried) == 1:
            raise NotKept("busy", is_passing=True)
        return list(words)

    writer.submit(lambda execute: gate.wait())
    futures = [writer.submit_to(busy_once, word) for word in ("one", "two")]
    gate.set()
    assert [future.result() for future in futures] == ["one", "two"]
    assert tried == [2, 2]
    writer.close()
