"""`python -m tests.fuzzing SECONDS SEED`: atheris looks for a musing that stops proofreading.

It keeps what reaches code that nothing has reached before, and changes that further. What it finds is left in
.cache/fuzzing, from where it can become a test.
"""

from __future__ import annotations

import importlib
import random
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

ROOT = Path(__file__).resolve().parents[1]
FOUND = ROOT / ".cache" / "fuzzing"
HEAD = b"---\ntitle: A musing\ndate: 2026-03-02\nsummary: A summary.\n---\n\n"
LONGEST = 4_000
HANGS_S = 60


def main() -> None:
    """Fuzz until the time is up; atheris ends the process, with a status of its own where it found something."""
    seconds, seed = int(sys.argv[1]), sys.argv[2]
    for room in ROOMS:
        room.register()
    FOUND.mkdir(parents=True, exist_ok=True)
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

    options = [
        f"-max_total_time={seconds}",
        f"-seed={random.Random(seed).getrandbits(31) or 1}",
        f"-max_len={LONGEST}",
        f"-timeout={HANGS_S}",
        f"-artifact_prefix={FOUND}/",
        "-print_final_stats=1",
        "-verbosity=0",
    ]
    print(f"atheris for {seconds} seconds", flush=True)
    atheris.Setup([sys.argv[0], *options, str(root / "good")], proofread_it)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
