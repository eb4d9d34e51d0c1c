"""Print the pictures into content/: all of them, or those named (`python -m desk.drawings dawn tea`)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from .scenes import (
    carry_less,
    dawn,
    descent,
    not_your_session,
    rain,
    running_slow,
    summit,
    tea,
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
    """One picture: who draws it, its size in pixels, and where it is kept below the project's root."""

    draw: Callable[[Sheet], None]
    size: tuple[int, int]
    path: str


ALBUM = "content/albums/hill-session"
MUSINGS = "content/musings"  # leads are shown wide, so they are drawn wide

PICTURES = {
    "dawn": Picture(dawn.draw, (4000, 3000), f"{ALBUM}/dawn.jpg"),
    "warm-up": Picture(warm_up.draw, (4000, 3000), f"{ALBUM}/warm-up.jpg"),
    "rain": Picture(rain.draw, (4000, 3000), f"{ALBUM}/rain.jpg"),
    "summit": Picture(summit.draw, (4000, 3000), f"{ALBUM}/summit.jpg"),
    "descent": Picture(descent.draw, (4000, 3000), f"{ALBUM}/descent.jpg"),
    "tea": Picture(tea.draw, (4000, 3000), f"{ALBUM}/tea.jpg"),
    "carry-less": Picture(carry_less.draw, (4000, 2100), f"{MUSINGS}/carry-less.jpg"),
    "not-your-session": Picture(not_your_session.draw, (4000, 2100), f"{MUSINGS}/not-your-session.jpg"),
    "why-listening-matters": Picture(why_listening_matters.draw, (4000, 2100), f"{MUSINGS}/why-listening-matters.jpg"),
    "running-slow": Picture(running_slow.draw, (4000, 2100), f"{MUSINGS}/running-slow.jpg"),
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


def main(names: list[str]) -> int:
    """Print the named pictures, or all; 1 when a name is unknown."""
    unknown = [name for name in names if name not in PICTURES]
    if unknown:
        print(f"No picture is called {', '.join(unknown)}. There are: {', '.join(PICTURES)}.", file=sys.stderr)
        return 1
    for name in names or PICTURES:
        picture = PICTURES[name]
        target = ROOT / picture.path
        target.parent.mkdir(parents=True, exist_ok=True)
        print_picture(picture).save(
            target, "JPEG", qtables=quantisation(QUALITY), optimize=True, progressive=True, subsampling="4:2:0"
        )
        print(f"{picture.path}  {target.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
