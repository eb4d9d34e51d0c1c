"""What the contact form's service gives beside a bare Starlette that keeps nothing, and beside what the disk gives.

Each is a process of its own on the same settings of the server; rounds alternate, so that whatever else this
machine does meets all of them. Of several rounds the median counts.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

from bench.posting import SECRET
from bench.timing import ROOT

CONNECTIONS = 32
ROUND_S = 4.0
FSYNC_S = 0.7
QUEUED = 10_000
CONTACT = '<!doctype html><html lang="en"><input type="hidden" name="release" value="r1">'
BARE, SENDS, HANGS, HOLDS = "bare Starlette", "letters are taken", "the relay hangs", "no letter waits"
VARIANTS = {BARE: ("", "new"), SENDS: ("takes", "new"), HANGS: ("hangs", "new"), HOLDS: ("", "held")}
"""What the mail server does, and what becomes of every enquiry: of one that is held no letter is written."""


@dataclass
class Served:
    """A server that runs, and where."""

    process: subprocess.Popen[bytes]
    port: int

    def memory_mb(self, of: str = "VmRSS") -> float:
        """What it holds in memory, as the system counts it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return round(int(re.search(rf"{of}:\s+(\d+)", status)[1]) / 1024, 1)  # type: ignore[index]

    def end(self) -> None:
        """Ends it at once."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def start(arguments: list[str], port: int, folder: Path, **variables: str) -> tuple[Served, float]:
    """Starts a server; returns it and the seconds until it answered a first request."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENQUIRY_")}
    began = time.perf_counter()
    with (folder / "said.log").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=environment | variables,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            client.sendall(b"GET /contact/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            if client.recv(12) == b"HTTP/1.1 200":
                return Served(process, port), time.perf_counter() - began
        if process.poll() is not None:
            raise SystemExit(f"{arguments} ended:\n{(folder / 'said.log').read_text()}")
        if time.perf_counter() - began > 20:
            process.kill()
            raise SystemExit(f"{arguments} did not answer:\n{(folder / 'said.log').read_text()}")
        time.sleep(0.002)


@contextmanager
def served(folder: Path, name: str) -> Iterator[Served]:
    """One of VARIANTS, from nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    port, manner = free_port(), VARIANTS[name][0]
    relay = None
    if name == BARE:
        server, _ = start(["bench.bare", str(port)], port, folder)
    else:
        mail = {}
        if manner:
            smtp = free_port()
            relay = subprocess.Popen([sys.executable, "-m", "bench.relay", str(smtp), manner], cwd=ROOT)
            mail = {"ENQUIRY_SMTP": f"smtp://127.0.0.1:{smtp}"}
        server, _ = start(["enquiry", "serve"], port, folder, **variables(folder, port), **mail)
    try:
        yield server
    finally:
        server.end()
        if relay:
            relay.kill()
            relay.wait()


def variables(folder: Path, port: int) -> dict[str, str]:
    """How the service is set."""
    page = folder / "site/contact/index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(CONTACT, encoding="utf-8")
    return {
        "ENQUIRY_BIND": f"127.0.0.1:{port}",
        "ENQUIRY_RECIPIENT": "coach@example.org",
        "ENQUIRY_DATABASE": f"sqlite:///{folder}/var/enquiries.db",
        "ENQUIRY_SITE": str(folder / "site"),
        "ENQUIRY_SECRET": SECRET,
    }


def post(port: int, state: str, seconds: float = ROUND_S, connections: int = CONNECTIONS) -> dict[str, Any]:
    """What the client saw."""
    order = [sys.executable, "-m", "bench.posting", str(port), str(seconds), str(connections), state]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def syncs_per_s(folder: Path, seconds: float = FSYNC_S) -> float:
    """How often a second this disk takes four kilobytes more of a file, for certain."""
    file = folder / "synced"
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    number, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        os.write(descriptor, b"x" * 4096)
        os.fdatasync(descriptor)
        number += 1
    took = time.perf_counter() - began
    os.close(descriptor)
    file.unlink()
    return number / took


def commit_ms(folder: Path, seconds: float = FSYNC_S) -> float:
    """How long one commit of this disk takes that holds an enquiry of each connection, and nothing else is done."""
    file = folder / "committed.db"
    connection = apsw.Connection(str(file))
    set_up = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE enquiry (fields TEXT)"
    connection.execute(set_up).fetchall()
    rows = [("x" * 1_200,)] * CONNECTIONS
    times = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO enquiry VALUES (?)", rows)
        connection.execute("COMMIT")
        times.append(time.perf_counter() - began)
    connection.close()
    file.unlink()
    return 1000 * statistics.median(times)


def measure(folder: Path, runs: int) -> dict[str, Any]:
    """All of it."""
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in VARIANTS}
    syncs, commits = [], []
    for run in range(runs):
        for name, (_, state) in VARIANTS.items():
            syncs.append(syncs_per_s(folder))
            commits.append(commit_ms(folder))
            with served(folder / f"{run} {name}".replace(" ", "-"), name) as server:
                post(server.port, state, 0.5)  # it has seen everything once
                seen[name].append(post(server.port, state))
    found: dict[str, Any] = {"connections": CONNECTIONS, "syncs_per_s": round(statistics.median(syncs))}
    found["servers"] = {
        name: {what: statistics.median(one[what] for one in rounds) for what in ("per_s", "p50_ms", "p99_ms")}
        | {"rounds": [one["per_s"] for one in rounds]}
        for name, rounds in seen.items()
    }
    bare, ours, hangs = (found["servers"][name] for name in (BARE, SENDS, HANGS))
    found["commit_ms"] = round(statistics.median(commits), 2)
    found |= {
        "ratio": round(ours["per_s"] / bare["per_s"], 2),
        "wanted_ratio": 0.5 if found["syncs_per_s"] > 1000 else 0.4,
        "wanted_p99_ms": round(bare["p99_ms"] + 4 * found["commit_ms"], 1),
        "hanging_ratio": round(ours["per_s"] / hangs["per_s"], 2),
        "hanging_ratio_p99": round(hangs["p99_ms"] / ours["p99_ms"], 2),
    }
    return found | started(folder, runs) | remembered(folder)


def started(folder: Path, runs: int) -> dict[str, Any]:
    """How long until a first answer, and what is in memory then."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    memory = {}
    for run in range(2 * runs + 1):
        for name in times:
            port, own = free_port(), folder / f"start-{run}-{name}"
            own.mkdir()
            order = ["enquiry", "serve"] if name == "ours" else ["bench.bare", str(port)]
            server, seconds = start(order, port, own, **variables(own, port))
            memory[name] = server.memory_mb()
            server.end()
            times[name].append(seconds)
    return {
        "start_ms": {name: round(1000 * statistics.median(several[1:])) for name, several in times.items()},
        "memory_mb": memory,
    }


def remembered(folder: Path) -> dict[str, Any]:
    """What is in memory with ten thousand enquiries queued, whose letters find no relay that answers."""
    with served(folder / "queued", HANGS) as server:
        posted = 0
        while posted < QUEUED:
            posted += post(server.port, "new", 2.0)["posts"]
        return {"queued": posted, "queued_mb": server.memory_mb(), "queued_most_mb": server.memory_mb("VmHWM")}


def table(found: dict[str, Any]) -> str:
    """The numbers, to read."""
    lines = [
        f"Posts of the contact form over {found['connections']} connections; the disk syncs"
        f" {found['syncs_per_s']:,} times a second, and takes {CONNECTIONS} enquiries in {found['commit_ms']} ms:",
        "",
        f"  {'':<20}{'a second':>10}{'half within':>14}{'99 in 100 within':>18}",
    ]
    for name, one in found["servers"].items():
        lines.append(f"  {name:<20}{one['per_s']:>10,.0f}{one['p50_ms']:>11.1f} ms{one['p99_ms']:>15.1f} ms")
    lines += [
        "",
        f"  of a bare Starlette's posts: {found['ratio']} (wanted: {found['wanted_ratio']});"
        f" 99 in 100 wanted within {found['wanted_p99_ms']} ms",
        f"  with a relay that hangs: {found['hanging_ratio']} times slower, 99 in 100 within"
        f" {found['hanging_ratio_p99']} times as long (wanted: 1.5)",
        f"  first answer after {found['start_ms']['ours']} ms (bare: {found['start_ms']['bare']}; wanted: 500), with"
        f" {found['memory_mb']['ours']} MB (bare: {found['memory_mb']['bare']})",
        f"  {found['queued']:,} enquiries queued: {found['queued_mb']} MB, at most {found['queued_most_mb']}"
        " (wanted: 80)",
    ]
    return "\n".join(lines)
