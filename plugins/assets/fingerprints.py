"""Static files under names that change with their bytes, so that they may be cached for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import rjsmin

from plugins.assets.errors import AssetMissing

DIGITS = 10


@dataclass(frozen=True)
class Asset:
    """A published file. address: from the root of the site, `/assets/…`."""

    address: str
    content: bytes


def fingerprint(content: bytes) -> str:
    """The hex digits that stand in the name of a file with these bytes."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def named(name: str, content: bytes) -> Asset:
    """The asset whose file name is `name` with its fingerprint before the suffix."""
    path = PurePosixPath(name)
    return Asset(f"/assets/{path.with_suffix('')}.{fingerprint(content)}{path.suffix}", content)


def minify(text: str) -> str:
    """A script without comments and indentation."""
    return str(rjsmin.jsmin(text))


def find_asset(name: str, folders: Sequence[Path]) -> Asset:
    """The static file of this name (`assets/theme-switch.js`, `favicon.svg`), scripts minified.

    Raises `AssetMissing` when no folder holds it.
    """
    for folder in folders:
        path = folder / name
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".js":
                content = minify(content.decode()).encode()
            return named(path.name, content)
    raise AssetMissing(name, folders)
