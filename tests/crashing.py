"""Whatever publishes is killed and its disk filled: tools for that, and for what must be so afterwards.

`tests/reading.py` has the visitors who read what is live meanwhile.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import random as chance
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from publisher import previews
from publisher.git import Git
from publisher.installation import DRAFTS
from publisher.keys import ONLY_GIT
from tests import fronting, tools
from tests.fronting import free_port
from tests.pushing import VARIABLES, Coach, Push, Server

CHILD_SUBREAPER = 36  # of prctl(2)
LONGEST_S = 120.0


# Processes.


@contextmanager
def heir_of_orphans() -> Iterator[None]:
    """Whoever loses their parent becomes ours, so that nobody who was started is lost to sight (prctl(2))."""
    prctl = ctypes.CDLL(None).prctl
    prctl(CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        prctl(CHILD_SUBREAPER, 0, 0, 0, 0)


@dataclass(frozen=True)
class Process:
    """One that runs."""

    number: int
    parent: int
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is, for a count."""
        if {"pre-receive", "post-receive"} & set(self.words) and "publisher" in self.words:
            return "the hook"
        program = Path(self.words[0]).name if self.words else "?"
        if program.startswith("git") and "receive-pack" in " ".join(self.words[:2]):
            return "git receive-pack"
        return program.split(":")[0]


def running() -> dict[int, Process]:
    """Every process of the machine that has not ended."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                state, parent, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
                words = (folder / "cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
                if state not in "ZX":
                    found[int(folder.name)] = Process(int(folder.name), int(parent), tuple(words))
    return found


def family(number: int, strangers: frozenset[int] = frozenset()) -> list[Process]:
    """A process and all that it has started, but for strangers and what these have started."""
    everybody, found = running(), []
    children: dict[int, list[Process]] = {}
    for each in everybody.values():
        children.setdefault(each.parent, []).append(each)
    waiting = [everybody[number]] if number in everybody else []
    while waiting:
        found.append(waiting.pop())
        waiting += [each for each in children.get(found[-1].number, []) if each.number not in strangers]
    return found


def reap(known: frozenset[int]) -> None:
    """Bury the orphans that have come to us."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) not in known:
            with suppress(OSError):
                state, parent, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
                if state == "Z" and int(parent) == os.getpid():
                    os.waitpid(int(folder.name), os.WNOHANG)


# Pushes that go wrong.


@dataclass
class Going:
    """A push that is under way. far: processes that the coach's git has not started itself, as those of an sshd."""

    process: subprocess.Popen[bytes]
    output: Path
    far: Callable[[], list[Process]] = list

    @property
    def is_over(self) -> bool:
        """Whether the coach's git has ended."""
        return self.process.poll() is not None

    def processes(self) -> list[Process]:
        """All that work for it."""
        near = family(self.process.pid)
        return near + [each for each in self.far() if each not in near]

    def victims(self, whom: str) -> list[Process]:
        """Those who are meant by "the hook", "the builder" and so on."""
        everybody = self.processes()
        if whom in ("anybody", "everybody"):
            return everybody
        if whom == "the pusher":
            return [each for each in everybody if each.number == self.process.pid]
        if whom == "the connection":
            return [each for each in everybody if each.name in ("ssh", "sshd")]
        if whom == "the builder":
            hooks = [each.number for each in everybody if each.name == "the hook"]
            return [each for hook in hooks for each in family(hook) if each.number not in hooks]
        return [each for each in everybody if each.name == whom]

    def end(self) -> Push:
        """Wait; what came of it."""
        status = self.process.wait()
        text = self.output.read_text(errors="replace")
        lines = [line.removeprefix("remote: ").rstrip() for line in text.splitlines() if line.startswith("remote:")]
        assert "Traceback" not in text, text
        return Push(status == 0, "\n".join(lines), text)


def start_push(
    coach: Coach,
    *refs: str,
    remote: str = "live",
    before: tuple[str, ...] = (),
    far: Callable[[], list[Process]] = list,
    **variables: str,
) -> Going:
    """Begin a push. before: a program, and its arguments, that starts git."""
    output = coach.folder.with_name(f"{coach.folder.name}.said")
    with output.open("wb") as said:
        process = subprocess.Popen(
            [*before, "git", "push", remote, *(refs or ("main",))],
            cwd=coach.folder,
            env=VARIABLES | variables,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    return Going(process, output, far)


def start(server: Server, verb: str) -> Going:
    """Begin a command of the publisher's, as a timer or a person does."""
    output = server.folder / f"{verb}.said"
    command = [sys.executable, "-m", "publisher", verb, "--site", str(server.site)]
    with output.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=server.engine,
            env=VARIABLES,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    return Going(process, output)


def kill(going: Going, whom: str, random: chance.Random) -> str:
    """Kill one of those who are meant, or "everybody"; who it was. Those who are not there yet are waited for."""
    while not going.is_over:
        victims = going.victims(whom)
        if victims:
            chosen = random.sample(victims, len(victims)) if whom == "everybody" else [random.choice(victims)]
            for each in chosen:
                with suppress(ProcessLookupError):
                    os.kill(each.number, signal.SIGKILL)
            if whom == "everybody":
                return whom
            return "the pusher" if chosen[0].number == going.process.pid else chosen[0].name
        time.sleep(0.005)
    return "nobody: it was over"


def fill(disk: Path) -> Path:
    """Take all the room there is on a disk; the file that has it."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as file:
        room = os.statvfs(disk)
        with suppress(OSError):
            os.posix_fallocate(file.fileno(), 0, max(1, (room.f_bavail - 16) * room.f_frsize))
        file.seek(0, os.SEEK_END)
        for size in (1 << 16, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    file.write(b"x" * size)
    return filler


# What must be so afterwards.


def left_over(server: Server) -> list[str]:
    """What should not lie there when nobody publishes."""
    site, repository = server.site, server.repository
    found = [*(site / "work/building").glob("*"), *(site / "ready").iterdir(), *site.glob(".*.[0-9]*")]
    found += (site / "doomed").iterdir()
    found += [path for place in ("records", "previews", "drafts", "releases") for path in (site / place).glob(".*")]
    found += [path for path in (site / "releases").iterdir() if not (site / f"records/{path.name}.json").is_file()]
    found += [path for path in (site / "records").iterdir() if not (site / "releases" / path.stem).is_dir()]
    found += [path for path in site.glob("source.*") if path.name != "source.json"]
    found += [*(repository / "objects").glob("tmp_objdir-*"), *repository.rglob("*.lock")]
    return [str(path.relative_to(server.folder)) for path in found]


def agree(server: Server) -> None:
    """What readers get is what has been pushed, and nothing lies about."""
    live = os.readlink(server.site / "current").rpartition("/")[2]
    assert live.startswith(f"{server.main()}-"), (live, server.main())
    drafts = Git(server.repository).refs(DRAFTS)
    shown = {ref: previews.shown(server.installation, ref) for ref in drafts}
    assert shown == drafts and len([*(server.site / "previews").iterdir()]) == len(drafts), (shown, drafts)
    tokens = {previews.token(server.installation, ref) for ref in drafts}
    assert {path.name.partition("-")[0] for path in (server.site / "drafts").iterdir()} == tokens
    assert not (left := left_over(server)), left


# What it all happens on.


@contextmanager
def small_disk(folder: Path, megabytes: int = 256) -> Iterator[Path | None]:
    """A disk of its own, mounted in the folder (ext4 in a file); None where the tests may not make one."""
    image, disk = folder / "disk.img", folder / "disk"
    disk.mkdir()
    with image.open("wb") as file:
        file.truncate(megabytes << 20)
    try:
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop", image, disk], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        yield None  # in many a container not even root may
        return
    try:
        yield disk
    finally:
        done = subprocess.run(["umount", disk], capture_output=True, text=True, check=False)
        if done.returncode:
            subprocess.run(["umount", "--lazy", disk], check=True)
        assert not done.returncode, f"somebody still works there: {done.stderr}"


@dataclass(frozen=True)
class Door:
    """An sshd: the beginning of an address to push to, and what a coach's git needs to get in."""

    address: str
    command: str
    number: int

    def processes(self) -> list[Process]:
        """Every session, and what works for it."""
        return [each for each in family(self.number) if each.number != self.number]


@contextmanager
def sshd(folder: Path) -> Iterator[Door]:
    """OpenSSH's own server, for whoever runs the tests, with one key that may do what an installation's keys may."""
    folder.mkdir()
    for name in ("host", "coach"):
        make = [tools.program("ssh-keygen", "openssh-client"), "-q", "-t", "ed25519", "-N", "", "-f"]
        subprocess.run([*make, folder / name], check=True, capture_output=True)
    port = free_port()
    (folder / "authorized").write_text(f"{ONLY_GIT} {(folder / 'coach.pub').read_text()}")
    (folder / "known").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    (folder / "configuration").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        "PidFile none\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin forced-commands-only\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where Debian's sshd shuts itself in before it knows who calls
    server = [tools.program("sshd", "openssh-server"), "-D", "-e", "-f", str(folder / "configuration")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(server, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        fronting.wait_for(port, process, folder / "log")
        client = f"ssh -F none -i {folder}/coach -o IdentitiesOnly=yes -o BatchMode=yes"
        client += f" -o UserKnownHostsFile={folder}/known"
        who = pwd.getpwuid(os.geteuid()).pw_name
        yield Door(f"ssh://{who}@127.0.0.1:{port}", client, process.pid)
    finally:
        process.terminate()
        process.wait()
