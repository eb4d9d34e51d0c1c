"""Who may push: a person's public key, in the file that sshd reads for the account that publishes."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from pathlib import Path

from publisher import accounts
from publisher.accounts import SHELL
from publisher.errors import PublisherError
from publisher.installation import Installation, write_whole

KINDS = {
    *("ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ssh-rsa", "sk-ecdsa-sha2-nistp256@openssh.com"),
    *("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
}
ONLY_GIT = f'restrict,command="{SHELL} -c \\"$SSH_ORIGINAL_COMMAND\\""'
"""For an account that people sign in with: this key does nothing but push and fetch."""
MAKES_ONE = "`ssh-keygen -t ed25519` makes a pair; the file that ends in .pub is the one for the server."


class NoKey(PublisherError):
    """A file that holds no public key."""


@dataclass(frozen=True)
class Key:
    """A public key as OpenSSH writes it. comment: whatever stands after it."""

    kind: str
    body: str
    comment: str

    def line(self, options: str) -> str:
        """Its line in `authorized_keys`."""
        return " ".join(part for part in (options, self.kind, self.body, self.comment) if part)


def read_keys(text: str) -> list[Key]:
    """Every key in the text of a .pub file, at least one. Raises NoKey in words."""
    if "PRIVATE KEY" in text:
        raise NoKey(
            "That is the private key, which never leaves the machine where it was made. "
            "Beside it lies a file of the same name that ends in .pub: that is the one for the server."
        )
    lines = [line.strip() for line in text.splitlines()]
    keys = [_key(line) for line in lines if line and not line.startswith("#")]
    if not keys:
        raise NoKey(f"There is no key in that file. {MAKES_ONE}")
    return keys


def _key(line: str) -> Key:
    kind, _, rest = line.partition(" ")
    body, _, comment = rest.strip().partition(" ")
    if kind not in KINDS or not _is_whole(kind, body):
        raise NoKey(f"“{line[:40]}…” is no public key as OpenSSH writes it, in one line. {MAKES_ONE}")
    return Key(kind, body, "".join(letter for letter in comment.strip() if letter.isprintable()))


def _is_whole(kind: str, body: str) -> bool:
    """Whether what is inside says that it is of this kind too, as it does in a key that was copied whole (RFC 4253)."""
    try:
        inside = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return False
    parts = []
    while len(inside) >= 4:
        size = int.from_bytes(inside[:4])
        if len(inside) < 4 + size:
            return False
        parts.append(inside[4 : 4 + size])
        inside = inside[4 + size :]
    return not inside and len(parts) >= 2 and parts[0] == kind.encode()


def admit(installation: Installation, text: str) -> list[str]:
    """Let whoever has one of these keys publish; return what was done, a sentence each. Raises PublisherError."""
    keys = read_keys(text)
    account = accounts.owner_of(installation.site)
    if os.geteuid() not in (0, account.pw_uid):
        raise PublisherError(f"The keys are {account.pw_name}'s: run this as root, or as {account.pw_name}.")
    is_own = account.pw_shell == SHELL  # the account's shell does nothing else already
    file = Path(account.pw_dir) / ".ssh/authorized_keys"
    said: list[str] = []
    if is_own:
        said = add(file, keys, "restrict")
    elif os.geteuid() == account.pw_uid:
        said = add(file, keys, ONLY_GIT)
    else:
        accounts.do_as(account, lambda: print(*add(file, keys, ONLY_GIT), sep="\n"))
    return said


def add(file: Path, keys: list[Key], options: str) -> list[str]:
    """Add the keys that are not in the file yet; nothing that stands in it changes."""
    if not file.parent.is_dir():
        file.parent.mkdir(mode=0o700)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    known = before.split()
    said, fresh = [], []
    for key in keys:
        name = key.comment or f"…{key.body[-8:]}"
        said.append(f"{name} may publish already." if key.body in known else f"{name} may publish from now on.")
        if key.body not in known:
            fresh.append(key.line(options) + "\n")
    if fresh:
        mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
        write_whole(file, before + ("" if before.endswith("\n") or not before else "\n") + "".join(fresh))
        file.chmod(mode)
    return said
