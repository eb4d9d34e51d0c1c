"""Files and folders that are the service's own: private, and there after a power cut."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Makes `folder` for its owner alone, so that a power cut leaves it; one that is there stays as it is."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Waits until the names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Turn:
    """Who is at work beside whom: the first is alone (`is_ours`) until it lets others in; the system ends a turn with
    its process at the latest.
    """

    def __init__(self, file: Path) -> None:
        """Waits, where the first has not let others in yet."""
        self._descriptor = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.is_ours = True
        except OSError:
            self.is_ours = False
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def share(self) -> None:
        """Lets others in; while any of them is there, whoever comes is not alone."""
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def end(self) -> None:
        """Gives it back."""
        os.close(self._descriptor)


def act_as_owner_of(*paths: Path) -> None:
    """Where root has started this process, goes on as the owner of the first of `paths` that is there.

    What root made beside the database, the service could neither read nor erase.
    """
    there = [path for path in paths if path.exists()]
    if os.geteuid() == 0 and there and (owner := there[0].stat()).st_uid != 0:
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)
