"""`python -m tests.fuzzing SECONDS SEED`: atheris looks for a musing that stops proofreading.

It keeps what reaches code that nothing has reached before, and changes that further. What it finds is left in
.cache/fuzzing, from where it can become a test.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["plugins.musings", "plugins.proofreading", "plugins.galleries", "markdown"]):
    from plugins import load_rooms
    from plugins.conftest import SITE
    from plugins.proofreading.reading import Order, proofread

    ROOMS = [importlib.import_module(name) for name in load_rooms()]

from tests.generating import Wild
from tests.guiding import fuzz

HEAD = b"---\ntitle: A musing\ndate: 2026-03-02\nsummary: A summary.\n---\n\n"


def main() -> None:
    """Fuzz until the time is up; atheris ends the process, with a status of its own where it found something."""
    seed = sys.argv[2]
    for room in ROOMS:
        room.register()
    root = Path(tempfile.mkdtemp(prefix="cairn-fuzzing-"))
    musing = root / "content/musings/a.md"
    musing.parent.mkdir(parents=True)
    (root / "site.toml").write_text(SITE)
    (root / "good").mkdir()
    for number in range(200):
        (root / f"good/{number}").write_bytes(HEAD + Wild(f"{seed} {number}").body().encode())

    def proofread_it(raw: bytes) -> None:
        musing.write_bytes(raw)
        proofread(Order(root=root, cache=root / ".cache"))

    fuzz(proofread_it, root / "good", "musings", hangs_s=60)


if __name__ == "__main__":
    main()
