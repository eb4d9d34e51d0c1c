"""Stepping stones over a brown river in spate; one of them is under water, and somebody stands before it."""

from __future__ import annotations

from .. import figures, land, plants, sky, water
from .. import stones as rocks
from ..figures import Person
from ..palette import AFTER_RAIN, BRACKEN, EMBER, PAPER, PEAT, mix
from ..prints import EDGE, grain, person
from ..sheet import Sheet

LIGHT = AFTER_RAIN
HORIZON, FAR_BANK = 900, 1392
PEATY = mix(BRACKEN, PEAT, 0.5)
FOAM = mix(PAPER, LIGHT.sky[3], 0.35)
# (x, y) of each stone's foot, from our bank to the other: even paces, seen from a bank four metres above the water.
CROSSING = (
    (2620, 2720),
    (2440, 2300),
    (2270, 2021),
    (2130, 1840),
    (2020, 1710),
    (1925, 1611),
    (1850, 1534),
    (1790, 1472),
    (1745, 1421),
)
DROWNED, STOOD_ON = 4, 5


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_hills(sheet)
    lay_far_bank(sheet)
    lay_river(sheet)
    lay_stones(sheet)
    lay_near_bank(sheet)


def metre(y: float) -> float:
    """A metre's length in pixels at a height of the picture."""
    return (y - HORIZON) / 4


def lay_hills(sheet: Sheet) -> None:
    """The sky as the rain goes off, and the hills that it has washed."""
    sky.lay_sky(sheet, LIGHT, 950)
    sheet.glow((1350, 760), 1100, mix(LIGHT.rim, PAPER, 0.3), 0.7)
    for points, seed, share in (
        ([(EDGE, -50), (900, -20), (1500, 170), (2300, 330), (3000, 430), (4060, 560)], 3, 0.1),
        ([(EDGE, 60), (1300, 60), (2300, 190), (3100, 240), (4060, 330)], 4, 0.28),
    ):
        edge = sky.underside(land.smooth(points, 12), seed, 620)
        sheet.fill([[*edge, (4060, -60), (EDGE, -60)]], mix(LIGHT.sky[0], PEAT, share))
    far = land.craggy(
        [
            (EDGE, 820),
            (400, 760),
            (800, 840),
            (1200, 900),
            (1700, 880),
            (2100, 760),
            (2500, 600),
            (2720, 540),
            (2950, 620),
            (3400, 760),
            (4060, 700),
        ],
        0.13,
        3,
    )
    sheet.fill([land.hill(far, 1500)], LIGHT.hills[0])
    sheet.fill([[*land.between(far, 2720, 3700), (3500, 960), (3000, 1000), (2820, 860), (2860, 720)]], LIGHT.hills[1])
    sky.mist(sheet, 800, 1190, LIGHT.mist, 0.8, 3, 4)
    for ridge, share in (
        ([(EDGE, 640), (300, 700), (700, 860), (1100, 1000), (1500, 1100), (2100, 1180)], 2),
        ([(1500, 1160), (2000, 1110), (2600, 1000), (3300, 840), (4060, 780)], 2),
    ):
        line = land.smooth(ridge)
        ink = mix(LIGHT.hills[1], LIGHT.hills[2], share / 2)
        sheet.fill([land.hill(line, 1500)], ink)
        grain(sheet, line, 100, 140, mix(ink, LIGHT.rim, 0.4), share, 5)


def lay_far_bank(sheet: Sheet) -> None:
    """The other bank: the path goes on there as if nothing were the matter."""
    field = land.smooth(
        [(EDGE, 1130), (600, 1180), (1200, 1170), (1900, 1140), (2700, 1160), (3400, 1120), (4060, 1060)]
    )
    sheet.fill([land.hill(field, 1600)], LIGHT.hills[3])
    path = [
        (1700.0, 1400.0, 60.0),
        (1640.0, 1350.0, 46.0),
        (1720.0, 1290.0, 34.0),
        (1900.0, 1240.0, 24.0),
        (1850.0, 1190.0, 17.0),
        (1640.0, 1160.0, 11.0),
        (1560.0, 1120.0, 8.0),
        (1440.0, 1070.0, 6.0),
    ]
    sheet.fill([land.ribbon(path)], mix(LIGHT.sky[3], EMBER, 0.22))
    for x, y, flip in ((2620, 1250, False), (2760, 1280, True), (3020, 1240, False)):
        sheet.fill(plants.sheep((x, y), 50, flip), PAPER)
    sheet.fill(plants.thorn((820, 1345), 430, 9, 0.6), LIGHT.hills[5])
    bank = land.smooth(
        [
            (EDGE, 1310),
            (500, 1330),
            (1100, 1345),
            (1500, 1362),
            (1700, 1380),
            (2000, 1362),
            (2700, 1340),
            (3400, 1325),
            (4060, 1290),
        ]
    )
    sheet.fill([land.hill(bank, 1500)], LIGHT.hills[4])
    sheet.fill([land.ribbon(path[:2])], mix(LIGHT.sky[3], EMBER, 0.22))
    sheet.fill(plants.grass(bank, 36, 46, 5, 0.3), LIGHT.hills[4])


def lay_river(sheet: Sheet) -> None:
    """The river: pale where it holds the sky, brown as strong tea near us, and in a hurry to the right."""
    river = [(EDGE, FAR_BANK), (4060, FAR_BANK), (4060, 3060), (EDGE, 3060)]
    sheet.fill([river], PEATY)
    sheet.fade([river], mix(LIGHT.sky[3], BRACKEN, 0.3), (FAR_BANK, 0.75), (2000, 0.0))
    sheet.fade([river], mix(PEATY, PEAT, 0.6), (2000, 0.0), (3000, 0.7))
    sheet.tint([land.hill([(EDGE, FAR_BANK - 4), (4060, FAR_BANK - 4)], FAR_BANK + 22)], PEAT, 0.5)
    ropes = water.current(FAR_BANK + 50, 3040, 4000, 10, 7)
    for index, rope in enumerate(ropes):
        shade = [(x, y + wide * 0.35, wide) for x, y, wide in rope]
        sheet.tint([land.ribbon(shade)], PEAT, 0.42)
        sheet.tint([land.ribbon(rope)], mix(EMBER, LIGHT.rim, 0.15 if index % 2 else 0.0), 0.34)
    sheet.fill(water.crests(ropes, 5), FOAM)
    sheet.tint(water.riffles(FAR_BANK + 40, 2950, 4000, 8, 2), mix(EMBER, LIGHT.rim, 0.4), 0.55)
    bough = [
        (470.0, 2452.0, 8.0),
        (640.0, 2420.0, 26.0),
        (860.0, 2404.0, 40.0),
        (1090.0, 2392.0, 52.0),
        (1210.0, 2412.0, 30.0),
    ]
    twigs = (
        ((700, 2412), (560, 2310), 11),
        ((630, 2362), (610, 2290), 6),
        ((900, 2400), (820, 2262), 13),
        ((850, 2315), (760, 2270), 7),
        ((1050, 2390), (1010, 2320), 10),
    )
    sheet.tint([[(x, y + 34) for x, y in land.ribbon(bough)]], PEAT, 0.5)
    sheet.fill(
        [land.ribbon(bough), *(figures.taper(start, end, wide, 3) for start, end, wide in twigs)], LIGHT.hills[5]
    )
    sheet.fill(
        [
            land.ribbon(
                [
                    (430.0, 2470.0, 4.0),
                    (700.0, 2444.0, 16.0),
                    (1000.0, 2430.0, 10.0),
                    (1300.0, 2440.0, 18.0),
                    (1620.0, 2420.0, 3.0),
                ]
            )
        ],
        FOAM,
    )


def lay_stones(sheet: Sheet) -> None:
    """The stones, far ones first, each with the water that it throws up and trails; one is only a swirl."""
    for index in range(len(CROSSING) - 1, -1, -1):
        x, y = CROSSING[index]
        wide, tall = metre(y) * 1.12, metre(y) * 0.42
        if index == DROWNED:
            sheet.tint([rocks.boulder((x, y), wide, tall * 0.7, 40)], PEAT, 0.55)
            sheet.fill([water.lap((x, y - tall * 0.3), wide, tall)], FOAM)
            sheet.fill(water.wake((x, y), wide, tall, 90), FOAM)
            continue
        lay_stone(sheet, (x, y), wide, tall, index)
        if index == STOOD_ON:
            walker = figures.stand(Person(figures.TEETER).wearing("cap", "pack"), (x, y - tall * 0.62), metre(y) * 1.75)
            person(sheet, walker, EMBER, LIGHT.rim)


def lay_stone(sheet: Sheet, foot: tuple[float, float], wide: float, tall: float, seed: int) -> None:
    """One stone: its wet side, its top with the sky on it, foam before and behind."""
    x, y = foot
    sheet.tint([sky.streak((x + wide * 0.7, y + tall * 0.2), wide * 1.8, tall * 0.8, seed)], PEAT, 0.5)
    sheet.fill(water.wake(foot, wide, tall, 80 + seed), FOAM)
    sheet.fill(water.collar(foot, wide, tall), FOAM)
    block = rocks.boulder((x, y - tall * 0.1), wide, tall, 40 + seed)
    top = [(px, y - tall * 0.36 + (py - y + tall * 0.1) * 0.62) for px, py in block]
    sheet.fill([[(px, py + tall * 0.16) for px, py in block], block], LIGHT.hills[5])
    sheet.fill([top], mix(LIGHT.hills[1], LIGHT.hills[3], 0.45))
    sheet.fill(
        [[(x + (px - x) * 0.8 - wide * 0.04, py - tall * 0.02) for px, py in top]],
        mix(LIGHT.hills[1], LIGHT.hills[2], 0.4),
    )
    sheet.fill([water.lap((x, y + tall * 0.1), wide, tall)], FOAM)


def lay_near_bank(sheet: Sheet) -> None:
    """Our own bank, on which the question arises."""
    bank = land.smooth([(2300, 3080), (2600, 2990), (3000, 2920), (3500, 2800), (4060, 2600)])
    sheet.fill([land.hill(bank, 3100)], LIGHT.hills[5])
    sheet.fill(plants.grass(bank, 34, 190, 6, 0.35), LIGHT.hills[5])
