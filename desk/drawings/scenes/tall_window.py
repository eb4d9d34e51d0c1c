"""First light in the room: two chairs beside each other at a tall window, the boards alight towards us."""

from __future__ import annotations

from .. import chairs, land, plants, rooms, sky, solids
from ..palette import BRACKEN, EMBER, FIRST_LIGHT, MOSS, PEAT, mix
from ..prints import EDGE
from ..sheet import Sheet
from ..view import View

VIEW = View((2330, 1690), 1.3, 2850)
WALL = 5.2
LEFT, RIGHT, SILL, LINTEL = -0.95, 1.05, 0.1, 4.0
COLUMNS, ROWS = 3, 6
BACKLIGHT = (0.2, 0.35, 0.9)
WALLS, BOARDS = mix(MOSS, PEAT, 0.66), mix(mix(EMBER, PEAT, 0.74), MOSS, 0.12)
DRIFT = -0.22  # the sun stands to the right of us, so that its light slides to the left as it comes


def lay_outdoors(sheet: Sheet) -> None:
    """Print what the window shows: the valley full of mist, the sun just clear of the hill."""
    light = FIRST_LIGHT
    sky.lay_sky(sheet, light, 1600)
    sheet.glow((2560, 1330), 1300, light.rim, 0.8)
    for at, wide, tall, seed in (((2000, 560), 900, 44, 1), ((2700, 820), 800, 40, 2), ((2100, 1030), 700, 30, 3)):
        sheet.tint([sky.streak(at, wide, tall, seed)], light.sky[4], 0.5)
    sky.lay_sun(sheet, (2560, 1330), 170, light, 0)
    ridge = [(EDGE, 1500), (1700, 1400), (1960, 1240), (2090, 1300), (2400, 1440), (2900, 1400), (4060, 1200)]
    sheet.fill([land.hill(land.craggy(ridge, 0.15, 71), 2400)], light.hills[0])
    sky.mist(sheet, 1370, 1640, light.mist, 0.85, 3, 72)
    for heights, ink in (
        ((1500, 1560, 1600, 1510), light.hills[1]),
        ((1690, 1660, 1720, 1690), light.hills[2]),
        ((1820, 1850, 1800, 1860), light.hills[3]),
    ):
        crest = land.smooth([(x, y) for x, y in zip((1500, 2000, 2500, 3100), heights, strict=True)])
        sheet.fill([land.hill(crest, 2500)], ink)
        sky.mist(sheet, min(heights) + 30, min(heights) + 270, light.mist, 0.62, 2, heights[0])
    bank = land.smooth([(1500, 1930), (2000, 1945), (2500, 1910), (3100, 1930)])
    sheet.fill([land.hill(bank, 2500), *plants.grass(bank, 60, 46, 73, 0.2)], light.hills[4])


def lay_window_light(sheet: Sheet) -> None:
    """Print the panes' light on the floor, each row of it fainter than the one behind."""
    for row in range(ROWS):
        far, near = WALL - 0.2 - row * 0.72, WALL - 0.2 - row * 0.72 - 0.66
        slide, slid = DRIFT * (WALL - far), DRIFT * (WALL - near)
        panes = []
        for column in range(COLUMNS):
            a = LEFT + (RIGHT - LEFT) * column / COLUMNS + 0.035
            b = LEFT + (RIGHT - LEFT) * (column + 1) / COLUMNS - 0.035
            panes.append(VIEW.flat([(a + slide, far), (b + slide, far), (b + slid, near), (a + slid, near)]))
        sheet.tint(panes, mix(FIRST_LIGHT.rim, EMBER, 0.25), 0.88 - row * 0.11)


def lay_room(sheet: Sheet) -> None:
    """Print wall and boards round the window, and the window's bars."""
    sheet.fill([rooms.wall(VIEW, (LEFT, LINTEL, RIGHT, SILL), WALL)], WALLS)
    (_, foot) = VIEW.see((0, 0, WALL))
    sheet.fill([[(0, foot), (4000, foot), (4000, 3000), (0, 3000)]], BOARDS)
    sheet.fill([rooms.panel(VIEW, (-9, 0.2, 9, 0), WALL)], mix(WALLS, PEAT, 0.45))
    posts = [
        (x - half, LINTEL + 0.07, x + half, SILL - 0.07)
        for column in range(COLUMNS + 1)
        for x, half in [(LEFT + (RIGHT - LEFT) * column / COLUMNS, 0.07 if column in (0, COLUMNS) else 0.02)]
    ]
    rails = [
        (LEFT, y + half, RIGHT, y - half)
        for row in range(ROWS + 1)
        for y, half in [(SILL + (LINTEL - SILL) * row / ROWS, 0.07 if row in (0, ROWS) else 0.017)]
    ]
    sheet.fill(rooms.bars(VIEW, posts + rails, WALL), mix(WALLS, PEAT, 0.55))


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_outdoors(sheet)
    lay_room(sheet)
    lay_window_light(sheet)
    pair = [
        chairs.easy_chair((x, 0.0, 3.75), turn, cloth)
        for x, turn, cloth in ((-0.58, 24, mix(BRACKEN, PEAT, 0.18)), (0.72, -22, mix(MOSS, PEAT, 0.1)))
    ]
    for chair in pair:
        sheet.tint(solids.shadows(chair, VIEW, (DRIFT * 1.6, -1.6)), BOARDS, 0.88)
    sheet.tint(rooms.seams(VIEW, 1.6, WALL, 0.22, 0.009), PEAT, 0.5)
    for chair in pair:
        seen = solids.printed(chair, VIEW, BACKLIGHT)
        sheet.fill([[(px + 9, py - 9) for px, py in shape] for shape, _ in seen], FIRST_LIGHT.rim)
        for shape, ink in seen:
            sheet.fill([shape], ink)
