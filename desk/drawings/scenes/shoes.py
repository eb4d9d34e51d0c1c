"""The pump house: six pairs of muddy shoes under a bench, set down in six ways, and wet socks that went for the tea."""

from __future__ import annotations

from math import cos, radians, sin
from random import Random

from .. import footwear, sky, things
from ..figures import Point
from ..palette import BRACKEN, EMBER, LATE_MORNING, MOSS, PAPER, PEAT, Ink, mix
from ..sheet import Sheet
from ..view import View

ROOM = View((2000, 640), 0.76, 3400)
WALL_M, SHOES_M = 2.36, 2.0  # how far off the wall is, and the row of shoes
FLOOR = ROOM.at(0, WALL_M)[1]
STAND = ROOM.at(0, SHOES_M)[1]
LENGTH = 410
MUD = mix(PEAT, EMBER, 0.4)
WALL = mix(MOSS, LATE_MORNING.hills[2], 0.3)
SOLES = mix(PAPER, LATE_MORNING.hills[2], 0.2)


def lay_room(sheet: Sheet) -> None:
    """Print the boarded wall and the flagged floor."""
    sheet.fill([[(0, 0), (4000, 0), (4000, FLOOR), (0, FLOOR)]], WALL)
    for x in range(-60, 4000, 290):
        sheet.fill([things.bar((x, 0), (x, FLOOR), 9)], mix(WALL, PEAT, 0.4))
        sheet.fill([things.bar((x + 9, 0), (x + 9, FLOOR), 6)], mix(WALL, PAPER, 0.14))
    sheet.fade([[(0, 0), (4000, 0), (4000, FLOOR), (0, FLOOR)]], PEAT, (0, 0.34), (1100, 0.0))
    sheet.fill([[(0, FLOOR - 130), (4000, FLOOR - 130), (4000, FLOOR), (0, FLOOR)]], mix(WALL, PEAT, 0.35))
    flags = mix(LATE_MORNING.hills[1], EMBER, 0.1)
    joint = mix(flags, LATE_MORNING.hills[3], 0.7)
    sheet.fill([[(0, FLOOR), (4000, FLOOR), (4000, 3000), (0, 3000)]], joint)
    random = Random(3)
    for row, (near, far) in enumerate(((0.98, 1.32), (1.33, 1.7), (1.71, 2.06), (2.07, WALL_M))):
        aside = -2.2 - row % 2 * 0.3
        while aside < 2.0:
            wide = random.uniform(0.45, 0.75)
            corners = [(aside, near), (aside + wide - 0.012, near), (aside + wide - 0.012, far), (aside, far)]
            sheet.fill([ROOM.flat(corners)], mix(flags, LATE_MORNING.hills[2], random.uniform(0.0, 0.35)))
            aside += wide


def lay_window_light(sheet: Sheet) -> None:
    """Print the light that a window throws on the wall, four panes of it, and the shadow of a mug on its sill."""
    for column in (0, 1):
        for row in (0, 1):
            x, y = 2500 + column * 520 + row * 38, 40 + row * 430 + column * 70
            pane = [(x, y), (x + 480, y + 65), (x + 516, y + 460), (x + 36, y + 395)]
            sheet.tint([pane], LATE_MORNING.sky[3], 0.62)
    shadow = WALL
    for shape, _ in things.mug((3290, 985), 210, PEAT)[:2]:
        sheet.fill([[(x + (y - 985) * 0.08, y + (x - 3290) * 0.13) for x, y in shape]], shadow)
    steam = [[(x + (y - 985) * 0.08, y) for x, y in wisp] for wisp in things.steam((3290, 770), 260, 4)]
    sheet.tint(steam, shadow, 0.55)


def lay_bench(sheet: Sheet) -> None:
    """Print the bench, longer than the sheet is wide, and the dark beneath it."""
    wood = mix(PEAT, EMBER, 0.45)
    top, seat = STAND - 0.44 * ROOM.scale(SHOES_M), ROOM.at(0, 2.26, 0.44)[1]
    sheet.tint([[(0, top), (4000, top), (4000, STAND - 40), (0, STAND - 40)]], PEAT, 0.62)
    for x in (190, 3260):
        sheet.fill([[(x - 56, top), (x + 56, top), (x + 70, STAND - 30), (x - 70, STAND - 30)]], mix(wood, PEAT, 0.45))
    sheet.fill([[(0, seat), (4000, seat), (4000, top), (0, top)]], mix(wood, PAPER, 0.38))
    sheet.fill([[(0, top), (4000, top), (4000, top + 92), (0, top + 92)]], wood)
    sheet.fill([[(0, top), (4000, top), (4000, top + 14), (0, top + 14)]], mix(wood, EMBER, 0.5))


def lay_shoe(sheet: Sheet, heel: Point, ink: Ink, seed: int, mirror: bool = False, tilt: float = 0) -> None:
    """Print one muddy shoe."""
    for shape, shade in (
        *footwear.shoe(heel, LENGTH, ink, SOLES, mirror, tilt),
        *footwear.mud(heel, LENGTH, MUD, seed, mirror, tilt),
    ):
        sheet.fill([shape], shade)


def lay_shoes(sheet: Sheet) -> None:
    """Print the row: each pair was left the way its owner leaves things."""
    pale, grey = mix(MOSS, LATE_MORNING.hills[1], 0.6), mix(LATE_MORNING.hills[1], PAPER, 0.3)
    deep, stone = mix(MOSS, PEAT, 0.25), LATE_MORNING.hills[2]
    back, front = STAND - 40, STAND + 6
    for x in (560, 1150, 1860, 2380, 2960, 3590):
        sheet.tint([sky.streak((x, STAND + 22), 620, 46, x)], PEAT, 0.42)
    lay_shoe(sheet, (310, back), mix(MOSS, PEAT, 0.2), 1)
    lay_shoe(sheet, (356, front), MOSS, 2)
    lay_shoe(sheet, (880, back), mix(pale, PEAT, 0.2), 3)
    for shape, ink in footwear.upturned((1010, front + 50), LENGTH, mix(pale, PEAT, 0.2), mix(SOLES, MUD, 0.35)):
        sheet.fill([shape], ink)
    lay_shoe(sheet, (1930, back), mix(grey, PEAT, 0.25), 5, True)
    lay_shoe(sheet, (1640, front + 20), grey, 6)
    lay_shoe(sheet, (2136, back), mix(deep, PEAT, 0.3), 8)
    for shape, ink in footwear.sock((2180, front), LENGTH, mix(PAPER, stone, 0.3)):
        sheet.fill([shape], ink)
    lay_shoe(sheet, (2180, front), deep, 9)
    lay_shoe(sheet, (3080, back), mix(stone, PEAT, 0.2), 13, True)
    lay_shoe(sheet, (3042, front), stone, 10, False, -66)
    lay_shoe(sheet, (3830, back), mix(BRACKEN, PEAT, 0.25), 11, True)
    lay_shoe(sheet, (3784, front), BRACKEN, 12, True)


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_room(sheet)
    lay_window_light(sheet)
    lay_bench(sheet)
    lay_shoes(sheet)
    heading = 232.0
    for step in range(6):
        side = 0.085 if step % 2 else -0.085
        along = step * 0.36
        spot = (
            0.9 + sin(radians(heading)) * along + cos(radians(heading)) * side,
            1.78 + cos(radians(heading)) * along * 0.5 - sin(radians(heading)) * side,
        )
        sheet.tint([ROOM.flat(footwear.footprint(spot, 0.235, heading, step % 2 == 1))], LATE_MORNING.hills[4], 0.34)
