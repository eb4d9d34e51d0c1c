"""How much the long tests do: a share of it in `make test`, all of it in `make soak`, the same for the same seed.

As a plugin of pytest's (`-p tests.long`) it says at the end what was done.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

SEED = os.environ.get("CAIRN_SEED") or "cairn"
SOAK = bool(os.environ.get("CAIRN_SOAK"))
WHOLE_MINUTES = 45
MINUTES = float(os.environ.get("CAIRN_MINUTES") or WHOLE_MINUTES)
STARTED_S = time.monotonic()
DONE: Counter[str] = Counter()


def count(share: int, whole: int, *, is_fixed: bool = False) -> int:
    """How often a long test should try: `share` in `make test`, `whole` in `make soak`.

    A soak of fewer than WHOLE_MINUTES does a part of it in proportion, unless the number is fixed.
    """
    if not SOAK:
        return share
    return whole if is_fixed else max(share, round(whole * min(1.0, MINUTES / WHOLE_MINUTES)))


def turns(share: int, whole: int, whole_s: float) -> Iterator[int]:
    """The numbers of the turns of a long test whose turns take seconds each: `count` of them, while there is time.

    whole_s: the seconds that it may take of a whole soak. A shorter one keeps what has a fixed length, so that this
    shrinks with the square of the minutes. Never fewer than `share`.
    """
    begun, may_s = time.monotonic(), whole_s * min(1.0, MINUTES / WHOLE_MINUTES) ** 2
    for number in range(count(share, whole)):
        if number >= share and time.monotonic() - begun > may_s:
            return
        yield number


def is_time_left(part: float) -> bool:
    """Whether this part of the soak's time is still to run; in `make test` the count alone decides."""
    return not SOAK or time.monotonic() - STARTED_S < MINUTES * 60 * part


def done(what: str, number: int = 1) -> None:
    """Count what a long test has done, for the soak's report."""
    DONE[what] += number


def pytest_sessionfinish(session: Any) -> None:
    """Pytest's hook: where several processes share the tests, each hands over what it has done."""
    if (handed_over := getattr(session.config, "workeroutput", None)) is not None:
        handed_over["done"] = dict(DONE)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """pytest-xdist's hook."""
    DONE.update(getattr(node, "workeroutput", {}).get("done", {}))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Pytest's hook."""
    terminalreporter.section("what was tried")
    for what, number in DONE.items():
        terminalreporter.write_line(f"{number:>9,} {what}")
