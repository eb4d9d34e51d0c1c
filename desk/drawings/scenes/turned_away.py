"""The room in rain, from the ceiling: two chairs on a rug, one of them turned to the window; an umbrella drying."""

from __future__ import annotations

from math import cos, radians, sin
from random import Random

from .. import furniture, land, things
from ..figures import Point, circle
from ..palette import BRACKEN, EMBER, HEAVY_RAIN, MOSS, PAPER, PEAT, Ink, mix
from ..sheet import Sheet
from ..things import Printed

BOARDS, BOARD = mix(mix(EMBER, PEAT, 0.66), MOSS, 0.12), 250
FALL = (70, 95)  # how the light throws shadows: away from the window, which is beyond the upper left


def lay_boards(sheet: Sheet) -> None:
    """Print the floor: boards of many lengths, each a shade of its own."""
    random = Random(121)
    for top in range(-90, 3000, BOARD):
        x = -random.uniform(0, 2400)
        while x < 4000:
            end = x + random.uniform(1500, 3300)
            ink = mix(BOARDS, random.choice((PEAT, EMBER)), random.uniform(0.0, 0.045))
            sheet.fill([[(x, top), (end, top), (end, top + BOARD), (x, top + BOARD)]], mix(ink, PEAT, 0.45))
            sheet.fill([[(x + 7, top + 7), (end, top + 7), (end, top + BOARD), (x + 7, top + BOARD)]], ink)
            x = end


def lay_rainlight(sheet: Sheet) -> None:
    """Print the window's grey light over floor and rug, and in it the shadows of drops that run."""
    light = HEAVY_RAIN
    random = Random(122)
    for column in range(3):
        left = 260 + column * 760
        for top, foot in ((-60, 560), (630, 1250), (1320, 1940)):
            slide, slid = (top + 60) * 0.447, (foot + 60) * 0.447
            pane = [(left + slide, top), (left + 690 + slide, top), (left + 690 + slid, foot), (left + slid, foot)]
            sheet.fade([pane], PAPER, (-60, 0.5), (2000, 0.08))
        for _ in range(6):
            x, y, long = left + random.uniform(40, 640), random.uniform(-200, 700), random.uniform(200, 560)
            run = [(x + (at + 60) * 0.447, at) for at in (y, y + long * 0.4, y + long * 0.75, y + long)]
            wet = [(px + random.uniform(-12, 12), py, 8.0 + 5 * index) for index, (px, py) in enumerate(run)]
            sheet.tint([land.ribbon(wet), circle(run[-1], 17)], light.hills[3], 0.24)


def thrown(sheet: Sheet, printed: Printed, share: float) -> None:
    """Print something and its shadow on the floor, share of the way along the light."""
    dx, dy = FALL[0] * share, FALL[1] * share
    sheet.tint([[(x + dx, y + dy) for x, y in shape] for shape, _ in printed], PEAT, 0.42)
    for shape, ink in printed:
        sheet.fill([shape], ink)


def mug_from_above(middle: Point, radius: float, ink: Ink, turn: float) -> Printed:
    """A mug of tea from above, its handle to the right at turn 0."""
    across, along = cos(radians(turn)) * radius, sin(radians(turn)) * radius
    bow = ((0.85, -0.34), (1.3, -0.3), (1.5, 0.0), (1.3, 0.3), (0.85, 0.34))
    handle = [(middle[0] + x * across - y * along, middle[1] + x * along + y * across) for x, y in bow]
    rounds = ((1.0, ink), (0.84, mix(ink, PEAT, 0.5)), (0.78, mix(EMBER, PEAT, 0.45)))
    return [
        (things.curve(handle, radius * 0.22), ink),
        *((circle(middle, radius * share, corners=60), tone) for share, tone in rounds),
    ]


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = HEAVY_RAIN
    lay_boards(sheet)
    centre = (1850, 1560)
    rug = mix(light.sky[2], light.hills[0], 0.4)
    for radius, ink in (
        (1180, mix(rug, MOSS, 0.75)),
        (1120, rug),
        (990, mix(rug, MOSS, 0.4)),
        (950, rug),
        (560, mix(rug, MOSS, 0.3)),
        (530, rug),
    ):
        sheet.fill([circle(centre, radius, corners=240)], ink)
    lay_rainlight(sheet)
    thrown(sheet, furniture.armchair_from_above((1250, 1900), 760, BRACKEN, 62), 1)
    thrown(sheet, furniture.armchair_from_above((2480, 1180), 760, mix(MOSS, light.hills[1], 0.2), -38), 1)
    wood = mix(PEAT, EMBER, 0.5)
    table: Printed = [
        (circle((1900, 1600), 300, corners=120), mix(wood, PAPER, 0.1)),
        (circle((1900, 1600), 280, corners=120), mix(wood, PAPER, 0.24)),
    ]
    thrown(sheet, table, 0.8)
    thrown(sheet, mug_from_above((1790, 1650), 84, PAPER, 148), 0.35)
    thrown(sheet, mug_from_above((2030, 1500), 84, mix(light.hills[1], PAPER, 0.3), -20), 0.35)
    thrown(
        sheet,
        furniture.umbrella_from_above(
            (3430, 2480), 640, mix(light.hills[3], PEAT, 0.2), mix(light.hills[2], PEAT, 0.1), 12
        ),
        1.2,
    )
