"""What `--system` does to the machine: an account, a timer, the web server's own file. Without it they are told.

Root writes in /etc and in the account's home, never in a folder of the account's: there it acts as the account.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from publisher import accounts, needs, units
from publisher.accounts import ACCOUNT, HOME, SHELL
from publisher.errors import NotInstalled, PublisherError
from publisher.installation import Installation
from publisher.machine import Line, Step, Write, run
from publisher.web import CONFIGURATIONS
from publisher.web.nginx import CERTBOT, CHALLENGES

Say = Callable[[str], None]
RUNS_SYSTEMD = Path("/run/systemd/system")
NGINX = Path("/etc/nginx/conf.d")
CADDY = Path("/etc/caddy")
HIDDEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")
"""Folders that the timer's service does not see, nor, often, the web server."""


class UnfitMachine(PublisherError):
    """Something about this machine for which `--system` cannot be done as it is."""


def missing() -> str:
    """Why `--system` cannot be done here, as a sentence; "" where it can."""
    if os.geteuid() != 0:
        return "You are not root here."
    if not RUNS_SYSTEMD.is_dir():
        return "systemd does not run here."
    return ""


def install(installation: Installation, clone: Path, lay_out: Callable[[], None], say: Say) -> None:
    """Make the account and its folders, have it `lay_out` the site, then make the timer and the web server's file."""
    check(installation)
    before = _before(installation)
    for step in own_steps(installation):
        _take(step, say)
    account = accounts.find(ACCOUNT)
    assert account
    _check_reads(clone)
    accounts.do_as(account, lay_out)
    if before and units.name_of(before) != units.name_of(installation):
        _take_away(before, installation, say)
    for step in steps(installation):
        _take(step, say)


def check(installation: Installation) -> None:
    """Raise UnfitMachine where the account or the folders are not fit."""
    for folder in (installation.repository, installation.site):
        real = os.path.realpath(folder)
        if any(real.startswith(f"{hidden}/") for hidden in HIDDEN):
            raise UnfitMachine(
                f"{folder} lies where services and the web server may not look. With --system, name folders such as "
                "/srv/site.git and /srv/site."
            )
    account = accounts.find(ACCOUNT)
    if account and account.pw_shell != SHELL:
        raise UnfitMachine(
            f"There is an account {ACCOUNT} on this machine, with the shell {account.pw_shell}: somebody's own. "
            f"If it may be used for publishing alone:  usermod --shell {SHELL} --home {HOME} {ACCOUNT}"
        )
    if not Path(SHELL).exists():
        raise UnfitMachine(f"{SHELL} is missing, which comes with git. On Debian:  apt-get install -y git")


def own_steps(installation: Installation) -> list[Step]:
    """The account, and the two folders that are its own."""
    keys = HOME / ".ssh/authorized_keys"
    made = []
    if not accounts.find(ACCOUNT):
        # The password is one that no word matches; "locked" would keep keys out too where sshd runs without PAM.
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", str(HOME), "--shell", SHELL]
        comment = ["--comment", "Publishes websites by git push", "--password", "*"]
        made.append(
            Step(
                f"An account, {ACCOUNT}, that can do nothing but publish",
                (),
                (("useradd", *options, *comment, ACCOUNT),),
            )
        )
    if not keys.exists():
        made.append(
            Step(
                "Its home, which is root's, and a file for the keys of those who may push",
                (Write(keys, "", Path("/dev/null")),),
            )
        )
    return [*made, *_folder_steps(installation)]


def _folder_steps(installation: Installation) -> Iterable[Step]:
    for folder, mode in ((installation.site, "755"), (installation.repository, "700")):
        if not folder.exists():
            command: tuple[str, ...] = ("install", "-d", "-m", mode, "-o", ACCOUNT, "-g", ACCOUNT, str(folder))
        elif _owner(folder) != ACCOUNT:
            command = ("chown", "-R", f"{ACCOUNT}:{ACCOUNT}", str(folder))
        else:
            continue
        yield Step(f"{folder} is the account's", (), (command,))


def _owner(folder: Path) -> str:
    try:
        return accounts.owner_of(folder).pw_name
    except PublisherError:
        return ""


def steps(installation: Installation) -> list[Step]:
    """The timer, and the web server's file if it can be taken up yet."""
    made = [timer_step(installation)]
    if not web_hindrance(installation):
        made += web_steps(installation)
    return made


def timer_step(installation: Installation) -> Step:
    """What is due is published each minute, and what was cut short is finished."""
    name, folder = units.name_of(installation), units.folder_of(installation)
    files = tuple(Write(units.ETC / file, text, folder / file) for file, text in units.texts(installation).items())
    commands = (("systemctl", "daemon-reload"), ("systemctl", "enable", "--now", f"{name}.timer"))
    return Step("A timer: each minute it publishes what is due, and finishes what was cut short", files, commands)


def web_steps(installation: Installation) -> list[Step]:
    """The web server's file: a copy of root's, since whoever can write it could read all that root can."""
    if installation.web == "none":
        return []
    name, configuration = CONFIGURATIONS[installation.web]
    text, like = configuration(installation), installation.web_folder / name
    says = f"{installation.web} serves {installation.address}"
    if installation.web == "nginx":
        written: tuple[Write | Line, ...] = (Write(NGINX / f"{units.name_of(installation)}.conf", text, like),)
        tested: tuple[str, ...] = ("nginx", "-q", "-t")
    else:
        path = CADDY / f"{units.name_of(installation)}.caddy"
        written = (Write(path, text, like), Line(CADDY / "Caddyfile", f"import {path}"))
        tested = ("caddy", "validate", "--adapter", "caddyfile", "--config", str(CADDY / "Caddyfile"))
    return [Step(says, written, (tested, ("systemctl", "reload-or-restart", installation.web)))]


def web_command(installation: Installation) -> str:
    """The one command that has the web server take up its configuration; "" where it has none."""
    return " && \\\n    ".join(told for step in web_steps(installation) for told in step.told())


def web_text(installation: Installation) -> str:
    """The configuration as it lies below the site's folder; "" where there is none."""
    name, _ = CONFIGURATIONS.get(installation.web, ("", None))
    try:
        return (installation.web_folder / name).read_text(encoding="utf-8") if name else ""
    except FileNotFoundError:
        return ""


def web_hindrance(installation: Installation) -> list[str]:
    """What has to be done before the web server can take the file, as commands; empty where it can."""
    server = installation.web
    needed: list[str] = []
    if server == "none":
        return needed
    if lacking := [need.package for need in needs.missing(server, False) if need.package]:
        needed.append(f"apt-get install -y {' '.join(lacking)}")
    by_certbot = server == "nginx" and installation.address.startswith("https:") and not installation.certificate
    if by_certbot and not _exists(Path(CERTBOT, installation.host, "fullchain.pem")):
        needed.append("apt-get install -y certbot")
        asked = f"certbot certonly --webroot -w {CHALLENGES} -d {installation.host}"
        needed.append(f"{asked} --deploy-hook 'systemctl reload nginx'")
    return needed


def _exists(certificate: Path) -> bool:
    """Whether it is there; where only root may look, whoever asks is told nothing of certificates."""
    try:
        return certificate.exists()
    except PermissionError:
        return True


def _before(installation: Installation) -> Installation | None:
    try:
        return Installation.load(installation.site)
    except NotInstalled:
        return None


def _take(step: Step, say: Say) -> None:
    if not step.is_done:
        say(f"{step.says}.")
    step.do()  # its commands too: it may have been cut short when the files were there


def _take_away(before: Installation, now: Installation, say: Say) -> None:
    """What an earlier address was called by on this machine."""
    name = units.name_of(before)
    files = [*(units.ETC / f"{name}.{kind}" for kind in units.KINDS), NGINX / f"{name}.conf", CADDY / f"{name}.caddy"]
    there = [file for file in files if file.exists()]
    if not there:
        return
    say(f"What was there for {before.address} goes.")
    if units.ETC / f"{name}.timer" in there:
        run(("systemctl", "disable", "--now", f"{name}.timer"))
    for file in there:
        file.unlink()
    caddyfile, line = CADDY / "Caddyfile", f"import {CADDY / name}.caddy"
    if CADDY / f"{name}.caddy" in there:
        lines = caddyfile.read_text(encoding="utf-8").splitlines(keepends=True)
        caddyfile.write_text("".join(each for each in lines if each.rstrip("\n") != line), encoding="utf-8")
    run(("systemctl", "daemon-reload"))
    for server, file in (("nginx", NGINX / f"{name}.conf"), ("caddy", CADDY / f"{name}.caddy")):
        if file in there and server != now.web:  # which is told soon, by its own step
            run(("systemctl", "try-reload-or-restart", server))


def _check_reads(clone: Path) -> None:
    """Raise UnfitMachine where the account could not read the clone, or start this Python."""
    account = accounts.find(ACCOUNT)
    assert account
    asked = ["git", "-c", "safe.directory=*", "-C", str(clone), "rev-parse", "HEAD"]
    try:
        for command in (asked, [sys.executable, "-I", "-c", ""]):
            subprocess.run(command, user=account.pw_uid, group=account.pw_gid, capture_output=True, check=True, cwd="/")
    except (OSError, subprocess.CalledProcessError) as error:
        raise UnfitMachine(
            f"The account {ACCOUNT} may not read {clone if command is asked else sys.executable}. "
            f"Have Cairn in a folder such as /srv/cairn that everybody may read (chmod -R go+rX {clone}), and use the "
            "machine's own Python, /usr/bin/python3."
        ) from error


def renew(installation: Installation, say: Say) -> None:
    """After an upgrade: what the machine has of this installation says again what it has to. For root alone."""
    for step in steps(installation):
        if any(isinstance(file, Write) and file.path.exists() for file in step.files):
            _take(step, say)
