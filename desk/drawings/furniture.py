"""What stands in a room: an easy chair from the side and from above, a lamp, an umbrella."""

from __future__ import annotations

from math import cos, pi, radians, sin

from .figures import Point, Polygon, taper
from .land import smooth
from .palette import EMBER, PAPER, PEAT, Ink, mix
from .things import Printed, bar, curve


def armchair(foot: Point, height: float, ink: Ink, mirror: bool = False) -> Printed:
    """An easy chair from the side, looking right: back, seat, arm, tapered legs."""
    sign = -1 if mirror else 1

    def put(points: Polygon) -> Polygon:
        return [(foot[0] + sign * x * height, foot[1] - y * height) for x, y in points]

    dark, pale = mix(ink, PEAT, 0.38), mix(ink, PAPER, 0.16)
    wood = mix(PEAT, EMBER, 0.22)
    back = smooth(
        [
            (-0.3, 0.3),
            (-0.4, 0.62),
            (-0.47, 0.92),
            (-0.43, 1.0),
            (-0.33, 0.98),
            (-0.24, 0.72),
            (-0.14, 0.44),
            (-0.16, 0.3),
            (-0.3, 0.3),
        ],
        0.02,
    )
    seat = smooth(
        [
            (-0.28, 0.3),
            (-0.24, 0.42),
            (0.0, 0.455),
            (0.3, 0.46),
            (0.39, 0.42),
            (0.39, 0.33),
            (0.3, 0.29),
            (-0.1, 0.25),
            (-0.28, 0.3),
        ],
        0.02,
    )
    apron = smooth([(-0.3, 0.31), (0.36, 0.34), (0.36, 0.27), (-0.28, 0.23), (-0.3, 0.31)], 0.02)
    arm = curve([(-0.36, 0.6), (-0.1, 0.655), (0.2, 0.66), (0.32, 0.63)], 0.05)
    post = taper((0.27, 0.62), (0.31, 0.3), 0.02, 0.02)
    legs = [taper((0.3, 0.28), (0.37, 0.0), 0.024, 0.012), taper((-0.24, 0.26), (-0.36, 0.0), 0.024, 0.012)]
    return [
        *((put(leg), wood) for leg in legs),
        (put(apron), wood),
        (put(back), dark),
        (put(seat), pale),
        (put(post), wood),
        (put(arm), wood),
    ]


def lamp(foot: Point, height: float) -> Printed:
    """A standing lamp, lit: a thin stem and a shade like a low sun."""
    x, y = foot
    shade = [
        (x - height * 0.07, y - height),
        (x + height * 0.07, y - height),
        (x + height * 0.125, y - height * 0.83),
        (x - height * 0.125, y - height * 0.83),
    ]
    return [
        (bar((x, y), (x, y - height * 0.85), height * 0.012), PEAT),
        (taper((x - height * 0.07, y), (x + height * 0.07, y), height * 0.012, height * 0.012), PEAT),
        (shade, mix(EMBER, PAPER, 0.25)),
    ]


def armchair_from_above(middle: Point, size: float, ink: Ink, turn: float = 0) -> Printed:
    """The same chair from the ceiling, size wide; at turn 0 its sitter looks up the sheet."""
    across, along = cos(radians(turn)), sin(radians(turn))

    def put(left: float, top: float, right: float, foot: float, corner: float) -> Polygon:
        points: Polygon = []
        for index, (x, y) in enumerate(((right, foot), (left, foot), (left, top), (right, top))):
            sx, sy = (1 if x == right else -1), (1 if y == foot else -1)
            for step in range(9):
                angle = pi / 2 * (index + step / 8)
                px, py = x - sx * corner + cos(angle) * corner, y - sy * corner + sin(angle) * corner
                points.append(
                    (middle[0] + (px * across - py * along) * size, middle[1] + (px * along + py * across) * size)
                )
        return points

    wood = mix(PEAT, EMBER, 0.3)
    return [
        (put(-0.44, -0.36, 0.44, 0.3, 0.03), mix(wood, PEAT, 0.4)),
        (put(-0.38, -0.42, 0.38, 0.3, 0.11), ink),
        (put(-0.38, 0.1, 0.38, 0.3, 0.04), mix(ink, PEAT, 0.42)),
        (put(-0.52, -0.34, -0.39, 0.42, 0.055), wood),
        (put(0.39, -0.34, 0.52, 0.42, 0.055), wood),
        (put(-0.5, -0.32, -0.43, 0.4, 0.03), mix(wood, PAPER, 0.2)),
        (put(0.41, -0.32, 0.48, 0.4, 0.03), mix(wood, PAPER, 0.2)),
        (put(-0.42, 0.2, 0.42, 0.5, 0.12), mix(ink, PAPER, 0.1)),
        (put(-0.42, 0.37, 0.42, 0.5, 0.062), mix(ink, PAPER, 0.24)),
    ]


def umbrella_from_above(middle: Point, radius: float, first: Ink, second: Ink, turn: float = 0) -> Printed:
    """An umbrella left open to dry: eight panels between ribs, their edges drawn in."""
    panels: Printed = []
    for index in range(8):
        start, end = radians(turn + 45 * index), radians(turn + 45 * (index + 1))
        half = (start + end) / 2
        rim = [(cos(start), sin(start)), (cos(half) * 0.885, sin(half) * 0.885), (cos(end), sin(end))]
        edge = smooth([(middle[0] + x * radius, middle[1] + y * radius) for x, y in rim], 10)
        panels.append(([middle, *edge], first if index % 2 else second))
    tip = [
        (middle[0] + cos(pi * t / 12) * radius * 0.04, middle[1] + sin(pi * t / 12) * radius * 0.04) for t in range(24)
    ]
    return [*panels, (tip, PEAT)]
