"""People on a hill: a skeleton posed by angles, clothed in tapered limbs, standing on the ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import cos, radians, sin

Point = tuple[float, float]
Polygon = list[Point]

# Lengths in hundredths of a standing adult's height; a runner's proportions, legs a little long.
TORSO, NECK, UPPER_ARM, FOREARM, THIGH, SHIN, FOOT = 29, 11.5, 16, 15, 25, 25, 10
HEAD_RADIUS = 6.6
PRINTING_ORDER = ("far hand", "far arm", "far leg", "near leg", "head", "trunk", "near hand", "near arm")


@dataclass(frozen=True)
class Pose:
    """Joint angles in degrees, 0 straight down and positive forward (the figure looks right).

    lean tilts the torso forward; nod tilts the head further; an arm is (upper, forearm); a leg is
    (thigh, shin, foot), the foot's 90 lying flat.
    """

    lean: float
    near_arm: tuple[float, float]
    far_arm: tuple[float, float]
    near_leg: tuple[float, float, float]
    far_leg: tuple[float, float, float]
    nod: float = 4


@dataclass(frozen=True)
class Person:
    """One member of the group: a pose, and what tells them from the others at a glance."""

    pose: Pose
    height: float = 1.0
    build: float = 1.0
    wears: frozenset[str] = field(default_factory=frozenset)

    def wearing(self, *things: str) -> Person:
        """The same person with a "cap", "hood", "bobble" hat, "ponytail", "bun" or "pack"."""
        return replace(self, wears=frozenset(things))


STRIDE = Pose(15, (-58, 32), (42, 128), (56, -22, 70), (-30, -52, 22))
DRIVE = Pose(17, (48, 138), (-62, 30), (-26, -46, 26), (66, -8, 82))
LANDING = Pose(12, (-40, 52), (28, 112), (26, 4, 98), (-12, -98, -20))
FLOAT = Pose(14, (36, 122), (-48, 44), (-8, -100, -24), (34, -2, 92))
PUSH = Pose(20, (-66, 22), (50, 132), (46, -38, 58), (-34, -42, 30))
CLIMB = Pose(30, (-50, 34), (38, 108), (78, 2, 86), (-20, -34, 40), 0)
SCRAMBLE = Pose(34, (44, 118), (-44, 30), (-18, -36, 38), (84, 6, 88), -4)
PLUNGE = Pose(-4, (-62, 10), (58, 128), (38, 24, 112), (-4, -88, -8), 10)
BRAKE = Pose(2, (66, 132), (-74, -14), (14, -78, 0), (42, 16, 108), 10)
WALK = Pose(4, (-20, 4), (22, 44), (20, 12, 98), (-16, -24, 58), 4)
TRUDGE = Pose(17, (-24, 10), (26, 66), (34, 6, 96), (-22, -34, 50), 2)
TEETER = Pose(4, (-70, -52), (66, 84), (10, 0, 90), (-8, -10, 90), 26)
STAND = Pose(1, (-6, 10), (8, 22), (4, -2, 90), (-4, -6, 90), 0)
HANDS_ON_HIPS = Pose(0, (-48, 62), (40, -50), (6, -2, 90), (-8, -10, 90), -4)
HANDS_ON_KNEES = Pose(58, (-8, 8), (2, 16), (32, -18, 90), (14, -22, 90), -24)
ARMS_UP = Pose(-3, (168, 150), (-172, -156), (8, 2, 92), (-10, -12, 88), -14)
LUNGE = Pose(4, (14, 150), (10, 150), (78, -3, 90), (-44, -76, 34), 0)
QUAD_STRETCH = Pose(3, (-26, -8), (70, 96), (2, -2, 90), (-2, -168, -80), 0)
SIDE_REACH = Pose(-16, (-160, -118), (6, -4), (14, 8, 92), (-14, -18, 86), -10)
TOUCH_TOES = Pose(98, (2, 4), (10, 8), (-2, -4, 90), (2, -2, 90), 8)
POINTING = Pose(2, (84, 80), (-40, 54), (8, 0, 90), (-8, -10, 90), 0)


def _step(start: Point, angle: float, length: float) -> Point:
    return start[0] + sin(radians(angle)) * length, start[1] + cos(radians(angle)) * length


def circle(centre: Point, radius: float, squash: float = 1.0, corners: int = 40) -> Polygon:
    """A disc as a polygon; squash below 1 makes it narrow."""
    turns = (radians(360 * index / corners) for index in range(corners))
    return [(centre[0] + cos(turn) * radius * squash, centre[1] + sin(turn) * radius) for turn in turns]


def taper(start: Point, end: Point, start_radius: float, end_radius: float) -> Polygon:
    """A limb: two discs and the tangent skin between them, as one convex polygon."""
    return hull(circle(start, start_radius, corners=20) + circle(end, end_radius, corners=20))


def hull(points: Polygon) -> Polygon:
    """The convex hull (Andrew's monotone chain)."""

    def chain(ordered: Polygon) -> Polygon:
        side: Polygon = []
        for point in ordered:
            while len(side) > 1 and _turn(side[-2], side[-1], point) <= 0:
                side.pop()
            side.append(point)
        return side[:-1]

    ordered = sorted(set(points))
    return chain(ordered) + chain(ordered[::-1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def joints(pose: Pose) -> dict[str, Point]:
    """Where each joint is, in hundredths of a height; the lower foot's sole is at y 0, the hip at x 0."""
    hip = (0.0, 0.0)
    neck = _step(hip, 180 - pose.lean, TORSO)
    at = {"hip": hip, "neck": neck, "head": _step(neck, 180 - pose.lean - pose.nod, NECK)}
    shoulder = _step(hip, 180 - pose.lean, TORSO - 2.5)
    for side, arm, leg in (("near", pose.near_arm, pose.near_leg), ("far", pose.far_arm, pose.far_leg)):
        at[f"{side} shoulder"] = shoulder
        at[f"{side} elbow"] = _step(shoulder, arm[0], UPPER_ARM)
        at[f"{side} hand"] = _step(at[f"{side} elbow"], arm[1], FOREARM)
        at[f"{side} knee"] = _step(hip, leg[0], THIGH)
        at[f"{side} ankle"] = _step(at[f"{side} knee"], leg[1], SHIN)
        at[f"{side} toe"] = _step(at[f"{side} ankle"], leg[2], FOOT)
    ground = max(point[1] + 2.6 for name, point in at.items() if name.endswith(("ankle", "toe")))
    return {name: (x, y - ground) for name, (x, y) in at.items()}


def _worn(wears: frozenset[str], at: dict[str, Point], lean: float) -> list[Polygon]:
    (x, y), shapes = at["head"], []
    if "cap" in wears:
        shapes.append(taper((x + 2, y - 3.6), (x + 10.5, y - 2.6), 2.2, 0.9))
        shapes.append(circle((x, y - 1.8), 6.9))
    if "ponytail" in wears:
        shapes.append(taper((x - 5, y - 3.5), (x - 13, y + 0.5), 2.6, 1.2))
        shapes.append(taper((x - 13, y + 0.5), (x - 16, y + 5), 2.2, 0.5))
    if "bun" in wears:
        shapes.append(circle((x - 6, y - 4.6), 3.3))
    if "bobble" in wears:
        shapes += [
            circle((x - 1.8, y - 9.4), 2.2),
            hull([*circle((x - 0.8, y - 2.6), 6.0), (x + 6.2, y - 2.2), (x - 6.4, y - 0.4)]),
        ]
    if "hood" in wears:
        neck = at["neck"]
        shapes.append(hull([*circle((x - 0.8, y - 0.8), 7.3), (x + 7.6, y - 3.4)]))
        shapes.append(hull(circle((x - 3, y + 3), 4.4) + circle((neck[0] - 1.5, neck[1] + 1.5), 5.4)))
    if "pack" in wears:
        back = _step(at["hip"], 180 - lean, 10), _step(at["hip"], 180 - lean, TORSO - 3)
        shapes.append(taper((back[0][0] - 7.5, back[0][1]), (back[1][0] - 7.5, back[1][1]), 4.6, 4.8))
    return shapes


def limbs(person: Person) -> dict[str, list[Polygon]]:
    """The person's shapes in hundredths of a height, the sole of the lower foot at y 0.

    In the order of printing: far arm, far leg, near leg, body (trunk and head), near arm.
    """
    at, stout = joints(person.pose), person.build
    hip, neck, head = at["hip"], at["neck"], at["head"]
    parts: dict[str, list[Polygon]] = {}
    for side in ("far", "near"):
        knee, ankle, toe = at[f"{side} knee"], at[f"{side} ankle"], at[f"{side} toe"]
        calf = (knee[0] * 0.68 + ankle[0] * 0.32, knee[1] * 0.68 + ankle[1] * 0.32)
        heel = (ankle[0] * 1.18 - toe[0] * 0.18, ankle[1] * 1.18 - toe[1] * 0.18)
        parts[f"{side} leg"] = [
            taper(hip, knee, 6.3 * stout, 3.9),
            taper(knee, calf, 3.7, 3.9 * stout),
            taper(calf, ankle, 3.8 * stout, 2.1),
            taper(heel, toe, 2.7, 1.9),
            taper(ankle, heel, 2.3, 2.7),
        ]
        parts[f"{side} arm"] = [
            taper(at[f"{side} shoulder"], at[f"{side} elbow"], 4.2 * stout, 2.9),
            taper(at[f"{side} elbow"], at[f"{side} hand"], 2.9, 2.1),
        ]
        parts[f"{side} hand"] = [circle(at[f"{side} hand"], 2.6, corners=16)]
    chest = (hip[0] * 0.3 + neck[0] * 0.7, hip[1] * 0.3 + neck[1] * 0.7)
    lean = radians(person.pose.lean)
    hem = [
        (
            hip[0] + side * 6.7 * stout * cos(lean) - drop * sin(lean),
            hip[1] + side * 6.7 * stout * sin(lean) + drop * cos(lean),
        )
        for side in (-1, 1)
        for drop in (-2.0, 2.6)
    ]
    parts["trunk"] = [hull(hem + circle(chest, 7.6 * stout)), taper(chest, neck, 7.4 * stout, 4.2)]
    parts["head"] = [
        taper(neck, head, 3.0, 3.2),
        circle(head, HEAD_RADIUS + 0.6, 0.87),
        *_worn(person.wears, at, person.pose.lean),
    ]
    return {part: parts[part] for part in PRINTING_ORDER}


def sit(seat: Point, height_px: float) -> dict[str, list[Polygon]]:
    """Somebody sitting on an edge, in a bobble hat, seen from behind and leaning on both hands."""

    def put(points: Polygon) -> Polygon:
        return [(seat[0] + x * height_px, seat[1] - y * height_px) for x, y in points]

    hips = hull(circle((-0.12, 0.12), 0.12) + circle((0.12, 0.12), 0.12))
    back = hull(
        circle((-0.09, 0.12), 0.1) + circle((0.09, 0.12), 0.1) + circle((-0.16, 0.53), 0.1) + circle((0.15, 0.54), 0.1)
    )
    arms = {
        side: [
            put(taper((0.16 * sign, 0.55), (0.3 * sign, 0.31), 0.08, 0.06)),
            put(taper((0.3 * sign, 0.31), (0.36 * sign, 0.04), 0.06, 0.045)),
        ]
        for side, sign in (("far arm", -1), ("near arm", 1))
    }
    neck = taper((0, 0.54), (0.01, 0.7), 0.13, 0.075)
    head = [put(neck), put(circle((0.015, 0.8), 0.135, 0.88)), put(circle((0.01, 0.83), 0.145, 0.95))]
    head.append(put(circle((0.02, 0.995), 0.055)))
    return {"near leg": [put(hips)], "trunk": [put(back)], "head": head, **arms}


def stand(person: Person, foot: Point, height_px: float, mirror: bool = False) -> dict[str, list[Polygon]]:
    """The person's parts on the sheet, the hip above foot's x and the lower sole at its y; mirror looks left."""
    scale = height_px * person.height / 100
    sign = -1 if mirror else 1
    return {
        part: [[(foot[0] + x * scale * sign, foot[1] + y * scale) for x, y in shape] for shape in shapes]
        for part, shapes in limbs(person).items()
    }


def stand_on(
    ground: Callable[[float], float], person: Person, x: float, height_px: float, mirror: bool = False
) -> dict[str, list[Polygon]]:
    """The person's parts with the hip above x, let down until the first sole touches ground(x).

    On a slope the hind foot of a climber and the fore foot of a descender carry them, as they should.
    """
    scale, sign = height_px * person.height / 100, -1 if mirror else 1
    soles = [point for name, point in joints(person.pose).items() if name.endswith(("ankle", "toe"))]
    fall = min(ground(x + px * scale * sign) - (py + 2.4) * scale for px, py in soles)
    return stand(person, (x, fall + 0.008 * height_px), height_px, mirror)


def brow(parts: dict[str, list[Polygon]], height_px: float) -> Point:
    """Where a head torch sits: the foremost point of the head of a figure that looks right."""
    points = [point for shape in parts["head"] for point in shape]
    top = min(y for _, y in points)
    return max(point for point in points if top + 0.035 * height_px < point[1] < top + 0.06 * height_px)
