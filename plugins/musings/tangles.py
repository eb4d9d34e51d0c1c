"""Texts that no parser should be given: nested so deeply, or so long, that reading them would not end in time."""

from __future__ import annotations

import re

from plugins.musings.facts import Finding
from plugins.musings.wording import TANGLED

LONGEST = 4_000_000
DEEPEST_BRACKETS = 100
MOST_MARKS = 1_999
MARKS = "*_`~<&!\\"
QUOTES = re.compile(r"^[ ]{0,3}(?:>[ ]?){40}", re.MULTILINE)
BRACKETS = re.compile(r"[\[\]]|\n[ \t]*\n")
CROWD = re.compile(r"(?:[*_`~<&!\\][ \n]?){2000}")


def tangle(body: str) -> Finding | None:
    """Where a body is too tangled to be read, or None. A book of 600,000 words is not."""
    found = QUOTES.search(body) if ">>>" in body or "> > >" in body else None
    if not found and sum(map(body.count, MARKS)) > MOST_MARKS:
        found = CROWD.search(body)
    place = LONGEST if len(body) > LONGEST else found.start() if found else _brackets(body)
    if place is None:
        return None
    place = min(place, len(body))
    return Finding("text-tangled", body.count("\n", 0, place) + 1, "", *TANGLED, None)


def _brackets(body: str) -> int | None:
    """The place at which more square brackets are open than anybody opens on purpose."""
    if body.count("[") <= DEEPEST_BRACKETS:
        return None
    open_ = 0
    for found in BRACKETS.finditer(body):
        open_ = 0 if found[0][0] == "\n" else max(0, open_ + (1 if found[0] == "[" else -1))
        if open_ > DEEPEST_BRACKETS:
            return found.start()
    return None
