"""Visitors who read what is live while it changes, and believe nothing.

What is served has to be a file of a release, byte for byte, and what a page names has to be there, at once and after
later releases.
"""

from __future__ import annotations

import hashlib
import os
import random as chance
import re
import signal
import subprocess
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import brotli

from publisher.headers import is_immutable
from publisher.records import Record
from tests import tools
from tests.long import SOAK
from tests.pushing import Server
from tests.surviving import wait_for

SUFFIXES = {"": "", "br": ".br", "gzip": ".gz", "zstd": ".zst"}
NAMED = re.compile(rb"""["\s,(=']((?:/assets|/photos)/[^"'\s,)>]+)""")
PAUSE_S = 0.01 if SOAK else 0.05
"""What a reader does nothing for after a page: the machine has to build besides."""
REMEMBERED = 4
"""So many swaps after a page was served, what it names is still asked for."""


@dataclass
class Known:
    """Which bytes each file has, or had, in the releases: read from the folders, not from what is told of them."""

    server: Server
    files: dict[str, set[str]] = field(default_factory=dict)
    releases: set[str] = field(default_factory=set)

    def learn(self) -> None:
        """Read the releases that have come since the last time, whole as their records have them."""
        for folder in (self.server.site / "releases").iterdir():
            record = Record.load(self.server.site / "records" / f"{folder.name}.json")
            if folder.name in self.releases or not record:
                continue
            self.releases.add(folder.name)
            found = {
                path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in folder.rglob("*")
                if path.is_file()
            }
            wrong = [name for name, digest in record.files.items() if found.get(name) != digest]
            assert not wrong, (folder.name, wrong)
            for name, digest in found.items():
                self.files.setdefault(name, set()).add(digest)
        changed = [name for name, seen in self.files.items() if is_immutable(f"/{name}") and len(seen) > 1]
        assert not changed, changed


@dataclass
class Readers:
    """Visitors who read without a pause, a few of them per web server, until the end of the block.

    ports: of the web servers. pages: addresses that every release has.
    """

    known: Known
    ports: list[int]
    pages: list[str]
    seed: str
    faults: list[str] = field(default_factory=list)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By file and digest: what was served."""
    swaps: int = 0
    answers: int = 0

    def __post_init__(self) -> None:
        self._ended, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._read, args=(port,)) for port in self.ports]

    def __enter__(self) -> Readers:
        self.known.learn()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def check(self) -> None:
        """Nothing has failed, and all that was served until now is of a release."""
        self.known.learn()
        with self._lock:
            served, self.seen = self.seen, Counter()
        strange = [f"{name} {digest[:12]}" for name, digest in served if digest not in self.known.files.get(name, ())]
        assert not self.faults, self.faults[:5]
        assert not strange, strange[:5]

    def wait_for_more(self, number: int) -> None:
        """Until so many more answers have come."""
        wanted = self.answers + number
        wait_for(f"{number} more answers", lambda: self.faults or self.answers >= wanted)

    def _read(self, port: int) -> None:
        random, current = chance.Random(f"{self.seed} reader {port}"), self.known.server.site / "current"
        line = HTTPConnection("127.0.0.1", port, timeout=30)
        named: deque[set[str]] = deque([set()], maxlen=REMEMBERED)
        live = os.readlink(current)
        try:
            while not self._ended.wait(PAUSE_S):
                for name in self._ask(line, random.choice(self.pages), random):
                    named[-1].add(name)
                    self._ask(line, name, random)
                if (now := os.readlink(current)) != live:
                    for name in sorted(set().union(*named)):
                        self._ask(line, name, random)
                    live = now
                    named.append(set())
                    self.swaps += 1
        except BaseException as error:  # told at the next look, in the test's own thread
            self.faults.append(repr(error))
        finally:
            line.close()

    def _ask(self, line: HTTPConnection, address: str, random: chance.Random) -> set[str]:
        """One request; the fingerprinted files that the page names."""
        coding = random.choice(["identity", "gzip", "br", "zstd, br, gzip"])
        try:
            line.request("GET", address, headers={"Accept-Encoding": coding})
            answer = line.getresponse()
            body = answer.read()
        except (OSError, HTTPException) as error:
            self.faults.append(f"{address}: {error!r} at {time.time():.3f}")
            line.close()
            return set()
        tells_its_length = answer.chunked or answer.getheader("Content-Length") == str(len(body))
        if answer.status != 200 or not tells_its_length:
            self.faults.append(f"{address}: {answer.status}, {len(body)} bytes at {time.time():.3f}")
            return set()
        encoded = answer.getheader("Content-Encoding", "")
        file = address.lstrip("/") + ("index.html" if address.endswith("/") else "")
        with self._lock:
            self.seen[file + SUFFIXES[encoded], hashlib.sha256(body).hexdigest()] += 1
            self.answers += 1
        if not file.endswith(".html") or encoded not in ("", "br"):
            return set()
        page = brotli.decompress(body) if encoded else body
        return {unescape(name.decode()) for name in NAMED.findall(page)}


@contextmanager
def load(port: int, pages: list[str], folder: Path) -> Iterator[None]:
    """Many requests of wrk's, none of which may fail."""
    script = folder / "load.lua"
    listed = ", ".join(f'"{page}"' for page in pages)
    script.write_text(
        f"local pages, place = {{{listed}}}, 0\n"
        'wrk.headers["Accept-Encoding"] = "gzip"\n'
        f"function delay() return math.random(0, {10 if SOAK else 60}) end\n"
        "function request() place = place % #pages + 1; return wrk.format(nil, pages[place]) end\n"
    )
    command = [tools.program("wrk"), "-t1", "-c8", "-d24h", "--timeout", "60s", "-s", str(script)]
    with (folder / "wrk.said").open("w+b") as said:
        process = subprocess.Popen([*command, f"http://127.0.0.1:{port}/"], stdout=said, stderr=said)
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
            said.seek(0)
            text = said.read().decode()
    assert "requests in" in text and "Socket errors" not in text and "Non-2xx" not in text, text
