"""“Did you mean …?”: the known word nearest to the one that was written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches


def nearest(written: str, known: Iterable[str]) -> str:
    """The known word nearest to the one that was written; "" when none is near enough.

    Nearness is difflib's ratio, 0.6 or better, without regard to case. Of a written word only the first 200
    characters count: the ratio's cost grows with the square of the length.
    """
    by_folded = {word.casefold(): word for word in known}
    near = get_close_matches(written[:200].casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[near[0]] if near else ""


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """'Did you mean "published"?', or "" when nothing known is near enough."""
    found = nearest(written, known)
    return f'Did you mean "{found}"?' if found else ""


def one_of(known: Iterable[str], most: int = 12) -> str:
    """The known words as a list in a sentence: 'published, draft, hidden'; of very many only the first."""
    words = list(known)
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def guess_in(sentence: str) -> str:
    """What a sentence of `did_you_mean` offers; "" where it holds none."""
    found = re.search(r'Did you mean "([^"]+)"\?', sentence)
    return found[1] if found else ""


def is_slip(written: str, meant: str) -> bool:
    """Whether one word is the other with a slip of the fingers: certain enough to be written for the coach.

    One letter too many, too few, wrong or changed with its neighbour (two of them in a word of eight letters and more),
    or other capitals. Never another number: IMG_1234 is not IMG_1235. Of words below five letters nothing is certain.
    """
    one, other = written.casefold(), meant.casefold()
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    if one == other:
        return written != meant
    shorter = min(len(one), len(other))
    return shorter >= 5 and slips_between(one[:100], other[:100]) <= (2 if shorter >= 8 else 1)


def slips_between(one: str, other: str) -> int:
    """The optimal string alignment distance (Damerau 1964, restricted): letters added, lost, changed or swapped."""
    before, row = list(range(len(other) + 1)), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
