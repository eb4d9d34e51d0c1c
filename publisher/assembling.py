"""A release made of what a build has left: what is unchanged is linked, what is new is copied, all of it on disk."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from publisher.compressing import SUFFIXES
from publisher.errors import PublisherError
from publisher.leavings import demand_folders, opened, shown

OPEN_DOTS = frozenset({".well-known"})
"""All that may begin with a dot at the top of a site. `.moved` is ours: web servers do what stands in it."""
DEEPEST = 64
"""Folders within folders."""
CHUNK_BYTES = 1 << 20
UNREADABLE = frozenset({errno.EACCES, errno.EINVAL, errno.ELOOP, errno.ENAMETOOLONG})


def list_files(folder: Path) -> list[str]:
    """Every file of a build, by its path from this folder, sorted.

    Raises PublisherError for what is no plain file or folder, and for what no release may hold.
    """
    demand_folders(folder)
    found: list[str] = []
    waiting = [""]
    while waiting:
        within = waiting.pop()
        with _in_words(within), os.scandir(folder / within) as entries:
            for entry in entries:
                path = f"{within}{entry.name}"
                if not within and entry.name.startswith(".") and entry.name not in OPEN_DOTS:
                    raise PublisherError(
                        f"The build has made {shown(path)}. At the top of a site no name begins with a dot but "
                        f"{', '.join(OPEN_DOTS)}: the web server keeps such names for itself."
                    )
                if path.count("/") > DEEPEST:
                    raise PublisherError(f"The build has put folders into folders more than {DEEPEST} times.")
                if entry.is_file(follow_symlinks=False):
                    found.append(path)
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                else:
                    raise PublisherError(f"The build has made {shown(path)}, which is no plain file.")
    return sorted(found)


@contextmanager
def _in_words(path: str) -> Iterator[None]:
    """Say of what a build has made that it can't be read; a full disk is another thing."""
    try:
        yield
    except OSError as error:
        if error.errno not in UNREADABLE:
            raise
        raise PublisherError(f"The build has made {shown(path) or 'a site'}, which can't be read.") from error


def originals(files: Mapping[str, str]) -> dict[str, str]:
    """Those files that were built: without what was compressed from one of them."""
    return {
        file: digest
        for file, digest in files.items()
        if not (file.endswith(SUFFIXES) and file.removesuffix(Path(file).suffix) in files)
    }


def digests(folder: Path, files: Collection[str]) -> dict[str, str]:
    """The SHA-256 of each of these files."""
    with ThreadPoolExecutor(max(1, min(8, os.cpu_count() or 1))) as pool:
        return dict(zip(files, pool.map(lambda file: digest(folder / file), files), strict=True))


def digest(path: str | Path) -> str:
    """The SHA-256 of a plain file. Raises OSError for anything else."""
    with opened(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamp_after(stamps: Collection[int]) -> int:
    """The time for what is new in a release, in whole seconds, later than that of every release that is known.

    Web servers make an ETag of a file's time and size: so two versions of one page never have the same, even where
    they are published within a second, or the clock was set back.
    """
    return max([int(time.time()), *(stamp + 1 for stamp in stamps)])


def fill(
    folder: Path,
    output: Path,
    told: Mapping[str, str],
    stamp: int,
    before: Path | None,
    files_before: Mapping[str, str],
) -> tuple[dict[str, str], set[str]]:
    """Put the build's files into the new folder; return the digest of all that is in it, and what is new or changed.

    told: the digests that the build itself has taken. A file with the bytes that it had in the release before is linked
    to that, with its compressed siblings: it keeps its time, so a reader's browser hears that nothing has changed; and
    it takes no room. What is new is copied: a later build may write into its own cache, never into what is published.
    So nothing is recorded of a file but what was read in its own release or in the one that it is linked to.
    """
    files = list_files(output)
    built, found, changed = set(files), dict[str, str](), set[str]()
    _make_folders(folder, files)
    for file in files:
        with _in_words(file):
            known = told.get(file) or digest(f"{output}/{file}")
        if before and files_before.get(file) == known and _link(f"{before}/{file}", f"{folder}/{file}"):
            found[file] = known
            for sibling in (f"{file}{suffix}" for suffix in SUFFIXES):
                is_free = sibling in files_before and sibling not in built
                if is_free and _link(f"{before}/{sibling}", f"{folder}/{sibling}"):
                    found[sibling] = files_before[sibling]
            continue
        to = f"{folder}/{file}"
        with _in_words(file), opened(f"{output}/{file}") as source, open(to, "xb") as copy:
            shutil.copyfileobj(source, copy, CHUNK_BYTES)
        os.chmod(to, 0o644)
        os.utime(to, (stamp, stamp))
        found[file] = digest(to)
        changed.add(file)
    return found, changed


def _make_folders(folder: Path, files: Sequence[str]) -> None:
    for within in sorted({file.rpartition("/")[0] for file in files}):
        os.makedirs(folder / within, exist_ok=True)


def siblings(folder: Path, files: Collection[str]) -> dict[str, str]:
    """The digest of whatever was compressed from one of these files and lies beside it."""
    there = [f"{file}{suffix}" for file in sorted(files) for suffix in SUFFIXES]
    return digests(folder, [file for file in there if file not in files and os.path.isfile(f"{folder}/{file}")])


def _link(here: str, there: str) -> bool:
    """Whether the file could be linked. A file system has a most of links for one file (65,000 on ext4)."""
    try:
        os.link(here, there, follow_symlinks=False)
    except OSError:
        return False
    return True


def sync(folder: Path) -> None:
    """Wait until everything in the folder is on the disk: a rename alone does not make files durable."""
    subprocess.run(["sync", "-f", str(folder)], check=True, capture_output=True)
