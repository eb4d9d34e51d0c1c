"""A photograph on the site has the colours that a browser shows of the coach's own file."""

import base64
import io
import random
import struct

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, Page

from plugins.galleries.conversion import to_srgb
from plugins.galleries.icc import made_profile
from plugins.galleries.photographs import open_photograph
from plugins.galleries.primaries import ADOBE_RGB
from plugins.galleries.profiles import adobe_rgb

CHANCE = random.Random(2026)
COLOURS = [(grey,) * 3 for grey in range(0, 256, 15)] + [
    (CHANCE.randrange(256), CHANCE.randrange(256), CHANCE.randrange(256)) for _ in range(60)
]
PATCH_PX = 16
NUMBERS = [(1, 13), (9, 13), (12, 13), (9, 16), (1, 16), (9, 18), (12, 18)]
NUMBERS += [(1, 1), (1, 8), (4, 4), (6, 6), (11, 17), (22, 13), (2, 2)]
CHROMATICITIES = struct.pack(">8I", 34567, 35850, 73470, 26530, 15960, 84040, 3660, 10)
DRAW = """async pictures => {
    const drawn = [];
    for (const picture of pictures) {
        const image = new Image();
        image.src = picture;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, 1), context = canvas.getContext("2d");
        context.drawImage(image, 0, -8);
        drawn.push([...context.getImageData(0, 0, image.width, 1).data]);
    }
    return drawn;
}"""


def patches() -> Image.Image:
    image = Image.new("RGB", (PATCH_PX * len(COLOURS), PATCH_PX))
    for index, colour in enumerate(COLOURS):
        image.paste(colour, (PATCH_PX * index, 0, PATCH_PX * (index + 1), PATCH_PX))
    return image


def png(*chunks: tuple[bytes, bytes], **options: bytes) -> bytes:
    info, file = PngInfo(), io.BytesIO()
    for name, content in chunks:
        info.add(name, content)
    patches().save(file, "PNG", pnginfo=info, **options)
    return file.getvalue()


def avif(primaries: int, transfer: int, nits: int = 0) -> bytes:
    """Pillow writes sRGB's numbers and a box that nobody needs, which give way to others."""
    file = io.BytesIO()
    patches().save(file, "AVIF", quality=100, subsampling="4:4:4")
    data = file.getvalue().replace(b"colrnclx\0\1\0\x0d", b"colrnclx" + struct.pack(">HH", primaries, transfer))
    at = data.index(b"pixi") - 4
    return data[:at] + struct.pack(">I4sHH4x", 16, b"clli", nits, 0) + data[at + 16 :] if nits else data


def written() -> dict[str, bytes]:
    """Every way to say what the numbers of a picture mean, that Chromium knows."""
    gamma = [(b"gAMA", struct.pack(">I", number)) for number in (100_000, 45_455, 250_000)]
    return {
        **{f"PNG {numbers}": png((b"cICP", bytes([*numbers, 0, 1]))) for numbers in NUMBERS},
        **{f"AVIF {numbers}": avif(*numbers) for numbers in NUMBERS},
        "AVIF, PQ of 3,000 nits": avif(9, 16, 3000),
        "AVIF, HLG of 600 nits": avif(9, 18, 600),
        **{f"PNG's gamma {int.from_bytes(each[1])}": png(each) for each in gamma},
        **{f"PNG's {each[1].hex()} and primaries": png(each, (b"cHRM", CHROMATICITIES)) for each in gamma},
        "PNG's primaries alone": png((b"cHRM", CHROMATICITIES)),
        "PNG's primaries that are none": png(gamma[0], (b"cHRM", bytes(32))),
        "PNG's primaries beside sRGB": png((b"sRGB", b"\0"), gamma[0], (b"cHRM", CHROMATICITIES)),
        "PNG with a profile": png(icc_profile=made_profile(ADOBE_RGB, adobe_rgb)),
    }


@pytest.fixture
def blank(browser: Browser) -> Page:
    return browser.new_page()


def test_what_readers_see_is_what_a_browser_shows_of_the_file_itself(blank: Page) -> None:
    files = written()
    kinds = {name: "avif" if name.startswith("AVIF") else "png" for name in files}
    addresses = [f"data:image/{kinds[name]};base64,{base64.b64encode(data).decode()}" for name, data in files.items()]
    far = {}
    for (name, data), pixels in zip(files.items(), blank.evaluate(DRAW, addresses), strict=True):
        photograph = open_photograph(data)
        ours = to_srgb(photograph.image, photograph.profile)
        middles = range(PATCH_PX // 2, ours.width, PATCH_PX)
        theirs = [tuple(pixels[4 * x : 4 * x + 3]) for x in middles]
        steps = [
            abs(a - b)
            for x, there in zip(middles, theirs, strict=True)
            for a, b in zip(ours.getpixel((x, 8)), there, strict=True)
        ]
        if max(steps) > 6 or sum(steps) / len(steps) > 0.5:
            far[name] = (max(steps), sum(steps) / len(steps))
    assert not far
