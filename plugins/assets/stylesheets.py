"""One page's style sheet: the rules that every page needs, then those of what is on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import rcssmin

from plugins.assets.errors import AssetMissing

# The first sheet names the layers in their order. Every page wears it and the other three.
LAYERS = "css/layers"
CORE = ("css/tokens", "css/base", "css/frame")
BLOCK = re.compile(r"@layer \w+\{")


def find_style(name: str, folders: Sequence[Path]) -> str:
    """The text of the style sheet of this name: a template path without its `.css`.

    In a sheet that is asked for with a value, as `galleries/ground#7a5`, the value stands wherever the sheet says
    `VALUE`: what differs from picture to picture needs a rule, since the policy admits no style attribute.
    Raises `AssetMissing` when no folder holds it.
    """
    sheet, _, value = name.partition("#")
    for folder in folders:
        path = folder / f"{sheet}.css"
        if path.is_file():
            return path.read_text(encoding="utf-8").replace("VALUE", value)
    raise AssetMissing(f"{sheet}.css", folders)


@cache
def minified(name: str, folders: tuple[Path, ...]) -> str:
    """The style sheet of this name, without comments and spaces."""
    return str(rcssmin.cssmin(find_style(name, folders)))


def bundle(styles: Iterable[str], folders: Sequence[Path], faces: str = "") -> str:
    """The minified style sheet of a page that uses these styles.

    The order is fixed: the core's own, then the page's by name; between rules of one layer nothing may depend on it.
    folders: of templates, searched in order. faces: the `@font-face` rules, which belong to no layer.
    """
    order = [*CORE, *sorted(set(styles) - {LAYERS, *CORE})]
    sheets = [minified(name, tuple(folders)) for name in (LAYERS, *order)]
    return f"{sheets[0]}{faces}{joined(sheets[1:])}"


def joined(sheets: Sequence[str]) -> str:
    """Minified sheets as one: where one goes on in the layer in which the last one ended, the layer stays open."""
    text, last = "", ""
    for sheet in sheets:
        layers = BLOCK.findall(sheet)
        text = text[:-1] + sheet[len(last) :] if last and sheet.startswith(last) else text + sheet
        last = layers[-1] if layers else ""
    return text
