"""What stands in a room: an easy chair, a lamp."""

from __future__ import annotations

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
