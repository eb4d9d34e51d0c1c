"""What the preview knows of the site, told to every open page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """The site as it stands.

    build: names the last good build; "" before the first.
    mistakes: the words with which the latest build stopped; "" when it was good.
    """

    build: str = ""
    mistakes: str = ""


class News:
    """The present state, and everyone who follows it.

    A follower hears the state at once and then after each change. Only the newest state counts, so a page
    that was slow, or away while the preview was started anew, is right again with the next word it hears.
    """

    def __init__(self) -> None:
        self.state = State()
        self._changed = asyncio.Event()
        self._over = False

    def tell(self, state: State) -> None:
        """Make `state` the present one and tell every follower."""
        self.state = state
        self._wake()

    def end(self) -> None:
        """Let every follower go."""
        self._over = True
        self._wake()

    async def follow(self) -> AsyncIterator[State]:
        """The state now and after each change, until the end."""
        while not self._over:
            changed = self._changed
            yield self.state
            await changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
