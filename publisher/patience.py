"""What has failed is tried again: with the next tick, and then after a longer and longer time.

A build that was killed, for want of memory perhaps, succeeds when it is tried again; content that can't be built never
does, and is not to keep the machine busy each minute. The site and each draft have a patience of their own.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from publisher import building
from publisher.errors import Busy, PublisherError
from publisher.installation import MAIN, Installation, write_whole

SHORTEST_S, LONGEST_S = 120, 3_600
TICK = "the tick itself"
"""In place of a branch: what has failed was no build."""


class TooEarly(PublisherError):
    """This very thing has failed before, and is tried again later."""


@dataclass(frozen=True)
class Failure:
    """What was tried, how often it has failed, when the last time (seconds since 1970), and the kind of error."""

    attempt: str
    times: int
    at: float
    why: str


@contextmanager
def trying(installation: Installation, attempt: str, ref: str = MAIN) -> Iterator[None]:
    """Try it: a failure is remembered, and a success forgets those before. Raises TooEarly."""
    check(installation, attempt, ref)
    try:
        yield
    except Busy:
        raise
    except Exception as error:
        if not building.is_disk_full(installation):  # which is over as soon as there is room
            with suppress(OSError):
                note_failure(installation, attempt, ref, type(error).__name__)
        raise
    forget(installation, ref)


def check(installation: Installation, attempt: str, ref: str = MAIN) -> None:
    """Raise TooEarly where this very thing has failed before, and it is too early to try again."""
    failure = failures(installation).get(ref)
    if not failure or failure.attempt != attempt or failure.times < 2:
        return
    if 0 <= time.time() - failure.at < min(LONGEST_S, SHORTEST_S * 2 ** (failure.times - 2)):
        raise TooEarly(f"This has failed {failure.times} times, and is tried again in a while. The log says more.")


def note_failure(installation: Installation, attempt: str, ref: str = MAIN, why: str = "") -> None:
    """Remember that it has failed once more."""
    known = failures(installation)
    before = known.get(ref)
    times = before.times if before and before.attempt == attempt else 0
    _write(installation, {**known, ref: Failure(attempt, min(20, times + 1), time.time(), why)})


def forget(installation: Installation, ref: str = MAIN) -> None:
    """It has succeeded, or there is nothing to be tried."""
    keep(installation, failures(installation).keys() - {ref})


def keep(installation: Installation, refs: Collection[str]) -> None:
    """Forget all but these."""
    known = failures(installation)
    if known.keys() - set(refs):
        _write(installation, {ref: failure for ref, failure in known.items() if ref in refs})


def failures(installation: Installation) -> dict[str, Failure]:
    """What has failed, and has not succeeded since: of which branch."""
    try:
        known = json.loads(_file(installation).read_text(encoding="utf-8"))
        return {ref: Failure(**{**failure, "times": int(failure["times"])}) for ref, failure in known.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _write(installation: Installation, known: dict[str, Failure]) -> None:
    if known:
        write_whole(_file(installation), json.dumps({ref: asdict(failure) for ref, failure in known.items()}))
    else:
        _file(installation).unlink(missing_ok=True)


def _file(installation: Installation) -> Path:
    return installation.site / "failed"
