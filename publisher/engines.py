"""The engine: what builds the pushed content. Taken from a commit of a clone of Cairn, never from files beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import PublisherError
from publisher.git import Entry, Git
from publisher.installation import Installation, sync_folder, write_whole

LOCK = "requirements.lock"
MARKS = ("Makefile", LOCK, "publisher/installation.py", "desk/build.py")
"""What every commit of Cairn holds that can publish."""
MAKING = ".making-"
FETCHED = "Fetch Cairn with git, not as an archive:  git clone ADDRESS cairn"


class NoClone(PublisherError):
    """A folder from which no engine can be taken."""


@dataclass(frozen=True)
class Clone:
    """A clone of Cairn at the commit that it has checked out.

    uncommitted: paths of the engine that differ from the commit, or are not in it.
    """

    folder: Path
    git: Git
    commit: str
    uncommitted: tuple[str, ...]

    @property
    def entries(self) -> list[Entry]:
        """The engine's files: all but what a coach writes, and nothing but files."""
        return [entry for entry in self.git.tree(self.commit) if entry.kind == "blob" and is_engine(entry.path)]

    @property
    def lock(self) -> bytes:
        """The requirements.lock of that commit."""
        return self.git.run("show", f"{self.commit}:{LOCK}")


def is_engine(path: str) -> bool:
    """Whether this path of a commit belongs to the engine; else it is the coach's."""
    return path != "site.toml" and not path.startswith("content/")


def look_at(folder: Path) -> Clone:
    """The clone in which this folder lies. Raises NoClone in words."""
    folder = folder.resolve()
    try:
        asked = [
            "git",
            "-c",
            "safe.directory=*",
            "-C",
            str(folder),
            "rev-parse",
            "--absolute-git-dir",
            "--show-toplevel",
        ]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise NoClone("git is not on this machine. On Debian:  sudo apt-get install -y git") from error
    if done.returncode:
        raise NoClone(f"{folder} is no clone of Cairn's repository. {FETCHED}")
    git_folder, top = (Path(line) for line in done.stdout.splitlines())
    git = Git(git_folder)
    commit = git.commit_of("HEAD")
    if commit is None:
        raise NoClone(f"There is no commit in {top} yet, so there is nothing to install. {FETCHED}")
    missing = set(MARKS) - {entry.path for entry in git.tree(commit)}
    if missing:
        raise NoClone(f"{top} holds no Cairn that can publish: {', '.join(sorted(missing))} is missing in its commit.")
    told = git.run("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", work_tree=top)
    paths = [line[3:] for line in told.decode("utf-8", "replace").split("\0") if line]
    return Clone(top, git, commit, tuple(sorted(path for path in paths if is_engine(path))))


def take(clone: Clone, installation: Installation, environment: Path) -> Path:
    """The engine of this clone's commit in `engines`, not to be changed; made if it is missing, whole or not at all.

    To be called under the lock for builds.
    """
    engine = installation.engines / clone.commit
    listed = installation.engines / f"{clone.commit}.json"
    sweep(installation)
    if engine.is_dir() and listed.is_file():
        return engine
    remove(engine)
    fresh = installation.engines / f"{MAKING}{os.getpid()}"
    fresh.mkdir()
    clone.git.checkout(fresh, clone.entries)
    _compile(fresh, engine, environment)
    _close(fresh)
    write_whole(listed, json.dumps({entry.path: entry.object_id for entry in clone.entries}, indent=0) + "\n")
    subprocess.run(["sync", "--file-system", str(fresh)], check=True)
    os.rename(fresh, engine)
    sync_folder(installation.engines)
    return engine


def _compile(fresh: Path, engine: Path, environment: Path) -> None:
    """Bytecode of what every push imports, since nothing can be written there later. It can be done without."""
    subprocess.run(
        [
            *(str(environment / "bin/python"), "-I", "-m", "compileall", "-q"),
            *("--invalidation-mode", "unchecked-hash", "-s", str(fresh), "-p", str(engine), str(fresh / "publisher")),
        ],
        capture_output=True,
        check=False,
    )


def _close(folder: Path) -> None:
    """Files 444 or 555, folders 555: nobody changes an engine by mistake, and every account can read it."""
    for here, _, names in os.walk(folder, topdown=False):
        for name in names:
            is_program = os.stat(Path(here, name)).st_mode & 0o100
            os.chmod(Path(here, name), 0o555 if is_program else 0o444)
        os.chmod(here, 0o555)


def remove(folder: Path) -> None:
    """Remove a folder whose folders may not be written."""
    for here, _, _ in os.walk(folder):
        os.chmod(here, 0o755)
    if folder.exists():
        shutil.rmtree(folder)


def sweep(installation: Installation) -> None:
    """Remove what an ending in the middle has left."""
    for path in installation.engines.glob(f"{MAKING}*"):
        remove(path) if path.is_dir() else path.unlink()


def prune(installation: Installation, keep: Iterable[str]) -> list[str]:
    """Remove all engines but these commits; return those that went."""
    safe = set(keep)
    gone = [path.name for path in installation.engines.iterdir() if path.is_dir() and path.name not in safe]
    for commit in gone:
        (installation.engines / f"{commit}.json").unlink(missing_ok=True)
        remove(installation.engines / commit)
    return gone


def lock_of(engine: Path) -> bytes:
    """The requirements.lock of an engine."""
    return (engine / LOCK).read_bytes()
