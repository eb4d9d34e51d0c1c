"""Where we stand: a lane, a jetty or a room that runs away from us, laid out in metres."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .figures import Point, Polygon

Spot = tuple[float, float, float]  # metres: to the right of us, above the ground, away from us


def _straight(away: float) -> float:
    return 0.0


@dataclass(frozen=True)
class View:
    """Where we stand and look: the vanishing point on the sheet, our eye's height in metres, the lens in pixels.

    bend says how far the way has swung to the right, and rise how far the ground has risen, at a distance; both metres.
    """

    vanishing: Point
    eye_m: float
    lens_px: float
    bend: Callable[[float], float] = _straight
    rise: Callable[[float], float] = _straight

    def scale(self, away: float) -> float:
        """How many pixels a metre has at a distance."""
        return self.lens_px / away

    def at(self, aside: float, away: float, up: float = 0.0) -> Point:
        """Where on the sheet a spot lies: metres to the right of the way's middle, away from us, above the ground."""
        scale = self.scale(away)
        x = self.vanishing[0] + (aside + self.bend(away)) * scale
        return x, self.vanishing[1] + (self.eye_m - self.rise(away) - up) * scale

    def see(self, spot: Spot) -> Point:
        """Where on the sheet a spot is."""
        aside, up, away = spot
        return self.at(aside, away, up)

    def flat(self, spots: Iterable[Point], height: float = 0.0) -> Polygon:
        """A shape that lies on the ground, or on a table of some height: its corners are (aside, away)."""
        return [self.at(aside, away, height) for aside, away in spots]

    def upright(self, spots: Iterable[Point], away: float) -> Polygon:
        """A shape on a wall that faces us: its corners are (aside, up)."""
        return [self.at(aside, away, up) for aside, up in spots]
