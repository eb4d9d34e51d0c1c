"""Drafts whose preview is not shown: a push that was cut short, or the site has another address now."""

from __future__ import annotations

from publisher import locking, log, patience, previews, publishing
from publisher.building import engine_of
from publisher.errors import Busy, PublisherError
from publisher.git import Git
from publisher.installation import MAIN, Installation
from publisher.records import itself
from publisher.telling import Teller

SWAP_S = 30


def reconcile(installation: Installation, git: Git, teller: Teller) -> None:
    """Show what is not shown yet. One that fails is told of at the end, and keeps no other waiting.

    To be called under the lock for builds. Raises Busy.
    """
    missing, failed = previews.missing(installation, git), []
    patience.keep(installation, {MAIN, patience.TICK, *(ref for ref, _ in missing)})
    for ref, commit in missing:
        try:
            _show(installation, git, ref, commit, teller)
        except Busy:
            raise
        except previews.Overtaken:
            continue  # that push shows its own, and else the next tick does
        except Exception as error:
            if not isinstance(error, patience.TooEarly):
                log.note(installation, "failed", why=type(error).__name__, what="a preview")
            words = str(error) if isinstance(error, PublisherError) else type(error).__name__
            failed.append(f"No preview of {ref.removeprefix('refs/heads/')}: {words}")
    teller.say(*failed)


def _show(installation: Installation, git: Git, ref: str, commit: str, teller: Teller) -> None:
    if not previews.is_ready(installation, ref, commit):
        attempt = f"{commit} {engine_of(installation, commit)} {installation.address}"
        with patience.trying(installation, attempt, ref):
            publishing.check(installation, git, commit)
            job = publishing.Job(commit, itself(), previews.token(installation, ref))
            publishing.make_ready(installation, git, job, teller)
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        previews.show(installation, ref, commit)
