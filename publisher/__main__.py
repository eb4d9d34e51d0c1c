"""Publish a site by `git push`, on a server of one's own.

Every command takes --site DIR, the folder that was given to install.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from publisher import accounts, keys, locking, log, pinning, releases
from publisher.commits import look_up, short_name
from publisher.errors import Busy, PublisherError
from publisher.git import Git
from publisher.installation import Installation
from publisher.records import Record
from publisher.telling import Teller

SWAP_S = 30


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit status: 0, 1 when it can't be done, 2 when it isn't understood."""
    # Messages have “quotation marks” and …, which not every locale can print.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    parsed = parser().parse_args(arguments)
    teller = Teller()
    try:
        if parsed.verb == "install":
            return install(parsed, teller)
        if parsed.verb not in AS_ROOT:
            accounts.act_as_owner_of(Path(parsed.site))
        return int(VERBS[parsed.verb][0](Installation.load(Path(parsed.site)), parsed, teller))
    except PublisherError as error:
        teller.say(str(error))
        return 1
    except OSError as error:
        teller.say(f"{error.strerror or error}: {error.filename}" if error.filename else f"{error.strerror or error}.")
        return 1


def hand_over(arguments: list[str]) -> None:
    """Go on in the site's own engine and environment, where this is typed in a clone with whatever Python there is.

    All but what is in AS_ROOT. Returns where this is it already.
    """
    parsed = parser().parse_args(arguments)
    if parsed.verb in AS_ROOT or not (Path(parsed.site) / "publisher.json").exists():
        return
    site = Installation.load(Path(parsed.site))
    if Path(sys.prefix).resolve() == site.environment.resolve() or not site.environment.exists():
        return
    accounts.act_as_owner_of(site.site)
    _start(site, *arguments)


def _start(site: Installation, *arguments: str) -> NoReturn:
    python = str(site.environment / "bin/python")
    variables = {**os.environ, "PYTHONPATH": str(site.engine.resolve()), "PYTHONUTF8": "1"}
    os.execve(python, [python, "-P", "-m", "publisher", *arguments, "--site", str(site.site)], variables)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m publisher", description=__doc__)
    verbs = made.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    make = verbs.add_parser("install", help="make a repository that publishes what is pushed to it")
    make.add_argument("--repo", required=True, metavar="DIR", help="the repository, for example /srv/site.git")
    make.add_argument("--site", required=True, metavar="DIR", help="where releases lie, for example /srv/site")
    make.add_argument("--address", required=True, help="where readers find the site, https://…")
    make.add_argument("--web", choices=["caddy", "nginx", "none"], help="whose configuration to write")
    make.add_argument(
        "--trust-code", action=argparse.BooleanOptionalAction, help="build the engine that is pushed, too, or no longer"
    )
    make.add_argument(
        "--system", action="store_true", help="make the account, the timer, the web server's file as well"
    )
    make.add_argument("--certificate", metavar="FILE", help='for nginx; left out, or "": where certbot puts it')
    make.add_argument("--key", metavar="FILE", help="the certificate's key")
    make.epilog = "Of a site that is installed, what is left out stays as it is."
    for name, (_, says) in VERBS.items():
        verb = verbs.add_parser(name, help=says) if says else verbs.add_parser(name)
        verb.add_argument(
            "--site", required=True, metavar="DIR", type=os.path.abspath, help="the folder that was given to install"
        )
        if name in ("rollback", "pin"):
            verb.add_argument("release", nargs="?", default="", help="its name, as `releases` shows it")
        if name == "pin":
            verb.add_argument("--off", action="store_true", help="publish again what has been pushed")
        if name == "upgrade":
            verb.add_argument("--from", dest="clone", required=True, metavar="CLONE", help="a clone of Cairn")
            verb.add_argument("--older", action="store_true", help="even where that is to go back")
        if name == "key":
            verb.add_argument(
                "file", metavar="FILE.pub", help="a person's public key, as ssh-keygen makes it; - reads it"
            )
    return made


def install(parsed: argparse.Namespace, teller: Teller) -> int:
    """`install`."""
    from publisher import installing

    installing.install(
        repo=Path(parsed.repo),
        site=Path(parsed.site),
        address=parsed.address,
        web=parsed.web,
        trusts_code=parsed.trust_code,
        clone=Path(__file__).resolve().parents[1],
        system=parsed.system,
        certificate=parsed.certificate,
        key=parsed.key,
        say=teller.say,
    )
    return 0


def upgrade(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """`upgrade`: the engine is replaced, and what is live is built by it."""
    from publisher import upgrading

    upgrading.upgrade(installation, Path(parsed.clone), say=teller.say, may_be_older=parsed.older)
    accounts.act_as_owner_of(installation.site)
    sys.stdout.flush()
    _start(installation, "reconcile")


def admit(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """`key`: whoever has the other half of it may push."""
    text = sys.stdin.read() if parsed.file == "-" else Path(parsed.file).read_text(encoding="utf-8", errors="replace")
    teller.say(*keys.admit(installation, text))
    return 0


def rollback(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """`rollback`: an earlier release goes live, and stays."""
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        record = pinning.roll_back(installation, parsed.release)
    teller.say(f"Live: {_told(installation, record)}")
    teller.say("It stays until the next push: until then nothing is published, scheduled musings included.")
    teller.say("The next push brings back what it holds, so undo the change there too:  git revert")
    return 0


def pin(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """`pin`: what is live stays, or the pin is taken off."""
    with locking.hold(installation.site / "swap.lock", SWAP_S):
        if parsed.off:
            pinning.clear(installation)
            log.note(installation, "unpinned")
        else:
            record = pinning.roll_back(installation, parsed.release or releases.live(installation) or "")
            teller.say(f"Pinned to {short_name(record.name)}: nothing is published until the next push.")
            return 0
    teller.say("Nothing is pinned. What was pushed last goes live with the timer, or at once with:")
    teller.say(f"  python3 -m publisher reconcile --site {installation.site}")
    return 0


def _told(installation: Installation, record: Record) -> str:
    known = look_up(Git(installation.repository), [record.commit])
    return f"{short_name(record.name, known)}  {known[record.commit].words}".rstrip()


def show_releases(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """`releases`: those that are kept, the newest first."""
    from publisher import showing

    teller.say(*showing.release_lines(installation))
    return 0


def reconcile(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """`reconcile`: what a timer calls."""
    from publisher import reconciling

    try:
        reconciling.reconcile(installation, teller)
    except Busy:
        teller.say("A push is being published just now: nothing to do.")
    return 0


def status(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """`status`."""
    from publisher import showing

    teller.say(*showing.status_lines(installation))
    return 0


def show_log(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """`log`: what happened, the newest last."""
    for line in log.read(installation)[-50:]:
        told = {name: value for name, value in line.items() if name not in ("at", "event") and value}
        facts = "  ".join(short_name(str(value)) if name == "release" else str(value) for name, value in told.items())
        teller.say(f"{line.get('at')}  {line.get('event')}  {facts}".rstrip())
    return 0


def pre_receive(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """What git calls before it accepts a push."""
    from publisher import hooks

    return hooks.pre_receive(installation, hooks.standard_input(), teller)


def post_receive(installation: Installation, parsed: argparse.Namespace, teller: Teller) -> int:
    """What git calls when it has accepted a push."""
    from publisher import hooks

    return hooks.post_receive(installation, hooks.standard_input(), teller)


VERBS: dict[str, tuple[Callable[[Installation, argparse.Namespace, Teller], int], str]] = {
    "rollback": (rollback, "an earlier release goes live at once, and stays until the next push"),
    "releases": (show_releases, "the releases that are kept"),
    "status": (status, "what is live, what is not, and why"),
    "log": (show_log, "what happened"),
    "pin": (pin, "keep what is live, or another release, until the next push; --off ends it"),
    "reconcile": (reconcile, "publish what is due or was cut short; for a timer, each minute"),
    "upgrade": (upgrade, "replace the engine by that of a newer clone"),
    "key": (admit, "let somebody push: their public key"),
    "pre-receive": (pre_receive, ""),
    "post-receive": (post_receive, ""),
}

AS_ROOT = {"install", "upgrade", "key"}
"""What root does in part as root, with the machine's own Python: in all else root acts as the account whose site it is,
and runs nothing that is the account's to change. Git sees to its hooks."""


def run() -> int:
    """Both, and no traceback for whoever stops it, or stands where no site is."""
    os.umask(0o022)  # what is published is read by the web server's account, whatever a session's own is
    try:
        hand_over(sys.argv[1:])
        return main(sys.argv[1:])
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
    except PublisherError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(run())
