"""What feet leave behind: shoes, with the mud on them, boots, and the prints of both."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians, sin
from random import Random

from .figures import Point, Polygon, circle, taper
from .land import smooth
from .palette import PAPER, PEAT, Ink, mix
from .things import Printed


def placed(heel: Point, length: float, mirror: bool = False, tilt: float = 0) -> Callable[[Polygon], Polygon]:
    """What puts a shoe's outline on the sheet: heel at a point, toe to the right, tilt in degrees (toe down)."""
    sign, turn = -1 if mirror else 1, radians(tilt)

    def put(points: Polygon) -> Polygon:
        return [
            (
                heel[0] + sign * (x * cos(turn) + y * 0.88 * sin(turn)) * length,
                heel[1] - (y * 0.88 * cos(turn) - x * sin(turn)) * length,
            )
            for x, y in points
        ]

    return put


def shoe(heel: Point, length: float, upper: Ink, sole: Ink, mirror: bool = False, tilt: float = 0) -> Printed:
    """A running shoe from the side: sole with lugs, upper, toe cap, a stripe, laces."""
    put = placed(heel, length, mirror, tilt)
    top = smooth(
        [
            (0.02, 0.1),
            (0.0, 0.26),
            (0.045, 0.4),
            (0.03, 0.54),
            (0.07, 0.6),
            (0.13, 0.53),
            (0.22, 0.48),
            (0.31, 0.5),
            (0.35, 0.6),
            (0.41, 0.63),
            (0.46, 0.56),
            (0.52, 0.46),
            (0.62, 0.37),
            (0.74, 0.31),
            (0.87, 0.28),
            (0.96, 0.21),
            (0.99, 0.09),
        ],
        0.01,
    )
    mouth = smooth(
        [
            (0.06, 0.57),
            (0.13, 0.5),
            (0.22, 0.455),
            (0.31, 0.475),
            (0.345, 0.58),
            (0.37, 0.6),
            (0.36, 0.5),
            (0.3, 0.435),
            (0.21, 0.42),
            (0.12, 0.45),
            (0.06, 0.57),
        ],
        0.01,
    )
    toe = smooth([(0.79, 0.09), (0.815, 0.2), (0.87, 0.28), (0.96, 0.21), (0.99, 0.09)], 0.01)
    counter = smooth([(0.02, 0.1), (0.0, 0.26), (0.035, 0.37), (0.11, 0.36), (0.2, 0.22), (0.23, 0.09)], 0.01)
    stripe = smooth([(0.3, 0.09), (0.38, 0.24), (0.47, 0.42), (0.53, 0.455), (0.47, 0.28), (0.44, 0.09)], 0.01)
    base = smooth(
        [
            (-0.035, 0.15),
            (-0.045, 0.05),
            (0.03, 0.0),
            (0.4, 0.02),
            (0.8, 0.0),
            (0.97, 0.04),
            (1.04, 0.14),
            (0.94, 0.12),
            (0.75, 0.085),
            (0.4, 0.115),
            (0.1, 0.11),
            (-0.035, 0.15),
        ],
        0.01,
    )
    lugs = [
        [(x, 0.02), (x + 0.055, 0.02), (x + 0.045, -0.03), (x + 0.01, -0.03)]
        for x in (0.02, 0.1, 0.18, 0.26, 0.34, 0.44, 0.52, 0.6, 0.68, 0.76, 0.84)
    ]
    laces = [
        taper((0.395 + d, 0.52 - d * 0.95), (0.475 + d, 0.545 - d * 0.95), 0.013, 0.013) for d in (0.0, 0.07, 0.14)
    ]
    dark = mix(upper, PEAT, 0.35)
    return [
        *((put(lug), PEAT) for lug in lugs),
        (put(top), upper),
        (put(mouth), PEAT),
        (put(toe), dark),
        (put(counter), dark),
        (put(stripe), mix(upper, PAPER, 0.55)),
        *((put(lace), PAPER) for lace in laces),
        (put(base), sole),
    ]


def boot(heel: Point, length: float, leather: Ink, sole: Ink, mirror: bool = False, tilt: float = 0) -> Printed:
    """A walking boot from the side, unlaced: sole and heel, a rand, the leather, its collar and tongue, the laces."""
    put = placed(heel, length, mirror, tilt)
    upper = [(0.03, 0.12), (0.0, 0.34), (0.05, 0.6), (0.02, 0.86), (0.08, 0.96), (0.36, 0.93), (0.42, 0.86)]
    vamp = [(0.43, 0.7), (0.5, 0.58), (0.62, 0.49), (0.8, 0.43), (0.95, 0.33), (1.0, 0.12)]
    tongue = [(0.3, 0.7), (0.33, 0.98), (0.42, 1.1), (0.5, 1.06), (0.47, 0.86), (0.46, 0.66), (0.3, 0.7)]
    mouth = [(0.06, 0.92), (0.2, 0.99), (0.36, 0.95), (0.36, 0.9), (0.2, 0.92), (0.06, 0.92)]
    collar = [(0.02, 0.82), (0.04, 0.97), (0.36, 0.93), (0.41, 0.86), (0.41, 0.76), (0.22, 0.82), (0.02, 0.82)]
    toe = [(0.74, 0.1), (0.76, 0.28), (0.84, 0.41), (0.95, 0.33), (1.0, 0.12)]
    counter = [(0.03, 0.12), (0.0, 0.32), (0.04, 0.46), (0.16, 0.44), (0.27, 0.28), (0.3, 0.1)]
    tread = [(-0.03, 0.16), (-0.03, 0.0), (0.3, 0.0), (0.33, 0.05), (0.44, 0.05), (0.47, 0.0), (0.9, 0.0), (1.03, 0.08)]
    dark, pale = mix(leather, PEAT, 0.38), mix(leather, PAPER, 0.4)
    hooks = [(0.39, 0.8), (0.41, 0.69), (0.46, 0.59), (0.53, 0.52)]
    laces = [taper((x - 0.03, y - 0.02), (x + 0.06, y + 0.015), 0.012, 0.012) for x, y in hooks]
    loose = [taper((0.4, 0.8), (0.56, 0.72), 0.01, 0.01), taper((0.56, 0.72), (0.6, 0.5), 0.01, 0.008)]
    return [
        (put(smooth(tongue, 0.02)), dark),
        (put(smooth([*upper, *vamp], 0.02)), leather),
        (put(smooth(collar, 0.02)), dark),
        (put(smooth(mouth, 0.02)), PEAT),
        (put(smooth(toe, 0.02)), dark),
        (put(smooth(counter, 0.02)), dark),
        *((put(lace), pale) for lace in laces + loose),
        (put([*tread, (1.04, 0.17)]), sole),
    ]


def mud(heel: Point, length: float, ink: Ink, seed: int, mirror: bool = False, tilt: float = 0) -> Printed:
    """Mud on a shoe: caked along the sole with an uneven edge, thrown up over heel and toe, and in spots above."""
    random = Random(seed)
    put = placed(heel, length, mirror, tilt)
    edge = [(x / 9, random.uniform(0.05, 0.16)) for x in range(10)]
    edge[0], edge[1], edge[-1] = (-0.045, 0.1), (0.07, random.uniform(0.2, 0.3)), (1.0, 0.08)
    cake = [*smooth(edge, 0.02), (0.97, 0.03), (0.4, 0.015), (0.02, 0.0), (-0.045, 0.06)]
    spots = [(random.uniform(0.03, 0.85), random.uniform(0.14, 0.3), random.uniform(0.005, 0.014)) for _ in range(14)]
    return [(put(cake), ink), *((put(circle((x, y), radius, corners=12)), ink) for x, y, radius in spots)]


def sock(heel: Point, length: float, ink: Ink, mirror: bool = False, tilt: float = 0) -> Printed:
    """A sock stuffed into a shoe and hanging out over its side, with two rings round its cuff."""
    put = placed(heel, length, mirror, tilt)
    body = [(0.3, 0.47), (0.31, 0.62), (0.25, 0.7), (0.12, 0.7), (0.0, 0.64), (-0.1, 0.48), (-0.13, 0.3)]
    inside = [(0.01, 0.27), (0.03, 0.42), (0.1, 0.52), (0.18, 0.47), (0.3, 0.47)]
    rings = [[(-0.135, y), (0.012, y - 0.03), (0.014, y - 0.0), (-0.128, y + 0.03)] for y in (0.33, 0.4)]
    return [(put(smooth([*body, *inside], 0.02)), ink), *((put(ring), mix(ink, PEAT, 0.5)) for ring in rings)]


def upturned(heel: Point, length: float, upper: Ink, sole: Ink, mirror: bool = False) -> Printed:
    """A shoe kicked over on its side, the sole to us: its outline, the lugs, the upper's edge behind it."""
    put = placed(heel, length, mirror)
    behind = [(0.02, 0.3), (0.1, 0.5), (0.3, 0.55), (0.6, 0.5), (0.9, 0.42), (1.0, 0.25), (0.5, 0.1), (0.02, 0.3)]
    outline = smooth(
        [
            (-0.02, 0.2),
            (0.03, 0.36),
            (0.18, 0.4),
            (0.42, 0.35),
            (0.66, 0.41),
            (0.88, 0.38),
            (1.02, 0.22),
            (0.92, 0.06),
            (0.66, 0.0),
            (0.4, 0.05),
            (0.16, 0.01),
            (0.02, 0.07),
            (-0.02, 0.2),
        ],
        0.02,
    )
    lugs = [
        taper((x, y + 0.035), (x + 0.025, y), 0.016, 0.012)
        for x, rows in (
            *((0.05 + 0.07 * heel, (0.1, 0.19, 0.28)) for heel in range(3)),
            *((0.5 + 0.075 * ball, (0.08, 0.165, 0.25, 0.325)) for ball in range(6)),
        )
        for y in rows
    ]
    return [
        (put(smooth(behind, 0.02)), upper),
        (put(outline), sole),
        *((put(lug), mix(sole, PEAT, 0.75)) for lug in lugs),
    ]


SOLE = [
    (-0.15, 0.0),
    (-0.17, 0.14),
    (-0.13, 0.3),
    (-0.11, 0.48),
    (-0.19, 0.68),
    (-0.17, 0.88),
    (-0.04, 1.0),
    (0.11, 0.93),
    (0.17, 0.74),
    (0.13, 0.52),
    (0.13, 0.3),
    (0.15, 0.12),
    (0.1, -0.02),
    (-0.02, -0.06),
    (-0.15, 0.0),
]


def footprint(heel: Point, length: float, heading: float, left: bool) -> Polygon:
    """A print seen from above, in whatever unit length is in; heading in degrees, 0 being away from us."""
    turn, sign = radians(heading), 1 if left else -1
    return [
        (
            heel[0] + (sign * x * cos(turn) + y * sin(turn)) * length,
            heel[1] + (y * cos(turn) - sign * x * sin(turn)) * length,
        )
        for x, y in smooth(SOLE, 0.04)
    ]
