"""The inks: six of hill from mist to deep moss, a burnt-orange sun, and the light of one hour and weather."""

from __future__ import annotations

from dataclasses import dataclass

Ink = tuple[int, int, int]


def ink(name: str) -> Ink:
    """The ink written as "#rrggbb"."""
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def mix(first: Ink, second: Ink, share: float) -> Ink:
    """The first ink with a share (0 to 1) of the second in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


PAPER = ink("#fbf8f1")
BRACKEN = ink("#a4461c")
EMBER = ink("#c8602c")
MOSS = ink("#2f5d50")
PEAT = ink("#12211f")


@dataclass(frozen=True)
class Light:
    """One hour and its weather: the sky from zenith to horizon, the six hills from far to near, the sun."""

    sky: tuple[Ink, ...]
    hills: tuple[Ink, Ink, Ink, Ink, Ink, Ink]
    sun: Ink
    mist: Ink
    rim: Ink


def _light(sky: str, hills: str, sun: str, mist: str, rim: str) -> Light:
    first, second, third, fourth, fifth, sixth = (ink(name) for name in hills.split())
    return Light(
        tuple(map(ink, sky.split())), (first, second, third, fourth, fifth, sixth), ink(sun), ink(mist), ink(rim)
    )


FIRST_LIGHT = _light(
    "#2c4c52 #557672 #a9a98f #ecc190 #f3a869",
    "#b99f86 #8d8c7c #64756c #3f5b56 #274541 #122724",
    "#d9581f",
    "#f0c79b",
    "#f2b377",
)
MORNING_MIST = _light(
    "#dfe4da #e8e9dd #f1ebdb #f5ead2",
    "#dde2d6 #cbd4c8 #b1c0b3 #8aa295 #5a7d6e #24443b",
    "#fbf6e6",
    "#eceadc",
    "#fbf3df",
)
HEAVY_RAIN = _light(
    "#6d7f80 #84938f #a3aba1 #cdbfa3 #e3ae78",
    "#93a29c #788c87 #5d7672 #435f5c #2c4847 #162d2d",
    "#d97a3c",
    "#aab3aa",
    "#d9cdb4",
)
HIGH_MORNING = _light(
    "#a7c4c0 #c6d5c8 #e6e3cd #f6e3bd",
    "#ccd3c4 #a9bbad #7f9c8e #547c6d #335f52 #17352f",
    "#e48a3c",
    "#f4efe0",
    "#f7d9a4",
)
CLEAR_NOON = _light(
    "#cfded6 #e1e6d8 #f1ebd6 #f8e6c4",
    "#bccac0 #9bb1a5 #749384 #4f7867 #30594d #183a33",
    "#df7a34",
    "#eef0e6",
    "#f9e3b4",
)
LATE_MORNING = _light(
    "#eef0e6 #f3ecd9 #f7e3c2 #f5cf9c",
    "#cfd6ca #aebfb2 #84a091 #547d6d #2f5d50 #173a33",
    "#cf6530",
    "#f3ead6",
    "#fae2b6",
)
DUSK = _light(
    "#4a6468 #7c8a80 #b9a98c #e2ab77 #dd8348",
    "#a6957c #80877a #5d7169 #3f5b55 #294542 #142b29",
    "#c9501c",
    "#dcae82",
    "#f0b27a",
)
SNOW = _light(
    "#d3dbd9 #e0e3dd #ece8dd #f3e6d2",
    "#dfe3de #d3dad6 #c3cecb #e9ebe5 #f3f2ec #faf8f2",
    "#e9a777",
    "#f0eee6",
    "#fbf3e4",
)
MOOR_MORNING = _light(
    "#a9c6c4 #cfdacb #f0e4c3 #f9d49b",
    "#d9c9a2 #b9b48f #8d9a78 #5f7b62 #36594b #16332e",
    "#fdf3d8",
    "#f3e6c4",
    "#fbe3b0",
)
STORM = _light(
    "#1b2c31 #2f4448 #566765 #a09a7e #eec07a",
    "#a39c80 #7c8576 #596b64 #3c524e #25403d #0f2120",
    "#e9a04f",
    "#d9b884",
    "#f6d394",
)
NIGHTFALL = _light(
    "#0f2229 #1c3a43 #3f5f63 #8b8a76 #dd9a5e",
    "#5f6f6c #435a5b #2d464a #1f363b #14282c #0a1619",
    "#f6e2b4",
    "#8d9488",
    "#f0b06c",
)
WOODLAND = _light(
    "#f4e6b4 #f8edc8 #fbf3da #f6e4b0",
    "#e3dfb6 #c3cb9f #94ab84 #5c8069 #31564a #122b27",
    "#fffaea",
    "#f8edc4",
    "#fbe6ae",
)
AFTER_RAIN = _light(
    "#93a8a8 #b9c4ba #dcd8c2 #f2dcb0",
    "#b3bdaf #8fa394 #6b8878 #4a6c5d #2c5045 #142f2a",
    "#f3c27c",
    "#d9dccd",
    "#f7e0b2",
)
ABOVE_CLOUD = _light(
    "#5a878c #86aaa7 #bdcdbf #eee4c8",
    "#b7c8c0 #93ada6 #628a81 #3e6b61 #245049 #11302e",
    "#df7a34",
    "#f2ede0",
    "#f7dfae",
)
HARBOUR_EVENING = _light(
    "#46707a #89aa9f #dfd0a0 #f6ca86 #f3ab62",
    "#bba985 #8e9a85 #5e7d74 #3b6059 #234749 #10292d",
    "#dd5f27",
    "#f3d8aa",
    "#fbd79a",
)
NIGHT = _light(
    "#0f2229 #17323a #24484c #3c615d #6f7f6c",
    "#36585a #294a4d #1f3d40 #183236 #11272b #0b1b1e",
    "#f1d9a6",
    "#4d6b69",
    "#f0b978",
)
