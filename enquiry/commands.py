"""The commands of `python -m enquiry`: a table of what each takes, and who does it.

Every fault is an EnquiryError, told as a sentence; a command returns the status to end with.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enquiry import coach, upkeep
from enquiry.chores import CHORES
from enquiry.settings import Settings
from enquiry.store import STATES


@dataclass(frozen=True)
class Argument:
    """One argument of a command, as argparse takes it."""

    names: tuple[str, ...]
    options: dict[str, object]


@dataclass(frozen=True)
class Command:
    """One command: its name, a line of help, what it takes, what it does."""

    name: str
    help: str
    do: Callable[[Settings, Namespace], int]
    arguments: tuple[Argument, ...] = ()


def argument(*names: str, **options: object) -> Argument:
    """One argument, written as for argparse."""
    return Argument(names, options)


def add_to(parser: ArgumentParser) -> None:
    """Adds every command to the parser; each sets `do`."""
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        added = commands.add_parser(command.name, help=command.help, description=command.help)
        for one in command.arguments:
            added.add_argument(*one.names, **one.options)  # type: ignore[arg-type]
        added.set_defaults(do=command.do)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError("write a whole number from 1 on")
    return int(text)


_REFERENCES = argument("reference", nargs="+", metavar="REFERENCE", help="like K7QM-42TD; k7qm42td does as well")
_STATE = argument("--state", action="append", choices=STATES, help="only these; may be given more than once")

COMMANDS = (
    Command("serve", "receive enquiries until it is told to stop", upkeep.serve),
    Command(
        "list",
        "enquiries, the newest first",
        coach.tell_which,
        (
            _STATE,
            argument("--most", type=_number, default=100, metavar="N", help="so many at the most (100)"),
            argument("--tests", action="store_true", help="the weekly tests as well"),
        ),
    ),
    Command("show", "everything about one enquiry", coach.tell, (_REFERENCES,)),
    Command(
        "not-spam",
        "let through what is held or unconfirmed: its letter is sent",
        coach.move_to("new", "is new, and its letter leaves if none did."),
        (_REFERENCES,),
    ),
    Command("spam", "hold an enquiry", coach.move_to("held", "is held."), (_REFERENCES,)),
    Command("handled", "mark an enquiry as dealt with", coach.move_to("handled", "is handled."), (_REFERENCES,)),
    Command(
        "export",
        "all enquiries, for another program",
        coach.export,
        (
            argument("--format", choices=("csv", "json"), default="csv"),
            argument("--output", type=Path, metavar="FILE", help="a file of your own; left out: the standard output"),
            _STATE,
        ),
    ),
    Command(
        "erase",
        "erase enquiries for good, in the database, its letters and backups",
        coach.erase,
        (
            argument("reference", nargs="*", metavar="REFERENCE"),
            argument("--email", metavar="ADDRESS", help="all that came from this address"),
            argument("--yes", action="store_true", help="without asking"),
        ),
    ),
    Command("stats", "what came in each month, and what became of it", coach.count),
    Command("test-mail", "send yourself a letter, and say what the mail server answered", upkeep.test_mail),
    Command(
        "resend",
        "try a letter again that was given up",
        upkeep.resend,
        (argument("letter", metavar="REFERENCE", help="or the letter’s number, or `all`"),),
    ),
    Command("backup", "make a backup now", upkeep.back_up),
    Command(
        "restore",
        "fill an empty database from a backup",
        upkeep.restore,
        (argument("file", type=Path, metavar="FILE"),),
    ),
    Command(
        "copy",
        "copy everything into another database",
        upkeep.move,
        (argument("--to", required=True, metavar="ADDRESS", help="postgresql://… or sqlite:///…"),),
    ),
    Command(
        "doctor",
        "what is well, what is not, and what to do",
        upkeep.examine,
        (argument("--mail", action="store_true", help="send a test letter as well"),),
    ),
    Command(
        "chores",
        "do what the clock owes, now",
        upkeep.do_chores,
        (
            argument(
                "chore",
                nargs="*",
                metavar="CHORE",
                help="these in any case: " + ", ".join(chore.name for chore in CHORES),
            ),
        ),
    ),
)
