"""Quiet: what the libraries that read photographs say by themselves does not reach the coach's terminal.

Of a damaged file Pillow warns and logs, and libtiff and libjpeg write lines of their own, past Python. None of them
says which photograph it is, nor what cures it; that is told in words, as a mistake.
"""

import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STANDARD_ERROR = 2
NEVER = logging.CRITICAL + 1


@contextmanager
def quiet() -> Iterator[None]:
    """While a photograph is read or written: nothing is said of it but by what is raised."""
    log = logging.getLogger("PIL")
    level = log.level
    log.setLevel(NEVER)
    try:
        with warnings.catch_warnings(), silent_libraries():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


@contextmanager
def silent_libraries() -> Iterator[None]:
    """Send what is written to standard error nowhere, for compiled code knows only its number."""
    try:
        kept = os.dup(STANDARD_ERROR)
    except OSError:  # it is closed: nobody hears a word anyway
        yield
        return
    try:
        flush()
        with suppress(OSError):  # there is no such device: no photograph is less well read for that
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, STANDARD_ERROR)
            os.close(nowhere)
        yield
    finally:
        flush()
        os.dup2(kept, STANDARD_ERROR)
        os.close(kept)


def flush() -> None:
    """Let what was said before, or meanwhile, go where it belongs."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
