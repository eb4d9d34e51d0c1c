"""A path that forks on open moor, in the first sun; the signpost leans, and points at the sky and into the bog."""

from __future__ import annotations

from .. import land, plants, sky, stones, water, wayside
from ..palette import BRACKEN, EMBER, MOOR_MORNING, PAPER, mix
from ..prints import EDGE, grain
from ..sheet import Sheet

LIGHT = MOOR_MORNING
FOOT = (2176, 2258)


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_morning(sheet)
    lay_moor(sheet)
    lay_paths(sheet)
    stand_signpost(sheet)
    lay_banks(sheet)


def lay_morning(sheet: Sheet) -> None:
    """The sky, the sun, a far hill with a tor, and mist at its foot."""
    sky.lay_sky(sheet, LIGHT, 1420)
    sheet.glow((980, 1250), 1500, mix(LIGHT.sky[3], EMBER, 0.25), 0.8)
    for at, wide, tall, seed in (((2900, 520), 1700, 50, 1), ((3500, 700), 1000, 36, 2), ((600, 420), 1200, 40, 3)):
        sheet.tint([sky.streak(at, wide, tall, seed)], PAPER, 0.7)
    sky.lay_sun(sheet, (980, 1250), 170, LIGHT, 2)
    far = land.craggy(
        [
            (EDGE, 1380),
            (500, 1400),
            (1000, 1420),
            (1600, 1405),
            (2300, 1370),
            (2900, 1280),
            (3180, 1206),
            (3225, 1150),
            (3262, 1144),
            (3272, 1118),
            (3330, 1112),
            (3340, 1140),
            (3392, 1148),
            (3410, 1200),
            (3700, 1290),
            (4060, 1340),
        ],
        0.06,
        31,
    )
    sheet.fill([land.hill(far, 1800)], mix(LIGHT.hills[0], LIGHT.hills[1], 0.35))
    second = land.smooth([(EDGE, 1500), (700, 1470), (1500, 1490), (2300, 1450), (3100, 1400), (4060, 1440)])
    sheet.fill([land.hill(second, 2000)], LIGHT.hills[1])
    grain(sheet, second, 60, 160, mix(LIGHT.hills[1], LIGHT.rim, 0.5), 4, 5)
    sky.mist(sheet, 1440, 1580, LIGHT.mist, 0.75, 3, 6)


def lay_moor(sheet: Sheet) -> None:
    """The moor in long bands, with heather and bog pools that hold the sky."""
    for ridge, share, seed in (
        ([(EDGE, 1560), (900, 1590), (1700, 1560), (2600, 1580), (3300, 1540), (4060, 1570)], 0.0, 1),
        ([(EDGE, 1760), (700, 1800), (1500, 1730), (2300, 1700), (3200, 1760), (4060, 1700)], 0.5, 2),
        ([(EDGE, 2060), (700, 1990), (1500, 2010), (2400, 2090), (3300, 2010), (4060, 1930)], 1.0, 3),
    ):
        line = land.smooth(ridge)
        ink = mix(LIGHT.hills[2], LIGHT.hills[3], share)
        sheet.fill([land.hill(line, 3100)], ink)
        grain(sheet, line, 110, 200, mix(ink, LIGHT.rim, 0.4), seed, 5)
    sheet.fade([land.hill([(EDGE, 2100), (4060, 2100)], 3100)], LIGHT.hills[4], (2100, 0.0), (2900, 0.75))
    heather = mix(BRACKEN, LIGHT.hills[3], 0.5)
    for points, seed in (
        ([(2560, 1690), (3000, 1640), (3700, 1650), (4060, 1630), (4060, 1730), (3400, 1750), (2800, 1740)], 1),
        ([(EDGE, 1800), (400, 1750), (840, 1770), (1000, 1820), (640, 1860), (200, 1880), (EDGE, 1890)], 2),
        ([(1700, 1850), (2000, 1810), (2460, 1840), (2300, 1900), (1900, 1910)], 3),
        ([(3300, 2330), (3700, 2240), (4060, 2200), (4060, 2380), (3700, 2410)], 4),
    ):
        patch = land.craggy(land.smooth([*points, points[0]], 120), 0.3, seed, 3)
        sheet.fill([patch], heather)
        grain(sheet, patch[: len(patch) // 2], 70, 60, mix(heather, EMBER, 0.5), seed, 7)
    for at, wide, tall, seed in (
        ((640, 1640), 420, 22, 1),
        ((1130, 1690), 300, 20, 2),
        ((520, 2130), 700, 84, 3),
        ((1980, 1650), 360, 20, 4),
        ((3560, 1900), 560, 50, 5),
        ((2700, 1880), 260, 22, 6),
    ):
        shore = water.pool(at, wide, tall, seed)
        sheet.fill([[(x, y - tall * 0.16) for x, y in shore]], LIGHT.hills[4])
        sheet.fill([shore], mix(LIGHT.sky[3], PAPER, 0.35))
        if tall > 40:
            sheet.fill(plants.grass(shore[-len(shore) // 2 :], 7, tall, seed, 0.2), LIGHT.hills[4])


def lay_paths(sheet: Sheet) -> None:
    """One path to the signpost; from there one that strolls towards the sun, and one that cannot decide."""
    branches = (
        [
            (2120.0, 2320.0, 150.0),
            (1900.0, 2200.0, 112.0),
            (1560.0, 2100.0, 84.0),
            (1260.0, 1990.0, 56.0),
            (1190.0, 1890.0, 38.0),
            (1240.0, 1800.0, 27.0),
            (1170.0, 1720.0, 18.0),
            (1020.0, 1650.0, 12.0),
            (960.0, 1588.0, 8.0),
        ],
        [
            (2120.0, 2320.0, 150.0),
            (2420.0, 2220.0, 108.0),
            (2900.0, 2140.0, 84.0),
            (3300.0, 2050.0, 60.0),
            (3180.0, 1960.0, 42.0),
            (2860.0, 1900.0, 32.0),
            (2960.0, 1830.0, 24.0),
            (3240.0, 1770.0, 18.0),
            (3060.0, 1700.0, 13.0),
            (3160.0, 1620.0, 10.0),
            (3270.0, 1556.0, 6.0),
        ],
        [
            (2120.0, 2300.0, 190.0),
            (2090.0, 2370.0, 210.0),
            (1960.0, 2540.0, 290.0),
            (1800.0, 2780.0, 410.0),
            (1700.0, 3080.0, 560.0),
        ],
    )
    for branch in branches:
        sheet.fill([land.ribbon([(x + 8, y + w * 0.14, w * 1.1) for x, y, w in branch])], LIGHT.hills[4])
    for branch in branches:
        sheet.fill([land.ribbon(branch)], mix(LIGHT.sky[3], EMBER, 0.22))
    stem = branches[2]
    for side, seed in ((-0.58, 21), (0.62, 22)):
        edge = land.smooth([(x + w * side, y) for x, y, w in stem[1:]])
        sheet.fill(plants.grass(edge, 26, 70, seed, 0.2), LIGHT.hills[4])


def stand_signpost(sheet: Sheet) -> None:
    """The signpost with a bird on it, stones about its foot, and its shadow away from the sun."""
    x, y = FOOT
    sheet.tint(
        [
            [(x - 20, y + 30), (x + 40, y + 10), (x + 1010, y + 520), (x + 930, y + 560)],
            [(x + 800, y + 425), (x + 900, y + 480), (x + 560, y + 455), (x + 440, y + 425), (x + 470, y + 400)],
            [(x + 610, y + 315), (x + 920, y + 335), (x + 1000, y + 360), (x + 980, y + 385), (x + 690, y + 365)],
        ],
        LIGHT.hills[5],
        0.42,
    )
    for shape, ink in wayside.signpost(FOOT, 1320, 13, LIGHT.hills[5], LIGHT.rim):
        sheet.fill([shape], ink)
    bird = wayside.perched((x + 299, y - 1284), 92)
    sheet.fill([[(px - 4, py - 4) for px, py in shape] for shape in bird], LIGHT.rim)
    sheet.fill(bird, LIGHT.hills[5])
    for index, (dx, dy, wide, tall) in enumerate(
        ((-74, 6, 120, 80), (64, 8, 150, 84), (-6, 50, 160, 100), (-128, 26, 70, 44), (150, 34, 70, 42))
    ):
        stone = stones.boulder((x + dx, y + dy), wide, tall, 300 + index)
        sheet.fill([[(px - 5, py - 6) for px, py in stone]], LIGHT.rim)
        sheet.fill([stone], mix(LIGHT.hills[4], LIGHT.hills[5], 0.3 + index % 3 * 0.25))
    sheet.fill(plants.grass([(x - 150, y + 46), (x + 170, y + 52)], 12, 60, 9, 0.2), LIGHT.hills[4])


def lay_banks(sheet: Sheet) -> None:
    """The dark banks before us, with cotton grass against the light."""
    left = land.smooth([(EDGE, 2620), (500, 2700), (1000, 2830), (1400, 3010)])
    right = land.smooth([(2400, 3050), (2800, 2880), (3400, 2760), (4060, 2680)])
    for bank, seed, count in ((left, 7, 32), (right, 8, 24)):
        sheet.fill([land.hill(bank, 3100)], LIGHT.hills[5])
        sheet.fill(plants.grass(bank, 40, 170, seed, 0.25), LIGHT.hills[5])
        stems, tufts = plants.cotton_grass(bank, count, 330, seed, 0.22)
        sheet.fill(stems, LIGHT.hills[5])
        sheet.fill(tufts, mix(PAPER, LIGHT.rim, 0.3))
