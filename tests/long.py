"""How much the long tests do: a share of it in `make test`, all of it in `make soak`, the same for the same seed."""

from __future__ import annotations

import os
import time

SEED = os.environ.get("CAIRN_SEED") or "cairn"
SOAK = bool(os.environ.get("CAIRN_SOAK"))
STARTED = time.monotonic()
MINUTES = float(os.environ.get("CAIRN_MINUTES") or 45)


def count(share: int, whole: int) -> int:
    """How often a long test should try: `share` in `make test`, `whole` in `make soak`."""
    return whole if SOAK else share


def is_time_left(part: float = 1.0) -> bool:
    """Whether this part of the soak's time is still to run; in `make test` the count alone decides."""
    return not SOAK or time.monotonic() - STARTED < MINUTES * 60 * part


def say(words: str) -> None:
    """What a long test has done, for the soak's report."""
    if SOAK:
        print(f"\n{words} (seed {SEED})", flush=True)
