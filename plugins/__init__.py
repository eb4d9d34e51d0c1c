"""Cairn's rooms: one capability, one folder.

`ROOMS` is the one list of them, in the order in which they register. The wiring in
`pelicanconf.py`, the proofreader and the template and script folders all derive from it.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path

ROOMS = (
    "proofreading",
    "musings",
    "assets",
    "series",
    "prompts",
    "galleries",
    "call_to_action",
    "sharing",
    "colophon",
)

HERE = Path(__file__).parent


def load_rooms() -> list[str]:
    """Import every room and return the dotted names that Pelican's `PLUGINS` wants.

    Pelican logs a plugin that cannot be imported, leaves it out and exits 0: a site without its
    galleries would be published. So the import happens here, and a failure ends the build.

    Raises `SystemExit(1)` after a message that names the file and line at fault.
    """
    names = [f"plugins.{room}" for room in ROOMS]
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            file, line = getattr(error, "filename", None) or last.filename, getattr(error, "lineno", None)
            print(
                f"Your site has not changed. The plugin {name} could not be loaded.\n\n"
                f"{file}, line {line or last.lineno}\n    {type(error).__name__}: {error}\n"
                "    Undo the last change to that file, or run `make devserver` once more to set up afresh.",
                file=sys.stderr,
            )
            raise SystemExit(1) from error
    return names


def room_folders(kind: str) -> list[str]:
    """The absolute paths of the rooms' `templates` or `static` folders, where they have one."""
    return [str(HERE / room / kind) for room in ROOMS if (HERE / room / kind).is_dir()]
