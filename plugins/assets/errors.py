"""What can go wrong with assets; every one of them is ours, not the coach's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class AssetError(Exception):
    """The base of this room's errors."""


class AssetMissing(AssetError):
    """A page asks for a file that no room and no theme holds."""

    def __init__(self, name: str, folders: Sequence[Path]) -> None:
        self.name, self.folders = name, tuple(folders)
        super().__init__(f"no {name} in {', '.join(str(folder) for folder in folders)}")


class PageUnknown(AssetError):
    """`uses()` was called where no page is being written, so nobody would wear the style."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"uses({', '.join(names)}) knows no page: import the macro `with context`")
