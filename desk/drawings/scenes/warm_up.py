"""The warm-up: a half circle on wet grass, larches gone pale in the mist, the sun a coin."""

from __future__ import annotations

from random import Random

from .. import figures, land, plants, sky
from ..figures import Person
from ..palette import BRACKEN, EMBER, MORNING_MIST, PAPER, PEAT, mix
from ..prints import EDGE, person
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = MORNING_MIST
    sky.lay_sky(sheet, light, 2000)
    sheet.glow((1180, 760), 1500, mix(PAPER, EMBER, 0.22), 0.75)
    sheet.fill([land.disc((1180, 760), 190)], PAPER)
    back = land.smooth(
        [(EDGE, 1680), (600, 1600), (1300, 1630), (2000, 1500), (2700, 1280), (3300, 1120), (4060, 1010)]
    )
    sheet.fade([land.hill(back, 2400)], light.hills[0], (1000, 1.0), (2000, 0.25))
    random = Random(31)
    for share, ridge, low, high, count in (
        (1, [(EDGE, 1790), (900, 1740), (1900, 1700), (2800, 1560), (4060, 1440)], 420, 720, 15),
        (2, [(EDGE, 1930), (900, 1900), (2000, 1880), (3000, 1780), (4060, 1640)], 600, 1050, 11),
        (3, [(EDGE, 2060), (900, 2060), (2000, 2040), (3000, 1980), (4060, 1900)], 900, 1560, 6),
    ):
        line = land.smooth(ridge)
        ink = light.hills[share]
        spots = [random.uniform(2050, 4000) if index % 4 else random.uniform(0, 640) for index in range(count)]
        for x in spots:
            (foot, _) = land.ground_at(line, x)
            sheet.fill(
                plants.pine(
                    (foot[0], foot[1] + 30), random.uniform(low, high) * (0.5 + x / 8000), random.randrange(10**6)
                ),
                ink,
            )
        sheet.fill([land.hill(line, 2600)], ink)
        sky.mist(sheet, ridge[-1][1] - 320, 2160 + 40 * share, light.mist, 0.86, 3, 40 + share)
    field = land.smooth([(EDGE, 2140), (900, 2150), (2000, 2120), (3000, 2100), (4060, 2050)])
    sheet.fill([land.hill(field, 3100)], mix(light.hills[4], light.mist, 0.32))
    sheet.fade([land.hill(field, 3100)], light.hills[4], (2080, 0.0), (2700, 1.0))
    ring = [
        (Person(figures.QUAD_STRETCH).wearing("ponytail"), 560, 2530, False),
        (Person(figures.ARMS_UP, 1.02).wearing("bobble"), 1230, 2380, False),
        (Person(figures.LUNGE, 0.98), 2990, 2420, True),
        (Person(figures.SIDE_REACH).wearing("cap"), 2560, 2350, True),
        (Person(figures.TOUCH_TOES, 1.03), 3780, 2560, True),
    ]
    for (runner, x, y, mirror), tone in zip(
        sorted(ring, key=lambda spot: spot[2]), (0.34, 0.5, 0.25, 0.42, 0.3), strict=True
    ):
        tall = 780 + (y - 2340) * 0.9
        sheet.tint([sky.streak((x + 30, y - 4), tall * 0.95, 46, int(x))], light.hills[5], 0.6)
        person(
            sheet,
            figures.stand(runner, (x, y), tall, mirror),
            light.hills[5],
            light.rim,
            mix(light.hills[5], light.hills[4], tone),
        )
    sheet.tint([sky.streak((1960, 2316), 640, 44, 9)], light.hills[5], 0.6)
    person(
        sheet,
        figures.stand(Person(figures.LUNGE).wearing("cap"), (1960, 2320), 800),
        mix(BRACKEN, PEAT, 0.3),
        light.rim,
        BRACKEN,
    )
    front = land.smooth([(EDGE, 2790), (900, 2830), (1900, 2880), (3000, 2820), (4060, 2760)])
    sheet.fill([land.hill(front, 3100)], light.hills[5])
    sheet.fill(plants.grass(front, 260, 190, 33, 0.1), light.hills[5])
    sheet.fill(
        plants.grass([(x, y + 140) for x, y in front], 120, 150, 34, 0.1), mix(light.hills[5], light.hills[4], 0.3)
    )
