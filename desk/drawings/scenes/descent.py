"""The way down: a path in bends through bracken to a tarn, long strides, late light."""

from __future__ import annotations

from random import Random

from .. import figures, land, plants, sky
from ..figures import Person
from ..palette import BRACKEN, CLEAR_NOON, EMBER, PAPER, PEAT, mix
from ..prints import EDGE, cast, grain, person
from ..sheet import Sheet


def draw(sheet: Sheet) -> None:
    """Print the scene."""
    light = CLEAR_NOON
    rust, gold = mix(BRACKEN, light.hills[2], 0.34), mix(EMBER, light.sky[3], 0.45)
    sky.lay_sky(sheet, light, 900)
    sheet.fill([*sky.cloud((900, 330), 1000, 200, 1), *sky.cloud((2350, 250), 700, 120, 4, 6)], PAPER)
    sheet.fill(sky.cloud((3650, 420), 900, 150, 2, 6), mix(light.sky[1], PAPER, 0.6))
    far = land.craggy(
        [
            (EDGE, 760),
            (500, 640),
            (900, 560),
            (1150, 640),
            (1600, 740),
            (2100, 700),
            (2600, 560),
            (2950, 470),
            (3250, 560),
            (3700, 680),
            (4060, 700),
        ],
        0.14,
        21,
    )
    sheet.fill([land.hill(far, 1200)], light.hills[0])
    sheet.fill(
        [
            [*land.between(far, 900, 1600), (1400, 850), (1200, 900), (1010, 800), (1040, 690)],
            [*land.between(far, 2950, 3700), (3500, 860), (3200, 900), (3050, 760), (3090, 620)],
        ],
        light.hills[1],
    )
    for ridge, share in (
        ([(1500, 1240), (2000, 1130), (2500, 980), (3000, 900), (3500, 760), (4060, 640)], 1),
        ([(EDGE, 700), (400, 800), (900, 990), (1300, 1080), (1800, 1210), (2100, 1260)], 2),
    ):
        sheet.fill([land.hill(land.craggy(land.smooth(ridge, 160), 0.07, share, 4), 1400)], light.hills[share])
    sheet.fill([land.hill([(EDGE, 1225), (4060, 1225)], 1700)], light.sky[2])
    sheet.fade([land.hill([(EDGE, 1225), (4060, 1225)], 1480)], light.hills[1], (1225, 0.75), (1400, 0.15))
    for at, wide, tall, seed in (
        ((1500, 1290), 900, 12, 3),
        ((2400, 1262), 800, 10, 4),
        ((1900, 1340), 1000, 14, 5),
        ((900, 1252), 500, 8, 6),
    ):
        sheet.tint([sky.streak(at, wide, tall, seed)], PAPER, 0.8)
    shore = land.smooth(
        [(1500, 1470), (1900, 1350), (2300, 1266), (2700, 1200), (3200, 1120), (3700, 1010), (4060, 900)]
    )
    sheet.fill([land.hill(shore, 1500)], light.hills[2])
    for x, tall, seed in ((2960, 130, 1), (3030, 170, 2), (3100, 150, 3), (3230, 180, 4), (3300, 140, 5)):
        (foot, _) = land.ground_at(shore, x)
        sheet.fill(plants.pine((x, foot[1] + 14), tall, seed), light.hills[3])
    near = land.smooth(
        [(EDGE, 1330), (500, 1340), (1100, 1390), (1800, 1420), (2500, 1380), (3100, 1270), (3600, 1180), (4060, 1120)]
    )
    sheet.fill([land.hill(near, 3100)], light.hills[3])
    for x, y, flip in ((820, 1480, False), (980, 1510, True), (1130, 1466, False), (560, 1530, False)):
        sheet.fill(plants.sheep((x, y), 44, flip), PAPER)
    slope = land.smooth(
        [(EDGE, 2060), (500, 1900), (1100, 1790), (1800, 1660), (2500, 1560), (3200, 1450), (4060, 1350)]
    )
    sheet.fill([land.hill(slope, 3100)], light.hills[4])
    grain(sheet, slope, 260, 2000, light.hills[3], 22, 6)
    for points, ink, seed in (
        ([(2300, 1640), (3000, 1560), (4060, 1480), (4060, 1760), (3300, 1800), (2600, 1760)], rust, 1),
        ([(EDGE, 2200), (500, 2090), (1000, 2100), (1250, 2200), (900, 2330), (300, 2430), (EDGE, 2460)], rust, 2),
        (
            [(3020, 2190), (3400, 2080), (4060, 2010), (4060, 2330), (3500, 2400), (3100, 2310)],
            mix(rust, light.hills[4], 0.15),
            3,
        ),
    ):
        patch = land.craggy(land.smooth([*points, points[0]], 120), 0.35, seed, 4)
        sheet.fill([patch], ink)
        grain(sheet, patch[: len(patch) * 2 // 5], 190, 1000, mix(ink, EMBER, 0.55), seed, 6)
    path = [
        (3990.0, 1352.0, 10.0),
        (3760.0, 1400.0, 20.0),
        (3500.0, 1462.0, 28.0),
        (3100.0, 1548.0, 36.0),
        (2300.0, 1700.0, 44.0),
        (1780.0, 1810.0, 54.0),
        (1660.0, 1890.0, 64.0),
        (1900.0, 1960.0, 74.0),
        (2500.0, 2030.0, 88.0),
        (2820.0, 2110.0, 104.0),
        (2760.0, 2220.0, 122.0),
        (2200.0, 2370.0, 150.0),
        (1500.0, 2560.0, 190.0),
        (1000.0, 2760.0, 240.0),
        (760.0, 3080.0, 300.0),
    ]
    sheet.fill([land.ribbon([(x + 6, y + w * 0.16, w * 1.1) for x, y, w in path])], light.hills[5])
    sheet.fill([land.ribbon(path)], gold)
    for runner, x, y, tall, flip, ink in (
        (Person(figures.BRAKE).wearing("bun"), 2480, 1676, 190, True, light.hills[5]),
        (Person(figures.PLUNGE, 1.03), 2080, 1756, 215, True, light.hills[5]),
        (Person(figures.LANDING).wearing("bobble"), 2180, 2004, 290, False, light.hills[5]),
        (Person(figures.BRAKE, 1.02).wearing("cap"), 2520, 2290, 470, True, light.hills[5]),
        (Person(figures.PLUNGE).wearing("ponytail"), 1420, 2590, 720, True, PEAT),
        (Person(figures.STRIDE).wearing("cap"), 3150, 1540, 165, True, BRACKEN),
    ):
        parts = figures.stand(runner, (x, y), tall, flip)
        cast(sheet, parts, (tall * 0.95, -tall * 0.14), light.hills[5])
        person(
            sheet,
            parts,
            ink,
            light.rim if tall > 250 else None,
            mix(ink, light.hills[4], 0.6) if tall > 250 else None,
        )
    random = Random(41)
    for _ in range(13):
        root = random.choice((random.uniform(-100, 560), random.uniform(1900, 4100)))
        depth = 3080 if root > 1500 else 3060
        for lean in (-46, -18, 14, 44):
            leaf = random.choice((light.hills[5], light.hills[5], rust, BRACKEN))
            sheet.fill(
                plants.frond(
                    (root, depth),
                    random.uniform(420, 760) * (0.55 + abs(root - 1500) / 4200),
                    lean + random.uniform(-9, 9),
                    random.randrange(10**6),
                ),
                leaf,
            )
