"""Solid things in metres, as they are seen from where we stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, dist, pi, radians, sin

from .figures import Polygon, hull
from .palette import PAPER, PEAT, Ink, mix
from .things import Printed
from .view import Spot, View


@dataclass(frozen=True)
class Prism:
    """A convex outline and how far it is pushed: a cushion, a leg, an arm."""

    outline: tuple[Spot, ...]
    push: Spot
    ink: Ink

    def faces(self) -> list[tuple[Spot, ...]]:
        """Both ends, and one side for each edge of the outline."""
        ends = self.outline, tuple(moved(spot, self.push) for spot in self.outline)
        pairs = zip(self.outline, (*self.outline[1:], self.outline[0]), strict=True)
        return [*ends, *((a, b, moved(b, self.push), moved(a, self.push)) for a, b in pairs)]

    def placed(self, at: Spot, turn: float) -> Prism:
        """The same turned (degrees, 0 looks away from us and 90 to the right) and set down at a spot."""
        return Prism(tuple(moved(turned(spot, turn), at) for spot in self.outline), turned(self.push, turn), self.ink)


def moved(spot: Spot, by: Spot) -> Spot:
    """The spot moved by so much."""
    return spot[0] + by[0], spot[1] + by[1], spot[2] + by[2]


def turned(spot: Spot, turn: float) -> Spot:
    """The spot turned about the upright through the middle of things, clockwise from above."""
    x, y, z = spot
    across, along = cos(radians(turn)), sin(radians(turn))
    return x * across + z * along, y, z * across - x * along


def rounded(width: float, height: float, corner: float, steps: int = 5) -> list[tuple[float, float]]:
    """A rectangle about the middle with round corners."""
    points = []
    for index, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        for step in range(steps + 1):
            angle = pi / 2 * (index + step / steps)
            points.append(
                (sx * (width / 2 - corner) + cos(angle) * corner, sy * (height / 2 - corner) + sin(angle) * corner)
            )
    return points


def middle(spots: Sequence[Spot]) -> Spot:
    """The spot in the middle of others."""
    x, y, z = (sum(values) / len(spots) for values in zip(*spots, strict=True))
    return x, y, z


def normal(face: Sequence[Spot], inside: Spot) -> Spot:
    """The way a face looks, outwards."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = face[0], face[len(face) // 3], face[2 * len(face) // 3]
    ux, uy, uz, vx, vy, vz = bx - ax, by - ay, bz - az, cx - ax, cy - ay, cz - az
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    length = (x * x + y * y + z * z) ** 0.5 or 1.0
    centre = middle(face)
    out = x * (centre[0] - inside[0]) + y * (centre[1] - inside[1]) + z * (centre[2] - inside[2])
    length = length if out > 0 else -length
    return x / length, y / length, z / length


def printed(prisms: Sequence[Prism], view: View, light: Spot) -> Printed:
    """What we see of solid things, the farthest first, each face in one of three shades by how it meets the light."""
    shapes: Printed = []
    eye = (0.0, view.eye_m, 0.0)

    def distance(prism: Prism) -> float:
        return dist(eye, moved(middle(prism.outline), tuple(part / 2 for part in prism.push)))  # type: ignore[arg-type]

    for prism in sorted(prisms, key=distance, reverse=True):
        inside = middle([*prism.outline, *(moved(spot, prism.push) for spot in prism.outline)])
        for face in prism.faces():
            look = normal(face, inside)
            if sum(part * (here - there) for part, here, there in zip(look, eye, face[0], strict=True)) <= 0:
                continue
            lit = sum(part * ray for part, ray in zip(look, light, strict=True))
            ink = mix(prism.ink, PAPER, 0.22) if lit > 0.5 else prism.ink if lit > -0.05 else mix(prism.ink, PEAT, 0.42)
            shapes.append(([view.see(spot) for spot in face], ink))
    return shapes


def shadows(prisms: Sequence[Prism], view: View, fall: tuple[float, float], nearest: float = 0.4) -> list[Polygon]:
    """The shadows of solid things on the floor: fall is how far (right, away) a metre of height is thrown."""
    shapes = []
    for prism in prisms:
        spots = [*prism.outline, *(moved(spot, prism.push) for spot in prism.outline)]
        shapes.append(hull([view.see((x + y * fall[0], 0.0, max(nearest, z + y * fall[1]))) for x, y, z in spots]))
    return shapes
