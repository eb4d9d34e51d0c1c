"""A pine wood early in the day, sun between the trunks; a path goes in, and on it one small runner."""

from __future__ import annotations

from random import Random

from .. import figures, land, plants, sky, wood
from ..figures import Person
from ..palette import BRACKEN, EMBER, PAPER, WOODLAND, mix
from ..prints import EDGE, cast, person
from ..sheet import Sheet

LIGHT = WOODLAND
SUN = (1300, 1330)
UNDER_THE_SUN = (1300, 2380)  # where a plumb line from it would meet the floor

NEAR = (
    ((2290, 3060), 170, LIGHT.hills[4]),
    ((690, 3120), 190, LIGHT.hills[4]),
    ((2700, 3640), 300, LIGHT.hills[5]),
    ((190, 3740), 330, LIGHT.hills[5]),
)


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    sky.lay_sky(sheet, LIGHT, 2500)
    sheet.glow(SUN, 1700, mix(PAPER, LIGHT.rim, 0.2), 0.95)
    sheet.fill([land.disc(SUN, 150)], PAPER)
    lay_depths(sheet)
    lay_floor(sheet)
    lay_beams(sheet)
    lay_near(sheet)


def lay_depths(sheet: Sheet) -> None:
    """Three ranks of trunks, each paler the farther in."""
    random = Random(3)
    for floor, count, low, high, ink in (
        (2480, 16, 26, 46, LIGHT.hills[0]),
        (2560, 12, 44, 74, LIGHT.hills[1]),
        (2700, 10, 70, 104, LIGHT.hills[2]),
    ):
        for index in range(count):
            x = (index + random.uniform(0.1, 0.9)) * 3000 / count
            if abs(x - SUN[0] - 60) < high * 1.6:
                continue
            seed = random.randrange(10**6)
            wide = random.uniform(low, high)
            sheet.fill([wood.trunk((x, floor + 40), -60, wide, seed), *wood.snags((x, floor), -60, wide, seed)], ink)
        ground = land.smooth(
            [(EDGE, floor - 30), (700, floor + 20), (1500, floor + 30), (2300, floor + 10), (3060, floor - 40)]
        )
        sheet.fill([land.hill(ground, 4100)], mix(ink, LIGHT.hills[3], 0.12))


def lay_floor(sheet: Sheet) -> None:
    """The floor of the wood and the path."""
    floor = land.smooth([(EDGE, 2780), (700, 2840), (1500, 2860), (2300, 2820), (3060, 2740)])
    sheet.fill([land.hill(floor, 4100)], LIGHT.hills[3])
    sheet.fade([land.hill(floor, 4100)], LIGHT.hills[4], (2850, 0.0), (3700, 1.0))
    path = [
        (1270.0, 2500.0, 14.0),
        (1330.0, 2580.0, 24.0),
        (1240.0, 2670.0, 40.0),
        (1330.0, 2780.0, 64.0),
        (1620.0, 2900.0, 100.0),
        (1770.0, 3040.0, 150.0),
        (1640.0, 3220.0, 220.0),
        (1470.0, 3440.0, 310.0),
        (1400.0, 3740.0, 430.0),
        (1440.0, 4080.0, 580.0),
    ]
    sheet.fill([land.ribbon([(x + 10, y + w * 0.14, w * 1.08) for x, y, w in path])], LIGHT.hills[4])
    sheet.fill([land.ribbon(path)], mix(LIGHT.sky[3], EMBER, 0.2))
    sheet.tint([wood.shadow(foot, wide * 0.8, UNDER_THE_SUN, 4100) for foot, wide, _ in NEAR], LIGHT.hills[5], 0.3)


def lay_beams(sheet: Sheet) -> None:
    """The sun's beams, and the runner in them."""
    for x, wide in ((-900, 420), (-150, 300), (700, 240), (1230, 170), (1800, 330), (2500, 300), (3500, 520)):
        sheet.fade([wood.beam(SUN, (x, 3300), wide)], PAPER, (SUN[1], 0.6), (3100, 0.0))
    runner = figures.stand(Person(figures.DRIVE).wearing("cap"), (1530, 2866), 230)
    cast(sheet, runner, (250, 210), LIGHT.hills[5])
    person(sheet, runner, BRACKEN, LIGHT.rim)


def lay_near(sheet: Sheet) -> None:
    """The great trunks before us, each lit on the side of the sun, crowns above, bracken below."""
    for line, ink, seed in (
        (
            [
                (EDGE, 420),
                (300, 330),
                (700, 240),
                (1100, 90),
                (1500, 60),
                (1900, 180),
                (2300, 240),
                (2700, 380),
                (3060, 400),
            ],
            mix(LIGHT.hills[2], LIGHT.hills[3], 0.5),
            4,
        ),
        (
            [(EDGE, 330), (400, 190), (800, 100), (1150, -40), (1600, -60), (2050, 40), (2500, 150), (3060, 300)],
            LIGHT.hills[4],
            5,
        ),
    ):
        sheet.fill(wood.canopy(land.craggy(land.smooth(line, 60), 0.5, seed, 2), -80, 110, seed), ink)
    for index, (foot, wide, ink) in enumerate(NEAR):
        side = 1 if foot[0] < SUN[0] else -1
        shape = wood.trunk(foot, -100, wide, 2 + index)
        sheet.fill(wood.snags(foot, -100, wide, 2 + index), ink)
        sheet.fill([[(x + side * wide * 0.05, y) for x, y in shape]], mix(ink, LIGHT.rim, 0.55))
        sheet.fill([shape], ink)
        root = land.smooth(
            [(foot[0] - wide * 1.1, foot[1] - 4), (foot[0], foot[1] + 14), (foot[0] + wide * 1.1, foot[1] - 4)]
        )
        sheet.fill(plants.grass(root, 16, wide * 0.45, index, 0.0), mix(ink, LIGHT.hills[4], 0.5))
    front = land.smooth([(EDGE, 3640), (400, 3720), (900, 3860), (1200, 4020)])
    corner = land.smooth([(1900, 4040), (2300, 3800), (2700, 3680), (3060, 3600)])
    for bank in (front, corner):
        sheet.fill([land.hill(bank, 4100)], LIGHT.hills[5])
        sheet.fill(plants.grass(bank, 30, 130, 4, 0.1), LIGHT.hills[5])
    for x, y, tall, lean in (
        (560, 3900, 560, 24),
        (420, 3880, 640, -14),
        (760, 3960, 480, 40),
        (2240, 3920, 520, -34),
        (2400, 3860, 600, 8),
        (2560, 3840, 480, 36),
    ):
        sheet.fill(plants.frond((x, y), tall, lean, x), mix(LIGHT.hills[4], LIGHT.hills[5], 0.4))
