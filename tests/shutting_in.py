"""What tries to get out of the sandbox, and what finds it if it has."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from publisher.sandbox import run

PYTHON = str(Path(sys.executable).resolve())
GONE_S = 20
HOLD = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (1, 2, 15):
            __import__("signal").signal(number, __import__("signal").SIG_IGN)
        os.closerange(0, 100)
        time.sleep(100)
    os._exit(0)
"""
"""A daemon as in the textbook: in a session of its own, without a parent, a terminal, or an ear."""


def attempt(way, code, *arguments, reads=(), writes=(), variables=None, folder=Path("/"), **more):
    """Run a few lines of Python in the sandbox; the status, and what they printed."""
    said = []
    known = {"reads": reads, "writes": writes, "variables": variables or {}, "folder": folder, "on_line": said.append}
    status = run(way, [PYTHON, "-c", code, *map(str, arguments)], **known | more)
    return status, "\n".join(said)


def bearers(mark):
    """The processes of this machine that bear this mark in their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if mark.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


def wait_until_gone(mark, what):
    """Until no process bears the mark; who was killed by a signal cannot wait for its children itself."""
    deadline = time.monotonic() + GONE_S
    while left := bearers(mark):
        assert time.monotonic() < deadline, f"{what}: {[Path(f'/proc/{pid}/cmdline').read_bytes() for pid in left]}"
        time.sleep(0.005)
