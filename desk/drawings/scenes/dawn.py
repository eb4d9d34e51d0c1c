"""First light: the group comes to the gate with head torches, the valley still full of mist."""

from __future__ import annotations

from .. import figures, land, plants, sky, stones, things
from ..figures import Person
from ..palette import BRACKEN, FIRST_LIGHT, PAPER, mix
from ..prints import EDGE, grain, person
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = FIRST_LIGHT
    sky.lay_sky(sheet, light, 1560)
    sheet.glow((2620, 1500), 1500, light.rim, 0.75)
    for at, wide, tall, seed in (
        ((900, 520), 1500, 60, 1),
        ((2900, 760), 1700, 70, 2),
        ((1700, 960), 1200, 44, 3),
        ((3400, 1120), 1300, 46, 4),
    ):
        sheet.tint([sky.streak(at, wide, tall, seed)], light.sky[4], 0.45)
    sky.lay_sun(sheet, (2620, 1470), 255, light, 0)
    far = land.craggy(
        [
            (EDGE, 1400),
            (420, 1290),
            (820, 1370),
            (1230, 1190),
            (1420, 1240),
            (1900, 1450),
            (2300, 1545),
            (2750, 1560),
            (3150, 1470),
            (3480, 1310),
            (3700, 1180),
            (3830, 1240),
            (4060, 1330),
        ],
        0.16,
        11,
    )
    sheet.fill([land.hill(far, 1900)], light.hills[0])
    sheet.fill(
        [[*land.between(far, 1230, 1900), (1700, 1470), (1500, 1420), (1440, 1340)]],
        mix(light.hills[0], light.hills[1], 0.45),
    )
    sky.mist(sheet, 1420, 1700, light.mist, 0.7, 3, 5)
    second = land.craggy(
        [
            (EDGE, 1560),
            (460, 1500),
            (900, 1600),
            (1400, 1570),
            (1900, 1680),
            (2500, 1700),
            (3000, 1600),
            (3420, 1500),
            (3760, 1440),
            (4060, 1520),
        ],
        0.07,
        12,
    )
    sheet.fill([land.hill(second, 2400)], light.hills[1])
    sky.mist(sheet, 1600, 1900, light.mist, 0.85, 4, 6)
    third = land.smooth(
        [(EDGE, 1660), (420, 1690), (900, 1800), (1500, 1850), (2200, 1880), (2900, 1800), (3500, 1700), (4060, 1640)]
    )
    sheet.fill([land.hill(third, 2500)], light.hills[2])
    for x, tall, seed in ((3180, 150, 1), (3260, 200, 2), (3330, 170, 3), (3420, 215, 4), (3520, 160, 5)):
        (foot, _) = land.ground_at(third, x)
        sheet.fill(plants.pine((foot[0], foot[1] + 12), tall, seed), light.hills[2])
    sky.mist(sheet, 1800, 2120, light.mist, 0.9, 4, 7)
    fourth = land.smooth(
        [(EDGE, 1900), (500, 1960), (1200, 2080), (1900, 2110), (2600, 2080), (3300, 1960), (4060, 1860)]
    )
    sheet.fill([land.hill(fourth, 3000)], light.hills[3])
    sky.mist(sheet, 2060, 2420, light.mist, 0.55, 3, 8)
    bank = land.smooth(
        [(EDGE, 2330), (500, 2400), (1200, 2440), (1900, 2380), (2500, 2330), (3200, 2260), (4060, 2150)]
    )
    sheet.fill([land.hill(bank, 3100)], light.hills[4])
    grain(sheet, bank, 150, 3000, mix(light.hills[4], light.rim, 0.4), 9)
    rise = land.smooth(
        [(EDGE, 2730), (500, 2660), (1100, 2560), (1800, 2480), (2500, 2450), (3200, 2470), (4060, 2540)]
    )
    wall_line = [(x, y + 16) for x, y in land.between(rise, 3300, 4040)]
    sheet.fill([[*((x, y - 290) for x, y in wall_line), *wall_line[::-1]]], light.hills[4])
    sheet.fill(stones.wall(wall_line, 345, 375, 4), light.hills[5])
    (hinge, _) = land.ground_at(rise, 2480)
    sheet.fill(things.gate((hinge[0], hinge[1] + 14), 800, 340, 10), light.hills[5])
    torch = mix(PAPER, light.rim, 0.3)
    for runner, x in (
        (Person(figures.STRIDE).wearing("bobble"), 330),
        (Person(figures.LANDING, 0.95).wearing("ponytail"), 730),
        (Person(figures.WALK, 1.04).wearing("hood"), 1090),
        (Person(figures.WALK, 0.96).wearing("bun"), 1430),
        (Person(figures.HANDS_ON_HIPS, 1.02), 1790),
    ):
        shapes = figures.stand_on(land.ground_under(rise), runner, x, 600)
        brow = figures.brow(shapes, 600)
        sheet.glow(brow, 210, torch, 0.9)
        person(sheet, shapes, light.hills[5], light.rim)
        sheet.dot(brow, 10, PAPER)
    person(
        sheet,
        figures.stand_on(land.ground_under(rise), Person(figures.POINTING).wearing("cap"), 2250, 610),
        BRACKEN,
        light.rim,
    )
    sheet.fill([land.hill(rise, 3100)], light.hills[5])
    sheet.fill(plants.grass(rise, 130, 95, 21, 0.25), light.hills[5])
    for x, y, tall, lean in (
        (3560, 3080, 620, -34),
        (3640, 3080, 700, -4),
        (3760, 3090, 640, 30),
        (3980, 3080, 560, -24),
        (180, 3080, 480, 20),
        (60, 3090, 560, -14),
    ):
        sheet.fill(plants.frond((x, y), tall, lean, x), mix(light.hills[4], light.hills[5], 0.35))
