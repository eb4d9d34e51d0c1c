"""Packs left by a wall where the path forks; three runners go on light."""

from __future__ import annotations

from random import Random

from .. import figures, land, plants, sky, stones, things
from ..figures import Person
from ..palette import BRACKEN, CLEAR_NOON, EMBER, MOSS, PAPER, PEAT, mix
from ..prints import EDGE, cast, grain, person
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = CLEAR_NOON
    sky.lay_sky(sheet, light, 1150)
    sheet.fill([*sky.cloud((2700, 420), 1500, 230, 11, 8), *sky.cloud((900, 300), 900, 140, 12, 6)], PAPER)
    sheet.fill(sky.cloud((3750, 640), 900, 120, 13, 6), mix(light.sky[2], PAPER, 0.6))
    far = land.craggy(
        [
            (EDGE, 860),
            (400, 800),
            (800, 640),
            (1000, 690),
            (1400, 820),
            (1900, 900),
            (2500, 880),
            (3100, 820),
            (3500, 860),
            (4060, 790),
        ],
        0.13,
        41,
    )
    sheet.fill([land.hill(far, 1400)], light.hills[0])
    sheet.fill([[*land.between(far, 800, 1500), (1300, 940), (1060, 900), (900, 800)]], light.hills[1])
    second = land.smooth(
        [
            (EDGE, 1010),
            (700, 980),
            (1300, 1040),
            (1900, 1020),
            (2500, 860),
            (2900, 700),
            (3200, 640),
            (3500, 700),
            (4060, 930),
        ]
    )
    sheet.fill([land.hill(second, 1600)], light.hills[2])
    sheet.fill(
        [[*land.between(second, 3200, 4040), (4060, 1500), (3500, 1300), (3420, 1050), (3280, 900), (3330, 760)]],
        mix(light.hills[2], light.hills[3], 0.6),
    )
    third = land.smooth(
        [(EDGE, 1180), (600, 1120), (1300, 1160), (2000, 1200), (2800, 1120), (3400, 1150), (4060, 1260)]
    )
    sheet.fill([land.hill(third, 2200)], light.hills[3])
    grain(sheet, third, 190, 2200, light.hills[2], 42)
    gold = mix(light.sky[3], EMBER, 0.28)
    high = [
        (3190.0, 642.0, 8.0),
        (3120.0, 720.0, 12.0),
        (3230.0, 820.0, 16.0),
        (3040.0, 930.0, 22.0),
        (3080.0, 1040.0, 30.0),
        (2860.0, 1160.0, 40.0),
        (2700.0, 1290.0, 56.0),
        (2580.0, 1430.0, 84.0),
    ]
    low = [
        (1180.0, 1158.0, 10.0),
        (1420.0, 1190.0, 16.0),
        (1760.0, 1220.0, 26.0),
        (2120.0, 1300.0, 46.0),
        (2460.0, 1410.0, 72.0),
        (2580.0, 1440.0, 84.0),
    ]
    sheet.fill(
        [
            land.ribbon(low),
            land.ribbon(high),
            land.ribbon(
                [
                    (2588.0, 1412.0, 84.0),
                    (2572.0, 1440.0, 104.0),
                    (2520.0, 1560.0, 130.0),
                    (2420.0, 1760.0, 210.0),
                    (2300.0, 2200.0, 330.0),
                ]
            ),
        ],
        gold,
    )
    for runner, x, y, tall in (
        (Person(figures.CLIMB).wearing("bun"), 2700, 1276, 250),
        (Person(figures.STRIDE, 1.04), 2860, 1160, 205),
        (Person(figures.DRIVE).wearing("ponytail"), 3062, 1046, 165),
    ):
        parts = figures.stand(runner, (x, y), tall)
        cast(sheet, parts, (-tall * 0.9, tall * 0.16), light.hills[5])
        person(sheet, parts, light.hills[5], light.rim)
    coach = figures.stand(Person(figures.FLOAT).wearing("cap"), (2480, 1500), 330)
    cast(sheet, coach, (-310, 56), light.hills[5])
    person(sheet, coach, BRACKEN, light.rim)
    bank = land.smooth([(EDGE, 1690), (700, 1700), (1400, 1740), (2000, 1860), (2350, 2010), (2500, 2180)])
    sheet.fill([land.hill(bank, 2300)], light.hills[4])
    base = [(x, y + 30) for x, y in land.between(bank, -40, 1640)]
    sheet.fill([[*((x, y - 480) for x, y in base), (1730, 1340), (1740, 1840), *base[::-1]]], light.hills[5])
    random = Random(45)
    for stone in stones.wall(base, 640, 560, 43, 5):
        sheet.fill([stone], mix(light.hills[4], light.hills[3], random.uniform(0.0, 0.75)))
    for course in range(6):
        sheet.fill(
            [stones.boulder((1668 + course % 2 * 14, 1836 - course * 88), 200 - course % 2 * 26, 88, 900 + course)],
            mix(light.hills[4], light.hills[3], 0.2 + course % 3 * 0.2),
        )
    for foot, tall, ink, lean in (
        ((700, 1850), 600, MOSS, 5),
        ((1080, 1872), 640, BRACKEN, -4),
        ((1440, 1900), 520, mix(MOSS, light.hills[2], 0.4), 9),
    ):
        sheet.tint([sky.streak((foot[0] - 60, foot[1] + 4), tall * 1.15, 60, 3)], PEAT, 0.6)
        for shape, ink_of_part in things.pack(foot, tall, ink, lean):
            sheet.fill([shape], ink_of_part)
    right = land.smooth([(2900, 2180), (3200, 2000), (3600, 1880), (4060, 1800)])
    sheet.fill([land.hill(right, 2300)], light.hills[4])
    sheet.fill(plants.grass(right, 60, 130, 44, -0.2), light.hills[4])
    front = land.smooth([(EDGE, 1960), (700, 1985), (1400, 2040), (2000, 2140)])
    sheet.fill([land.hill(front, 2300)], light.hills[5])
    sheet.fill(plants.grass(front, 80, 110, 46, 0.2), light.hills[5])
    for x, tall, lean in ((3560, 420, -30), (3640, 500, 4), (3760, 460, 32), (3900, 440, -12), (3980, 420, 26)):
        sheet.fill(
            plants.frond((x, 2140), tall, lean, x), random.choice((light.hills[5], mix(BRACKEN, light.hills[4], 0.3)))
        )
