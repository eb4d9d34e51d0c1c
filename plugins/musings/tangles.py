"""Texts that no parser should be given: nested so deeply, or so long, that reading them would not end in time."""

from __future__ import annotations

import re

from plugins.musings.facts import Finding
from plugins.musings.wording import TANGLED

LONGEST = 4_000_000
MOST_MARKS = 1_999
MARKS = "*_`~<&!\\"
DEEP = re.compile(
    r"^[ ]{0,3}(?:>[ ]?){40}|^[ \t]{400,}(?:[-*+]|\d{1,9}[.)])[ \t]|^[ ]{0,3}(?:(?:\+|\d{1,9}[.)])[ ]+){40}",
    re.MULTILINE,
)
"""Forty quotations, or forty to a hundred lists, each within the one before."""
SIGNS_OF_DEPTH = (">>", "> >", " " * 100, "\t" * 25)
LISTS = re.compile(r"(?:\d[.)]|\+)[ ]+[\d+]")
"""Without any of these nothing is deep."""
CROWD = re.compile(r"(?:[*_`~<&!\\][ \n]?){2000}")
BEGINNINGS = re.compile(r"^(?:[ ]{0,3}(#|=+[ ]*$|-+[ ]*$|>[ ]?\[!|\[[^\]\n]*\]:[ ]*$)|[ \t]*$)", re.MULTILINE)
MOST_TOGETHER = 2_000
SIGNS = re.compile(r"\]\(|[\[\])]|\n[ \t]*\n|<[A-Za-z/]|>")
MOST_OPEN = {"[": 100, "](": 100, "<": 1_000}
"""How many of a sign may wait for the one that closes it: more than anybody opens on purpose."""


def tangle(body: str) -> Finding | None:
    """Where a body is too tangled to be read, or None. A book of 600,000 words is not."""
    place = LONGEST if len(body) > LONGEST else _tangled(body)
    if place is None:
        return None
    return Finding("text-tangled", body.count("\n", 0, place) + 1, "", *TANGLED, None)


def _tangled(body: str) -> int | None:
    """The place of the first knot, or None."""
    found = DEEP.search(body) if any(sign in body for sign in SIGNS_OF_DEPTH) or LISTS.search(body) else None
    if not found and sum(map(body.count, MARKS)) > MOST_MARKS:
        found = CROWD.search(body)
    return found.start() if found else _left_open(body) or _without_gap(body)


def _without_gap(body: str) -> int | None:
    """The place at which too many headings, blocks or names of links stand without an empty line between them."""
    if body.count("\n") <= MOST_TOGETHER:
        return None
    together = 0
    for found in BEGINNINGS.finditer(body):
        together = together + 1 if found[1] else 0
        if together > MOST_TOGETHER:
            return found.start()
    return None


def _left_open(body: str) -> int | None:
    """The place at which too many brackets or tags are open. A paragraph's end closes brackets, and no tag."""
    if body.count("[") <= MOST_OPEN["["] and body.count("<") <= MOST_OPEN["<"]:
        return None
    words = links = tags = 0
    for found in SIGNS.finditer(body):
        sign = found[0]
        if sign == "[":
            words += 1
        elif sign[0] == "]":
            words = max(0, words - 1)
            links += sign == "]("
        elif sign == ")":
            links = max(0, links - 1)
        elif sign[0] == "\n":
            words = links = 0
        else:
            tags = tags + 1 if sign[0] == "<" else 0
        if words > MOST_OPEN["["] or links > MOST_OPEN["]("] or tags > MOST_OPEN["<"]:
            return found.start()
    return None
