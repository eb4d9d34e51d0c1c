"""What git is asked, of a bare repository. Inside a hook the objects of the push are seen as well."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import PublisherError

NOTHING = "0" * 40
"""How git writes "there was no commit"."""
SETTINGS = {
    "safe.directory": "*",
    "core.symlinks": "false",
    "core.quotePath": "false",
    "core.autocrlf": "false",
    "core.attributesFile": "/dev/null",
    "core.hooksPath": "/dev/null",
}
"""Whoever runs this, and whatever the machine's own settings say: bytes as pushed, and nothing is started."""
QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_ATTR_NOSYSTEM": "1", "GIT_NO_REPLACE_OBJECTS": "1"}


@dataclass(frozen=True)
class Entry:
    """One entry of a commit's tree. mode: as git writes it, `100644`. size: in bytes; None for what has none.
    path: with slashes, from the root; bytes that are no UTF-8 stand in it as surrogates.
    """

    mode: str
    kind: str
    object_id: str
    size: int | None
    path: str


@dataclass(frozen=True)
class Git:
    """A repository: its folder (`….git`, or a clone's `.git`)."""

    folder: Path

    @property
    def _git(self) -> list[str]:
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        return ["git", *settings, f"--git-dir={self.folder}"]

    def run(
        self, *arguments: str, text: bytes = b"", index: Path | None = None, work_tree: Path | None = None
    ) -> bytes:
        """What git prints. Raises PublisherError with git's own words where it fails."""
        command = [*self._git, *([f"--work-tree={work_tree}"] if work_tree else []), *arguments]
        variables = {**os.environ, **QUIET, **({"GIT_INDEX_FILE": str(index)} if index else {})}
        done = subprocess.run(command, input=text, capture_output=True, env=variables, check=False)
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            raise PublisherError(f"git {arguments[0]} failed: {said or done.returncode}")
        return done.stdout

    def commit_of(self, name: str) -> str | None:
        """The commit that this ref, branch or short id names; None where there is none."""
        try:
            return self.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
        except PublisherError:
            return None

    def refs(self, prefix: str) -> dict[str, str]:
        """Every ref below this prefix, with what it points to."""
        lines = self.run("for-each-ref", "--format=%(refname) %(objectname)", prefix).decode().splitlines()
        return dict(line.rsplit(" ", 1) for line in lines)

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` builds on `older`."""
        try:
            self.run("merge-base", "--is-ancestor", older, newer)
        except PublisherError:
            return False
        return True

    def committed(self, commit: str) -> int:
        """When the commit was made, in seconds since 1970."""
        return int(self.run("show", "-s", "--format=%ct", f"{commit}^{{commit}}"))

    def tree(self, commit: str) -> list[Entry]:
        """Every file of the commit, and whatever else stands in its tree."""
        listed = self.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit)
        return [_entry(line) for line in listed.decode("utf-8", "surrogateescape").split("\0") if line]

    def blobs(self, object_ids: Iterable[str]) -> Iterator[bytes]:
        """The content of each, in order; all of one at a time in memory."""
        command = [*self._git, "cat-file", "--batch"]
        variables = {**os.environ, **QUIET}
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables) as cat:
            assert cat.stdin and cat.stdout
            for object_id in object_ids:
                cat.stdin.write(f"{object_id}\n".encode())
                cat.stdin.flush()
                _, kind, size = cat.stdout.readline().decode().split(" ")
                assert kind == "blob"
                yield cat.stdout.read(int(size))
                cat.stdout.read(1)
            cat.stdin.close()

    def checkout(self, folder: Path, entries: Iterable[Entry]) -> None:
        """Write these entries of a commit's tree into an empty folder: the bytes as pushed, a link as a plain file.

        Not by `git archive`, nor from an index with a .gitattributes: both do what the push says there. Not as a work
        tree, which the quarantine of a push forbids.
        """
        index = folder.with_name(f"{folder.name}.index")
        listed = "".join(f"{entry.mode} {entry.object_id}\t{entry.path}\0" for entry in entries)
        try:
            self.run("update-index", "-z", "--index-info", text=listed.encode("utf-8", "surrogateescape"), index=index)
            self.run("checkout-index", "-a", "-f", index=index, work_tree=folder)
        finally:
            index.unlink(missing_ok=True)


def _entry(line: str) -> Entry:
    facts, _, path = line.partition("\t")
    mode, kind, object_id, size = facts.split()
    return Entry(mode, kind, object_id, None if size == "-" else int(size), path)
