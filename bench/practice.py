"""A practice of some years, as files: two hundred musings with a photograph each, and albums with three hundred more.

Of the photographs thirty are drawn, and each of these goes by several names: a site publishes them by name, so there is
as much of everything as with five hundred, and they are developed in a minute instead of ten.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from random import Random

from PIL import Image

from bench import cairn, corpus, scenery

DRAWN = 30
SIZE_PX = (1600, 1200)
SCENES = 4
IN_AN_ALBUM = 30
WITH_NEW_ONE = 3
"""Photographs that come with a new musing."""
Files = dict[str, str | bytes]


def source(musings: int, photographs: int) -> Files:
    """Every file of the site, by name."""
    all_of_them = list(corpus.musings(musings))
    pictures = list(pictures_of(DRAWN))
    files: Files = dict(cairn.source(all_of_them))
    for number, musing in enumerate(all_of_them[:photographs]):
        files[f"content/musings/{musing.slug}.md"] = _with_photo(
            str(files[f"content/musings/{musing.slug}.md"]), musing
        )
        files[f"content/musings/{musing.slug}.jpg"] = pictures[number % DRAWN]
    for first in range(musings, photographs, IN_AN_ALBUM):
        files |= _album(range(first, min(photographs, first + IN_AN_ALBUM)), pictures)
    return files


def new_one(number: int) -> tuple[Files, str]:
    """A new musing with its photographs, and its address; the musing of this number has to be none of the site's."""
    musing = next(corpus.musings(1, number))
    names = [f"{musing.slug}-{each}.jpg" for each in range(1, WITH_NEW_ONE + 1)]
    gallery = "\n".join(f"![A field behind a fence, number {name}](<{name}>)" for name in names)
    text = cairn.text(musing) + f"\n{gallery}\n"
    files: Files = {f"content/musings/{musing.slug}.md": text}
    files |= {
        f"content/musings/{name}": data for name, data in zip(names, pictures_of(WITH_NEW_ONE, number), strict=True)
    }
    return files, f"/musings/{musing.slug}/"


def pictures_of(count: int, seed: int = 0) -> Iterator[bytes]:
    """So many photographs, all different: windows into a few large scenes."""
    dice = Random(f"practice {seed}")
    for number in range(count):
        if number % -(-count // SCENES) == 0:
            scene = scenery.scene(dice)
        left, top = (dice.randrange(whole - part) for whole, part in zip(scenery.SIZE_PX, SIZE_PX, strict=True))
        yield _jpeg(scene.crop((left, top, left + SIZE_PX[0], top + SIZE_PX[1])))


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88)
    return written.getvalue()


def _with_photo(text: str, musing: corpus.Musing) -> str:
    return text.replace("---\n", f"---\nphoto: {musing.slug}.jpg\nphoto_alt: Things of every size by a path.\n", 1)


def _album(numbers: range, pictures: list[bytes]) -> Files:
    folder, names = f"content/albums/walk-{numbers[0]}", [f"photograph-{number}.jpg" for number in numbers]
    entries = [
        f"  - file: {name}\n    title: Stop {number}\n    alt: Things of every size, by a path."
        for number, name in zip(numbers, names, strict=True)
    ]
    head = [f"title: {json.dumps(f'Walk {numbers[0]}')}", "date: 2025-03-26", "summary: A walk that nobody took."]
    files: Files = {f"{folder}/album.md": "\n".join(["---", *head, "photos:", *entries, "---"]) + "\n"}
    pairs = zip(names, numbers, strict=True)
    return files | {f"{folder}/{name}": pictures[number % len(pictures)] for name, number in pairs}
