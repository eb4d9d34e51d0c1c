"""Tea: an orange mug and wet shoes on the wall, the last of the group walking home."""

from __future__ import annotations

from random import Random

from .. import figures, footwear, land, plants, sky, stones, things
from ..figures import Person
from ..palette import BRACKEN, EMBER, LATE_MORNING, MOSS, PAPER, Light, mix
from ..prints import EDGE, grain, person
from ..sheet import Sheet


def lay_wall(sheet: Sheet, light: Light) -> None:
    """Print the wall that everything stands on: four courses of stones, then the flat stones on top."""
    random = Random(51)
    y = 2520.0
    for course in range(4):
        x = -120.0 - course * 90
        while x < 4100:
            wide, tall = random.uniform(330, 760), 170.0
            ink = random.choice(
                (light.hills[4], mix(light.hills[4], light.hills[3], 0.4), mix(light.hills[4], light.hills[5], 0.4))
            )
            stone = stones.boulder((x + wide / 2, y), wide * 0.96, tall * 0.94, random.randrange(10**6))
            sheet.fill([land.smooth([*stone, stone[0]], 30)], ink)
            x += wide
        y += 176
    x = -80.0
    while x < 4100:
        wide = random.uniform(520, 980)
        slab = land.craggy(
            [
                (x + 14, 2322),
                (x + wide * 0.5, 2296),
                (x + wide - 14, 2318),
                (x + wide - 8, 2408),
                (x + wide * 0.5, 2436),
                (x + 10, 2414),
                (x + 14, 2322),
            ],
            0.05,
            random.randrange(10**6),
            4,
        )
        sheet.fill([slab], mix(light.hills[3], light.hills[2], random.uniform(0.15, 0.6)))
        lit = [(20, 0), (wide / 2, -25), (wide - 20, -3), (wide - 40, 16), (wide / 2, -4), (40, 20)]
        sheet.fill([[(x + dx, 2322 + dy) for dx, dy in lit]], mix(light.hills[1], light.rim, 0.3))
        x += wide


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = LATE_MORNING
    sky.lay_sky(sheet, light, 1600)
    sheet.glow((2960, 800), 1300, mix(light.rim, EMBER, 0.25), 0.8)
    sheet.fill([land.disc((2960, 800), 215)], PAPER)
    far = land.craggy(
        [
            (EDGE, 1120),
            (400, 1010),
            (800, 860),
            (1060, 740),
            (1220, 780),
            (1560, 960),
            (2000, 1100),
            (2600, 1160),
            (3200, 1120),
            (3700, 1010),
            (4060, 960),
        ],
        0.13,
        31,
    )
    sheet.fill([land.hill(far, 2000)], light.hills[0])
    sheet.fill(
        [[*land.between(far, 1060, 2000), (1700, 1130), (1420, 1090), (1250, 1010), (1290, 900), (1170, 840)]],
        light.hills[1],
    )
    second = land.smooth(
        [(EDGE, 1240), (600, 1180), (1300, 1260), (2000, 1270), (2700, 1200), (3400, 1150), (4060, 1240)]
    )
    sheet.fill([land.hill(second, 2200)], light.hills[1])
    third = land.smooth([(EDGE, 1330), (700, 1370), (1500, 1400), (2300, 1330), (3100, 1280), (4060, 1390)])
    sheet.fill([land.hill(third, 2200)], light.hills[2])
    fourth = land.smooth([(EDGE, 1560), (700, 1510), (1500, 1500), (2300, 1540), (3100, 1620), (4060, 1600)])
    sheet.fill([land.hill(fourth, 2300)], light.hills[3])
    grain(sheet, fourth, 170, 1900, light.hills[2], 32)
    lane = [
        (2700.0, 1585.0, 12.0),
        (2880.0, 1640.0, 22.0),
        (2740.0, 1720.0, 38.0),
        (2380.0, 1810.0, 60.0),
        (2100.0, 1930.0, 90.0),
        (2060.0, 2080.0, 120.0),
        (2160.0, 2360.0, 170.0),
    ]
    sheet.fill([land.ribbon(lane)], light.sky[3])
    for runner, x, y, tall in (
        (Person(figures.WALK), 2830, 1668, 120),
        (Person(figures.WALK, 0.94).wearing("ponytail"), 2760, 1716, 136),
        (Person(figures.WALK, 1.04), 2530, 1776, 170),
        (Person(figures.WALK, 0.95).wearing("pack"), 2420, 1806, 180),
    ):
        person(sheet, figures.stand(runner, (x, y), tall), light.hills[5])
    person(sheet, figures.stand(Person(figures.WALK).wearing("cap"), (2130, 1934), 235), BRACKEN)
    sheet.fill(plants.thorn((3500, 1680), 600, 12, 0.6), light.hills[4])
    sheet.fill(plants.grass([(3440, 1690), (3500, 1694), (3560, 1690)], 9, 60, 13, 0.3), light.hills[4])
    sheet.fill([[(EDGE, 2300), (4060, 2300), (4060, 3100), (EDGE, 3100)]], light.hills[5])
    lay_wall(sheet, light)
    sheet.tint([sky.streak((1340, 2326), 1000, 50, 3)], light.hills[5], 0.55)
    for shape, ink in [
        *footwear.shoe((2560, 2322), 840, MOSS, mix(PAPER, light.hills[2], 0.35)),
        *footwear.shoe((2880, 2340), 860, mix(MOSS, light.hills[2], 0.25), mix(PAPER, light.hills[2], 0.2), tilt=0),
    ]:
        sheet.fill([shape], ink)
    for shape, ink in things.mug((1240, 2318), 620, BRACKEN):
        sheet.fill([shape], ink)
    sheet.fill(things.mark((1120, 2190), 230), mix(PAPER, EMBER, 0.1))
    sheet.tint(things.steam((1240, 1690), 760, 4), PAPER, 0.8)
