"""A ridge above the cloud: a path on its edge, a cairn where it ends, and three people nearly there."""

from __future__ import annotations

from math import cos, pi, sin

from .. import figures, land, plants, sky, things
from ..figures import Person, Point, Polygon
from ..palette import ABOVE_CLOUD, BRACKEN, PAPER, mix
from ..prints import EDGE, grain, person
from ..sheet import Sheet

LIT = mix(ABOVE_CLOUD.hills[2], ABOVE_CLOUD.rim, 0.5)
FAR_LIT = mix(ABOVE_CLOUD.hills[1], ABOVE_CLOUD.rim, 0.45)
# The edge of the ridge, from the far top of the near part down to our feet: x, y and how wide the path on it is.
CREST = (
    (2960.0, 1090.0, 5.0),
    (2900.0, 1260.0, 9.0),
    (2960.0, 1420.0, 13.0),
    (2800.0, 1620.0, 19.0),
    (2690.0, 1800.0, 27.0),
    (2760.0, 1960.0, 36.0),
    (2500.0, 2130.0, 50.0),
    (2120.0, 2300.0, 72.0),
    (1940.0, 2470.0, 98.0),
    (2060.0, 2680.0, 130.0),
    (1860.0, 3100.0, 190.0),
)


def day_moon(centre: Point, radius: float) -> Polygon:
    """The moon a little past half, waning, lit from the left as all else is."""
    turns = [pi * (0.5 + index / 60) for index in range(61)]
    limb = [(cos(turn), -sin(turn)) for turn in turns]
    inner = [(-cos(turn) * 0.16, -sin(turn)) for turn in reversed(turns)]
    tip = 0.3  # radians that its axis leans
    return [
        (centre[0] + (x * cos(tip) - y * sin(tip)) * radius, centre[1] + (x * sin(tip) + y * cos(tip)) * radius)
        for x, y in limb + inner
    ]


def lay_cloud(sheet: Sheet, base: float, crest: float, seed: int, share: float) -> None:
    """Print one swell of the cloud sea from edge to edge."""
    line = sky.cloud_sea(4000, base, crest, seed)
    sheet.fill([land.hill(line, 3100)], mix(ABOVE_CLOUD.hills[0], PAPER, share))


def lay_far_ridge(sheet: Sheet) -> None:
    """Print the far part: the peak with the cairn, the saddle, and the walkers on it against the light."""
    light = ABOVE_CLOUD
    skyline = land.craggy(
        [
            (300, 2050),
            (640, 1660),
            (900, 1290),
            (1060, 1080),
            (1200, 960),
            (1360, 1070),
            (1560, 1290),
            (1900, 1440),
            (2300, 1400),
            (2640, 1250),
            (2960, 1080),
            (3010, 1240),
            (3060, 2300),
        ],
        0.07,
        12,
    )
    sheet.fill([land.hill(skyline, 2300)], FAR_LIT)
    edge = land.craggy([(1200, 962), (1250, 1200), (1150, 1420), (1330, 1660), (1260, 2300)], 0.16, 13)
    gully = land.craggy([(1840, 1425), (1960, 1560), (1850, 1720), (2010, 1900), (1980, 2300)], 0.16, 18)
    sheet.fill([[*land.between(skyline, 1201, 1840), *gully, *edge[::-1]]], light.hills[2])
    worn = mix(FAR_LIT, light.hills[2], 0.4)
    sheet.fill(land.shards(skyline, 560, 1120, 5, 19, 0.5), worn)
    sheet.fill(land.shards(skyline, 2000, 2700, 5, 20, 0.5), worn)
    sheet.fill(land.shards(skyline, 1300, 1800, 5, 21, 0.55), light.hills[3])
    sheet.fill(things.mark((1194, 984), 92), light.hills[5])
    under = land.ground_under(skyline)
    for walker, x, ink in (
        (Person(figures.WALK).wearing("pack"), 1760, light.hills[5]),
        (Person(figures.WALK, 0.94).wearing("pack", "bobble"), 1880, light.hills[5]),
        (Person(figures.WALK, 1.03).wearing("pack", "cap"), 2080, BRACKEN),
    ):
        person(sheet, figures.stand_on(under, walker, x, 108, True), ink)


def lay_near_ridge(sheet: Sheet) -> None:
    """Print the near part, down to our feet: its sunny side, its dark side, and the path on the edge between."""
    light = ABOVE_CLOUD
    edge = land.craggy(land.smooth([(x, y) for x, y, _ in CREST], 90), 0.16, 14, 3)
    left = land.craggy(
        [
            (2960, 1090),
            (2700, 1420),
            (2460, 1760),
            (2120, 2010),
            (1640, 2200),
            (1120, 2370),
            (560, 2640),
            (EDGE, 2860),
            (EDGE, 3100),
        ],
        0.1,
        15,
    )
    right = land.craggy(
        [(2960, 1090), (3180, 1330), (3420, 1700), (3660, 2050), (3900, 2400), (4060, 2700), (4060, 3100)], 0.08, 16
    )
    sheet.fill([[*edge, *right[::-1]]], light.hills[4])
    sheet.fill(land.shards(right, 3060, 3600, 5, 26, 0.8), light.hills[3])
    grain(sheet, edge, 260, 900, mix(light.hills[4], light.hills[2], 0.5), 24, 6)
    sheet.fill([[*left, *edge[::-1]]], LIT)
    sheet.fill(land.shards(left[::-1], 500, 1900, 6, 23, 0.6), mix(LIT, light.hills[3], 0.35))
    sheet.fill([land.ribbon([(x - wide * 0.3, y, wide) for x, y, wide in CREST])], mix(light.rim, PAPER, 0.2))


def lay_foreground(sheet: Sheet) -> None:
    """Print the ground at our feet on either side of the path."""
    light = ABOVE_CLOUD
    for ridge, seed in (
        ([(EDGE, 2720), (500, 2760), (1100, 2850), (1560, 2960), (1700, 3100)], 1),
        ([(2080, 3100), (2300, 2960), (2800, 2860), (3400, 2800), (4060, 2690)], 2),
    ):
        line = land.smooth(ridge)
        sheet.fill([land.hill(line, 3100)], light.hills[5])
        sheet.fill(plants.grass(line, 46, 130, 30 + seed, 0.35), light.hills[5])


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = ABOVE_CLOUD
    sky.lay_sky(sheet, light, 1700)
    sheet.glow((EDGE, 1250), 2200, mix(light.rim, PAPER, 0.3), 0.75)
    for at, wide, tall, seed in (((900, 420), 1900, 44, 1), ((2300, 700), 1300, 30, 2), ((3500, 960), 1200, 26, 3)):
        sheet.tint([sky.streak(at, wide, tall, seed)], PAPER, 0.5)
    sheet.tint([day_moon((3240, 520), 88)], PAPER, 0.85)
    for ridge, share in (
        ([(1900, 1700), (2600, 1560), (3000, 1500), (3400, 1590), (4060, 1500)], 0),
        ([(EDGE, 1600), (300, 1540), (700, 1620), (1100, 1700)], 0),
    ):
        sheet.fill([land.hill(land.craggy(ridge, 0.12, 17 + share), 2000)], light.hills[share])
    lay_cloud(sheet, 1700, 80, 1, 0.5)
    lay_cloud(sheet, 1840, 110, 2, 0.7)
    lay_far_ridge(sheet)
    lay_cloud(sheet, 2120, 130, 4, 0.85)
    lay_near_ridge(sheet)
    bank = [(x, y + max(0.0, 3500 - x) * 0.5) for x, y in sky.cloud_sea(4000, 2480, 130, 3)]
    sheet.fill([land.hill(bank, 3100)], PAPER)
    lay_foreground(sheet)
