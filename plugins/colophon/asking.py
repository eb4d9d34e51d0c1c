"""What git is asked of the folder that a site is built from: which commit it is, and whether anything differs from it.

Nothing is told where there is no git, no repository, or one that git itself won't trust; and nothing of the repository
changes, not even its index.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.musings.files import HIDDEN

CONTENT = "content"
SOURCE = (CONTENT, "site.toml")
CODE = ("pelicanconf.py", "publishconf.py", "plugins", "theme", "publisher/headers.py", "requirements.lock")
"""What makes a site's bytes, where its source is the engine itself."""
ENGINE = Path(__file__).resolve().parents[2]
SETTINGS = ("core.fsmonitor=false", "core.untrackedCache=false", "status.submoduleSummary=false")
ELSEWHERE = frozenset(
    "GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX GIT_NAMESPACE GIT_COMMON_DIR "
    "GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES".split()
)
"""Names by which a hook that runs a build would have git look at another repository than the source's."""
COMMITTER = re.compile(rb"^committer [^\n]*> (-?\d+) [+-]\d+$", re.MULTILINE)
LISTED = (
    *("status", "--porcelain=v2", "-z", "--branch", "--no-renames"),
    *("--untracked-files=all", "--ignored=traditional"),
)


@dataclass(frozen=True)
class Head:
    """A commit, and when it was made, in seconds since 1970."""

    commit: str
    committed: int


def head_of(source: Path) -> Head | None:
    """The commit that this folder is checked out at; None where nobody knows, or where it does not hold this site.

    A folder of notes may lie in a repository of something else: then that repository's commit names no site.
    """
    said = ask(source, "cat-file", "--batch", text=b"HEAD\nHEAD:./site.toml\n")
    try:
        line, rest = said.split(b"\n", 1)
        commit, kind, size = line.decode().split(" ")
        text, site = rest[: int(size)], rest[int(size) + 1 :]
    except ValueError:
        return None
    found = COMMITTER.search(text.partition(b"\n\n")[0])
    if kind != "commit" or not found or b" blob " not in site.partition(b"\n")[0]:
        return None
    return Head(commit, int(found[1]))


def differs(source: Path, head: Head) -> bool:
    """Whether what a build reads in this folder is anything else than that commit, as far as git can tell."""
    paths = (*SOURCE, *(CODE if source == ENGINE else ()))
    top = top_of(source)
    if top is None:
        return True
    said = os.fsdecode(ask(source, "--no-optional-locks", *LISTED, "--", *paths))
    at = [entry for entry in said.split("\0") if entry.startswith("# branch.oid ")]
    if at != [f"# branch.oid {head.commit}"]:
        return True  # somebody has committed since the build began
    return any(changes(said, source.relative_to(top).as_posix()))


def changes(said: str, folder: str) -> Iterator[str]:
    """The lines of `git status` that tell of a file which a build reads. folder: the source's, from the top."""
    within = "" if folder == "." else f"{folder}/"
    for entry in filter(None, said.split("\0")):
        sort, _, path = entry.partition(" ")
        path = path.removeprefix(within)
        if sort in "?!" and any(part.startswith(HIDDEN) for part in path.split("/")):
            continue  # an editor's own, which nobody publishes
        if sort in "12u?" or (sort == "!" and path.startswith(f"{CONTENT}/")):
            yield entry


def top_of(source: Path) -> Path | None:
    """The top of the work tree that a folder lies in; None where it lies in none, which needs no git to be seen."""
    return next((folder for folder in (source, *source.parents) if (folder / ".git").exists()), None)


def ask(source: Path, *question: str, text: bytes = b"") -> bytes:
    """What git says in this folder; nothing where it can't be asked."""
    if top_of(source) is None:
        return b""
    variables = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    variables |= {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1"}
    settings = [part for setting in SETTINGS for part in ("-c", setting)]
    try:
        done = subprocess.run(
            ["git", *settings, *question], cwd=source, env=variables, input=text, capture_output=True, check=False
        )
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""
