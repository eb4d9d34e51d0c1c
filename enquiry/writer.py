"""One thread that writes: what waits while one commit reaches the disk shares the next one (group commit)."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from enquiry.database import Database, Execute, NotKept

MOST_TOGETHER = 64
ATTEMPTS = 3

T = TypeVar("T")


@dataclass
class _Job:
    work: Callable[[Execute], Any]
    future: Future[Any]
    is_alone: bool


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
        self._is_closed = False
        self._closing = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="enquiry-writer", daemon=True)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether work waits."""
        return not self._jobs.empty()

    def submit(self, work: Callable[[Execute], T], *, is_alone: bool = False) -> Future[T]:
        """Has the work done; the future raises NotKept where it is not on the disk.

        is_alone: outside any transaction.
        """
        future: Future[T] = Future()
        with self._closing:
            if self._is_closed:
                raise NotKept("the store is closed")
            self._jobs.put(_Job(work, future, is_alone))
        return future

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
                self._do_all(jobs)
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
        """Does the jobs together; where that fails, each by itself, so that one cannot fail another."""
        fault = self._try(jobs)
        if fault is None:
            return
        if len(jobs) > 1:
            for job in jobs:
                self._do_all([job])
            return
        for _ in range(ATTEMPTS - 1):
            if not fault.is_passing:
                break
            fault = self._try(jobs)
            if fault is None:
                return
        jobs[0].future.set_exception(fault)

    def _try(self, jobs: list[_Job]) -> NotKept | None:
        """One transaction; answers every future and returns nothing, or returns why it failed and answers none."""
        done: list[tuple[_Job, Any, BaseException | None]] = []
        try:
            if self._database is None:
                self._database = self._connect()
            database = self._database
            if jobs[0].is_alone:
                done.append((jobs[0], jobs[0].work(database.execute), None))
            else:
                database.begin()
                for job in jobs:
                    done.append(self._do_one(database, job, is_shared=len(jobs) > 1))
                database.execute("COMMIT")
        except NotKept as fault:
            self._roll_back()
            return fault
        except Exception as error:  # of one job alone
            self._roll_back()
            jobs[0].future.set_exception(error)
            return None
        for job, result, fault_of_its_own in done:
            if fault_of_its_own is not None:
                job.future.set_exception(fault_of_its_own)
            else:
                job.future.set_result(result)
        return None

    @staticmethod
    def _do_one(database: Database, job: _Job, *, is_shared: bool) -> tuple[_Job, Any, BaseException | None]:
        if not is_shared:
            return job, job.work(database.execute), None
        database.execute("SAVEPOINT one")
        try:
            result = job.work(database.execute)
        except NotKept:
            raise
        except Exception as error:
            database.execute("ROLLBACK TO SAVEPOINT one")
            database.execute("RELEASE SAVEPOINT one")
            return job, None, error
        database.execute("RELEASE SAVEPOINT one")
        return job, result, None

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
