"""What a killed git leaves in the repository goes, and what a living one needs stays."""

from __future__ import annotations

import os
import subprocess
import time

import pytest

from publisher import strays


@pytest.fixture
def left(tmp_path):
    """A push's objects and two locks, as kills leave them."""
    objects = tmp_path / "objects" / "tmp_objdir-incoming-AbCdEf" / "pack"
    objects.mkdir(parents=True)
    (objects / "tmp_pack_1").write_bytes(b"half")
    (tmp_path / "refs" / "heads").mkdir(parents=True)
    (tmp_path / "refs" / "heads" / "main").write_text("a" * 40)
    locks = [tmp_path / "refs" / "heads" / "main.lock", tmp_path / "packed-refs.lock"]
    for lock in locks:
        lock.touch()
    return [objects.parent, *locks]


def test_what_nobody_works_on_goes(tmp_path, left):
    strays.remove(tmp_path)
    assert not any(path.exists() for path in left)
    assert (tmp_path / "refs" / "heads" / "main").exists()


def test_while_somebody_works_in_the_repository_it_stays_unless_it_is_old(tmp_path, left):
    with subprocess.Popen(["cat"], cwd=tmp_path, stdin=subprocess.PIPE) as somebody:
        strays.remove(tmp_path)
        assert all(path.exists() for path in left)
        long_ago = time.time() - strays.OLD_S - 1
        os.utime(left[0], (long_ago, long_ago))
        strays.remove(tmp_path)
        assert [path.exists() for path in left] == [False, True, True]
        somebody.communicate()


def test_what_was_not_yet_in_place_goes_with_its_process(tmp_path):
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    for name in (f".pinned.json.{ended.pid}", f".seen.{os.getpid()}", ".hidden", "log"):
        (tmp_path / name).touch()
    (tmp_path / f".current.{ended.pid}").symlink_to("nowhere")
    strays.remove_halves(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", f".seen.{os.getpid()}", "log"]
