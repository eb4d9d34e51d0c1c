"""What the coach saves while the preview runs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from watchfiles import Change, DefaultFilter, awatch


class Changes:
    """The files that were saved and are not built yet. A save is never lost: it waits here during a build."""

    def __init__(self) -> None:
        self._files: set[Path] = set()
        self._some = asyncio.Event()

    def add(self, files: Iterable[Path]) -> None:
        """Note that these files have changed."""
        self._files.update(files)
        if self._files:
            self._some.set()

    async def take(self) -> list[Path]:
        """Wait until something has changed; return all of it, in order, and forget it."""
        await self._some.wait()
        self._some.clear()
        files, self._files = sorted(self._files), set()
        return files


async def watch(folders: Iterable[Path], files: Iterable[Path], changes: Changes) -> None:
    """Note every change of the files, and in the folders and all that is in them, until cancelled.

    An editor may replace a file by another of its name, so a single file is watched through its folder.
    """
    names = {str(file) for file in files}

    def is_named(change: Change, path: str) -> bool:
        return path in names

    async def note(places: set[Path], wanted: object, recursive: bool) -> None:
        async for found in awatch(*places, watch_filter=wanted, recursive=recursive):  # type: ignore[arg-type]
            changes.add(Path(path) for _, path in found)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(note({folder for folder in folders if folder.is_dir()}, DefaultFilter(), True))
        tasks.create_task(note({Path(name).parent for name in names}, is_named, False))
