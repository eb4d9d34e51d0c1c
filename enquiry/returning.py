"""From the thread that writes back to the event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Returns:
    """Hands what another thread has done to those who wait for it on the event loop.

    All that comes back together wakes the loop once; `asyncio.wrap_future` wakes it for each.
    """

    def __init__(self) -> None:
        self._came: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._is_called = False

    async def of(self, work: Future[T]) -> T:
        """What the work returns or raises. Who stops waiting withdraws it, where it is not begun."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Future[T] = loop.create_future()
        work.add_done_callback(lambda done: self._is_done(loop, waiting, done))
        try:
            return await waiting
        except asyncio.CancelledError:
            work.cancel()
            raise

    def _is_done(self, loop: asyncio.AbstractEventLoop, waiting: asyncio.Future[T], work: Future[T]) -> None:
        self._came.append((waiting, work))
        if not self._is_called:
            self._is_called = True
            try:
                loop.call_soon_threadsafe(self._hand_over)
            except RuntimeError:  # the loop has ended, and with it everybody who waited
                self._came.clear()
                self._is_called = False

    def _hand_over(self) -> None:
        self._is_called = False  # first: what comes from now on calls again
        while self._came:
            waiting, work = self._came.popleft()
            if waiting.done() or work.cancelled():
                continue
            if error := work.exception():
                waiting.set_exception(error)
            else:
                waiting.set_result(work.result())
