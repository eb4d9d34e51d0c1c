"""What may follow `[!reflect]` on its line: a kind of question, a name, in either order."""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = ("goal", "reality", "options", "will")
"""The four of GROW (Whitmore, *Coaching for Performance*, 1992): where to, where from, which ways, and what now."""
NAME = re.compile(r"\{#([A-Za-z][\w-]*)\}")
FIRST = re.compile(r"\{#([A-Za-z][\w-]*)\}(?:\s+|$)")
LAST = re.compile(r"(?:^|\s+)\{#([A-Za-z][\w-]*)\}$")
BEGUN = re.compile(rf"({'|'.join(KINDS)})[:,]?\s+(?=[^a-z])")
"""A kind, and a question beside it: "goal What do you want?", but not "will you go?"."""


@dataclass(frozen=True)
class Options:
    """kind: "" or one of `KINDS`. name: "" where none is pinned. stray: the words that are neither, as written."""

    kind: str = ""
    name: str = ""
    stray: str = ""


def read_options(argument: str) -> Options:
    """The options of a prompt's first line."""
    name, rest = _take_name(argument.strip())
    if rest.lower() in KINDS:
        return Options(rest.lower(), name)
    kind = ""
    if begun := BEGUN.match(rest):
        kind, rest = begun[1], rest[begun.end() :]
        if not name:
            name, rest = _take_name(rest)
    return Options(kind, name, rest)


def _take_name(words: str) -> tuple[str, str]:
    for pattern in (FIRST, LAST):
        if found := pattern.search(words) if pattern is LAST else pattern.match(words):
            return found[1], (words[: found.start()] + words[found.end() :]).strip()
    return "", words
