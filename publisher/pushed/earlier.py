"""What a push brings in earlier commits, and its last one no longer has: it is not published, but git keeps it.

So what would only be wrong on a site is let pass. What does harm by lying in a repository is not: here, in each backup,
and at everybody who fetches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice

from publisher.errors import Refused
from publisher.git import MOST_NEW, Entry, Git, GitFailed, TooMuch
from publisher.plain import plain
from publisher.pushed.names import LONGEST_PATH_BYTES, harm_in
from publisher.pushed.reasons import Reason
from publisher.pushed.secrets import ANEW, WANTED, is_key, may_be_key
from publisher.pushed.sizes import in_words, is_too_large, limit_of

MOST_TOLD = 5
"""Files. Whoever makes one commit of all has mended the others."""
LONGEST_WORDS = 40
PATIENCE_S = 5.0
"""With git, which looks for the commit that brought a file."""
LARGEST_FOLDER_BYTES = 8_000_000
"""Of git's list of a folder: as many names as a commit may have files, each of a hundred letters."""
MOST_FOLDERS_BYTES = 200_000_000
"""Of all these lists together: years of a large site take a tenth of it, and half a minute goes into looking."""
TOP = "(the folder that holds all)"
ONE_COMMIT = "Make one commit of all that is new; your files stay as they are:\n  git fetch live\n"
ON_LIVE = f"{ONE_COMMIT}  git reset --soft live/main\n  git commit"
ASIDE = f"{ONE_COMMIT}  git reset --soft $(git merge-base HEAD live/main)\n  git commit"
FIRST = (
    "Begin with one commit, without what was before; your files stay as they are:\n"
    "  git reset --soft $(git commit-tree -m Begun HEAD^{tree})"
)
ELSEWHERE = "In an earlier commit: "
FULL_FOLDER = "This folder has more names in it than anybody can look through. Git would keep them."
MORE_THAN_ANYBODY_READS = (
    f"The commits of this push bring more than {MOST_NEW:,} files and folders, or very long names, which nobody can "
    "look through. A site has some thousands."
)


def check_earlier(git: Git, commit: str, main: str | None, entries: Sequence[Entry]) -> Iterator[Reason]:
    """A reason for each file or folder of an earlier commit that does harm wherever it lies.

    main: the commit that is published. entries: of the pushed commit, which have been looked at.
    Raises Refused where there is more than can be looked through.
    """
    now = {entry.object_id for entry in entries}
    try:
        news = [entry for entry in git.news(commit) if entry.object_id not in now]
        found = list(islice(chain(_too_large(news), _keys(git, news), _names(git, news)), MOST_TOLD))
    except TooMuch:
        fix = _cure(git, commit, main).replace("\n", "\n    ")
        raise Refused(f"{MORE_THAN_ANYBODY_READS}\n    {fix}") from None
    fix = _cure(git, commit, main) if found else ""
    for path, object_id, wanted, more in found:
        yield Reason(path or TOP, f"{_where(git, commit, path, object_id)}{wanted}", f"{more}\n{fix}" if more else fix)


Found = tuple[str, str, str, str]
"""A path, git's id of what lies there, what is wrong with it, and what is to be done besides making one commit."""


def _too_large(news: Sequence[Entry]) -> Iterator[Found]:
    for entry in news:
        if entry.kind == "blob" and is_too_large(entry):
            limit = limit_of(entry.path)
            size = f"This file takes {in_words(entry.size or 0)}; {limit.of} may take {in_words(limit.largest)}."
            yield entry.path, entry.object_id, f"{size} Git would keep it, though it is gone from your last commit.", ""


def _keys(git: Git, news: Sequence[Entry]) -> Iterator[Found]:
    asked = [entry for entry in news if entry.kind == "blob" and may_be_key(entry.path, entry.size or 0)]
    for entry, data in zip(asked, git.blobs(entry.object_id for entry in asked), strict=True):
        if is_key(data):
            yield entry.path, entry.object_id, f"{WANTED} Git would keep it.", ANEW


def _names(git: Git, news: Sequence[Entry]) -> Iterator[Found]:
    """Git itself looks at the folders of all commits; we have told it not to, so that the words can be ours.

    Raises TooMuch where all lists of names together are larger than MOST_FOLDERS_BYTES.
    """
    asked: list[Entry] = []
    for entry in news:
        if entry.kind == "tree" and (entry.size or 0) > LARGEST_FOLDER_BYTES:
            yield entry.path, entry.object_id, FULL_FOLDER, ""
        elif entry.kind == "tree":
            asked.append(entry)
    if (size := sum(entry.size or 0 for entry in asked)) > MOST_FOLDERS_BYTES:
        raise TooMuch(f"{size:,} bytes of folders")
    known: set[bytes] = set()
    for entry, data in zip(asked, git.blobs((entry.object_id for entry in asked), "tree"), strict=True):
        for name, object_id in _named(data):
            if name in known:
                continue
            known.add(name)
            words = name.decode("utf-8", "surrogateescape")
            if wrong := next(filter(None, map(harm_in, words.split("/"))), None):  # a sound name has no slash
                yield f"{entry.path}/{words}".lstrip("/"), object_id.hex(), wrong[0], ""


def _named(folder: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The names in a folder, each with the id of what it stands for (gitformat: mode, space, name, NUL, 20 bytes)."""
    at = 0
    while (end := folder.find(b"\0", at)) >= 0:
        name = folder[at:end].partition(b" ")[2]
        at = end + 21
        yield name, folder[end + 1 : at]


def _where(git: Git, commit: str, path: str, object_id: str) -> str:
    """In which commit it came, as its author knows it. Trees may be made so that git would look for ever."""
    asked = ["-1", "--diff-filter=AM", "--no-renames", f"--find-object={object_id}", "--format=%h %s", commit]
    said = ""
    if 0 < len(path) < LONGEST_PATH_BYTES:
        with suppress(GitFailed):  # of a path that leads out git will not speak
            asked += ["--not", "--all", "--", f":(literal){path}"]
            said = git.run("log", *asked, timeout_s=PATIENCE_S).decode(errors="replace")
    short, _, subject = said.strip().partition(" ")
    return f"In your commit {short}, “{plain(subject, LONGEST_WORDS)}”: " if short else ELSEWHERE


def _cure(git: Git, commit: str, main: str | None) -> str:
    if not main:
        return FIRST
    return ON_LIVE if git.is_ancestor(main, commit) else ASIDE
