"""Water: pools on a moor, a beck that falls, a river in spate that runs to the right."""

from __future__ import annotations

from math import pi, sin
from random import Random

from .figures import Point, Polygon
from .land import ribbon, smooth


def pool(centre: Point, width: float, height: float, seed: int) -> Polygon:
    """A bog pool seen at a low angle: flat, with bays and no two shores alike."""
    random = Random(seed)
    shore: Polygon = []
    for index in range(9):
        share = index / 8
        reach = height / 2 * (4 * share * (1 - share)) ** 0.45 * random.uniform(0.5, 1.15)
        shore.append((centre[0] + width * (share - 0.5), centre[1] - reach))
    for index in range(8, -1, -1):
        share = index / 8
        reach = height / 2 * (4 * share * (1 - share)) ** 0.45 * random.uniform(0.55, 1.1)
        shore.append((centre[0] + width * (share - 0.5) + random.uniform(-0.02, 0.02) * width, centre[1] + reach))
    return smooth(shore, 12)


def fall(lip: Point, height: float, width: float, seed: int) -> list[Polygon]:
    """A waterfall in steps: a few strands that part, meet and widen on the way down."""
    random = Random(seed)
    strands = []
    for start in (-0.25, 0.0, 0.3):
        x, line = lip[0] + start * width, []
        for step in range(9):
            share = step / 8
            line.append((x, lip[1] + height * share, width * (0.2 + 0.5 * share) * random.uniform(0.5, 1.2)))
            x += random.uniform(-0.5, 0.5) * width * (0.4 + share)
        strands.append(ribbon(line))
    return strands


def riffles(top: float, foot: float, width: float, count: int, seed: int) -> list[Polygon]:
    """Running water's lines between two heights: short and fine far off, long and bold near us, none quite level."""
    random = Random(seed)
    lines = []
    for _ in range(count):
        near = random.random() ** 1.3
        x, y = random.uniform(-0.1, 1.0) * width, top + (foot - top) * near
        long, thick = (160 + 1000 * near) * random.uniform(0.5, 1.2), 4 + 17 * near * random.uniform(0.5, 1.2)
        sway = thick * random.uniform(-1.3, 1.3)
        lines.append(
            ribbon(
                [
                    (x, y, 1.0),
                    (x + long * 0.25, y - sway, thick * 0.7),
                    (x + long * 0.55, y + sway * 0.6, thick),
                    (x + long * 0.8, y - sway * 0.3, thick * 0.5),
                    (x + long, y, 1.0),
                ]
            )
        )
    return lines


def current(top: float, foot: float, width: float, count: int, seed: int) -> list[list[tuple[float, float, float]]]:
    """The ropes of a river in spate, as lines for ribbons: they swell, pinch and lift on their way across."""
    random = Random(seed)
    ropes = []
    for index in range(count):
        near = ((index + random.uniform(0.2, 0.8)) / count) ** 1.7
        y, thick = top + (foot - top) * near, 12 + 84 * near
        pace, turn = random.uniform(0.8, 1.25) * (260 + 380 * near), random.uniform(0, 6.28)
        x, rope = -200.0, []
        while x < width + 900:
            lift = sin(x / pace + turn) + 0.5 * sin(x / pace * 2.3 + turn * 2)
            rope.append((x, y + lift * thick * 0.62, thick * (0.62 + 0.38 * sin(x / pace * 1.4 + turn * 3))))
            x += pace * 0.4
        ropes.append(rope)
    return ropes


def crests(ropes: list[list[tuple[float, float, float]]], seed: int) -> list[Polygon]:
    """The foam on the ropes of a current: along their upper edges, where they lift, and torn off again."""
    random = Random(seed)
    torn = []
    for rope in ropes:
        index = random.randint(0, 2)
        while index < len(rope) - 4:
            length = random.randint(3, 5)
            part = rope[index : index + length]
            last = len(part) - 1
            line = [
                (x, y - wide * 0.5, 1 + wide * random.uniform(0.16, 0.42) * sin(pi * at / last) if at < last else 1)
                for at, (x, y, wide) in enumerate(part)
            ]
            torn.append(ribbon(line))
            index += length + random.randint(1, 5)
    return torn


def collar(centre: Point, width: float, height: float) -> list[Polygon]:
    """The water that a stone throws up against the current, on the left: a pad of it, to lie behind the stone."""
    x, y = centre
    pad = [(-0.5, -0.42), (-0.62, -0.1), (-0.66, 0.3), (-0.46, 0.62), (0.0, 0.74), (0.46, 0.6), (0.5, 0.1), (0.0, -0.3)]
    return [smooth([(x + px * width, y + py * height) for px, py in [*pad, pad[0]]], 6)]


def lap(centre: Point, width: float, height: float) -> Polygon:
    """The same water before the stone: a band along its foot that thins out to the right."""
    x, y = centre
    upper = [(-0.54, 0.02), (-0.4, 0.26), (-0.16, 0.36), (0.1, 0.46), (0.32, 0.44), (0.52, 0.3)]
    under = [(0.34, 0.58), (0.1, 0.66), (-0.2, 0.66), (-0.46, 0.52), (-0.6, 0.22), (-0.54, 0.02)]
    return smooth([(x + px * width, y + py * height) for px, py in [*upper, *under]], 6)


def wake(centre: Point, width: float, height: float, seed: int) -> list[Polygon]:
    """What the current leaves behind a stone, to the right: strands of foam that part, sway and thin out."""
    random = Random(seed)
    strands = []
    for side, share in ((-0.3, 0.75), (0.42, 1.0), (0.12, 0.5), (0.62, 0.6)):
        x, y, line = centre[0] + width * 0.2, centre[1] + height * side, []
        reach = width * share * random.uniform(1.5, 2.3)
        for step in range(7):
            along = step / 6
            thick = height * 0.24 * (1 - along) * min(1, along * 5) * random.uniform(0.6, 1.2) + 1
            line.append(
                (x + reach * along, y + height * side * along * 0.7 + random.uniform(-0.1, 0.1) * height, thick)
            )
        strands.append(ribbon(line))
    return strands
