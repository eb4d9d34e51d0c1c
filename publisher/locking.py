"""One at a time: a lock that goes with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from publisher.errors import Busy

LOOK_AGAIN_S = 0.05


@contextmanager
def hold(path: Path, wait_s: float = 0, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock on this file, which is made where it is missing. `on_wait` is called once if somebody else has it.

    Raises Busy when it is not free after `wait_s` seconds.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
    try:
        until, has_waited = time.monotonic() + wait_s, False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Busy("Somebody else is publishing just now. Try again in a minute.") from None
                if not has_waited:
                    on_wait()
                has_waited = True
                time.sleep(LOOK_AGAIN_S)
        yield
    finally:
        os.close(handle)
