"""The foreman: has the crew go over photographs, whatever is done with them, and says how far it has come.

What goes wrong with one of them costs no other, and becomes words for the coach.
"""

import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from plugins.galleries.crew import Loss, share_out
from plugins.galleries.machine import processors, room_for
from plugins.galleries.photographs import opened
from plugins.galleries.quiet import quiet

PROCESS_BYTES = 250_000_000  # of memory; measured: 160 MB for photographs of 12 megapixels
PIXEL_BYTES = (
    10  # of a picture that is decoded whole; measured: 5 for a transparent PNG, 8 for one to be turned, 9 for HEIC
)
LIMIT_S = 180.0  # for one photograph: the largest that is read takes ten seconds, or a minute on a slow machine


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a photograph can't be shown, and the cure, both for the coach."""

    wanted: str
    fix: str


LATE = Fault(
    f"This photograph could not be prepared within {LIMIT_S / 60:.0f} minutes.",
    "Export it again as a JPEG, smaller if it is very large, or take it out.",
)
DIED = Fault(
    "This photograph could not be prepared: the machine ended the work twice, as it does when memory runs out.",
    "Export it smaller: 6,000 pixels on its longer side are plenty.",
)
Progress = Callable[[int, int], None]


class OfPhotograph(Protocol):
    """A job that has to do with one photograph."""

    @property
    def path(self) -> Path: ...


J = TypeVar("J", bound=OfPhotograph)
R = TypeVar("R")


def go_over(
    work: Callable[[J], R], jobs: Sequence[J], processes: int | None = None
) -> Generator[tuple[J, R | Fault], None, None]:
    """Do this work on each photograph, in at most so many processes; None leaves it to the machine.

    One under which a process died is tried again at the end, by itself: alone it has more memory.
    """
    again = []
    for lot, most in lots(jobs, processes or processors()):
        for job, result in share_out(work, lot, most, LIMIT_S):
            if result is Loss.DIED:
                again.append(job)
            else:
                yield job, LATE if isinstance(result, Loss) else result
    for job, result in share_out(work, again, 1, LIMIT_S):
        yield job, result if not isinstance(result, Loss) else DIED if result is Loss.DIED else LATE


def lots(jobs: Sequence[J], processes: int) -> Iterator[tuple[list[J], int]]:
    """The jobs of usual size, then those that need more memory; each lot with the processes that there is room for."""
    needs = {job.path: needed_bytes(job.path) for job in jobs}
    for is_heavy in (False, True):
        if lot := [job for job in jobs if (needs[job.path] > PROCESS_BYTES) is is_heavy]:
            yield lot, room_for(processes, max(needs[job.path] for job in lot))


def needed_bytes(path: Path) -> int:
    """The memory that a process needs for this photograph.

    A JPEG is read row by row and at once made smaller, but for one that comes in several passes.
    """
    try:
        with quiet():
            image = opened(
                path.read_bytes() if path.is_file() else b""
            )  # what is no file might keep us waiting for ever
    except Exception:  # it can't be read: whoever does the work will say why
        return PROCESS_BYTES
    is_in_rows = image.format == "JPEG" and not image.info.get("progressive")
    return PROCESS_BYTES if is_in_rows else max(PROCESS_BYTES, image.width * image.height * PIXEL_BYTES)


def silent(done: int, total: int) -> None:
    """Say nothing."""


def tell_progress(done: int, total: int, doing: str = "Preparing photographs") -> None:
    """Say how far it is on standard error: one line that counts on a terminal, else a line for each tenth."""
    words = f"{doing}: {done} of {total}"
    if sys.stderr.isatty():
        print(f"\r{words}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done == total or done % max(1, total // 10) == 0:
        print(words, file=sys.stderr, flush=True)
