"""Two chairs that face each other before a wide window; rain on the glass, hills behind it."""

from __future__ import annotations

from random import Random

from .. import figures, furniture, land, plants, sky, things
from ..palette import BRACKEN, EMBER, HEAVY_RAIN, MOSS, PAPER, PEAT, mix
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = HEAVY_RAIN
    left, top, right, foot = 860, 190, 3140, 1290
    sky.lay_sky(sheet, light, 1150)
    sheet.tint([sky.streak((1500, 330), 1500, 150, 2), sky.streak((2700, 420), 1300, 120, 3)], light.hills[2], 0.35)
    sheet.glow((2330, 900), 700, light.sky[4], 0.9)
    for ridge, ink in (
        (
            land.craggy(
                [(700, 800), (1100, 700), (1420, 560), (1560, 610), (1900, 800), (2300, 930), (2700, 860), (3300, 640)],
                0.13,
                61,
            ),
            light.hills[0],
        ),
        (land.smooth([(700, 930), (1200, 880), (1700, 960), (2200, 1030), (2700, 980), (3300, 850)]), light.hills[1]),
        (land.smooth([(700, 1000), (1200, 1060), (1800, 1090), (2400, 1110), (3300, 990)]), light.hills[2]),
        (land.smooth([(700, 1180), (1300, 1130), (2000, 1180), (2600, 1200), (3300, 1120)]), light.hills[3]),
    ):
        sheet.fill([land.hill(ridge, 1500)], ink)
        crest = min(y for _, y in ridge)
        sheet.fade([land.hill(ridge, 1400)], light.mist, (crest + 60, 0.0), (crest + 520, 0.7))
    sheet.fill(plants.thorn((2780, 1245), 380, 9, -0.6), light.hills[4])
    sheet.fill([land.hill(land.smooth([(700, 1230), (1500, 1215), (2300, 1235), (3300, 1200)]), 1500)], light.hills[4])
    random = Random(62)
    drops = [(x + left - 100, y) for x, y in ((random.uniform(0, 2400), random.uniform(top, foot)) for _ in range(150))]
    sheet.tint([plants.blade((x - 26, y + 110), (x, y), 0, 6) for x, y in drops], PAPER, 0.5)
    for _ in range(34):
        x, y, long = random.uniform(left, right), random.uniform(top, foot - 200), random.uniform(60, 260)
        sheet.tint(
            [
                land.ribbon(
                    [
                        (x, y, 3.0),
                        (x + random.uniform(-8, 8), y + long * 0.5, 5.0),
                        (x + random.uniform(-10, 10), y + long, 9.0),
                    ]
                ),
                figures.circle((x, y + long), 8),
            ],
            PAPER,
            0.45,
        )
    room = mix(MOSS, PEAT, 0.45)
    floor_y = 1560
    sheet.fill(
        [
            [(0, 0), (4000, 0), (4000, top), (0, top)],
            [(0, top), (left, top), (left, floor_y), (0, floor_y)],
            [(right, top), (4000, top), (4000, floor_y), (right, floor_y)],
            [(left, foot), (right, foot), (right, floor_y), (left, floor_y)],
        ],
        room,
    )
    pale = mix(light.sky[3], PAPER, 0.35)
    frame = mix(PAPER, light.hills[1], 0.25)
    for start, end, wide in (
        ((left, top), (right, top), 46),
        ((left, top - 23), (left, foot), 46),
        ((right, top - 23), (right, foot), 46),
        ((left + 760, top), (left + 760, foot), 34),
        ((left + 1520, top), (left + 1520, foot), 34),
    ):
        sheet.fill([things.bar(start, end, wide)], frame)
    sheet.fill(
        [[(left - 80, foot - 20), (right + 80, foot - 20), (right + 80, foot + 44), (left - 80, foot + 44)]], frame
    )
    sheet.fill(
        [[(left - 80, foot + 44), (right + 80, foot + 44), (right + 80, foot + 66), (left - 80, foot + 66)]],
        mix(room, PEAT, 0.5),
    )
    boards = mix(EMBER, PEAT, 0.62)
    sheet.fill([[(0, floor_y), (4000, floor_y), (4000, 2200), (0, 2200)]], boards)
    for index in range(-7, 8):
        x = 2000 + index * 330
        sheet.fill([things.bar((x, floor_y), (2000 + index * 560, 2200), 6)], mix(boards, PEAT, 0.45))
    sheet.fill(
        [[(0, floor_y - 34), (4000, floor_y - 34), (4000, floor_y + 4), (0, floor_y + 4)]], mix(room, PEAT, 0.55)
    )
    for at in (0, 1, 2):
        a, b = 900 + at * 790, 1560 + at * 790
        sheet.tint(
            [
                [
                    (2000 + (a - 2020) * 0.82, floor_y + 30),
                    (2000 + (b - 2020) * 0.82, floor_y + 30),
                    (2000 + (b - 2020) * 1.12, 1960),
                    (2000 + (a - 2020) * 1.12, 1960),
                ]
            ],
            pale,
            0.2,
        )
    rug = [(x, 1890 + (y - 1890) * 0.125) for x, y in figures.circle((2000, 1890), 1180, corners=140)]
    sheet.fill([rug], mix(MOSS, light.hills[2], 0.3))
    sheet.fill([[(2000 + (x - 2000) * 0.93, 1890 + (y - 1890) * 0.9) for x, y in rug]], mix(MOSS, light.hills[2], 0.15))
    sheet.glow((3560, 680), 950, mix(EMBER, PAPER, 0.3), 0.42)
    for x in (1250, 2750):
        sheet.tint([sky.streak((x, 1884), 900, 70, 5)], PEAT, 0.55)
    for printed in (
        furniture.armchair((1250, 1880), 880, BRACKEN),
        furniture.armchair((2750, 1880), 880, mix(MOSS, light.hills[1], 0.3), mirror=True),
        furniture.lamp((3560, 1620), 1060),
    ):
        for shape, ink in printed:
            sheet.fill([shape], ink)
    wood = mix(PEAT, EMBER, 0.3)
    sheet.tint([sky.streak((2000, 1902), 520, 46, 6)], PEAT, 0.5)
    sheet.fill(
        [figures.taper((2000, 1560), (2000, 1880), 16, 16), figures.taper((1880, 1890), (2120, 1890), 14, 14)], wood
    )
    sheet.fill(
        [[(x, 1548 + (y - 1548) * 0.14) for x, y in figures.circle((2000, 1548), 290, corners=90)]],
        mix(wood, PAPER, 0.18),
    )
    sheet.fill(
        [[(x, 1538 + (y - 1538) * 0.14) for x, y in figures.circle((2000, 1538), 290, corners=90)]],
        mix(wood, PAPER, 0.42),
    )
    for foot_of_mug, ink in (((1890, 1540), PAPER), ((2100, 1548), mix(light.hills[1], PAPER, 0.3))):
        for shape, shade in things.mug(foot_of_mug, 120, ink):
            sheet.fill([shape], shade)
    sheet.tint(things.steam((1890, 1412), 250, 8) + things.steam((2100, 1420), 230, 9), PAPER, 0.55)
