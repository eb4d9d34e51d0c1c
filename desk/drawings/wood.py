"""A pine wood: trunks, snags, crowns, the light between them and the shadows."""

from __future__ import annotations

from random import Random

from .figures import Point, Polygon, taper
from .land import smooth
from .plants import grass


def trunk(foot: Point, top: float, width: float, seed: int) -> Polygon:
    """An old pine's trunk up to y = top: it spreads at the root, bends a little, and hardly thins."""
    random = Random(seed)
    x, y = foot
    bends = [random.uniform(-0.35, 0.35) * width for _ in range(4)]
    rows = [
        (0.0, 1.9),
        (0.012, 1.35),
        (0.05, 1.05),
        (0.3, 0.94),
        (0.6, 0.84),
        (1.0, 0.7),
    ]
    left, right = [], []
    for index, (share, wide) in enumerate(rows):
        middle = x + (bends[index - 2] * share if index > 1 else 0)
        at = y + (top - y) * share
        left.append((middle - width / 2 * wide, at))
        right.append((middle + width / 2 * wide, at))
    return smooth(left, 30) + smooth(right, 30)[::-1]


def snags(foot: Point, top: float, width: float, seed: int) -> list[Polygon]:
    """Dead stubs of boughs on a trunk, well above its root, that point up and out."""
    random = Random(seed)
    shapes = []
    for _ in range(random.randint(2, 5)):
        at = foot[1] + (top - foot[1]) * random.uniform(0.25, 0.95)
        side = random.choice((-1, 1))
        reach = width * random.uniform(1.0, 2.6)
        root = foot[0], at
        tip = root[0] + side * reach, at - reach * random.uniform(0.1, 0.45)
        shapes.append(taper(root, tip, width * 0.055, width * 0.012))
    return shapes


def canopy(line: Polygon, top: float, fringe: float, seed: int) -> list[Polygon]:
    """The under side of the crowns along a line: what is above it dark, and sprays of needles that hang from it."""
    hanging = [
        [(x, 2 * line[0][1] - y) for x, y in spray]
        for spray in grass([(x, 2 * line[0][1] - y) for x, y in line], round(len(line) * 0.5), fringe, seed, 0.0)
    ]
    return [[(line[0][0], top), *line, (line[-1][0], top)], *hanging]


def shadow(foot: Point, width: float, sun: Point, reach: float) -> Polygon:
    """A trunk's shadow towards us, away from the point of the floor that lies under the sun, down to y = reach."""
    x, y = foot
    drift = (x - sun[0]) / (y - sun[1]) * (reach - y)
    spread = width / 2 * (reach - sun[1]) / (y - sun[1])
    return [(x - width / 2, y), (x + width / 2, y), (x + drift + spread, reach), (x + drift - spread, reach)]


def beam(sun: Point, foot: Point, width: float) -> Polygon:
    """A beam between trunks, from the sun to a width of the floor."""
    return [(sun[0] - 8, sun[1]), (sun[0] + 8, sun[1]), (foot[0] + width / 2, foot[1]), (foot[0] - width / 2, foot[1])]
