"""The air: a sky that warms to the horizon, the sun, clouds, mist, rain, snow and birds."""

from __future__ import annotations

from math import cos, pi, radians, sin, tan
from random import Random

from .figures import Point, Polygon
from .land import disc, smooth
from .palette import Ink, Light
from .plants import blade
from .sheet import Sheet


def lay_sky(sheet: Sheet, light: Light, horizon: float) -> None:
    """Print the sky from zenith to horizon as one split fountain: its inks run into one another."""
    whole = [(0, 0), (sheet.width, 0), (sheet.width, sheet.height), (0, sheet.height)]
    sheet.fill([whole], light.sky[0])
    band = horizon / (len(light.sky) - 1)
    for index, ink in enumerate(light.sky[1:]):
        top = index * band
        sheet.fade(
            [[(0, top), (sheet.width, top), (sheet.width, sheet.height), (0, sheet.height)]],
            ink,
            (top, 0.0),
            (top + band, 1.0),
        )


def lay_sun(sheet: Sheet, centre: Point, radius: float, light: Light, rings: int = 3) -> None:
    """Print the sun, in rings of its own warmth."""
    for ring in range(rings, 0, -1):
        sheet.tint([disc(centre, radius * (1 + 0.55 * ring))], light.rim, 0.16)
    sheet.fill([disc(centre, radius)], light.sun)


def crescent(centre: Point, radius: float) -> Polygon:
    """A young moon, lit from below on the right as after sunset: its round rim, and the edge of its shadow."""
    turns = [pi * index / 60 for index in range(61)]
    rim = [(sin(turn) * radius, -cos(turn) * radius) for turn in turns]
    edge = [(sin(turn) * radius * 0.62, -cos(turn) * radius) for turn in reversed(turns)]
    tilt = radians(28)
    return [
        (centre[0] + x * cos(tilt) - y * sin(tilt), centre[1] + x * sin(tilt) + y * cos(tilt)) for x, y in rim + edge
    ]


def cloud(centre: Point, width: float, height: float, seed: int, lobes: int = 7) -> list[Polygon]:
    """A fair-weather cloud: a flat base and a top of uneven rounds."""
    random = Random(seed)
    x0, base = centre[0] - width / 2, centre[1]
    shapes: list[Polygon] = [streak((centre[0], base - height * 0.07), width * 1.3, height * 0.16, seed)]
    for index in range(lobes):
        middle = (index + 0.5) / lobes
        rise = height * sin(pi * middle) ** 0.7 * random.uniform(0.65, 1.05)
        half = width / lobes * random.uniform(0.72, 0.95)
        cx = x0 + width * middle
        dome = [(cx - cos(pi * t / 24) * half, base - rise * 0.3 - sin(pi * t / 24) * rise * 0.7) for t in range(25)]
        shapes.append([(cx - half, base), *dome, (cx + half, base)])
    return shapes


def cloud_sea(width: float, base: float, crest: float, seed: int) -> Polygon:
    """The upper side of a sea of cloud: a line of uneven swells from edge to edge."""
    random = Random(seed)
    line: Polygon = [(-60, base)]
    x = -60.0
    while x < width + 60:
        wide, tall = random.uniform(190, 520), random.uniform(0.3, 1) * crest
        line += [(x + wide * (0.5 - 0.5 * cos(pi * t / 14)), base - sin(pi * t / 14) * tall) for t in range(1, 15)]
        x += wide
    return line


def underside(line: Polygon, seed: int, wide: float = 420) -> Polygon:
    """The lower edge of heavy cloud along a line from left to right: shallow lobes that sag, no two as wide."""
    random = Random(seed)
    edge = [line[0]]
    index = 0
    while index < len(line) - 1:
        start, reach = line[index], wide * random.uniform(0.25, 1.0) ** 1.5
        while index < len(line) - 1 and line[index][0] < start[0] + reach:
            index += 1
        end, sag = line[index], random.uniform(0.1, 0.24)
        for step in range(1, 17):
            share = step / 16
            depth = (end[0] - start[0]) * sag * sin(pi * share) ** 0.75
            edge.append((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share + depth))
    return edge


def shaft(top: tuple[Point, Point], fall: Point) -> Polygon:
    """A shaft of far rain: from an edge of cloud down to where it reaches, wider below than above."""
    (left, y), (right, other) = top
    return [(left, y), (right, other), (right + fall[0] * 0.8, other + fall[1]), (left + fall[0] * 1.15, y + fall[1])]


def streak(centre: Point, width: float, height: float, seed: int) -> Polygon:
    """A bar of high cloud or of lying mist: long, thin, tapering to both ends, never quite straight."""
    random = Random(seed)
    count = 9
    upper, lower = [], []
    for index in range(count + 1):
        share = index / count
        body = sin(pi * share) ** 0.8 * height / 2
        x = centre[0] - width / 2 + width * share
        upper.append((x, centre[1] - body * random.uniform(0.5, 1.1)))
        lower.append((x, centre[1] + body * random.uniform(0.4, 1.0)))
    return smooth(upper, 30) + smooth(lower, 30)[::-1]


def mist(sheet: Sheet, top: float, foot: float, ink: Ink, strength: float, bars: int, seed: int) -> None:
    """Lay mist between two heights: a wash that thickens downwards and a few bars drifting in it."""
    random = Random(seed)
    sheet.fade([[(0, top), (sheet.width, top), (sheet.width, foot), (0, foot)]], ink, (top, 0.0), (foot, strength))
    for _ in range(bars):
        at = random.uniform(-0.1, 1.1) * sheet.width, random.uniform(top + (foot - top) * 0.35, foot)
        sheet.tint(
            [streak(at, sheet.width * random.uniform(0.3, 0.7), (foot - top) * 0.2, random.randrange(10**6))],
            ink,
            strength * 0.5,
        )


def rain(width: int, height: int, count: int, slant: float, seed: int, length: float = 190) -> list[Polygon]:
    """Rain: fine strokes at one slant (degrees), near ones longer and thicker than far ones."""
    random = Random(seed)
    strokes = []
    for _ in range(count):
        near = random.random() ** 2
        reach = length * (0.35 + near)
        x, y = random.uniform(-400, width + 400), random.uniform(-200, height)
        tip = x - tan(radians(slant)) * reach, y + reach
        strokes.append(blade(tip, (x, y), 0, 3.4 + near * 5.5))
    return strokes


def flakes(width: int, height: int, count: int, seed: int) -> list[tuple[Point, float]]:
    """Snow in the air: (centre, radius) of each flake, most of them small."""
    random = Random(seed)
    return [
        ((random.uniform(0, width), random.uniform(0, height)), 4 + 12 * random.random() ** 4) for _ in range(count)
    ]


def birds(centre: Point, count: int, size: float, seed: int) -> list[Polygon]:
    """A few birds far off: two bowed wings each."""
    random = Random(seed)
    shapes: list[Polygon] = []
    for _ in range(count):
        x, y = centre[0] + random.gauss(0, size * 6), centre[1] + random.gauss(0, size * 2.4)
        span, lift = size * random.uniform(0.8, 1.2), random.uniform(0.25, 0.6)
        for side in (-1, 1):
            wing = smooth(
                [(x, y), (x + side * span * 0.5, y - span * lift), (x + side * span, y - span * lift * 0.45)], 8
            )
            under = [(px, py + size * 0.13 * (1 - abs(px - x) / span)) for px, py in wing]
            shapes.append(wing + under[::-1])
    return shapes
