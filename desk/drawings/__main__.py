"""Print the pictures into content/: all of them, or those named (`python -m desk.drawings dawn tea`)."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

from .catalogue import PICTURES, Picture
from .sheet import Sheet

ROOT = Path(__file__).resolve().parents[2]
QUALITY = 80  # from here up no ringing beside a runner is to be seen at 1920 px
# A sky's colour changes by one level in a hundred pixels. Libjpeg's tables round the mean of each block so coarsely
# that it falls into visible squares; means kept nearly exact (lightness in steps of 2, colour of 1) mend it.
MEAN_STEPS = (2, 1)


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
