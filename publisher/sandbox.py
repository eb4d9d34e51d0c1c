"""How a build is run: without network, seeing only what it needs, within limits, and never longer than is wanted.

Three ways, the first that works on this machine. "bwrap": folders of its own besides all that, by Bubblewrap; the only
one for code that somebody pushes. "unshare": no network and no other processes, but every file that the account may
read. "none": the limits alone. In each of them `publisher.keeper` is the first process.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from publisher.bubble import TMP_BYTES, bubble, python_of
from publisher.errors import PublisherError
from publisher.kept import END_S, Started
from publisher.lines import Lines

Way = Literal["bwrap", "unshare", "none"]
WAYS: tuple[Way, ...] = ("bwrap", "unshare", "none")
KEEPER = Path(__file__).resolve().with_name("keeper.py")
PATH = "/usr/local/bin:/usr/bin:/bin"
PLAIN = {"PATH": PATH, "HOME": "/tmp", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}


@dataclass(frozen=True)
class Limits:
    """What a build may take. Each has its words in OVER or SIGNS.

    memory_bytes: of all its processes together; the heaviest picture that proofreading lets through takes 1.4 GB.
    processes: with their threads.
    file_bytes: of one file. disk_bytes: how much stays free on the disk that it writes to; a fiftieth of a small disk.
    output_bytes: of what it prints. Its processors are everybody's: it steps behind (`nice`) whatever serves readers.
    """

    memory_bytes: int = 4 << 30
    processes: int = 512
    file_bytes: int = 2 << 30
    disk_bytes: int = 256 << 20
    output_bytes: int = 4 << 20
    nice: int = 10


LIMITS = Limits()
OVER = {
    "time": "It took longer than {time_s:g} seconds, so it was ended.",
    "memory": "It needed more than {memory_bytes:,} bytes of memory, so it was ended.",
    "processes": "It started more than {processes:,} processes at a time, so it was ended.",
    "disk": "The disk is nearly full, so it was ended before it left no room for others. Make some room on the server.",
    "output": "It printed more than {output_bytes:,} bytes, so it was ended.",
}
FIRST_TO_GO = ("/bin/sh", "-c", 'echo 1000 >/proc/self/oom_score_adj; exec "$@"', "sh")
"""Where memory runs out, the kernel ends the build before what serves readers."""
SIGNS = {
    "File too large": "No file that a build writes may have more than {file_bytes:,} bytes.",
    "No space left on device": "The disk is full, or the {tmp_bytes:,} bytes that a build has in /tmp.",
    "MemoryError": "A build may need {memory_bytes:,} bytes of memory in all.",
    "Cannot allocate memory": "A build may need {memory_bytes:,} bytes of memory in all.",
}
"""What a program says where it fails at a limit that it meets by itself."""


class OverLimit(PublisherError):
    """A build that took more than it may. limit: one of OVER."""

    def __init__(self, limit: str, words: str) -> None:
        super().__init__(words)
        self.limit = limit


def find() -> Way:
    """The best way that works here, for this account; each is tried once."""
    return next(way for way in WAYS if way == "none" or _works(way))


def _works(way: Way) -> bool:
    if not shutil.which(way, path=PATH):
        return False
    tried = command(way, ["/bin/sh", "-c", ":"], reads=[], writes=[], variables={}, folder=Path("/"))
    try:
        done = subprocess.run(tried, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def command(
    way: Way,
    argv: Sequence[str],
    *,
    reads: Sequence[Path],
    writes: Sequence[Path],
    variables: Mapping[str, str],
    folder: Path,
) -> list[str]:
    """The command that runs `argv` in this way, in `folder`, with these variables and PLAIN's alone.

    reads, writes: the files and folders that it sees, under their own names, links in them resolved. Of an
    environment the Python that it was made from comes along.
    """
    given = {**PLAIN, **variables}
    if way == "bwrap":
        return [*bubble(reads, writes, given), "--chdir", os.path.realpath(folder), "--", *argv]
    inside = ["env", "-i", f"--chdir={folder}", *(f"{name}={value}" for name, value in given.items()), *argv]
    return [*UNSHARE, *inside] if way == "unshare" else inside


UNSHARE = (
    *("unshare", "--user", "--map-current-user", "--net", "--ipc", "--uts", "--cgroup"),
    *("--pid", "--fork", "--mount-proc", "--"),
)


def run(
    way: Way,
    argv: Sequence[str],
    *,
    reads: Sequence[Path],
    writes: Sequence[Path],
    variables: Mapping[str, str],
    folder: Path,
    timeout_s: float = 600,
    on_line: Callable[[str], None],
    limits: Limits = LIMITS,
) -> int:
    """Run a command; give each line that it prints to `on_line`, fit to be shown; return its status.

    Raises OverLimit in words. However this ends, by a signal or kill -9 too, nothing that it started lives on.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        python = Path(sys.executable).resolve()
        kept = [
            str(python),
            "-I",
            "-S",
            str(KEEPER),
            str(theirs.fileno()),
            _told(limits, way, writes, timeout_s),
            *argv,
        ]
        seen = [*reads, KEEPER, *python_of(python)]
        whole, around = kept, {**PLAIN, **variables}  # not on a command line, where everybody could read them
        if way != "none":
            whole = command(way, kept, reads=seen, writes=writes, variables=variables, folder=folder)
            around = {"PATH": PATH}
        started = Started(ours, os.fstat(theirs.fileno()).st_ino)
        try:
            started.process = subprocess.Popen(
                [*FIRST_TO_GO, *whole],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=folder if way == "none" else None,
                env=around,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
            theirs.close()
            status, over, said = _follow(started, time.monotonic() + timeout_s + END_S, limits, on_line)
        finally:
            started.end()
    numbers = {**vars(limits), "time_s": timeout_s, "tmp_bytes": TMP_BYTES}
    if over:
        raise OverLimit(over, OVER[over].format_map(numbers))
    for sign, words in SIGNS.items() if status else ():
        if sign in said:
            on_line(words.format_map(numbers))
    return status


def _told(limits: Limits, way: Way, writes: Sequence[Path], timeout_s: float) -> str:
    """What the keeper is told."""
    each = {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": limits.file_bytes, "RLIMIT_DATA": limits.memory_bytes}
    if way != "none":  # elsewhere it would count every process of the account
        each["RLIMIT_NPROC"] = 2 * limits.processes
    disks = sorted({os.path.realpath(path) for path in writes})
    return json.dumps({**vars(limits), "time_s": timeout_s, "each": each, "disks": disks})


def _follow(started: Started, until: float, limits: Limits, on_line: Callable[[str], None]) -> tuple[int, str, str]:
    """Read until the end: the status, the limit that was passed, and which of SIGNS were seen."""
    assert started.process and started.process.stdout
    output, line, lines = started.process.stdout.fileno(), started.line.fileno(), Lines()
    status, over, said, left = None, "", "", limits.output_bytes
    poll = select.poll()
    for number in (output, line):
        poll.register(number, select.POLLIN)
    open_ones = {output, line}
    while open_ones:
        happened = {number for number, _ in poll.poll(max(0.0, until - time.monotonic()) * 1000)}
        if not happened:
            return 128 + signal.SIGKILL, over or ("time" if status is None else ""), said
        if output in happened:
            data = os.read(output, 65536)
            left -= len(data)
            if not data:
                open_ones.discard(output)
                poll.unregister(output)
            for text in lines.feed(data) if data else lines.end():
                said += "".join(f"{sign}\n" for sign in SIGNS if sign in text and sign not in said)
                on_line(text)
            if left < 0:
                return 128 + signal.SIGKILL, "output", said
        if line in happened:
            told = started.hear()
            if told is None:
                open_ones.discard(line)
                poll.unregister(line)
            elif "status" in told:
                status, over = int(str(told["status"])), str(told["over"])
                until = min(until, time.monotonic() + END_S)  # whatever still holds the pipe is not waited for
    return (status if status is not None else 128 + signal.SIGKILL), over, said
