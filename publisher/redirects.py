"""The `_redirects` file of a site: which old addresses lead where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path


def read_redirects(folder: Path) -> Iterator[tuple[str, str]]:
    """Each pair of an old address and a new one, with the base path.

    What is no pair of addresses of this site is passed over, and so is `/old` where `/old/` stands there too.
    """
    try:
        lines = (folder / "_redirects").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    pairs = dict(line.split()[:2] for line in lines if re.match(r"/\S*\s+/", line))
    yield from ((old, new) for old, new in pairs.items() if f"{old}/" not in pairs)
