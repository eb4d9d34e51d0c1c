"""How like two pictures are to the eye: SSIM (Wang, Bovik, Sheikh and Simoncelli, 2004) of their light.

Over windows of 8 by 8 px, four px apart, as video encoders measure it: Pillow alone can do that.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from PIL import Image, ImageMath

WINDOW, STEP = 8, 4
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2  # the paper's constants for 8 bits


def likeness(one: Image.Image, other: Image.Image) -> float:
    """1 for the same picture, less for one that is less like; both of one size, at least 12 px each way."""
    a, b = one.convert("L").convert("F"), other.convert("L").convert("F")
    products = _each(a, b, lambda a, b: a * a), _each(a, b, lambda a, b: b * b), _each(a, b, lambda a, b: a * b)
    found = [_at(corner, a, b, *products) for corner in product((0, STEP), repeat=2)]
    return sum(found) / len(found)


def _at(corner: tuple[int, int], *pictures: Image.Image) -> float:
    """The mean over the windows of which one begins in this corner."""
    left, top = corner
    right, bottom = (edge - (edge - start) % WINDOW for edge, start in zip(pictures[0].size, corner, strict=True))
    means = [picture.crop((left, top, right, bottom)).reduce(WINDOW) for picture in pictures]
    found = ImageMath.lambda_eval(_ssim, **dict(zip(("a", "b", "aa", "bb", "ab"), means, strict=True)))
    return float(found.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))


def _ssim(of: dict[str, Any]) -> Any:
    a, b = of["a"], of["b"]
    light = (2 * a * b + C1) / (a * a + b * b + C1)
    return light * (2 * (of["ab"] - a * b) + C2) / (of["aa"] - a * a + of["bb"] - b * b + C2)


def _each(a: Image.Image, b: Image.Image, work: Any) -> Image.Image:
    return ImageMath.lambda_eval(lambda of: work(of["a"], of["b"]), a=a, b=b)
