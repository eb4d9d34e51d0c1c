"""The practice's pictures: who draws each, how large it is, where it hangs, and what its camera wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from types import ModuleType

from .camera import Taken
from .scenes import (
    carry_less,
    coats,
    dawn,
    descent,
    door_ajar,
    fork,
    hands,
    harbour,
    hilltop_chairs,
    night_water,
    not_your_session,
    pines,
    rain,
    repetition,
    ridge,
    running_slow,
    shoes,
    snow,
    stones,
    storm,
    stove,
    summit,
    tall_window,
    tea,
    tent,
    turned_away,
    warm_up,
    why_listening_matters,
)
from .sheet import Sheet

LANDSCAPE, PORTRAIT, WIDE = (4000, 3000), (3000, 4000), (4000, 2100)
"""The sizes in pixels; leads of musings are shown wide, so they are drawn wide."""
HILL_SESSION, LONG_WAY = "content/albums/hill-session", "content/albums/the-long-way-round"
TWO_CHAIRS, MUSINGS = "content/albums/two-chairs", "content/musings"
Place = tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """One picture, named like the module of its scene. folder: where it is kept, below the project's root."""

    scene: ModuleType
    size: tuple[int, int]
    folder: str
    taken: Taken | None = None

    @property
    def name(self) -> str:
        """What it is asked for by: its scene's name, with hyphens."""
        return self.scene.__name__.rpartition(".")[2].replace("_", "-")

    @property
    def path(self) -> str:
        """Its file, below the project's root."""
        return f"{self.folder}/{self.name}.jpg"

    @property
    def draw(self) -> Callable[[Sheet], None]:
        """Prints it on a sheet."""
        draw: Callable[[Sheet], None] = self.scene.draw
        return draw


def wednesday(hour: int, minute: int, second: int, place: Place | None = None, orientation: int = 1) -> Taken:
    """A photo of the hill session, 26 March 2025; the clocks had not gone forward yet."""
    return Taken(datetime(2025, 3, 26, hour, minute, second, tzinfo=UTC), place, orientation)


def in_may(day: int, hour: int, minute: int, second: int, place: Place | None = None, orientation: int = 1) -> Taken:
    """A photo of the week on foot in May 2026, by British Summer Time."""
    moment = datetime(2026, 5, day, hour, minute, second, tzinfo=timezone(timedelta(hours=1)))
    return Taken(moment, place, orientation)


def in_2025(month: int, day: int, hour: int, minute: int, place: Place | None = None, orientation: int = 1) -> Taken:
    """A photo of the year with two chairs, by the clock on the wall."""
    summer = timedelta(hours=1 if 4 <= month <= 10 else 0)
    return Taken(datetime(2025, month, day, hour, minute, tzinfo=timezone(summer)), place, orientation)


# The hills are invented, so the receiver swears that they stand in the Irish Sea, between Anglesey and the Isle of Man.
_ALL = (
    Picture(dawn, LANDSCAPE, HILL_SESSION, wednesday(6, 2, 41, (53.74215, -4.61873))),
    Picture(warm_up, LANDSCAPE, HILL_SESSION, wednesday(6, 14, 5, orientation=6)),
    Picture(rain, LANDSCAPE, HILL_SESSION, wednesday(6, 33, 27, (53.74698, -4.62517))),
    Picture(repetition, PORTRAIT, HILL_SESSION, wednesday(6, 51, 3, (53.74902, -4.62811), orientation=6)),
    Picture(summit, LANDSCAPE, HILL_SESSION, wednesday(7, 8, 50, (53.75134, -4.63102), orientation=3)),
    Picture(descent, LANDSCAPE, HILL_SESSION, wednesday(7, 21, 12)),
    Picture(shoes, LANDSCAPE, HILL_SESSION, wednesday(7, 36, 58)),
    Picture(tea, LANDSCAPE, HILL_SESSION, wednesday(7, 40, 33, (53.74231, -4.61902), orientation=8)),
    Picture(fork, LANDSCAPE, LONG_WAY, in_may(4, 6, 2, 18, (53.71908, -4.70244))),
    Picture(snow, PORTRAIT, LONG_WAY, in_may(5, 8, 31, 40, (53.75519, -4.72093), orientation=8)),
    Picture(storm, PORTRAIT, LONG_WAY, in_may(6, 17, 43, 9, (53.78351, -4.74415), orientation=6)),
    Picture(stones, LANDSCAPE, LONG_WAY, in_may(7, 9, 25, 2, (53.79027, -4.71836))),
    Picture(ridge, LANDSCAPE, LONG_WAY, in_may(7, 13, 50, 27, (53.79711, -4.70022))),
    Picture(tent, LANDSCAPE, LONG_WAY, in_may(7, 22, 6, 51, (53.80116, -4.68829))),
    Picture(pines, PORTRAIT, LONG_WAY, in_may(8, 7, 14, 36, orientation=6)),
    Picture(harbour, LANDSCAPE, LONG_WAY, in_may(9, 20, 11, 5)),
    Picture(stove, LANDSCAPE, TWO_CHAIRS, in_2025(1, 14, 16, 5)),
    Picture(hands, PORTRAIT, TWO_CHAIRS, in_2025(2, 11, 10, 40, orientation=6)),
    Picture(tall_window, LANDSCAPE, TWO_CHAIRS, in_2025(3, 18, 6, 20, (53.74229, -4.61911))),
    Picture(turned_away, LANDSCAPE, TWO_CHAIRS, in_2025(4, 8, 12, 30, orientation=3)),
    Picture(door_ajar, PORTRAIT, TWO_CHAIRS, in_2025(5, 20, 9, 50, orientation=8)),
    Picture(hilltop_chairs, LANDSCAPE, TWO_CHAIRS, in_2025(6, 17, 19, 15, (53.75530, -4.60018))),
    Picture(coats, PORTRAIT, TWO_CHAIRS, in_2025(9, 16, 15, 10, (53.74229, -4.61911), orientation=6)),
    Picture(night_water, LANDSCAPE, TWO_CHAIRS, in_2025(11, 11, 18, 25, (53.74480, -4.62204))),
    Picture(carry_less, WIDE, MUSINGS),
    Picture(not_your_session, WIDE, MUSINGS),
    Picture(why_listening_matters, WIDE, MUSINGS),
    Picture(running_slow, WIDE, MUSINGS),
)
PICTURES = {picture.name: picture for picture in _ALL}
