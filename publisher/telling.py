"""What a push, or a command, says while it works: one line for each step, with its seconds."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 58
"""Git puts `remote: ` before each line; with the seconds it stays below 80 columns."""


class Teller:
    """Says things to whoever listens, and goes on in silence once nobody does: a cut connection ends no work."""

    def __init__(self) -> None:
        self._is_heard = True
        self._number = 0

    def say(self, *lines: str) -> None:
        """Print these lines."""
        if not lines or not self._is_heard:
            return
        try:
            print(*lines, sep="\n", flush=True)
        except OSError:
            self._is_heard = False
            # What is still in the buffer would be written, and fail, when the process ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    @contextmanager
    def step(self, what: str) -> Iterator[Step]:
        """A step of the work: told when it is done, with how long it took. Not told when it fails: an error is."""
        self._number += 1
        step, begun = Step(what), time.monotonic()
        yield step
        self.say(f"{self._number}  {step.what:<{WIDTH}} {time.monotonic() - begun:6.1f} s")


class Step:
    """The words of a step; they may be put more exactly while it is done."""

    def __init__(self, what: str) -> None:
        self.what = what
