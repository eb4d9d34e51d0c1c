"""The machine that a site is built on: the processors and the memory that a build may use of it."""

import os
import re
from pathlib import Path

MEMINFO = Path("/proc/meminfo")
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Where a container's limit stands (Linux, control groups version 2 and 1)."""


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_memory(meminfo: Path = MEMINFO, limits: tuple[Path, ...] = LIMITS) -> int | None:
    """The bytes that may still be used without harm, a container's limit counted; None where nobody says."""
    found = []
    if available := re.search(r"^MemAvailable:\s+(\d+) kB", words_in(meminfo), re.MULTILINE):
        found.append(int(available[1]) * 1024)
    found += [int(words) for limit in limits if (words := words_in(limit).strip()).isdecimal()]
    return min(found, default=None)


def words_in(path: Path) -> str:
    """What a small file says, "" where there is none."""
    try:
        return path.read_text()
    except OSError:
        return ""
