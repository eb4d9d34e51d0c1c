"""What a room is made of, seen in its depth: a wall with an opening in it, bars, boards."""

from __future__ import annotations

from collections.abc import Iterable

from .figures import Polygon
from .view import View

Bounds = tuple[float, float, float, float]  # left, top, right, foot in metres
FAR_OUT = 9.0  # metres to the side and up that no picture shows


def panel(view: View, bounds: Bounds, away: float) -> Polygon:
    """An upright rectangle that faces us."""
    left, top, right, foot = bounds
    return view.upright([(left, top), (right, top), (right, foot), (left, foot)], away)


def wall(view: View, opening: Bounds, away: float) -> Polygon:
    """A whole wall but for one opening."""
    whole, hole = panel(view, (-FAR_OUT, FAR_OUT, FAR_OUT, 0), away), panel(view, opening, away)
    return [*whole, whole[0], hole[0], *hole[::-1], whole[0]]


def bars(view: View, pieces: Iterable[Bounds], away: float) -> list[Polygon]:
    """The frame and the glazing bars of a window, or a skirting board."""
    return [panel(view, piece, away) for piece in pieces]


def seams(view: View, near: float, far: float, width: float, gap: float) -> list[Polygon]:
    """The dark lines between floorboards that run away from us: boards of a width, gaps between them."""
    count = int(FAR_OUT / width)
    return [
        view.flat([(x, far), (x + gap, far), (x + gap, near), (x, near)])
        for x in (index * width for index in range(-count, count))
    ]
