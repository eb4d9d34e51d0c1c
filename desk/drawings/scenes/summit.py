"""The summit: a huge sun behind the group and the cairn, a sea of cloud below."""

from __future__ import annotations

from .. import figures, land, sky, stones
from ..figures import Person
from ..palette import BRACKEN, HIGH_MORNING, PAPER, mix
from ..prints import EDGE, grain, person
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = HIGH_MORNING
    sky.lay_sky(sheet, light, 2000)
    for at, wide, tall, seed in (
        ((700, 380), 2200, 46, 1),
        ((2900, 260), 1700, 38, 2),
        ((3300, 620), 1500, 34, 3),
        ((500, 820), 1300, 30, 4),
    ):
        sheet.tint([sky.streak(at, wide, tall, seed)], PAPER, 0.6)
    sun = (2380, 1270)
    sheet.glow(sun, 1900, mix(light.sky[3], PAPER, 0.3), 0.8)
    sheet.tint([land.disc(sun, 920)], light.rim, 0.35)
    sheet.fill([land.disc(sun, 690)], light.sun)
    far = land.craggy(
        [
            (EDGE, 1720),
            (300, 1640),
            (620, 1500),
            (760, 1540),
            (1100, 1690),
            (1500, 1730),
            (2200, 1760),
            (3000, 1740),
            (3300, 1640),
            (3560, 1560),
            (3760, 1640),
            (4060, 1690),
        ],
        0.16,
        5,
    )
    sheet.fill([land.hill(far, 2100)], light.hills[0])
    for base, ink, seed, crest in (
        (1850, mix(light.hills[0], PAPER, 0.55), 1, 90),
        (2010, mix(light.hills[0], PAPER, 0.75), 2, 110),
        (2230, PAPER, 3, 130),
    ):
        line = sky.cloud_sea(4000, base, crest, seed)
        sheet.fill([land.hill(line, 3000)], ink)
        if seed == 1:
            island = land.craggy(
                [(500, 2060), (760, 1900), (960, 1800), (1060, 1830), (1300, 1960), (1500, 2060)], 0.16, 8
            )
            sheet.fill([land.hill(island, 2070)], light.hills[1])
        if seed == 2:
            island = land.craggy([(3080, 2280), (3380, 2100), (3600, 1990), (3700, 2020), (4060, 2240)], 0.16, 9)
            sheet.fill([land.hill(island, 2290)], light.hills[2])
    crag = land.craggy(
        [
            (EDGE, 2800),
            (420, 2660),
            (820, 2500),
            (1180, 2310),
            (1480, 2150),
            (1740, 2000),
            (1900, 1900),
            (2140, 1850),
            (2480, 1830),
            (2800, 1850),
            (3020, 1960),
            (3260, 2160),
            (3560, 2330),
            (3800, 2480),
            (4060, 2560),
        ],
        0.09,
        15,
    )
    sheet.fill([land.hill(crag, 3100)], light.hills[5])
    lit = land.craggy([(1900, 1905), (1960, 2060), (1860, 2220), (1980, 2400), (1820, 2640), (1900, 3100)], 0.2, 16)
    sheet.fill([[*land.between(crag, EDGE + 2, 1900), *lit, (EDGE, 3100)]], light.hills[4])
    sheet.fill(land.shards(crag, 200, 1800, 9, 23), mix(light.hills[4], light.hills[5], 0.55))
    sheet.fill(land.shards(crag, 2020, 3800, 11, 24), mix(light.hills[5], light.hills[4], 0.5))
    grain(sheet, land.between(crag, 0, 1900), 150, 1800, mix(light.hills[4], light.rim, 0.4), 17)
    sheet.fill(stones.cairn((2700, 1862), 330, 6), light.hills[5])
    for runner, x, mirror in (
        (Person(figures.ARMS_UP).wearing("bun"), 2440, False),
        (Person(figures.HANDS_ON_KNEES), 2200, False),
        (Person(figures.HANDS_ON_HIPS, 1.04).wearing("cap"), 2000, False),
        (Person(figures.STAND, 0.96).wearing("ponytail"), 2905, True),
        (Person(figures.SCRAMBLE).wearing("bobble"), 1500, False),
    ):
        person(sheet, figures.stand_on(land.ground_under(crag), runner, x, 410, mirror), light.hills[5])
    person(sheet, figures.stand_on(land.ground_under(crag), Person(figures.CLIMB).wearing("cap"), 1200, 410), BRACKEN)
    sheet.fill(sky.birds((900, 900), 6, 60, 5), light.hills[3])
