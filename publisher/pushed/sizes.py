"""Sizes: how much a push may hold. All of it is known from the tree, before a byte of a file is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from publisher.git import Entry
from publisher.pushed.reasons import Reason

PICTURES = frozenset(
    ".jpg .jpeg .jpe .jfif .png .webp .avif .tif .tiff .gif .heic .heif .hif .svg .bmp .psd .jxl .jp2 .j2k .xcf "
    ".raw .dng .cr2 .cr3 .nef .arw .orf .rw2 .raf .pef .srw".split()
)
"""As the site knows them: `plugins/musings/addresses.py`."""
FILMS = frozenset(".mov .mp4 .m4v .3gp .avi .mkv .webm .mpg .mpeg .mts .m2ts .wmv .lrv .insv .360".split())
TEXTS = frozenset(".md .toml .txt .csv .json .yml .yaml .xml .html .htm .css .js .svg .ics .vcf".split())
LARGEST_TOTAL = 20_000_000_000
"""Of all files together: three thousand photographs as they come from a camera. A few kilobytes of a push can name
more than any disk holds."""


@dataclass(frozen=True)
class Limit:
    """largest: in bytes. of: what is limited so, for the coach. cure: what to do about one that is larger."""

    largest: int
    of: str
    cure: str


FILM = Limit(
    25_000_000,
    "a film",
    "Put it at a service for films, and link to it from your musing. Git keeps each version of a file for ever: take "
    "it out of your last commit with git rm --cached and its name, then git commit --amend --no-edit.",
)
PICTURE = Limit(
    100_000_000,  # a TIFF of 24 megapixels has 72 MB, a JPEG of 100 megapixels some 60; code hosts take no more either
    "a picture",
    "Export it as a JPEG: 6,000 pixels on its longer side are plenty.",
)
TEXT = Limit(4_000_000, "a text", "Split it, or look for something that was pasted by mistake.")
OTHER = Limit(
    50_000_000,
    "any other file",
    "Make it smaller, or put it where large files are kept and link to it.",
)


def limit_of(path: str) -> Limit:
    """How large a file of this name may be."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in FILMS:
        return FILM
    if suffix in TEXTS:
        return TEXT
    return PICTURE if suffix in PICTURES else OTHER


def is_too_large(entry: Entry) -> bool:
    """Whether a file is larger than one of its name may be."""
    return (entry.size or 0) > limit_of(entry.path).largest


def check_sizes(entries: Sequence[Entry]) -> Iterator[Reason]:
    """A reason for each file that is too large, and one where all together are."""
    for entry in filter(is_too_large, entries):
        limit = limit_of(entry.path)
        wanted = f"This file takes {in_words(entry.size or 0)}; {limit.of} may take {in_words(limit.largest)}."
        yield Reason(entry.path, wanted, limit.cure)
    if (total := sum(entry.size or 0 for entry in entries)) > LARGEST_TOTAL:
        wanted = f"All files together take {in_words(total)}; a site may take {in_words(LARGEST_TOTAL)}."
        yield Reason("content", wanted, f"Take some out, the largest folder first: {_largest_folder(entries)}.")


def in_words(size: int) -> str:
    """A number of bytes as a person would say it."""
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB".replace(".0 MB", " MB")


def _largest_folder(entries: Sequence[Entry]) -> str:
    sizes: dict[str, int] = {}
    for entry in entries:
        folder = entry.path.rpartition("/")[0]
        sizes[folder] = sizes.get(folder, 0) + (entry.size or 0)
    return max(sizes, key=lambda folder: sizes[folder])
