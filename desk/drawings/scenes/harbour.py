"""The end of the path: a jetty in the evening sun, boots and a pack set down on it, and their owner at its end."""

from __future__ import annotations

from random import Random

from .. import figures, footwear, land, shore, sky, things
from ..figures import Point, taper
from ..palette import BRACKEN, EMBER, HARBOUR_EVENING, MOSS, PAPER, PEAT, mix
from ..prints import EDGE, person
from ..sheet import Sheet
from ..view import View

SEA = 1330.0
SUN = (3080.0, 1190.0)
JETTY = View((2620, SEA), 1.75, 2600)
LEFT, RIGHT, END = -2.5, -0.42, 10.6  # the jetty's edges, metres aside of where we stand, and its end
POSTS = (10.4, 8.0, 5.9, 4.3)
WATER = -1.0  # metres: the water's surface, below the planks
WOOD = mix(HARBOUR_EVENING.hills[1], HARBOUR_EVENING.rim, 0.3)


def lay_shore(sheet: Sheet) -> None:
    """Print what is above the water: sky, sun, the headlands, and a few houses with their lamps lit."""
    light = HARBOUR_EVENING
    sky.lay_sky(sheet, light, SEA)
    sheet.glow(SUN, 1600, light.rim, 0.85)
    for at, wide, tall, seed in (
        ((700, 330), 1900, 56, 1),
        ((2700, 230), 1700, 44, 2),
        ((3500, 640), 1500, 40, 3),
    ):
        sheet.tint([sky.streak(at, wide, tall, seed)], light.sky[4], 0.55)
    sheet.fill([land.disc(SUN, 205)], light.sun)
    for ridge, share, seed in (
        ([(EDGE, 930), (300, 880), (700, 990), (1100, 1150), (1500, 1270), (1800, 1340)], 1, 2),
        ([(EDGE, 1090), (300, 1120), (700, 1200), (1000, 1280), (1200, 1340)], 2, 4),
    ):
        sheet.fill([land.hill(land.craggy(land.smooth(ridge, 160), 0.07, seed, 4), SEA + 6)], light.hills[share])
    sheet.fill(
        [land.hill(land.smooth([(EDGE, 1296), (600, 1292), (1100, 1312), (1340, 1334)]), SEA + 4)], light.hills[4]
    )
    for x, wide, tone in ((330, 120, 0.75), (500, 96, 0.5), (640, 130, 0.85), (880, 90, 0.6)):
        for shape, ink in shore.house((x, 1306), wide, mix(light.hills[1], PAPER, tone), light.hills[5], light.sun):
            sheet.fill([shape], ink)


def lay_water(sheet: Sheet) -> None:
    """Print the sea: the shore and the sun upside down in it, stirred, and glints that gather under the sun."""
    light, random = HARBOUR_EVENING, Random(5)
    sheet.mirrored_below(SEA, 1.0, light.hills[3], 0.36)
    sheet.fade([[(0, SEA), (4000, SEA), (4000, 3000), (0, 3000)]], light.hills[3], (1500, 0.0), (3000, 0.55))
    sheet.ripple(SEA)
    for _ in range(30):
        deep = random.random() ** 1.7
        y = SEA + 12 + deep * 1500
        x = SUN[0] + random.gauss(0, 90 + deep * 330)
        glint = sky.streak((x, y), 160 + deep * 460, 8 + deep * 24, random.randrange(10**6))
        sheet.tint([glint], random.choice((light.rim, light.rim, light.sky[4])), 0.75)
    for _ in range(6):
        deep = random.random()
        y = SEA + 20 + deep * 1600
        sheet.tint(
            [sky.streak((random.uniform(0, 4000), y), 320 + deep * 800, 6 + deep * 14, random.randrange(10**6))],
            light.hills[4],
            0.28,
        )


def lay_post(sheet: Sheet, aside: float, away: float) -> Point:
    """Print one post of the jetty, from the water to a little above the planks; its top is returned."""
    light, half = HARBOUR_EVENING, 0.11 * JETTY.scale(away)
    (x, foot), (_, top) = JETTY.at(aside, away, WATER), JETTY.at(aside, away, 0.42)
    sheet.tint(
        [[(x - half, foot), (x + half, foot), (x + half * 0.8, foot + half * 9), (x - half, foot + half * 8)]],
        light.hills[5],
        0.45,
    )
    sheet.fill([taper((x, top), (x, foot), half, half)], light.hills[5])
    sheet.fill(
        [taper((x + half * 0.72, top + half * 0.2), (x + half * 0.72, foot), half * 0.24, half * 0.24)],
        mix(light.sky[4], light.hills[5], 0.2),
    )
    return x, top - half


def lay_jetty(sheet: Sheet) -> None:
    """Print the jetty: posts, the beam under the planks, and the planks, brighter towards the sun."""
    light, random = HARBOUR_EVENING, Random(8)
    for away in POSTS:
        lay_post(sheet, LEFT - 0.1, away)
    beam = [JETTY.at(RIGHT, away, up) for away, up in ((2.4, 0), (END, 0), (END, -0.26), (2.4, -0.26))]
    sheet.fill([beam], light.hills[5])
    away, wide = 2.4, 0.27
    while away < END:
        left = LEFT + random.uniform(-0.04, 0.04)
        sheet.fill(
            [JETTY.flat([(left, away), (RIGHT, away), (RIGHT, away + wide), (left, away + wide)])], light.hills[4]
        )
        plank = [(left, away), (RIGHT, away), (RIGHT, away + wide - 0.016), (left, away + wide - 0.016)]
        sunny = mix(WOOD, light.rim, 0.5 * (away / END) ** 2)
        sheet.fill([JETTY.flat(plank)], mix(sunny, light.hills[3], random.uniform(0.05, 0.4)))
        away += wide


def shade(sheet: Sheet, foot: Point, width: float, reach: float) -> None:
    """Print the long shadow of something on the planks, straight away from the sun."""
    dx, dy = foot[0] - SUN[0], foot[1] - SEA
    far = foot[0] + dx * reach, foot[1] + dy * reach
    half = width / 2
    sheet.tint(
        [
            [
                (foot[0] - half, foot[1]),
                (foot[0] + half, foot[1]),
                (far[0] + half * 1.3, far[1]),
                (far[0] - half * 1.3, far[1]),
            ]
        ],
        HARBOUR_EVENING.hills[5],
        0.5,
    )


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = HARBOUR_EVENING
    lay_shore(sheet)
    lay_water(sheet)
    boat = 3330.0, 2000.0
    sheet.tint([sky.streak((boat[0] - 10, boat[1] + 40), 720, 150, 3)], light.hills[5], 0.55)
    for shape, ink in shore.rowing_boat(boat, 720, light.hills[4], light.hills[5]):
        sheet.fill([shape], ink)
    lay_jetty(sheet)
    seat = JETTY.at(-1.3, END - 0.2)
    shade(sheet, seat, 90, 0.5)
    person(sheet, figures.sit(seat, 0.95 * JETTY.scale(END)), BRACKEN, light.rim)
    tops = [lay_post(sheet, RIGHT + 0.1, away) for away in POSTS]
    x, y = tops[1]
    rope = [(boat[0] - 372, boat[1] - 166), (boat[0] - 470, boat[1] - 112), (boat[0] - 620, boat[1] - 124), (x, y + 60)]
    sheet.fill([things.curve(rope, 7)], light.hills[5])
    pack = JETTY.at(-1.22, 4.1)
    shade(sheet, pack, 330, 0.42)
    for shape, ink in things.pack(pack, 560, MOSS, 3):
        sheet.fill([shape], ink)
    for aside, away in ((-1.98, 3.9), (-1.94, 3.72)):
        foot = JETTY.at(aside, away)
        shade(sheet, (foot[0] + 120, foot[1]), 200, 0.13)
        for shape, ink in footwear.boot(foot, 270, mix(EMBER, PEAT, 0.42), PEAT):
            sheet.fill([shape], ink)
    x, y = JETTY.at(LEFT - 0.1, POSTS[2], 0.42)
    for shape, ink in shore.gull((x, y - 0.1 * JETTY.scale(POSTS[2])), 140):
        sheet.fill([shape], ink)
