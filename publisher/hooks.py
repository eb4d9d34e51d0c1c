"""What git calls: before a push is accepted, and after."""

from __future__ import annotations

import errno
import os
import re
import signal
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from publisher import building, locking, log, pinning, previews, publishing, releases
from publisher.assembling import originals
from publisher.commits import short_name
from publisher.errors import Busy, PublisherError, Refused
from publisher.fitting import fitted
from publisher.git import NOTHING, Git
from publisher.installation import DRAFTS, MAIN, Installation
from publisher.receipt import compare, write
from publisher.records import caller, is_alive
from publisher.telling import Teller

PATIENCE_S = 1_800
"""So long a push waits for those before it."""
SWAP_S = 30
DRAFT_NAME = re.compile(r"\w[\w.-]{0,99}(?:/\w[\w.-]{0,99})*")
LOOK_AGAIN_S = 0.02
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
UNCHANGED = "Your site has not changed."


@dataclass(frozen=True)
class Update:
    """One line of what git tells a hook: the ref, and the commits it leads to before and after the push."""

    old: str
    new: str
    ref: str

    @property
    def is_deletion(self) -> bool:
        """Whether the push takes the ref away."""
        return self.new == NOTHING


def read_updates(lines: Iterable[str]) -> list[Update]:
    """The updates that git writes to a hook's standard input (githooks(5))."""
    return [Update(*line.rstrip("\n").split(" ", 2)) for line in lines]


def pre_receive(installation: Installation, updates: list[Update], teller: Teller) -> int:
    """Make ready what was pushed; return 0, with which git accepts the push, or 1."""
    # A connection that is cut is no reason to stop: git goes on too, and the reconciler finishes what is left.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    return _in_words(installation, teller, lambda: _receive(installation, updates, teller))


def post_receive(installation: Installation, updates: list[Update], teller: Teller) -> int:
    """Have the accepted push go live, and tell the coach what has changed."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    status = _in_words(installation, teller, lambda: _publish(installation, updates, teller), accepted=True)
    with suppress(Busy, OSError), locking.hold(installation.site / "build.lock"):  # whoever has it has cleared it
        building.clear(installation)
    releases.bury(installation)  # what this push has pruned, and nobody has waited for
    return status


def _in_words(installation: Installation, teller: Teller, work: Callable[[], None], accepted: bool = False) -> int:
    """Do it; whatever fails is told in words, and never as a traceback."""
    end = "Your push was accepted, and the site will follow within a minute or two." if accepted else UNCHANGED
    try:
        work()
    except PublisherError as error:
        said = str(error)
        teller.say("", *fitted(said.splitlines()), *([] if UNCHANGED in said else ["", end]))
        log.note(installation, "refused" if isinstance(error, Refused) else "failed", accepted=accepted)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL:
            teller.say("", "The server's disk is full. Whoever looks after it has to make room.", "", end)
            return 1
        _keep_trace(installation)
        teller.say("", f"Something went wrong that is no fault of yours ({type(error).__name__}).")
        teller.say("Whoever looks after the server finds the details in the file `errors`.", "", end)
        log.note(installation, "failed", why=type(error).__name__)
    else:
        return 0
    return 1


def _keep_trace(installation: Installation) -> None:
    # Where it can't be written it is lost: on standard error the coach would read it.
    with suppress(OSError), open(installation.site / "errors", "a", encoding="utf-8") as errors:
        traceback.print_exc(file=errors)


def _receive(installation: Installation, updates: list[Update], teller: Teller) -> None:
    git = Git(installation.repository)
    for update in updates:
        _refuse_other_refs(update)
    with locking.hold(
        installation.site / "build.lock",
        PATIENCE_S,
        on_wait=lambda: teller.say("Another push is being published: yours is next."),
    ):
        _let_land(installation, git)
        building.clear(installation)
        releases.sweep_ready(installation)
        for update in updates:
            _refuse_stale(git, update)
        for update in updates:
            if not update.is_deletion:
                _make_ready(installation, git, update, teller)


def _let_land(installation: Installation, git: Git) -> None:
    """Wait for the push before this one: its hook has ended, and git is about to move its ref.

    Else this one would not be stale yet, and be built in vain. A git that waits itself, for a coach who hears nothing,
    is not waited for any longer than SWAP_S.
    """
    until = time.monotonic() + SWAP_S
    while time.monotonic() < until:
        landed = set(git.refs("refs/heads/").values())
        if all(each.commit in landed or not is_alive(each.owner) for each in releases.waiting(installation)):
            return
        time.sleep(LOOK_AGAIN_S)


def _refuse_other_refs(update: Update) -> None:
    name = update.ref.removeprefix("refs/heads/").removeprefix("refs/")
    if update.ref == MAIN and update.is_deletion:
        raise Refused("The branch main is your site, so it can't be deleted.")
    if update.ref != MAIN and not update.ref.startswith(DRAFTS):
        cures = f"To publish it:  git push live {name}:main\nFor a preview:  git push live {name}:draft/{name}"
        cures = cures if update.ref.startswith("refs/heads/") else "To publish:  git push live main"
        raise Refused(
            f"You pushed {name}. This server takes main, which is your site, and draft/…,\nwhich are previews.\n{cures}"
        )
    if not (update.is_deletion or update.ref == MAIN or DRAFT_NAME.fullmatch(update.ref.removeprefix(DRAFTS))):
        raise Refused(
            "The name of this branch has signs that not every machine can write. Letters, digits, hyphens and dots are "
            "safe:\n  git push live main:draft/my-draft"
        )


def _refuse_stale(git: Git, update: Update) -> None:
    """What somebody else has published meanwhile is not overwritten, and nothing is built in vain."""
    if update.ref != MAIN:
        return
    now = git.commit_of(update.ref) or NOTHING
    if now == NOTHING == update.old or (now == update.old and git.is_ancestor(now, update.new)):
        return
    words = (
        "What is published has a commit that yours lacks, and your push would undo it.\n"
        "If somebody else has published meanwhile, fetch their work, then push again:\n"
        "  git pull --rebase live main"
    )
    if now == update.old:
        words += (
            "\nIf you have changed a commit after you had published it (amend), keep your files\n"
            "as they are, and commit them on top of it:\n"
            "  git fetch live && git reset --soft live/main && git commit"
        )
    raise Refused(words)


def _make_ready(installation: Installation, git: Git, update: Update, teller: Teller) -> None:
    if git.run("cat-file", "-t", update.new).strip() != b"commit":
        raise Refused("You pushed a tag or something else that is no commit. To publish:  git push live main")
    is_draft = update.ref != MAIN
    with teller.step("Looked at what you pushed"):
        publishing.check(installation, git, update.new)
    token = previews.token(installation, update.ref) if is_draft else ""
    publishing.make_ready(installation, git, publishing.Job(update.new, caller(), token), teller)


def _publish(installation: Installation, updates: list[Update], teller: Teller) -> None:
    git = Git(installation.repository)
    for update in updates:
        if update.ref == MAIN:
            _publish_site(installation, git, update, teller)
        else:
            _publish_preview(installation, update, teller)


def _publish_site(installation: Installation, git: Git, update: Update, teller: Teller) -> None:
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        if git.commit_of(MAIN) != update.new:
            teller.say("A newer push has been accepted already; it goes live in place of yours.")
            return
        if pin := pinning.pinned(installation):  # made since git accepted this push
            teller.say(
                f"Your push was accepted. The site is pinned to {short_name(pin.release)}, "
                "and stays so until the next push."
            )
            return
        before = releases.record_of(installation, releases.live(installation) or "")
        ready = [record for record in releases.waiting(installation) if record.commit == update.new]
        release = next((record for record in ready if record.name.startswith(f"{update.new}-")), None)
        if release:
            was_pinned = installation.pinned.exists()
            releases.go_live(installation, release.name)
            pinning.clear(installation)
            if was_pinned:
                teller.say("", "The earlier site that had been put back is replaced by what you pushed.")
            releases.prune(installation)
            log.note(installation, "published", release=release.name)
        elif before and before.commit == update.new:  # the reconciler was faster
            release, before = before, next((each for each in releases.published(installation)[1:]), None)
        else:
            raise PublisherError("What was made ready is gone.")
    differences = compare(originals(before.files) if before else {}, originals(release.files))
    base, known = installation.base_path, set(before.redirects) if before else set()
    redirects = [
        (old.removeprefix(base), new.removeprefix(base)) for old, new in release.redirects if (old, new) not in known
    ]
    folder = installation.releases / release.name
    folder_before = installation.releases / before.name if before else None
    address, to_mend = installation.address, release.to_mend
    teller.say("", *write(folder, differences, redirects, release.due, address, folder_before, to_mend))


def _publish_preview(installation: Installation, update: Update, teller: Teller) -> None:
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        if update.is_deletion:
            previews.remove(installation, update.ref)
            teller.say("The preview is gone.")
            return
        try:
            address = previews.show(installation, update.ref, update.new)
        except previews.Overtaken:
            teller.say("A newer push of this branch has been accepted already; that is what is shown.")
            return
    log.note(installation, "previewed")
    teller.say("", "Your preview, for whoever you give this address to:", f"  {address}")
    teller.say("No search engine is shown it. It goes when you delete the branch:")
    teller.say(f"  git push live --delete {update.ref.removeprefix('refs/heads/')}")


def standard_input() -> list[Update]:
    """What git tells this hook."""
    return read_updates(os.fdopen(0, encoding="utf-8", errors="surrogateescape", closefd=False))
