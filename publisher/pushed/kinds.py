"""What stands in a pushed tree that is no file, and what every site must have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from publisher.git import Entry
from publisher.pushed.reasons import Reason

FILES = frozenset({"100644", "100755", "100664"})
"""Git's modes of a plain file. Whether it may be executed says nothing here: photographs from a memory card often may,
and nothing of a site is ever started. The last is of repositories before 2005."""
NOT_FILES = {
    "120000": (
        "This is a link to another place on a computer, not a file: nothing there comes along when you publish.",
        "Put the file itself here, in place of the link.",
    ),
    "160000": (
        "This is a repository inside yours (a submodule), of which git carries only the name.",
        "Delete the hidden folder .git in it, then: git rm --cached FOLDER, git add FOLDER, and commit.",
    ),
}
ODD = "This is neither a file nor a folder, and nothing here can read it."
TAKE_OUT = "Take it out of the repository, or put a plain file in its place."
REPOSITORY = frozenset({"HEAD", "objects", "refs"})
"""By these three git takes a folder for a repository, and obeys the settings in it."""


def check_kinds(entries: Sequence[Entry]) -> Iterator[Reason]:
    """A reason for each entry that is no plain file, and for each folder that git would take for a repository."""
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.mode not in FILES:
            yield Reason(entry.path, *NOT_FILES.get(entry.mode, (ODD, TAKE_OUT)))
        parts = entry.path.split("/")
        for depth, part in enumerate(parts):
            if part in REPOSITORY:
                inside["/".join(parts[:depth])].add(part)
    for folder, names in inside.items():
        if names == REPOSITORY:
            wanted = "Git would take this folder for a repository of its own, and do what the settings in it say."
            yield Reason(folder or "HEAD", wanted, "Take the folder out: git rm -r --cached FOLDER, and commit.")


def check_whole(entries: Sequence[Entry]) -> Iterator[Reason]:
    """What a site can't be made without."""
    if not any(entry.path.startswith("content/") for entry in entries):
        wanted = "There is no folder content in what you pushed, so there is nothing that a site could be made of."
        yield Reason("content", wanted, "Push the repository that holds what you write, content/ and site.toml.")
    if not any(entry.path == "site.toml" for entry in entries):
        wanted = "There is no site.toml in what you pushed: it says who you are and where the site lives."
        yield Reason("site.toml", wanted, "Push the repository that holds what you write, content/ and site.toml.")
