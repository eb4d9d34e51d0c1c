"""Private keys: nobody but their owner may have one, and a push would hand it on to all who fetch."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from publisher.pushed.pictures import Faults

SUFFIXES = frozenset({"", ".pem", ".key", ".ppk", ".p8", ".openssh", ".asc"})
"""Of files that hold one: as ssh-keygen, openssl, PuTTY and GnuPG name them."""
LARGEST_BYTES = 100_000
BEGINS = re.compile(rb"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d")
WANTED = "This is a private key: whoever has it is let in where you are."
ANEW = "Make a new pair, and no longer use this one, if anybody else may have seen it."
OUT = f"Take it out: git rm --cached with its name, then git commit --amend --no-edit. {ANEW}"


def may_be_key(path: str, size: int) -> bool:
    """Whether a file of this name and size is worth a look."""
    return size <= LARGEST_BYTES and PurePosixPath(path).suffix.lower() in SUFFIXES


def is_key(data: bytes) -> bool:
    """Whether a file holds a private key."""
    return bool(BEGINS.search(data[:LARGEST_BYTES]))


def check_key(data: bytes) -> Faults:
    """The fault of a file that holds one, with its cure."""
    if is_key(data):
        yield WANTED, OUT
