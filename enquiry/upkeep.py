"""What keeps the service going, at a terminal: mail, backups, moving house, the doctor. See `enquiry.commands`."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from enquiry import backups, chores, doctor, figures
from enquiry.app import Service
from enquiry.copying import Copied, NotCopied, copy
from enquiry.database import Execute, NotKept, Row
from enquiry.files import Turn
from enquiry.opening import CommandFault, at_desk, opened
from enquiry.references import find_reference
from enquiry.settings import READERS, SQLITE, Settings
from enquiry.store import Store
from enquiry.telling import shown, tell_letter

ANSWER_S = 150.0
"""A mail server may take its time over the last dot."""
CURES = {
    "AUTH was answered 5": "See that the user and the password in ENQUIRY_SMTP are right.",
    "MAIL was answered 5": "Set ENQUIRY_SENDER to an address that your mail provider lets you write from.",
    "RCPT was answered 5": "See that ENQUIRY_RECIPIENT is right, and whether ENQUIRY_SMTP wants a user and a password.",
}
"""What to do after a mail server's refusal, by how it is told."""
USUAL_CURE = "See that ENQUIRY_SMTP is right, and that the mail server takes letters from this machine."


def serve(settings: Settings, given: Namespace) -> int:
    from enquiry.logs import begin_logging
    from enquiry.serving import serve  # here, for the other commands need no server

    begin_logging()
    serve(settings)
    return 0


def test_mail(settings: Settings, given: Namespace) -> int:
    service = Service(settings)
    parts = service.open()
    try:
        number = parts.store.add_letter("test", time.time())
        parts.outbox.wake()
        row = _await_letter(parts.store, number)
        if row["sent_at"] is None:  # or it would be tried for a week
            parts.store.do(lambda execute: execute("DELETE FROM letter WHERE id = :id", {"id": number}))
    finally:
        service.close()
    if row["sent_at"] is None:
        fault = str(row["last_error"] or "no answer came in time")
        cure = next((words for told, words in CURES.items() if fault.startswith(told)), USUAL_CURE)
        raise CommandFault(f"The test letter to {settings.recipient} did not leave: {fault}.\n{cure}")
    if settings.smtp is None:
        print(f"The test letter is in {settings.mail_folder}: without ENQUIRY_SMTP letters are kept as files.")
    else:
        print(f"The test letter to {settings.recipient} was taken. Does it arrive? Look among the spam too.")
    return 0


def _await_letter(store: Store, number: int) -> Row:
    deadline = time.monotonic() + ANSWER_S
    while True:
        [row] = store.do(lambda execute: execute("SELECT * FROM letter WHERE id = :id", {"id": number}))
        if row["sent_at"] or row["last_error"] or row["dead_at"] or time.monotonic() > deadline:
            return row
        time.sleep(0.1)


def back_up(settings: Settings, given: Namespace) -> int:
    with opened(settings) as store:
        now = datetime.now(UTC)
        file, copied = backups.back_up(settings.database, settings.backup_folder, now)
        figures.note_done(store, figures.BACKED_UP, now.timestamp())
    print(f"{file} is whole:")
    _tell_copied(copied)
    return 0


def restore(settings: Settings, given: Namespace) -> int:
    _refuse_while_running(settings)
    _refuse_stray_wal(settings.database)
    try:
        copied = backups.restore(given.file, settings.database)
    except NotCopied as fault:
        where = settings.sqlite_file or "the database"
        raise CommandFault(
            f"{where} is not empty, and a backup goes only into an empty one. Move it away first, with its -wal file,"
            " or name a new one in ENQUIRY_DATABASE."
        ) from fault
    print(f"Restored from {given.file}:")
    _tell_copied(copied)
    return 0


def move(settings: Settings, given: Namespace) -> int:
    try:
        READERS["ENQUIRY_DATABASE"](given.to)
    except ValueError as error:
        raise CommandFault(f"--to: {error}") from error  # it may hold a password
    if given.to == settings.database:
        raise CommandFault("That is the database itself. Name another with --to.")
    _refuse_while_running(settings)
    _refuse_stray_wal(given.to)
    with opened(settings):
        try:
            copied = copy(settings.database, given.to)
        except NotKept as fault:
            raise CommandFault(
                f"No copy was made: {fault}. See that --to is right, and that both databases run."
            ) from fault
    _tell_copied(copied)
    print("Now set ENQUIRY_DATABASE to the new one, and never start the service on the old one again.")
    return 0


def examine(settings: Settings, given: Namespace) -> int:
    wrong = 0
    with at_desk(settings) as desk:
        for finding in doctor.look(desk, datetime.now(UTC)):
            wrong += not finding.is_well
            print(f"{'ok    ' if finding.is_well else 'WRONG '} {finding.words}", flush=True)
            if finding.cure:
                print(f"       {finding.cure}", flush=True)
    if given.mail:
        try:
            test_mail(settings, given)
        except CommandFault as fault:
            wrong += 1
            print("WRONG  " + str(fault).replace("\n", "\n       "))
    print("All is well." if not wrong else f"To be mended: {wrong}.")
    return 1 if wrong else 0


def resend(settings: Settings, given: Namespace) -> int:
    with opened(settings) as store:
        dead = figures.dead_letters(store)
        wanted = [one for one in dead if given.letter in (str(one["id"]), one["reference"])]
        if given.letter == "all":
            if not dead:
                raise CommandFault("No letter was given up, so there is none to send again.")
            wanted = dead
        elif not wanted and not given.letter.isdigit():
            reference = find_reference(store, given.letter)
            wanted = [one for one in dead if one["reference"] == reference]
            if not wanted:
                told = "; ".join(tell_letter(one) for one in store.letters(reference)) or "it has none"
                raise CommandFault(f"No letter of {reference} was given up: {told}.")
        if not wanted:
            raise CommandFault("No letter that was given up has this number. `python -m enquiry doctor` names them.")
        for one in wanted:
            store.do(partial(_try_again, number=one["id"]))
            print(f"The letter {one['id']} ({one['reference'] or one['kind']}) is tried again by the running service.")
    return 0


def _try_again(execute: Execute, number: int) -> None:
    execute(
        "UPDATE letter SET dead_at = NULL, last_error = NULL, made_at = :now, due_at = :now, tries = 0, unknown = 0,"
        " lease_until = 0 WHERE id = :id AND sent_at IS NULL",
        {"now": time.time(), "id": number},
    )


def do_chores(settings: Settings, given: Namespace) -> int:
    names = [chore.name for chore in chores.CHORES]
    if unknown := [name for name in given.chore if name not in names]:
        raise CommandFault(f"There is no chore {shown(', '.join(unknown))}. There are {', '.join(names)}.")
    with at_desk(settings) as desk:
        now = datetime.now().astimezone()
        done = chores.do_what_is_owed(desk, now, is_attended=True, only=tuple(given.chore))
    for one in done:
        print(f"{one.chore + ':':<11}{one.words}", file=sys.stderr if one.is_fault else sys.stdout)
    if not done:
        print("Nothing is owed now. A chore’s name does it in any case.")
    return 1 if any(one.is_fault for one in done) else 0


def _refuse_while_running(settings: Settings) -> None:
    if settings.sqlite_file is None or not settings.folder.is_dir():
        return
    turn = Turn(settings.folder / "sending")
    turn.end()
    if not turn.is_ours:
        raise CommandFault(
            "The service is running, and what comes in meanwhile would be left behind. Stop it first:"
            " systemctl stop enquiry.socket enquiry.service"
        )


def _refuse_stray_wal(address: str) -> None:
    """SQLite would take what waits in such a file for the new database's own."""
    file = address.removeprefix(SQLITE)
    if address.startswith(SQLITE) and not Path(file).exists() and Path(f"{file}-wal").exists():
        raise CommandFault(f"{file}-wal belongs to a database that is no longer beside it. Move it to where that is.")


def _tell_copied(copied: list[Copied]) -> None:
    for one in copied:
        print(f"  {one.table:<10}{one.read:>8} read{one.found:>8} found")
