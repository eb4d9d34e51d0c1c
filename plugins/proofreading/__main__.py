"""`python -m plugins.proofreading check`: every mistake told once, nothing built.

Ends with 0, or with 1 when a mistake would stop the build.
"""

from __future__ import annotations

import argparse
import importlib
import os
from pathlib import Path

from plugins import load_rooms
from plugins.proofreading.reading import Order, proofread, report

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Parse the command line, proofread, report."""
    parser = argparse.ArgumentParser(prog="python -m plugins.proofreading", description=__doc__)
    parser.add_argument("verb", choices=["check"])
    parser.parse_args()
    for name in load_rooms():
        importlib.import_module(name).register()
    root = Path(os.environ.get("CAIRN_SOURCE") or ROOT).expanduser().resolve()
    cache = Path(os.environ.get("CAIRN_CACHE") or ROOT / ".cache")
    library = proofread(Order(root=root, cache=cache))
    report(library)
    if not library.mistakes:
        print("I found no mistakes.")


if __name__ == "__main__":
    main()
