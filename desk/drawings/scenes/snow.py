"""Late snow: the fields have let it go, a walled lane has kept it, and somebody has walked there before us."""

from __future__ import annotations

from random import Random

from .. import footwear, land, plants, sky, stones, things
from ..palette import BRACKEN, HIGH_MORNING, MOSS, PAPER, SNOW, mix
from ..prints import EDGE
from ..sheet import Sheet
from ..view import View

FAR, HALF, TALL = 46.0, 1.45, 1.0  # metres: how far the lane is seen, half its width, its walls' height
SHADE = mix(SNOW.hills[2], MOSS, 0.1)


def swing(away: float) -> float:
    """The lane bends to the left, and back again before its end."""
    return -0.0075 * away**2 + 0.000122 * away**3


def climb(away: float) -> float:
    """The lane climbs, gently and then less gently."""
    rise: float = max(0.0, away - 5) ** 1.5 * 0.0135
    return rise


LANE = View((1640, 1760), 1.7, 2600, swing, climb)
STEPS = [1.9 * 1.03**index for index in range(109)]  # distances at which the lane is drawn, closer together near us


def lay_distance(sheet: Sheet) -> None:
    """Print the mountain, white still, and the fields, which are green again but for a few drifts."""
    light, shade = HIGH_MORNING, mix(SNOW.hills[2], HIGH_MORNING.hills[2], 0.35)
    peak = land.craggy(
        [
            (EDGE, 1420),
            (500, 1330),
            (900, 1210),
            (1260, 1060),
            (1560, 930),
            (1760, 880),
            (1960, 960),
            (2220, 1110),
            (2500, 1180),
            (2760, 1290),
            (3060, 1330),
        ],
        0.13,
        5,
    )
    sheet.fill([land.hill(peak, 2200)], SNOW.hills[5])
    sheet.fill(
        [
            [
                *land.between(peak, 1765, 3050),
                (3060, 1700),
                (2300, 1700),
                (2060, 1440),
                (1890, 1310),
                (1950, 1180),
                (1800, 1040),
            ]
        ],
        shade,
    )
    sheet.fill(land.shards(peak, 700, 1700, 8, 6, 0.4), shade)
    sheet.fill(land.shards(peak, 1900, 2800, 6, 7, 0.4), mix(shade, light.hills[2], 0.5))
    foothill = land.craggy(
        land.smooth([(EDGE, 1370), (600, 1450), (1200, 1500), (1900, 1490), (2500, 1420), (3060, 1380)], 150),
        0.08,
        8,
        3,
    )
    sheet.fill([land.hill(foothill, 2200)], light.hills[1])
    sky.mist(sheet, 1180, 1640, light.mist, 0.8, 1, 9)
    field = land.smooth([(EDGE, 1530), (500, 1610), (1100, 1655), (1700, 1655), (2400, 1600), (3060, 1500)])
    sheet.fill([land.hill(field, 4100)], mix(light.hills[3], light.hills[2], 0.55))
    sheet.fade([land.hill(field, 2900)], light.hills[3], (1600, 0.0), (2500, 1.0))
    for at, wide, tall, seed in (
        ((420, 1740), 760, 50, 1),
        ((2500, 1720), 900, 54, 2),
        ((120, 1960), 700, 80, 3),
        ((2860, 1900), 560, 60, 4),
        ((2080, 1650), 420, 22, 5),
        ((880, 1672), 340, 18, 6),
    ):
        sheet.fill([sky.streak(at, wide, tall, seed)], SNOW.hills[5])


def lay_lane(sheet: Sheet) -> None:
    """Print the snow in the lane, the left wall's shadow on it, and one line of footprints."""
    left, random = [(-HALF, away) for away in STEPS], Random(4)
    sheet.fill([LANE.flat(left + [(HALF, away) for away in reversed(STEPS)])], SNOW.hills[5])
    reach = [(-HALF + 0.98 + random.uniform(-0.045, 0.045), away) for away in reversed(STEPS)]
    sheet.fill([LANE.flat(left + reach)], SHADE)
    for index in range(44):
        away, left_foot = 2.25 + 0.7 * index, index % 2 == 0
        aside = 0.22 + (-0.12 if left_foot else 0.12) + random.uniform(-0.02, 0.02)
        for length, ink in ((0.34, mix(SHADE, MOSS, 0.12)), (0.27, mix(SHADE, MOSS, 0.4))):
            heel = aside, away + (0.34 - length) * 0.75
            sheet.fill([LANE.flat(footwear.footprint(heel, length, -5 if left_foot else 5, left_foot))], ink)


def lay_wall(sheet: Sheet, side: int) -> None:
    """Print one wall of the lane and what snow is left on it, in lengths; the right-hand one is in the sun."""
    light, random = HIGH_MORNING, Random(20 + side)
    low, high = (
        [LANE.at(side * HALF, away) for away in STEPS],
        [LANE.at(side * HALF, away, TALL + 0.1) for away in STEPS],
    )
    sheet.fill([low + high[::-1]], mix(light.hills[5], light.hills[4], 0.25))
    for stone in stones.lane_wall(LANE, side * HALF, 2.1, 30.0, TALL, 5 + side):
        sheet.fill([stone.shape], mix(light.hills[4], light.hills[2], stone.lightness * (0.3 if side < 0 else 0.6)))
    away = FAR
    while away > 2.0:
        long, thick, count = random.uniform(0.16, 0.5) * away, random.uniform(0.11, 0.18), 10
        shares = [index / count for index in range(count + 1)]
        under = [(away - long * share, TALL + random.uniform(0.06, 0.15)) for share in shares]
        over = [
            (away - long * share, TALL + 0.1 + thick * (1 - abs(2 * share - 1) ** 5) + random.uniform(-0.012, 0.012))
            for share in shares
        ]
        cap = land.smooth([LANE.at(side * HALF, *spot) for spot in [*under, *over[::-1], under[0]]], 14)
        sheet.fill([cap], SNOW.hills[5] if side > 0 else SNOW.hills[1])
        away -= long * random.choice((1.0, 1.04, 1.3))


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = HIGH_MORNING
    sky.lay_sky(sheet, light, 1500)
    sheet.glow((EDGE, 1350), 1500, light.rim, 0.7)
    for at, wide, tall, seed in (((700, 300), 1700, 50, 1), ((2500, 480), 1300, 40, 2), ((500, 720), 900, 26, 3)):
        sheet.tint([sky.streak(at, wide, tall, seed)], PAPER, 0.65)
    lay_distance(sheet)
    sheet.fill(plants.thorn((600, 2110), 740, 9, 0.5, 4), light.hills[5])
    lay_lane(sheet)
    lay_wall(sheet, -1)
    for shape, ink in things.mitten((2318, 2064), 246, BRACKEN, -8):
        sheet.fill([shape], ink)
    lay_wall(sheet, 1)
