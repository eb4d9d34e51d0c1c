"""The first process of a sandbox: it starts the build, watches what that takes, and ends with everything below it.

`publisher.sandbox` runs this file by its path, with any Python and without the package around it: FD LIMITS COMMAND….
FD is one end of a socket. When the other end closes, because whoever wanted the build was stopped or killed, the
build ends; what came of it is told through it. In a process namespace this is process 1, and the kernel ends the
others with it. Elsewhere it hunts them down.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

PDEATHSIG, DUMPABLE, CHILD_SUBREAPER, NO_NEW_PRIVS = 1, 4, 36, 38  # of prctl(2)
LOOK_EVERY_S = 0.2
HUNT_S = 10
HEARD_BY_NOBODY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MEMORY = ("RssAnon:", "RssShmem:", "VmSwap:")  # of /proc/…/status, in kB; files that are read don't count
NOT_FOUND = 127


def main(arguments: list[str]) -> int:
    """Run the command; return its status, 128 and the signal's number where one ended it."""
    line = socket.socket(fileno=int(arguments[0]))
    line.set_inheritable(False)
    limits = json.loads(arguments[1])
    stand_guard()
    child = start(arguments[2:], limits)
    with suppress(OSError):  # nobody listens any more: `watch` notices
        line.send(json.dumps({"started": child}).encode())
    status, over = watch(line, child, limits)
    hunt()
    with suppress(OSError):
        line.send(json.dumps({"status": status, "over": over}).encode())
    return status


def stand_guard() -> None:
    """Out of reach for what is started, and heir of every orphan."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if os.getpid() == 1:  # elsewhere it has to live on for a moment, to hunt
        prctl(PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    prctl(DUMPABLE, 0, 0, 0, 0)  # nothing below may look into this process, or hold it
    prctl(CHILD_SUBREAPER, 1, 0, 0, 0)
    for name in HEARD_BY_NOBODY:
        signal.signal(name, signal.SIG_IGN)


def start(command: list[str], limits: dict[str, Any]) -> int:
    """Start the command in a session of its own; return its number."""
    child = os.fork()
    if child:
        return child
    try:
        os.setsid()
        prctl = ctypes.CDLL(None).prctl
        prctl(PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
        for name in (*HEARD_BY_NOBODY, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(name, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        for kind, most in limits["each"].items():
            lower(getattr(resource, kind), most)
        os.nice(limits["nice"])
        os.execvp(command[0], command)
    except OSError as error:
        print(f"{command[0]} cannot be started: {error.strerror}.", file=sys.stderr, flush=True)
    finally:
        os._exit(NOT_FOUND)


def lower(kind: int, most: int) -> None:
    """Set a limit, never above the one that is there."""
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def watch(line: socket.socket, child: int, limits: dict[str, Any]) -> tuple[int, str]:
    """Wait for the child's end, the line's, or a limit's: the status, and which limit it was."""
    ends = time.monotonic() + limits["time_s"]
    disk_floors = {path: floor(path, limits["disk_bytes"]) for path in limits["disks"]}
    poll, handle = select.poll(), os.pidfd_open(child)
    poll.register(line, select.POLLIN)
    poll.register(handle, select.POLLIN)
    while True:
        happened = {number for number, _ in poll.poll(LOOK_EVERY_S * 1000)}
        for number, status in reap():
            if number == child:
                code = os.waitstatus_to_exitcode(status)
                return (code if code >= 0 else 128 - code), ""
        if line.fileno() in happened:
            return 128 + signal.SIGKILL, ""
        memory, tasks = taken()
        faults = {
            "time": time.monotonic() > ends,
            "memory": memory > limits["memory_bytes"],
            "processes": tasks > limits["processes"],
            "disk": any(free(path) < least for path, least in disk_floors.items()),
        }
        if over := next((name for name, is_so in faults.items() if is_so), ""):
            return 128 + signal.SIGKILL, over


def reap() -> Iterator[tuple[int, int]]:
    """Every child that has ended, and orphan that became one."""
    with suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            yield found


def taken() -> tuple[int, int]:
    """The bytes of memory, and the tasks, of everything below this process."""
    memory, tasks = 0, 0
    for number in everybody():
        with suppress(OSError), open(f"/proc/{number}/status") as file:
            for name, *values in map(str.split, file):
                if name in MEMORY:
                    memory += int(values[0]) * 1024
                elif name == "Threads:":
                    tasks += int(values[0])
    return memory, tasks


def everybody() -> set[int]:
    """The numbers of everything below this process."""
    own = os.getpid()
    if own == 1:
        return {int(name) for name in os.listdir("/proc") if name.isdecimal()} - {1}
    found, waiting = set[int](), [own]
    while waiting:
        number = waiting.pop()
        with suppress(OSError):
            for task in os.listdir(f"/proc/{number}/task"):
                with suppress(OSError), open(f"/proc/{number}/task/{task}/children") as file:
                    new = set(map(int, file.read().split())) - found
                found |= new
                waiting += new
    return found


def hunt() -> None:
    """Where the kernel does not do it: end everything below, also what hides behind a parent that has ended."""
    ends = time.monotonic() + HUNT_S
    while os.getpid() != 1 and (left := everybody()) and time.monotonic() < ends:
        for number in left:
            with suppress(OSError):
                os.kill(number, signal.SIGKILL)
        time.sleep(0.005)
        for _ in reap():
            pass


def free(path: str) -> int:
    """The bytes that are free on this disk."""
    disk = os.statvfs(path)
    return disk.f_bavail * disk.f_frsize


def floor(path: str, most: int) -> int:
    """How much must stay free on this disk: a fiftieth, and at most so many bytes."""
    disk = os.statvfs(path)
    return min(most, disk.f_blocks * disk.f_frsize // 50)


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
