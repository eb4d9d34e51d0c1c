"""Previous and next: what stands before and after each musing."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def find_neighbours(
    by_date: Sequence[Key], series: Iterable[Sequence[Key]]
) -> dict[Key, tuple[Key | None, Key | None]]:
    """Find the previous and the next musing of each.

    by_date: every published musing, the oldest first.
    series: the published parts of each series, in reading order; a musing is in one series at most.
    Returns (previous, next) for each of `by_date`; None at the two ends of the site.

    The rule: inside a series its neighbours there, whatever was published in between. At its two ends
    the walk goes on by date and leaves the series: before part 1 comes the newest older musing, after the
    last part the oldest newer one, neither of them a part of this series. So a reader is never sent back
    into what they have read, and a series is no dead end. Outside a series neighbours go by date alone,
    and may lead into the middle of one: its box says which part it is.
    """
    ends = [None, *by_date, None]
    neighbours = {key: (ends[index], ends[index + 2]) for index, key in enumerate(by_date)}
    position = {key: index for index, key in enumerate(by_date)}
    for parts in series:
        own = set(parts)
        for first, second in pairwise([None, *parts, None]):
            if second is not None:
                before = first if first is not None else _outside(by_date, position[second], -1, own)
                neighbours[second] = before, neighbours[second][1]
            if first is not None:
                after = second if second is not None else _outside(by_date, position[first], 1, own)
                neighbours[first] = neighbours[first][0], after
    return neighbours


def _outside(by_date: Sequence[Key], start: int, step: int, own: set[Key]) -> Key | None:
    """The nearest musing from `start` in the direction of `step` that is not one of `own`."""
    index = start + step
    while 0 <= index < len(by_date) and by_date[index] in own:
        index += step
    return by_date[index] if 0 <= index < len(by_date) else None
