"""Snow outside and a stove inside: two chairs drawn up to the fire, a kettle on, logs for the evening."""

from __future__ import annotations

from .. import chairs, land, plants, rooms, sky, solids, things
from ..figures import Point, circle, taper
from ..palette import BRACKEN, EMBER, MOSS, PAPER, PEAT, SNOW, mix
from ..sheet import Sheet
from ..solids import Prism, moved, turned
from ..view import View

VIEW = View((1900, 1330), 1.35, 2900)
WALL = 5.0
WINDOW = (-2.35, 2.72, 0.62, 0.98)  # left, top, right, foot, in metres
ROOM, BOARDS = mix(MOSS, PEAT, 0.42), mix(mix(EMBER, PEAT, 0.68), MOSS, 0.1)
IRON = mix(PEAT, MOSS, 0.2)
FIRELIGHT = (0.85, 0.1, 0.3)
STOVE, STOVE_TURN = (1.62, 0.0, 4.0), 222


def lay_snow(sheet: Sheet) -> None:
    """Print what the window shows: white hills, a thorn, spruces, snow falling."""
    light = SNOW
    sky.lay_sky(sheet, light, 1150)
    far = [(400, 960), (760, 900), (1060, 740), (1260, 800), (1700, 930), (2300, 880)]
    sheet.fill([land.hill(land.craggy(far, 0.13, 101), 1700)], mix(light.hills[2], MOSS, 0.14))
    sky.mist(sheet, 800, 1010, light.mist, 0.85, 2, 102)
    sheet.fill([land.hill(land.smooth([(400, 1060), (1000, 1000), (1600, 1080), (2300, 1020)]), 1700)], light.hills[2])
    for x, tall, seed in ((1740, 250, 1), (1830, 340, 2), (1930, 270, 3), (2030, 310, 5)):
        sheet.fill(plants.pine((x, 1110), tall, seed), mix(MOSS, light.hills[2], 0.4))
    crest = land.smooth([(400, 1180), (1000, 1110), (1600, 1100), (2300, 1190)])
    sheet.fill([land.hill(crest, 1700)], light.hills[5])
    sheet.fill(plants.thorn((840, 1150), 440, 14, 0.5), mix(MOSS, PEAT, 0.5))
    for centre, radius in sky.flakes(2400, 1500, 460, 103):
        sheet.dot(centre, radius, PAPER)


def lay_room(sheet: Sheet) -> None:
    """Print the wall round a wide window, the window's bars and sill, and the boards."""
    left, top, right, foot = WINDOW
    third = (right - left) / 3
    sheet.fill([rooms.wall(VIEW, WINDOW, WALL)], ROOM)
    frame = [
        (left - 0.07, top + 0.07, left + 0.02, foot),
        (right - 0.02, top + 0.07, right + 0.07, foot),
        (left, top + 0.07, right, top - 0.02),
        (left + third - 0.02, top, left + third + 0.02, foot),
        (right - third - 0.02, top, right - third + 0.02, foot),
        (left, top - 0.52, right, top - 0.55),
        (left - 0.14, foot + 0.03, right + 0.14, foot - 0.06),
    ]
    sheet.fill(rooms.bars(VIEW, frame, WALL), mix(ROOM, PEAT, 0.5))
    sheet.fill([VIEW.flat([(-6, WALL), (6, WALL), (6, 1.5), (-6, 1.5)])], BOARDS)
    sheet.fill(rooms.seams(VIEW, 1.5, WALL, 0.24, 0.01), mix(BOARDS, PEAT, 0.4))
    sheet.fill([rooms.panel(VIEW, (-6, 0.18, 6, 0), WALL)], mix(ROOM, PEAT, 0.45))


def on_stove(across: float, up: float, along: float) -> Point:
    """Where a spot of the stove is on the sheet; along is towards its door."""
    return VIEW.see(moved(turned((across, up, along), STOVE_TURN), STOVE))


def block(size: tuple[float, float, float], foot: float) -> Prism:
    """An upright block about the stove's middle: across, up, along."""
    wide, tall, deep = size
    corners = ((-wide / 2, -deep / 2), (wide / 2, -deep / 2), (wide / 2, deep / 2), (-wide / 2, deep / 2))
    return Prism(tuple((x, foot, z) for x, z in corners), (0.0, tall, 0.0), IRON).placed(STOVE, STOVE_TURN)


def lay_stove(sheet: Sheet) -> None:
    """Print the stove on its slab: iron, a door with the fire in it, a pipe to the ceiling, a kettle."""
    hearth = [on_stove(x, 0.0, z) for x, z in ((-0.62, -0.5), (0.62, -0.5), (0.62, 0.72), (-0.62, 0.72))]
    sheet.fill([hearth], mix(MOSS, PEAT, 0.62))
    feet = [
        chairs.rod((x, 0.0, z), (x, 0.24, z), 0.07, IRON).placed(STOVE, STOVE_TURN)
        for x in (-0.34, 0.34)
        for z in (-0.22, 0.22)
    ]
    pipe = block((0.16, 3.4, 0.16), 1.0)
    for parts in (feet, [block((0.8, 0.72, 0.58), 0.22)], [pipe], [block((0.9, 0.05, 0.68), 0.94)]):
        for shape, ink in solids.printed(parts, VIEW, (-0.2, 0.9, 0.3)):
            sheet.fill([shape], ink)


def lay_fire(sheet: Sheet) -> None:
    """Print the door of the stove, and the fire behind its glass."""

    def put(points: list[Point]) -> list[Point]:
        return [on_stove(x, y, 0.295) for x, y in points]

    sheet.fill([put([(-0.32, 0.86), (0.32, 0.86), (0.32, 0.3), (-0.32, 0.3)])], mix(IRON, PEAT, 0.6))
    sheet.fill([put([(-0.26, 0.8), (0.26, 0.8), (0.26, 0.38), (-0.26, 0.38)])], mix(BRACKEN, PEAT, 0.25))
    tongue = [(-0.1, 0.0), (-0.105, 0.14), (-0.06, 0.36), (0.02, 0.62), (0.035, 1.0)]
    tongue += [(0.06, 0.66), (0.1, 0.4), (0.11, 0.16), (0.1, 0.0)]
    for share, ink in ((1.0, EMBER), (0.66, mix(EMBER, SNOW.sun, 0.8)), (0.34, PAPER)):
        for x, tall in ((-0.14, 0.24), (0.01, 0.34), (0.15, 0.21)):
            flame = [(x + px * share, 0.4 + py * tall * share) for px, py in tongue]
            sheet.fill([land.smooth(put(flame), 4)], ink)
    sheet.fill([put([(-0.26, 0.43), (0.26, 0.41), (0.26, 0.38), (-0.26, 0.38)])], PEAT)


def lay_kettle(sheet: Sheet, foot: Point) -> None:
    """Print a kettle on the boil, and its steam."""
    x, y = foot
    enamel = mix(MOSS, PAPER, 0.3)
    dark = mix(enamel, PEAT, 0.25)
    half = land.smooth([(0, -156), (70, -152), (112, -110), (130, -50), (112, 4), (60, 18), (0, 20)], 6)
    handle = [(x - 84, y - 140), (x - 90, y - 250), (x, y - 290), (x + 90, y - 250), (x + 84, y - 140)]
    sheet.fill([things.curve(handle, 20)], PEAT)
    sheet.fill([land.ribbon([(x - 100, y - 46, 58.0), (x - 170, y - 90, 40), (x - 210, y - 156, 26)])], dark)
    sheet.fill([[(x + side * px, y + py) for px, py in half] for side in (-1, 1)], enamel)
    sheet.fill([[(x + px * 0.2 + 34, y + py) for px, py in half[::-1]] + [(x + px, y + py) for px, py in half]], dark)
    sheet.fill([taper((x - 66, y - 156), (x + 66, y - 156), 9, 9), circle((x, y - 176), 17)], mix(enamel, PEAT, 0.4))
    breath = [(x - 216, y - 180, 8.0), (x - 290, y - 290, 34), (x - 220, y - 430, 52), (x - 310, y - 580, 40)]
    sheet.tint([land.ribbon([*breath, (x - 250, y - 720, 4)])], PAPER, 0.45)


def lay_logs(sheet: Sheet) -> None:
    """Print the logs beside the stove, their sawn ends to us."""
    bark, sawn = mix(EMBER, PEAT, 0.72), mix(mix(EMBER, PAPER, 0.3), PEAT, 0.3)
    for row, count in enumerate((6, 5, 4)):
        for index in range(count):
            x, y = VIEW.see((2.74 + 0.2 * index + 0.1 * row, 0.1 + 0.17 * row, 4.8))
            size = 62 * (1 + 0.08 * ((index * 2 + row) % 3))
            sheet.fill([circle((x, y), size, 1.0, 18)], bark)
            sheet.fill([circle((x - 2, y + 2), size * 0.82, 1.0, 18)], sawn)
            sheet.fill([circle((x - 8, y + 6), size * 0.4, 0.9, 14)], mix(sawn, bark, 0.3))


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    lay_snow(sheet)
    lay_room(sheet)
    for reach, strength in ((1.75, 0.2), (1.35, 0.22), (0.95, 0.24)):
        pool = [on_stove(x * reach, 0.0, 0.25 + (z + 1) * reach) for x, z in circle((0, 0), 1.0, corners=120)]
        sheet.tint([pool], EMBER, strength)
    sheet.glow(on_stove(0, 0.55, 0.3), 1150, mix(EMBER, SNOW.sun, 0.3), 0.34)
    lay_logs(sheet)
    lay_stove(sheet)
    lay_fire(sheet)
    lay_kettle(sheet, on_stove(0.1, 0.99, 0.0))
    for x, z, turn, cloth in ((0.22, 4.45, 96, mix(MOSS, PAPER, 0.14)), (-0.5, 3.15, 62, BRACKEN)):
        chair = chairs.easy_chair((x, 0.0, z), turn, cloth)
        sheet.tint(solids.shadows(chair, VIEW, (-1.1, -0.2)), PEAT, 0.5)
        for shape, ink in solids.printed(chair, VIEW, FIRELIGHT):
            sheet.fill([shape], ink)
