"""Times a `git push` until readers get the new musing, beside `make publish` of the same commit on the same machine.

Both have warm caches: every photograph but the new ones is developed, and each has built the commit before. Both
start the whole of Pelican, which reads and writes every page; what a push adds is the rest. In turn the commit goes
first to the one and to the other. nginx stands before the site as the publisher configures it; "served" is its first
answer with the new page. Then one word is corrected, push after push, until ten releases are kept.

A pushed build steps behind whatever else its machine does (`nice`): on a busy one the clock tells of that. The seconds
of processor don't.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from bench import practice
from bench.timing import Cost, run
from publisher import releases
from publisher.compressing import SUFFIXES
from tests import fronting
from tests.pushing import Coach, Push, Server

MUSINGS, PHOTOGRAPHS = 200, 500
STEP = re.compile(r"^\d+  (?P<what>.+?) +(?P<seconds>\d+\.\d) s$")
NUMBERS = re.compile(r"\d+")
LOOK_EVERY_S = 0.004
GIVE_UP_S = 300


def measure(folder: Path, runs: int) -> dict[str, Any]:
    """Install a server below `folder`, push to it, and tell what each push cost."""
    port = fronting.free_port()
    server = Server(folder / "server")
    server.folder.mkdir()
    server.install("--web", "nginx" if has_nginx() else "none", address=f"http://127.0.0.1:{port}")
    coach = settle_in(server, folder)
    with served(server, port) as is_there:
        found = {"pushes": [new_musing(server, coach, folder, number, is_there) for number in range(runs)]}
        corrections = [
            correct(coach, number)
            for number in range(max(runs, releases.KEPT - len(releases.published(server.installation))))
        ]
        rollbacks = [roll_back(server) for _ in range(2 * runs)]
    return summed_up(found | {"corrections": corrections, "rollbacks": rollbacks}, server)


def has_nginx() -> bool:
    """Whether this machine has the web server; without it, the page is read where it would be read from."""
    return bool(shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin"))


def settle_in(server: Server, folder: Path) -> Coach:
    """The practice is built where the coach writes, and pushed for the first time, with the renditions at hand."""
    print(f"  drawing a practice of {MUSINGS} musings and {PHOTOGRAPHS} photographs", flush=True)
    coach = Coach.of(server, files=practice.source(MUSINGS, PHOTOGRAPHS))
    print(f"  developing them: {publish(server, coach, folder).wall_s:.1f} s", flush=True)
    cache = server.installation.cache
    shutil.copytree(folder / "publish-cache", cache, dirs_exist_ok=True)
    begun = time.perf_counter()
    must_be_accepted(coach.push())
    print(f"  first push: {time.perf_counter() - begun:.1f} s", flush=True)
    return coach


def publish(server: Server, coach: Coach, folder: Path) -> Cost:
    """`make publish` of what the coach has written."""
    command = ["make", "--silent", f"--directory={server.engine}", "publish", f"SOURCE={coach.folder}"]
    command += [f"VENV={sys.prefix}", f"CACHE={folder / 'publish-cache'}", f"OUTPUT={folder / 'published'}"]
    return run([*command, f"ADDRESS={server.installation.address}"], {}, folder / "publish.log")


def new_musing(
    server: Server, coach: Coach, folder: Path, number: int, is_there: Callable[[str], bool]
) -> dict[str, Any]:
    """One new musing with its photographs, pushed and, beside it, published."""
    files, address = practice.new_one(MUSINGS + number)
    coach.write(files)
    published = [publish(server, coach, folder)] if number % 2 else []
    os.sync()
    begun, begun_cpu_s, served_s = time.perf_counter(), processor_s(), []
    watching = threading.Thread(target=lambda: served_s.append(wait(address, is_there) - begun))
    watching.start()
    pushed = must_be_accepted(coach.push())
    git_s, cpu_s = time.perf_counter() - begun, processor_s() - begun_cpu_s
    watching.join()
    cost = (published or [publish(server, coach, folder)])[0]
    print(f"  push {number + 1}: served after {served_s[0]:.2f} s; make publish {cost.wall_s:.2f} s", flush=True)
    found = {"served_s": round(served_s[0], 2), "git_s": round(git_s, 2), "cpu_s": round(cpu_s, 2)}
    return found | {"publish_s": cost.wall_s, "publish_cpu_s": cost.cpu_s, "steps": steps(pushed)}


def processor_s() -> float:
    """The seconds of processor of all that this process has started and that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def wait(address: str, is_there: Callable[[str], bool]) -> float:
    """When the address was first answered; never, if it was not for minutes."""
    until = time.perf_counter() + GIVE_UP_S
    while not is_there(address):
        if time.perf_counter() > until:
            return float("inf")
        time.sleep(LOOK_EVERY_S)
    return time.perf_counter()


@contextmanager
def served(server: Server, port: int) -> Iterator[Callable[[str], bool]]:
    """Something to ask whether readers get this address."""
    if not has_nginx():
        yield lambda address: (server.site / "current" / address.strip("/") / "index.html").is_file()
        return

    def answered(address: str) -> bool:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", address)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    with fronting.before(server.installation, port):
        yield answered


def steps(pushed: Push) -> list[dict[str, Any]]:
    """What the server said of its work."""
    found = filter(None, map(STEP.match, pushed.said.splitlines()))
    return [{"what": step["what"], "seconds": float(step["seconds"])} for step in found]


def must_be_accepted(pushed: Push) -> Push:
    """The push; one that is refused ends the benchmark."""
    if not pushed.is_accepted:
        raise SystemExit(f"A push was refused:\n{pushed.text}")
    return pushed


def correct(coach: Coach, number: int) -> float:
    """A word is corrected in a musing, and pushed; seconds."""
    page = sorted((coach.folder / "content/musings").glob("*.md"))[number]
    name = page.relative_to(coach.folder).as_posix()
    coach.write({name: page.read_text(encoding="utf-8").replace("the coach", "a coach", 1) + f"\nAgain, {number}.\n"})
    begun = time.perf_counter()
    must_be_accepted(coach.push())
    return round(time.perf_counter() - begun, 2)


def roll_back(server: Server) -> float:
    """To the release before, and from there to the newest again, in turn; seconds."""
    live, newest = server.site.joinpath("current").resolve().name, releases.published(server.installation)[0].name
    begun = time.perf_counter()
    server.run("rollback", *([] if live == newest else [newest]))
    seconds = time.perf_counter() - begun
    if server.site.joinpath("current").resolve().name == live:
        raise SystemExit("A rollback has changed nothing.")
    return round(seconds, 2)


def taken(folders: list[Path]) -> int:
    """The bytes that these folders take on the disk together, each file once however often it is linked."""
    command = ["du", "--summarize", "--total", "--block-size=1", *map(str, folders)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(said.splitlines()[-1].split()[0])


def summed_up(found: dict[str, Any], server: Server) -> dict[str, Any]:
    """The middle of the runs, the ratio, and what lies on the disk."""
    kept = releases.published(server.installation)
    folders = [server.installation.releases / record.name for record in kept]
    middle = {
        name: round(statistics.median(push[name] for push in found["pushes"]), 2)
        for name in ("served_s", "git_s", "cpu_s", "publish_s", "publish_cpu_s")
    }
    return (
        found
        | middle
        | {
            "musings": MUSINGS,
            "photographs": PHOTOGRAPHS,
            "ratio": round(statistics.median(push["served_s"] / push["publish_s"] for push in found["pushes"]), 2),
            "ratio_cpu": round(middle["cpu_s"] / middle["publish_cpu_s"], 2),
            "correction_s": round(statistics.median(found["corrections"]), 2),
            "rollback_s": max(found["rollbacks"]),
            "files": sum(not file.endswith(SUFFIXES) for file in kept[0].files),
            "releases": len(kept),
            "one_mb": round(taken(folders[:1]) / 1e6),
            "all_mb": round(taken(folders) / 1e6),
        }
    )


def table(found: dict[str, Any]) -> str:
    """The numbers, to read."""
    pushes = found["pushes"]
    lines = [f"One new musing with three photographs, to {found['musings']} musings and {found['photographs']}:", ""]
    for index, step in enumerate(pushes[-1]["steps"]):
        seconds = statistics.median(push["steps"][index]["seconds"] for push in pushes)
        lines.append(f"  {step['what']:<56}{seconds:>6.1f} s")
    lines += [
        f"  {'served, from `git push` on':<56}{found['served_s']:>6.2f} s",
        f"  {'git has returned':<56}{found['git_s']:>6.2f} s",
        f"  {'make publish':<56}{found['publish_s']:>6.2f} s",
        f"  {'ratio':<56}{found['ratio']:>6.2f}   (the budget: 1.50)",
        f"  {'ratio of processor, {cpu_s} s to {publish_cpu_s} s'.format(**found):<56}{found['ratio_cpu']:>6.2f}",
        "",
        f"  a release has {found['files']:,} files, without what is compressed beside them",
        f"  a word corrected, and pushed: {found['correction_s']} s; the slowest rollback: {found['rollback_s']} s"
        " (the budget: 1)",
        f"  {found['releases']} releases: {found['all_mb']} MB on the disk; one alone: {found['one_mb']} MB",
    ]
    return "\n".join(lines)
