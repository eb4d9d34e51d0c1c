"""Python environments, one for each requirements.lock: made once, with network, from exactly what its hashes name.

`environments/<digest>` is a link to a folder that is whole; a folder that no link names is half made, or left over.
The Python in such a folder is never started here, for what a push had installed would start with it. Nor is there a
pip in it: another environment, `pip`, installs into all of them.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from publisher.errors import PublisherError
from publisher.installation import sync_folder
from publisher.locked import requirements
from publisher.sandbox import run

PIP = "pip"
LEFT_OVER = re.compile(r"(?:pip|[0-9a-f]{16})-\w{8}")
TIME_S = 1800
PIP_INSTALLS = (
    *("install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--retries", "2"),
    *("--timeout", "60", "--require-hashes", "--only-binary", ":all:", "-r"),
)
NOT_FOR_PIP = re.compile(r"PYTHON|CAIRN_|GIT_|VIRTUAL_ENV|PIP_(?:TARGET|PREFIX|ROOT|USER|PYTHON)$")
Say = Callable[[str], None]
REASONS = (
    (
        r"ensurepip is not\s+available|No module named '?(?:venv|ensurepip)",
        "Python's venv is missing on the server. Install it there:  sudo apt-get install -y python3-venv",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "What was fetched is not what requirements.lock names, so it was not installed. Make the lock anew (make lock) "
        "if it is old; if it is not, somebody has changed a package.",
    ),
    (r"No space left on device|Errno 28", "The disk of the server is full. Make some room, then try again."),
    (
        r"(?i)name resolution|connection (?:refused|reset|broken)|unreachable|timed? ?out|Proxy|NewConnection",
        "The packages could not be fetched: is the server online? Once it is, try again.",
    ),
    (
        r"must have their versions pinned|Hashes are required",
        "requirements.lock is not complete: a package in it needs one that it does not name. Make it anew (make lock).",
    ),
    (
        r"No matching distribution found for",
        "A version that requirements.lock names cannot be had ready-made (as a wheel) for this server's Python.",
    ),
)
"""What the tools say where they fail, and what we say."""


def digest(lock: bytes) -> str:
    """The name of this lock's environment."""
    return hashlib.sha256(lock).hexdigest()[:16]


def environment_for(lock: bytes, folder: Path, *, say: Say) -> Path:
    """The environment for exactly this requirements.lock; where there is none yet, it is made first.

    folder: holds all of them. Others who want one meanwhile wait. Raises PublisherError in words.
    """
    wanted, place = requirements(lock), folder / digest(lock)
    if _is_whole(place):
        return place
    with _alone(folder, say):
        if not _is_whole(place):
            _sweep(folder)
            say("Installing the packages of requirements.lock; they are kept for every build after this one.")
            pip = _python(folder / PIP)
            if not _is_whole(folder / PIP):
                _make(folder / PIP, [])
            _make(place, ["--without-pip"], [str(pip), "-I", "-m", "pip", "--python"], wanted)
    return place


def prune(folder: Path, keep: set[str]) -> None:
    """Remove every environment but those with these digests."""
    with _alone(folder, lambda _: None):
        for place in folder.iterdir():
            if place.is_symlink() and place.name not in {*keep, PIP}:
                place.unlink()
        _sweep(folder)


def _python(place: Path) -> Path:
    return place / "bin" / "python"


def _is_whole(place: Path) -> bool:
    """Whether it is there, and for the Python that this machine has now."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return (place / "lib" / version).is_dir() and _python(place).exists()


@contextmanager
def _alone(folder: Path, say: Say) -> Iterator[None]:
    """Nobody else makes or removes environments meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Somebody else is installing packages here. Waiting for that …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(place: Path, options: list[str], pip: list[str] | None = None, wanted: str = "") -> None:
    """Make an environment in a folder of its own, and let `place` name it when it is whole and on the disk."""
    made = Path(tempfile.mkdtemp(prefix=f"{place.name}-", dir=place.parent))
    try:
        made.chmod(0o755)
        _call([sys.executable, "-I", "-m", "venv", *options, str(made)], made)
        if pip:
            (made / "requirements.lock").write_text(wanted, encoding="utf-8")
            _call([*pip, str(_python(made)), *PIP_INSTALLS, str(made / "requirements.lock")], made)
        os.sync()
        link = made / "link"
        link.symlink_to(made.name)
        os.replace(link, place)
        sync_folder(place.parent)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise PublisherError(_words(str(error))) from error
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _call(command: list[str], folder: Path) -> None:
    """Run a program with this machine's settings for pip and its network; it ends when we do."""
    variables = {name: value for name, value in os.environ.items() if not NOT_FOR_PIP.match(name)}
    said: list[str] = []
    status = run(
        "none",
        command,
        reads=[],
        writes=[folder],
        variables=variables,
        folder=folder,
        timeout_s=TIME_S,
        on_line=said.append,
    )
    if status:
        raise PublisherError(_words("\n".join(said[-60:])))


def _words(said: str) -> str:
    found = next((words for pattern, words in REASONS if re.search(pattern, said)), "")
    last = next((line for line in reversed(said.splitlines()) if line.strip()), "nothing was said")
    return found or f"The packages of requirements.lock could not be installed: {last}"


def _sweep(folder: Path) -> None:
    """Remove the folders that no link names."""
    named = {os.readlink(place) for place in folder.iterdir() if place.is_symlink()}
    for made in folder.iterdir():
        if LEFT_OVER.fullmatch(made.name) and made.name not in named:
            shutil.rmtree(made, ignore_errors=True)
