"""Draws pictures that cost an encoder what photographs do: the same for the same number, on every machine.

Things of every size that hide one another, many small ones and few large, are how photographs come to have the
statistics that they have (the "dead leaves" of Lee, Mumford and Huang, 2001). Over them lie the texture of surfaces,
light that changes slowly, and a camera's grain; a part is out of focus.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Size = tuple[int, int]

SIZE_PX = (4000, 3000)
LEAVES = 6_000
LEAF_PX = (10, 1200)
TEXTURE = {1000: 7, 2000: 5, 4000: 3}  # cells in a row, and by how much they are lighter or darker at most
GRAIN = 6


def draw(folder: Path, numbers: range) -> list[Path]:
    """Write the photographs of these numbers, 12 megapixels each, into a folder; return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"photograph-{number:02}.jpg" for number in numbers]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(write, paths, numbers))
    return paths


def write(path: Path, number: int) -> None:
    """One photograph, as a good camera's JPEG."""
    scene(Random(f"scenery {number}")).save(path, quality=92)


def scene(random: Random) -> Image.Image:
    """One picture."""
    picture = leaves(random)
    for columns, contrast in TEXTURE.items():
        picture = lit(picture, cells(random, (columns, columns * 3 // 4), contrast))
    picture = lit(picture, cells(random, (4, 3), 50))
    near = cells(random, (6, 4), 255).resize(SIZE_PX, Image.Resampling.BICUBIC).point(lambda grey: 2 * grey - 64)
    picture = Image.composite(picture, picture.filter(ImageFilter.BoxBlur(8)), near)
    return lit(picture, cells(random, SIZE_PX, GRAIN)).filter(ImageFilter.GaussianBlur(0.7))


def leaves(random: Random) -> Image.Image:
    """Things that hide one another; their number falls with the cube of their size."""
    picture = Image.new("RGB", SIZE_PX, (120, 130, 120))
    pen = ImageDraw.Draw(picture)
    least, most = (size**-2.0 for size in LEAF_PX)
    for _ in range(LEAVES):
        width = (least - random.random() * (least - most)) ** -0.5
        height = width * random.uniform(0.3, 3)
        left, top = random.uniform(-width, SIZE_PX[0]), random.uniform(-height, SIZE_PX[1])
        light = random.gauss(120, 45)
        colour = tuple(min(255, max(0, round(light + random.gauss(0, 14)))) for _ in range(3))
        random.choice((pen.rectangle, pen.ellipse))((left, top, left + width, top + height), fill=colour)
    return picture


def cells(random: Random, size: Size, contrast: int) -> Image.Image:
    """Grey cells by chance, at most so far from the middle."""
    grey = Image.frombytes("L", size, random.randbytes(size[0] * size[1]))
    return grey.point([round(128 + (value - 128) * contrast / 128) for value in range(256)])


def lit(picture: Image.Image, light: Image.Image) -> Image.Image:
    """The picture made lighter where the light is above the middle, darker where it is below."""
    light = light.resize(picture.size, Image.Resampling.BICUBIC)
    return ImageChops.add(picture, Image.merge("RGB", [light] * 3), offset=-128)
