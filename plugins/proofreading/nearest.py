"""“Did you mean …?”: the known word nearest to the one that was written."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """'Did you mean "published"?', or "" when nothing known is near enough.

    Nearness is difflib's ratio, 0.6 or better, without regard to case.
    """
    by_folded = {word.casefold(): word for word in known}
    near = get_close_matches(written.casefold(), by_folded, n=1, cutoff=0.6)
    return f'Did you mean "{by_folded[near[0]]}"?' if near else ""


def one_of(known: Iterable[str]) -> str:
    """The known words as a list in a sentence: 'published, draft, hidden'."""
    return ", ".join(known)
