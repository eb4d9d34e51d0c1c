"""The crew: processes that each do one job at a time, and may die or hang without harm to who sent them.

Each is a fresh Python that inherits nothing but its end of a line, so that it imports only what its work needs; it
ends when the line does, even by a kill at the other end. `python -m plugins.galleries.crew` is what it runs.
"""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

J = TypeVar("J")
R = TypeVar("R")
PROJECT = Path(__file__).resolve().parents[2]


class Loss(Enum):
    """Why there is no result of a job: its process died under it, or did not come to an end."""

    DIED = "died"
    LATE = "late"


class Hand(Generic[J]):
    """One process of the crew, and the job that it has in hand."""

    def __init__(self, work: Callable[[J], Any]) -> None:
        self.line, theirs = Pipe()
        # -P: whatever folder it is started in, `plugins` is this one.
        command = [sys.executable, "-P", "-m", "plugins.galleries.crew", str(theirs.fileno())]
        found_first = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
        variables = {**os.environ, "PYTHONPATH": found_first}
        with theirs:
            fds = (theirs.fileno(),)
            self.process = subprocess.Popen(command, env=variables, stdin=subprocess.DEVNULL, pass_fds=fds)
        self.work, self.deadline_s = work, 0.0
        self.job: J | None = None

    def take(self, job: J, limit_s: float) -> None:
        """Begin a job."""
        self.job, self.deadline_s = job, time.monotonic() + limit_s
        with suppress(OSError):  # it has died: reading its answer will tell
            self.line.send((self.work, job))

    def answer(self) -> Any:
        """What it made of its job; what it raised is raised here."""
        try:
            result = self.line.recv()
        except (EOFError, OSError):
            return Loss.DIED
        if isinstance(result, BaseException):
            raise result
        return result

    def dismiss(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()
        self.line.close()


def share_out(
    work: Callable[[J], R], jobs: Sequence[J], processes: int, limit_s: float
) -> Iterator[tuple[J, R | Loss]]:
    """Do the jobs, in their order, in so many processes; give each with its result as it is done.

    work: anything that can be pickled. limit_s: after so many seconds a job is given up.
    """
    waiting = deque(jobs)
    hands = [Hand(work) for _ in range(min(processes, len(jobs)))]
    try:
        for hand in hands:
            hand.take(waiting.popleft(), limit_s)
        while busy := [hand for hand in hands if hand.job is not None]:
            soonest_s = min(hand.deadline_s for hand in busy)
            ready = wait([hand.line for hand in busy], max(0.0, soonest_s - time.monotonic()))
            for hand in busy:
                if hand.line not in ready and hand.deadline_s > time.monotonic():
                    continue
                job, result = hand.job, hand.answer() if hand.line in ready else Loss.LATE
                hand.job = None
                if isinstance(result, Loss):
                    hand.dismiss()
                    hands.remove(hand)
                    if waiting:
                        hands.append(hand := Hand(work))
                if waiting:
                    hand.take(waiting.popleft(), limit_s)
                yield job, result  # type: ignore[misc]
    finally:
        for hand in hands:
            hand.dismiss()


def serve(line: Connection) -> None:
    """In each process: do what comes down the line, and end with it, whatever is in hand."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the build, which ends this process itself
    orders: queue.SimpleQueue[tuple[Callable[[Any], Any], Any]] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(line, orders), daemon=True).start()
    while True:
        work, job = orders.get()
        try:
            result = work(job)
        except (Exception, SystemExit) as error:  # what ends a build in words ends it from here too
            result = error
        try:
            line.send(result)
        except OSError:
            return


def listen(line: Connection, orders: "queue.SimpleQueue[Any]") -> None:
    """Hear the orders while the work goes on; silence for good is an order to stop."""
    try:
        while True:
            orders.put(line.recv())
    except (EOFError, OSError):
        os._exit(0)
    except BaseException:  # an order that can't be understood: whoever waits for an answer must not wait for ever
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
