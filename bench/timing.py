"""Runs a command in a process of its own and says what it cost, as the operating system counted it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Cost:
    """One run: seconds on the clock, seconds of processor (its own and the system's for it), memory at its largest."""

    wall_s: float
    cpu_s: float
    memory_mb: float


def pelican(content: Path, settings: Path, output: Path) -> list[str]:
    """The command that builds a site, in this very Python."""
    return [sys.executable, "-m", "pelican", str(content), "-s", str(settings), "-o", str(output), "-q"]


def run(command: list[str], environment: Mapping[str, str], log: Path) -> Cost:
    """Run a command to its end; a failure ends the benchmark with what the command printed."""
    os.sync()
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\nended with {process.returncode}:\n{log.read_text(errors='replace')}")
    return Cost(round(wall, 2), round(used.ru_utime + used.ru_stime, 2), round(used.ru_maxrss / 1024))


def emptied(folder: Path) -> Path:
    """The folder without anything in it: a clean build starts from nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder
