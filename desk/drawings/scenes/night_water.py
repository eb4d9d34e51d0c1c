"""Night by the reservoir: the pump house dark but for one window with two chairs in it, and all again in the water."""

from __future__ import annotations

from random import Random

from .. import furniture, land, plants, sky, stones
from ..figures import Polygon
from ..palette import BRACKEN, EMBER, MOSS, NIGHT, PAPER, PEAT, mix
from ..prints import EDGE
from ..sheet import Sheet
from ..things import box

SHORE = 2140
LEFT, RIGHT, EAVES = 1960, 3380, 1420
WINDOW = (2190, 1560, 2830, 1960)  # left, top, right, foot
LAMP = 2510


def within(shape: Polygon, bounds: tuple[int, int, int, int]) -> Polygon:
    """A shape kept inside an upright rectangle."""
    left, top, right, foot = bounds
    return [(min(right, max(left, x)), min(foot, max(top, y))) for x, y in shape]


def lay_night(sheet: Sheet) -> None:
    """Print the sky with its stars and a thin moon, and the hills under it."""
    light = NIGHT
    sky.lay_sky(sheet, light, 1750)
    random = Random(81)
    for _ in range(230):
        x, y = random.uniform(0, 4000), 1500 * random.random() ** 1.4
        sheet.dot((x, y), 3 + 7 * random.random() ** 5, mix(light.sky[2], PAPER, random.uniform(0.35, 0.95)))
    sheet.glow((900, 620), 620, light.sky[3], 0.45)
    sheet.fill([sky.crescent((900, 620), 130)], light.sun)
    far = [(EDGE, 1500), (500, 1330), (900, 1130), (1130, 1210), (1700, 1480), (2300, 1400), (3000, 1230), (4060, 1420)]
    sheet.fill([land.hill(land.craggy(far, 0.13, 82), SHORE)], light.hills[0])
    for heights, ink in (
        ((1640, 1560, 1620, 1500, 1420, 1560), light.hills[1]),
        ((1840, 1800, 1700, 1660, 1600, 1480), light.hills[2]),
        ((1960, 2000, 1950, 1850, 1830, 1760), light.hills[3]),
    ):
        crest = land.smooth(list(zip((EDGE, 800, 1600, 2400, 3200, 4060), heights, strict=True)))
        sheet.fill([land.hill(crest, SHORE)], ink)
        sheet.fade([land.hill(crest, SHORE)], light.mist, (min(heights) + 60, 0.0), (SHORE + 200, 0.35))


def lay_window(sheet: Sheet) -> None:
    """Print the lit window: the room's far wall, a lamp, two chairs, the bars in front."""
    light = NIGHT
    left, top, right, foot = WINDOW
    warm = mix(EMBER, PAPER, 0.42)
    sheet.fill([box(left, top, right, foot)], mix(EMBER, PEAT, 0.12))
    for radius in (250, 190, 130):
        sheet.tint([within(land.disc((LAMP, top + 150), radius), WINDOW)], warm, 0.5)
    sheet.fill([box(left, foot - 70, right, foot)], mix(EMBER, PEAT, 0.5))
    lamp = furniture.lamp((LAMP, foot - 50), 250)
    sheet.fill([shape for shape, _ in lamp[:-1]], PEAT)
    sheet.fill([lamp[-1][0]], mix(PAPER, light.sun, 0.5))
    for printed in (
        furniture.armchair((LAMP - 175, foot - 6), 262, mix(BRACKEN, PEAT, 0.45)),
        furniture.armchair((LAMP + 175, foot - 6), 262, mix(MOSS, PEAT, 0.5), mirror=True),
    ):
        for shape, ink in printed:
            sheet.fill([shape], ink)
    uprights = [box(x - 6, top, x + 6, top + 70) for x in (left + 213, left + 427)]
    sheet.fill([box(left, top + 66, right, top + 80), *uprights], light.hills[5])
    sheet.fill([box(left - 26, top - 26, right + 26, top), box(left - 26, foot, right + 26, foot + 30)], light.hills[5])
    sheet.fill([box(left - 26, top, left, foot), box(right, top, right + 26, foot)], light.hills[5])


def lay_house(sheet: Sheet) -> None:
    """Print the pump house: stone walls, a slate roof, a chimney with its smoke, a dark door."""
    light = NIGHT
    wall, roof = mix(light.hills[4], light.hills[3], 0.3), light.hills[5]
    smoke = [(3090.0, 1010.0, 26.0), (3110, 900, 60), (3060, 780, 84), (3150, 640, 96), (3270, 540, 70), (3420, 500, 4)]
    sheet.tint([land.ribbon(smoke)], light.mist, 0.55)
    sheet.fill([box(3010, 1000, 3170, 1300), box(2990, 986, 3190, 1034)], roof)
    sheet.fill([box(LEFT, EAVES - 20, RIGHT, SHORE + 10)], wall)
    random = Random(83)
    for _ in range(64):
        x, y = random.uniform(LEFT + 70, RIGHT - 70), random.uniform(EAVES + 60, SHORE - 40)
        stone = stones.boulder((x, y), random.uniform(60, 130), random.uniform(26, 44), random.randrange(10**6))
        sheet.fill([stone], mix(wall, light.hills[2], random.uniform(0.1, 0.5)))
    sheet.fill([[(LEFT - 50, EAVES), (LEFT - 34, 1120), (RIGHT + 34, 1120), (RIGHT + 50, EAVES)]], roof)
    for course in range(1, 6):
        y = 1120 + course * 50
        sheet.fill([box(LEFT - 38, y, RIGHT + 38, y + 5)], mix(roof, light.hills[3], 0.35))
    sheet.fill([box(3030, 1640, 3230, SHORE + 10)], light.hills[5])
    sheet.fill([box(3050, 1660, 3210, SHORE + 10)], mix(MOSS, PEAT, 0.45))


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = NIGHT
    lay_night(sheet)
    bank = land.smooth([(EDGE, 2080), (700, 2096), (1500, 2070), (2300, 2100), (3300, 2090), (4060, 2040)])
    for x, tall, seed in (
        (3560, 760, 1),
        (3690, 900, 2),
        (3830, 700, 3),
        (3960, 860, 4),
        (1560, 420, 5),
        (1660, 520, 6),
    ):
        sheet.fill(plants.pine((x, 2110), tall, seed), light.hills[4])
    lay_house(sheet)
    sheet.glow((2510, 1760), 900, light.rim, 0.4)
    lay_window(sheet)
    sheet.fill([land.hill(bank, SHORE + 4)], light.hills[5])
    sheet.fill(plants.grass(bank, 90, 60, 85, 0.15), light.hills[5])
    sheet.tint([sky.streak((LAMP, 2100), 900, 40, 86)], light.rim, 0.3)
    sheet.mirrored_below(SHORE, 1.0, light.hills[4], 0.3)
    sheet.ripple(SHORE)
    random = Random(87)
    for _ in range(26):
        at = random.uniform(0, 4000), random.uniform(SHORE + 60, 2990)
        wide = random.uniform(300, 1100)
        sheet.tint([sky.streak(at, wide, 9 + wide * 0.012, random.randrange(10**6))], light.hills[3], 0.55)
    for y, wide in ((2205, 520), (2300, 760), (2372, 480), (2496, 820), (2590, 560), (2706, 700), (2840, 420)):
        sheet.tint([sky.streak((LAMP + random.uniform(-90, 90), y), wide, 16, y)], light.rim, 0.5)
