"""Whether the folders named on the command line can become, or are, a repository and a published site."""

from __future__ import annotations

import os
import re
from pathlib import Path

from publisher.errors import PublisherError
from publisher.installation import SETTINGS, Installation

PLAIN = re.compile(r"[\w./+@~-]+")
"""What a path is made of that stands in hooks, units and two web servers' configurations, and means nothing there."""
OWN = {
    *("current", "releases", "ready", "records", "previews", "drafts", "doomed", "work", "engine", "engines"),
    *("environment", "environments", "web", "system", "log", "pinned.json", "build.lock", "swap.lock"),
    *("source", "source.json", "secret", "errors", "failed", "seen", SETTINGS),
}
FOLDERS = {
    "releases": 0o755,
    "ready": 0o700,
    "records": 0o700,
    "previews": 0o711,
    "drafts": 0o711,
    "doomed": 0o700,
    "work": 0o700,
    "engines": 0o755,
    "environments": 0o755,
    "web": 0o755,
    "system": 0o755,
    "source": 0o700,
}
"""What is in a site's folder, and who else may see it. The web server's account reads releases; it finds a preview only
under its whole name, as readers do; nobody else sees what is not out yet.
"""
TOO_WIDE = {
    "/",
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/opt",
    "/proc",
    "/root",
    "/run",
    "/sbin",
    "/srv",
} | {
    *("/sys", "/tmp", "/usr", "/var", "/var/www", "/usr/local", "/var/lib", "/mnt", "/media"),
}


class UnfitFolder(PublisherError):
    """A folder in which this cannot be done."""


def check(repository: Path, site: Path, clone: Path) -> None:
    """Raise UnfitFolder, in words, where these folders are in each other's way or hold something else."""
    named = {"--repo": repository, "--site": site}
    for option, folder in named.items():
        if not PLAIN.fullmatch(str(folder)):
            raise UnfitFolder(
                f"{option} {folder}: the path goes into the web server's configuration, so it may hold only letters, "
                "digits and . _ - + @ ~. Choose another."
            )
        if str(folder) in TOO_WIDE or folder == Path.home():
            raise UnfitFolder(f"{option} {folder} is for more than this. Name a folder in it: {folder / 'site'}.")
    real = {option: Path(os.path.realpath(folder)) for option, folder in named.items()}
    _check_apart("--repo", real["--repo"], "--site", real["--site"])
    for option, folder in real.items():
        _check_apart(option, folder, "the clone of Cairn", clone)
    for option, folder in named.items():
        _check_may_write(option, folder)
    _check_site(site)


def _check_apart(option: str, one: Path, other_option: str, other: Path) -> None:
    if one == other or one in other.parents or other in one.parents:
        raise UnfitFolder(
            f"{option} {one} and {other_option}, {other}, lie in each other. Each needs its own, side by side."
        )


def _check_may_write(option: str, folder: Path) -> None:
    above = next(path for path in (folder, *folder.parents) if path.exists())
    if not above.is_dir():
        raise UnfitFolder(f"{option} {folder}: {above} is a file.")
    if not os.access(above, os.W_OK | os.X_OK):
        raise UnfitFolder(
            f"{option} {folder}: you may not write in {above}. Name a folder of your own, such as ~/site, "
            "or run this as root, with --system."
        )


def _check_site(site: Path) -> None:
    if not site.exists():
        return
    strangers = sorted({path.name for path in site.iterdir() if not path.name.startswith(".")} - OWN)
    if strangers and not (site / SETTINGS).exists():
        few = ", ".join(strangers[:3]) + (" …" if len(strangers) > 3 else "")
        raise UnfitFolder(f"--site {site} holds something else ({few}). Name a folder that does not exist yet.")


def make(installation: Installation) -> None:
    """Make the site's folders where they are missing, and have each be as open as it has to be."""
    installation.site.mkdir(parents=True, exist_ok=True)
    installation.site.chmod(0o755)
    for name, mode in FOLDERS.items():
        folder = installation.site / name
        folder.mkdir(exist_ok=True)
        folder.chmod(mode)
    installation.repository.parent.mkdir(parents=True, exist_ok=True)
