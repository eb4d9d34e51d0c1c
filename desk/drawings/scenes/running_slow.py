"""Snow, no wind: one small runner in a very wide quiet, footprints behind."""

from __future__ import annotations

import itertools

from .. import figures, land, plants, sky, things
from ..figures import Person
from ..palette import BRACKEN, EMBER, MOSS, PAPER, PEAT, SNOW, mix
from ..prints import EDGE, cast, person
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = SNOW
    sky.lay_sky(sheet, light, 1180)
    sun = (2960, 760)
    sheet.glow(sun, 1300, light.sun, 0.55)
    sheet.fill([land.disc(sun, 135)], mix(light.sun, EMBER, 0.45))
    far = land.craggy(
        [
            (EDGE, 930),
            (500, 860),
            (900, 700),
            (1080, 640),
            (1260, 710),
            (1700, 880),
            (2300, 960),
            (3000, 990),
            (3600, 920),
            (4060, 850),
        ],
        0.13,
        71,
    )
    sheet.fill([land.hill(far, 1500)], light.hills[1])
    sheet.fill(
        [[*land.between(far, 1080, 1800), (1560, 980), (1320, 930), (1220, 850), (1270, 770), (1150, 730)]],
        light.hills[2],
    )
    sky.mist(sheet, 780, 1130, light.mist, 0.9, 4, 72)
    second = land.smooth(
        [(EDGE, 1090), (600, 1030), (1200, 1080), (1900, 1110), (2600, 1060), (3300, 980), (4060, 1030)]
    )
    sheet.fill([land.hill(second, 1600)], mix(light.hills[1], light.hills[0], 0.5))
    for x, tall, seed in (
        (3180, 150, 1),
        (3250, 190, 2),
        (3310, 165, 3),
        (3400, 200, 4),
        (3470, 140, 5),
        (3590, 170, 6),
    ):
        (foot, _) = land.ground_at(second, x)
        sheet.fill(plants.pine((x, foot[1] + 14), tall, seed), light.hills[2])
    sky.mist(sheet, 1000, 1350, light.mist, 0.7, 3, 73)
    third = land.smooth([(EDGE, 1240), (700, 1270), (1500, 1230), (2300, 1200), (3100, 1260), (4060, 1330)])
    sheet.fill([land.hill(third, 2000)], light.hills[3])
    long = land.smooth([(EDGE, 1400), (800, 1460), (1600, 1490), (2400, 1440), (3200, 1420), (4060, 1480)])
    sheet.fill([land.hill(long, 2300)], light.hills[4])
    sheet.fill(
        [[*land.between(long, -40, 1500), (1800, 1560), (1200, 1620), (500, 1590), (EDGE, 1640)]],
        mix(light.hills[4], light.hills[2], 0.28),
    )
    near = land.smooth([(EDGE, 1720), (900, 1660), (1800, 1730), (2700, 1820), (3400, 1780), (4060, 1690)])
    dark = mix(MOSS, PEAT, 0.5)
    sheet.fill(plants.thorn((640, 1720), 580, 23, 0.5), dark)
    sheet.fill([land.hill(near, 2300)], light.hills[5])
    sheet.fill(
        [[*land.between(near, 1800, 4030), (4060, 1800), (3400, 1880), (2700, 1900)]],
        mix(light.hills[5], light.hills[2], 0.3),
    )
    blue = mix(light.hills[2], MOSS, 0.28)
    for step, x in enumerate(range(150, 2290, 46)):
        (foot, _) = land.ground_at(long, x)
        deep = 26 + (0 if step % 2 else 9)
        sheet.fill(
            [[(px, foot[1] + deep + (py - foot[1]) * 0.34) for px, py in figures.circle((x, foot[1]), 12)]], blue
        )
    (foot, _) = land.ground_at(long, 2330)
    runner = figures.stand(Person(figures.LANDING).wearing("bobble"), (2330, foot[1] + 34), 230)
    cast(sheet, runner, (-330, 62), blue)
    person(sheet, runner, BRACKEN)
    fence = land.between(near, 2900, 4030)
    for post in range(9):
        x = 2920 + post * 135
        (at, _) = land.ground_at(fence, x)
        tall = 92 + post * 9
        sheet.fill([things.bar((x, at[1] + 14), (x + (post % 3 - 1) * 7, at[1] - tall), 13 + post)], dark)
    for level in (0.4, 0.8):
        wire = [
            (2920 + post * 135, land.ground_at(fence, 2920 + post * 135)[0][1] - (92 + post * 9) * level)
            for post in range(9)
        ]
        sheet.fill([things.bar(a, b, 4) for a, b in itertools.pairwise(wire)], dark)
    sheet.fill(
        plants.grass(land.between(near, 420, 900), 12, 70, 74, 0.3)
        + plants.grass(land.between(near, 1400, 2400), 9, 60, 75, 0.3),
        mix(dark, light.hills[2], 0.35),
    )
    for centre, radius in sky.flakes(4000, 2100, 230, 76):
        if abs(centre[0] - 2330) > 150 or abs(centre[1] - 1380) > 170:
            sheet.dot(centre, radius, PAPER)
