"""A door ajar: the passage dark, the room beyond it alight, and the light lying along the boards to our feet."""

from __future__ import annotations

from .. import chairs, footwear, land, rooms, sky, solids
from ..palette import BRACKEN, EMBER, LATE_MORNING, MOSS, PAPER, PEAT, mix
from ..sheet import Sheet
from ..view import View

VIEW = View((1420, 1830), 1.4, 3000)
WALL, BEYOND = 3.3, 8.2
HINGE, LATCH, LINTEL = -0.62, 0.62, 2.45
DOOR_EDGE = (-0.38, 4.45)  # it opens into the room, away from us
DARK, BOARDS = mix(MOSS, PEAT, 0.8), mix(mix(EMBER, PEAT, 0.78), MOSS, 0.1)
LIT = mix(LATE_MORNING.sky[3], PAPER, 0.25)
MORNING = (0.2, 0.6, 0.7)


def lay_view(sheet: Sheet, left: float, top: float, right: float, foot: float) -> None:
    """Print the morning that the far window shows, and the window's bars over it."""
    light = LATE_MORNING
    sheet.fill([rooms.panel(VIEW, (left, top, right, foot), BEYOND)], light.sky[0])
    (x0, y0), (x1, y1) = VIEW.see((left, top, BEYOND)), VIEW.see((right, foot, BEYOND))
    wide, tall = x1 - x0, y1 - y0
    sheet.fill([land.disc((x0 + wide * 0.68, y0 + tall * 0.34), 48)], mix(light.sun, light.sky[2], 0.15))
    for heights, ink in (
        ((0.62, 0.44, 0.66, 0.6), light.hills[1]),
        ((0.74, 0.7, 0.78, 0.68), light.hills[2]),
        ((0.9, 0.86, 0.84, 0.9), light.hills[3]),
    ):
        crest = [(x0 + wide * share, y0 + tall * y) for share, y in zip((0, 0.3, 0.66, 1), heights, strict=True)]
        sheet.fill([land.hill(land.smooth(crest), y1)], ink)
    frame = [
        (left - 0.05, top + 0.05, left + 0.04, foot - 0.05),
        (right - 0.04, top + 0.05, right + 0.05, foot - 0.05),
        ((left + right) / 2 - 0.02, top, (left + right) / 2 + 0.02, foot),
        (left, top + 0.05, right, top - 0.04),
        (left, top - 0.55, right, top - 0.59),
        (left - 0.1, foot + 0.04, right + 0.1, foot - 0.06),
    ]
    sheet.fill(rooms.bars(VIEW, frame, BEYOND), PAPER)


def lay_room_beyond(sheet: Sheet) -> None:
    """Print the lit room: a pale wall, a window, two chairs, bright boards."""
    floor = mix(LIT, EMBER, 0.42)
    sheet.fill([rooms.panel(VIEW, (-3, 4, 3, 0), BEYOND)], LIT)
    sheet.fill([VIEW.flat([(-3, BEYOND), (3, BEYOND), (3, WALL), (-3, WALL)])], floor)
    sheet.fill(rooms.seams(VIEW, WALL, BEYOND, 0.22, 0.01), mix(floor, BRACKEN, 0.35))
    sheet.fill([rooms.panel(VIEW, (-3, 0.18, 3, 0), BEYOND)], mix(LIT, PAPER, 0.5))
    lay_view(sheet, -0.1, 2.45, 1.2, 0.95)
    for x, z, turn, cloth in ((1.0, 6.6, -64, mix(MOSS, PAPER, 0.06)), (-0.12, 5.9, 52, BRACKEN)):
        chair = chairs.easy_chair((x, 0.0, z), turn, cloth)
        sheet.tint(solids.shadows(chair, VIEW, (-0.35, -0.9)), BRACKEN, 0.45)
        for shape, ink in solids.printed(chair, VIEW, MORNING):
            sheet.fill([shape], ink)


def lay_passage(sheet: Sheet) -> None:
    """Print the dark wall round the doorway, and the boards with the light on them."""
    sheet.fill([rooms.wall(VIEW, (HINGE, LINTEL, LATCH, 0), WALL)], DARK)
    beside = [(-4, 0.17, HINGE, 0), (LATCH, 0.17, 4, 0)]
    sheet.fill(rooms.bars(VIEW, beside, WALL), mix(DARK, PEAT, 0.5))
    top = LINTEL + 0.13
    jambs = [(HINGE - 0.13, top, HINGE, 0), (LATCH, top, LATCH + 0.13, 0), (HINGE, top, LATCH, LINTEL)]
    sheet.fill(rooms.bars(VIEW, jambs, WALL), mix(DARK, PEAT, 0.7))
    sheet.fill([VIEW.flat([(-4, WALL), (4, WALL), (4, 1.1), (-4, 1.1)])], BOARDS)
    beam = [(DOOR_EDGE[0] - 0.06, WALL), (LATCH, WALL), (1.02, 1.1), (-0.98, 1.1)]
    sheet.fade([VIEW.flat(beam)], mix(LIT, EMBER, 0.3), (3100, 0.96), (4000, 0.5))
    sheet.tint(rooms.seams(VIEW, 1.1, WALL, 0.22, 0.006), PEAT, 0.45)


def lay_door(sheet: Sheet) -> None:
    """Print the door, turned into the room: its leaf, two panels, its lit edge and its knob."""
    x1, z1 = DOOR_EDGE

    def put(left: float, top: float, right: float, foot: float) -> list[tuple[float, float]]:
        spots = ((left, top), (right, top), (right, foot), (left, foot))
        return [VIEW.see((HINGE + (x1 - HINGE) * share, y, WALL + (z1 - WALL) * share)) for share, y in spots]

    leaf = mix(DARK, BRACKEN, 0.16)
    sheet.fill([put(0, LINTEL, 1, 0.01)], leaf)
    sheet.fill([put(0.16, 2.26, 0.84, 1.2), put(0.16, 1.0, 0.84, 0.22)], mix(leaf, PEAT, 0.4))
    sheet.fill([put(0.98, LINTEL, 1.02, 0.01)], mix(LIT, EMBER, 0.3))
    sheet.dot(put(0.9, 1.09, 1, 1)[0], 24, mix(EMBER, LIT, 0.5))


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_room_beyond(sheet)
    lay_passage(sheet)
    lay_door(sheet)
    for x, y, long, ink in ((2240, 3320, 430, mix(MOSS, PEAT, 0.3)), (2310, 3440, 450, mix(MOSS, PEAT, 0.1))):
        sheet.tint([sky.streak((x + 300, y), 700, 50, 5)], PEAT, 0.5)
        for shape, shade in footwear.shoe((x, y), long, ink, mix(BOARDS, LIT, 0.3)):
            sheet.fill([shape], shade)
