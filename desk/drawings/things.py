"""Things people set down: a gate, packs, a mug, shoes, chairs; mostly lists of (shape, ink), in printing order."""

from __future__ import annotations

from math import cos, pi, radians, sin
from random import Random

from .figures import Point, Polygon, circle
from .land import ribbon, smooth
from .palette import EMBER, PAPER, PEAT, Ink, mix

Printed = list[tuple[Polygon, Ink]]


def bar(start: Point, end: Point, width: float) -> Polygon:
    """A straight bar with square ends."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = (dx * dx + dy * dy) ** 0.5
    nx, ny = -dy / reach * width / 2, dx / reach * width / 2
    return [
        (start[0] + nx, start[1] + ny),
        (end[0] + nx, end[1] + ny),
        (end[0] - nx, end[1] - ny),
        (start[0] - nx, start[1] - ny),
    ]


def box(left: float, top: float, right: float, foot: float) -> Polygon:
    """An upright rectangle."""
    return [(left, top), (right, top), (right, foot), (left, foot)]


def curve(points: Polygon, width: float) -> Polygon:
    """A band of even width along a smooth line, in pixels or in parts of a thing's height."""
    zoom = 60 / width  # so that the line is drawn in steps much finer than the band is wide
    return [(x / zoom, y / zoom) for x, y in ribbon([(x * zoom, y * zoom, width * zoom) for x, y in points])]


def gate(hinge: Point, span: float, height: float, drop: float = 0) -> list[Polygon]:
    """A five-barred gate from its hinge post to the right; drop is how far the far end lies lower."""
    x, y = hinge
    thick = height * 0.075
    shapes = [
        bar((x, y + 20), (x, y - height * 1.16), thick * 2.1),
        bar((x + span, y + drop + 20), (x + span, y + drop - height * 1.1), thick * 1.9),
    ]
    for level in (0.16, 0.36, 0.54, 0.72, 0.94):
        shapes.append(bar((x, y - height * level), (x + span, y + drop - height * level), thick))
    shapes.append(bar((x + 8, y - height * 0.14), (x + span * 0.97, y + drop - height * 0.94), thick * 0.9))
    shapes.append(bar((x + span * 0.05, y - height * 0.1), (x + span * 0.05, y - height * 0.96), thick))
    shapes.append(bar((x + span * 0.94, y + drop - height * 0.1), (x + span * 0.94, y + drop - height * 0.96), thick))
    return shapes


def mug(foot: Point, height: float, ink: Ink) -> Printed:
    """An enamel mug, seen a little from above: the body, its shaded side, the rim, the tea, the handle."""
    x, y = foot
    wide, rim = height * 0.46, height * 0.1
    handle = [
        (x + wide * 0.93, y - height * 0.8),
        (x + wide * 1.5, y - height * 0.78),
        (x + wide * 1.62, y - height * 0.45),
        (x + wide * 1.35, y - height * 0.22),
        (x + wide * 0.9, y - height * 0.2),
    ]
    body = [
        (x - wide, y - height),
        *((x - cos(t * pi / 20) * wide * 0.94, y + sin(t * pi / 20) * rim) for t in range(21)),
        (x + wide, y - height),
    ]
    shade = [
        (x + wide * 0.3, y - height),
        (x + wide * 0.24, y + rim * 0.96),
        *((x - cos(t * pi / 20) * wide * 0.94, y + sin(t * pi / 20) * rim) for t in range(13, 21)),
        (x + wide, y - height),
    ]

    def oval(share: float) -> Polygon:
        return [
            (px, y - height + (py - y + height) * rim / wide)
            for px, py in circle((x, y - height), wide * share, corners=90)
        ]

    return [
        (curve(handle, height * 0.1), mix(ink, PEAT, 0.25)),
        (body, ink),
        (shade, mix(ink, PEAT, 0.25)),
        (oval(1.03), PAPER),
        (oval(0.93), mix(ink, PEAT, 0.6)),
        ([(px, py + rim * 0.22) for px, py in oval(0.84)], mix(EMBER, PEAT, 0.5)),
    ]


def steam(foot: Point, height: float, seed: int) -> list[Polygon]:
    """Steam: wisps that rise, sway and thin out."""
    random = Random(seed)
    wisps = []
    for shift in (-0.16, 0.02, 0.17):
        x, y = foot[0] + height * shift, foot[1]
        tall = height * random.uniform(0.7, 1.1)
        sway = random.choice((-1, 1)) * height * 0.085
        points = [(x, y, 4.0)]
        for index in range(1, 7):
            share = index / 6
            points.append(
                (
                    x + sin(share * pi * 2.1) * sway * (0.4 + share),
                    y - tall * share,
                    height * 0.062 * sin(pi * share**0.8) + 3,
                )
            )
        wisps.append(ribbon(points))
    return wisps


def pack(foot: Point, height: float, ink: Ink, lean: float = 0) -> Printed:
    """A day's pack set down: body, lid, pocket, straps, a rolled mat beneath."""
    turn = radians(lean)

    def put(points: Polygon) -> Polygon:
        return [
            (foot[0] + (x * cos(turn) - y * sin(turn)) * height, foot[1] - (y * cos(turn) + x * sin(turn)) * height)
            for x, y in points
        ]

    dark, pale = mix(ink, PEAT, 0.32), mix(ink, PAPER, 0.28)
    body = smooth(
        [
            (-0.3, 0.02),
            (-0.34, 0.3),
            (-0.3, 0.72),
            (-0.2, 0.88),
            (0.18, 0.88),
            (0.29, 0.72),
            (0.33, 0.3),
            (0.3, 0.02),
            (-0.3, 0.02),
        ],
        0.02,
    )
    shade = smooth(
        [(0.1, 0.02), (0.14, 0.4), (0.1, 0.88), (0.18, 0.88), (0.29, 0.72), (0.33, 0.3), (0.3, 0.02), (0.1, 0.02)], 0.02
    )
    lid = smooth(
        [
            (-0.33, 0.68),
            (-0.3, 0.86),
            (-0.2, 0.97),
            (0.0, 1.0),
            (0.2, 0.96),
            (0.3, 0.85),
            (0.32, 0.68),
            (0.0, 0.63),
            (-0.33, 0.68),
        ],
        0.02,
    )
    pocket = smooth(
        [(-0.22, 0.08), (-0.24, 0.36), (-0.18, 0.45), (0.16, 0.45), (0.22, 0.36), (0.2, 0.08), (-0.22, 0.08)], 0.02
    )
    loop = smooth(
        [
            (-0.08, 0.97),
            (-0.06, 1.08),
            (0.06, 1.08),
            (0.08, 0.97),
            (0.04, 0.97),
            (0.03, 1.04),
            (-0.03, 1.04),
            (-0.04, 0.97),
        ],
        0.01,
    )
    straps = [[(x, 0.5), (x + 0.045, 0.5), (x + 0.045, 0.72), (x, 0.72)] for x in (-0.16, 0.1)]
    return [
        (put(loop), dark),
        (put(body), ink),
        (put(shade), dark),
        (put(pocket), pale),
        (put([(-0.24, 0.36), (0.22, 0.36), (0.22, 0.335), (-0.24, 0.335)]), dark),
        (put(lid), mix(ink, PEAT, 0.15)),
        *((put(strap), PEAT) for strap in straps),
    ]


def mitten(cuff: Point, height: float, ink: Ink, lean: float = 0) -> Printed:
    """A knitted mitten put upright for its owner to find: hand, thumb, a ribbed cuff, two rows of pattern."""
    turn = radians(lean)

    def put(points: Polygon) -> Polygon:
        return [
            (cuff[0] + (x * cos(turn) - y * sin(turn)) * height, cuff[1] - (y * cos(turn) + x * sin(turn)) * height)
            for x, y in points
        ]

    hand = [(-0.2, 0.26), (-0.25, 0.5), (-0.25, 0.74), (-0.17, 0.94), (0.0, 1.0), (0.16, 0.93), (0.23, 0.72)]
    side = [(0.24, 0.5), (0.19, 0.26), (-0.2, 0.26)]
    thumb = [(0.12, 0.3), (0.3, 0.42), (0.44, 0.6), (0.47, 0.73), (0.38, 0.77), (0.28, 0.66), (0.14, 0.56)]
    ribs = [[(x, 0.02), (x + 0.03, 0.02), (x + 0.03, 0.26), (x, 0.26)] for x in (-0.15, -0.07, 0.01, 0.09)]
    dark, pale = mix(ink, PEAT, 0.3), mix(ink, PAPER, 0.6)
    return [
        (put(smooth([*thumb, thumb[0]], 0.02)), dark),
        (put(smooth([*hand, *side], 0.02)), ink),
        *((put(circle((x, y), 0.028, corners=12)), pale) for y in (0.5, 0.62) for x in (-0.14, -0.02, 0.1)),
        (put([(-0.2, 0.0), (0.18, 0.0), (0.2, 0.28), (-0.21, 0.28)]), dark),
        *((put(rib), ink) for rib in ribs),
    ]


def mark(foot: Point, height: float) -> list[Polygon]:
    """The practice's cairn, as in its mark: three stones, balanced."""
    stones = (
        [(1, 20), (3, 16.2), (11, 15), (19.5, 15.6), (23, 20), (21.5, 22.6), (12, 23), (2.5, 22.6), (1, 20)],
        [(6, 12), (7.6, 8.8), (14, 8), (18.6, 8.8), (20, 11), (18.4, 13.6), (14, 14), (7, 13.6), (6, 12)],
        [(6, 5), (7.6, 2.4), (12, 1), (15, 2), (16, 4), (14.6, 6.4), (11, 7), (7, 6.6), (6, 5)],
    )
    unit = height / 23
    return [smooth([(foot[0] + (x - 12) * unit, foot[1] - (23 - y) * unit) for x, y in stone]) for stone in stones]
