"""The coach's commands, as they are typed."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from enquiry.__main__ import main
from enquiry.app import create_app
from enquiry.backups import backups_in
from enquiry.commands import COMMANDS
from enquiry.conftest import WELL_FILLED, Running, serving
from enquiry.enquiry import Enquiry
from enquiry.settings import Settings
from enquiry.spam import Reason, Seen, Verdict
from enquiry.store import Store
from enquiry.test_store import good
from tests.postgresql import PostgreSQL
from tests.relaying import Relay, relaying

NOW = datetime.now(UTC) - timedelta(hours=3)
HOUSE = Path(__file__).parent.parent
ADA = Enquiry("Ada Walker", "ada@example.com", "May we talk?\nOn Monday?", phone="+44 20 7946 0000", topic="Leading")

Command = Callable[..., tuple[int, str, str]]


def held(seen: Seen) -> Verdict:
    return Verdict("held", 7, (Reason("honeypot_filled", 7, "A field that people cannot see was filled in."),))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    store = Store.open(settings.database)
    yield store
    store.close()


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Types a command; returns its status, output and faults."""
    for name in [name for name in os.environ if name.startswith("ENQUIRY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ENQUIRY_RECIPIENT", settings.recipient)
    monkeypatch.setenv("ENQUIRY_DATABASE", settings.database)
    monkeypatch.setenv("ENQUIRY_SITE", str(settings.site))
    monkeypatch.setenv("ENQUIRY_ADDRESS", settings.address)

    def type_it(*arguments: str, **environment: str) -> tuple[int, str, str]:
        with pytest.MonkeyPatch.context() as patch:
            for name, text in environment.items():
                patch.setenv(name, text)
            status = main(list(arguments))
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return status, told.out, told.err

    return type_it


def add(store: Store, enquiry: Enquiry = ADA, judge: object = good, now: datetime = NOW) -> str:
    return store.keep(enquiry, origin="same", now=now, judge=judge).result().reference  # type: ignore[arg-type]


def state(store: Store, reference: str) -> str:
    kept = store.get(reference)
    assert kept is not None
    return kept.state


def test_every_command_of_the_table_is_documented() -> None:
    words = (HOUSE / "docs/contact.md").read_text("utf-8")
    assert [command.name for command in COMMANDS if f"`{command.name}" not in words] == []


def test_the_list_shows_each_enquiry_on_a_line_and_by_state(run: Command, store: Store) -> None:
    assert run("list") == (0, "There is no enquiry.\n", "")
    reference = add(store)
    other = add(store, replace(ADA, name="Bob", message="Cheap " * 40), held)
    store.erase([add(store, replace(ADA, name="Cy"))], NOW)
    _, told, _ = run("list")
    heading, *lines = told.splitlines()
    assert heading.split() == ["reference", "received", "(UTC)", "state", "score", "name", "first", "words"]
    assert sorted(line.split()[0] for line in lines) == sorted([reference, other])
    line = next(line for line in lines if reference in line)
    assert (
        line == f"{reference}  {NOW:%Y-%m-%d %H:%M}  new              0  Ada Walker            May we talk? On Monday?"
    )
    _, told, _ = run("list", "--state", "held")
    assert (reference in told, other in told) == (False, True)
    assert run("list", "--state", "unconfirmed") == (0, "No enquiry is unconfirmed.\n", "")
    assert "And 1 older ones: --most 2" in run("list", "--most", "1")[1]


def test_everything_of_one_is_shown(run: Command, store: Store) -> None:
    reference = add(store, judge=held)
    store.set_state(reference, "new", NOW)
    status, told, _ = run("show", reference)
    assert status == 0
    for words in (
        "Name:        Ada Walker\n",
        "Telephone:   +44 20 7946 0000\n",
        "May we talk?\nOn Monday?\n",
        "   7  A field that people cannot see was filled in. [honeypot_filled]",
        "UTC  held\n",
        "UTC  new\n",
        "waits, tried 0 times",
    ):
        assert words in told


@pytest.mark.parametrize(
    "written", [str.lower, lambda text: text.replace("-", ""), lambda text: f" {text.lower()[:4]} {text[5:]}"]
)
def test_a_reference_is_understood_as_people_write_it(
    run: Command, store: Store, written: Callable[[str], str]
) -> None:
    reference = add(store)
    assert run("handled", written(reference)) == (0, f"{reference} is handled.\n", "")


def test_a_wrong_reference_is_told_with_the_likeliest(run: Command, store: Store) -> None:
    reference = add(store)
    wrong = reference[:-1] + ("2" if reference[-1] != "2" else "3")
    for command in ("show", "spam", "not-spam", "handled", "resend", "erase"):
        told = f"No enquiry has the reference {wrong}. Did you mean {reference}?\n"
        assert run(command, wrong) == (1, "", told)
    assert run("show", "\x1b[31mnonsense")[2] == (
        "No enquiry has the reference 31mnonsense. `python -m enquiry list` shows all there are.\n"
    )


def test_an_enquiry_is_let_through_held_and_handled(run: Command, store: Store) -> None:
    reference = add(store, judge=held)
    for command, wanted in (("not-spam", "new"), ("spam", "held"), ("handled", "handled")):
        assert run(command, reference)[0] == 0
        assert state(store, reference) == wanted
    assert [letter["kind"] for letter in store.letters(reference)] == ["notify"]
    store.erase([reference], NOW)
    assert run("handled", reference) == (1, "", f"{reference} has been erased: only its dates are left.\n")


def test_nothing_that_a_visitor_types_reaches_the_terminal_as_a_command(running: Running, run: Command) -> None:
    """Not through the form; and not if a row of the database has it all the same."""
    nasty = "\x1b[2J\x1b]0;owned\x07\x9b31m\x00\x7f\u202eevil\u2066\r\x0bAda"
    typed = {"name": nasty, "message": f"{nasty}\n{nasty}", "reflections": nasty, "phone": nasty, "topic": nasty}
    assert running.post(WELL_FILLED | typed).status == 303
    store = Store.open(running.settings.database)
    [kept] = store.enquiries()
    told = run("list")[1] + run("show", kept.reference)[1] + run("export", "--format", "json")[1]
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told) == []
    assert "Ada" in told
    raw = Enquiry(nasty, "a@example.com", f"{nasty}\n{nasty}", phone=nasty, topic=nasty, reflections=nasty)
    judge = lambda seen: Verdict("new", 1, (Reason(nasty, 1, nasty),))  # noqa: E731
    reference = store.keep(raw, origin="same", now=NOW, judge=judge).result().reference
    told = run("list")[1] + run("show", reference)[1]
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told) == []
    store.close()


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", '=HYPERLINK("http://evil.example","x")')


def test_an_export_to_csv_holds_everyone_and_no_formula(run: Command, store: Store, tmp_path: Path) -> None:
    people = [replace(ADA, name=formula, message=f'{formula}, "quoted"\nline two; ü') for formula in FORMULAS]
    for number, one in enumerate(people):
        add(store, one, held if number % 2 else good)
    erased = add(store, replace(ADA, name="Gone"))
    store.erase([erased], NOW)
    file = tmp_path / "mine.csv"
    assert run("export", "--output", str(file))[0] == 0
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfreference,received,state,")  # Excel knows UTF-8 by it
    assert file.stat().st_mode & 0o077 == 0
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert len(rows) == len(people) + 1
    assert {row["name"] for row in rows} == {f"'{formula}" for formula in FORMULAS} | {""}
    assert {row["message"] for row in rows} >= {f'\'{FORMULAS[0]}, "quoted"\nline two; ü'}
    assert {row["phone"] for row in rows} == {"'+44 20 7946 0000", ""}
    assert {row["state"] for row in rows} == {"new", "held", "erased"}
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())
    assert data.count(b"\r\n") == len(people) + 2
    gone = next(row for row in rows if row["reference"] == erased)
    assert gone["received"].startswith(f"{NOW:%Y-%m-%d}")


def test_an_export_to_json_is_whole(run: Command, store: Store) -> None:
    reference = add(store, judge=held)
    status, told, _ = run("export", "--format", "json")
    [row] = json.loads(told)
    assert (status, row["reference"], row["state"], row["message"]) == (
        0,
        reference,
        "held",
        "May we talk?\nOn Monday?",
    )
    assert row["reasons"][0] == {
        "code": "honeypot_filled",
        "points": 7,
        "words": "A field that people cannot see was filled in.",
    }


def test_the_standard_output_is_for_programs(run: Command, store: Store) -> None:
    add(store)
    assert run("export")[1].startswith("reference,received,state")


def test_who_asks_is_erased_everywhere(run: Command, store: Store, settings: Settings) -> None:
    """By address in any case, in every byte of every file, and the others are left."""
    mine = [add(store, replace(ADA, message=f"unmistakable {number}", email="Ada@Example.com")) for number in range(2)]
    other = add(store, Enquiry("Bob", "bob@example.com", "unforgettable"))
    assert run("backup")[0] == 0
    settings.mail_folder.mkdir()
    for reference in (*mine, other):
        (settings.mail_folder / f"{reference}.notify.eml").write_text("To: coach\n\nunmistakable or unforgettable")
    status, told, _ = run("erase", "--email", "ADA@example.COM")
    assert status == 0
    counted = f"with that, letters in {settings.mail_folder}: 2, backups that held any of it: 1."
    assert f"Erased: {', '.join(sorted(mine))}; {counted}\n" in told
    files = [file for file in settings.folder.rglob("*") if file.is_file() and file.suffix != ".eml"]
    data = b"".join(file.read_bytes() for file in files)
    assert (b"unmistakable" in data, b"unforgettable" in data) == (False, True)
    assert [file.name for file in settings.mail_folder.iterdir()] == [f"{other}.notify.eml"]
    assert run("erase", "--email", "ada@example.com")[::2] == (
        1,
        "Nothing to erase: no enquiry is from ada@example.com. `list` shows who wrote.\n",
    )
    assert run("erase", other.lower())[0] == 0
    assert run("erase")[2] == "Say whom to erase: references, or --email and an address.\n"


@pytest.mark.parametrize(("answer", "wanted"), [(b"y\n", "erased"), (b"\n", "new"), (b"\x04", "new")])
def test_at_a_terminal_erasing_is_asked_for(store: Store, settings: Settings, answer: bytes, wanted: str) -> None:
    reference = add(store)
    ours, theirs = os.openpty()
    environment = {"ENQUIRY_RECIPIENT": "coach@example.org", "ENQUIRY_DATABASE": settings.database}
    process = subprocess.Popen(
        [sys.executable, "-m", "enquiry", "erase", reference],
        env=dict(os.environ) | environment | {"PYTHONPATH": str(HOUSE)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.write(ours, answer)
    told, fault = process.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)
    assert told.startswith(f"To be erased for good: {reference}.\nErase? [y/N] ")
    assert (state(store, reference), process.returncode) == (wanted, wanted != "erased")
    assert fault == ("" if wanted == "erased" else "Nothing was erased.\n")


def test_who_is_in_a_backup_alone_is_erased_there(run: Command, store: Store, settings: Settings) -> None:
    add(store, replace(ADA, message="unmistakable"))
    run("backup")
    store.do(lambda execute: [execute(f"DELETE FROM {table}") for table in ("letter", "event", "enquiry")])
    status, told, _ = run("erase", "--email", ADA.email)
    assert (status, "backups that held any of it: 1." in told) == (0, True)
    [backup] = backups_in(settings.backup_folder)
    assert b"unmistakable" not in backup.read_bytes()


def test_an_address_is_known_as_it_is_written_and_as_a_browser_sends_it(run: Command, store: Store) -> None:
    reference = add(store, replace(ADA, email="ada@xn--exmple-cua.fr"))
    run("backup")
    status, told, _ = run("erase", "--email", "Ada@Exämple.fr")
    assert (status, f"Erased: {reference};" in told, "backups that held any of it: 1." in told) == (0, True, True)


def test_erasing_while_the_service_runs_leaves_no_byte(running: Running, run: Command) -> None:
    posted = running.post(WELL_FILLED | {"message": "unmistakable " * 50})
    running.letters()
    reference = posted.headers["location"].rpartition("=")[2]
    assert run("erase", reference)[0] == 0
    files = [file for file in running.settings.folder.rglob("*") if file.is_file()]
    assert b"unmistakable" not in b"".join(file.read_bytes() for file in files)
    assert running.post(WELL_FILLED | {"message": "And another"}).status == 303


def test_a_backup_in_which_nobody_can_be_erased_is_told(run: Command, store: Store, settings: Settings) -> None:
    reference = add(store)
    settings.backup_folder.mkdir()
    (settings.backup_folder / "enquiries-2026-01-01-000000.db").write_text("damaged")
    status, _, fault = run("erase", reference)
    assert (status, state(store, reference)) == (1, "erased")
    assert fault.startswith(f"Erased in the database and among the letters: {reference}.\n{settings.backup_folder}/")
    assert fault.endswith("cannot be read, so nobody can be erased in it. Remove it.\n")
    assert "Of 1 backups 1 cannot be used." in run("doctor")[1]


def test_stats_count_by_month_and_tell_what_was_let_through(run: Command, store: Store) -> None:
    add(store, judge=held)
    through = add(store, replace(ADA, name="Bob"), held)
    store.set_state(through, "new", NOW)
    store.set_state(through, "handled", NOW + timedelta(hours=2))
    add(store, replace(ADA, name="Cy"), now=NOW - timedelta(days=62))
    _, told, _ = run("stats")
    lines = told.splitlines()
    assert lines[0].split() == ["month", "new", "unconfirmed", "held", "handled", "erased"]
    assert lines[1].split() == [f"{NOW:%Y-%m}", "1", "1"]
    assert lines[3].split() == ["all", "1", "0", "1", "1", "0"]
    assert "Held, and then let through: 1 of 2." in told
    assert "in the middle: 2 hours." in told


def test_a_backup_is_restored_into_an_empty_database_alone(
    run: Command, store: Store, settings: Settings, tmp_path: Path
) -> None:
    reference = add(store)
    status, told, _ = run("backup")
    [backup] = backups_in(settings.backup_folder)
    assert (status, str(backup) in told) == (0, True)
    assert re.search(r"enquiry +1 read +1 found", told)
    status, _, fault = run("restore", str(backup))
    assert status == 1
    assert "is not empty, and a backup goes only into an empty one. Move it away first" in fault
    status, told, _ = run("restore", str(backup), ENQUIRY_DATABASE=f"sqlite:///{tmp_path}/new/enquiries.db")
    assert status == 0
    assert reference in run("list", ENQUIRY_DATABASE=f"sqlite:///{tmp_path}/new/enquiries.db")[1]
    assert run("restore", "nowhere.db")[0] == 1
    (tmp_path / "left.db-wal").write_text("Of a database that was moved away alone")
    status, _, fault = run("restore", str(backup), ENQUIRY_DATABASE=f"sqlite:///{tmp_path}/left.db")
    assert (status, f"{tmp_path}/left.db-wal belongs to a database that is no longer" in fault) == (1, True)


def test_a_copy_is_counted_and_not_made_while_the_service_runs(running: Running, run: Command, tmp_path: Path) -> None:
    running.post(WELL_FILLED)
    there = f"sqlite:///{tmp_path}/there.db"
    status, _, fault = run("copy", "--to", there)
    assert (status, fault.startswith("The service is running, and what comes in")) == (1, True)
    assert not (tmp_path / "there.db").exists()


def test_everything_is_copied_to_postgresql_and_back(
    run: Command, store: Store, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    reference = add(store)
    there, back = postgresql.new_database(), f"sqlite:///{tmp_path}/back.db"
    status, told, _ = run("copy", "--to", there)
    assert (status, len(re.findall(r" (\d+) read +\1 found", told))) == (0, 5)
    assert run("copy", "--to", back, ENQUIRY_DATABASE=there)[0] == 0
    assert run("show", reference, ENQUIRY_DATABASE=back)[1] == run("show", reference)[1]
    assert "not empty" in run("copy", "--to", there)[2]
    assert "Name another" in run("copy", "--to", f"sqlite:///{tmp_path}/var/enquiries.db")[2]
    assert run("copy", "--to", "mysql://x")[2].startswith("--to: write sqlite:/// and a file's path")
    assert "See that --to is right" in run("copy", "--to", "postgresql://nobody@127.0.0.1:9/nothing")[2]


def test_a_test_letter_is_sent_the_real_way(run: Command, settings: Settings) -> None:
    status, told, _ = run("test-mail")
    told_as = f"The test letter is in {settings.mail_folder}: without ENQUIRY_SMTP letters are kept as files.\n"
    assert (status, told) == (0, told_as)
    [letter] = settings.mail_folder.glob("*.test.eml")
    assert "There is nothing to do" in letter.read_text()


def test_a_test_letter_says_what_the_mail_server_answered(run: Command, store: Store) -> None:
    faults: dict[str, list[str] | tuple[str]] = {"RCPT": ["550 nobody here"]}
    with relaying(Relay(faults), password="s3cret") as relay:
        status, _, fault = run("test-mail", ENQUIRY_SMTP=f"smtp://site:wrong@127.0.0.1:{relay.port}")
        assert (status, fault.splitlines()[0][-24:]) == (1, ": AUTH was answered 535.")
        status, _, fault = run("test-mail", ENQUIRY_SMTP=f"smtp://site:s3cret@127.0.0.1:{relay.port}")
        assert (status, fault.splitlines()[0][-24:]) == (1, ": RCPT was answered 550.")
        status, told, _ = run("test-mail", ENQUIRY_SMTP=f"smtp://site:s3cret@127.0.0.1:{relay.port}")
    assert (status, told.startswith("The test letter to coach@example.org was taken.")) == (0, True)
    [taken] = relay.taken
    assert (taken.recipients, taken.letter["Subject"]) == (("coach@example.org",), "A test letter from your website")
    assert store.letters() == []


def test_a_test_letter_that_does_not_leave_says_why_and_is_not_tried_again(run: Command, store: Store) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        status, _, fault = run("test-mail", ENQUIRY_SMTP=f"smtp://127.0.0.1:{port}")
    assert status == 1
    assert fault.startswith("The test letter to coach@example.org did not leave: no connection could be made.\n")
    assert store.letters() == []


@pytest.mark.parametrize(
    ("verb", "answer", "cure"),
    [
        ("MAIL", "553 not yours", "Set ENQUIRY_SENDER to"),
        ("RCPT", "550 nobody", "See that ENQUIRY_RECIPIENT is right"),
        ("RCPT", "451 later", "See that ENQUIRY_SMTP is right"),
    ],
)
def test_the_cure_fits_what_the_mail_server_answered(
    run: Command, store: Store, verb: str, answer: str, cure: str
) -> None:
    with relaying(Relay({verb: (answer,)})) as relay:
        fault = run("test-mail", ENQUIRY_SMTP=f"smtp://127.0.0.1:{relay.port}")[2]
    assert f"did not leave: {verb} was answered {answer[:3]}.\n{cure}" in fault


def test_a_letter_that_was_given_up_is_tried_again(run: Command, store: Store) -> None:
    reference = add(store)
    assert "was given up: notify (1)  waits" in run("resend", reference)[2]
    [letter] = store.claim_letters(NOW.timestamp())
    store.mark_dead(letter, "RCPT was answered 550", NOW.timestamp())
    assert "given up" in run("show", reference)[1]
    assert run("resend", reference.lower())[0] == 0
    [again] = store.claim_letters(datetime.now(UTC).timestamp())
    assert (again.reference, again.tries, again.unknown) == (reference, 1, 0)
    assert again.made_at > letter.made_at
    assert run("resend", "99")[0] == 1
    assert run("resend", "all")[2] == "No letter was given up, so there is none to send again.\n"


def test_the_doctor_finds_all_well_where_it_is(settings: Settings, run: Command) -> None:
    app = create_app(settings)
    with serving(app) as port:
        address = f"http://127.0.0.1:{port}"
        run("chores", "backup", ENQUIRY_ADDRESS=address)
        status, told, fault = run(
            "doctor", "--mail", ENQUIRY_ADDRESS=address, ENQUIRY_RECIPIENT="ada@walker-coaching.eu"
        )
    assert (status, fault) == (0, "")
    assert [line for line in told.splitlines() if not line.startswith("ok ")] == [
        f"The test letter is in {settings.mail_folder}: without ENQUIRY_SMTP letters are kept as files.",
        "All is well.",
    ]
    assert "The database is whole: 0 enquiries, SQLite 3." in told


def test_the_doctor_says_what_is_wrong_and_what_to_do(settings: Settings, run: Command, store: Store) -> None:
    add(store, now=NOW - timedelta(days=3))
    dead = add(store, replace(ADA, name="Bob"), now=NOW - timedelta(days=2))
    letter = next(one for one in store.claim_letters(NOW.timestamp()) if one.reference == dead)
    store.mark_dead(letter, "RCPT was answered 550", NOW.timestamp())
    add(store, replace(ADA, name="Cy"), now=NOW + timedelta(days=2))
    run("list")
    run("chores", "prune")
    (settings.folder / "secret").chmod(0o644)
    status, _, fault = run("doctor")
    assert (status, "chmod 600" in fault) == (1, True)
    (settings.folder / "secret").chmod(0o600)
    (settings.site / "contact/check/index.html").unlink()
    store.do(lambda execute: execute("INSERT INTO chore (name, done_at) VALUES ('backup', 5), ('weekly', 5)"))
    status, told, _ = run("doctor", ENQUIRY_ADDRESS="https://127.0.0.9:9")
    assert status == 1
    wrong = [line[7:] for line in told.splitlines() if line.startswith("WRONG")]
    assert [words.partition(",")[0][:38] for words in wrong] == [
        f"The site in {settings.site} lacks"[:38],
        "Enquiries go to coach@example.org.",
        "https://127.0.0.9:9/contact/token does",
        "Letters are kept as files in " + str(settings.mail_folder)[:9],
        "The oldest letter that waits has waite",
        "Letters that were given up: 1 (" + dead[:7],
        "There is no backup yet; the running se",
        "There was no weekly letter yet; it com",
        "The clock says " + f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC."[:23],
    ]
    assert told.endswith("To be mended: 9.\n")


def test_a_damaged_database_is_found(settings: Settings, run: Command) -> None:
    store = Store.open(settings.database)
    for number in range(200):
        add(store, replace(ADA, name=f"Ada {number}"))
    run("chores", "prune")
    store.forget()
    store.close()
    file = settings.sqlite_file
    assert file is not None
    data = bytearray(file.read_bytes())
    for place in range(len(data) // 8192 * 4096 + 300, len(data), 4096):
        data[place : place + 400] = b"\xff" * 400
    file.write_bytes(data)
    status, told, fault = run("doctor")
    assert (status, fault) == (1, "")
    assert "WRONG  The database did not do what was asked: CorruptError: database disk image is malformed.\n" in told
    assert "       The database is damaged. Stop the service, move its files aside, and `restore` the newest" in told


def test_a_fault_of_the_database_is_told_with_the_cure(run: Command, settings: Settings) -> None:
    settings.folder.mkdir()
    (settings.folder / "enquiries.db").write_text(
        "My notes, which are long enough to be taken for something else." * 20
    )
    status, _, fault = run("list")
    assert (status, fault.endswith("Is ENQUIRY_DATABASE right?\n")) == (1, True)
    status, _, fault = run("list", ENQUIRY_DATABASE="postgresql://nobody@127.0.0.1:9/nothing")
    assert (status, fault) == (
        1,
        "The database did not do what was asked: PostgreSQL cannot be reached: OperationalError. See that it runs, and"
        " that ENQUIRY_DATABASE is right.\n",
    )


def test_chores_do_what_is_owed_and_say_so(run: Command, store: Store, settings: Settings) -> None:
    add(store, judge=held)
    status, told, _ = run("chores", "digest", "backup")
    assert status == 0
    assert told.startswith("backup:    1 enquiries in ")
    assert "digest:    a letter of the 1 that are newly held" in told
    assert run("chores")[0] == 0
    assert run("chores")[1] == "Nothing is owed now. A chore’s name does it in any case.\n"


def test_a_chore_that_there_is_not_is_told(run: Command, store: Store) -> None:
    status, _, fault = run("chores", "nonsense")
    assert (status, fault.startswith("There is no chore nonsense. There are retention, backup,")) == (1, True)


@pytest.mark.parametrize("command", ["list", "export", "stats"])
def test_what_cannot_be_written_is_told(command: str, store: Store, settings: Settings) -> None:
    add(store)
    environment = {"ENQUIRY_RECIPIENT": "coach@example.org", "ENQUIRY_DATABASE": settings.database}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "enquiry", command],
            env=dict(os.environ) | environment | {"PYTHONPATH": str(HOUSE)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    told = "What was to be written could not be: No space left on device. Is there room, and is it yours?\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_a_folder_of_backups_that_cannot_be_is_told(run: Command, store: Store) -> None:
    status, _, fault = run("backup", ENQUIRY_BACKUPS="/dev/null")
    assert (status, "cannot be written: File exists. Is there room" in fault) == (1, True)


def test_without_a_database_nothing_is_made(run: Command, settings: Settings) -> None:
    for command in ("list", "stats", "backup", "doctor", "chores", "export"):
        status, _, fault = run(command)
        assert (status, fault.startswith("There is no database at ")) == (1, True)
    assert not settings.folder.exists()


def test_root_acts_as_the_owner_of_the_database(store: Store, settings: Settings) -> None:
    """What root made beside the database the service could neither read nor erase."""
    add(store)
    store.close()
    owner = 65_534 if os.geteuid() == 0 else os.geteuid()
    if os.geteuid() == 0:
        for folder in (settings.folder.parent, settings.folder, *settings.folder.iterdir()):
            os.chown(folder, owner, owner)
        for folder in settings.folder.parents:
            if folder.is_relative_to(tempfile.gettempdir()) and folder != Path(tempfile.gettempdir()):
                folder.chmod(0o755)
    environment = {"ENQUIRY_RECIPIENT": "coach@example.org", "ENQUIRY_DATABASE": settings.database}
    done = subprocess.run(
        [sys.executable, "-m", "enquiry", "backup"],
        env=dict(os.environ) | environment | {"PYTHONPATH": str(HOUSE)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {file.stat().st_uid for file in settings.backup_folder.iterdir()} == {owner}


def test_a_reader_that_has_read_enough_is_no_fault(store: Store, settings: Settings) -> None:
    for number in range(3):
        add(store, replace(ADA, name=f"Ada {number}", message="word " * 1_900))
    environment = {"ENQUIRY_RECIPIENT": "coach@example.org", "ENQUIRY_DATABASE": settings.database}
    command = f"{sys.executable} -m enquiry export --format json | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env=dict(os.environ) | environment | {"PYTHONPATH": str(HOUSE)},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""


def test_a_terminal_that_knows_few_letters_is_no_fault(store: Store, settings: Settings) -> None:
    reference = add(store, replace(ADA, name="Ada Ψ"))
    environment = {"ENQUIRY_RECIPIENT": "coach@example.org", "ENQUIRY_DATABASE": settings.database}
    done = subprocess.run(
        [sys.executable, "-m", "enquiry", "show", reference],
        env=dict(os.environ) | environment | {"PYTHONPATH": str(HOUSE), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Ada \\u03a8" in done.stdout
