"""Stones: boulders, dry-stone walls, cairns."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from random import Random

from .figures import Point, Polygon
from .land import ground_at
from .view import View


def boulder(centre: Point, width: float, height: float, seed: int) -> Polygon:
    """A stone: an uneven, flattened round with a few honest corners."""
    random = Random(seed)
    corners = []
    for index in range(11):
        turn = 2 * pi * (index + random.uniform(-0.25, 0.25)) / 11
        reach = random.uniform(0.86, 1.05)
        squared = max(abs(cos(turn)), abs(sin(turn))) ** 0.45
        corners.append(
            (centre[0] + cos(turn) * width / 2 * reach / squared, centre[1] + sin(turn) * height / 2 * reach / squared)
        )
    return corners


def wall(line: Polygon, height: float, end_height: float, seed: int, courses: int = 4) -> list[Polygon]:
    """A dry-stone wall standing on a line: courses of stones under a row of upright cope stones."""
    random = Random(seed)
    stones = []
    first, last = line[0][0], line[-1][0]
    for course in range(courses + 1):
        x = first + random.uniform(0, 20)
        while x < last:
            (_, ground), _ = ground_at(line, x)
            tall = height + (end_height - height) * (x - first) / (last - first)
            each = tall / (courses + 1.4)
            cope = course == courses
            wide = each * (random.uniform(0.5, 0.8) if cope else random.uniform(1.3, 2.7))
            middle = min(x + wide / 2, last)
            (_, ground), _ = ground_at(line, middle)
            high = each * (random.uniform(1.15, 1.5) if cope else 1)
            stones.append(
                boulder((middle, ground - each * course - high / 2), wide * 0.97, high * 0.95, random.randrange(10**6))
            )
            x += wide
    return stones


def cairn(foot: Point, height: float, seed: int) -> list[Polygon]:
    """A cairn: stones that get smaller, each a little off the one below."""
    random = Random(seed)
    stones = []
    y = foot[1] + height * 0.03
    for share, wide in ((0.2, 0.86), (0.18, 0.72), (0.17, 0.56), (0.15, 0.46), (0.13, 0.33), (0.11, 0.22)):
        tall = height * share
        off = random.uniform(-0.04, 0.04) * height
        stones.append(boulder((foot[0] + off, y - tall / 2), height * wide, tall * 1.04, random.randrange(10**6)))
        y -= tall
    return stones


@dataclass(frozen=True)
class WallStone:
    """One stone in the face of a wall that runs away from us: how far off its middle is, its shape, how light it is."""

    away: float
    shape: Polygon
    lightness: float


def lane_wall(view: View, aside: float, near: float, far: float, height: float, seed: int) -> list[WallStone]:
    """The face of a wall along a lane, the farthest stone first; distances and height in metres.

    Courses are laid level under a row of upright cope stones; each stone is shaped
    in the plane of the wall and then seen in the view.
    """
    random = Random(seed)
    laid: list[WallStone] = []

    def lay_course(foot: float, tall: float, shortest: float, longest: float) -> None:
        away = near - random.uniform(0.0, 0.4)
        while away < far:
            long = random.uniform(shortest, longest) * (1 + away * 0.13)
            stone = boulder((away + long / 2, foot + tall / 2), long * 0.95, tall * 0.93, random.randrange(10**6))
            if away > near * 0.8:
                shape = [view.at(aside, spot, high) for spot, high in stone]
                laid.append(WallStone(away + long / 2, shape, random.random()))
            away += long

    foot = 0.0
    while foot < height - 0.05:
        tall = min(random.uniform(0.17, 0.27) * (1.15 - foot / height * 0.4), height - foot)
        lay_course(foot, tall, 0.34, 0.8)
        foot += tall
    lay_course(height, 0.2, 0.12, 0.24)
    return sorted(laid, key=lambda stone: -stone.away)
