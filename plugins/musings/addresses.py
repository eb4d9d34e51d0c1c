"""Addresses of the site: never a date in them, each ends with a slash, all of one shape."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pelican.utils import slugify

BASE = "\ue000"
"""Stands before every internal address in a rendered body; a page replaces it by the base path, a
feed by the site's full address. A private-use character: no author types it, no parser touches it."""

DATED = re.compile(r"\d{4}-\d{2}-\d{2}[-_ ]+")
PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A slug already: most files are called like one."""
FOLDERS = {"musing": "musings", "series": "series", "album": "albums"}

PICTURES = frozenset(
    ".jpg .jpeg .jpe .jfif .png .webp .avif .tif .tiff .gif .heic .heif .hif .svg .bmp .psd .jxl .jp2 .j2k .xcf "
    ".raw .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .pef .srw".split()
)
"""Endings of pictures, of kinds too that are refused: the galleries' two lists, which a test compares with this."""
TAKEN = frozenset(
    "musings series tags albums reflections notebook search feeds assets photos drafts files 404 "
    "build prompts worker sitemap robots".split()
)
"""First words of addresses that the site itself needs: no page may take one."""


def slug_of(path: Path, kind: str) -> str:
    """The slug of a content file: its name without a leading date; an album's is its folder's, after those it lies in.

    A musing may have a folder of its own, with its pictures: of an `index.md` in one, the folder's name counts.
    """
    if kind == "album":
        slugs = [undated(name) for name in folders_of(path)]
        return "/".join(slugs) if all(slugs) else ""
    in_folder = kind == "musing" and path.stem == "index" and path.parent.name != FOLDERS["musing"]
    return undated(path.parent.name if in_folder else path.stem)


def undated(name: str) -> str:
    """The slug of a file's or folder's name, without a date that it begins with."""
    return slugified(DATED.sub("", name, count=1))


def folders_of(path: Path) -> tuple[str, ...]:
    """The folders below `albums` that an album's file lies in, the outermost first: albums may nest."""
    parts = path.parts[:-1]
    below = [index for index in range(1, len(parts)) if parts[index - 1 : index + 1] == ("content", FOLDERS["album"])]
    return parts[below[-1] + 1 :] if below else parts[-1:]


def address_of(kind: str, slug: str) -> str:
    """`/musings/<slug>/`, `/series/<slug>/`, `/albums/<slug>/`, `/<page>/`; the page `home` is `/`."""
    if kind == "page":
        return "/" if slug == "home" else f"/{slug}/"
    return f"/{FOLDERS[kind]}/{slug}/"


def file_of(address: str) -> str:
    """Where the page at an address is written: '/about/' → 'about/index.html', '/feed.xml' → 'feed.xml'."""
    plain = address.lstrip("/")
    return plain if re.search(r"\.\w+$", plain) else f"{plain.rstrip('/')}/index.html".lstrip("/")


@cache
def slugified(words: str) -> str:
    """Words as a part of an address: 'Côte d’Azur, 2026' → 'cote-dazur-2026'; "" when no letter is left.

    Two spellings of a tag that come out alike are one tag.
    """
    if PLAIN.fullmatch(words):
        return words
    words = words.encode("utf-8", "ignore").decode()  # a file's name may have what is no letter
    slug: str = slugify(words, regex_subs=[(r"[^\w\s-]", ""), (r"[-\s_]+", "-"), (r"^-|-$", "")])
    return slug
