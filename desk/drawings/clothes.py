"""What is left by the door: coats, a scarf, rubber boots; lists of (shape, ink), in printing order."""

from __future__ import annotations

from math import cos, pi, sin

from .figures import Point, Polygon
from .land import ribbon, smooth
from .palette import PAPER, PEAT, Ink, mix
from .things import Printed, bar, curve

# A coat in shares of its width and length, hung by its loop at (0, 0).
BODY: Polygon = [(-0.09, 0.02), (-0.2, 0.07), (-0.36, 0.17), (-0.4, 0.4), (-0.44, 0.98), (-0.2, 1.0), (0.05, 0.985)]
BODY += [(0.24, 1.0), (0.45, 0.97), (0.4, 0.4), (0.35, 0.16), (0.2, 0.07), (0.09, 0.02), (-0.09, 0.02)]
SHADED: Polygon = [(0.06, 0.03), (0.12, 0.4), (0.07, 0.985), (0.24, 1.0), (0.45, 0.97), (0.4, 0.4), (0.35, 0.16)]
SHADED += [(0.2, 0.07), (0.06, 0.03)]
LEFT: Polygon = [(-0.3, 0.12), (-0.43, 0.2), (-0.5, 0.45), (-0.53, 0.72), (-0.5, 0.745), (-0.37, 0.74), (-0.34, 0.5)]
LEFT += [(-0.26, 0.28), (-0.3, 0.12)]
RIGHT: Polygon = [(0.28, 0.11), (0.42, 0.2), (0.47, 0.44), (0.5, 0.69), (0.47, 0.715), (0.34, 0.71), (0.32, 0.5)]
RIGHT += [(0.25, 0.28), (0.28, 0.11)]
POCKET: Polygon = [(-0.34, 0.62), (-0.12, 0.6), (-0.12, 0.635), (-0.34, 0.655), (-0.34, 0.62)]
HOOD: Polygon = [(-0.2, 0.06), (-0.22, 0.14), (-0.13, 0.25), (0.0, 0.29), (0.13, 0.25), (0.22, 0.14), (0.2, 0.06)]
HOOD += [(0.08, 0.01), (-0.08, 0.01), (-0.2, 0.06)]
OPENING: Polygon = [(-0.1, 0.05), (-0.11, 0.13), (0.0, 0.2), (0.11, 0.13), (0.1, 0.05), (0.0, 0.02), (-0.1, 0.05)]
COLLAR: Polygon = [(-0.1, 0.0), (-0.19, 0.07), (-0.12, 0.13), (0.0, 0.1), (0.12, 0.13), (0.19, 0.07), (0.1, 0.0)]
COLLAR += [(0.0, 0.03), (-0.1, 0.0)]
FOLDS = (  # lines that fall from the shoulders and down the front: (x, y, width)
    [(-0.16, 0.16, 0.0), (-0.19, 0.55, 0.02), (-0.23, 0.99, 0.035)],
    [(0.2, 0.2, 0.0), (0.25, 0.6, 0.018), (0.28, 0.98, 0.03)],
    [(0.052, 0.1, 0.012), (0.06, 0.5, 0.012), (0.069, 0.97, 0.012)],
)


def coat(peg: Point, width: float, length: float, ink: Ink, hood: bool = False) -> Printed:
    """A coat hung by its loop: shoulders that have slid, two empty sleeves, a front that falls in folds."""
    dark, deep, pale = mix(ink, PEAT, 0.3), mix(ink, PEAT, 0.6), mix(ink, PAPER, 0.14)

    def put(points: Polygon) -> Polygon:
        return smooth([(peg[0] + x * width, peg[1] + y * length) for x, y in points], 16)

    folds = [[(peg[0] + x * width, peg[1] + y * length, wide * width) for x, y, wide in fold] for fold in FOLDS]
    return [
        (put(BODY), ink),
        (put(SHADED), dark),
        *((ribbon(fold), deep) for fold in folds),
        (put(POCKET), dark),
        (put(LEFT), pale),
        (put(RIGHT), mix(dark, ink, 0.4)),
        *([(put(HOOD), pale), (put(OPENING), deep)] if hood else [(put(COLLAR), deep)]),
    ]


def scarf(peg: Point, width: float, lengths: tuple[float, float], ink: Ink) -> Printed:
    """A scarf over a peg: a long end and behind it a short one, banded, with fringes."""
    x, y = peg
    long, short = lengths
    knot = [(-0.3, 10), (-0.2, -36), (0.0, -52), (0.22, -34), (0.3, 12), (0.0, 40), (-0.3, 10)]
    return [
        *_scarf_end(peg, width, short, 1, mix(ink, PEAT, 0.28)),
        *_scarf_end(peg, width, long, -1, ink),
        (smooth([(x + px * width, y + py) for px, py in knot], 10), mix(ink, PAPER, 0.12)),
    ]


def _scarf_end(peg: Point, width: float, length: float, side: int, ink: Ink) -> Printed:
    x, y, at, foot = peg[0], peg[1], peg[0] + side * width * 0.38, peg[1] + length
    parts: Printed = []
    for index in range(9):
        root = at - width * 0.46 + width * 0.115 * index
        strand = [(root, foot - 8), (root + side * (index % 3 - 1) * 9, foot + 60), (root + index % 2 * 12, foot + 118)]
        parts.append((curve(strand, 13), ink))
    spine = [(0.04, 0.0, 0.5), (0.34, 0.16, 0.78), (0.46, 0.5, 0.94), (0.38, 1.0, 1.0)]
    parts.append((ribbon([(x + side * px * width, y + py * length, share * width) for px, py, share in spine]), ink))
    for share in (0.84, 0.89, 0.94):
        parts.append(
            (
                bar((at - width * 0.5, y + length * share), (at + width * 0.5, y + length * share), 20),
                mix(ink, PAPER, 0.5),
            )
        )
    return parts


def rubber_boot(heel: Point, height: float, ink: Ink, mirror: bool = False) -> Printed:
    """A rubber boot from the side: a tall shaft that leans a little, a round toe, a ridged sole."""
    sign = -1 if mirror else 1

    def put(points: Polygon) -> Polygon:
        return smooth([(heel[0] + sign * x * height, heel[1] - y * height) for x, y in points], 8)

    back = put([(0.0, 0.05), (0.01, 0.3), (-0.01, 0.6), (-0.02, 0.97)])
    front = put(
        [(0.36, 0.97), (0.34, 0.6), (0.35, 0.38), (0.42, 0.28), (0.58, 0.25), (0.69, 0.2), (0.72, 0.11), (0.7, 0.05)]
    )
    shade = put([(0.07, 0.97), (0.1, 0.5), (0.13, 0.24), (0.22, 0.05)])
    mouth = [(0.17 + 0.19 * cos(pi * t / 16), 0.97 + 0.035 * sin(pi * t / 16)) for t in range(33)]
    sole = [
        (-0.02, 0.07),
        (-0.02, 0.0),
        (0.24, 0.0),
        (0.26, 0.02),
        (0.32, 0.02),
        (0.34, 0.0),
        (0.68, 0.0),
        (0.73, 0.07),
    ]
    band = [
        (heel[0] + sign * x * height, heel[1] - y * height) for x, y in ((-0.01, 0.86), (0.17, 0.84), (0.345, 0.86))
    ]
    return [
        (back + front, ink),
        (back + shade, mix(ink, PEAT, 0.35)),
        (put(mouth), mix(ink, PEAT, 0.7)),
        (curve(band, height * 0.03), mix(ink, PAPER, 0.3)),
        (put([*sole, sole[0]]), mix(ink, PEAT, 0.65)),
    ]
