"""One thread that writes: what waits while one commit reaches the disk shares the next one (group commit)."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from enquiry.database import Database, Execute, NotKept

MOST_TOGETHER = 64
ATTEMPTS = 3

T = TypeVar("T")
P = TypeVar("P")


@dataclass
class _Job:
    work: Callable[[Execute], Any] | None
    future: Future[Any]
    is_alone: bool = False
    of_many: Callable[[Execute, Sequence[Any]], Sequence[Any]] | None = None
    part: Any = None


class Writer:
    """Does work on one connection, each piece in a transaction that it may share with others.

    A piece of work is called with `execute` and may be called again where a transaction has to be repeated, so it
    does nothing but ask the database. What it returns is handed over when its commit is on the disk; an exception of
    its own undoes its statements alone.
    """

    def __init__(self, connect: Callable[[], Database]) -> None:
        self._connect = connect
        self._database: Database | None = connect()
        self.dialect = self._database.dialect
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._is_closed = self._is_working = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="enquiry-writer", daemon=True)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether work waits, or is being done."""
        return self._is_working or not self._jobs.empty()

    def submit(self, work: Callable[[Execute], T], *, is_alone: bool = False) -> Future[T]:
        """Has the work done; the future raises NotKept where it is not on the disk.

        is_alone: outside any transaction.
        """
        return self._put(_Job(work, Future(), is_alone))

    def submit_to(self, work: Callable[[Execute, Sequence[P]], Sequence[T | Exception]], part: P) -> Future[T]:
        """Has one part of a work done that does many parts at once: those that share a transaction come together.

        It returns the result of each, or the exception that its future is to raise.
        """
        return self._put(_Job(None, Future(), of_many=work, part=part))

    def _put(self, job: _Job) -> Future[Any]:
        with self._closing:
            if self._is_closed:
                raise NotKept("the store is closed")
            self._jobs.put(job)
        return job.future

    def do(self, work: Callable[[Execute], T], *, is_alone: bool = False) -> T:
        """Has the work done and waits for it."""
        return self.submit(work, is_alone=is_alone).result()

    def forget(self) -> None:
        """Lets nothing remain, beside the tables, of what was deleted from them."""

        def work(execute: Execute) -> None:
            if self._database is not None:
                self._database.forget()

        self.do(work, is_alone=True)

    def close(self) -> None:
        """Ends when all that was submitted is done."""
        with self._closing:
            self._is_closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        for batch in self._batches():
            # Who no longer waits is left out; from here on nobody can withdraw.
            if jobs := [job for job in batch if job.future.set_running_or_notify_cancel()]:
                self._is_working = True
                self._do_all(jobs)
                self._is_working = False
        if self._database is not None:
            self._database.close()

    def _batches(self) -> Iterator[list[_Job]]:
        """What waits, up to MOST_TOGETHER; what wants no transaction comes by itself."""
        while (job := self._jobs.get()) is not None:
            batch = [job]
            while len(batch) < MOST_TOGETHER and not batch[-1].is_alone and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    yield batch
                    return
                if job.is_alone:
                    yield batch
                    batch = []
                batch.append(job)
            yield batch

    def _do_all(self, jobs: list[_Job]) -> None:
        """Does the jobs together; where that fails, each by itself, so that one cannot fail another.

        What fails all of them and may pass (the server starts again, somebody holds a lock) is tried again together:
        the last of many would wait long if each were.
        """
        tries = 1
        while (fault := self._try(jobs)) and fault.is_passing and tries < ATTEMPTS:
            tries += 1
        if fault is None:
            return
        if len(jobs) == 1 or fault.is_passing:
            for job in jobs:
                job.future.set_exception(fault)
            return
        for job in jobs:
            self._do_all([job])

    def _try(self, jobs: list[_Job], *, is_careful: bool = False) -> NotKept | None:
        """One transaction; answers every future and returns nothing, or returns why it failed and answers none.

        is_careful: a savepoint before each job, which costs two statements; only once one has failed by itself.
        """
        done: list[tuple[_Job, Any]] = []
        try:
            if self._database is None:
                self._database = self._connect()
            database = self._database
            if jobs[0].is_alone:
                done.append((jobs[0], _do(jobs[0], database)))
            else:
                database.begin()
                for of_many, some in groupby(jobs, key=lambda job: job.of_many):
                    group = list(some)
                    if of_many:
                        done += zip(group, of_many(database.execute, [job.part for job in group]), strict=True)
                    else:
                        done += [(job, _do(job, database, is_careful=is_careful)) for job in group]
                database.execute("COMMIT")
        except NotKept as fault:
            self._roll_back()
            return fault
        except Exception as error:  # of one job alone
            self._roll_back()
            if len(jobs) > 1:
                return NotKept(type(error).__name__) if is_careful else self._try(jobs, is_careful=True)
            jobs[0].future.set_exception(error)
            return None
        for job, result in done:
            if isinstance(result, Exception):
                job.future.set_exception(result)
            else:
                job.future.set_result(result)
        return None

    def _roll_back(self) -> None:
        """Ends the transaction; a connection that cannot even do that is replaced at the next piece of work."""
        if self._database is None:
            return
        try:
            self._database.execute("ROLLBACK")
        except NotKept:
            with contextlib.suppress(Exception):  # it is given up in any case
                self._database.close()
            self._database = None


def _do(job: _Job, database: Database, *, is_careful: bool = False) -> Any:
    """What the job returns; carefully done also what it raises, its own statements undone."""
    assert job.work
    if not is_careful:
        return job.work(database.execute)
    database.execute("SAVEPOINT one")
    try:
        result = job.work(database.execute)
    except NotKept:
        raise
    except Exception as error:
        database.execute("ROLLBACK TO SAVEPOINT one")
        result = error
    database.execute("RELEASE SAVEPOINT one")
    return result
