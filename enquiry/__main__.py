"""The service's commands: `python -m enquiry serve`, set by the variables in `enquiry.settings`; see COMMANDS."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from pathlib import Path

from enquiry.commands import add_to
from enquiry.database import NotKept, cure_of
from enquiry.files import act_as_owner_of
from enquiry.settings import EnquiryError, Settings, read_file


def main(arguments: list[str]) -> int:
    """Runs one command; returns 0, or 1 after a fault told in plain words."""
    parser = argparse.ArgumentParser(prog="python -m enquiry", description="The contact form's service.")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="a file of ENQUIRY_…=… lines")
    add_to(parser)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # not every terminal can print what people write
    given = parser.parse_args(arguments)
    logging.getLogger("enquiry").addHandler(logging.NullHandler())  # a command tells its faults itself
    try:
        settings = settings_of(given.settings)
        if given.command != "serve":
            act_as_owner_of(*([settings.sqlite_file] if settings.sqlite_file else []), settings.folder)
        status = int(given.do(settings, given))
        sys.stdout.flush()
        return status
    except NotKept as error:
        print(f"The database did not do what was asked: {error}. {cure_of(error)}", file=sys.stderr)
    except EnquiryError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Ended before it was done.", file=sys.stderr)
    except BrokenPipeError:  # who reads has read enough
        _be_silent()
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else "What was to be written could not be: "
        print(f"{where}{error.strerror}. Is there room, and is it yours?", file=sys.stderr)
        _be_silent()
    return 1


def _be_silent() -> None:
    """What was not written, Python would try to write once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def settings_of(file: Path | None) -> Settings:
    """The settings: what a file says, and above it the environment. Raises SettingsFault."""
    return Settings.from_environment((read_file(file) if file else {}) | dict(os.environ))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
