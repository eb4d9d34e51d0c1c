"""The machine that a site is built on: the processors and the memory that a build may use of it."""

import os
import re
from pathlib import Path

MEMINFO = Path("/proc/meminfo")
GROUPS = Path("/sys/fs/cgroup")
LIMITS = {"memory.max": "memory.current", "memory/memory.limit_in_bytes": "memory/memory.usage_in_bytes"}
"""Where a container's limit stands, and what it has used (Linux, control groups version 2 and 1)."""


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def room_for(processes: int, bytes_each: int) -> int:
    """How many of these processes there is memory for, if each needs so much; at least one."""
    memory = free_memory()
    return processes if memory is None else max(1, min(processes, memory // bytes_each))


def free_memory(meminfo: Path = MEMINFO, groups: Path = GROUPS) -> int | None:
    """The bytes that may still be used without harm, a container's limit counted; None where nobody says."""
    found = []
    if available := re.search(r"^MemAvailable:\s+(\d+) kB", words_in(meminfo), re.MULTILINE):
        found.append(int(available[1]) * 1024)
    for limit, used in LIMITS.items():
        if (most := words_in(groups / limit).strip()).isdecimal():
            found.append(int(most) - used_memory(groups / used))
    return min(found, default=None)


def used_memory(path: Path) -> int:
    """The bytes that a container has used and can't have back; of files that it has read, it drops the copies."""
    used = words_in(path).strip()
    stale = re.findall(r"^(?:total_)?inactive_file (\d+)$", words_in(path.with_name("memory.stat")), re.MULTILINE)
    return max(0, int(used) - max(map(int, stale), default=0)) if used.isdecimal() else 0


def words_in(path: Path) -> str:
    """What a small file says, "" where there is none."""
    try:
        return path.read_text()
    except OSError:
        return ""
