"""What a coach does with enquiries at a terminal: look, decide, take away, erase, count. See `enquiry.commands`."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime

from enquiry import exporting, figures, retention
from enquiry.backups import BackupFault
from enquiry.letters import span
from enquiry.opening import CommandFault, opened
from enquiry.references import find_reference
from enquiry.settings import Settings
from enquiry.store import STATES
from enquiry.telling import shown, tell_all, tell_list

LISTED = ("new", "unconfirmed", "held", "handled")


def tell_which(settings: Settings, given: Namespace) -> int:
    states = given.state or list(LISTED)
    with opened(settings) as store:
        there = [kept for kept in store.enquiries(states) if given.tests or not kept.is_canary]
    if not there:
        print(f"No enquiry is {' or '.join(states)}." if given.state else "There is no enquiry.")
        return 0
    print(tell_list(there[: given.most]))
    if len(there) > given.most:
        print(f"And {len(there) - given.most} older ones: --most {len(there)} shows them all.")
    return 0


def tell(settings: Settings, given: Namespace) -> int:
    with opened(settings) as store:
        for place, typed in enumerate(given.reference):
            reference = find_reference(store, typed)
            kept = store.get(reference)
            assert kept is not None
            print("\n" * (place > 0) + tell_all(kept, store.events(reference), store.letters(reference)))
    return 0


def move_to(state: str, told: str) -> Callable[[Settings, Namespace], int]:
    def move(settings: Settings, given: Namespace) -> int:
        with opened(settings) as store:
            references = [find_reference(store, typed) for typed in given.reference]
            for reference in references:
                if not store.set_state(reference, state, datetime.now(UTC)):
                    raise CommandFault(f"{reference} has been erased: only its dates are left.")
                print(f"{reference} {told}")
        return 0

    return move


def export(settings: Settings, given: Namespace) -> int:
    with opened(settings) as store:
        there = [kept for kept in store.enquiries(given.state or STATES) if not kept.is_canary]
    text = exporting.to_csv(there) if given.format == "csv" else exporting.to_json(there)
    if given.output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return 0
    # Excel knows UTF-8 only by this mark; a program that reads the standard output would stumble over it.
    encoding = "utf-8-sig" if given.format == "csv" else "utf-8"
    try:
        with open(os.open(given.output, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(text.encode(encoding))
    except OSError as error:
        raise CommandFault(f"{given.output} cannot be written: {error.strerror}. Name another file.") from error
    print(f"{len(there)} enquiries are in {given.output}. It holds what people wrote to you: remove it after use.")
    return 0


def erase(settings: Settings, given: Namespace) -> int:
    if bool(given.reference) == bool(given.email):
        raise CommandFault("Say whom to erase: references, or --email and an address.")
    with opened(settings) as store:
        if given.email:
            found = [kept.reference for kept in retention.from_address(store, given.email)]
        else:
            found = [find_reference(store, typed) for typed in given.reference]
        if sys.stdin.isatty() and found and not given.yes and not _is_agreed(found):
            raise CommandFault("Nothing was erased.")
        try:
            erased = retention.erase(store, settings, found, datetime.now(UTC), address=given.email or "")
        except BackupFault as fault:
            raise CommandFault(f"Erased in the database and among the letters: {', '.join(found)}.\n{fault}") from fault
    if not (erased.references or erased.backups or erased.letters):
        raise CommandFault(
            f"Nothing to erase: no enquiry is from {shown(given.email)}. `list` shows who wrote."
            if given.email
            else f"Nothing to erase: {', '.join(found)} had been erased before."
        )
    print(
        f"Erased: {', '.join(erased.references) or 'nothing in the database'}; with that, letters in"
        f" {settings.mail_folder}: {erased.letters}, backups that held any of it: {erased.backups}."
    )
    print("Not within reach: letters in your mailbox, and files that you exported. Remove those yourself.")
    return 0


def _is_agreed(references: list[str]) -> bool:
    print(f"To be erased for good: {', '.join(references)}.")
    try:
        return input("Erase? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def count(settings: Settings, given: Namespace) -> int:
    with opened(settings) as store:
        months, (held, through) = figures.by_month(store), figures.let_through(store)
        total, time = store.counts(), figures.time_to_handled(store)
    print(f"{'month':<10}" + "".join(f"{state:>13}" for state in STATES))
    for month, counts in months.items():
        print(f"{month:<10}" + "".join(f"{counts[state] or '':>13}" for state in STATES))
    print(f"{'all':<10}" + "".join(f"{total.get(state, 0):>13}" for state in STATES))
    print(f"\nHeld, and then let through: {through} of {held}.")
    print(
        f"From arrival to handled, in the middle: {span(time.total_seconds())}."
        if time is not None
        else "None was handled yet."
    )
    return 0
