"""The `_redirects` file of a site: which old addresses lead where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def read_redirects(folder: Path) -> Iterator[tuple[str, str]]:
    """Each pair of an old address and a new one. What is no pair of addresses of this site is passed over."""
    try:
        lines = (folder / "_redirects").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        match line.split():
            case [old, new, *_] if old.startswith("/") and new.startswith("/"):
                yield old, new
