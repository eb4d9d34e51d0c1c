"""What happened, for whoever looks after the machine. No name, no address of mail, no word of the content."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

from publisher.installation import Installation

MOST_BYTES = 1_000_000
"""When the log is longer, the older half of it goes."""


def note(installation: Installation, event: str, **facts: object) -> None:
    """Add a line. A log that can't be written stops nobody: publishing matters more."""
    line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, **facts}) + "\n"
    try:
        with open(installation.log, "ab") as log:
            log.write(line.encode())
            is_long = log.tell() > MOST_BYTES
        if is_long:
            _halve(installation)
    except OSError:
        pass


def read(installation: Installation) -> list[dict[str, object]]:
    """Every line, the oldest first. One that a power cut has torn is left out."""
    found = []
    try:
        lines = installation.log.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    for line in lines:
        try:
            found.append(dict(json.loads(line)))
        except ValueError:
            continue
    return found


def _halve(installation: Installation) -> None:
    lines = installation.log.read_bytes().splitlines(keepends=True)
    fresh = installation.log.with_name(".log.fresh")
    fresh.write_bytes(b"".join(lines[len(lines) // 2 :]))
    os.replace(fresh, installation.log)
