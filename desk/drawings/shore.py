"""What lies at a shore: a rowing boat, a gull on a post, a few houses with a lamp lit."""

from __future__ import annotations

from .figures import Point, Polygon, circle, taper
from .land import smooth
from .palette import PAPER, PEAT, Ink, mix
from .things import Printed


def rowing_boat(keel: Point, length: float, ink: Ink, inside: Ink) -> Printed:
    """A rowing boat afloat, bow to the left: the far side's inside, the thwarts, the near side and its rail."""

    def put(points: Polygon) -> Polygon:
        return [(keel[0] + x * length, keel[1] - y * length) for x, y in points]

    rail = [(-0.53, 0.235), (-0.3, 0.165), (0.0, 0.13), (0.3, 0.135), (0.46, 0.165)]
    far = [(0.46, 0.165), (0.3, 0.19), (0.0, 0.195), (-0.3, 0.21), (-0.53, 0.235)]
    hull = [(0.44, 0.05), (0.36, 0.0), (0.0, -0.014), (-0.3, 0.0), (-0.44, 0.08), (-0.53, 0.235)]
    thwarts = [[(x, 0.13), (x + 0.07, 0.13), (x + 0.085, 0.2), (x + 0.015, 0.2)] for x in (-0.18, 0.12)]
    upper = smooth(rail, 0.02)
    return [
        (put([*upper, *smooth(far, 0.02)]), inside),
        *((put(thwart), mix(inside, PAPER, 0.35)) for thwart in thwarts),
        (put([*upper, *smooth(hull, 0.02)]), ink),
        (put([*upper, *((x, y - 0.026) for x, y in reversed(upper))]), mix(ink, PAPER, 0.4)),
    ]


def gull(feet: Point, height: float) -> Printed:
    """A gull that has a post to itself, looking right."""

    def put(points: Polygon) -> Polygon:
        return [(feet[0] + x * height, feet[1] - y * height) for x, y in points]

    body = [
        (-0.62, 0.36),
        (-0.3, 0.58),
        (0.02, 0.74),
        (0.2, 0.7),
        (0.24, 0.5),
        (0.08, 0.32),
        (-0.2, 0.28),
        (-0.62, 0.36),
    ]
    wing = [(-0.72, 0.38), (-0.3, 0.6), (0.0, 0.64), (0.06, 0.5), (-0.16, 0.4), (-0.72, 0.38)]
    return [
        *((put(taper((x, 0.34), (x, 0.0), 0.025, 0.02)), PEAT) for x in (-0.04, 0.06)),
        (put(smooth(body, 0.02)), PAPER),
        (put(taper((0.12, 0.66), (0.2, 0.86), 0.12, 0.11)), PAPER),
        (put(smooth(wing, 0.02)), mix(PAPER, PEAT, 0.4)),
        (put(taper((0.3, 0.86), (0.44, 0.82), 0.035, 0.012)), mix(PEAT, PAPER, 0.2)),
        (put(circle((0.24, 0.89), 0.018, corners=12)), PEAT),
    ]


def house(foot: Point, width: float, walls: Ink, roof: Ink, lamp: Ink) -> Printed:
    """A low house by the water, side on: its wall, roof, chimney, and one window lit."""
    x, y = foot

    def put(points: Polygon) -> Polygon:
        return [(x + px * width, y - py * width) for px, py in points]

    return [
        (put([(0.72, 0.6), (0.84, 0.6), (0.84, 0.92), (0.72, 0.92)]), roof),
        (put([(0.0, 0.0), (1.0, 0.0), (1.0, 0.44), (0.0, 0.44)]), walls),
        (put([(-0.04, 0.42), (1.04, 0.42), (0.9, 0.78), (0.1, 0.78)]), roof),
        (put([(0.6, 0.14), (0.76, 0.14), (0.76, 0.32), (0.6, 0.32)]), lamp),
    ]
