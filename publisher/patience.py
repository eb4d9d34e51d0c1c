"""What has failed is tried again: with the next tick, and then after a longer and longer time.

A build that was killed, for want of memory perhaps, succeeds when it is tried again; content that can't be built never
does, and is not to keep the machine busy each minute.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from publisher.errors import PublisherError
from publisher.installation import Installation, write_whole

SHORTEST_S, LONGEST_S = 120, 3_600


def check(installation: Installation, attempt: str) -> None:
    """Raise PublisherError where this very thing has failed before, and it is too early to try again."""
    times, failed_at = _known(_file(installation), attempt)
    if times > 1 and time.time() - failed_at < min(LONGEST_S, SHORTEST_S * 2 ** (times - 2)):
        raise PublisherError(f"This has failed {times} times, and is tried again in a while. The log says more.")


def note_failure(installation: Installation, attempt: str) -> None:
    """Remember that it has failed once more."""
    file = _file(installation)
    write_whole(file, json.dumps({"attempt": attempt, "times": min(20, _known(file, attempt)[0] + 1)}))


def forget(installation: Installation) -> None:
    """It has succeeded."""
    _file(installation).unlink(missing_ok=True)


def _file(installation: Installation) -> Path:
    return installation.site / "failed"


def _known(file: Path, attempt: str) -> tuple[int, float]:
    """How often it has failed, and when the last time."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
        return (int(known["times"]), file.stat().st_mtime) if known["attempt"] == attempt else (0, 0.0)
    except (OSError, ValueError, TypeError, KeyError):
        return 0, 0.0
