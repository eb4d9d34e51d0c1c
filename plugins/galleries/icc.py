"""ICC profiles, written out as bytes from a few numbers (ICC.1:2022)."""

import struct
from collections.abc import Callable
from functools import lru_cache

from plugins.galleries.primaries import Colorants, Vector

POINTS = 1024  # of a curve
GRID = 33  # points of a table along each of its three edges; so many leave no error that can be seen
CREATOR = b"crn "
"""The mark of a table that is made here (7.2.17): it is worth an exact conversion, which takes six times as long."""
WHITE = (63190, 65536, 54061)  # D50
MEDIA_WHITE = b"XYZ " + struct.pack(">I3i", 0, *WHITE)


@lru_cache(maxsize=32)
def made_profile(colorants: Colorants, curve: Callable[[float], float]) -> bytes:
    """A profile of the simplest kind: three colorants, and one curve from number to light, both 0 to 1 (8.4.3)."""
    points = [round(65535 * curve(index / (POINTS - 1))) for index in range(POINTS)]
    tone = b"curv" + struct.pack(f">II{POINTS}H", 0, POINTS, *points)
    red, green, blue = (
        b"XYZ " + struct.pack(">I3i", 0, *(round(part * 65536) for part in colorants[at : at + 3])) for at in (0, 3, 6)
    )
    tags = {b"wtpt": MEDIA_WHITE, b"rXYZ": red, b"gXYZ": green, b"bXYZ": blue}
    return whole({**tags, b"rTRC": tone, b"gTRC": tone, b"bTRC": tone}, bytes(4))


def table_profile(light: Callable[[float, float, float], Vector]) -> bytes:
    """A profile that is a table from red, green and blue, 0 to 1, to X, Y and Z (10.10).

    It holds cube roots, between which a straight line is near to what the eye sees, and curves that undo them.
    """
    edge = [index / (GRID - 1) for index in range(GRID)]
    grid = [
        round(65535 * (min(1.0, max(0.0, part * 32768 / 65535)) ** (1 / 3)))  # 32768 is 1 (6.3.4.2)
        for red in edge
        for green in edge
        for blue in edge
        for part in light(red, green, blue)
    ]
    straight = struct.pack(">2H", 0, 65535)
    cubes = struct.pack(f">{POINTS}H", *(round(65535 * (index / (POINTS - 1)) ** 3) for index in range(POINTS)))
    unity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    head = b"mft2" + struct.pack(">I4B", 0, 3, 3, GRID, 0) + unity + struct.pack(">2H", 2, POINTS)
    table = head + straight * 3 + struct.pack(f">{len(grid)}H", *grid) + cubes * 3
    return whole({b"wtpt": MEDIA_WHITE, b"A2B0": table}, CREATOR)


def whole(tags: dict[bytes, bytes], creator: bytes) -> bytes:
    """A profile of a screen with these tags, its head and its directory before them (7.2 and 7.3)."""
    body = b"".join(tags.values())
    offset = start = 128 + 4 + 12 * len(tags)
    directory = struct.pack(">I", len(tags))
    for name, tag in tags.items():
        directory += struct.pack(">4sII", name, offset, len(tag))
        offset += len(tag)
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x3i", start + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp", *WHITE
    )
    return head + creator + bytes(44) + directory + body


def is_made_table(profile: bytes) -> bool:
    """Whether a profile is one that `table_profile` has made."""
    return profile[80:84] == CREATOR
