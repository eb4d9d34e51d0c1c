"""A build sees what it needs and takes no more than its share. Each test tries to get out."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from publisher.sandbox import Limits, OverLimit, find, run
from tests.building import CACHE, ROOT, demonstration_and, difference, every_byte, make
from tests.shutting_in import HOLD, attempt, bearers


@pytest.fixture
def closed():
    """The one way that hides files."""
    if find() != "bwrap":
        pytest.skip("Bubblewrap does not work here")
    return "bwrap"


@pytest.fixture
def open_folder():
    """A folder that every account may enter; pytest's own are root's alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


# What it sees.


def test_nothing_outside_can_be_reached(way):
    if way == "none":
        pytest.skip("the limits alone")
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(f"\0cairn-{os.getpid()}")
        abstract.listen()
        code = """
import socket, sys
for family, where in ((socket.AF_INET, ("127.0.0.1", int(sys.argv[1]))), (socket.AF_UNIX, "\\0" + sys.argv[2])):
    try:
        socket.socket(family).connect(where)
        print("reached", where)
    except OSError:
        print("refused")
"""
        status, said = attempt(way, code, listener.getsockname()[1], f"cairn-{os.getpid()}")
    assert (status, said) == (0, "refused\nrefused")


def test_no_file_is_seen_but_what_was_given(closed, tmp_path):
    site = tmp_path / "site"
    for name in ("engine", "releases", "work"):
        (site / name).mkdir(parents=True)
        (site / name / "file").write_text(name)
    (site / "publisher.json").write_text("secret")
    hidden = [
        *("/etc/passwd", "/etc/shadow", "/etc/hostname", "/etc/ssl", "/home", "/var", "/run", "/sys", "/srv", "/boot"),
        *("/root/.ssh", "/root/.bashrc", "/proc/1/root/etc/passwd", "/dev/sda", "/dev/vda", "/dev/kmsg", "/dev/mem"),
        *(ROOT / "Makefile", site / "publisher.json", site / "releases", site / "work" / ".." / "releases"),
    ]
    code = """
import os, sys
print(sorted(os.listdir(sys.argv[1])), [name for name in sys.argv[2:] if os.path.lexists(name)])
"""
    status, said = attempt(closed, code, site, *hidden, reads=[site / "engine"], writes=[site / "work"])
    assert (status, said) == (0, "['engine', 'work'] []")


def test_nothing_can_be_written_but_where_it_may(closed, tmp_path):
    reads, writes = tmp_path / "reads", tmp_path / "writes"
    for folder in (reads, writes):
        folder.mkdir()
        (folder / "file").write_text("as it was")
    code = """
import os, sys
for name in sys.argv[1:]:
    try:
        open(name, "w").write("changed")
        print("GOT IN", name)
    except OSError as error:
        print(error.strerror)
os.chmod(sys.argv[1].rpartition("/")[0], 0o777)
"""
    outside = [
        reads / "file",
        reads / "new",
        "/new",
        "/dev/new",
        "/etc/new",
        "/usr/new",
        "/usr/bin/env",
    ]
    status, said = attempt(closed, code, *outside, reads=[reads], writes=[writes])
    assert status == 1 and said.count("Read-only file system") == len(outside) + 1 and "GOT IN" not in said
    status, said = attempt(closed, code, writes / "file", writes / "new", "/tmp/new", reads=[reads], writes=[writes])
    assert status == 0 and said.count("GOT IN") == 3
    assert (writes / "new").read_text() == "changed" and (reads / "file").read_text() == "as it was"
    assert not Path("/tmp/new").exists()


def test_what_is_asked_through_links_is_found_under_both_names(closed, tmp_path):
    """`engine` is a link in an installation, and the whole of it may lie behind another."""
    (tmp_path / "disk" / "engines" / "one").mkdir(parents=True)
    (tmp_path / "disk" / "engines" / "one" / "file").write_text("here")
    (tmp_path / "disk" / "engine").symlink_to("engines/one")
    (tmp_path / "site").symlink_to("disk")
    site = tmp_path / "site"
    (site / "work").mkdir()
    code = """
import os, sys
print(open(sys.argv[1] + "/file").read(), os.getcwd())
open(sys.argv[2] + "/cached", "w").close()
os.link(sys.argv[2] + "/cached", os.path.realpath(sys.argv[2]) + "/built")
"""
    known = {"reads": [site / "engine"], "writes": [site / "work"], "folder": site / "engine"}
    status, said = attempt(closed, code, site / "engine", site / "work", **known)
    assert (status, said) == (0, f"here {tmp_path}/disk/engines/one")
    assert (site / "work" / "built").stat().st_nlink == 2


def test_it_has_the_variables_that_it_was_given_and_no_descriptor_of_ours(way, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "of the server")
    code = """
import os
print(sorted(set(os.environ) - {"PWD", "LC_CTYPE", "OLDPWD", "SHLVL", "_"}), os.environ["CAIRN_X"])
seen = []
for number in range(3, 200):
    try:
        os.fstat(number)
        seen.append(number)
    except OSError:
        pass
print(seen)
"""
    with (tmp_path / "build.lock").open("w") as lock:
        os.set_inheritable(lock.fileno(), True)
        fcntl.flock(lock, fcntl.LOCK_EX)
        status, said = attempt(way, code, variables={"CAIRN_X": "y"})
    assert (status, said) == (0, "['CAIRN_X', 'HOME', 'LANG', 'PATH', 'PYTHONUTF8'] y\n[]")


def test_it_has_no_power_and_can_get_none(closed):
    code = """
import ctypes, os
lines = open("/proc/self/status").read().splitlines()
print(sorted({line.split()[1] for line in lines if line.startswith(("Cap", "NoNewPrivs"))}))
print(sorted(int(name) for name in os.listdir("/proc") if name.isdecimal())[:2] == [1, os.getpid()])
libc = ctypes.CDLL(None, use_errno=True)
print(libc.unshare(0x10000000), libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), libc.setuid(0))
for attempt in (
    lambda: os.kill(1, 9),
    lambda: open("/proc/1/environ").read(),
    lambda: os.listdir("/proc/1/root"),
    lambda: os.readlink("/proc/1/fd/4"),
    lambda: libc.ptrace(16, 1, 0, 0) + 1 and print("held"),
    lambda: open("/dev/tty"),
    lambda: open("/proc/sys/kernel/hostname", "w"),
    lambda: open("/proc/sys/kernel/core_pattern", "w"),
    lambda: open("/proc/sys/vm/overcommit_memory", "w"),
    lambda: open("/proc/sysrq-trigger", "w"),
):
    try:
        attempt()
        print("nothing happened")
    except OSError:
        print("refused")
"""
    status, said = attempt(closed, code)
    first, second, third, *others = said.splitlines()
    assert (status, first, second, third) == (0, "['0000000000000000', '1']", "True", "-1 -1 -1")
    assert others == ["nothing happened", *["refused"] * 3, "nothing happened", *["refused"] * 5]


def test_where_namespaces_are_forbidden_there_is_no_way_but_none(closed):
    """Inside a sandbox they are."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); from publisher.sandbox import find; print(find())"
    assert attempt(closed, code, ROOT, reads=[ROOT / "publisher"]) == (0, "none")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_account_has_the_same_ways(closed, open_folder):
    folder = open_folder
    shutil.copytree(ROOT / "publisher", folder / "publisher")
    work = folder / "work"
    work.mkdir()
    os.chown(work, 65534, 65534)
    code = """
import sys
from pathlib import Path
from publisher.sandbox import find, run
status = run(find(), ["/bin/sh", "-c", "id -u; cat /etc/passwd; echo x >made; grep processes /proc/self/limits"],
    reads=[], writes=[Path.cwd()], variables={}, folder=Path.cwd(), on_line=print)
print(find(), status)
"""
    given = {"cwd": work, "env": {"PYTHONPATH": str(folder), "PATH": "/usr/bin"}, "capture_output": True, "text": True}
    done = subprocess.run(["/usr/bin/python3", "-c", code], user=65534, group=65534, extra_groups=[], **given)
    assert done.stderr == ""
    uid, refused, tasks, last = done.stdout.splitlines()
    assert (uid, tasks.split()[2], last) == ("1000", "1024", "bwrap 0") and "No such file" in refused
    assert (work / "made").stat().st_uid == 65534


# What it takes.


def test_what_takes_too_long_is_ended(way):
    with pytest.raises(OverLimit, match=r"took longer than 0\.5 seconds"):
        attempt(way, HOLD + "time.sleep(100)", f"{way} too long", timeout_s=0.5)
    assert bearers(f"{way} too long") == []


def test_who_starts_too_many_processes_is_ended(way):
    code = """
import os, time
for _ in range(150):
    try:
        if os.fork() == 0:
            time.sleep(100)
    except OSError:
        break
time.sleep(100)
"""
    with pytest.raises(OverLimit, match="started more than 40 processes"):
        attempt(way, code, f"{way} too many", limits=Limits(processes=40))
    assert bearers(f"{way} too many") == []


def test_memory_is_counted_over_all_its_processes(way):
    code = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        kept = b"x" * 60_000_000
        time.sleep(100)
time.sleep(100)
"""
    with pytest.raises(OverLimit, match="needed more than 200,000,000 bytes of memory"):
        attempt(way, code, f"{way} memory", limits=Limits(memory_bytes=200_000_000))
    assert bearers(f"{way} memory") == []


def test_one_process_meets_the_limit_of_memory_itself_and_the_coach_is_told(way):
    status, said = attempt(way, "x = b'x' * 500_000_000", limits=Limits(memory_bytes=200_000_000))
    assert status == 1 and said.endswith("MemoryError\nA build may need 200,000,000 bytes of memory in all.")


def test_no_file_grows_without_end(way, tmp_path):
    code = "import sys; open(sys.argv[1], 'wb').write(b'x' * 3_000_000)"
    status, said = attempt(way, code, tmp_path / "big", writes=[tmp_path], limits=Limits(file_bytes=1_000_000))
    assert status == 1 and said.endswith("No file that a build writes may have more than 1,000,000 bytes.")
    assert (tmp_path / "big").stat().st_size == 1_000_000


def test_it_leaves_room_on_the_disk(way, tmp_path):
    """Where less is free than must stay, it ends before it writes a byte more."""
    disk = os.statvfs(tmp_path)
    if disk.f_bavail > disk.f_blocks // 50 * 49:
        pytest.skip("this disk is as good as empty")
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    small = tmp_path / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", small], check=True)
    try:
        code = "import sys, time; open(sys.argv[1], 'wb').write(b'x' * 20_800_000); time.sleep(100)"
        with pytest.raises(OverLimit, match="The disk is nearly full"):
            attempt(way, code, small / "big", writes=[small])
    finally:
        subprocess.run(["umount", small], check=True)


@pytest.mark.parametrize("code", ["while True: print('again')", "while True: print('again', end='')"])
def test_who_prints_without_end_is_ended(way, code):
    with pytest.raises(OverLimit, match="printed more than 100,000 bytes"):
        attempt(way, code, f"{way} prints", limits=Limits(output_bytes=100_000))
    assert bearers(f"{way} prints") == []


def test_it_steps_behind_whatever_serves_readers_and_is_the_first_to_go(way):
    code = """
import os, resource
print(os.nice(0), resource.getrlimit(resource.RLIMIT_CORE)[1], open("/proc/self/oom_score_adj").read())
"""
    status, said = attempt(way, code)
    assert (status, said.split()) == (0, [str(min(19, os.nice(0) + 10)), "0", "1000"])


def test_the_status_and_every_line_come_through(way):
    code = """
import os, sys
print("one", flush=True)
print("two\\x1b[31m", file=sys.stderr, flush=True)
os.write(1, b"three \\xff")
sys.exit(7)
"""
    assert attempt(way, code) == (7, "one\ntwo\nthree �")
    assert attempt(way, "import os; os.kill(os.getpid(), 15)") == (143, "")
    said = []
    known = {"reads": [], "writes": [], "variables": {}, "folder": Path("/"), "on_line": said.append}
    assert run(way, ["/nowhere/make"], **known) == 127
    assert said == ["/nowhere/make cannot be started: No such file or directory."]


# The real thing.


def link_or_copy(source, target):
    """Photographs are many megabytes, and never changed where they lie."""
    (os.link if "photos" in Path(source).parts and os.path.getsize(source) > 20_000 else shutil.copy2)(source, target)


def test_a_site_built_inside_has_the_same_bytes_and_links_its_photographs(closed, tmp_path):
    """One folder holds the cache, the source and the output, so that a link between them is possible."""
    work = tmp_path / "site" / "work"
    source = demonstration_and(work / "building" / "1" / "source", {})
    outside = make("publish", tmp_path / "outside", source)
    assert outside.status == 0, outside.text
    shutil.copytree(CACHE, work / "cache", copy_function=link_or_copy)
    engine = tmp_path / "site" / "engine"
    shutil.copytree(ROOT, engine, ignore=shutil.ignore_patterns(".*", "content", "site.toml", "output", "tests"))
    environment, output = Path(sys.prefix), work / "building" / "1" / "output"
    said = []
    status = run(
        closed,
        [
            *("make", "--no-print-directory", "publish", f"VENV={environment}"),
            *(f"SOURCE={source}", f"CACHE={work}/cache", f"OUTPUT={output}"),
        ],
        reads=[engine, environment],
        writes=[work],
        variables={},
        folder=engine,
        on_line=said.append,
    )
    assert status == 0, said[-9:]
    assert difference(every_byte(outside.output), every_byte(output)) == []
    photographs = list((output / "photos").iterdir())
    assert len(photographs) > 50 and all(path.stat().st_nlink > 1 for path in photographs)
    assert said[-1] == f"The site is in {output}."
