"""Previews: each branch draft/… at an address that nobody can guess, and that is the same at each push of it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from publisher import releases
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.headers import IMMUTABLE_FOLDERS, is_immutable
from publisher.installation import DRAFTS, Installation, sync_folder
from publisher.records import Record

DIGITS = 32
"""Hex digits of a token: 128 bits."""
KEPT_S = 600
"""So long the files of the preview before are there: for a page that is open, and an answer that is under way."""


class Overtaken(PublisherError):
    """The branch leads elsewhere by now, or is gone."""


def token(installation: Installation, ref: str) -> str:
    """The name of this branch's preview, from a secret that only this installation has."""
    secret = installation.site / "secret"
    if not secret.exists():
        _write_secret(secret)
    key = secret.read_text(encoding="utf-8").encode()
    return hmac.new(key, ref.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()[:DIGITS]


def _write_secret(path: Path) -> None:
    """Write one down, whole, and never to be read by others. Whoever else does so at the same time may be first."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)


def show(installation: Installation, ref: str, commit: str) -> str:
    """Have the preview that was made ready for this commit shown; return its address. Under the lock for swaps.

    Raises Overtaken where the branch is at this commit no more, and PublisherError where nothing is ready.
    """
    if Git(installation.repository).commit_of(ref) != commit:
        raise Overtaken("This draft has been pushed again, or deleted, since: that counts, and not this push.")
    name = token(installation, ref)
    folder = installation.drafts / _folder(installation, name, commit)
    if is_ready(installation, ref, commit):
        if folder.exists():
            releases.doom(installation, folder)
        os.rename(installation.ready / f"{name}-{commit}", folder)
    (installation.ready / f"{name}-{commit}.json").unlink(missing_ok=True)
    if not folder.is_dir():
        raise PublisherError("What was made ready is gone.")
    link = installation.previews / name
    with suppress(OSError):
        os.utime(link)  # the folder shown until now: from now on it is an earlier one
    for earlier in installation.drafts.glob(f"{name}-*"):
        if earlier != folder and _is_recent(earlier):
            _carry(earlier, folder)
    releases.point(link, Path("..", "drafts", folder.name))
    _sweep(installation)
    return f"{installation.address}/previews/{name}/"


def is_ready(installation: Installation, ref: str, commit: str) -> bool:
    """Whether the preview of this commit has been built, for the address that the site has now, and can be shown."""
    folder = installation.ready / f"{token(installation, ref)}-{commit}"
    record = Record.load(folder.with_name(f"{folder.name}.json"))
    return record is not None and record.address in ("", installation.address) and folder.is_dir()


def shown(installation: Installation, ref: str) -> str | None:
    """The commit that the preview of this branch shows; None where there is none, or only one for another address."""
    name = token(installation, ref)
    link = installation.previews / name
    try:
        folder = Path(os.readlink(link)).name if link.exists() else ""
    except OSError:
        return None
    commit = folder.rpartition("-")[2]
    return commit if folder == _folder(installation, name, commit) else None


def remove(installation: Installation, ref: str) -> None:
    """Take away the preview of a branch that is gone. Under the lock for swaps."""
    (installation.previews / token(installation, ref)).unlink(missing_ok=True)
    _sweep(installation)


def take_away(installation: Installation, git: Git) -> None:
    """Take away what belongs to no branch. Under the lock for swaps."""
    wanted = {token(installation, ref) for ref in git.refs(DRAFTS)}
    for link in installation.previews.iterdir():
        if link.name not in wanted:
            link.unlink(missing_ok=True)
    _sweep(installation)


def missing(installation: Installation, git: Git) -> list[tuple[str, str]]:
    """The branches whose preview is missing or old, or was made for another address, with their commits."""
    return [(ref, commit) for ref, commit in git.refs(DRAFTS).items() if shown(installation, ref) != commit]


def _folder(installation: Installation, name: str, commit: str) -> str:
    """The name of a preview's folder. Its pages hold the site's address: for another one they are built again."""
    return f"{name}-{hashlib.sha256(installation.address.encode()).hexdigest()[:8]}-{commit}"


def _carry(earlier: Path, folder: Path) -> None:
    """Link the fingerprinted files that were built for an earlier preview, so that a page that is open finds them.

    Not what that had carried itself, or nothing would ever go: what was built with it has the time of its home page.
    """
    with suppress(OSError):
        made = (earlier / "index.html").stat().st_mtime_ns
        for path in (path for within in IMMUTABLE_FOLDERS for path in (earlier / within).rglob("*")):
            file = path.relative_to(earlier).as_posix()
            if path.is_file() and is_immutable(f"/{file}") and path.stat().st_mtime_ns == made:
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileExistsError):
                    os.link(path, folder / file)


def _is_recent(folder: Path) -> bool:
    """Whether it was shown a short while ago."""
    try:
        return 0 <= time.time() - folder.stat().st_mtime < KEPT_S
    except OSError:
        return False


def _sweep(installation: Installation) -> None:
    """Doom what no link leads to: at once where the branch is gone, and a while after another has come in its place."""
    links = {link.name: Path(os.readlink(link)).name for link in installation.previews.iterdir() if link.is_symlink()}
    for folder in installation.drafts.iterdir():
        is_earlier = folder.name.partition("-")[0] in links and _is_recent(folder)
        if folder.name not in links.values() and not is_earlier:
            releases.doom(installation, folder)
