"""What is PostgreSQL's alone; what it promises like SQLite is in test_conformance.py."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Thread

import psycopg
import pytest

from enquiry.database import NotKept, connect
from enquiry.enquiry import Enquiry
from enquiry.store import Store
from enquiry.test_store import keep
from tests.postgresql import PostgreSQL

ENDING = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'enquiry' AND pid <> pg_backend_pid() AND datname = current_database()"
)


@pytest.fixture
def address(postgresql: PostgreSQL) -> str:
    return postgresql.new_database()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    store = Store.open(address)
    yield store
    store.close()


def test_every_commit_waits_for_the_disk_whatever_the_server_is_set_to(address: str, store: Store) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER ROLE enquiry SET synchronous_commit = off")
    try:
        again = Store.open(address)
        [row] = again.do(lambda execute: execute("SHOW synchronous_commit"))
        assert row == {"synchronous_commit": "on"}
        again.close()
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ALTER ROLE enquiry RESET synchronous_commit")


def test_a_connection_that_was_ended_is_made_anew_and_nobody_notices(address: str, store: Store) -> None:
    for number in range(5):
        with psycopg.connect(address) as other:
            assert other.execute(ENDING).fetchall()
        assert keep(store, Enquiry(f"Ada {number}", "ada@example.com", "May we talk?"))
    assert len(store.enquiries()) == 5


def test_processes_that_start_together_make_the_tables_once(address: str) -> None:
    barrier, stores = Barrier(6), list[Store]()

    def open_one() -> None:
        barrier.wait()
        stores.append(Store.open(address))

    threads = [Thread(target=open_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stores) == 6
    for store in stores:
        keep(store)
        store.close()


def test_a_row_that_somebody_holds_is_waited_for_then_told(
    address: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.do(lambda execute: execute("SET lock_timeout = '50ms'"))
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE letter")
        with pytest.raises(NotKept, match="55P03"):
            keep(store)
        other.rollback()
    assert keep(store)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(NotKept) as told:
        connect("postgresql://enquiry:hunter2@127.0.0.1:1/enquiries")
    assert told.value.is_passing
    assert "hunter2" not in str(told.value)
