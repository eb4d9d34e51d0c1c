"""What git is asked, of a bare repository. Inside a hook the objects of the push are seen as well."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import PublisherError, Refused

NOTHING = "0" * 40
"""How git writes "there was no commit"."""
MOST_ENTRIES = 50_000
"""Files and folders of one commit: ten times what the largest site has. Trees within trees can name billions."""
MOST_LISTED_BYTES = 20_000_000
"""Of git's list of them, in which each stands with all its folders' names."""
MOST_NEW = 300_000
"""Files, folders and commits that one push may bring, its earlier commits included: years of a large site at once."""
MOST_NEW_BYTES = 50_000_000
"""Of git's list of them, each with its path: some kilobytes can hold names of a megabyte, folder within folder."""
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


NO = 1
"""The status with which git answers a question; others mean that it could not."""


class GitFailed(PublisherError):
    """Git ended with this status, which is not 0."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status


class TooMuch(PublisherError):
    """A push brings more than can be looked through."""


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
        self,
        *arguments: str,
        text: bytes = b"",
        index: Path | None = None,
        work_tree: Path | None = None,
        timeout_s: float | None = None,
    ) -> bytes:
        """What git prints. Raises GitFailed with git's own words where it fails, or takes longer than that."""
        command = [*self._git, *([f"--work-tree={work_tree}"] if work_tree else []), *arguments]
        variables = {**os.environ, **QUIET, **({"GIT_INDEX_FILE": str(index)} if index else {})}
        try:
            done = subprocess.run(
                command, input=text, capture_output=True, env=variables, check=False, timeout=timeout_s
            )
        except subprocess.TimeoutExpired:
            raise GitFailed(f"git {arguments[0]} took longer than {timeout_s} s", -signal.SIGKILL) from None
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            raise GitFailed(f"git {arguments[0]} failed: {said or done.returncode}", done.returncode)
        return done.stdout

    def commit_of(self, name: str) -> str | None:
        """The commit that this ref, branch or short id names; None where git says that there is none.

        Raises GitFailed where it says nothing of the kind: a git that was killed is no answer.
        """
        try:
            return self.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
        except GitFailed as failed:
            if failed.status != NO:
                raise
            return None

    def refs(self, prefix: str) -> dict[str, str]:
        """Every ref below this prefix, with what it points to. A name may hold any sign but a line's end."""
        listed = self.run("for-each-ref", "--format=%(refname) %(objectname)", prefix)
        lines = listed.decode("utf-8", "surrogateescape").split("\n")
        return dict(line.rsplit(" ", 1) for line in lines if line)

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` builds on `older`."""
        try:
            self.run("merge-base", "--is-ancestor", older, newer)
        except GitFailed as failed:
            if failed.status != NO:
                raise
            return False
        return True

    def committed(self, commit: str) -> int:
        """When the commit was made, in seconds since 1970."""
        return int(self.run("show", "-s", "--format=%ct", f"{commit}^{{commit}}"))

    def tree(self, commit: str) -> list[Entry]:
        """Every file of the commit, and whatever else stands in its tree.

        Raises Refused as soon as there is more than MOST_ENTRIES or MOST_LISTED_BYTES; the rest is not asked for.
        Folders count, since a thousand million may be in a tree without a file.
        """
        command = [*self._git, "ls-tree", "-r", "-t", "-l", "-z", "--full-tree", commit]
        listed = bytearray()
        with (
            tempfile.TemporaryFile() as said,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env={**os.environ, **QUIET}) as git,
        ):
            assert git.stdout
            while some := git.stdout.read(1 << 20):
                listed += some
                if len(listed) > MOST_LISTED_BYTES or listed.count(0) > MOST_ENTRIES:
                    git.kill()
                    raise too_many(_entries(listed))
            if status := git.wait():
                said.seek(0)
                words = said.read().decode(errors="replace").strip()
                raise PublisherError(f"git ls-tree failed: {words or status}")
        return [entry for entry in _entries(listed) if entry.kind != "tree"]

    def news(self, commit: str) -> Iterator[Entry]:
        """Each file and folder that this commit, or one before it, has and no branch here leads to: once, without mode.

        path: one at which it lies in one of them; "" of a folder that is the whole tree.
        Raises TooMuch where there are more than MOST_NEW or MOST_NEW_BYTES; the rest is not asked for.
        """
        listing = [*self._git, "rev-list", "--objects", commit, "--not", "--all"]
        sizing = [*self._git, "cat-file", "--batch-check=%(objecttype) %(objectname) %(objectsize) %(rest)"]
        variables = {**os.environ, **QUIET}
        with (
            subprocess.Popen(listing, stdout=subprocess.PIPE, env=variables) as listed,
            subprocess.Popen(sizing, stdin=listed.stdout, stdout=subprocess.PIPE, env=variables) as sized,
        ):
            assert listed.stdout and sized.stdout
            listed.stdout.close()  # now the other's alone: with that one git ends, and the first writes to nobody
            number, left = 0, MOST_NEW_BYTES
            while line := sized.stdout.readline(left):
                number, left = number + 1, left - len(line)
                if number > MOST_NEW or not left:
                    sized.kill()
                    raise TooMuch(f"{MOST_NEW:,} files and folders")
                kind, object_id, size, path = line.decode("utf-8", "surrogateescape").rstrip("\n").split(" ", 3)
                if kind != "commit":
                    yield Entry("", kind, object_id, int(size), path)
        if listed.returncode or sized.returncode:
            raise PublisherError(f"git could not tell what is new in {commit}.")

    def blobs(self, object_ids: Iterable[str], kind: str = "blob") -> Iterator[bytes]:
        """The content of each, in order; all of one at a time in memory. kind: "tree" for lists of folders."""
        command = [*self._git, "cat-file", "--batch"]
        variables = {**os.environ, **QUIET}
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables) as cat:
            assert cat.stdin and cat.stdout
            for object_id in object_ids:
                cat.stdin.write(f"{object_id}\n".encode())
                cat.stdin.flush()
                answer = cat.stdout.readline().decode()  # "<id> blob <size>", or what it is instead
                if not (found := re.fullmatch(rf"\S+ {kind} (\d+)\n", answer)):
                    cat.kill()
                    raise PublisherError(f"git has no file {object_id}: {answer.strip()}")
                size = found[1]
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
        # What a kill has left: with its lock no checkout would ever work again, with its entries files come back.
        for left in (index, index.with_name(f"{index.name}.lock")):
            left.unlink(missing_ok=True)
        try:
            self.run("update-index", "-z", "--index-info", text=listed.encode("utf-8", "surrogateescape"), index=index)
            self.run("checkout-index", "-a", "-f", index=index, work_tree=folder)
        finally:
            index.unlink(missing_ok=True)


def too_many(entries: list[Entry]) -> Refused:
    """The words for a commit with more files than a site can have: in which folder most of them lie."""
    folders = Counter("/".join(entry.path.split("/")[:-1][:3]) for entry in entries)
    folder = folders.most_common(1)[0][0]
    if len(folder) > 200 or not folder.isprintable():
        folder = ""
    return Refused(
        f"There are more than {MOST_ENTRIES:,} files and folders in what you pushed, most of them in "
        f"{folder or 'its folders'}. A site has some thousands.\n"
        "    Take out what slipped in: git rm -r --cached followed by its name, then commit."
    )


def _entries(listed: bytes | bytearray) -> list[Entry]:
    """The entries of git's list, as far as they are whole."""
    lines = listed.decode("utf-8", "surrogateescape").split("\0")
    return [_entry(line) for line in lines[:-1]]


def _entry(line: str) -> Entry:
    facts, _, path = line.partition("\t")
    mode, kind, object_id, size = facts.split()
    return Entry(mode, kind, object_id, int(size) if size.isdigit() else None, path)
