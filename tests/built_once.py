"""What several files of tests need, built once for all of them, also where several processes share the tests."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Build


def build_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Build]) -> Build:
    """What `make` builds in the folder of this name; whoever asks first has it built, and the others wait.

    Nothing may be written into it: the others look at it too.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, told = base / name, base / f"{name}.json"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            done = make(folder)
            told.write_text(json.dumps([done.status, done.text, str(done.output), str(done.source)]), encoding="utf-8")
    status, text, output, source = json.loads(told.read_text(encoding="utf-8"))
    if status:
        pytest.fail(f"The site “{name}” was not built:\n{text}", pytrace=False)
    return Build(status, text, Path(output), Path(source))
