"""What a sandbox has started, seen from outside: heard of, ended, and waited for."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

END_S = 5
"""How long one waits for an end that has been asked for."""


class Started:
    """What was started: the process here, and the keeper, by a handle that stays its own."""

    def __init__(self, line: socket.socket, number: int) -> None:
        self.line, self.number = line, number
        self.process: subprocess.Popen[bytes] | None = None
        self.keeper, self.child = -1, 0

    def hear(self) -> dict[str, object] | None:
        """What the keeper says; None when there is no keeper any more."""
        data, extra, *_ = self.line.recvmsg(4096, socket.CMSG_SPACE(12))
        if not data:
            return None
        said: dict[str, object] = json.loads(data)
        if "started" in said:
            self.child = int(str(said["started"]))
            with suppress(OSError, IndexError):  # as the kernel says, in the numbers of this side
                self.keeper = os.pidfd_open(int.from_bytes(extra[0][2][:4], sys.byteorder))
        return said

    def end(self) -> None:
        """End all of it, and return when it has ended."""
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)
        if not self.process:
            return
        assert self.process.stdout
        self.process.stdout.close()
        try:
            self.process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.returncode < 0 and self.process.pid and self.child > 1:
            with suppress(OSError):  # without a namespace, and the keeper was killed: its child's session
                os.killpg(self.child, signal.SIGKILL)
        if self.keeper >= 0:
            _wait_for_end(self.keeper)
        if self.process.returncode < 0 or self.keeper < 0:
            for handle in _holders(f"socket:[{self.number}]"):
                _wait_for_end(handle, kill=True)


def _wait_for_end(handle: int, *, kill: bool = False) -> None:
    """Of the process behind this handle: at once or, where it takes too long, by force."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    if kill or not poll.poll(END_S * 1000):
        with suppress(OSError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        poll.poll(END_S * 1000)
    os.close(handle)


def _holders(name: str) -> Iterator[int]:
    """Handles of all other processes that hold this socket: what was killed halfway left them."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            with suppress(OSError):
                if any(os.readlink(entry) == name for entry in (folder / "fd").iterdir()):
                    yield os.pidfd_open(int(folder.name))
