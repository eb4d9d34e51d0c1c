"""What is backed up comes back; who is erased is in no backup."""

from __future__ import annotations

import random
import stat
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from enquiry.backups import BackupFault, back_up, backups_in, drop_old, erase_in, restore
from enquiry.conftest import fresh_address
from enquiry.copying import TABLES, NotCopied, copy, copy_rows
from enquiry.database import NOTHING, Database, Row, Sqlite, connect
from enquiry.enquiry import Enquiry
from enquiry.schema import migrate
from enquiry.store import Store
from enquiry.test_conformance import held
from enquiry.test_store import NOW, good, keep


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of another database, with nothing in it."""
    return fresh_address(request, tmp_path / "there")


@pytest.fixture
def store(each_store: Store) -> Store:
    return each_store


def fill(store: Store, number: int = 30) -> list[str]:
    """Enquiries of many sizes, in several states, with letters and events."""
    chance = random.Random(7)
    references = []
    for one in range(number):
        words = f"person{one:03}unmistakable " * chance.randrange(1, 400)
        enquiry = Enquiry(f"Person{one:03}Unmistakable ü", f"person{one:03}unmistakable@example.com", words.strip())
        judge = good if one % 3 else held
        references.append(store.keep(enquiry, origin="same", now=NOW, judge=judge).result().reference)
    for letter in store.claim_letters(NOW.timestamp(), 5):
        store.mark_sent(letter, NOW.timestamp())
    for reference in references[::4]:
        store.set_state(reference, "handled", NOW + timedelta(hours=1))
    return references


def test_every_table_is_copied(tmp_path: Path) -> None:
    database = Sqlite(tmp_path / "enquiries.db")
    migrate(database)
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    database.close()
    assert {row["name"] for row in rows} == set(TABLES)


def test_a_backup_comes_back_as_it_was(store: Store, address: str, empty: str, tmp_path: Path) -> None:
    fill(store)
    store.is_due("digest", 1, NOW.timestamp())
    backup, copied = back_up(address, tmp_path / "copies", NOW)
    assert backup.name == "enquiries-2026-03-02-073000.db"
    assert {one.table: one.found for one in copied} | {"tally": 0} == {
        "enquiry": 30,
        "event": 38,
        "letter": 20,
        "tally": 0,
        "chore": 1,
    }
    before = backup.read_bytes()
    assert restore(backup, empty) == copied
    again = Store.open(empty)
    assert again.enquiries() == store.enquiries()
    assert [again.events(one.reference) for one in again.enquiries()] == [
        store.events(one.reference) for one in store.enquiries()
    ]
    assert again.letters() == store.letters()
    again.close()
    assert backup.read_bytes() == before
    assert sorted(file.name for file in backup.parent.iterdir()) == [backup.name]


def test_a_backup_is_private_and_is_one_file(store: Store, address: str, tmp_path: Path) -> None:
    keep(store)
    backup, _ = back_up(address, tmp_path / "copies", NOW)
    assert [file.name for file in backup.parent.iterdir()] == [backup.name]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700


def test_a_backup_is_of_one_moment_and_keeps_nobody_waiting(store: Store, address: str, tmp_path: Path) -> None:
    """What comes while it is made is kept at once, and is not in it by half."""
    fill(store)
    late: list[str] = []

    class Eventful:
        """A database in which somebody writes while its events are read."""

        def __init__(self, database: Database) -> None:
            self._database, self.dialect = database, database.dialect

        def execute(self, sql: str, values: Mapping[str, Any] = NOTHING) -> list[Row]:
            if "FROM event" in sql and not late:
                late.append(keep(store, Enquiry("Late", "late@example.com", "While you copy.")).reference)
            return self._database.execute(sql, values)

    source, target = connect(address), Sqlite(tmp_path / "copy.db")
    migrate(target)
    copied = {one.table: one.found for one in copy_rows(Eventful(source), target)}  # type: ignore[arg-type]
    assert (copied["enquiry"], copied["event"], copied["letter"]) == (30, 38, 20)
    assert store.get(late[0]) is not None
    source.close()
    target.close()


def test_a_backup_goes_only_into_an_empty_database(store: Store, address: str, tmp_path: Path) -> None:
    reference = keep(store).reference
    backup, _ = back_up(address, tmp_path / "copies", NOW)
    with pytest.raises(NotCopied, match="not empty"):
        restore(backup, address)
    assert [one.reference for one in store.enquiries()] == [reference]
    assert sorted(file.name for file in backup.parent.iterdir()) == [backup.name]


def test_a_damaged_backup_is_told_and_not_used(store: Store, address: str, tmp_path: Path) -> None:
    fill(store)
    backup, _ = back_up(address, tmp_path / "copies", NOW)
    whole = backup.read_bytes()
    backup.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    with pytest.raises(BackupFault, match="damaged"):
        restore(backup, f"sqlite:///{tmp_path}/new/enquiries.db")
    backup.write_text("My notes")
    with pytest.raises(BackupFault, match="not a backup"):
        restore(backup, f"sqlite:///{tmp_path}/new/enquiries.db")
    with pytest.raises(BackupFault, match="is not there"):
        restore(tmp_path / "nothing.db", f"sqlite:///{tmp_path}/new/enquiries.db")
    assert not (tmp_path / "nothing.db").exists()


def test_who_is_erased_is_in_no_byte_of_a_backup_and_the_others_are(store: Store, address: str, tmp_path: Path) -> None:
    references = fill(store, 60)
    backup, _ = back_up(address, tmp_path / "copies", NOW)
    gone = set(references[::2])
    assert erase_in(backup, gone | {"AAAA-AAAA"}, "", NOW) == sorted(gone)
    data = backup.read_bytes().lower()
    assert [one for one in range(60) if f"person{one:03}unmistakable".encode() in data] == list(range(1, 60, 2))
    assert erase_in(backup, set(), "PERSON001Unmistakable@example.com", NOW) == [references[1]]
    assert b"person001unmistakable" not in backup.read_bytes().lower()
    assert [file.name for file in backup.parent.iterdir()] == [backup.name]
    changed = backup.stat().st_mtime_ns
    assert erase_in(backup, gone, "", NOW) == []
    assert backup.stat().st_mtime_ns == changed


def test_backups_go_after_35_days_but_never_the_last(store: Store, address: str, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    made = [back_up(address, folder, NOW + timedelta(days=days))[0] for days in (0, 20, 40)]
    (folder / "mine.db").write_text("Not one of these.")
    assert drop_old(folder, NOW + timedelta(days=36)) == made[:1]
    assert drop_old(folder, NOW + timedelta(days=4_000)) == made[1:2]
    assert backups_in(folder) == made[2:]
    assert (folder / "mine.db").exists()


def test_one_database_is_copied_to_another_and_counted(store: Store, address: str, empty: str) -> None:
    """And there its rows are numbered on from where the copied ones end."""
    fill(store)
    copied = copy(address, empty)
    assert all(one.read == one.found for one in copied)
    other = Store.open(empty)
    assert other.enquiries() == store.enquiries()
    newest = keep(other, Enquiry("Next", "next@example.com", "After the move.")).reference
    assert [letter["reference"] for letter in other.letters(newest)] == [newest]
    other.close()
