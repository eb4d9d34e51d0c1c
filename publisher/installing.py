"""What `python3 -m publisher install` does: a folder and a repository become a site that is published by git push.

Everything here is written below the two folders, and as often as one likes: what is there and right stays.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import get_args

from publisher import accounts, engines, lacking, needs, places, repository, system, units, written
from publisher.addresses import sound_address
from publisher.engines import Clone
from publisher.errors import NotInstalled, PublisherError
from publisher.farewell import farewell
from publisher.installation import Installation, Web
from publisher.locking import hold
from publisher.renewing import renew
from publisher.repository import hook_text as hook_text
from publisher.web import write as write_web

Say = Callable[[str], None]
WAIT_S = 1200
"""As long as a build may take that goes on meanwhile."""
WAITING = "A push is being published; waiting until that is over …"
NAMES = {
    "repository": "The repository",
    "address": "The address",
    "web": "The web server",
    "trusts_code": "Whether pushed code is built",
    "certificate": "The certificate",
    "key": "The certificate's key",
}
"""What a changed setting is called."""


def install(
    repo: Path,
    site: Path,
    address: str,
    web: str | None,
    trusts_code: bool | None,
    clone: Path,
    system: bool,
    say: Say,
    certificate: str | None = None,
    key: str | None = None,
) -> Installation:
    """Install, or install anew with these settings, and say what to do next. Raises PublisherError.

    web: whose configuration is written, `caddy`, `nginx` or `none`.
    clone: where Cairn was fetched to; the engine is what is committed there.
    system: make the machine's own things as well, where this is root and systemd runs; else they are told.
    What is None stays as it was installed, and is "none", no, and none at the first time; so does `--system`.
    """
    before = before_in(Path(os.path.abspath(Path(site).expanduser())))
    wanted = _settings(before, repo, site, address, web, trusts_code, certificate, key)
    _install(wanted, clone, system, say)
    return wanted


def _settings(
    before: Installation | None,
    repo: Path,
    site: Path,
    address: str,
    web: str | None,
    trusts_code: bool | None,
    certificate: str | None,
    key: str | None,
) -> Installation:
    if web is None:
        web = before.web if before else "none"
    if trusts_code is None:
        trusts_code = bool(before and before.trusts_code)
    if certificate is None and key is None and before:
        certificate, key = before.certificate, before.key
    if web not in get_args(Web):
        raise PublisherError(f"--web {web}: it is one of {', '.join(get_args(Web))}.")
    if bool(certificate) != bool(key):
        raise PublisherError("--certificate and --key belong together: name both files, or neither.")
    absolute = [Path(os.path.abspath(Path(folder).expanduser())) for folder in (repo, site)]
    files = [os.path.abspath(Path(file).expanduser()) if file else "" for file in (certificate, key)]
    server: Web = next(each for each in get_args(Web) if each == web)
    return Installation(absolute[1], absolute[0], sound_address(address), server, trusts_code, *files)


def _owner(site: Path) -> pwd.struct_passwd | None:
    """Whose the site is, where root installs it again: root's own hand would lay what a push could not replace."""
    if os.geteuid() != 0 or not site.exists() or site.stat().st_uid == 0:
        return None
    return accounts.owner_of(site)


def _install(wanted: Installation, folder: Path, with_system: bool, say: Say) -> None:
    lacking.check(wanted.web, wanted.trusts_code)
    clone = engines.look_at(folder)
    places.check(wanted.repository, wanted.site, clone.folder)
    repository.check(wanted.repository, wanted.site)
    owner = _owner(wanted.site)
    with_system = with_system or bool(owner and owner.pw_name == accounts.ACCOUNT)
    hindrance = system.missing() if with_system else ""
    is_on_system = with_system and not hindrance
    if is_on_system:
        system.install(wanted, clone.folder, lambda: lay_out(wanted, clone, say), say)
    elif owner:
        accounts.do_as(owner, lambda: lay_out(wanted, clone, say))
    else:
        lay_out(wanted, clone, say)
    if hindrance:
        say(f"{hindrance} So what --system does besides is told below, and left to you.")
    for line in farewell(wanted, is_on_system):
        say(line)


def lay_out(wanted: Installation, clone: Clone, say: Say) -> None:
    """Write everything below the site's folder and the repository's. Its settings come last: with them it is installed.

    To be called as the account whose they are to be.
    """
    lacking.check(wanted.web, wanted.trusts_code)  # this account may be less than root
    before = before_in(wanted.site)
    places.make(wanted)
    with hold(wanted.site / "build.lock", WAIT_S, lambda: say(WAITING)):
        tell_uncommitted(clone, say)
        repository.make(wanted)
        if before:
            repository.retire(before, wanted)
        renew(wanted, clone, say)
        write_web(wanted)
        units.write(wanted)
        wanted.save()
    for line in [*needs.hints(wanted.trusts_code), *differences(before, wanted), *_address(wanted, clone)]:
        say(line)


def _address(wanted: Installation, clone: Clone) -> list[str]:
    """That the site's own site.toml names another address: of what was pushed or, before that, of the clone."""
    found, of = written.pushed(wanted), "the site.toml that was pushed"
    if not found and (file := clone.folder / "site.toml").is_file():
        found, of = written.read(file.read_bytes()), str(file)
    if not found or found.address in ("", wanted.address):
        return []
    return [f'The address in {of} is {found.address}. In yours, write  address = "{wanted.address}"']


def before_in(site: Path) -> Installation | None:
    """What is installed in this folder already."""
    try:
        return Installation.load(site)
    except NotInstalled:
        return None


def tell_uncommitted(clone: Clone, say: Say) -> None:
    """Say what is in the clone's folder and will not be in the engine."""
    if clone.uncommitted:
        say(f"Not committed in {clone.folder}, so not in the engine: {few(clone.uncommitted)}.")


def differences(before: Installation | None, now: Installation) -> list[str]:
    """What an install has changed of one that was there, in words."""
    if before is None:
        return []
    pairs = {name: (getattr(before, name), getattr(now, name)) for name in (field.name for field in fields(now))}
    changed = [
        f"{NAMES[name]} was {_told(was)} and is now {_told(is_now)}."
        for name, (was, is_now) in pairs.items()
        if name in NAMES and was != is_now
    ]
    if before.repository != now.repository:
        changed.append(f"What was pushed to {before.repository} stays there; from now on it refuses pushes.")
    if before.address != now.address:
        changed.append("The site is built anew for it by the next reconcile, which a timer or cron runs each minute.")
    return changed or ["This site was installed already, with these settings. Nothing that was published has changed."]


def _told(value: object) -> str:
    return {"True": "yes", "False": "no", "": "none"}.get(str(value), str(value))


def few(paths: Sequence[str]) -> str:
    """Three of them, and how many more."""
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
