"""The sheet of paper: flat shapes and washes laid one over another at twice the size, then reduced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import log, sin

from PIL import Image, ImageDraw

from .palette import Ink

Point = tuple[float, float]
Polygon = Sequence[Point]

OVERSAMPLING = 2
GLOW_RINGS = 160


class Sheet:
    """A drawing in design pixels (4000 wide), held at any scale; later shapes lie over earlier ones."""

    def __init__(self, width: int, height: int, scale: float = 1.0) -> None:
        self.width, self.height = width, height
        self._factor = scale * OVERSAMPLING
        self._image = Image.new("RGB", (round(width * self._factor), round(height * self._factor)))
        self._draw = ImageDraw.Draw(self._image)

    def _scaled(self, polygon: Polygon) -> list[Point]:
        return [(x * self._factor, y * self._factor) for x, y in polygon]

    def fill(self, shapes: Iterable[Polygon], ink: Ink) -> None:
        """Print every shape in one flat ink."""
        for shape in shapes:
            self._draw.polygon(self._scaled(shape), fill=ink)

    def dot(self, centre: Point, radius: float, ink: Ink) -> None:
        """Print one round dot."""
        x, y, r = centre[0] * self._factor, centre[1] * self._factor, radius * self._factor
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill=ink)

    def tint(self, shapes: Iterable[Polygon], ink: Ink, strength: float) -> None:
        """Print the shapes together in a thin ink: strength 0 to 1, the same where they overlap."""
        self._wash(list(shapes), ink, lambda size: Image.new("L", size, round(strength * 255)))

    def fade(self, shapes: Iterable[Polygon], ink: Ink, top: tuple[float, float], foot: tuple[float, float]) -> None:
        """Print the shapes in an ink whose strength changes downwards: top and foot are (y, strength)."""
        kept = list(shapes)
        offset = min(y for shape in kept for _, y in shape)
        offset = max(0.0, offset)

        def slope(size: tuple[int, int]) -> Image.Image:
            column = Image.new("L", (1, size[1]))
            for row in range(size[1]):
                share = (offset + row / self._factor - top[0]) / (foot[0] - top[0])
                share = min(1.0, max(0.0, share))
                column.putpixel((0, row), round((top[1] + (foot[1] - top[1]) * share) * 255))
            return column.resize(size)

        self._wash(kept, ink, slope)

    def glow(self, centre: Point, radius: float, ink: Ink, strength: float) -> None:
        """Warm the paper around a light: full strength at its centre, nothing at its radius."""
        mask = Image.new("L", (GLOW_RINGS * 8, GLOW_RINGS * 8))
        pen = ImageDraw.Draw(mask)
        for ring in range(GLOW_RINGS):
            inset = ring * 4
            pen.ellipse(
                (inset, inset, mask.width - inset, mask.height - inset),
                fill=round((ring / GLOW_RINGS) ** 1.4 * 255 * strength),
            )
        side = round(radius * 2 * self._factor)
        left, upper = round((centre[0] - radius) * self._factor), round((centre[1] - radius) * self._factor)
        self._image.paste(
            ink, (left, upper, left + side, upper + side), mask.resize((side, side), Image.Resampling.BILINEAR)
        )

    def _wash(self, shapes: list[Polygon], ink: Ink, strength: Callable[[tuple[int, int]], Image.Image]) -> None:
        scaled = [self._scaled(shape) for shape in shapes]
        left = max(0, int(min(x for shape in scaled for x, _ in shape)))
        upper = max(0, int(min(y for shape in scaled for _, y in shape)))
        right = min(self._image.width, int(max(x for shape in scaled for x, _ in shape)) + 2)
        lower = min(self._image.height, int(max(y for shape in scaled for _, y in shape)) + 2)
        if right <= left or lower <= upper:
            return
        size = right - left, lower - upper
        stencil = Image.new("L", size)
        pen = ImageDraw.Draw(stencil)
        for shape in scaled:
            pen.polygon([(x - left, y - upper) for x, y in shape], fill=255)
        mask = Image.new("L", size)
        mask.paste(strength(size), (0, 0), stencil)
        self._image.paste(ink, (left, upper, right, lower), mask)

    def mirrored_below(self, y: float, squash: float, ink: Ink, strength: float) -> None:
        """Still water: everything above y again, upside down and squashed, below y, tinted."""
        line = round(y * self._factor)
        depth = self._image.height - line
        band = self._image.crop((0, max(0, line - round(depth / squash)), self._image.width, line))
        band = band.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self._image.width, depth), Image.Resampling.BOX)
        self._image.paste(Image.blend(band, Image.new("RGB", band.size, ink), strength), (0, line))

    def ripple(self, y: float, row: float = 3.0) -> None:
        """Stir the water below y: each row slides a little sideways, in waves that grow towards us."""
        top = 0.0
        while y + top < self.height:
            swell = 5 + top * 0.02
            shift = swell * (sin(38 * log(1 + top / 260)) + 0.5 * sin(23 * log(1 + top / 140) + 2))
            box = 0, round((y + top) * self._factor), self._image.width, round((y + top + row) * self._factor)
            self._image.paste(self._image.crop(box), (round(shift * self._factor), box[1]))
            top += row

    def finish(self) -> Image.Image:
        """The finished print, reduced to its own size."""
        size = self._image.width // OVERSAMPLING, self._image.height // OVERSAMPLING
        return self._image.resize(size, Image.Resampling.BILINEAR)
