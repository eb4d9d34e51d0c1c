"""What was pushed, as files: one folder that follows the pushes, so that a push costs what has changed in it.

The files that stay keep their times and inodes, by which the build knows that it has read them before.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from publisher.errors import Refused
from publisher.git import Entry, Git
from publisher.installation import Installation, write_whole

LIST = "source.json"


def boot() -> str:
    """Which start of the machine this is; after a power cut nothing is believed that was not synced."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def bring(installation: Installation, git: Git, entries: Sequence[Entry]) -> Path:
    """The folder with exactly these files. To be called under the lock for builds: there is only one such folder."""
    folder, listed = installation.site / "source", installation.site / LIST
    wanted = {entry.path: f"{entry.mode} {entry.object_id}" for entry in entries}
    there = _known(listed) if folder.is_dir() else None
    # Until all is in place again nothing is known: a kill on the way makes the next push begin anew.
    listed.unlink(missing_ok=True)
    if there is None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)  # it holds drafts
        there = {}
    for path in there.keys() - wanted.keys():
        _remove(folder, path)
    changed = [entry for entry in entries if there.get(entry.path) != wanted[entry.path]]
    _refuse_too_much(folder, sum(entry.size or 0 for entry in changed))
    if changed:
        git.checkout(folder, changed)
    write_whole(listed, json.dumps({"boot": boot(), "files": wanted}))
    return folder


def _refuse_too_much(folder: Path, new: int) -> None:
    """A small pack may hold much: there has to be room for it, and for what is made of it, before it is written."""
    free = shutil.disk_usage(folder).free
    if 2 * new > free:
        raise Refused(
            f"What you pushed has {new // 1_000_000:,} MB of new files, and the server has "
            f"{free // 1_000_000:,} MB left. Whoever looks after it has to make room."
        )


def _known(listed: Path) -> dict[str, str] | None:
    try:
        known = json.loads(listed.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return dict(known["files"]) if known["boot"] == boot() else None


def _remove(folder: Path, path: str) -> None:
    """Remove the file, and every folder that is empty then."""
    place = folder / path
    place.unlink(missing_ok=True)
    for above in place.parents:
        if above == folder:
            return
        try:
            os.rmdir(above)
        except OSError:
            return
