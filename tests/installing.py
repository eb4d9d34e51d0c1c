"""A small Cairn to install from: the publisher as it is, and a requirements.lock that asks for nothing."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from publisher import installing
from publisher.environments import digest
from publisher.installation import Installation

HOUSE = Path(__file__).parent.parent
LOCK = "# nothing\n"
ADDRESS = "https://www.example.org"
RUN = (
    "import sys; from pathlib import Path; from publisher.installing import install; "
    "install(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], 'caddy', 'trust' in sys.argv, Path(sys.argv[4]), "
    "'system' in sys.argv, print)"
)
"""An install in a process of its own, with a Python that has no package."""
PYTHON = ("/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable, "-c", RUN)
AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")


def git(folder: Path, *arguments: str) -> str:
    """Run git in this folder; return what it prints."""
    done = subprocess.run(["git", *AUTHOR, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(clone: Path, **files: str) -> str:
    """Commit all that is in the clone, and these files (`plugins__x` stands for plugins/x); return the commit."""
    for name, text in files.items():
        path = clone / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--allow-empty", "--message", "next")
    return git(clone, "rev-parse", "HEAD")


def make_clone(folder: Path) -> Path:
    """A repository with the publisher, a page of content, and no package to install."""
    ignored = shutil.ignore_patterns("__pycache__", "test_*")
    shutil.copytree(HOUSE / "publisher", folder / "publisher", ignore=ignored)
    (folder / "desk").mkdir()
    shutil.copy(HOUSE / "desk/build.py", folder / "desk")
    (folder / "desk/set-up").write_text("#!/bin/sh\n")
    (folder / "desk/set-up").chmod(0o755)
    (folder / "Makefile").write_text("publish:\n")
    (folder / "requirements.lock").write_text(LOCK)
    (folder / ".gitignore").write_text("__pycache__/\n")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, content__musings__one="One.\n", **{"site.toml": "[practice]\n"})
    return folder


def adopt(environments: Path, *locks: str) -> Path:
    """Let the environment that runs the tests be the one for each of these locks: it holds more than they ask for."""
    for lock in locks:
        (environments / digest(lock.encode())).symlink_to(sys.prefix)
    return environments


def site_with(environments: Path, site: Path) -> Path:
    """A folder for a site, in which environments that were made before are found again."""
    site.mkdir(parents=True)
    (site / "environments").symlink_to(environments)
    return site


def install(place: Path, clone: Path, **others: Any) -> tuple[Installation, list[str]]:
    """Install in this place, with others than the usual settings; what is there then, and what it said."""
    said: list[str] = []
    options: dict[str, Any] = {"web": "caddy", "trusts_code": False, "system": False, "address": ADDRESS} | others
    installing.install(place / "site.git", place / "site", clone=clone, say=said.append, **options)
    return Installation.load(place / "site"), said


def snapshot(folder: Path, *, but: Collection[str] = ()) -> dict[str, tuple[str, str | bytes]]:
    """Every path with its mode and its bytes, or where it leads."""
    found: dict[str, tuple[str, str | bytes]] = {}
    for here, folders, names in os.walk(folder):
        for path in (Path(here, name) for name in [*folders, *names]):
            mode = path.lstat().st_mode
            what: str | bytes = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
            if not any(part in but for part in path.relative_to(folder).parts):
                found[str(path.relative_to(folder))] = (stat.filemode(mode), what)
    return found
