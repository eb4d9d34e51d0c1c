"""Chairs in the round, looked at from wherever we stand."""

from __future__ import annotations

from math import cos, radians, sin

from .palette import EMBER, PEAT, Ink, mix
from .solids import Prism, rounded
from .view import Spot

WOOD = mix(PEAT, EMBER, 0.3)


def slab(width: float, length: float, thick: float, foot: Spot, lean: float, ink: Ink, corner: float = 0.06) -> Prism:
    """A cushion: a rounded board from its foot's middle, upright at lean 0, lying back at more."""
    rise, back = cos(radians(lean)), -sin(radians(lean))
    outline = tuple(
        (x, foot[1] + (y + length / 2) * rise, foot[2] + (y + length / 2) * back)
        for x, y in rounded(width, length, corner)
    )
    return Prism(outline, (0.0, back * thick, -rise * thick), ink)


def rod(start: Spot, end: Spot, thick: float, ink: Ink = WOOD) -> Prism:
    """A leg or a rail, more or less upright."""
    half = thick / 2
    outline = tuple(
        (start[0] + x * half, start[1], start[2] + z * half) for x, z in ((1, 1), (-1, 1), (-1, -1), (1, -1))
    )
    return Prism(outline, (end[0] - start[0], end[1] - start[1], end[2] - start[2]), ink)


def easy_chair(at: Spot, turn: float, cloth: Ink, wood: Ink = WOOD) -> list[Prism]:
    """The practice's easy chair, nine tenths of a metre tall, looking away from us at turn 0."""
    parts = [
        *(rod((x, 0.0, 0.34), (x, 0.56, 0.24), 0.04, wood) for x in (-0.35, 0.35)),
        *(rod((x, 0.0, -0.4), (x, 0.5, -0.26), 0.04, wood) for x in (-0.35, 0.35)),
        *(
            Prism(
                tuple((x, y, z) for y, z in ((0.57, -0.36), (0.61, -0.36), (0.65, 0.3), (0.61, 0.32), (0.58, 0.2))),
                (0.075, 0.0, 0.0),
                wood,
            )
            for x in (-0.39, 0.315)
        ),
        Prism(
            tuple(
                (x, 0.26 if z < 0 else 0.31, z) for x, z in ((0.33, 0.28), (-0.33, 0.28), (-0.33, -0.24), (0.33, -0.24))
            ),
            (0.0, 0.05, 0.0),
            wood,
        ),
        Prism(
            tuple((x, 0.33 + z * 0.08, z) for x, z in ((p, q + 0.02) for p, q in rounded(0.62, 0.58, 0.07))),
            (0.0, 0.14, 0.0),
            cloth,
        ),
        slab(0.62, 0.72, 0.12, (0.0, 0.34, -0.19), 17, cloth, 0.1),
    ]
    return [part.placed(at, turn) for part in parts]


def folding_chair(at: Spot, turn: float, cloth: Ink, wood: Ink = WOOD) -> list[Prism]:
    """A canvas chair that folds: crossed legs, two uprights, a strip to sit on and one to lean against."""
    parts = [
        *(rod((x, 0.0, z), (-x, 0.46, z), 0.035, wood) for z in (-0.2, 0.22) for x in (-0.27, 0.27)),
        *(rod((x, 0.44, -0.2), (x, 0.88, -0.27), 0.035, wood) for x in (-0.27, 0.27)),
        *(rod((x, 0.44, 0.22), (x, 0.64, 0.22), 0.035, wood) for x in (-0.27, 0.27)),
        *(
            Prism(
                tuple((x, y, z) for y, z in ((0.63, -0.24), (0.66, -0.24), (0.66, 0.27), (0.63, 0.27))),
                (0.05, 0, 0),
                wood,
            )
            for x in (-0.295, 0.245)
        ),
        slab(0.52, 0.46, 0.02, (0.0, 0.45, 0.24), 90, cloth, 0.01),
        slab(0.57, 0.24, 0.03, (0.0, 0.62, -0.22), 8, cloth, 0.015),
    ]
    return [part.placed(at, turn) for part in parts]
