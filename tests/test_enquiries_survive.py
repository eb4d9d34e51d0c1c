"""The contact form's service is killed, its disk filled, its database and mail server taken away: nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest

from enquiry.enquiry import Enquiry
from enquiry.letters import compose
from enquiry.outbox import LEAST_TRIES, Outbox
from enquiry.settings import Settings
from enquiry.smtp import Refused
from enquiry.spam import Verdict
from enquiry.store import Store
from enquiry.tokens import Signer
from tests.long import SEED, SOAK, count, done
from tests.postgresql import postgresql
from tests.surviving import Served, Visitors, check, hurry, office, served, wait_for, wait_until_all_left

IS_ROOT = os.geteuid() == 0


def test_killed_at_any_moment_under_load(tmp_path: Path) -> None:
    """Every other time while letters leave: under load they make way for posts."""
    random = Random(f"{SEED} killed enquiries")
    with office() as (letters, smtp), served(tmp_path, ENQUIRY_SMTP=smtp) as service:
        with Visitors([service], SEED) as visitors:
            for turn in range(count(2, 30, is_fixed=True)):
                visitors.wait_for_more(random.randrange(5, 60))
                if turn % 2:
                    visitors.pause()
                    wanted = letters.taken.total() + random.randrange(1, 12)
                    wait_for("letters", lambda wanted=wanted: letters.taken.total() >= wanted)
                service.kill()
                service.start(waits=False)
                visitors.go_on()
                visitors.wait_for_more(1)
                done("services killed " + ("while letters left" if turn % 2 else "under load"))
        store = Store.open(service.database)
        wait_until_all_left(store)
        store.close()
        service.end()
        for what, number in check(service, letters, visitors.received).items():
            done(f"{what}, of services that were killed", number)
    done("posts that a kill left without an answer", visitors.unanswered)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of eight megabytes of its own, where the tests may make one (ext4 in a file)."""
    image, disk = folder / "disk.img", folder / "disk"
    disk.mkdir()
    with image.open("wb") as file:
        file.truncate(8 * 1024 * 1024)
    try:
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop", image, disk], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        # In many a container not even root may.
        pytest.skip(f"a disk of its own cannot be mounted here ({error}); the limit to files is tested")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def fill(disk: Path) -> None:
    """Takes all the room there is."""
    with (disk / "filler").open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def post_until_refused(service: Served, received: dict[str, str], turn: int) -> None:
    """Posts until the disk takes no more; the visitor reads so, and keeps the words."""
    for number in range(3_000):
        words = f"May we talk about {turn}-{number}? {'Word after word. ' * 500}"[:9_000].strip()
        status, text = service.post(words, Accept="application/json")
        if status == 503:
            assert json.loads(text)["ok"] is False
            status, page = service.post(words, Accept="text/html")
            assert status == 503
            assert words in page
            return
        assert status == 200, text
        received[json.loads(text)["id"]] = words
    raise AssertionError("the disk took everything")


def test_a_full_disk_is_told_and_what_was_received_before_stays(tmp_path: Path) -> None:
    """A disk of its own where the tests are root and can mount one, and everywhere a limit to the size of files."""
    received: dict[str, str] = {}
    with office() as (letters, smtp), served(tmp_path, ENQUIRY_SMTP=smtp) as service:
        received[json.loads(service.post("First?", Accept="application/json")[1])["id"]] = "First?"
        for turn in range(count(1, 3, is_fixed=True)):
            service.limit_files(max(file.stat().st_size for file in service.file.parent.iterdir()) + 20_000)
            post_until_refused(service, received, turn)
            assert set(received) <= {reference for (reference,) in service.rows("SELECT reference FROM enquiry")}
            assert service.rows("PRAGMA integrity_check") == [("ok",)]
            service.limit_files(1 << 40)
            status, text = service.post(f"And now, {turn}?", Accept="application/json")
            assert status == 200, text
            received[json.loads(text)["id"]] = f"And now, {turn}?"
            done("disks filled, by a limit to files")
        store = Store.open(service.database)
        hurry(store)
        service.post("To wake it.")
        wait_until_all_left(store)
        store.close()
        check(service, letters, received)


@pytest.mark.skipif(not IS_ROOT, reason="a disk of its own can be mounted by root alone; the limit to files is tested")
def test_a_disk_that_is_really_full_and_one_that_turns_read_only(tmp_path: Path) -> None:
    """The kernel makes a file system read-only when it finds a fault in it; what is in the mail meanwhile is sent."""
    received: dict[str, str] = {}
    with small_disk(tmp_path) as disk, office() as (letters, smtp):
        with served(tmp_path / "own", f"sqlite:///{disk}/var/enquiries.db", ENQUIRY_SMTP=smtp) as service:
            for turn in range(count(1, 5, is_fixed=True)):
                fill(disk)
                post_until_refused(service, received, turn)
                known = {reference for (reference,) in service.rows("SELECT reference FROM enquiry")}
                assert set(received) <= known
                assert service.rows("PRAGMA integrity_check") == [("ok",)]
                (disk / "filler").unlink()
                status, text = service.post(f"And now, {turn}?", Accept="application/json")
                assert status == 200, text
                received[json.loads(text)["id"]] = f"And now, {turn}?"
                done("disks filled")
            store = Store.open(service.database)
            hurry(store)
            service.post("To wake it.")
            wait_until_all_left(store)
            store.close()
            subprocess.run(["mount", "-o", "remount,abort", disk], check=True)
            status, page = service.post("A last word?")
            assert status == 503
            assert "A last word?" in page
            assert service.ask("GET", "/healthz") == (200, "ok")
            assert service.ask("GET", "/readyz")[0] == 503
            done("file systems turned read-only")
            service.kill()
        subprocess.run(["umount", disk], check=True)
        subprocess.run(["mount", "-o", "loop", tmp_path / "disk.img", disk], check=True)
        check(service, letters, received)


VERBS = ("greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "dot")
FAULTS = [(verb, manner) for verb in VERBS for manner in ("drops", "421", "451", "535", "552")]
HANGS = [(verb, "hangs") for verb in VERBS]


def test_a_mail_server_that_fails_at_any_verb_delays_letters_and_posts_go_on(tmp_path: Path) -> None:
    """It fails three times at one verb, but hangs once: a relay's answer to the last dot is waited for two minutes."""
    random = Random(f"{SEED} mail server")
    cases = FAULTS + HANGS if SOAK else random.sample(FAULTS, 2)

    def survive(case: tuple[str, str]) -> str:
        verb, manner = case
        times = 1 if manner in ("hangs", "drops") else 3
        folder = tmp_path / "-".join(case)
        with office() as (letters, smtp), served(folder, ENQUIRY_SMTP=smtp) as service:
            letters.verb, letters.manner, letters.times = verb, manner, times
            received = {}
            for number in range(3):
                status, text = service.post(f"May we talk, {number}?", Accept="application/json")
                assert status == 200, f"{case}: {text}"
                received[json.loads(text)["id"]] = f"May we talk, {number}?"
            wait_for(f"{case} is met", lambda: letters.met)
            store = Store.open(service.database)
            failed = "SELECT id FROM letter WHERE last_error IS NOT NULL"
            wait_for(f"{case} is noted", lambda: store.do(lambda execute: execute(failed)), 150)
            letters.times = 0
            hurry(store)
            status, text = service.post("To wake it.", Accept="application/json")
            received[json.loads(text)["id"]] = "To wake it."
            wait_until_all_left(store)
            store.close()
            check(service, letters, received)
            twice = [reference for reference, number in letters.about_enquiries.items() if number == 2]
            # Only what nobody can know is sent again.
            assert len(twice) == (verb == "dot" and manner in ("drops", "hangs")), case
        return f"mail servers that answered {manner}" if manner.isdigit() else f"mail servers that {manner[:-1]}"

    with ThreadPoolExecutor(8 if SOAK else 2) as pool:
        for what in pool.map(survive, cases):
            done(what)
    assert not SOAK or len(cases) == 42


def test_two_processes_on_one_file_send_no_letter_twice(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/var/enquiries.db"
    with (
        office() as (letters, smtp),
        served(tmp_path / "one", database, ENQUIRY_SMTP=smtp) as one,
        served(tmp_path / "two", database, ENQUIRY_SMTP=smtp) as two,
    ):
        with Visitors([one, two], SEED) as visitors:
            visitors.wait_for_more(count(60, 600, is_fixed=True))
        store = Store.open(database)
        wait_until_all_left(store)
        store.close()
        found = check(one, letters, visitors.received)
        assert found["letters sent twice"] == 0
        done("letters sent by two processes on one file", found["letters sent once"])


def test_postgresql_is_taken_away_in_the_middle_of_everything(tmp_path: Path) -> None:
    """Two services on it, which go on by themselves as soon as it is back."""
    random = Random(f"{SEED} PostgreSQL")
    with postgresql() as server, office() as (letters, smtp):
        database = server.new_database()
        with (
            served(tmp_path / "one", database, ENQUIRY_SMTP=smtp) as one,
            served(tmp_path / "two", database, ENQUIRY_SMTP=smtp) as two,
            Visitors([one, two], SEED) as visitors,
        ):
            visitors.wait_for_more(40)
            before = letters.about_enquiries
            for _ in range(count(1, 10, is_fixed=True)):
                visitors.wait_for_more(random.randrange(1, 60))
                server.restart()
                visitors.wait_for_more(20)
                done("PostgreSQL restarted under load")
            visitors.pause()
            store = Store.open(database)
            try:
                wait_until_all_left(store, 5)
            except AssertionError:  # what was claimed in the moment of a restart waits for its lease to end
                hurry(store)
                wait_until_all_left(store)
            store.close()
            assert one.answers() and two.answers()
        found = check(one, letters, visitors.received)
        assert all(number == 1 for number in before.values())
        for what, number in found.items():
            done(f"{what}, while PostgreSQL came and went", number)


def test_ten_thousand_enquiries_that_wait_fit_in_little_memory(tmp_path: Path) -> None:
    """Their letters find a mail server that says nothing. The promise: less than 80 MB."""
    store = Store.open(f"sqlite:///{tmp_path}/var/enquiries.db")
    number = count(2_000, 10_000, is_fixed=True)
    futures = [
        store.keep(
            Enquiry(f"Ada {place}", f"ada{place}@example.com", f"May we talk, {place}? " + "Word after word. " * 60),
            now=datetime.now(UTC),
            origin="same",
            judge=lambda seen: Verdict("new", 0, ()),
        )
        for place in range(number)
    ]
    for future in futures:
        future.result()
    store.close()
    with office() as (letters, smtp):
        letters.verb, letters.manner, letters.times = "greeting", "hangs", 1_000
        with served(tmp_path, ENQUIRY_SMTP=smtp) as service:
            with Visitors([service], SEED) as visitors:
                visitors.wait_for_more(count(50, 500, is_fixed=True))
            wait_for("the mail server is asked", lambda: letters.met)
            assert service.ask("GET", "/readyz")[0] == 200
            assert service.memory_mb < 80
            done(f"MB of memory with {number:,} enquiries that wait", round(service.memory_mb))


def test_a_clock_that_jumps_loses_no_letter_and_sends_none_three_times(tmp_path: Path) -> None:
    """Days ahead, years back, in the middle of a try; the relay takes, refuses and hangs up at random."""
    random = Random(f"{SEED} clock")
    settings = Settings(recipient="coach@example.org", database=f"sqlite:///{tmp_path}/var/enquiries.db")
    taken = Counter[str]()
    weights = {"takes": 3, "refuses": 3, "drops": 1, "drops unseen": 1}

    def post(letter: EmailMessage, before_last_dot: Callable[[], None]) -> None:
        outcome = random.choices(list(weights), list(weights.values()))[0]
        if outcome == "refuses":
            raise Refused("RCPT", 451)
        before_last_dot()
        if outcome != "drops unseen":
            taken[str(letter["Message-ID"])] += 1
        if outcome != "takes":
            raise Refused("dot", is_known=False)

    store = Store.open(settings.database)
    outbox = Outbox(
        store, lambda letter: compose(letter, settings, store, Signer(b"of this test")), post, is_alone=True
    )
    now = datetime(2026, 3, 2, tzinfo=UTC)
    for place in range(count(20, 1_000)):
        now += random.choice((1, 1, 1, -1)) * timedelta(seconds=random.choice((1, 30, 400, 4_000, 86_400, 864_000)))
        one = Enquiry(f"Ada {place}", "ada@example.com", f"May we talk, {place}?")
        store.keep(one, now=now, origin="same", judge=lambda seen: Verdict("new", 0, ())).result()
        outbox.send_due(now.timestamp())
        done("jumps of the clock")
    weights |= {"takes": 1, "refuses": 0, "drops": 0, "drops unseen": 0}
    waiting = "SELECT count(*) AS number FROM letter WHERE sent_at IS NULL AND dead_at IS NULL"
    for _ in range(5):  # an hour is the longest that a letter waits, wherever the clock stands
        now += timedelta(seconds=3_700)
        outbox.send_due(now.timestamp())
    assert store.do(lambda execute: execute(waiting)) == [{"number": 0}]
    for one in store.enquiries():
        [row] = store.letters(one.reference)
        number = taken[f"<{one.reference}.notify@example.org>"]
        assert number <= 2
        assert number >= 1 if row["sent_at"] is not None else row["unknown"] >= 2 or row["tries"] >= LEAST_TRIES
        done("letters sent twice, or given up, as the clock jumped", number == 2 or row["sent_at"] is None)
    store.close()
