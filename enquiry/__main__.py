"""The service's commands: `python -m enquiry serve`, set by the variables in `enquiry.settings`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from enquiry.logs import begin_logging
from enquiry.settings import EnquiryError, Settings, read_file


def main(arguments: list[str]) -> int:
    """Runs one command; returns 0, or 1 after a fault told in plain words."""
    parser = argparse.ArgumentParser(prog="python -m enquiry", description="The contact form's service.")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="a file of ENQUIRY_…=… lines")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="receive enquiries until it is told to stop")
    given = parser.parse_args(arguments)
    try:
        settings = settings_of(given.settings)
        from enquiry.serving import serve  # here, for the other commands need no server

        begin_logging()
        serve(settings)
    except EnquiryError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def settings_of(file: Path | None) -> Settings:
    """The settings: what a file says, and above it the environment. Raises SettingsFault."""
    return Settings.from_environment((read_file(file) if file else {}) | dict(os.environ))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
