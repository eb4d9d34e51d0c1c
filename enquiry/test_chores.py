"""What the clock owes is done once, at its time or as soon as it can be, and what is old goes everywhere."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from enquiry.backups import backups_in
from enquiry.chores import CHORES, TRY_AGAIN_S, Clock, Done, begin, do_what_is_owed
from enquiry.conftest import WELL_FILLED, Running
from enquiry.enquiry import Enquiry
from enquiry.letters import NOT_SPAM, Desk, compose
from enquiry.mail import post_to_folder
from enquiry.retention import months_before
from enquiry.settings import Settings
from enquiry.spam import Reason, Seen, Verdict
from enquiry.store import Store
from enquiry.test_store import NOW, good
from enquiry.tokens import Signer
from tests.postgresql import PostgreSQL

DAY = timedelta(days=1)


def held(seen: Seen) -> Verdict:
    return Verdict("held", 7, (Reason("honeypot_filled", 7, "A field that people cannot see was filled in."),))


def unconfirmed(seen: Seen) -> Verdict:
    return Verdict("unconfirmed", 1, ())


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where letters and backups lie when the database is elsewhere
    if request.param == "postgresql":
        server: PostgreSQL = request.getfixturevalue("postgresql")
        settings = replace(settings, database=server.new_database())
    store = Store.open(settings.database)
    yield Desk(settings, store, Signer(b"s" * 32))
    store.close()


def names(done: list[Done]) -> list[str]:
    assert not [one for one in done if one.is_fault]
    return [one.chore for one in done]


def letters_of(desk: Desk, now: datetime) -> list[EmailMessage]:
    """Sends what waits, into the folder of letters."""
    post, sent = post_to_folder(desk.settings.mail_folder), []
    for letter in desk.store.claim_letters(now.timestamp(), 100):
        message = compose(letter, desk.settings, desk.store, desk.signer)
        post(message, lambda: None)
        desk.store.mark_sent(letter, now.timestamp())
        sent.append(email.message_from_bytes(message.as_bytes(), policy=default))
    return sent  # type: ignore[return-value]


def words_of(letter: EmailMessage) -> str:
    return str(letter.get_content()).replace("\r\n", "\n")


def add(desk: Desk, name: str, judge: object = good, now: datetime = NOW) -> str:
    enquiry = Enquiry(f"{name} Quillfeather", f"{name.lower()}@example.com", f"{name} unmistakable " * 20)
    return desk.store.keep(enquiry, origin="same", now=now, judge=judge).result().reference  # type: ignore[arg-type]


def test_each_chore_has_its_time() -> None:
    monday = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
    times = {chore.name: chore.last_time(monday + 5 * DAY - timedelta(seconds=1)) for chore in CHORES}
    assert times["weekly"] == monday
    assert times["digest"] == monday + 4 * DAY
    assert times["backup"] == monday + 5 * DAY - timedelta(hours=2)
    assert {chore.last_time(monday - timedelta(seconds=1)) for chore in CHORES if chore.name == "weekly"} == {
        monday - 7 * DAY
    }


def test_a_chore_is_done_once_at_its_time_and_over_all_processes(desk: Desk) -> None:
    begin(desk, NOW)  # a Monday, 07:30
    other = Desk(desk.settings, Store.open(desk.settings.database), desk.signer)
    assert do_what_is_owed(desk, NOW + timedelta(minutes=20)) == []
    tomorrow = NOW + DAY
    nightly = ["retention", "backup", "sweep", "prune", "digest", "canary"]
    assert names(do_what_is_owed(desk, tomorrow)) == nightly
    assert do_what_is_owed(other, tomorrow) == do_what_is_owed(desk, tomorrow + timedelta(minutes=1)) == []
    assert names(do_what_is_owed(other, NOW + 40 * DAY, is_attended=True)) == sorted(
        [*nightly, "weekly"], key=[chore.name for chore in CHORES].index
    )
    begin(other, NOW + 41 * DAY)
    assert "backup" in names(do_what_is_owed(other, NOW + 41 * DAY))
    other.store.close()


def test_a_chore_whose_process_died_is_taken_up_by_the_next(desk: Desk) -> None:
    begin(desk, NOW)
    tomorrow = NOW + DAY
    assert desk.store.is_due("backup: begun", TRY_AGAIN_S, tomorrow.timestamp())  # and then it died
    assert "backup" not in names(do_what_is_owed(desk, tomorrow))
    assert names(do_what_is_owed(desk, tomorrow + timedelta(seconds=TRY_AGAIN_S))) == ["backup"]


def test_a_fault_of_one_chore_keeps_no_other_and_it_is_tried_again(desk: Desk) -> None:
    begin(desk, NOW)
    desk.settings.folder.mkdir(exist_ok=True)
    desk.settings.backup_folder.write_text("A file where the folder should be.")
    done = do_what_is_owed(desk, NOW + DAY)
    assert [one.chore for one in done if one.is_fault] == ["backup"]
    assert "digest" in [one.chore for one in done]
    desk.settings.backup_folder.unlink()
    later = NOW + DAY + timedelta(seconds=TRY_AGAIN_S)
    assert names(do_what_is_owed(desk, later)) == ["backup"]
    assert len(backups_in(desk.settings.backup_folder)) == 1


def test_the_digest_tells_of_what_is_newly_held_and_of_nothing_else(desk: Desk) -> None:
    begin(desk, NOW)
    reference, other = add(desk, "Ada", held, NOW + timedelta(hours=2)), add(desk, "Bob", unconfirmed, NOW + DAY / 2)
    add(desk, "Cy", good, NOW + DAY / 2)
    assert "digest" in names(do_what_is_owed(desk, NOW + DAY))
    [_, digest] = letters_of(desk, NOW + DAY)
    assert (digest["Subject"], digest["To"]) == ("Held: 2", "coach@example.org")
    words = words_of(digest)
    assert words.index(other) < words.index(reference)  # the likeliest to be genuine first
    assert "Ada Quillfeather   (held, 7 points)" in words
    assert "\n    7  A field that people cannot see was filled in.\n" in words
    first = next(line.strip() for line in words.splitlines() if line.startswith("  Ada unmistakable"))
    assert (len(first), first[-1]) == (80, "…")
    assert "Cy" not in words
    [link] = [line.split()[-1] for line in words.splitlines() if reference in line and "Not spam:" in line]
    assert link.startswith("https://example.org/contact/not-spam/?")
    query = parse_qs(urlsplit(link).query)
    assert desk.signer.is_signed(NOT_SPAM, query["r"][0], query["s"][0])
    assert [letter["about"] for letter in desk.store.letters() if "Ada" in str(letter)] == []
    do_what_is_owed(desk, NOW + 2 * DAY)
    assert letters_of(desk, NOW + 2 * DAY) == []  # it was told of already


def test_what_came_in_the_very_second_of_a_digest_is_in_the_next(desk: Desk) -> None:
    """It was not on the disk yet when that one was written; and its time is kept without the part of a second."""
    moment = (NOW + DAY).replace(microsecond=500_000)
    begin(desk, NOW)
    do_what_is_owed(desk, moment)
    reference = add(desk, "Ada", held, NOW + DAY)
    do_what_is_owed(desk, moment + DAY)
    [digest] = [letter for letter in letters_of(desk, moment + DAY) if letter["Subject"] == "Held: 1"]
    assert reference in words_of(digest)


def test_the_link_of_the_digest_lets_an_enquiry_through(running: Running) -> None:
    reference = running.post(WELL_FILLED | {"website": "x"}).headers["location"].rpartition("=")[2]
    store = Store.open(running.settings.database)
    signer = Signer((running.settings.folder / "secret").read_bytes().strip())
    desk = Desk(replace(running.settings, address=f"http://127.0.0.1:{running.port}"), store, signer)
    do_what_is_owed(desk, datetime.now(UTC), only=("digest",))
    [letter] = store.claim_letters(datetime.now(UTC).timestamp())
    words = compose(letter, desk.settings, store, signer).get_content()
    [link] = [line.split()[-1] for line in words.splitlines() if "Not spam:" in line]
    path = link.partition(f":{running.port}")[2]
    assert running.ask("GET", path).status == 200
    kept = store.get(reference)
    assert kept is not None and kept.state == "held"
    assert running.ask("POST", path).status == 200
    kept = store.get(reference)
    assert kept is not None and kept.state == "new"
    store.close()


def test_the_weekly_letter_comes_when_nothing_came_and_is_a_real_enquirys(desk: Desk) -> None:
    begin(desk, NOW)
    monday = NOW + 7 * DAY
    assert "weekly" in names(do_what_is_owed(desk, monday))
    [letter] = letters_of(desk, monday)
    assert letter["Subject"] == "Your website’s week: nothing came"
    words = words_of(letter)
    assert words.startswith("Nothing came this week. What comes is kept and sent on, as this letter was. Whether")
    assert "Last backup:      9 March 2026" in words
    [canary] = [kept for kept in desk.store.enquiries() if kept.is_canary]
    assert canary.reference in words
    assert [row["sent_at"] for row in desk.store.letters(canary.reference)] == [monday.timestamp()]
    assert desk.store.counts() == {}
    do_what_is_owed(desk, monday + DAY)
    do_what_is_owed(desk, monday + 2 * DAY)
    assert letters_of(desk, monday + 2 * DAY) == []
    do_what_is_owed(desk, monday + 8 * DAY)
    [after] = letters_of(desk, monday + 8 * DAY)
    assert f"The test enquiry before this one, {canary.reference}, was sent after 0 seconds." in words_of(after)
    assert [kept.state for kept in desk.store.enquiries() if kept.reference == canary.reference] == ["erased"]


def test_the_weekly_letter_counts_and_names_what_will_go(desk: Desk) -> None:
    begin(desk, NOW)
    old = add(desk, "Ada", good, NOW - timedelta(days=361))
    for number in range(3):
        add(desk, f"Bob{number}", good if number else held, NOW + DAY)
    [*_, dead] = desk.store.claim_letters((NOW + DAY).timestamp())
    desk.store.mark_dead(dead, "552", (NOW + DAY).timestamp())
    do_what_is_owed(desk, NOW + 7 * DAY, only=("weekly",))
    weekly = next(letter for letter in letters_of(desk, NOW + 7 * DAY) if "week" in letter["Subject"])
    words = words_of(weekly)
    assert weekly["Subject"] == "Your website’s week: 3 came"
    assert "Came this week:   1 held, 2 new\n" in words
    assert "Not handled yet:  3\n" in words
    assert "Given up:         1 letter\n" in words
    assert f"erased within a week, after 12 months: {old}." in words
    assert "Quillfeather" not in words


def test_a_test_enquiry_that_is_not_sent_within_a_day_is_an_alarm_once(desk: Desk) -> None:
    begin(desk, NOW)
    do_what_is_owed(desk, NOW + 7 * DAY, only=("weekly",))
    assert names(do_what_is_owed(desk, NOW + 7 * DAY + timedelta(hours=23), only=("canary",)))
    assert [row["kind"] for row in desk.store.letters()] == ["notify"]
    for hours in (24, 25):
        do_what_is_owed(desk, NOW + 7 * DAY + timedelta(hours=hours), only=("canary",))
    assert [row["kind"] for row in desk.store.letters()] == ["notify", "alarm"]
    alarm = next(one for one in letters_of(desk, NOW + 9 * DAY) if "arrive" in one["Subject"])
    assert "has waited for 24 hours" in alarm.get_content()


def everything(desk: Desk) -> bytes:
    """Every byte of every file."""
    files = [file for file in desk.settings.folder.rglob("*") if file.is_file()]
    assert len(files) > 1
    return b"".join(file.read_bytes() for file in files)


def test_what_is_old_goes_from_the_database_its_letters_and_every_backup(desk: Desk) -> None:
    """In no byte of any file, while what is younger stays."""
    begin(desk, NOW)
    ages = {
        "Ada": ("new", 366),
        "Bob": ("held", 31),
        "Cy": ("new", 360),
        "Di": ("held", 29),
        "Eve": ("unconfirmed", 31),
    }
    references = {}
    for name, (state, days) in ages.items():
        judge = {"new": good, "held": held, "unconfirmed": unconfirmed}[state]
        references[name] = add(desk, name, judge, NOW - days * DAY)
    do_what_is_owed(desk, NOW, only=("backup",))
    desk.store.do(lambda execute: execute("UPDATE chore SET done_at = 0 WHERE name = 'digest'"))
    do_what_is_owed(desk, NOW - 28 * DAY, only=("digest",))
    letters_of(desk, NOW - 28 * DAY)
    (desk.settings.mail_folder / f".{references['Ada']}.notify.99").write_text("Ada unmistakable, left unfinished")
    [digest] = desk.settings.mail_folder.glob("*.digest.eml")
    assert "Bob unmistakable" in digest.read_text()
    before = everything(desk)
    assert all(f"{name} unmistakable".encode() in before for name in ages)
    assert names(do_what_is_owed(desk, NOW, only=("retention",)))
    after = everything(desk)
    assert [name for name in ages if f"{name} unmistakable".encode() in after] == ["Cy", "Di"]
    assert [name for name in ages if f"{name} Quillfeather".encode() in after] == ["Cy", "Di"]
    kept = desk.store.get(references["Ada"])
    assert kept is not None and (kept.state, kept.received_at) == ("erased", NOW - 366 * DAY)


def test_no_chore_holds_all_that_was_written_in_memory(settings: Settings) -> None:
    """A flood of the longest messages is held for a month; the unit gives the service 256 MB."""
    store = Store.open(settings.database)
    desk = Desk(settings, store, Signer(b"s" * 32))
    flood = [Enquiry(f"B {number}", "b@example.com", "x" * 10_000, reflections="y" * 20_000) for number in range(1_500)]
    for future in [store.keep(one, origin="same", now=NOW, judge=held) for one in flood]:
        future.result()
    del flood, future
    begin(desk, NOW - 40 * DAY)
    tracemalloc.start()
    done = do_what_is_owed(desk, NOW + DAY, is_attended=True)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    store.close()
    assert {"retention", "backup", "sweep", "digest"} <= set(names(done))
    assert most < 20_000_000


def test_a_change_begins_the_time_anew(desk: Desk) -> None:
    reference = add(desk, "Ada", good, NOW - 366 * DAY)
    desk.store.set_state(reference, "handled", NOW - DAY)
    do_what_is_owed(desk, NOW, only=("retention",))
    kept = desk.store.get(reference)
    assert kept is not None and kept.state == "handled"


def test_a_clock_that_leaps_erases_nothing_on_that_day(desk: Desk) -> None:
    reference = add(desk, "Ada")
    begin(desk, NOW)
    leapt = NOW + 4_000 * DAY
    do_what_is_owed(desk, leapt)
    kept = desk.store.get(reference)
    assert kept is not None and kept.state == "new"
    do_what_is_owed(desk, NOW + DAY)  # it is put right, and nothing is lost
    assert desk.store.get(reference) == kept
    do_what_is_owed(desk, leapt)
    do_what_is_owed(desk, leapt + DAY)  # it was right
    kept = desk.store.get(reference)
    assert kept is not None and kept.state == "erased"


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [((2026, 3, 2), 12, (2025, 3, 2)), ((2028, 2, 29), 12, (2027, 2, 28)), ((2026, 1, 31), 2, (2025, 11, 30))],
)
def test_months_are_the_calendars(moment: tuple[int, int, int], months: int, before: tuple[int, int, int]) -> None:
    assert months_before(datetime(*moment, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)


def test_the_clocks_thread_does_what_is_owed_and_tells_the_outbox(desk: Desk) -> None:
    long_ago = datetime.now(UTC) - 8 * DAY
    begin(desk, long_ago)
    woken = threading.Event()
    clock = Clock(desk, woken.set)
    clock.start()
    assert woken.wait(20)
    clock.stop()
    assert len(backups_in(desk.settings.backup_folder)) == 1
    assert [row["kind"] for row in desk.store.letters()] == ["notify"]


def test_the_service_that_runs_does_them_and_logs_nothing_personal(settings: Settings) -> None:
    """Made up for at its start: a backup, a digest, the weekly letter, and what is old is erased."""
    desk = Desk(settings, Store.open(settings.database), Signer(b"s" * 32))
    begin(desk, datetime.now(UTC) - 8 * DAY)
    add(desk, "Ada", held, datetime.now(UTC) - DAY)
    old = add(desk, "Bob", held, datetime.now(UTC) - 31 * DAY)
    environment = {name: text for name, text in os.environ.items() if not name.startswith("ENQUIRY_")} | {
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "ENQUIRY_RECIPIENT": settings.recipient,
        "ENQUIRY_DATABASE": settings.database,
        "ENQUIRY_BIND": "127.0.0.1:0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "enquiry", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 30
    while len(list(settings.mail_folder.glob("*.eml"))) < 2:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    process.terminate()
    _, logged = process.communicate(timeout=20)
    assert sorted(file.name.split(".")[1] for file in settings.mail_folder.glob("*.eml")) == ["digest", "notify"]
    assert len(backups_in(settings.backup_folder)) == 1
    kept = desk.store.get(old)
    assert kept is not None and kept.state == "erased"
    assert b'"event": "a chore was done", "chore": "retention"' in logged
    assert b"Quillfeather" not in logged and b"unmistakable" not in logged and b"@" not in logged
    desk.store.close()
