"""Hands round a mug, seen from the other chair: a thick jersey, eight fingers, the steam going up."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, sin

from .. import land, things
from ..figures import Point, Polygon, circle, taper
from ..palette import BRACKEN, EMBER, MORNING_MIST, MOSS, PAPER, PEAT, Ink, mix
from ..sheet import Sheet

JERSEY = mix(MOSS, PEAT, 0.38)
SLEEVE = mix(MOSS, PAPER, 0.06)
SKIN = mix(EMBER, PAPER, 0.56)
MUG = (1500, 3080, 560, 1180)  # middle, foot, half its width, its height

FINGERS = (  # knuckle, middle joint, tip, width: the lowest first
    ((800, 2740), (1020, 2800), (1300, 2790), 176),
    ((770, 2560), (1010, 2604), (1410, 2590), 198),
    ((780, 2360), (1020, 2396), (1450, 2385), 206),
    ((830, 2170), (1040, 2190), (1390, 2185), 196),
)
PALM = [(500, 2700), (560, 2330), (700, 2100), (860, 2040), (1000, 2120), (1010, 2880), (880, 2950), (720, 2900)]
PALM += PALM[:1]
BACK = [(520, 2740), (590, 2360), (700, 2150), (800, 2074), (880, 2140), (846, 2280), (830, 2400), (810, 2520)]
BACK += [(800, 2640), (810, 2780), (780, 2850), (700, 2880), (520, 2740)]


def mirrored(shape: Polygon) -> Polygon:
    """The same shape for the other hand."""
    return [(3000 - x, y) for x, y in shape]


def lay_sitter(sheet: Sheet) -> None:
    """Print the one across the table, cut off at the chin: shoulders and a rolled collar before a pale window."""
    light = MORNING_MIST
    sheet.fill([[(0, 0), (3000, 0), (3000, 4000), (0, 4000)]], light.sky[3])
    sheet.fade([[(0, 0), (3000, 0), (3000, 1400), (0, 1400)]], light.sky[0], (0, 1.0), (1400, 0.0))
    sheet.glow((330, 390), 800, PAPER, 0.9)
    sheet.fill([land.disc((330, 390), 120)], light.sun)
    for ridge, ink in (
        ([(-60, 900), (300, 760), (700, 1000), (1500, 1000), (2300, 900), (2700, 640), (3060, 860)], light.hills[2]),
        ([(-60, 1180), (400, 1120), (1500, 1200), (2500, 1130), (3060, 1010)], light.hills[3]),
    ):
        sheet.fill([land.hill(land.smooth(ridge), 4000)], ink)
    body: Polygon = [(1180, 240), (980, 400), (560, 560), (270, 790), (110, 1300), (10, 2000), (-40, 3700)]
    sheet.fill([land.smooth([*body, *mirrored(body)[::-1], body[0]], 20)], JERSEY)
    fold = land.ribbon([(520, 1500, 6.0), (610, 2000, 26), (640, 2600, 34), (600, 3200, 20)])
    sheet.fill([fold, mirrored(fold)], mix(JERSEY, PEAT, 0.4))
    for row, reach in enumerate((640, 720, 800, 960)):
        for index in range(-30, 31):
            turn = (index + row % 2 * 0.5) * 46 / reach
            x, y = 1500 + sin(turn) * reach, 250 + cos(turn) * reach * 0.92
            if y > 280 + 0.42 * abs(x - 1500):
                stitch = [(x - 17, y - 15), (x, y + 4), (x + 17, y - 15), (x + 17, y + 1), (x, y + 20), (x - 17, y + 1)]
                sheet.fill([stitch], mix(JERSEY, PAPER, 0.2 if row != 1 else 0.34))
    collar: Polygon = [(1130, -60), (1090, 180), (1060, 400), (1240, 520), (1500, 555)]
    sheet.fill([land.smooth([*collar, *mirrored(collar)[::-1]], 16)], mix(JERSEY, PAPER, 0.1))
    for index in range(-5, 6):
        x = 1500 + index * 74
        sheet.fill([taper((x, -20), (1500 + index * 70, 490 - abs(index) * 14), 5, 5)], JERSEY)


def sleeve() -> tuple[Polygon, Polygon, list[Polygon]]:
    """The left sleeve from the elbow on the table to the wrist, its cuff, and the cuff's ribs."""
    arm = land.smooth(
        [(-300, 4060), (-200, 3560), (160, 3060), (480, 2700), (830, 3000), (760, 3400), (560, 3760), (420, 4060)], 16
    )
    cuff = land.smooth(
        [(430, 2730), (560, 2570), (700, 2590), (900, 2850), (910, 2960), (800, 3060), (600, 2960), (430, 2730)], 12
    )
    ribs = [
        taper((470 + d * 330, 2730 + d * 270), (620 + d * 270, 2600 + d * 260), 6, 6)
        for d in (0.16, 0.33, 0.5, 0.67, 0.84)
    ]
    return arm, cuff, ribs


def finger(root: Point, joint: Point, tip: Point, wide: float) -> list[Polygon]:
    """A finger from its knuckle over its middle joint to a round tip."""
    between = (joint[0] * 0.45 + tip[0] * 0.55, joint[1] * 0.45 + tip[1] * 0.55 - 4)
    spine = [(*root, wide * 1.02), (*joint, wide), (*between, wide * 0.93), (*tip, wide * 0.8)]
    return [land.ribbon(spine), circle(root, wide * 0.51), circle(tip, wide * 0.4)]


def lay_hand(sheet: Sheet, put: Callable[[Polygon], Polygon], skin: Ink) -> None:
    """Print the left hand, or by another way of putting it the right: four fingers, nails, the back of the hand."""
    shade = mix(skin, BRACKEN, 0.42)
    sheet.fill([put(land.smooth(PALM, 12))], shade)
    for root, joint, tip, wide in FINGERS:
        (rx, ry), (jx, jy), (tx, ty) = root, joint, tip
        under = land.ribbon([(rx - 10, ry + wide * 0.5, 4.0), (jx, jy + wide * 0.5, 30), (tx, ty + wide * 0.42, 36)])
        sheet.fill([put(under), put(circle((tx + 3, ty + 20), wide * 0.4))], shade)
        sheet.fill([put(shape) for shape in finger(root, joint, tip, wide)], skin)
        nail = [(tx + 14 + (x - tx) * 1.2, ty - wide * 0.05 + (y - ty)) for x, y in circle(tip, wide * 0.24)]
        sheet.fill([put(nail)], mix(skin, PAPER, 0.4))
    sheet.fill([put(land.smooth(BACK, 12))], skin)


def oval(middle: Point, half: float, rise: float) -> Polygon:
    """A round seen aslant: half its width, half its height."""
    return [(x, middle[1] + (y - middle[1]) * rise / half) for x, y in circle(middle, half, corners=120)]


def lay_mug(sheet: Sheet) -> None:
    """Print the mug: enamel, seen a little from above, with its pale rim and the tea."""
    x, foot, half, tall = MUG
    top, rim = foot - tall, 92
    front = sorted(point for point in oval((x, foot), half * 0.93, rim * 0.93) if point[1] >= foot)
    sheet.fill([[(x - half, top), *front, (x + half, top)]], BRACKEN)
    shaded = [point for point in front if point[0] > x + half * 0.5]
    sheet.fill([[(x + half * 0.55, top), *shaded, (x + half, top)]], mix(BRACKEN, PEAT, 0.25))
    sheet.fill([oval((x, top), half, rim)], PAPER)
    sheet.fill([oval((x, top - 4), half - 34, rim - 26)], mix(BRACKEN, PEAT, 0.62))
    sheet.fill([oval((x, top + 12), half - 66, rim - 50)], mix(EMBER, PEAT, 0.45))


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_sitter(sheet)
    sheet.fill([[(0, 3640), (3000, 3640), (3000, 4000), (0, 4000)]], mix(EMBER, PEAT, 0.5))
    sheet.fill([[(0, 3640), (3000, 3640), (3000, 3664), (0, 3664)]], mix(EMBER, PEAT, 0.28))
    lay_mug(sheet)
    arm, cuff, ribs = sleeve()

    def other(shape: Polygon) -> Polygon:
        return [(x - 30, y + 64) for x, y in mirrored(shape)]

    for put, skin, cloth in ((list, SKIN, SLEEVE), (other, mix(SKIN, BRACKEN, 0.1), mix(SLEEVE, PEAT, 0.12))):
        lay_hand(sheet, put, skin)
        sheet.fill([put(arm)], cloth)
        sheet.fill([put(cuff)], mix(cloth, PAPER, 0.14))
        sheet.fill([put(rib) for rib in ribs], cloth)
    for wisp in (
        [(1290.0, 1850.0, 6.0), (1230, 1600, 60), (1380, 1320, 74), (1260, 1040, 50), (1330, 760, 4)],
        [(1600.0, 1870.0, 6.0), (1530, 1660, 66), (1690, 1380, 90), (1560, 1010, 66), (1680, 600, 4)],
    ):
        sheet.tint([land.ribbon(wisp)], PAPER, 0.8)
    for shape, ink in things.mug((1840, 4330), 640, mix(PAPER, MORNING_MIST.hills[2], 0.35)):
        sheet.fill([shape], ink)
