"""A process that is at work, and what only looks like one."""

from __future__ import annotations

import os
import time
from pathlib import Path

from plugins.processes import is_running


def test_a_process_that_has_ended_is_not_at_work_though_it_keeps_its_number() -> None:
    """A build's processes that were killed stay like this for ever where nobody asks how they ended."""
    number = os.posix_spawn("/bin/true", ["true"], {})
    while Path(f"/proc/{number}/stat").read_text().split()[2] != "Z":
        time.sleep(0.01)
    os.kill(number, 0)  # the system still knows it
    assert not is_running(number)
    os.waitpid(number, 0)
    assert not is_running(number)


def test_a_process_at_work_is_seen() -> None:
    assert is_running(os.getpid())
    assert is_running("1")


def test_what_is_no_number_of_a_process_is_none() -> None:
    assert not any(map(is_running, ["", "x", "99999999999999999999", 4_194_305]))
