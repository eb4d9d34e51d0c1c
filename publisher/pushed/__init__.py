"""What was pushed, looked at before any of it is written to disk: names, kinds, sizes, code, and what may do harm.

Whatever would mislead git, fill a disk or lead out of the folder is refused here, in words. What is wrong with a musing
itself is the proofreader's business, and a decoder touches a photograph only inside of the sandbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publisher.errors import Refused
from publisher.git import Entry, Git
from publisher.pushed.code import check_code
from publisher.pushed.contents import check_contents
from publisher.pushed.earlier import check_earlier
from publisher.pushed.endings import check_endings
from publisher.pushed.kinds import check_kinds, check_whole
from publisher.pushed.names import check_names
from publisher.pushed.reasons import Reason, told
from publisher.pushed.sizes import check_sizes
from publisher.pushed.twins import check_twins

LEFT_TO_US = (
    "hasDot hasDotdot hasDotgit fullPathname duplicateEntries treeNotSorted gitmodulesUrl gitmodulesName "
    "gitmodulesPath gitmodulesUpdate gitmodulesParse gitmodulesSymlink gitmodulesBlob gitmodulesMissing gitmodulesLarge"
).split()
"""What git would refuse before any hook, in words that no coach understands (git-fsck, "fsck messages"). With
`receive.fsck.<name> = ignore` for each it is told here; what is refused never leaves git's quarantine."""


def check(git: Git, commit: str, main: str | None, engine: Mapping[str, str] | None) -> None:
    """Raise Refused with all reasons why this commit, and those before it that are new, are not accepted.

    main: the commit that is published; None at the first push.
    engine: each path of the installed engine with git's id of its content; None where pushed code is trusted.
    """
    entries = git.tree(commit)
    reasons = reasons_against(git, entries, git.tree(main) if main else [], engine)
    known = {reason.path for reason in reasons}
    reasons += [reason for reason in check_earlier(git, commit, main, entries) if reason.path not in known]
    if reasons:
        raise Refused(told(reasons))


def reasons_against(
    git: Git, entries: Sequence[Entry], before: Sequence[Entry], engine: Mapping[str, str] | None
) -> list[Reason]:
    """All of them, the gravest first; of a path, or of what lies below it, only the first kind that there is.

    entries: what `git.tree` gives of the pushed commit. before: of the commit that is live; empty at the first push.
    """
    paths = [entry.path for entry in entries]
    reasons = [*check_whole(entries), *check_kinds(entries), *check_sizes(entries), *check_names(paths)]
    for more in (
        check_twins(paths),
        check_endings(paths),
        check_contents(git, entries, before),
        check_code(entries, before, engine) if engine is not None else (),
    ):
        known = {reason.path for reason in reasons}
        reasons += [reason for reason in more if known.isdisjoint(with_folders(reason.path))]
    return reasons


def with_folders(path: str) -> list[str]:
    """A path, and each folder that it lies in."""
    return [path, *(path[:at] for at, letter in enumerate(path) if letter == "/")]
