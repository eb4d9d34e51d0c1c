"""What lives on the hill: grass, bracken, a thorn that the wind has combed, spruces, sheep."""

from __future__ import annotations

from itertools import pairwise
from math import atan2, cos, pi, radians, sin
from random import Random

from .figures import Point, Polygon, taper
from .land import smooth


def blade(root: Point, tip: Point, bow: float, width: float) -> Polygon:
    """One blade of grass: from a broad root along a bow to a fine tip."""
    middle = (root[0] + tip[0]) / 2 + bow, (root[1] + tip[1]) / 2
    spine = smooth([root, middle, tip], 18)
    count = len(spine)
    left = [(x - width / 2 * (1 - i / count), y) for i, (x, y) in enumerate(spine)]
    right = [(x + width / 2 * (1 - i / count), y) for i, (x, y) in enumerate(spine)]
    return left + right[::-1]


def grass(line: Polygon, count: int, height: float, seed: int, wind: float = 0.3) -> list[Polygon]:
    """Tufts along a line, bent by the wind (−1 to 1), gathered in clumps as grass is."""
    random = Random(seed)
    blades = []
    for _ in range(count):
        at = line[random.randrange(len(line))]
        at = at[0] + random.uniform(-20, 20), at[1] + 12
        tall = height * random.uniform(0.6, 1.1)
        for _ in range(random.randint(3, 7)):
            root = at[0] + random.gauss(0, height * 0.14), at[1]
            reach = tall * random.uniform(0.5, 1)
            tip = root[0] + reach * (wind + random.gauss(0, 0.28)), root[1] - reach
            blades.append(blade(root, tip, -reach * wind * 0.25, height * 0.075))
    return blades


def cotton_grass(
    line: Polygon, count: int, height: float, seed: int, wind: float = 0.3
) -> tuple[list[Polygon], list[Polygon]]:
    """Cotton grass along a line: thin stems, and at the tip of each a tuft of down that hangs with the wind."""
    random = Random(seed)
    stems, tufts = [], []
    for _ in range(count):
        x, y = line[random.randrange(len(line))]
        root = x + random.uniform(-20, 20), y + 20
        tall = height * random.uniform(0.55, 1.15)
        tip = root[0] + tall * (wind + random.gauss(0, 0.09)), root[1] - tall
        stems.append(blade(root, tip, -tall * wind * 0.3, height * 0.04))
        size = height * random.uniform(0.07, 0.12)
        for _ in range(4):
            reach = size * random.uniform(0.5, 1.4)
            off = tip[0] + reach * (wind * 1.6 + random.uniform(-0.2, 0.3)), tip[1] + reach * random.uniform(-0.5, 0.7)
            tufts.append(taper(tip, off, size * 0.5, size * random.uniform(0.3, 0.55)))
    return stems, tufts


def frond(root: Point, length: float, lean: float, seed: int, droop: float = 1.0) -> list[Polygon]:
    """A frond of bracken: a bowed stem with pairs of leaflets that shorten to the tip; lean in degrees."""
    random = Random(seed)
    spine: Polygon = [root]
    angle = lean
    count = 15
    for index in range(count):
        angle += (3.0 if lean >= 0 else -3.0) * droop * (0.5 + index / 9)
        reach = length / count
        spine.append((spine[-1][0] + sin(radians(angle)) * reach, spine[-1][1] - cos(radians(angle)) * reach))
    shapes = [taper(a, b, length * 0.008, length * 0.006) for a, b in pairwise(spine)]
    for index in range(3, count + 1):
        (x, y), (px, py) = spine[index], spine[index - 1]
        along = atan2(y - py, x - px)
        leaf = length * 0.34 * (1 - (index - 3) / (count - 1)) ** 0.85 + length * 0.02
        for side in (-1, 1):
            turn = along + side * radians(62 + random.uniform(-8, 8))
            tip = x + cos(turn) * leaf, y + sin(turn) * leaf + leaf * 0.12
            wide = length * 0.021
            nx, ny = -sin(turn) * wide, cos(turn) * wide
            third = x + (tip[0] - x) * 0.35, y + (tip[1] - y) * 0.35
            shapes.append([(x, y), (third[0] + nx, third[1] + ny), tip, (third[0] - nx, third[1] - ny)])
    return shapes


def thorn(foot: Point, height: float, seed: int, wind: float = 0.5, forks: int = 5) -> list[Polygon]:
    """A thorn tree that the wind has combed: a leaning trunk, and a crown thrown to one side; forks is its age."""
    random = Random(seed)
    shapes: list[Polygon] = []

    def grow(start: Point, angle: float, reach: float, thick: float, level: int) -> None:
        end = start[0] + sin(radians(angle)) * reach, start[1] - cos(radians(angle)) * reach
        shapes.append(taper(start, end, thick, thick * 0.7))
        if level == 0:
            return
        for spread in (-26, 8, 34):
            turn = angle + spread + wind * 24 + random.uniform(-12, 12)
            grow(end, turn, reach * random.uniform(0.62, 0.8), thick * 0.62, level - 1)

    grow(foot, wind * 14, height * 0.3, height * 0.035, forks)
    return shapes


def pine(foot: Point, height: float, seed: int) -> list[Polygon]:
    """A larch or spruce: a straight stem, short boughs that hang and shorten to the top."""
    random = Random(seed)
    x, y = foot
    shapes: list[Polygon] = [
        [(x - height * 0.014, y), (x + height * 0.014, y), (x + 1, y - height), (x - 1, y - height)]
    ]
    level = 0.16
    while level < 0.98:
        reach = height * 0.19 * (1 - level) ** 0.8 + height * 0.012
        at = y - height * level
        for side in (-1, 1):
            out = reach * random.uniform(0.75, 1.1)
            hang = height * 0.045 * random.uniform(0.7, 1.2)
            shapes.append(
                [
                    (x, at - height * 0.05),
                    (x + side * out, at + hang),
                    (x + side * out * 0.5, at + hang * 0.35),
                    (x, at + height * 0.012),
                ]
            )
        level += 0.048 + (1 - level) * 0.012
    return shapes


def sheep(foot: Point, size: float, mirror: bool = False) -> list[Polygon]:
    """A sheep at grass, small: a fleece, a lowered head, four legs."""
    x, y = foot
    sign = -1 if mirror else 1
    fleece = [(x + cos(t * pi / 9) * size * 0.5, y - size * 0.52 + sin(t * pi / 9) * size * 0.27) for t in range(18)]
    legs = [
        taper((x + d * size, y - size * 0.4), (x + d * size, y), size * 0.05, size * 0.035)
        for d in (-0.3, -0.2, 0.2, 0.3)
    ]
    head = taper(
        (x + sign * size * 0.46, y - size * 0.46), (x + sign * size * 0.66, y - size * 0.2), size * 0.13, size * 0.08
    )
    return [fleece, head, *legs]


def foliage(centre: Point, width: float, height: float, seed: int) -> list[Polygon]:
    """A mass of leaves seen from far off: many small rounds heaped about a lens, none of them alike."""
    random = Random(seed)
    shapes = [
        [(centre[0] + cos(t * pi / 40) * width * 0.46, centre[1] + sin(t * pi / 40) * height * 0.44) for t in range(80)]
    ]
    for _ in range(30):
        turn = random.uniform(0, 2 * pi)
        size = height * random.uniform(0.09, 0.2)
        x, y = centre[0] + cos(turn) * (width / 2 - size), centre[1] + sin(turn) * (height / 2 - size)
        shapes.append([(x + cos(t * pi / 20) * size * 1.25, y + sin(t * pi / 20) * size) for t in range(40)])
    return shapes
