"""A tarn at dusk under a corrie's wall; on its shore a small tent, lit from inside."""

from __future__ import annotations

from random import Random

from .. import land, plants, sky, stones, wayside
from ..palette import EMBER, NIGHTFALL, PAPER, mix
from ..prints import EDGE
from ..sheet import Sheet

LIGHT = NIGHTFALL
WATER = 1830
TENT = (2660, 1812)


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_nightfall(sheet)
    lay_corrie(sheet)
    pitch(sheet)
    lay_tarn(sheet)
    lay_shore(sheet)


def lay_nightfall(sheet: Sheet) -> None:
    """The afterglow, Venus with Jupiter above it as in that week of May, and the first stars."""
    sky.lay_sky(sheet, LIGHT, 1480)
    sheet.glow((1500, 1500), 1500, mix(LIGHT.sky[4], EMBER, 0.3), 0.6)
    random = Random(12)
    for _ in range(46):
        at, share = (random.uniform(0, 4000), random.uniform(0, 760)), random.random()
        sheet.dot(at, 2.5 + 4.5 * share**4, mix(LIGHT.sky[2], PAPER, 0.4 + 0.5 * share))
    for at, size in (((1130, 800), 15), ((610, 640), 9)):
        sheet.glow(at, size * 16, LIGHT.sun, 0.5)
        sheet.dot(at, size, mix(LIGHT.sun, PAPER, 0.6))
    for at, wide, tall, seed in (((900, 1010), 1500, 40, 1), ((2300, 1130), 1100, 30, 2), ((400, 1210), 900, 26, 3)):
        sheet.tint([sky.streak(at, wide, tall, seed)], mix(LIGHT.sky[1], EMBER, 0.3), 0.6)


def lay_corrie(sheet: Sheet) -> None:
    """The wall of the corrie, open where the light goes down, and the shelf above the water."""
    far = land.craggy(
        [(EDGE, 1330), (500, 1420), (1000, 1350), (1500, 1440), (2000, 1400), (2600, 1330), (4060, 1300)], 0.1, 3
    )
    sheet.fill([land.hill(far, WATER + 20)], LIGHT.hills[0])
    left = land.craggy(
        [(EDGE, 930), (260, 880), (480, 1000), (700, 1230), (1000, 1420), (1300, 1580), (1640, 1700), (2000, 1760)],
        0.13,
        4,
    )
    sheet.fill([land.hill(left, WATER + 20)], LIGHT.hills[1])
    sheet.fill(
        [
            land.craggy(
                [(EDGE, 1000), (260, 880), (330, 1120), (560, 1380), (760, 1600), (1100, 2200), (EDGE, 2200)], 0.12, 5
            )
        ],
        LIGHT.hills[2],
    )
    right = land.craggy(
        [
            (1500, 1790),
            (1800, 1640),
            (2080, 1420),
            (2280, 1130),
            (2420, 980),
            (2560, 880),
            (2720, 690),
            (2860, 640),
            (3020, 720),
            (3240, 830),
            (3420, 800),
            (3640, 880),
            (4060, 1010),
        ],
        0.14,
        6,
    )
    sheet.fill([land.hill(right, WATER + 20)], LIGHT.hills[2])
    sheet.fill(
        [
            land.craggy(
                [
                    (2860, 640),
                    (2820, 860),
                    (2960, 1060),
                    (2800, 1280),
                    (2930, 1480),
                    (2760, 2000),
                    (2760, 2500),
                    (4060, 2500),
                    (4060, 1010),
                    (3640, 880),
                    (3420, 800),
                    (3240, 830),
                    (3020, 720),
                    (2860, 640),
                ],
                0.1,
                7,
            )
        ],
        LIGHT.hills[3],
    )
    sky.mist(sheet, 1600, 1850, LIGHT.mist, 0.4, 4, 15)


def pitch(sheet: Sheet) -> None:
    """The shelf, and the tent on it."""
    shelf = land.smooth(
        [(EDGE, 1800), (700, 1806), (1500, 1800), (2000, 1790), (2500, 1806), (2900, 1800), (3400, 1770), (4060, 1700)]
    )
    sheet.fill([land.hill(shelf, WATER + 14)], LIGHT.hills[4])
    sheet.glow((TENT[0], TENT[1] - 120), 560, EMBER, 0.55)
    sheet.fill([land.hill(shelf, WATER + 14)], LIGHT.hills[4])
    for shape, ink in wayside.tent(TENT, 490, LIGHT.hills[5], mix(EMBER, LIGHT.sun, 0.35)):
        sheet.fill([shape], ink)
    sheet.fill(plants.grass(shelf, 120, 26, 5, 0.1), LIGHT.hills[5])


def lay_tarn(sheet: Sheet) -> None:
    """The tarn: all that stands above it again, darker, a little stirred."""
    sheet.mirrored_below(WATER, 0.8, LIGHT.hills[4], 0.22)
    sheet.ripple(WATER + 20)
    sheet.fill([land.hill([(EDGE, WATER - 4), (4060, WATER - 4)], WATER + 6)], LIGHT.hills[5])


def lay_shore(sheet: Sheet) -> None:
    """Stones and rushes on our side of the water."""
    front = land.smooth(
        [(EDGE, 2600), (500, 2680), (1100, 2820), (1700, 2930), (2500, 3000), (3300, 2960), (4060, 2880)]
    )
    for index, (x, y, wide, tall) in enumerate(
        ((2380, 2740, 360, 190), (2740, 2800, 190, 100), (3300, 2640, 250, 120))
    ):
        stone = [(px, min(py, y)) for px, py in stones.boulder((x, y), wide, tall, 60 + index)]
        sheet.fill([[(px - 4, py - 6) for px, py in stone]], mix(LIGHT.hills[2], LIGHT.rim, 0.3))
        sheet.fill([stone, [(px, y + (y - py) * 0.6) for px, py in stone]], LIGHT.hills[5])
        sheet.tint([sky.streak((x, y + 3), wide * 1.4, 12, index)], LIGHT.hills[0], 0.8)
    sheet.fill([land.hill(front, 3100)], LIGHT.hills[5])
    sheet.fill(plants.grass(front, 60, 230, 7, 0.06), LIGHT.hills[5])
