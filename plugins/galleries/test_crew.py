"""The darkroom's processes: none that dies or hangs costs a photograph, and none is left."""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from plugins.galleries import foreman
from plugins.galleries.cache import PhotoCache
from plugins.galleries.conftest import RECIPE
from plugins.galleries.crew import PROJECT, Loss, share_out
from plugins.galleries.darkroom import Developed, Fault, Job, develop, develop_all


def children() -> list[int]:
    """The processes that this one has started and that have not ended."""
    return [int(number) for number in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def test_processes_that_die_cost_no_photograph(photographs: list[Path], tmp_path: Path) -> None:
    """A machine short of memory ends the largest process it finds."""
    jobs = [Job(path, card=card) for path in photographs for card in (False, True)]

    def kill(done: int, total: int) -> None:
        if done == 1:
            for process in children():
                os.kill(process, signal.SIGKILL)

    results = develop_all(jobs, PhotoCache(tmp_path / "cache"), RECIPE, 2, kill)
    assert all(isinstance(result, Developed) for result in results.values())


def test_a_process_that_dies_is_told_from_a_result() -> None:
    """Leaving stands for a decoder that crashes: each time a new process goes on with what is left."""
    assert dict(share_out(os._exit, [1, 2, 3], 2, limit_s=60)) == dict.fromkeys((1, 2, 3), Loss.DIED)
    assert dict(share_out(abs, [-1, -2, -3], 2, limit_s=60)) == {-1: 1, -2: 2, -3: 3}
    assert children() == []


def test_a_photograph_that_never_ends_is_one_plain_fault(
    photographs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is ever written into the other end of this pipe."""
    monkeypatch.setattr(foreman, "LIMIT_S", 6.0)
    os.mkfifo(endless := tmp_path / "endless.jpg")
    jobs = [Job(endless), *map(Job, photographs)]
    results = dict(foreman.go_over(partial(develop, folder=tmp_path / "cache", recipe=RECIPE), jobs, 2))
    assert isinstance(results[jobs[1]], Developed) and isinstance(results[jobs[2]], Developed)
    assert results[jobs[0]] == Fault(
        "This photograph could not be prepared within 3 minutes.",
        "Export it again as a JPEG, smaller if it is very large, or take it out.",
    )
    assert children() == []


def test_what_is_no_photographs_fault_ends_the_build(photographs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the cache should be")
    with pytest.raises(SystemExit) as ended:
        develop_all([Job(photographs[0])], PhotoCache(tmp_path / "cache"), RECIPE, 2)
    assert ended.value.code == (
        f"The cache folder {tmp_path / 'cache'} can't be written: it is a file, or lies in one. "
        "See to it that you may write there, or choose another folder with CACHE=…"
    )
    assert children() == []


def test_an_interruption_ends_every_process(photographs: list[Path], tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        develop_all([Job(path) for path in photographs], PhotoCache(tmp_path / "cache"), RECIPE, 2, interrupt)
    assert children() == []


def test_a_process_brings_nothing_that_a_photograph_has_no_use_for() -> None:
    """It is what each photograph of a first build waits for."""
    asked = "import sys, plugins.galleries.darkroom; print('pelican' in sys.modules, 'jinja2' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]
