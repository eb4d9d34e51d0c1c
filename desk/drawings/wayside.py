"""What stands beside a path: a signpost, a tent; lists of (shape, ink), in printing order."""

from __future__ import annotations

from math import cos, radians, sin
from random import Random

from .figures import Point, Polygon, circle
from .land import smooth
from .palette import PAPER, PEAT, Ink, mix
from .things import Printed


def finger(length: float, depth: float) -> Polygon:
    """A signpost's board from its fixed end at x 0 to its point, about y 0."""
    return [(0, -depth / 2), (length * 0.9, -depth / 2), (length, 0), (length * 0.9, depth / 2), (0, depth / 2)]


def signpost(foot: Point, height: float, lean: float, ink: Ink, rim: Ink) -> Printed:
    """A post that leans by so many degrees, with a board to either side: one points up, the other down.

    The boards' lettering has weathered to a few strokes; rim lights the edges towards a low sun on the left.
    """
    turn = radians(lean)

    def put(points: Polygon) -> Polygon:
        return [
            (
                foot[0] + (x * cos(turn) - y * sin(turn)) * height,
                foot[1] + (x * sin(turn) + y * cos(turn)) * height,
            )
            for x, y in points
        ]

    post = [(-0.03, 0.06), (-0.026, -0.98), (0.0, -1.0), (0.022, -0.985), (0.03, 0.06)]
    left = [(0.045 - x, y - 0.85) for x, y in finger(0.5, 0.115)]
    right = [(x - 0.045, y - 0.7) for x, y in finger(0.42, 0.11)]
    random = Random(round(height))
    letters: list[Polygon] = []
    for start, end, y in ((-0.36, -0.06, -0.85), (0.06, 0.31, -0.7)):
        x = start
        while x < end:
            wide, worn = random.uniform(0.008, 0.022), random.uniform(0.3, 1) * 0.022
            letters.append([(x, y - worn), (x + wide, y - 0.02), (x + wide * 0.9, y + worn), (x, y + 0.02)])
            x += wide + random.choice((0.009, 0.011, 0.013, 0.034))
    pale, dark = mix(ink, PAPER, 0.16), mix(ink, PEAT, 0.5)
    return [
        (put(post), ink),
        (put([(-0.03, 0.06), (-0.026, -0.98), (-0.016, -0.99), (-0.019, 0.06)]), rim),
        (put([(x - 0.004, y - 0.006) for x, y in right]), rim),
        (put(right), pale),
        (put([(x - 0.004, y - 0.006) for x, y in left]), rim),
        (put(left), pale),
        *((put(letter), dark) for letter in letters),
    ]


def perched(foot: Point, size: float) -> list[Polygon]:
    """A small bird at rest that looks to the left: body, tail, head, bill, two thin legs."""

    def put(points: Polygon) -> Polygon:
        return [(foot[0] + x * size, foot[1] - y * size) for x, y in points]

    body = [
        (-0.42, 0.78),
        (-0.36, 0.95),
        (-0.2, 1.02),
        (-0.06, 0.94),
        (0.05, 0.8),
        (0.34, 0.55),
        (0.95, 0.18),
        (0.86, 0.1),
        (0.34, 0.3),
        (0.05, 0.22),
        (-0.2, 0.3),
        (-0.34, 0.52),
        (-0.42, 0.78),
    ]
    return [
        put(smooth(body, 0.02)),
        put([(-0.38, 0.9), (-0.62, 0.84), (-0.4, 0.79)]),
        put([(-0.1, 0.3), (-0.06, 0.3), (-0.07, -0.02), (-0.1, -0.02)]),
        put([(0.06, 0.3), (0.1, 0.3), (0.05, -0.02), (0.02, -0.02)]),
    ]


def tent(foot: Point, width: float, ink: Ink, light: Ink) -> Printed:
    """A small ridge tent, lit from inside: the open end towards us on the left, the long side falling away right."""

    def put(points: Polygon) -> Polygon:
        return [(foot[0] + x * width, foot[1] - y * width) for x, y in points]

    peak, far = (-0.2, 0.52), (0.3, 0.44)
    side = [peak, (0.05, 0.475), far, (0.4, 0.22), (0.52, 0.03), (0.3, 0.0), (0.08, -0.02), (-0.08, 0.22)]
    front = [peak, (-0.08, 0.22), (0.08, -0.02), (-0.2, -0.03), (-0.5, 0.0), (-0.32, 0.24)]
    flap = [peak, (-0.1, 0.2), (-0.02, -0.025), (-0.2, -0.03)]
    seam = [(0.05, 0.475), (0.06, 0.475), (0.22, 0.24), (0.31, 0.0), (0.3, 0.0), (0.205, 0.24)]
    reader = [  # who sits inside with their knees drawn up
        (0.15, 0.215),
        (0.2, 0.185),
        (0.235, 0.12),
        (0.24, 0.0),
        (0.06, -0.01),
        (0.055, 0.1),
        (0.085, 0.12),
        (0.12, 0.06),
        (0.15, 0.215),
    ]
    lines = [
        [(far[0], far[1]), (0.78, 0.0), (0.785, 0.0), (far[0] + 0.01, far[1])],
        [(peak[0], peak[1]), (-0.78, 0.0), (-0.775, 0.0), (peak[0] + 0.01, peak[1])],
    ]
    glowing, warm = mix(light, PAPER, 0.45), mix(light, ink, 0.25)
    return [
        *((put(line), mix(ink, light, 0.3)) for line in lines),
        (put(side), warm),
        (put([far, (0.4, 0.22), (0.52, 0.03), (0.44, 0.02)]), mix(light, ink, 0.55)),
        (put(seam), mix(light, ink, 0.5)),
        (put(circle((0.145, 0.235), 0.04, corners=24)), mix(light, ink, 0.6)),
        (put(smooth(reader, 0.01)), mix(light, ink, 0.6)),
        (put(front), light),
        (put(flap), glowing),
        (put([peak, (-0.195, 0.52), (-0.195, -0.03), (-0.205, -0.03)]), ink),
    ]
