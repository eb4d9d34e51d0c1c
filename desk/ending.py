"""How the preview ends: with Ctrl-C, with its terminal, with the make that started it. Never later."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from pathlib import Path


def end_with_signals(make: bool) -> None:
    """Cancel the present task on Ctrl-C and its like; and, if make started it, when that ends."""
    task = asyncio.current_task()
    assert task is not None
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, task.cancel)
    before = starter()

    def look() -> None:
        if starter() == before:
            loop.call_later(0.5, look)
        else:
            task.cancel()

    if make:
        look()


def starter() -> tuple[int, bool]:
    """The process that started this one, and whether it minds a SIGINT.

    Both tell that make ends. A SIGINT sent to make alone changes only the second: make gives up its handler,
    then waits for its command, which was not told. Where there is no /proc only the first is known.
    """
    parent = os.getppid()
    try:
        caught = re.search(r"SigCgt:\s*(\w+)", Path(f"/proc/{parent}/status").read_text())
    except OSError:
        caught = None
    return parent, caught is not None and bool(int(caught[1], 16) >> (signal.SIGINT - 1) & 1)
