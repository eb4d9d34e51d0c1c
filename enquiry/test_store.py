"""What is kept, where, and for whom to read. What SQLite and PostgreSQL promise alike is in test_conformance.py."""

from __future__ import annotations

import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest

from enquiry import database
from enquiry.database import NotKept
from enquiry.enquiry import Enquiry
from enquiry.keeping import Receipt
from enquiry.spam import Seen, Verdict
from enquiry.store import Store

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
ADA = Enquiry(name="Ada", email="ada@example.com", message="May we talk?")


def good(seen: Seen) -> Verdict:
    return Verdict("new", 0, ())


def keep(store: Store, enquiry: Enquiry = ADA) -> Receipt:
    return store.keep(enquiry, origin="same", now=NOW, judge=good).result()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var/private/enquiries.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{path}")
    yield store
    store.close()


def test_files_are_their_owners_alone_and_so_is_the_folder(store: Store, path: Path) -> None:
    keep(store)
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["enquiries.db", "enquiries.db-shm", "enquiries.db-wal"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


def test_every_commit_waits_for_the_disk(store: Store) -> None:
    [mode] = store.do(lambda execute: execute("SELECT journal_mode FROM pragma_journal_mode"))
    [level] = store.do(lambda execute: execute("SELECT synchronous FROM pragma_synchronous"))
    assert (mode["journal_mode"], level["synchronous"]) == ("wal", 2)  # FULL


def test_sqlite_is_one_without_the_fault_in_its_write_ahead_log() -> None:
    """https://sqlite.org/wal.html#walresetbug: mended in 3.51.3."""
    assert tuple(map(int, apsw.sqlite_lib_version().split("."))) >= (3, 51, 3)


def test_what_was_kept_is_there_after_kill_9(path: Path) -> None:
    """The other process ends the moment `keep` has returned, without closing anything."""
    program = (
        "import os, sys\n"
        "from enquiry.test_store import keep, Store\n"
        "store = Store.open(sys.argv[1])\n"
        "print(keep(store).reference, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    address = f"sqlite:///{path}"
    died = subprocess.run([sys.executable, "-c", program, address], capture_output=True, text=True)
    assert died.returncode == -9
    store = Store.open(address)
    [letter] = store.claim_letters(NOW.timestamp())
    assert letter.kept is not None
    assert (letter.reference, letter.kept.enquiry) == (died.stdout.strip(), ADA)
    store.close()


def test_a_database_of_the_first_release_is_brought_up_to_date(path: Path) -> None:
    """What is in it and what waited to be sent are still there."""
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as old:
        old.executescript(
            """
            CREATE TABLE enquiry (reference TEXT PRIMARY KEY, idempotency_key TEXT UNIQUE, received_at TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'new', origin TEXT NOT NULL, fields TEXT NOT NULL) STRICT;
            CREATE TABLE outbox (id INTEGER PRIMARY KEY, reference TEXT NOT NULL REFERENCES enquiry,
                kind TEXT NOT NULL, due_at REAL NOT NULL, tries INTEGER NOT NULL DEFAULT 0, last_error TEXT,
                sent_at REAL) STRICT;
            CREATE INDEX outbox_waiting ON outbox (due_at) WHERE sent_at IS NULL;
            INSERT INTO enquiry VALUES ('K7QM-42TD', NULL, '2026-03-02T07:30:00+00:00', 'new', 'same',
                '{"name": "Ada", "email": "ada@example.com", "message": "May we talk?"}');
            INSERT INTO outbox VALUES (1, 'K7QM-42TD', 'notify', 1000.0, 3, 'OSError', NULL);
            PRAGMA user_version = 1;
            """
        )
    old.close()
    store = Store.open(f"sqlite:///{path}")
    [letter] = store.claim_letters(NOW.timestamp())
    assert (letter.reference, letter.tries, letter.made_at) == ("K7QM-42TD", 4, 1000.0)
    [kept] = store.enquiries()
    assert (kept.enquiry, kept.changed_at) == (ADA, NOW)
    store.close()


def test_a_database_of_a_later_release_is_left_alone(path: Path) -> None:
    Store.open(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as later:
        later.execute("PRAGMA user_version = 99")
    later.close()
    with pytest.raises(NotKept, match="later release"):
        Store.open(f"sqlite:///{path}")


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("My notes, which are long enough to be taken for something else. " * 20)
    with pytest.raises(NotKept, match=r"notes\.txt"):
        Store.open(f"sqlite:///{path}")
    assert path.read_text().startswith("My notes")


def test_a_locked_database_is_waited_for_then_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 50)
    store = Store.open(f"sqlite:///{path}")
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotKept, match="locked"):
        keep(store)
    other.close()
    assert keep(store)
    store.close()


def test_what_is_erased_is_in_no_file(store: Store, path: Path) -> None:
    """Neither in the database nor in its write-ahead log, in no byte."""
    receipt = keep(store, Enquiry("Ada Quillfeather", "quillfeather@example.com", "Nobody else has this name."))
    assert b"uillfeather" in b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert store.erase([receipt.reference], NOW) == [receipt.reference]
    assert b"uillfeather" not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_what_is_erased_is_in_no_file_even_where_rows_have_moved(store: Store, path: Path) -> None:
    """A row that grows pushes others to other pages; `secure_delete` does not overwrite their old places."""
    chance = random.Random(7)
    references: list[str] = []

    def words(number: int, most: int) -> Enquiry:
        word = f"person{number:03}unmistakable"
        return Enquiry(word, "a@example.com", f"{word} " * chance.randrange(1, most))

    waiting = set()
    for number in range(300):
        kept = store.keep(words(number, 30), origin="none", now=NOW, judge=lambda seen: Verdict("unconfirmed", 0, ()))
        references.append(kept.result().reference)
        waiting.add(number)
        if chance.random() < 0.5:
            grows = chance.choice(sorted(waiting))
            waiting.remove(grows)
            store.keep(words(grows, 60), origin="none", now=NOW, judge=good, confirms=references[grows]).result()
    gone = set(chance.sample(range(300), 150))
    store.erase([references[number] for number in gone], NOW)
    data = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert {number for number in range(300) if f"person{number:03}unmistakable".encode() in data} == set(
        range(300)
    ) - gone


def test_a_new_file_that_another_process_is_beginning_is_waited_for(path: Path) -> None:
    """SQLite waits for every lock but the one that makes a file a WAL: of fifty starts in one moment one failed."""
    path.parent.mkdir(parents=True)
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(Store.open, f"sqlite:///{path}")
        with pytest.raises(TimeoutError):
            opening.result(0.3)
        other.execute("COMMIT")
        assert keep(opening.result(10))
        opening.result().close()
    other.close()


FIRST_RELEASE = """
    CREATE TABLE enquiry (
        reference TEXT PRIMARY KEY, idempotency_key TEXT UNIQUE, received_at TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'new', origin TEXT NOT NULL, fields TEXT NOT NULL
    ) STRICT;
    CREATE TABLE outbox (
        id INTEGER PRIMARY KEY, reference TEXT NOT NULL REFERENCES enquiry, kind TEXT NOT NULL, due_at REAL NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0, last_error TEXT, sent_at REAL
    ) STRICT;
    CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL;
    INSERT INTO enquiry VALUES ('ABCD-EFGH', NULL, '2026-01-02T03:04:05+00:00', 'new', 'same',
        '{"name": "Ada", "email": "ada@example.com", "message": "Told already", "key": ""}');
    INSERT INTO enquiry VALUES ('BCDE-FGHJ', 'k', '2026-03-02T03:04:05+00:00', 'new', 'none',
        '{"name": "Bo", "email": "bo@example.com", "message": "Not told yet", "key": "k"}');
    INSERT INTO outbox VALUES (1, 'ABCD-EFGH', 'notify', 1.0, 1, NULL, 2.0);
    INSERT INTO outbox VALUES (2, 'BCDE-FGHJ', 'notify', 3.0, 4, 'OSError', NULL);
    PRAGMA user_version = 1;
"""


def test_what_the_first_release_kept_is_there_and_its_letters_leave(path: Path) -> None:
    path.parent.mkdir(parents=True)
    connection = apsw.Connection(str(path))
    connection.execute(FIRST_RELEASE)
    connection.close()
    store = Store.open(f"sqlite:///{path}")
    told = {kept.reference: (kept.enquiry.message, kept.state, kept.score) for kept in store.enquiries()}
    assert told == {"ABCD-EFGH": ("Told already", "new", 0), "BCDE-FGHJ": ("Not told yet", "new", 0)}
    assert all(kept.changed_at == kept.received_at for kept in store.enquiries())
    [letter] = store.claim_letters(NOW.timestamp())
    assert (letter.reference, letter.tries, letter.unknown) == ("BCDE-FGHJ", 5, 0)
    assert [row["sent_at"] for row in store.letters("ABCD-EFGH")] == [2.0]
    store.close()
