"""The service's commands: `python -m enquiry serve`, set by the variables in `enquiry.settings`."""

from __future__ import annotations

import argparse
import logging
import os
import sys

import uvicorn

from enquiry.app import create_app
from enquiry.settings import EnquiryError, Settings


def main(arguments: list[str]) -> int:
    """Runs one command; returns 0, or 1 after a fault told in plain words."""
    parser = argparse.ArgumentParser(prog="python -m enquiry", description="The contact form's service.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="receive enquiries until it is told to stop")
    parser.parse_args(arguments)
    try:
        serve(Settings.from_environment(os.environ))
    except EnquiryError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def serve(settings: Settings) -> None:
    """Receives enquiries until SIGTERM or Ctrl-C; enquiries in hand are kept before it ends."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    app = create_app(settings)
    app.state.service.open()  # here, so that a fault is told as a sentence
    host, port = settings.bind
    print(f"Enquiries are received at http://{host}:{port}{settings.base}/contact/", flush=True)
    # The access log would hold visitors' addresses on the network.
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=10,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
