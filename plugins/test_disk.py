"""A disk without room is told in words: which folder, how much is free, what to do."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.disk import ending_in_words, in_words
from tests.building import CACHE, ROOT, write_site

FULL = Path("/dev/full")
"""A device of Linux's that answers every write as a full disk does (full(4)), and names no file."""
ROOM = r"\(\d+\.\d MB free\)"


def refused() -> OSError:
    """What a full disk answers."""
    with pytest.raises(OSError) as raised, FULL.open("wb", buffering=0) as device:
        device.write(b"a")
    return raised.value


@pytest.mark.skipif(not FULL.exists(), reason="a system without /dev/full")
def test_a_full_disk_is_told_with_its_folder_and_a_cure(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended, ending_in_words(cache=tmp_path / "not" / "there"):
        raise refused()
    words = re.escape(f"The cache folder {tmp_path / 'not' / 'there'} can't be written: its disk is full ")
    cure = r"\. Make room, or choose another folder with CACHE=…"
    assert re.fullmatch(words + ROOM + cure, str(ended.value.code))
    assert re.search(r"\(.*\)\. Make room\.$", in_words(refused(), {"content": tmp_path}))


def test_the_folder_is_the_one_in_which_the_file_lies(tmp_path: Path) -> None:
    """Also while it is built beside its place, and where one holds the other; a link names its target last."""
    folders = {"output": tmp_path / "cache" / "out", "cache": tmp_path / "cache"}
    for file, name in (("cache/a", "cache"), ("cache/out.building-71/a", "output"), ("cache/out/b", "output")):
        error = OSError(errno.EROFS, "Read-only file system", str(tmp_path / file))
        assert in_words(error, folders).startswith(f"The {name} folder {folders[name]} can't be written: it may only")
    error = OSError(errno.ENOSPC, "", str(tmp_path / "cache/a"), None, str(tmp_path / "cache/out/a"))
    assert in_words(error, folders).startswith("The output folder ")


def test_what_has_nothing_to_do_with_these_folders_stays_what_it_is(tmp_path: Path) -> None:
    """A fault in the code keeps its traceback."""
    for error in (OSError(errno.EACCES, "", "/elsewhere/a"), FileNotFoundError(errno.ENOENT, "", str(tmp_path / "a"))):
        with pytest.raises(type(error)), ending_in_words(cache=tmp_path):
            raise error


def build(site: Path, environment: dict[str, str], limit: int) -> subprocess.CompletedProcess[str]:
    """`make publish` of a process that may write no more than `limit` bytes into a file, which stands for a disk."""
    return subprocess.run(
        [sys.executable, "-m", "desk.build", "production"],
        cwd=ROOT,
        env={**os.environ, "CAIRN_SOURCE": str(site), **environment},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(("limit", "name"), [(1_000, "cache"), (60_000, "output")])
def test_a_build_without_room_ends_in_words_and_leaves_the_old_site(limit: int, name: str, tmp_path: Path) -> None:
    """The templates that Jinja keeps are too large first; with more room for each, a file that Pelican copies."""
    site = write_site(tmp_path / "site", {"content/files/book.pdf": b"%PDF-1.7\n" + bytes(90_000)})
    folders = {"cache": CACHE if name == "output" else tmp_path / "cache", "output": tmp_path / "output"}
    for mark in ("404.html", "sitemap.xml"):
        (folders["output"] / mark).parent.mkdir(exist_ok=True)
        (folders["output"] / mark).write_text("old")
    done = build(site, {f"CAIRN_{key.upper()}": str(folder) for key, folder in folders.items()}, limit)
    said = re.escape(f"The {name} folder {folders[name]} can't be written: File too large ")
    cure = rf"\. Make room, or choose another folder with {name.upper()}=…"
    assert done.returncode == 1
    assert re.fullmatch(said + ROOM + cure, done.stderr.splitlines()[-1]), done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert sorted(path.name for path in folders["output"].iterdir()) == ["404.html", "sitemap.xml"]
    assert sorted(path.name for path in tmp_path.iterdir() if "building" in path.name) == []
