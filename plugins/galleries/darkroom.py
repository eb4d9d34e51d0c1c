"""The darkroom: makes the renditions that are missing, on every processor, and says how far it has come.

Processes, because an AVIF's bytes depend on the number of threads that encode it; each is started afresh ("spawn"),
so that it inherits nothing of the build but the names of the files. The same bytes come out of any number of them.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from multiprocessing import active_children, connection, get_context, parent_process
from pathlib import Path

from plugins.galleries.cache import PhotoCache, Record, size_of
from plugins.galleries.photographs import Photograph, UnusablePhotograph, open_photograph
from plugins.galleries.renditions import CARD, JPEG, Focus, card_of, colour_of, encoded, key_of, names_for, resized

POOL_PAYS_BYTES = 500_000  # of photographs: about a second's work, while a process takes half a second to start


@dataclass(frozen=True, slots=True)
class Job:
    """A photograph to be developed, and whether it also serves as a share's picture."""

    path: Path
    focus: Focus = (0.5, 0.5)
    card: bool = False


@dataclass(frozen=True, slots=True)
class Developed:
    """A photograph whose renditions are in the cache under `key`."""

    key: str
    record: Record


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a photograph can't be shown, and the cure, both for the coach."""

    wanted: str
    fix: str


Result = Developed | Fault
Progress = Callable[[int, int], None]


def develop_all(
    jobs: Iterable[Job], cache: PhotoCache, processes: int | None = None, progress: Progress | None = None
) -> dict[Job, Result]:
    """Develop what the cache does not hold yet; a warm cache starts no process and reads no photograph.

    processes: at most so many; None leaves it to the work and the machine. progress(done, total) is called after
    each photograph.
    """
    jobs = list(dict.fromkeys(jobs))
    results = {job: found for job in jobs if (found := already_developed(job, cache))}
    todo = [job for job in jobs if job not in results]
    processes = min(processes or processes_for(todo), len(todo))
    results |= dict(zip(todo, run(todo, cache, processes, progress or silent), strict=True))
    cache.save_memo()
    return {job: results[job] for job in jobs}


def already_developed(job: Job, cache: PhotoCache) -> Result | None:
    """What the cache holds of this job: None unless that is all of it."""
    try:
        key = key_of(cache.digest(job.path), job.focus)
    except OSError as error:
        return unreadable(error)
    record = cache.record(key)
    return Developed(key, record) if record and (CARD in record.files or not job.card) else None


def run(jobs: Sequence[Job], cache: PhotoCache, processes: int, progress: Progress) -> list[Result]:
    """Develop these, in this process alone when there is nothing to share out."""
    work = partial(develop, folder=cache.folder)
    if processes > 1:
        try:
            return shared_out(jobs, work, processes, progress)
        except BrokenProcessPool:  # the machine ran out of memory and ended one: alone it needs less
            pass
    results = []
    for number, job in enumerate(jobs, 1):
        results.append(work(job))
        progress(number, len(jobs))
    return results


def shared_out(jobs: Sequence[Job], work: Callable[[Job], Result], processes: int, progress: Progress) -> list[Result]:
    """Develop these in so many processes; an interruption ends them at once, which no file minds."""
    with ProcessPoolExecutor(processes, get_context("spawn"), stay_with_parent) as pool:
        try:
            futures = [pool.submit(work, job) for job in jobs]
            for number, _ in enumerate(as_completed(futures), 1):
                progress(number, len(jobs))
            return [future.result() for future in futures]
        except BaseException:
            for process in active_children():
                process.terminate()
            raise


def develop(job: Job, folder: Path) -> Result:
    """Make every missing rendition of one photograph and write its record.

    The key is taken from the very bytes that are developed: a file replaced meanwhile can't spoil the cache.
    """
    try:
        data = job.path.read_bytes()
        photograph = open_photograph(data)
    except UnusablePhotograph as error:
        return Fault(error.wanted, error.fix)
    except OSError as error:
        return unreadable(error)
    cache = PhotoCache(folder)
    key = key_of(sha256(data).hexdigest(), job.focus)
    record = cache.record(key) or printed(photograph, key, cache)
    if job.card and CARD not in record.files:
        cache.keep(key, CARD, card := encoded(card_of(photograph, job.focus), JPEG))
        record = Record(record.width, record.height, record.colour, {**record.files, CARD: len(card)})
    cache.keep_record(key, record)
    return Developed(key, record)


def printed(photograph: Photograph, key: str, cache: PhotoCache) -> Record:
    """Make the renditions of all widths and encodings."""
    width, height = photograph.image.size
    sizes, images = {}, {}
    for name, (width_px, encoding) in names_for(width).items():
        if width_px not in images:
            images = {width_px: resized(photograph, width_px)}  # one at a time: they are large
            colour = colour_of(images[width_px])
        cache.keep(key, name, data := encoded(images[width_px], encoding))
        sizes[name] = len(data)
    return Record(width, height, colour, sizes)


def unreadable(error: OSError) -> Fault:
    return Fault(f"This file can't be opened ({error.strerror or error}).", "Look whether you can open it yourself.")


def processes_for(jobs: Sequence[Job]) -> int:
    """One for each processor that this process may use; one alone where starting others costs more than it saves."""
    if sum(size_of(job.path) for job in jobs) < POOL_PAYS_BYTES:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def stay_with_parent() -> None:
    """In each process of the pool: leave Ctrl-C to the build, and end when the build has ended, even by a kill."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with_parent, daemon=True).start()


def leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def silent(done: int, total: int) -> None:
    """Say nothing."""


def tell_progress(done: int, total: int) -> None:
    """Say how far it is on standard error: one line that counts on a terminal, else a line for each tenth."""
    words = f"Preparing photographs: {done} of {total}"
    if sys.stderr.isatty():
        print(f"\r{words}", end="\n" if done == total else "", file=sys.stderr, flush=True)
    elif done == total or done % max(1, total // 10) == 0:
        print(words, file=sys.stderr, flush=True)
