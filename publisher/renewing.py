"""Another engine, with its environment, in the place of the one that builds; both links go by rename."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from publisher import engines, environments
from publisher.engines import Clone
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import MAIN, Installation
from publisher.releases import point

Say = Callable[[str], None]


class OlderEngine(PublisherError):
    """A clone that would replace the engine by an older one."""


def renew(installation: Installation, clone: Clone, say: Say, may_be_older: bool = False) -> None:
    """Have this clone's commit build from now on, in its own environment. To be called under the lock for builds.

    The engine that it replaces is kept, to go back to, and no other. Raises OlderEngine.
    """
    before = installation.engine.resolve() if installation.engine.exists() else None
    if before and not may_be_older:
        check_newer(clone, before.name)
    environment = environments.environment_for(clone.lock, installation.environments, say=say)
    engine = engines.take(clone, installation, environment)
    point(installation.environment, Path("environments", environment.name))
    if before == engine:
        return
    point(installation.engine, Path("engines", engine.name))
    replaced = f", in the place of {short(before.name)}" if before else ""
    say(f"Engine: {short(engine.name)}{replaced}.")
    kept = [engine, *([before] if before else [])]
    engines.prune(installation, [path.name for path in kept])
    environments.prune(installation.environments, {environments.digest(lock) for lock in _locks(installation, kept)})


def _locks(installation: Installation, kept: Sequence[Path]) -> Iterator[bytes]:
    """Every requirements.lock that something is still built with."""
    yield from (engines.lock_of(path) for path in kept)
    git = Git(installation.repository)
    if installation.trusts_code and (main := git.commit_of(MAIN)):
        with suppress(PublisherError):
            yield git.run("show", f"{main}:{engines.LOCK}")


def check_newer(clone: Clone, engine: str) -> None:
    """Raise OlderEngine where the engine holds all that the clone's commit has, and more."""
    is_known = clone.git.commit_of(engine) is not None
    if clone.commit == engine or not is_known or not clone.git.is_ancestor(clone.commit, engine):
        return
    raise OlderEngine(
        f"{clone.folder} is at {short(clone.commit)}, older than the engine that is installed, {short(engine)}. "
        "Fetch what is new there:  git pull  If an older one is what you want:  python3 -m publisher upgrade --older …"
    )


def short(commit: str) -> str:
    """As much of a commit as a person reads."""
    return commit[:10]
