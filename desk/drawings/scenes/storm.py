"""A hanging valley with a storm coming in above it; on the ridge before us one small walker, in orange."""

from __future__ import annotations

from .. import figures, land, plants, sky, water
from ..figures import Person
from ..palette import EMBER, PAPER, PEAT, STORM, mix
from ..prints import EDGE, grain, person
from ..sheet import Sheet

LIGHT = STORM


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_storm(sheet)
    lay_valley(sheet)
    lay_walls(sheet)
    lay_ridge(sheet)


def lay_storm(sheet: Sheet) -> None:
    """The last light under the cloud, the cloud itself in heavy folds, and rain that falls out of it."""
    sky.lay_sky(sheet, LIGHT, 2150)
    sheet.glow((1150, 2050), 1300, mix(LIGHT.sky[4], PAPER, 0.4), 0.9)
    for left, right, reach, strength in (
        (1560, 1700, -260, 0.3),
        (1820, 2140, -330, 0.55),
        (2240, 2420, -280, 0.4),
        (2380, 2900, -360, 0.6),
    ):
        sheet.fade(
            [sky.shaft(((left, 1420), (right, 1420)), (reach, 1000))], LIGHT.sky[1], (1560, strength), (2330, 0.0)
        )
    folds = (
        ([1290, 1330, 1490, 1560, 1640, 1760], 520),
        ([1010, 1120, 1190, 1330, 1370, 1500], 640),
        ([760, 760, 960, 980, 1180, 1200], 760),
        ([400, 520, 540, 740, 760, 950], 860),
        ([60, 120, 260, 280, 470, 520], 900),
    )
    thin, heavy = mix(LIGHT.sky[2], LIGHT.sky[3], 0.45), mix(LIGHT.sky[0], PEAT, 0.25)
    for index, (heights, wide) in enumerate(folds):
        line = land.smooth([(EDGE + index * 640, y) for index, y in enumerate(heights)], 12)
        edge = sky.underside(line, 20 + index, wide)
        ink = mix(thin, heavy, (index / 4) ** 0.8)
        sheet.fill([[*edge, (3140, -60), (EDGE, -60)]], ink)
        sheet.fade([[*edge, (3140, -60), (EDGE, -60)]], heavy, (heights[0] - 500, 0.5), (heights[-1], 0.0))


def lay_valley(sheet: Sheet) -> None:
    """The valley's head, its floor with the beck, the lip where it ends, and the fall into the dale below."""
    head = land.craggy([(600, 2250), (980, 2020), (1240, 2090), (1560, 1960), (1900, 2060), (2400, 2260)], 0.14, 5)
    sheet.fill([land.hill(head, 2700)], LIGHT.hills[0])
    sheet.fill(
        [[*land.between(head, 1560, 2300), (2000, 2300), (1720, 2230), (1600, 2110)]],
        mix(LIGHT.hills[0], LIGHT.hills[1], 0.6),
    )
    sky.mist(sheet, 2080, 2300, LIGHT.mist, 0.75, 2, 4)
    floor = land.smooth([(600, 2260), (1100, 2300), (1500, 2290), (1900, 2310), (2400, 2250)])
    sheet.fill([land.hill(floor, 3000)], mix(LIGHT.hills[1], LIGHT.mist, 0.3))
    sheet.fade([land.hill(floor, 3000)], LIGHT.hills[2], (2290, 0.0), (2520, 0.9))
    beck = [
        (1330.0, 2296.0, 5.0),
        (1420.0, 2316.0, 8.0),
        (1300.0, 2344.0, 11.0),
        (1250.0, 2376.0, 14.0),
        (1420.0, 2404.0, 18.0),
        (1500.0, 2434.0, 22.0),
        (1440.0, 2480.0, 28.0),
        (1450.0, 2540.0, 34.0),
    ]
    sheet.fill([land.ribbon(beck)], mix(LIGHT.rim, PAPER, 0.3))
    lip = land.craggy(
        [(700, 2380), (1000, 2500), (1300, 2510), (1450, 2530), (1640, 2500), (1900, 2530), (2300, 2400)], 0.1, 9
    )
    sheet.fill([land.hill(lip, 4100)], LIGHT.hills[3])
    sheet.fill(land.shards(lip, 960, 2050, 13, 3, 0.6), mix(LIGHT.hills[3], LIGHT.hills[4], 0.8))
    sheet.fill(water.fall((1452, 2520), 620, 64, 6), mix(LIGHT.rim, PAPER, 0.5))


def lay_walls(sheet: Sheet) -> None:
    """The valley's two walls, lit towards the gap, and the dale's mist about their feet."""
    left = land.craggy(
        [
            (EDGE, 1420),
            (200, 1330),
            (330, 1440),
            (470, 1760),
            (640, 2050),
            (800, 2280),
            (960, 2420),
            (1040, 2560),
            (1080, 2800),
            (1180, 3140),
        ],
        0.11,
        6,
    )
    right = land.craggy(
        [
            (1800, 3100),
            (1880, 2760),
            (1930, 2560),
            (2060, 2380),
            (2220, 2140),
            (2330, 1800),
            (2460, 1560),
            (2640, 1330),
            (2800, 1440),
            (3060, 1380),
        ],
        0.11,
        7,
    )
    sheet.fill([[*left, (1180, 3700), (EDGE, 3700)]], LIGHT.hills[2])
    sheet.fill([[*right, (3060, 3500), (1800, 3500)]], LIGHT.hills[1])
    sheet.fill(
        [
            land.craggy(
                [
                    (EDGE, 1500),
                    (200, 1330),
                    (250, 1620),
                    (420, 2000),
                    (520, 2380),
                    (760, 2700),
                    (820, 3500),
                    (EDGE, 3700),
                ],
                0.14,
                8,
            )
        ],
        LIGHT.hills[3],
    )
    sheet.fill(
        [
            land.craggy(
                [
                    (2640, 1330),
                    (2570, 1700),
                    (2500, 2020),
                    (2350, 2350),
                    (2260, 2700),
                    (2060, 3100),
                    (3060, 3200),
                    (3060, 1390),
                    (2800, 1440),
                    (2640, 1330),
                ],
                0.12,
                9,
            )
        ],
        mix(LIGHT.hills[1], LIGHT.hills[2], 0.85),
    )
    sheet.fade([[(EDGE, 2500), (3060, 2500), (3060, 3700), (EDGE, 3700)]], LIGHT.mist, (2560, 0.0), (3150, 0.6))


def lay_ridge(sheet: Sheet) -> None:
    """The ridge before us and the walker on it."""
    ridge = land.craggy(
        [
            (EDGE, 3420),
            (300, 3360),
            (620, 3230),
            (1000, 3140),
            (1400, 3030),
            (1750, 2900),
            (1990, 2850),
            (2300, 2680),
            (2560, 2440),
            (2800, 2330),
            (3060, 2190),
        ],
        0.06,
        8,
    )
    sheet.fill([land.hill(ridge, 4100)], mix(LIGHT.hills[5], LIGHT.hills[4], 0.45))
    sheet.fill(land.shards(ridge, 2180, 3000, 6, 7, 0.7), LIGHT.hills[5])
    grain(sheet, ridge, 110, 600, mix(LIGHT.hills[4], LIGHT.rim, 0.3), 9)
    sheet.fill(plants.grass(ridge, 60, 40, 21, -0.5), mix(LIGHT.hills[5], LIGHT.hills[4], 0.45))
    walker = figures.stand_on(land.ground_under(ridge), Person(figures.TRUDGE).wearing("hood", "pack"), 1900, 176)
    person(sheet, walker, EMBER, LIGHT.rim)
    front = land.craggy(
        [(EDGE, 3560), (400, 3620), (900, 3600), (1300, 3480), (1700, 3420), (2150, 3500), (2600, 3380), (3060, 3160)],
        0.08,
        12,
    )
    sheet.fill([land.hill(front, 4100)], LIGHT.hills[5])
    sheet.fill(plants.grass(front, 110, 110, 22, -0.6), LIGHT.hills[5])
