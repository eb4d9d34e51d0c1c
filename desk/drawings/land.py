"""The ground: ridges drawn through a few points, hills with a lit and a shaded side, paths, walls, plants."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from math import atan2, degrees, hypot
from random import Random

from .figures import Point, Polygon, circle


def smooth(points: Sequence[Point], step: float = 24) -> Polygon:
    """A curve through the points (Catmull–Rom), a corner about every step pixels."""
    ends = [points[0], *points, points[-1]]
    curve: Polygon = []
    for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        count = max(2, int(hypot(end[0] - start[0], end[1] - start[1]) / step))
        for index in range(count):
            t = index / count
            curve.append(
                tuple(  # type: ignore[arg-type]
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(before, start, end, after, strict=True)
                )
            )
    return [*curve, points[-1]]


def craggy(points: Sequence[Point], rough: float, seed: int, depth: int = 5) -> Polygon:
    """A broken line through the points: each half is thrown off by ever less, as rock breaks."""
    random = Random(seed)
    line = list(points)
    for level in range(depth):
        broken: Polygon = []
        for start, end in itertools.pairwise(line):
            reach = hypot(end[0] - start[0], end[1] - start[1])
            if reach < 14:
                broken.append(start)
                continue
            t, off = random.uniform(0.35, 0.65), random.uniform(-1, 1) * rough * reach * 0.9**level
            x, y = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
            broken += [start, (x + off * (start[1] - end[1]) / reach * 0.5, y + off * (end[0] - start[0]) / reach)]
        line = [*broken, line[-1]]
    return line


def hill(ridge: Polygon, foot: float) -> Polygon:
    """The flat shape under a ridge down to y = foot."""
    return [*ridge, (ridge[-1][0], foot), (ridge[0][0], foot)]


def ground_at(ridge: Polygon, x: float) -> tuple[Point, float]:
    """The point of the ridge above x, and its slope there in degrees (positive falls to the right)."""
    for start, end in itertools.pairwise(ridge):
        if start[0] <= x <= end[0] and end[0] > start[0]:
            share = (x - start[0]) / (end[0] - start[0])
            return (x, start[1] + (end[1] - start[1]) * share), degrees(atan2(end[1] - start[1], end[0] - start[0]))
    raise ValueError(f"no ground above x = {x}")


def ground_under(ridge: Polygon) -> Callable[[float], float]:
    """The ridge's height as a function of x."""
    return lambda x: ground_at(ridge, x)[0][1]


def shards(ridge: Polygon, left: float, right: float, count: int, seed: int, size: float = 1.0) -> list[Polygon]:
    """Cuts in a rock face: pointed slivers below a ridge that fall the way the slope falls."""
    random = Random(seed)
    cuts = []
    for index in range(count):
        x = left + (right - left) * (index + random.uniform(0.2, 0.8)) / count
        (_, y), slope = ground_at(ridge, x)
        y += random.uniform(40, 420) * size
        long, wide, drift = (
            random.uniform(200, 640) * size,
            random.uniform(26, 90) * size,
            slope * 4.5 * size + random.uniform(-30, 30),
        )
        cuts.append(
            craggy(
                [
                    (x, y),
                    (x + wide + drift * 0.4, y + long * 0.42),
                    (x + drift, y + long),
                    (x - wide * 0.2 + drift * 0.5, y + long * 0.5),
                    (x, y),
                ],
                0.22,
                random.randrange(10**6),
                3,
            )
        )
    return cuts


def between(ridge: Polygon, left: float, right: float) -> Polygon:
    """The part of a ridge from x = left to x = right."""
    inner = [point for point in ridge if left < point[0] < right]
    return [ground_at(ridge, left)[0], *inner, ground_at(ridge, right)[0]]


def ribbon(line: list[tuple[float, float, float]]) -> Polygon:
    """A path: through (x, y, width) points, its two edges as one shape."""
    middle = smooth([(x, y) for x, y, _ in line], 16)
    widths = [point[1] for point in smooth([(float(i * 100), w) for i, (_, _, w) in enumerate(line)], 2)]
    left: Polygon = []
    right: Polygon = []
    for index, (x, y) in enumerate(middle):
        ahead, behind = middle[min(index + 1, len(middle) - 1)], middle[max(index - 1, 0)]
        reach = hypot(ahead[0] - behind[0], ahead[1] - behind[1]) or 1
        half = widths[int(index / max(1, len(middle) - 1) * (len(widths) - 1))] / 2
        nx, ny = (behind[1] - ahead[1]) / reach * half, (ahead[0] - behind[0]) / reach * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def grains(line: Polygon, depth: float, count: int, seed: int, size: float = 5) -> list[tuple[Point, float]]:
    """Grains of ink under a line, thick at it and thinning to nothing at depth: (centre, radius) each."""
    random = Random(seed)
    dots = []
    for _ in range(count):
        index = random.randrange(len(line) - 1)
        share, fall = random.random(), random.random()
        x = line[index][0] + (line[index + 1][0] - line[index][0]) * share
        y = line[index][1] + (line[index + 1][1] - line[index][1]) * share
        dots.append(((x, y + depth * fall * fall), size * random.uniform(0.5, 1.1) * (1 - fall * 0.6)))
    return dots


def disc(centre: Point, radius: float) -> Polygon:
    """A large round, with corners enough to stay round at full size."""
    return circle(centre, radius, corners=240)
