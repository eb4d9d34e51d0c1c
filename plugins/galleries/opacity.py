"""Opacity: pictures of any mode are made opaque and of 8 bits, the paper showing through their transparent parts.

Strip by strip, since a picture of 120 megapixels takes half a gigabyte for each copy that is made of it.
"""

from collections.abc import Iterator

from PIL import Image

from plugins.galleries.chunks import PNG, clear_grey
from plugins.galleries.conversion import converted_by

GROUND = (251, 248, 241)  # the theme's paper: what shows through a transparent picture
STRIP_PX = 1_000_000
LARGE_PX = 30_000_000  # a picture of more is made smaller on the way, where fewer pixels will do
BITS, PHOTOMETRIC, COLOR_MAP = 0x0102, 0x0106, 0x0140  # TIFF's tags
PLAIN = ("L", "RGB", "CMYK")
Size = tuple[int, int]
Picture = tuple[Image.Image, bytes | None]
"""Pixels, and the ICC profile in which they are still to be understood."""


def opaque(image: Image.Image, profile: bytes | None, data: bytes, at_least: Size | None) -> Picture:
    """Reduce any mode to L, RGB or CMYK in 8 bits, and to sRGB where there are transparent parts: so is the paper.

    data: the picture's file; at_least: the width and height in px that will do; None for all that it has.
    """
    image = with_lit_palette(drawn_part(image))
    clear = clear_grey(data) if data.startswith(PNG) else None
    is_clear, is_deep = clear is not None or image.has_transparency_data, image.mode.startswith("I;16")
    if not (is_clear or is_deep):
        return image if image.mode in PLAIN else image.convert("RGB"), profile
    tones = tones_of(image) if is_deep else None
    factor = spare(image.size, at_least)
    width, height = (-(-side // factor) for side in image.size)
    whole = Image.new("RGB" if is_clear else "L", (width, height))
    for top, strip in strips(image, factor):
        alpha = None if clear is None else alpha_of_grey(strip, clear, bits=data[24])
        plain = strip if tones is None else strip.convert("I").point(tones, "L")
        plain = on_paper(plain, alpha, profile) if is_clear else plain
        whole.paste(plain.reduce(factor) if factor > 1 else plain, (0, top // factor))
    return whole, None if is_clear else profile


def spare(size: Size, at_least: Size | None) -> int:
    """How many times smaller a large picture may become, and still be half as large again as is asked for."""
    width, height = size
    if at_least is None or width * height <= LARGE_PX:
        return 1
    return max(1, int(min(width / at_least[0], height / at_least[1]) / 1.5))


def strips(image: Image.Image, factor: int) -> Iterator[tuple[int, Image.Image]]:
    """The picture in strips, the top of each a multiple of `factor`."""
    height = max(1, STRIP_PX // image.width // factor) * factor
    for top in range(0, image.height, height):
        yield top, image.crop((0, top, image.width, min(image.height, top + height)))


def on_paper(strip: Image.Image, alpha: Image.Image | None, profile: bytes | None) -> Image.Image:
    """A strip over the paper, by its own transparency or by this one."""
    if alpha is None:
        strip = strip.convert("LA" if strip.mode in ("La", "LA") else "RGBA")
        alpha = strip.getchannel("A")
    colours = strip.convert("L" if strip.mode in ("1", "L", "LA") else "RGB")
    ground = Image.new("RGB", strip.size, GROUND)
    ground.paste(converted_by(colours, profile) if profile else colours.convert("RGB"), mask=alpha)
    return ground


def alpha_of_grey(strip: Image.Image, clear: int, bits: int) -> Image.Image:
    """What is to be seen of a grey PNG's strip, of which one grey is not: Pillow looks for that only in 8 bits."""
    if bits == 16:
        return strip.convert("I").point([0 if grey == clear else 255 for grey in range(65536)], "L")
    seen = [255 if round(grey * (2**bits - 1) / 255) != clear else 0 for grey in range(256)]
    return strip.convert("L").point(seen)


def tones_of(image: Image.Image) -> list[int]:
    """The grey of 8 bits for each of 16; Pillow's own convert("L") clips them to white."""
    tags = getattr(image, "tag_v2", {})
    most = 4095 if tags.get(BITS) == (12,) else 65535  # a TIFF of 12 bits arrives unscaled
    tones = [min(255, int(grey * 255 / most + 0.5)) for grey in range(65536)]
    return [255 - tone for tone in tones] if tags.get(PHOTOMETRIC) == 0 else tones  # 0: black is the highest number


def drawn_part(image: Image.Image) -> Image.Image:
    """A GIF that draws on a part of itself alone, transparent around that; any other picture as it is."""
    box = getattr(image, "dispose_extent", None) if image.format == "GIF" else None
    if box is None or box == (0, 0, *image.size):
        return image
    part = Image.new("RGBA", image.size)
    part.paste(image.crop(box).convert("RGBA"), box)
    return part


def with_lit_palette(image: Image.Image) -> Image.Image:
    """A TIFF whose palette was written in 8 bits instead of 16, which would come out black, in its colours."""
    palette = getattr(image, "tag_v2", {}).get(COLOR_MAP, ()) if image.mode == "P" else ()
    if not palette or max(palette) > 255:
        return image
    few = len(palette) // 3
    image.putpalette([palette[band * few + index] for index in range(few) for band in range(3)])
    return image
