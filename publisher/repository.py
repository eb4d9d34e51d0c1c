"""The bare repository that is pushed to: how it is set, and the hooks in it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from publisher import strays
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import MAIN, Installation, write_whole
from publisher.pushed import LEFT_TO_US

HOOKS = ("pre-receive", "post-receive")
MARK = "# Cairn's: `python3 -m publisher install` writes it, and writes it anew."
MEGABYTE = 1 << 20
SETTINGS = {
    "core.bare": "true",
    # Drafts lie in it: for the account alone, whatever the umask of a session is.
    "core.sharedRepository": "0600",
    # A machine may have other hooks set for all repositories; then these would never run.
    "core.hooksPath": "hooks",
    # A bare repository keeps no history of its branches by itself. With it, what was pushed over can be found again.
    "core.logAllRefUpdates": "true",
    # What git calls accepted is on the disk, loose objects and refs too.
    "core.fsync": "committed",
    # Photographs do not get smaller as differences of each other; looking for some would cost memory and minutes.
    "core.bigFileThreshold": "1m",
    "receive.fsckObjects": "true",
    # What our own checks refuse, in words for a coach.
    **{f"receive.fsck.{name}": "ignore" for name in LEFT_TO_US},
    # In bytes. What the checks refuse in words is smaller; this is for what is too large to look at.
    "receive.maxInputSize": str(1024 * MEGABYTE),
    # pre-receive decides, in words: main may not go back, a draft may.
    "receive.denyNonFastForwards": "false",
    "receive.denyDeletes": "false",
    # Packed now and then, after a push and behind its back, with little memory.
    "receive.autogc": "true",
    "gc.autoDetach": "true",
    "gc.autoPackLimit": "20",
    "pack.threads": "1",
    "pack.windowMemory": "64m",
}
"""As `git config` takes them; each is set again by each install."""
PARTS = {"HEAD", "branches", "config", "description", "hooks", "info", "logs", "objects", "packed-refs", "refs"}
"""What lies in a bare repository; a folder with nothing else may be one whose making was cut short."""


class UnfitRepository(PublisherError):
    """A folder given with --repo that cannot be pushed to, or is somebody else's."""


def check(folder: Path, site: Path) -> None:
    """Raise UnfitRepository unless this folder is missing, empty, or a bare repository that may become this site's."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UnfitRepository(f"--repo {folder} is a file. Name a folder that does not exist yet.")
    names = {path.name for path in folder.iterdir()}
    if ".git" in names:
        raise UnfitRepository(
            f"--repo {folder} is where somebody works: there are files beside its .git, which a push would not change. "
            "Name a folder that does not exist yet, such as /srv/site.git."
        )
    if names and not names & {"HEAD", "objects", "refs"}:
        raise UnfitRepository(f"--repo {folder} holds something else. Name a folder that does not exist yet.")
    for name in HOOKS:
        try:
            hook = (folder / "hooks" / name).read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            continue
        if MARK not in hook:
            raise UnfitRepository(
                f"--repo {folder} has a hook of its own, hooks/{name}, which Cairn's would replace. "
                "Move it away, or name another folder."
            )
        if "--site " in hook and f"--site {site}\n" not in hook:
            raise UnfitRepository(
                f"--repo {folder} publishes another site: its hooks name {hook.rpartition('--site ')[2].strip()}. "
                "Name another folder, or remove those two hooks."
            )


def make(installation: Installation) -> None:
    """Make the repository, or set one that is there as it has to be. Nothing that was pushed is touched."""
    folder = installation.repository
    folder.mkdir(mode=0o700, exist_ok=True)
    git = Git(folder)
    if not _is_repository(git):
        arguments = ("-c", "safe.directory=*", "init", "--quiet", "--bare", "--template=", "--initial-branch=main")
        done = subprocess.run(["git", *arguments, str(folder)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise UnfitRepository(f"git could not make a repository in {folder}: {done.stderr.strip()}")
    strays.remove(folder)  # an install that was killed has left git's lock on its settings
    for name, value in SETTINGS.items():
        git.run("config", "--replace-all", name, value)
    if git.run("symbolic-ref", "--quiet", "HEAD").decode().strip() != MAIN:
        git.run("symbolic-ref", "HEAD", MAIN)
    folder.chmod(0o700)
    (folder / "hooks").mkdir(mode=0o700, exist_ok=True)
    for name in HOOKS:
        hook = folder / "hooks" / name
        write_whole(hook, hook_text(installation, name))
        hook.chmod(0o755)


def _is_repository(git: Git) -> bool:
    try:
        return git.run("rev-parse", "--is-bare-repository").strip() == b"true" and (git.folder / "config").is_file()
    except PublisherError:
        return False


def hook_text(installation: Installation, name: str) -> str:
    """The hook of this name: it does nothing but start the publisher, whose engine is looked up once, whole.

    PYTHON… of whoever pushes on this machine is not for us; messages have quotation marks that not every locale prints.
    """
    site = installation.site
    return (
        f"#!/bin/sh\n{MARK}\n"
        f"engine=$(cd -P {site}/engine && pwd) || exit 1\n"
        f'exec env -u PYTHONHOME -u PYTHONWARNINGS PYTHONPATH="$engine" PYTHONUTF8=1 \\\n'
        f"    {site}/environment/bin/python -P -m publisher {name} --site {site}\n"
    )


def retire(before: Installation, now: Installation) -> None:
    """Have the repository that was pushed to until now refuse, and name the new one. What is in it stays."""
    if before.repository == now.repository or not before.repository.is_dir():
        return
    words = f"This site has moved: on this server it is {now.repository} now. Your site has not changed."
    for name in HOOKS:
        hook = before.repository / "hooks" / name
        write_whole(hook, f"#!/bin/sh\n{MARK}\necho '{words}' >&2\nexit 1\n")
        hook.chmod(0o755)
