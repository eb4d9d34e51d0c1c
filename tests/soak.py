"""`make soak`: the long tests in full count, then chance guided by what it reaches, until the time is up.

MINUTES bounds it, SEED repeats a run. It ends with 1 as soon as one part does not pass.
"""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONG = (
    "tests/test_killed_builds.py",
    "tests/test_enquiries_survive.py",
    "tests/test_pushes_survive.py",
    "tests/test_hostile_pushes.py",
    "publisher/test_pushed.py",
    "tests/test_web_servers_swaps.py",
    "tests/test_answers.py",
    "tests/test_reader_at_random.py",
    "tests/test_other_engines.py",
    "tests/test_seeded_mistakes.py",
    "enquiry/test_raw_requests.py",
    "publisher/test_environments.py",
    "publisher/test_sandbox_ends.py",
    "plugins/proofreading/test_nothing_stops_it.py",
    "plugins/musings/test_scanning.py",
    "tests/test_in_browser.py::test_axe_finds_nothing",
    "tests/lighthouse/test_lighthouse.py",
    "tests/notebook/test_every_browser.py::test_thousands_of_answers_open_in_three_times_what_plain_html_takes",
)
"""What has a fixed length comes first; the rest fills the time that is left."""
FUZZERS = (("tests.fuzzing_enquiries", 0.3), ("tests.fuzzing", 1.0))
"""Each with its share of the time that is left then."""
LEAST_S = 10


def main() -> int:
    """Run every part; return the exit status."""
    begun = time.monotonic()
    minutes, seed = os.environ.get("CAIRN_MINUTES") or "45", os.environ.get("CAIRN_SEED") or _any_seed()
    try:
        left_s = float(minutes) * 60
    except ValueError:
        print(f"MINUTES={minutes} is not a number.", file=sys.stderr)
        return 2
    print(f"make soak MINUTES={minutes} SEED={seed}", flush=True)
    variables = os.environ | {"CAIRN_SOAK": "1", "CAIRN_MINUTES": minutes, "CAIRN_SEED": seed}
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "tests.long", *LONG]
    status = subprocess.run(pytest, cwd=ROOT, env=variables, check=False).returncode
    if status == 0 and not importlib.util.find_spec("atheris"):
        print("atheris is not made for this machine: that part is left out.")
    elif status == 0:
        status = _fuzz(begun + left_s, seed, variables)
    print(f"{'passed' if status == 0 else 'FAILED'} in {(time.monotonic() - begun) / 60:.1f} minutes, SEED={seed}")
    return 1 if status else 0


def _fuzz(until_s: float, seed: str, variables: dict[str, str]) -> int:
    for module, share in FUZZERS:
        seconds = max(LEAST_S, int(share * (until_s - time.monotonic())))
        fuzz = [sys.executable, "-m", module, str(seconds), seed]
        if status := subprocess.run(fuzz, cwd=ROOT, env=variables, check=False).returncode:
            return status
    return 0


def _any_seed() -> str:
    return str(random.SystemRandom().randrange(1_000_000))


if __name__ == "__main__":
    sys.exit(main())
