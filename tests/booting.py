"""A machine in a box: this one's files, over which everything can be written, and systemd as the first process.

Root's alone, by namespaces: nothing that happens in it is seen outside, and with its first process all of it ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CGROUPS = Path("/sys/fs/cgroup")
BOOT = """
set -e
mount -t tmpfs none {folder}
mkdir {folder}/upper {folder}/work {folder}/root
mount -t overlay overlay -o lowerdir=/,upperdir={folder}/upper,workdir={folder}/work {folder}/root
cd {folder}/root
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts devpts dev/pts
mount -t tmpfs tmpfs dev/shm
for each in null,1,3 zero,1,5 full,1,7 random,1,8 urandom,1,9 tty,5,0 ptmx,5,2; do
    IFS=,; mknod -m 666 dev/${{each%%,*}} c ${{each#*,}}; unset IFS
done
ln -s /proc/self/fd dev/fd
ip link set lo up 2>/dev/null || true
rm -f etc/machine-id; touch etc/machine-id
echo LANG=C.UTF-8 >etc/locale.conf
export container=box
mkdir old
pivot_root . old
umount -l old
rmdir old
exec /lib/systemd/systemd --unit=basic.target --log-level=warning --log-target=console --show-status=0
"""


class Box:
    """A machine that is up."""

    def __init__(self, process: int) -> None:
        self._enter = ["nsenter", f"--target={process}", "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"]

    def run(self, *command: str, data: bytes = b"", status: int | None = 0) -> str:
        """What a command prints in there, as root at its own home; `status` is what it has to end with."""
        whole = [
            *self._enter,
            "env",
            "-i",
            "HOME=/root",
            "LANG=C.UTF-8",
            f"PATH={PATH}",
            *command,
        ]
        done = subprocess.run(whole, input=data, capture_output=True, timeout=120, check=False)
        said = (done.stdout + done.stderr).decode(errors="replace")
        assert status in (None, done.returncode), f"{command}: {done.returncode}\n{said}"
        return said


PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@contextlib.contextmanager
def box(folder: Path) -> Iterator[Box]:
    """Boot it in this empty folder, and end it. Skips the test where that cannot be."""
    if os.geteuid() or not all(map(shutil.which, ("unshare", "nsenter", "pivot_root", "systemctl"))):
        pytest.skip("to start a systemd of its own, a test has to be root, with Debian's util-linux and systemd")
    folder.mkdir()
    unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts", "--net", "--cgroup"]
    with _cgroup() as join, open(folder.with_suffix(".log"), "w") as log:
        started = subprocess.Popen(
            [*unshare, "sh", "-c", BOOT.format(folder=folder)], stdout=log, stderr=log, preexec_fn=join
        )
        try:
            yield _wait(started, Path(log.name))
        finally:
            started.send_signal(signal.SIGKILL)
            started.wait()


def _wait(started: subprocess.Popen[bytes], log: Path) -> Box:
    until = time.monotonic() + 60
    while time.monotonic() < until and started.poll() is None:
        children = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text().split()
        if children:
            made = Box(int(children[0]))
            if made.run("systemctl", "is-system-running", status=None).strip() in ("running", "degraded"):
                made.run("rm", "-f", "/run/nologin")
                return made
        time.sleep(0.1)
    pytest.skip(f"no systemd of its own can be started here: {log.read_text()[-500:]}")


@contextlib.contextmanager
def _cgroup() -> Iterator[object]:
    """A group for its processes, so that its systemd takes that for all there is."""
    mounted = CGROUPS / "unified" if (CGROUPS / "unified/cgroup.procs").exists() else CGROUPS
    group = mounted / f"box-{os.getpid()}"
    try:
        group.mkdir()
    except OSError as error:
        pytest.skip(f"no group of processes can be made here: {error}")
    try:
        yield lambda: (group / "cgroup.procs").write_text("0")
    finally:
        until = time.monotonic() + 10
        while group.exists() and time.monotonic() < until:
            for here, _, _ in os.walk(group, topdown=False):
                with contextlib.suppress(OSError):
                    os.rmdir(here)
            time.sleep(0.05)
