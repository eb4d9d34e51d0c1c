"""A server that is pushed to, and a coach who pushes: real repositories, real hooks, real builds.

The engine that is installed is this project as it lies here, committed or not: a test tests what is there.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publisher import environments
from publisher.installation import Installation
from tests.building import CACHE, ROOT, write_site

ADDRESS = "https://smallsteps.example"
NOT_THE_ENGINE = ("content", "site.toml", "tests", "bench")
"""What no test of publishing needs from the project itself."""
WARM = ("fonts", "templates")
"""Of the project's own cache, what saves the first build of each server a second."""
VARIABLES = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "GIT_", "MAKE"))},
    **{
        f"GIT_{who}_{what}": f"ada{at}"
        for who in ("AUTHOR", "COMMITTER")
        for what, at in (("NAME", ""), ("EMAIL", "@x"))
    },
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
}


@functools.cache
def cairn() -> Path:
    """A repository of Cairn whose one commit is the project as it lies here. Removed with the process."""
    holder = tempfile.TemporaryDirectory(prefix="cairn-")
    _KEPT.append(holder)
    folder = Path(holder.name)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and name.partition("/")[0] not in NOT_THE_ENGINE and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Cairn")
    return folder


def adopt_environment(site: Path, engine: Path) -> None:
    """Let the packages that run the tests be those that this engine's lock names: they were installed from it."""
    place = site / "environments" / environments.digest((engine / "requirements.lock").read_bytes())
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(sys.prefix)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def git(folder: Path, *arguments: str, check: bool = True, text: bytes = b"") -> str:
    """What git prints, errors included; one that fails fails the test, unless it may."""
    command = ["git", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=VARIABLES, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    said = done.stdout.decode(errors="replace")
    assert not check or done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{said}"
    return said.strip()


@dataclass(frozen=True)
class Push:
    """What one push came to. said: the server's lines, without git's `remote: `."""

    is_accepted: bool
    said: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Server:
    """An installation in a folder of a test's own."""

    folder: Path
    engine: Path = field(default_factory=cairn)

    @property
    def installation(self) -> Installation:
        return Installation.load(self.folder / "site")

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def repository(self) -> Path:
        return self.folder / "site.git"

    def install(self, *options: str, address: str = ADDRESS) -> Server:
        """Install as a person does; the packages are those that run the test."""
        adopt_environment(self.site, self.engine)
        said = self.run("install", "--repo", self.repository, "--address", address, *options)
        assert (self.site / "publisher.json").is_file(), said
        for name in WARM:
            if (CACHE / name).is_dir():
                shutil.copytree(CACHE / name, self.site / "work" / "cache" / name, dirs_exist_ok=True)
        return self

    def run(self, verb: str, *arguments: str | Path, status: int | None = 0) -> str:
        """A command of the publisher's; what it prints. It has to end with this status, if one is given."""
        command = [sys.executable, "-m", "publisher", verb, "--site", str(self.site), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.engine, env=VARIABLES, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        said = done.stdout.decode(errors="replace")
        assert status in (done.returncode, None), said
        assert "Traceback" not in said, said
        return said

    def main(self) -> str:
        """The commit that is published, or should be."""
        return git(self.repository, "rev-parse", "--verify", "-q", "main", check=False)

    def left_over(self) -> list[str]:
        """What a push that is over should not have left behind."""
        places = (self.site / "work" / "building", self.site / "ready")
        return [path.name for place in places if place.is_dir() for path in place.iterdir()]


@dataclass(frozen=True)
class Coach:
    """A coach's clone of the content alone, with the server as its remote `live`."""

    folder: Path

    @classmethod
    def of(cls, server: Server, name: str = "coach", files: Mapping[str, str | bytes | None] | None = None) -> Coach:
        """A coach with a small site, committed and not pushed yet."""
        folder = server.folder / name
        folder.mkdir()
        write_site(folder, files)
        git(folder, "init", "-q", "-b", "main")
        git(folder, "remote", "add", "live", str(server.repository))
        coach = cls(folder)
        coach.commit()
        return coach

    def write(self, files: Mapping[str, str | bytes | None]) -> Coach:
        """Write these files (None: remove) and commit."""
        for name, content in files.items():
            place = self.folder / name
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        self.commit()
        return self

    def commit(self) -> str:
        """Commit all that lies there; the commit."""
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "--allow-empty", "-m", "words")
        return self.head

    @property
    def head(self) -> str:
        """The commit that would be pushed."""
        return git(self.folder, "rev-parse", "HEAD")

    def push(self, *refs: str) -> Push:
        """Push, and hear what the server says."""
        command = ["git", "push", "live", *(refs or ("main",))]
        done = subprocess.run(
            command, cwd=self.folder, env=VARIABLES, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        text = done.stdout.decode(errors="replace")
        lines = [line.removeprefix("remote: ").rstrip() for line in text.splitlines() if line.startswith("remote:")]
        assert "Traceback" not in text, text
        return Push(done.returncode == 0, "\n".join(lines), text)


def musing(title: str, body: str = "Some words.", **front: str) -> str:
    """A musing's file."""
    header = {"title": title, "date": "2026-03-02 07:30", "summary": f"About {title}.", **front}
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in header.items()) + f"---\n\n{body}\n"
