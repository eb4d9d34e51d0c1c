"""What a build sees of the machine, as arguments of Bubblewrap: folders of its own, and nothing of anybody else's."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from publisher.errors import PublisherError

SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
"""Beside /usr; links into it on a Debian of today. Of /etc only where libraries and alternatives lie."""
TMP_BYTES, SHARED_BYTES = 512 << 20, 64 << 20
BWRAP = (
    *("bwrap", "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
    *("--unshare-cgroup-try", "--disable-userns", "--uid", "1000", "--gid", "1000", "--hostname", "builder"),
    *("--cap-drop", "ALL", "--new-session", "--as-pid-1", "--clearenv"),
)
"""Not --die-with-parent: whoever is killed while Bubblewrap sets up would leave half of it waiting for ever."""
READ_ONLY = ("--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/")
"""The kernel's own settings in /proc above all: root owns them, also where root has no power."""


def bubble(reads: Sequence[Path], writes: Sequence[Path], variables: Mapping[str, str]) -> list[str]:
    """Bubblewrap and its arguments, up to the folder to start in."""
    made = [*BWRAP]
    for name, value in variables.items():
        made += ["--setenv", name, value]
    made += ["--ro-bind", "/usr", "/usr"]
    for name in SYSTEM:
        if os.path.islink(f"/{name}"):
            made += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
        elif os.path.isdir(f"/{name}"):
            made += ["--ro-bind", f"/{name}", f"/{name}"]
    for name in ("/etc/ld.so.cache", "/etc/alternatives"):
        made += ["--ro-bind-try", name, name]
    made += ["--proc", "/proc", "--dev", "/dev", "--size", str(SHARED_BYTES), "--tmpfs", "/dev/shm"]
    made += ["--size", str(TMP_BYTES), "--tmpfs", "/tmp"]
    made += _bindings([*reads, *(part for path in reads for part in _base_python(path))], writes)
    return [*made, *READ_ONLY]


def _bindings(reads: Sequence[Path], writes: Sequence[Path]) -> list[str]:
    real = {os.path.realpath(path): "--ro-bind" for path in reads}
    real |= {os.path.realpath(path): "--bind" for path in writes}
    made = []
    for path, bind in sorted(real.items()):  # a folder before what lies in it
        if not os.path.exists(path):
            raise PublisherError(f"{path} is needed to build the site, and is not there.")
        made += [bind, path, path]
    for link in sorted({os.path.abspath(path) for path in (*reads, *writes)} - real.keys()):
        above = os.path.realpath(os.path.dirname(link))
        if not any(f"{above}/".startswith(f"{path}/") for path in real):
            made += ["--symlink", os.path.realpath(link), link]
    return made


def _base_python(environment: Path) -> Iterator[Path]:
    """Of an environment: the Python that it was made from, which `bin/python` links to. A push can hold no link."""
    program = environment / "bin" / "python"
    if program.is_symlink() and (settings := environment / "pyvenv.cfg").is_file():
        yield from python_of(program)
        home = re.search(r"^home\s*=\s*(\S.*?)\s*$", settings.read_text(), re.MULTILINE)
        if home and os.path.realpath(home[1]) == str(program.resolve().parent):
            yield from python_of(Path(home[1], program.resolve().name))


def python_of(program: Path) -> Iterator[Path]:
    """The programs and the library of a Python, unless they lie in /usr."""
    for prefix in {program.resolve().parent.parent, Path(os.path.abspath(program)).parent.parent}:
        if str(prefix) != "/" and prefix.parts[1] != "usr" and any(prefix.glob("lib/python3*/encodings")):
            yield from (prefix / name for name in ("bin", "lib", "lib64") if (prefix / name).is_dir())
