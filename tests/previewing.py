"""Runs the preview of a small site as the coach runs it: a real process, real saves, real signals."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.building import ROOT, write_site

MUSING = "---\ntitle: First\ndate: 2026-01-01 07:30\nsummary: The first.\n---\n\n{words}\n"
LONGEST_BUILD_S = 20


class Preview:
    """A running preview of the small site in `folder`."""

    def __init__(self, folder: Path, words: str = "It begins.") -> None:
        self.folder, self.said = folder, queue.Queue[str]()
        self.output = folder / "cache" / "preview"
        write_site(folder)
        self.write(words)
        self.port = free_port()
        own = {"SOURCE": folder, "CACHE": folder / "cache", "PORT": self.port}
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "MAKE"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desk.devserver"],
            cwd=ROOT,
            env={
                **plain,
                **{f"CAIRN_{name}": str(value) for name, value in own.items()},
                "ENQUIRY_DATABASE": f"sqlite:///{folder / 'var' / 'enquiries.db'}",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.put(line)

    def write(self, words: str, name: str = "first") -> None:
        """Save a musing."""
        path = self.folder / "content" / "musings" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(MUSING.format(words=words))

    def wait_for(self, words: str) -> str:
        """Wait until the terminal says these words; return all that it said until then."""
        lines: list[str] = []
        until = time.monotonic() + LONGEST_BUILD_S
        while not lines or not re.search(words, lines[-1]):
            try:
                lines.append(self.said.get(timeout=max(0, until - time.monotonic())))
            except queue.Empty:
                pytest.fail(f"The preview never said “{words}”, only:\n{''.join(lines)}")
        return "".join(lines)

    def wait_for_build_to_begin(self) -> None:
        """Wait until a build has its folder."""
        wait_until(lambda: bool(list(self.output.parent.glob("preview.building-*"))))

    def get(self, path: str) -> tuple[int, str]:
        """The status and the words at an address."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def follow(self) -> Iterator[dict[str, str]]:
        """What an open page hears: the state of the site, now and after each change."""
        with urlopen(f"http://127.0.0.1:{self.port}/_preview/events", timeout=LONGEST_BUILD_S) as events:
            for line in events:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

    def end(self, with_signal: signal.Signals = signal.SIGINT) -> int:
        """Send a signal; return the exit status, which must come within three seconds."""
        self.process.send_signal(with_signal)
        return self.process.wait(timeout=3)

    def kill(self) -> None:
        """End it in any case, as a test must at its end."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def processes(self) -> list[str]:
        """The command lines of all processes that work for this preview."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if f"CAIRN_CACHE={self.folder}".encode() in (process / "environ").read_bytes():
                    found.append((process / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait, at most as long as a build may take."""
    until = time.monotonic() + LONGEST_BUILD_S
    while not is_so():
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.01)
