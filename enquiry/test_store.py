"""What is kept, where, and for whom to read."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from enquiry.enquiry import Enquiry
from enquiry.store import NotKept, Store

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
ADA = Enquiry(name="Ada", email="ada@example.com", message="May we talk?")


def keep(store: Store, enquiry: Enquiry = ADA) -> str:
    return store.keep(enquiry, origin="same", now=NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var/private/enquiries.db"


def test_files_are_their_owners_alone_and_so_is_the_folder(path: Path) -> None:
    store = Store(path)
    keep(store)
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["enquiries.db", "enquiries.db-shm", "enquiries.db-wal"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    store.close()


def test_every_commit_waits_for_the_disk(path: Path) -> None:
    store = Store(path)
    with store._transaction() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
    store.close()


def test_what_was_kept_is_there_after_kill_9(path: Path) -> None:
    """The other process ends the moment `keep` has returned, without closing anything."""
    program = (
        "import os, pathlib, sys\n"
        "from enquiry.test_store import keep, Store\n"
        "store = Store(pathlib.Path(sys.argv[1]))\n"
        "print(keep(store), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    died = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True)
    assert died.returncode == -9
    store = Store(path)
    [letter] = store.due_letters(NOW.timestamp())
    assert (letter.reference, letter.enquiry) == (died.stdout.strip(), ADA)
    store.close()


def test_one_key_and_the_same_words_are_one_enquiry(path: Path) -> None:
    store = Store(path)
    once = Enquiry("Ada", "ada@example.com", "May we talk?", key="k1")
    assert keep(store, once) == keep(store, once)
    assert len(store.due_letters(NOW.timestamp())) == 1
    store.close()


def test_one_key_with_other_words_is_another_enquiry_and_nothing_is_lost(path: Path) -> None:
    """A visitor goes back to the page, which still has its key, mends the message and sends it again."""
    store = Store(path)
    first = keep(store, Enquiry("Ada", "ada@example.com", "May we talk?", key="k1"))
    second = keep(store, Enquiry("Ada", "ada@example.com", "May we talk on Monday?", key="k1"))
    assert first != second
    store.close()


def test_without_a_key_the_same_words_twice_are_two_enquiries(path: Path) -> None:
    store = Store(path)
    assert keep(store) != keep(store)
    store.close()


def test_an_enquiry_without_its_letter_is_not_kept(path: Path) -> None:
    """Both are one transaction: when the letter's row cannot be written, the enquiry's is not there either."""
    store = Store(path)
    with store._transaction() as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    with pytest.raises(NotKept, match="disk full"):
        keep(store)
    with store._transaction() as connection:
        assert connection.execute("SELECT count(*) FROM enquiry").fetchone()[0] == 0
    store.close()


def test_a_failed_letter_waits_and_a_sent_one_is_gone(path: Path) -> None:
    store = Store(path)
    keep(store)
    [letter] = store.due_letters(NOW.timestamp())
    store.mark_failed(letter, "OSError", NOW.timestamp() + 30)
    assert store.due_letters(NOW.timestamp() + 29) == []
    [again] = store.due_letters(NOW.timestamp() + 30)
    assert again.tries == 1
    store.mark_sent(again, NOW.timestamp() + 30)
    assert store.due_letters(NOW.timestamp() + 9999) == []
    store.close()


def test_a_database_is_opened_again_as_it_was(path: Path) -> None:
    store = Store(path)
    reference = keep(store)
    store.close()
    store = Store(path)
    assert [letter.reference for letter in store.due_letters(NOW.timestamp())] == [reference]
    store.close()


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("My notes, which are long enough to be taken for something else. " * 20)
    with pytest.raises(NotKept, match=r"notes\.txt"):
        Store(path)
    assert path.read_text().startswith("My notes")


def test_a_locked_database_is_waited_for_then_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(path)
    store._connection.execute("PRAGMA busy_timeout=50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotKept, match="locked"):
        keep(store)
    other.close()
    assert keep(store)
    store.close()
