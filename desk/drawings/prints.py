"""How a figure is printed on the sheet, and what a screen leaves at its edges."""

from __future__ import annotations

from . import land
from .figures import Point, Polygon
from .palette import Ink, mix
from .sheet import Sheet

EDGE = -60  # where ridges begin: a little outside the sheet


def person(
    sheet: Sheet, parts: dict[str, list[Polygon]], ink: Ink, rim: Ink | None = None, top: Ink | None = None
) -> None:
    """Print a figure in one ink, a top in another.

    A rim ink is printed first and a little off, as a misregistered screen would, so that it lights an edge.
    """
    if rim:
        tall = max(y for shape in parts["near leg"] for _, y in shape) - min(
            y for shape in parts["head"] for _, y in shape
        )
        shift = max(2.5, tall * 0.007)
        for shapes in parts.values():
            sheet.fill([[(x + shift, y - shift * 0.6) for x, y in shape] for shape in shapes], rim)
    for shapes in parts.values():
        sheet.fill(shapes, ink)
    if top:
        sheet.fill(parts["far arm"], mix(top, ink, 0.55))
        for part in ("near leg", "head"):
            sheet.fill(parts[part], ink)
        sheet.fill(parts["trunk"], top)
        sheet.fill(parts["near hand"], ink)
        sheet.fill(parts["near arm"], mix(top, ink, 0.3))


def cast(sheet: Sheet, parts: dict[str, list[Polygon]], reach: Point, ink: Ink) -> None:
    """Print the long shadow of a figure, from the foot that it stands on to reach (dx, dy) from there."""
    legs = [point for side in ("near leg", "far leg") for shape in parts[side] for point in shape]
    x, y = max(legs, key=lambda point: point[1])
    dx, dy = reach
    wide = abs(dx) * 0.05
    spine = [(0.0, 0.7), (0.5, 1.0), (0.9, 0.7), (1.0, 0.0)]
    upper = [(x + dx * t, y + dy * t - wide * share) for t, share in spine]
    lower = [(x + dx * t, y + dy * t + wide * share) for t, share in reversed(spine[1:])]
    sheet.tint([land.smooth([*upper, *lower, (x, y + wide * 0.3), upper[0]], 12)], ink, 0.5)


def grain(sheet: Sheet, line: Polygon, depth: float, count: int, ink: Ink, seed: int, size: float = 4.4) -> None:
    """Print the dry, grainy edge that a screen leaves where the ink thins."""
    for centre, radius in land.grains(line, depth, count, seed, size):
        sheet.dot(centre, radius, ink)
