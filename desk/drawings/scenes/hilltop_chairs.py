"""Two folding chairs under an oak on the hill, at noon in summer, looking down the valley."""

from __future__ import annotations

from random import Random

from .. import chairs, land, plants, sky, solids
from ..palette import BRACKEN, CLEAR_NOON, PAPER, PEAT, mix
from ..prints import EDGE, grain
from ..sheet import Sheet
from ..view import View

VIEW = View((1500, 1560), 1.5, 3300)
CROWN = (  # masses of leaves: middle, width, height
    ((3120, 880), 1700, 700),
    ((3150, 400), 1240, 660),
    ((3800, 660), 980, 560),
    ((2600, 660), 980, 540),
    ((3260, 720), 900, 400),
    ((2440, 980), 860, 400),
    ((3900, 1000), 800, 400),
    ((2960, 1000), 840, 360),
    ((3460, 1010), 760, 340),
)
TRUNK = [(3060, 1000), (3050, 1500), (3045, 1900), (3010, 2150), (2940, 2290), (2800, 2372), (2960, 2362), (3080, 2396)]
TRUNK += [
    (3200, 2366),
    (3330, 2392),
    (3500, 2366),
    (3350, 2290),
    (3270, 2150),
    (3235, 1900),
    (3220, 1500),
    (3120, 1000),
]
SUMMER = (0.3, 0.8, -0.3)


def lay_valley(sheet: Sheet) -> None:
    """Print the sky, the hills and the lake that the chairs look at."""
    light = CLEAR_NOON
    sky.lay_sky(sheet, light, 1500)
    sheet.fill([*sky.cloud((900, 760), 1100, 210, 11), *sky.cloud((330, 1010), 760, 120, 12, 6)], PAPER)
    sheet.fill(sky.cloud((1750, 1060), 620, 90, 13, 5), mix(light.sky[2], PAPER, 0.7))
    far = [(EDGE, 1300), (500, 1230), (900, 1070), (1160, 1140), (1700, 1330), (2300, 1260), (2900, 1130), (4060, 1330)]
    sheet.fill([land.hill(land.craggy(far, 0.14, 91), 2200)], light.hills[0])
    for heights, ink in (
        ((1390, 1350, 1420, 1440, 1370, 1300), light.hills[1]),
        ((1500, 1540, 1520, 1470, 1480, 1520), light.hills[2]),
    ):
        crest = land.smooth(list(zip((EDGE, 800, 1600, 2400, 3200, 4060), heights, strict=True)))
        sheet.fill([land.hill(crest, 2400)], ink)
    sheet.fill([sky.streak((1250, 1640), 2300, 110, 92)], light.sky[2])
    sheet.tint([sky.streak((1100, 1660), 1500, 16, 93), sky.streak((1500, 1630), 1100, 12, 94)], PAPER, 0.8)
    near = land.smooth([(EDGE, 1720), (900, 1700), (1700, 1690), (2500, 1640), (3300, 1600), (4060, 1560)])
    sheet.fill([land.hill(near, 2600)], light.hills[3])
    for x, y, flip in ((520, 1800, False), (640, 1830, True), (1010, 1790, False)):
        sheet.fill(plants.sheep((x, y), 44, flip), PAPER)


def lay_oak(sheet: Sheet) -> None:
    """Print the oak: a trunk that forks into boughs, and a crown in three greens, lit from the upper left."""
    light = CLEAR_NOON
    sheet.fill(
        [
            land.smooth(TRUNK),
            land.ribbon([(3150, 1640, 110.0), (2960, 1380, 90), (2700, 1220, 60), (2480, 1120, 16)]),
            land.ribbon([(3130, 1560, 110.0), (3330, 1330, 90), (3560, 1220, 60), (3760, 1090, 16)]),
        ],
        mix(light.hills[5], PEAT, 0.5),
    )
    for (x, y), wide, tall in CROWN:
        sheet.fill(plants.foliage((x, y), wide, tall, x), light.hills[5])
        sheet.fill(plants.foliage((x - 24, y - 30), wide * 0.92, tall * 0.88, x), light.hills[3])
        sheet.fill(plants.foliage((x + 6, y + 12), wide * 0.9, tall * 0.86, x), light.hills[4])


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = CLEAR_NOON
    lay_valley(sheet)
    hill = land.smooth([(EDGE, 2420), (700, 2330), (1500, 2230), (2300, 2170), (3100, 2160), (4060, 2230)])
    sheet.fill([land.hill(hill, 3100)], light.hills[4])
    grain(sheet, hill, 300, 2100, light.hills[2], 95, 6)
    sheet.fill(plants.grass(hill, 120, 46, 96, 0.2), light.hills[4])
    shade = mix(light.hills[5], light.hills[4], 0.25)
    sheet.fill([sky.streak((2960, 2500), 3500, 480, 97)], shade)
    random = Random(98)
    for _ in range(40):
        at = random.uniform(1700, 3960), random.uniform(2400, 2690)
        wide = random.uniform(60, 240)
        sheet.fill([sky.streak(at, wide, wide * 0.16, random.randrange(10**6))], light.hills[4])
    lay_oak(sheet)
    sheet.fill(plants.grass([(2800 + 35 * index, 2400) for index in range(21)], 16, 60, 99, 0.2), light.hills[4])
    for x, z, turn, cloth in ((0.62, 6.0, -28, BRACKEN), (1.62, 6.2, -14, mix(PAPER, light.hills[1], 0.5))):
        for shape, ink in solids.printed(chairs.folding_chair((x, 0.0, z), turn, cloth), VIEW, SUMMER):
            sheet.fill([shape], ink)
    front = land.smooth([(EDGE, 2790), (900, 2850), (1900, 2930), (2700, 3060)])
    sheet.fill([land.hill(front, 3100)], light.hills[5])
    sheet.fill(plants.grass(front, 120, 130, 100, 0.25), light.hills[5])
