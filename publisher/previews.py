"""Previews: each branch draft/… at an address that nobody can guess, and that is the same at each push of it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import shutil
from pathlib import Path

from publisher import releases
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import DRAFTS, Installation, write_whole

DIGITS = 32
"""Hex digits of a token: 128 bits."""


def token(installation: Installation, ref: str) -> str:
    """The name of this branch's preview, from a secret that only this installation has."""
    secret = installation.site / "secret"
    if not secret.exists():
        write_whole(secret, secrets.token_hex(32))
        secret.chmod(0o600)
    key = secret.read_text(encoding="utf-8").encode()
    return hmac.new(key, ref.encode("utf-8", "surrogateescape"), hashlib.sha256).hexdigest()[:DIGITS]


def show(installation: Installation, ref: str, commit: str) -> str:
    """Have the preview that was made ready for this commit shown; return its address. Under the lock for swaps."""
    name = token(installation, ref)
    folder = f"{name}-{commit}"
    if (installation.ready / folder).is_dir():
        shutil.rmtree(installation.drafts / folder, ignore_errors=True)
        os.rename(installation.ready / folder, installation.drafts / folder)
    (installation.ready / f"{folder}.json").unlink(missing_ok=True)
    if not (installation.drafts / folder).is_dir():
        raise PublisherError("What was made ready is gone.")
    releases.point(installation.previews / name, Path("..", "drafts", folder))
    _sweep(installation)
    return f"{installation.address}/previews/{name}/"


def shown(installation: Installation, ref: str) -> str | None:
    """The commit that the preview of this branch shows; None where there is no preview."""
    link = installation.previews / token(installation, ref)
    try:
        return Path(os.readlink(link)).name.rpartition("-")[2] if link.exists() else None
    except OSError:
        return None


def remove(installation: Installation, ref: str) -> None:
    """Take away the preview of a branch that is gone."""
    (installation.previews / token(installation, ref)).unlink(missing_ok=True)
    _sweep(installation)


def reconcile(installation: Installation, git: Git) -> list[tuple[str, str]]:
    """Take away what belongs to no branch; return the branches whose preview is missing or old, with their commits."""
    branches = git.refs(DRAFTS)
    wanted = {token(installation, ref) for ref in branches}
    for link in installation.previews.iterdir():
        if link.name not in wanted:
            link.unlink(missing_ok=True)
    _sweep(installation)
    return [(ref, commit) for ref, commit in branches.items() if shown(installation, ref) != commit]


def _sweep(installation: Installation) -> None:
    used = {Path(os.readlink(link)).name for link in installation.previews.iterdir() if link.is_symlink()}
    for folder in installation.drafts.iterdir():
        if folder.name not in used:
            shutil.rmtree(folder, ignore_errors=True)
