"""Whether the process that left something behind is still at work."""

from __future__ import annotations

import os
from pathlib import Path

ENDED = ("Z", "X")
"""States of `/proc/…/stat` (proc_pid_stat(5)): the process has ended, and nobody has asked how."""


def is_running(number: int | str) -> bool:
    """Whether a process of this number is at work on this machine.

    One that has ended keeps its number until its parent, or the first process after a kill, asks how it went; in many
    a container that never happens.
    """
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True  # somebody else's
    try:
        about = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True  # a system without /proc
    return not about.rpartition(")")[2].split()[0].startswith(ENDED)  # a command's name may hold a bracket
