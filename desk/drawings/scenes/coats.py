"""Pegs by the door of the pump house: three coats, an empty pack, one orange scarf; boots and shoes beneath."""

from __future__ import annotations

from .. import clothes, footwear, sky, things
from ..figures import circle
from ..palette import BRACKEN, EMBER, LATE_MORNING, MOSS, PAPER, PEAT, mix
from ..sheet import Sheet
from ..things import box

RAIL = 960
PEGS = (460, 1010, 1490, 1960, 2520)


def lay_wall(sheet: Sheet) -> None:
    """Print the boarded wall with the window's light across it, and the floor."""
    light = LATE_MORNING
    wall = mix(light.hills[1], light.hills[2], 0.35)
    sheet.fill([box(0, 0, 3000, 4000)], wall)
    for row in range(3):
        for column in range(2):
            left, top = 560 + column * 900 + row * 150, 240 + row * 780 + column * 60
            pane = [(left, top), (left + 820, top + 55), (left + 820 + 135, top + 55 + 700), (left + 135, top + 700)]
            sheet.fill([pane], mix(wall, light.sky[2], 0.62))
    for x in range(-80, 3100, 250):
        sheet.tint([box(x, 0, x + 9, 3560)], MOSS, 0.4)
    sheet.fill([box(0, 3440, 3000, 3600)], mix(light.hills[3], MOSS, 0.3))
    sheet.fill([box(0, 3600, 3000, 4000)], mix(EMBER, PEAT, 0.56))
    sheet.fill([box(0, 3600, 3000, 3622)], mix(EMBER, PEAT, 0.74))


def lay_rail(sheet: Sheet) -> None:
    """Print the board that the pegs are in, and the pegs."""
    wood = mix(PEAT, EMBER, 0.4)
    sheet.tint([box(150, RAIL - 20, 2890, RAIL + 130)], PEAT, 0.4)
    sheet.fill([box(130, RAIL - 90, 2870, RAIL + 70)], wood)
    sheet.fill([box(130, RAIL - 90, 2870, RAIL - 70)], mix(wood, PAPER, 0.25))
    for x in PEGS:
        sheet.fill([circle((x, RAIL - 6), 34)], mix(wood, PEAT, 0.45))
        sheet.fill([circle((x - 4, RAIL - 14), 24)], mix(wood, PAPER, 0.4))


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = LATE_MORNING
    lay_wall(sheet)
    lay_rail(sheet)
    hung = [
        clothes.coat((460, RAIL), 720, 1900, mix(MOSS, PEAT, 0.25), hood=True),
        clothes.coat((1010, RAIL), 680, 1560, mix(MOSS, light.hills[2], 0.35)),
        things.pack((1960, RAIL + 800), 730, mix(MOSS, PEAT, 0.05)),
        clothes.coat((2520, RAIL), 740, 1720, mix(PEAT, MOSS, 0.3)),
        clothes.scarf((1490, RAIL), 230, (1560, 1160), BRACKEN),
    ]
    for printed in hung:
        sheet.tint([[(x + 46, y + 40) for x, y in shape] for shape, _ in printed], PEAT, 0.3)
        for shape, ink in printed:
            sheet.fill([shape], ink)
    ground = [
        *clothes.rubber_boot((300, 3700), 640, mix(MOSS, PEAT, 0.35)),
        *clothes.rubber_boot((420, 3760), 650, mix(MOSS, PEAT, 0.15)),
        *footwear.shoe((1560, 3690), 560, mix(MOSS, light.hills[2], 0.2), mix(PAPER, light.hills[2], 0.3), mirror=True),
        *footwear.shoe((1640, 3760), 580, MOSS, mix(PAPER, light.hills[2], 0.2), mirror=True),
        *clothes.rubber_boot((2680, 3740), 480, mix(BRACKEN, PEAT, 0.62), mirror=True),
        *clothes.rubber_boot((2610, 3790), 490, mix(BRACKEN, PEAT, 0.5), mirror=True),
    ]
    for x, y, wide in ((560, 3760, 900), (1380, 3760, 1000), (2470, 3788, 760)):
        sheet.tint([sky.streak((x + 60, y), wide, 60, 5)], PEAT, 0.55)
    for shape, ink in ground:
        sheet.fill([shape], ink)
