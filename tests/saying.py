"""How a test says that it found something: all of it, a line each, since a truncated list hides the next fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest


def nothing(found: Mapping[str, object] | Iterable[object], what: str = "found") -> None:
    """Fail with everything that was found; nothing is what a test of the whole house wants."""
    lines = (
        [f"{name}: {fault}" for name, fault in found.items()] if isinstance(found, Mapping) else list(map(str, found))
    )
    if lines:
        pytest.fail(f"{what}:\n  " + "\n  ".join(lines), pytrace=False)
