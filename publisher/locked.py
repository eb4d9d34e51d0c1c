"""What may stand in a requirements.lock that a server installs from: exact versions, their hashes, and comments."""

from __future__ import annotations

import re

from publisher.errors import PublisherError

LONGEST_BYTES = 1_000_000  # Cairn's own has 60,000
TOLD = 10
WRONG = (
    "requirements.lock names what a server does not install. Only exact versions (name==1.2.3), their sha256 hashes",
    "and comments may stand in it; `make lock` writes it so:",
)

_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_VERSION = r"[A-Za-z0-9][A-Za-z0-9.!+_]*(?:-[A-Za-z0-9.]+)*"
_WORDS = r"'[A-Za-z0-9_.][A-Za-z0-9_.+-]*'"
_ONE = rf"[a-z_]+ ?(?:===?|!=|~=|<=?|>=?| ?in | ?not in ) ?(?:{_WORDS}|{_WORDS.replace(chr(39), chr(34))})"
_MARKER = rf"[( ]*{_ONE}[) ]*(?: (?:and|or) [( ]*{_ONE}[) ]*)*"
REQUIREMENT = re.compile(rf"{_NAME}(?:\[{_NAME}(?:, ?{_NAME})*\])?=={_VERSION}(?: ?; ?{_MARKER})?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
COMMENT = re.compile(r"(?:^|\s)#.*$")


def requirements(lock: bytes) -> str:
    """The lock in pip's grammar, written anew from what was understood of it; pip never sees the file itself.

    Raises PublisherError with every line that names anything else: an address, an option, a file, a version without
    a hash.
    """
    if len(lock) > LONGEST_BYTES:
        raise PublisherError(f"requirements.lock has more than {LONGEST_BYTES:,} bytes. Is it the right file?")
    found: list[tuple[int, str, list[str]]] = []
    wrong: list[str] = []
    lines = lock.decode("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        rest = COMMENT.sub("", line.rstrip("\r")).removesuffix("\\").strip()
        first, *options = re.split(r"\s+(?=--)", rest)
        if not rest:
            continue
        if REQUIREMENT.fullmatch(first):
            found.append((number, first, []))
        else:
            options = [first, *options]
        if not found or not all(map(HASH.fullmatch, options)):
            wrong.append(f"  line {number}: {line.strip()[:100]}")
            continue
        found[-1][2].extend(options)
    wrong += [f"  line {number}: {name} has no hash" for number, name, hashes in found if not hashes]
    more = [f"  and {len(wrong) - TOLD} more"] if len(wrong) > TOLD else []
    if wrong:
        raise PublisherError("\n".join([*WRONG, *wrong[:TOLD], *more]))
    return "".join(f"{name} {' '.join(hashes)}\n" for _, name, hashes in found)
