"""What is done to a machine, as root: steps that are the same whether they are taken or only told."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import PublisherError


class StepFailed(PublisherError):
    """A step that could not be taken; what it had written is as it was before."""


@dataclass(frozen=True)
class Write:
    """A file of root's that everybody can read. like: a file with the same text, for whoever does this by hand."""

    path: Path
    text: str
    like: Path

    def is_done(self) -> bool:
        """Whether the file says this already."""
        return _text(self.path) == self.text

    def told(self) -> str:
        """As a command."""
        return shlex.join(["install", "-D", "-m", "644", str(self.like), str(self.path)])

    def do(self) -> None:
        """Write it, whole, if it does not say this already."""
        if self.is_done():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        _write(self.path, self.text)


@dataclass(frozen=True)
class Line:
    """A line that a file of somebody else's is to hold."""

    path: Path
    line: str

    def is_done(self) -> bool:
        """Whether it stands there."""
        return self.line in (_text(self.path) or "").splitlines()

    def told(self) -> str:
        """As a command."""
        line, path = shlex.quote(self.line), shlex.quote(str(self.path))
        return f"{{ grep -qxF {line} {path} || echo {line} >> {path}; }}"

    def do(self) -> None:
        """Add it at the end, if it is not there yet."""
        if self.is_done():
            return
        before = _text(self.path) or ""
        _write(self.path, before + ("" if before.endswith("\n") or not before else "\n") + self.line + "\n")


@dataclass(frozen=True)
class Step:
    """What belongs together: files, then commands. If a command fails, the files are put back.

    says: what it is for, as a sentence. Without files its commands are always run.
    """

    says: str
    files: tuple[Write | Line, ...] = ()
    commands: tuple[tuple[str, ...], ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do: all its files are as they should be."""
        return bool(self.files) and all(file.is_done() for file in self.files)

    def told(self) -> list[str]:
        """As commands for a root shell."""
        return [*(file.told() for file in self.files), *(shlex.join(command) for command in self.commands)]

    def do(self) -> None:
        """Take it. Raises StepFailed with the words of what failed."""
        before = {file.path: _text(file.path) for file in self.files}
        try:
            for file in self.files:
                file.do()
            for command in self.commands:
                run(command)
        except (StepFailed, OSError) as error:
            for path, text in before.items():
                path.unlink(missing_ok=True) if text is None else _write(path, text)
            if isinstance(error, StepFailed):
                raise
            raise StepFailed(f"{self.says} That could not be done: {error}.") from error


def run(command: Sequence[str]) -> None:
    """Run a command of the machine's. Raises StepFailed."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except OSError as error:
        raise StepFailed(f"{command[0]} is not on this machine, or cannot be started: {error.strerror}.") from error
    if done.returncode:
        raise StepFailed(f"`{shlex.join(command)}` failed: {(done.stderr or done.stdout).strip() or done.returncode}")


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    os.replace(fresh, path)
