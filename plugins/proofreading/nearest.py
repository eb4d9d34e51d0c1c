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
