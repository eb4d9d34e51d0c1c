"""Chance guided by what it reaches, for as long as `SECONDS SEED` on the command line say: atheris."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import atheris

FOUND = Path(__file__).resolve().parents[1] / ".cache" / "fuzzing"
"""What is found is left here, from where it can become a test."""
LONGEST = 4_000


def fuzz(try_it: Callable[[bytes], None], known: Path, what: str, *, hangs_s: int) -> None:
    """Try bytes, at first those of the files in `known`; ends the process, with a status where something was found."""
    seconds, seed = int(sys.argv[1]), sys.argv[2]
    FOUND.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        f"-seed={random.Random(seed).getrandbits(31) or 1}",
        f"-max_len={LONGEST}",
        f"-timeout={hangs_s}",
        f"-artifact_prefix={FOUND}/",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    print(f"atheris on {what} for {seconds} seconds", flush=True)
    atheris.Setup([sys.argv[0], *options, str(known)], try_it)
    atheris.Fuzz()
