"""A small Cairn to install from: the publisher as it is, and a requirements.lock that asks for nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from publisher.environments import digest

HOUSE = Path(__file__).parent.parent
LOCK = "# nothing\n"
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
