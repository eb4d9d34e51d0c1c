"""A release made of what a build has left: what is unchanged is linked, what is new is copied, all of it on disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from publisher.compressing import SUFFIXES
from publisher.errors import PublisherError


def list_files(folder: Path) -> list[str]:
    """Every file below the folder, by its path from there, sorted. Raises PublisherError for what is no plain file."""
    found: list[str] = []
    for here, folders, names in os.walk(folder, followlinks=False):
        for name in [*folders, *names]:
            path = Path(here, name)
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode):
                found.append(path.relative_to(folder).as_posix())
            elif not stat.S_ISDIR(mode):
                raise PublisherError(f"The build has made {path.relative_to(folder)}, which is no plain file.")
    return sorted(found)


def originals(files: Mapping[str, str]) -> dict[str, str]:
    """Those files that were built: without what was compressed from one of them."""
    return {
        file: digest
        for file, digest in files.items()
        if not (file.endswith(SUFFIXES) and file.removesuffix(Path(file).suffix) in files)
    }


def digests(folder: Path, files: Collection[str]) -> dict[str, str]:
    """The SHA-256 of each of these files."""

    def digest(file: str) -> str:
        with open(folder / file, "rb", buffering=0) as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()

    with ThreadPoolExecutor(max(1, min(8, os.cpu_count() or 1))) as pool:
        return dict(zip(files, pool.map(digest, files), strict=True))


def stamp_after(stamps: Collection[int]) -> int:
    """The time for what is new in a release, in whole seconds, later than that of every release that is known.

    Web servers make an ETag of a file's time and size: so two versions of one page never have the same, even where
    they are published within a second, or the clock was set back.
    """
    return max([int(time.time()), *(stamp + 1 for stamp in stamps)])


def fill(
    folder: Path,
    output: Path,
    files: Mapping[str, str],
    stamp: int,
    before: Path | None,
    files_before: Mapping[str, str],
) -> set[str]:
    """Put the build's files into the new folder; return those that are new or changed.

    A file with the bytes that it had in the release before is linked to that, with its compressed siblings: it keeps
    its time, so a reader's browser hears that nothing has changed; and it takes no room.
    What is new is copied: a later build may write into its own cache, never into what is published.
    """
    changed = set()
    made: set[Path] = set()
    for file, digest in files.items():
        to = folder / file
        if to.parent not in made:
            to.parent.mkdir(parents=True, exist_ok=True)
            made.add(to.parent)
        if before and files_before.get(file) == digest and _link(before / file, to):
            for suffix in SUFFIXES:
                if f"{file}{suffix}" in files_before:
                    _link(before / f"{file}{suffix}", folder / f"{file}{suffix}")
            continue
        shutil.copyfile(output / file, to)
        to.chmod(0o644)
        os.utime(to, (stamp, stamp))
        changed.add(file)
    return changed


def _link(here: Path, there: Path) -> bool:
    """Whether the file could be linked. A file system has a most of links for one file (65,000 on ext4)."""
    try:
        os.link(here, there, follow_symlinks=False)
    except OSError:
        return False
    return True


def sync(folder: Path) -> None:
    """Wait until everything in the folder is on the disk: a rename alone does not make files durable."""
    subprocess.run(["sync", "-f", str(folder)], check=True, capture_output=True)
