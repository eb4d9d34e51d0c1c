"""Code: on a server that takes content only, everything else stays as it is.

Such a server builds with its own engine, and takes from a push only `content/` and `site.toml`. A change elsewhere
would do nothing, and whoever made it would wonder why: so it is told, not dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from publisher.git import Entry
from publisher.pushed.reasons import Reason

FREE_FILES = frozenset("README.md DECISIONS.md LICENSE .gitignore .editorconfig site.toml".split())
FREE_FOLDERS = ("content/", "docs/", ".github/", ".ci/", ".obsidian/", ".vscode/")
"""What a coach writes, and what only people, editors and code hosts read: nothing of it can change what is built."""
CURE = (
    "Put it back as it is on the server: git checkout live/main -- followed by this name (“live” is what you push to). "
    "To change how the site works, ask who looks after the server to upgrade it."
)
CURE_OF_FIRST = (
    "Push content/ and site.toml alone, or a copy of Cairn of the server's own version: "
    "ask who looks after the server to upgrade it, or which version it has."
)


def is_code(path: str) -> bool:
    """Whether a path is neither content nor something that can't change what is built."""
    return path not in FREE_FILES and not path.startswith(FREE_FOLDERS)


def check_code(entries: Sequence[Entry], before: Sequence[Entry], engine: Mapping[str, str]) -> Iterator[Reason]:
    """A reason for each file of code that is as neither the server's engine has it nor the last push had it.

    engine: the path of each of its files, with git's id of its content.
    """
    fix = CURE if before else CURE_OF_FIRST
    now = {entry.path: entry.object_id for entry in entries if is_code(entry.path)}
    last = {entry.path: entry.object_id for entry in before if is_code(entry.path)}
    for path, object_id in now.items():
        if object_id not in (engine.get(path), last.get(path)):
            what = "changed" if path in engine or path in last else "new"
            yield Reason(path, f"This is code, and {what}. This server takes content only.", fix)
    for path in last:
        if path not in now and path in engine:
            yield Reason(path, "This is code, and you took it out. This server takes content only.", fix)
