"""A wet Wednesday at dusk: six on the long climb to the last light, the coach behind them in bracken."""

from __future__ import annotations

from .. import figures, land, plants, sky
from ..figures import Person
from ..palette import BRACKEN, DUSK, EMBER, mix
from ..prints import EDGE, grain, person
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = DUSK
    sky.lay_sky(sheet, light, 1350)
    sun = (3120, 760)
    sheet.glow(sun, 1500, light.rim, 0.8)
    for at, wide, tall, seed in (
        ((500, 150), 2400, 300, 1),
        ((2000, 90), 2200, 180, 2),
        ((1100, 400), 1900, 150, 3),
        ((2500, 390), 1300, 50, 4),
        ((3500, 250), 1300, 60, 5),
    ):
        sheet.tint([sky.streak(at, wide, tall, seed)], mix(light.sky[0], light.hills[4], 0.35), 0.6)
    sheet.fill([land.disc(sun, 285)], light.sun)
    far = land.craggy(
        [
            (EDGE, 1100),
            (300, 1020),
            (560, 900),
            (720, 940),
            (1100, 1120),
            (1500, 1190),
            (2000, 1180),
            (2600, 1100),
            (4060, 1000),
        ],
        0.14,
        51,
    )
    sheet.fill([land.hill(far, 1700)], light.hills[0])
    shower = [(260, 200), (1150, 330), (760, 1320), (-320, 1320)]
    sheet.fade([shower], light.hills[1], (250, 0.0), (800, 0.55))
    sheet.fade([[(720, 330), (1150, 330), (820, 1300), (420, 1300)]], light.hills[2], (300, 0.0), (900, 0.3))
    second = land.smooth([(EDGE, 1260), (500, 1230), (1000, 1280), (1600, 1300), (2400, 1250), (4060, 1100)])
    sheet.fill([land.hill(second, 1900)], light.hills[1])
    sky.mist(sheet, 1180, 1480, light.mist, 0.5, 3, 53)
    third = land.smooth([(EDGE, 1430), (500, 1400), (1000, 1440), (1600, 1430), (2400, 1350), (4060, 1200)])
    sheet.fill([land.hill(third, 2000)], light.hills[2])
    climb = land.smooth(
        [
            (EDGE, 1765),
            (500, 1700),
            (1000, 1570),
            (1600, 1345),
            (2200, 1090),
            (2700, 905),
            (3100, 815),
            (3400, 800),
            (3700, 850),
            (4060, 960),
        ]
    )
    sheet.fill([land.hill(climb, 2300)], light.hills[4])
    grain(sheet, land.between(climb, 300, 4000), 210, 3600, mix(light.hills[4], light.rim, 0.45), 52)
    flank = land.smooth([(3400, 802), (3330, 960), (3180, 1150), (3220, 1400), (2960, 1700), (2860, 2200)])
    sheet.fill(
        [[*land.between(climb, 3400, 4040), (4060, 2300), *flank[::-1]]], mix(light.hills[4], light.hills[5], 0.65)
    )
    under = land.ground_under(climb)
    for runner, x in (
        (Person(figures.CLIMB).wearing("bun"), 3010),
        (Person(figures.PUSH, 1.03), 2690),
        (Person(figures.LANDING, 0.96).wearing("ponytail"), 2400),
        (Person(figures.DRIVE).wearing("cap"), 2090),
        (Person(figures.STRIDE, 1.02), 1790),
        (Person(figures.CLIMB, 0.95).wearing("bobble"), 1500),
    ):
        person(sheet, figures.stand_on(under, runner, x, 300), light.hills[5], light.rim)
    person(
        sheet,
        figures.stand_on(under, Person(figures.FLOAT).wearing("cap"), 960, 306),
        mix(BRACKEN, EMBER, 0.45),
        light.rim,
    )
    front = land.smooth([(EDGE, 1900), (600, 1860), (1300, 1930), (2100, 2010), (3000, 1990), (4060, 1880)])
    sheet.fill([land.hill(front, 2300)], light.hills[5])
    sheet.fill(plants.grass(front, 110, 120, 54, 0.35), light.hills[5])
    sheet.fill(plants.thorn((3560, 1990), 620, 18, 0.8), light.hills[5])
    for x, tall, lean in (
        (60, 560, -20),
        (150, 640, 8),
        (300, 560, 36),
        (470, 440, -8),
        (3900, 520, -22),
        (3980, 560, 10),
    ):
        sheet.fill(plants.frond((x, 2140), tall, lean, x), mix(light.hills[5], BRACKEN, 0.45))
    sheet.tint(sky.rain(1500, 1900, 130, 16, 55, 130), light.mist, 0.4)
