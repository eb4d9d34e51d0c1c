"""A coach's repository, and fresh clones of it as a host makes them before it builds."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.building import CACHE, ROOT, copy_of_the_project, write_site

MUSING = """\
---
title: First walk
date: 2026-03-02
summary: What a walk before breakfast is good for, and for whom.
---

It rained.

![A line of people on a hill](first-walk.jpg)
"""
FORM = '[contact_form]\nprovider = "formspree"\nform_id = "mqkzrwpe"\n'


def git(folder: Path, *arguments: str) -> str:
    """What git says in this folder, as a coach named Ada."""
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@smallsteps.example", *arguments]
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def small_repository(folder: Path) -> Path:
    """All of Cairn, and a small site with a musing and its photograph; one commit on main."""
    copy_of_the_project(folder)
    shutil.rmtree(folder / "content")
    photo = (ROOT / "content/musings/running-slow.jpg").read_bytes()
    write_site(folder, {"content/musings/first-walk.md": MUSING, "content/musings/first-walk.jpg": photo})
    settings = (folder / "site.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(settings.replace("[contact_form]\n", FORM), encoding="utf-8")
    return committed(folder)


def committed(folder: Path) -> Path:
    """The folder as a repository of one commit."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "The first walk")
    return folder


def fresh_clone(repository: Path, folder: Path) -> Path:
    """A clone that is set up. What is installed in it, and the cache of renditions, are those of the tests."""
    git(repository, "clone", "-q", str(repository), str(folder))
    (folder / ".git/info/exclude").write_text("/.venv\n/.cache\n")
    (folder / ".venv").mkdir()
    for each in Path(sys.prefix).iterdir():
        if not each.name.startswith("ready"):
            (folder / ".venv" / each.name).symlink_to(each)
    subprocess.run("cat requirements.lock | cksum | tr ' ' - >.venv/ready", shell=True, cwd=folder, check=True)
    (CACHE / "photos").mkdir(parents=True, exist_ok=True)
    (folder / ".cache").mkdir()
    (folder / ".cache/photos").symlink_to(CACHE / "photos")
    return folder
