"""What to do next, said at the end of an install: only what is left to do, with the commands to type."""

from __future__ import annotations

import shlex
import socket

from publisher import system, written
from publisher.accounts import ACCOUNT, own_name
from publisher.installation import Installation
from publisher.machine import Write
from publisher.web.place import SERVICE, place_of


def farewell(installation: Installation, is_on_system: bool) -> list[str]:
    """The lines. is_on_system: whether `--system` has been done."""
    account = ACCOUNT if is_on_system else own_name()
    lines = ["", f"{installation.address} is ready to be pushed to. What is left:"]
    if not is_on_system:
        lines += [*_open_up(installation), *_a_minute(installation)]
    lines += _web(installation, is_on_system)
    lines += _keys(installation, is_on_system)
    lines += _pushing(installation, account, is_on_system)
    lines += _form()
    if not is_on_system:
        lines += _would_have(installation)
    return lines


def _point(words: str, *commands: str) -> list[str]:
    return ["", f"- {words}", *(f"    {command}" for command in commands)]


def _open_up(installation: Installation) -> list[str]:
    """A home is often shut to others, and a web server is another."""
    shut = [folder for folder in installation.site.parents if not folder.stat().st_mode & 0o001]
    if not shut:
        return []
    return _point(
        "The web server's account cannot get to the site yet. This lets everybody through, and nobody look around:",
        f"chmod o+x {shlex.join(map(str, shut))}",
    )


def _a_minute(installation: Installation) -> list[str]:
    return _point(
        "Scheduled musings come out by themselves, and what a cut connection left is finished, with this line in what "
        "`crontab -e` opens (the package cron):",
        cron_line(installation),
    )


def cron_line(installation: Installation) -> str:
    """What cron is to do each minute."""
    site = installation.site
    run = f"{site}/environment/bin/python -P -m publisher reconcile --site {site}"
    return f"* * * * * env PYTHONPATH={site}/engine PYTHONUTF8=1 {run} >/dev/null"


def _web(installation: Installation, is_on_system: bool) -> list[str]:
    if installation.web == "none":
        return _point(
            f"Your web server serves {installation.current}, a link that is changed as a whole. "
            "For a configuration with everything in it, install again with --web caddy or --web nginx."
        )
    before, [step] = system.web_hindrance(installation), system.web_steps(installation)
    if is_on_system and not before:
        return []
    lies = step.files[0].like if isinstance(step.files[0], Write) else installation.web_folder
    if is_on_system:
        again = "then the same command as just now, once more."
        return _point(f"{installation.web} cannot take its configuration yet. As root:", *before, again)
    return _point(
        f"The configuration for {installation.web} lies in {lies}. As root:",
        *before,
        system.web_command(installation),
    )


def _keys(installation: Installation, is_on_system: bool) -> list[str]:
    command = f"python3 -m publisher key --site {shlex.quote(str(installation.site))} FILE.pub"
    who = "As root, for" if is_on_system else "For"
    return _point(
        f"{who} each person who may publish, with the public key of their machine (there, `ssh-keygen -t ed25519` "
        "makes one, in ~/.ssh/id_ed25519.pub):",
        command,
    )


def _pushing(installation: Installation, account: str, is_on_system: bool) -> list[str]:
    host = socket.gethostname() if place_of(installation).is_here else installation.host
    return _point(
        "Where the site is written, once, in its folder:",
        f"git remote add live {account}@{host}:{installation.repository}",
        *([] if is_on_system else [f"(on this machine itself: git remote add live {installation.repository})"]),
    ) + _point("And from then on, to publish what is committed:", "git push live main")


def _form() -> list[str]:
    """The service for enquiries is a program of its own, and nothing here starts it."""
    if written.service_answers():
        return []
    return _point(
        f"Your form, unless site.toml names another receiver, is taken by a service of Cairn's at {SERVICE}, which "
        "does not run yet. docs/server.md, “The contact form”, has the few commands that start it, for good."
    )


def _would_have(installation: Installation) -> list[str]:
    own = [*system.own_steps(installation), *system.steps(installation)]
    return [
        "",
        "With --system, as root where systemd runs, an account of its own would publish, and nobody could sign in with",
        f"it. The same by hand, in a root shell, after which the pushes go to {ACCOUNT}@… :",
        *(line for step in own for line in (f"    # {step.says}.", *(f"    {told}" for told in step.told()))),
    ]
