"""Rain: the causeway by the flooded tarn, hoods up, everything twice."""

from __future__ import annotations

from random import Random

from .. import figures, land, plants, sky, stones
from ..figures import Person
from ..palette import BRACKEN, HEAVY_RAIN, PAPER, mix
from ..prints import EDGE, person
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = HEAVY_RAIN
    shore = 1960
    sky.lay_sky(sheet, light, 1500)
    for at, wide, tall, seed in (
        ((600, 240), 2600, 420, 1),
        ((2500, 110), 2800, 380, 2),
        ((3500, 520), 2200, 320, 3),
        ((1400, 640), 2400, 230, 4),
        ((3000, 900), 1500, 90, 5),
    ):
        sheet.tint([sky.streak(at, wide, tall, seed)], mix(light.sky[0], light.hills[3], 0.35), 0.5)
    far = land.craggy(
        [
            (EDGE, 900),
            (380, 1040),
            (700, 1180),
            (1150, 1260),
            (1600, 1390),
            (2100, 1450),
            (2550, 1400),
            (3000, 1210),
            (3400, 940),
            (3700, 760),
            (4060, 640),
        ],
        0.12,
        3,
    )
    sheet.fill([land.hill(far, shore)], light.hills[0])
    sheet.fade([land.hill(far, shore)], light.sky[2], (1240, 0.0), (700, 0.95))
    second = land.craggy(
        [
            (EDGE, 1210),
            (300, 1290),
            (800, 1480),
            (1300, 1560),
            (1900, 1610),
            (2500, 1590),
            (3100, 1450),
            (3600, 1220),
            (4060, 1080),
        ],
        0.09,
        4,
    )
    sheet.fill([land.hill(second, shore)], light.hills[1])
    sky.mist(sheet, 1500, 1800, light.mist, 0.75, 5, 5)
    third = land.smooth(
        [(EDGE, 1560), (500, 1640), (1100, 1760), (1900, 1810), (2700, 1790), (3400, 1690), (4060, 1560)]
    )
    sheet.fill([land.hill(third, shore)], light.hills[2])
    sky.mist(sheet, 1720, 1930, light.mist, 0.55, 3, 6)
    bank = land.smooth([(EDGE, 1830), (700, 1850), (1500, 1862), (2500, 1862), (3300, 1846), (4060, 1820)])
    sheet.fill([land.hill(bank, shore)], light.hills[4])
    sheet.fill(plants.grass(land.between(bank, 0, 980), 34, 90, 8, -0.5), light.hills[4])
    sheet.fill(plants.grass(land.between(bank, 3200, 4000), 30, 90, 9, -0.5), light.hills[4])
    sheet.fill(plants.thorn((3560, 1850), 560, 7, -0.7), light.hills[4])
    sheet.fill(
        [
            stones.boulder((x, shore - 14), wide, wide * 0.42, x)
            for x, wide in ((240, 190), (420, 120), (3080, 150), (3240, 220), (3840, 180), (1010, 110))
        ],
        light.hills[5],
    )
    runners = [
        (Person(figures.STRIDE).wearing("hood"), 2800),
        (Person(figures.LANDING, 0.96).wearing("hood"), 2450),
        (Person(figures.PUSH, 1.03).wearing("cap"), 2060),
        (Person(figures.DRIVE, 0.95).wearing("hood"), 1690),
    ]
    for runner, x in runners:
        (foot, _) = land.ground_at(bank, x)
        person(sheet, figures.stand(runner, (x, foot[1] + 6), 470), light.hills[5])
    (foot, _) = land.ground_at(bank, 1180)
    person(sheet, figures.stand(Person(figures.FLOAT).wearing("hood"), (1180, foot[1] + 6), 470), BRACKEN)
    sheet.mirrored_below(shore, 1.0, mix(light.hills[3], light.hills[4], 0.3), 0.4)
    sheet.ripple(shore)
    random = Random(77)
    for _ in range(44):
        deep = random.random() ** 1.3
        glint = random.uniform(0, 4000), shore + 16 + deep * 1000
        sheet.tint([sky.streak(glint, 260 + deep * 600, 6 + deep * 13, random.randrange(10**6))], light.sky[3], 0.4)
    for _ in range(30):
        deep = random.random()
        drop, level, ring = random.uniform(0, 4000), shore + 90 + deep * 900, 26 + deep * 60
        outer = [(px, level + (py - level) * 0.28) for px, py in figures.circle((drop, level), ring)]
        inner = [(px, level + (py - level) * 0.28) for px, py in figures.circle((drop, level), ring * 0.82)]
        sheet.tint([[*outer, outer[0], inner[0], *inner[::-1]]], light.sky[3], 0.6)
    sheet.tint(sky.rain(4000, 3000, 360, 14, 12, 240), mix(light.sky[3], PAPER, 0.5), 0.5)
