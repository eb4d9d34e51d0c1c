"""Builds sites for the tests as a coach's machine would: a real `pelican` process, the production settings.

The demonstration site is built once for each test session; a small site is written from a few given files. Both use
the project's own cache, since encoding photographs again would only test Pillow's patience.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
ADDRESS = "https://forwardmotion.example"
COMMIT = {"CAIRN_COMMIT": "ca1" * 13 + "c", "CAIRN_COMMITTED": "1790000000"}
"""What a build here is told that it is of: else the site would change with each edit of whoever runs the tests."""

NOT_THE_SOURCE = shutil.ignore_patterns(
    ".git", ".cache", ".venv", "output", "node_modules", "__pycache__", ".*_cache", "tests", "bench", "var"
)

SMALL_SITE = {
    "site.toml": """\
[practice]
name = "Small Steps Coaching"
short_name = "Small Steps"
voice = "A small practice that exists only in a test."
description = "Small Steps is a practice that exists only while a test runs."
address = "https://smallsteps.example"
language = "en-GB"
time_zone = "Europe/London"
coach = "Ada Walker"

[[navigation]]
title = "Musings"
address = "/musings/"

[business]
legal_name = "Small Steps Coaching"
postal_address = "1 Small Street, Smallton"
email = "ada@smallsteps.example"
complaints = "Write to ada@smallsteps.example; you will hear within five working days."

[calls_to_action.default]
heading = "Shall we talk?"
words = "Half an hour, no charge, no pitch."
button = "Write to me"
address = "/contact/"

[contact_form]
recipient = "ada@smallsteps.example"
""",
    "content/pages/home.md": """\
---
title: Small Steps Coaching
summary: The first page of a site that exists only in a test.
---

Welcome to a small site.
""",
    "content/pages/contact.md": """\
---
title: Write to me
summary: How to reach the coach of the small site.
---

I answer every letter.
""",
}


@dataclass(frozen=True)
class Build:
    """What one run of a build command left behind."""

    status: int
    text: str
    """What it printed, standard output and errors together."""
    output: Path
    source: Path

    def file(self, address: str) -> Path:
        """The file that a host would send for an address of the site."""
        return self.output / (address.lstrip("/") + ("index.html" if address.endswith("/") else ""))

    def page(self, address: str) -> str:
        """The HTML at an address; a missing page fails with what the build printed."""
        file = self.file(address)
        assert file.is_file(), f"{address} was not built; the build printed:\n{self.text}"
        return file.read_text(encoding="utf-8")


def build(
    output: Path,
    *,
    source: Path = ROOT,
    project: Path = ROOT,
    cache: Path = CACHE,
    address: str | None = None,
    settings: str = "publishconf.py",
    environment: Mapping[str, str] | None = None,
) -> Build:
    """Build `source` (a folder with content/ and site.toml) with the settings of `project` into `output`."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
    variables |= {"CAIRN_SOURCE": str(source), "CAIRN_CACHE": str(cache), "NO_COLOR": "1", **COMMIT}
    if address:
        variables["CAIRN_ADDRESS"] = address
    variables |= environment or {}
    command = [sys.executable, "-m", "pelican", str(source / "content"), "-s", settings, "-o", str(output)]
    return _run(command, project, variables, output, source)


def make(verb: str, output: Path, source: Path, *more: str) -> Build:
    """Run a verb of the Makefile on `source`, with the Python that runs the tests instead of a new set-up."""
    given = [f"OUTPUT={output}", f"SOURCE={source}", f"VENV={sys.prefix}", f"CACHE={CACHE}", *more]
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "MAKE"))}
    return _run(["make", "--no-print-directory", verb, *given], ROOT, variables, output, source)


def _run(command: list[str], folder: Path, variables: Mapping[str, str], output: Path, source: Path) -> Build:
    done = subprocess.run(
        command,
        cwd=folder,
        env=dict(variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return Build(done.returncode, done.stdout.decode("utf-8", "replace"), output, source)


def write_site(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the smallest whole site, with `files` added to it or put in its place (None: left out)."""
    for name, content in {**SMALL_SITE, **(files or {})}.items():
        if content is None:
            (folder / name).unlink(missing_ok=True)
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def small_site(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Build:
    """Write a small site below `folder` and build it for publication into `folder`/output."""
    return build(folder / "output", source=write_site(folder / "site", files))


def demonstration_and(folder: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Copy the demonstration site's source to `folder` and write `files` into the copy."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site.toml", folder / "site.toml")
    for name, content in files.items():
        assert content is not None
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def copy_of_the_project(folder: Path) -> Path:
    """Copy all that a build needs (not the tests, not what was built) to `folder`."""
    return Path(shutil.copytree(ROOT, folder, ignore=NOT_THE_SOURCE))


def every_byte(folder: Path) -> dict[str, str]:
    """The digest of each file below `folder`, by its name: two equal answers are two equal sites."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def difference(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The names of files that only one of two sites has, or that differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
