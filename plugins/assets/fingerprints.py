"""Static files under names that change with their bytes, so that they may be cached for ever."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import rcssmin
import rjsmin

from plugins.assets.errors import AssetMissing

DIGITS = 10
# As rjsmin leaves them: from"./answers.js", import"./answers.js", import("./copies.js").
IMPORTED = re.compile(r'((?:\bfrom|\bimport)\s*\(?\s*")\./([\w-]+\.js)(?=")')


@dataclass(frozen=True)
class Asset:
    """A published file. address: from the root of the site, `/assets/…`."""

    address: str
    content: bytes


def fingerprint(content: bytes) -> str:
    """The hex digits that stand in the name of a file with these bytes."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def address_of(name: str, digits: str) -> str:
    """Where a file of this name is published: with these digits before its suffix."""
    path = PurePosixPath(name)
    return f"/assets/{path.with_suffix('')}.{digits}{path.suffix}"


def named(name: str, content: bytes) -> Asset:
    """The asset whose file name is `name` with its fingerprint before the suffix."""
    return Asset(address_of(name, fingerprint(content)), content)


def minify(text: str) -> str:
    """A script without comments and indentation."""
    return str(rjsmin.jsmin(text))


def find_asset(name: str, folders: Sequence[Path]) -> list[Asset]:
    """The static file of this name (`assets/theme-switch.js`, `favicon.svg`), scripts minified, and what it needs.

    A style sheet that lies beside a script and is called like it, and the scripts beside it that it imports, come after
    it. A script's fingerprint is taken of itself, its sheet and the names under which it imports; so nobody is ever
    served one of today's scripts with one of yesterday's.
    Raises `AssetMissing` when no folder holds the file.
    """
    for folder in folders:
        path = folder / name
        if path.suffix == ".js" and path.is_file():
            return script_and_needs(path)
        if path.is_file():
            return [named(path.name, path.read_bytes())]
    raise AssetMissing(name, folders)


def script_and_needs(path: Path) -> list[Asset]:
    """A script, its own style sheet, and the scripts that it imports, wherever in it that is done."""
    needs: list[Asset] = []

    def rewritten(found: re.Match[str]) -> str:
        imported = find_asset(found[2], [path.parent])
        needs.extend(imported)
        return f"{found[1]}./{PurePosixPath(imported[0].address).name}"

    script = IMPORTED.sub(rewritten, minify(path.read_text(encoding="utf-8"))).encode()
    sheet = path.with_suffix(".css")
    if not sheet.is_file():
        return [named(path.name, script), *needs]
    style = rcssmin.cssmin(sheet.read_text(encoding="utf-8")).encode()
    digits = fingerprint(script + style)
    return [Asset(address_of(path.name, digits), script), Asset(address_of(sheet.name, digits), style), *needs]
