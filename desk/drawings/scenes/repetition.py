"""The hill, straight up: a path in ever shorter legs to the gate, somebody on most of them, and one who looks round."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from .. import figures, land, plants, sky, stones, things
from ..figures import Person, Point
from ..palette import BRACKEN, HEAVY_RAIN, PAPER, Light, mix
from ..prints import EDGE, grain, person
from ..sheet import Sheet

# The path's turns from the foot of the hill to the gate: x, y, and how wide the path is there.
TURNS = (
    (2000.0, 4120.0, 190.0),
    (720.0, 3590.0, 136.0),
    (2140.0, 3140.0, 98.0),
    (560.0, 2700.0, 72.0),
    (2010.0, 2290.0, 52.0),
    (890.0, 1960.0, 37.0),
    (1900.0, 1680.0, 26.0),
    (1200.0, 1450.0, 18.0),
    (1770.0, 1275.0, 12.0),
    (1570.0, 1150.0, 8.0),
    (1660.0, 1036.0, 5.0),
)


def along(leg: int, share: float) -> Point:
    """The point at a share of the way up one leg of the path; legs sag a little, as feet have worn them."""
    (x, y, _), (next_x, next_y, _) = TURNS[leg], TURNS[leg + 1]
    sag = (y - next_y) * 0.14 * (1 - (2 * share - 1) ** 2)
    return x + (next_x - x) * share, y + (next_y - y) * share + sag


def lay_path(sheet: Sheet, light: Light) -> None:
    """Print the wet path: its lower edge in shade, then the sky that lies on it, brighter the higher it goes."""
    shapes = [figures.circle((x, y), wide * 0.52, 1.3) for x, y, wide in TURNS[1:-1]]
    for leg, ((_, _, wide), (_, _, next_wide)) in enumerate(pairwise(TURNS)):
        shares = [index / 6 for index in range(7)]
        shapes.append(land.ribbon([(*along(leg, share), wide + (next_wide - wide) * share) for share in shares]))
    for shape in shapes:
        under = (max(y for _, y in shape) - 900) * 0.006
        sheet.fill([[(x + under * 0.4, y + under) for x, y in shape]], light.hills[5])
    sheet.fill(shapes, light.sky[4])
    sheet.fade(shapes, mix(light.hills[0], PAPER, 0.25), (1300, 0.0), (3400, 0.8))


def lay_wall(sheet: Sheet, light: Light) -> None:
    """Print the wall that takes the hill without a turn: stones that grow towards us, two abreast."""
    random = Random(6)
    y = 1040.0
    while y < 3900:
        wide = 6 + (y - 1040) * 0.04
        x = 1752 + (y - 1040) * 0.43
        sheet.fill([stones.boulder((x + wide * 0.3, y + wide * 0.3), wide * 1.5, wide, 3)], light.hills[5])
        for aside in (-0.34, 0.3):
            ink = mix(light.hills[4], light.hills[1], random.uniform(0.0, 0.3) + (0.3 if aside < 0 else 0))
            spot = x + wide * (aside + random.uniform(-0.06, 0.06)), y + wide * random.uniform(-0.12, 0.12)
            sheet.fill([stones.boulder(spot, wide * 0.68, wide * 0.62, random.randrange(10**6))], ink)
        y += wide * 0.62


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = HEAVY_RAIN
    sky.lay_sky(sheet, light, 1250)
    sheet.glow((1640, 1040), 1300, mix(light.sky[4], PAPER, 0.4), 0.9)
    for at, wide, tall, seed in (
        ((500, 120), 2400, 360, 1),
        ((2300, 60), 2200, 300, 2),
        ((2700, 420), 1500, 190, 3),
        ((600, 520), 1500, 110, 4),
        ((2000, 640), 900, 40, 5),
    ):
        sheet.tint([sky.streak(at, wide, tall, seed)], mix(light.sky[0], light.hills[3], 0.4), 0.5)
    far = land.craggy([(EDGE, 1000), (240, 930), (520, 1040), (900, 1170), (1700, 1200), (3060, 1240)], 0.12, 7)
    sheet.fill([land.hill(far, 2500)], light.hills[0])
    right = land.craggy([(1500, 1330), (2200, 1250), (2560, 1080), (2760, 1010), (3060, 1100)], 0.1, 8)
    sheet.fill([land.hill(right, 2500)], light.hills[1])
    sheet.fade([[(0, 900), (3000, 900), (3000, 2500), (0, 2500)]], light.mist, (1050, 0.0), (1700, 0.8))
    crest = land.smooth(
        [
            (EDGE, 1790),
            (260, 1640),
            (620, 1500),
            (900, 1330),
            (1180, 1160),
            (1480, 1040),
            (1700, 1015),
            (1960, 1080),
            (2240, 1290),
            (2520, 1590),
            (2800, 1850),
            (3060, 2020),
        ]
    )
    body = land.hill(crest, 4100)
    sheet.fill([body], mix(light.hills[3], light.hills[2], 0.35))
    sheet.fade([body], light.hills[4], (1500, 0.0), (3900, 0.9))
    grain(sheet, land.between(crest, EDGE + 2, 3050), 170, 200, mix(light.hills[3], light.sky[4], 0.45), 8, 6)
    rust = mix(BRACKEN, light.hills[3], 0.5)
    for points, seed in (
        ([(EDGE, 2330), (220, 2260), (420, 2280), (640, 2250), (760, 2300), (420, 2370), (EDGE, 2440)], 1),
        ([(EDGE, 2900), (160, 2860), (420, 2890), (560, 2960), (330, 3010), (EDGE, 3060)], 5),
        ([(2560, 2560), (2760, 2490), (3060, 2440), (3060, 2640), (2860, 2640), (2640, 2620)], 2),
        ([(2480, 1950), (2600, 1900), (2800, 1960), (2900, 2040), (2700, 2010), (2560, 2000)], 4),
    ):
        patch = land.craggy(land.smooth([*points, points[0]], 120), 0.3, seed, 4)
        sheet.fill([patch], rust)
        grain(sheet, patch[: len(patch) // 2], 90, 60, mix(rust, light.sky[4], 0.35), seed, 5)
    lay_wall(sheet, light)
    lay_path(sheet, light)
    sheet.fill(things.gate((1640, 1028), 100, 62, 6), light.hills[5])
    for runner, leg, share, tall in (
        (Person(figures.CLIMB).wearing("bun"), 7, 0.42, 70),
        (Person(figures.PUSH).wearing("hood"), 5, 0.34, 112),
        (Person(figures.DRIVE).wearing("ponytail"), 4, 0.42, 152),
        (Person(figures.LANDING).wearing("hood"), 2, 0.56, 240),
        (Person(figures.FLOAT).wearing("cap"), 1, 0.2, 360),
    ):
        x, y = along(leg, share)
        mirror = TURNS[leg + 1][0] < TURNS[leg][0]
        ink = BRACKEN if leg == 1 else light.hills[5]
        person(sheet, figures.stand(runner, (x, y + tall * 0.02), tall, mirror), ink, light.rim)
    standing = figures.stand(Person(figures.HANDS_ON_HIPS).wearing("cap"), (2120, 2255), 168, True)
    sheet.fill([stones.boulder((2110, 2280), 220, 60, 4)], light.hills[2])
    person(sheet, standing, light.hills[5], light.rim)
    front = land.smooth(
        [(EDGE, 3770), (500, 3830), (1000, 3930), (1500, 3990), (2100, 3930), (2600, 3800), (3060, 3720)]
    )
    sheet.fill(plants.grass(front, 38, 180, 21, -0.35), light.hills[5])
    sheet.fill([land.hill(front, 4100)], light.hills[5])
    sheet.tint(sky.rain(3000, 4000, 48, 14, 12, 220), mix(light.sky[3], PAPER, 0.5), 0.35)
