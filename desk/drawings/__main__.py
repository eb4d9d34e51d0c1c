"""Print the pictures into content/: all of them, or those named (`python -m desk.drawings dawn tea`)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

from PIL import Image

from .camera import Taken
from .scenes import (
    carry_less,
    dawn,
    descent,
    fork,
    not_your_session,
    pines,
    rain,
    running_slow,
    stones,
    storm,
    summit,
    tea,
    tent,
    warm_up,
    why_listening_matters,
)
from .sheet import Sheet

ROOT = Path(__file__).resolve().parents[2]
QUALITY = 80  # from here up no ringing beside a runner is to be seen at 1920 px
# A sky's colour changes by one level in a hundred pixels. Libjpeg's tables round the mean of each block so coarsely
# that it falls into visible squares; means kept nearly exact (lightness in steps of 2, colour of 1) mend it.
MEAN_STEPS = (2, 1)


@dataclass(frozen=True)
class Picture:
    """One picture: who draws it, its upright size in pixels, where it is kept below the project's root.

    An album's pictures are photos and say how they were taken, so that the site has something to keep to itself.
    """

    draw: Callable[[Sheet], None]
    size: tuple[int, int]
    path: str
    taken: Taken | None = None


LANDSCAPE, PORTRAIT, WIDE = (
    (4000, 3000),
    (3000, 4000),
    (4000, 2100),
)  # leads of musings are shown wide, so they are drawn wide
HILL_SESSION, MUSINGS = "content/albums/hill-session", "content/musings"
LONG_WAY = "content/albums/the-long-way-round"


def wednesday(hour: int, minute: int, second: int) -> datetime:
    """A moment of the hill session, 26 March 2025; the clocks had not gone forward yet."""
    return datetime(2025, 3, 26, hour, minute, second, tzinfo=UTC)


def in_may(day: int, hour: int, minute: int, second: int) -> datetime:
    """A moment of the week on foot in May 2026, by British Summer Time."""
    return datetime(2026, 5, day, hour, minute, second, tzinfo=timezone(timedelta(hours=1)))


# The hills are invented, so the receiver swears that they stand in the Irish Sea, between Anglesey and the Isle of Man.
PICTURES = {
    "dawn": Picture(
        dawn.draw, LANDSCAPE, f"{HILL_SESSION}/dawn.jpg", Taken(wednesday(6, 2, 41), place=(53.74215, -4.61873))
    ),
    "warm-up": Picture(
        warm_up.draw, LANDSCAPE, f"{HILL_SESSION}/warm-up.jpg", Taken(wednesday(6, 14, 5), orientation=6)
    ),
    "rain": Picture(
        rain.draw, LANDSCAPE, f"{HILL_SESSION}/rain.jpg", Taken(wednesday(6, 33, 27), place=(53.74698, -4.62517))
    ),
    "summit": Picture(
        summit.draw,
        LANDSCAPE,
        f"{HILL_SESSION}/summit.jpg",
        Taken(wednesday(7, 8, 50), place=(53.75134, -4.63102), orientation=3),
    ),
    "descent": Picture(descent.draw, LANDSCAPE, f"{HILL_SESSION}/descent.jpg", Taken(wednesday(7, 21, 12))),
    "tea": Picture(
        tea.draw,
        LANDSCAPE,
        f"{HILL_SESSION}/tea.jpg",
        Taken(wednesday(7, 40, 33), place=(53.74231, -4.61902), orientation=8),
    ),
    "fork": Picture(
        fork.draw, LANDSCAPE, f"{LONG_WAY}/fork.jpg", Taken(in_may(4, 6, 2, 18), place=(53.71908, -4.70244))
    ),
    "storm": Picture(
        storm.draw,
        PORTRAIT,
        f"{LONG_WAY}/storm.jpg",
        Taken(in_may(6, 17, 43, 9), place=(53.78351, -4.74415), orientation=6),
    ),
    "tent": Picture(
        tent.draw, LANDSCAPE, f"{LONG_WAY}/tent.jpg", Taken(in_may(7, 22, 6, 51), place=(53.80116, -4.68829))
    ),
    "pines": Picture(pines.draw, PORTRAIT, f"{LONG_WAY}/pines.jpg", Taken(in_may(8, 7, 14, 36), orientation=6)),
    "stones": Picture(
        stones.draw, LANDSCAPE, f"{LONG_WAY}/stones.jpg", Taken(in_may(7, 9, 25, 2), place=(53.79027, -4.71836))
    ),
    "carry-less": Picture(carry_less.draw, WIDE, f"{MUSINGS}/carry-less.jpg"),
    "not-your-session": Picture(not_your_session.draw, WIDE, f"{MUSINGS}/not-your-session.jpg"),
    "why-listening-matters": Picture(why_listening_matters.draw, WIDE, f"{MUSINGS}/why-listening-matters.jpg"),
    "running-slow": Picture(running_slow.draw, WIDE, f"{MUSINGS}/running-slow.jpg"),
}


def print_picture(picture: Picture, scale: float = 1.0) -> Image.Image:
    """The picture at a scale of its full size."""
    sheet = Sheet(*picture.size, scale)
    picture.draw(sheet)
    return sheet.finish()


def quantisation(quality: int) -> list[list[int]]:
    """Libjpeg's two tables for a quality, with finer steps for each block's mean."""
    probe = BytesIO()
    Image.new("RGB", (8, 8)).save(probe, "JPEG", quality=quality)
    with Image.open(probe) as opened:
        tables: dict[int, list[int]] = opened.quantization  # type: ignore[attr-defined]
    return [[mean, *tables[index][1:]] for index, mean in enumerate(MEAN_STEPS)]


def keep(picture: Picture) -> Path:
    """Print a picture into content/: a photo as its camera would have stored it, any other without a word about it."""
    image, told = print_picture(picture), {}
    if picture.taken:
        image, told = picture.taken.stored(image), {"exif": picture.taken.exif()}
    target = ROOT / picture.path
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(
        target, "JPEG", qtables=quantisation(QUALITY), optimize=True, progressive=True, subsampling="4:2:0", **told
    )
    return target


def main(names: list[str]) -> int:
    """Print the named pictures, or all; 1 when a name is unknown."""
    unknown = [name for name in names if name not in PICTURES]
    if unknown:
        print(f"No picture is called {', '.join(unknown)}. There are: {', '.join(PICTURES)}.", file=sys.stderr)
        return 1
    for name in names or PICTURES:
        target = keep(PICTURES[name])
        print(f"{PICTURES[name].path}  {target.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
