"""What `python3 -m publisher upgrade` does: another engine, with its environment, for a site that is installed."""

from __future__ import annotations

import os
from pathlib import Path

from publisher import accounts, engines, system, units, web
from publisher.engines import Clone
from publisher.errors import PublisherError
from publisher.installation import Installation
from publisher.installing import WAIT_S, WAITING, few
from publisher.locking import hold
from publisher.renewing import Say, renew, short


class Uncommitted(PublisherError):
    """A clone with changes that an engine of its commit would not have."""


def upgrade(installation: Installation, clone: Path, say: Say, may_be_older: bool = False) -> None:
    """Have the clone's commit build from now on. What is live stays until it is built anew. Raises PublisherError.

    The repository and its hooks need no change: they ask for the engine by a link. Root does this as the account that
    publishes, and then renews what the machine has of it.
    """
    there = engines.look_at(clone)
    if there.uncommitted:
        raise Uncommitted(
            f"There are changes in {there.folder} that are not committed: {few(there.uncommitted)}. "
            "Commit them, or put them away with `git stash --include-untracked`, and upgrade again."
        )
    before = installation.engine.resolve().name
    owner = accounts.owner_of(installation.site)
    if os.geteuid() == 0 and owner.pw_uid != 0:
        accounts.do_as(owner, lambda: replace_engine(installation, there, say, may_be_older))
        system.renew(installation, say)
    else:
        changed = replace_engine(installation, there, say, may_be_older)
        if changed:
            say(f"The web server's configuration has changed. As root:\n    {system.web_command(installation)}")
    if before != there.commit:
        back = f"git -C {there.folder} checkout {short(before)}"
        again = f"python3 -m publisher upgrade --older --site {installation.site} --from {there.folder}"
        say(f"To go back:  {back} && {again}")


def replace_engine(installation: Installation, clone: Clone, say: Say, may_be_older: bool) -> bool:
    """Replace it, and write the web server's configuration anew; return whether that says anything else now."""
    with hold(installation.site / "build.lock", WAIT_S, lambda: say(WAITING)):
        was = system.web_text(installation)
        renew(installation, clone, say, may_be_older)
        web.write(installation)
        units.write(installation)
        return system.web_text(installation) != was
