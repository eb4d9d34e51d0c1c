"""`make new TITLE="…" [SERIES="…"]`: a musing's file with its front matter, ready to write."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import yaml

from plugins.disk import ending_in_words
from plugins.musings import front_matter
from plugins.musings.addresses import slug_of, slugified
from plugins.proofreading import site_toml
from plugins.proofreading.nearest import did_you_mean, one_of
from plugins.proofreading.settings import time_zone

ROOT = Path(__file__).resolve().parent.parent
MUSING = """---
title: {title}
date: {date:%Y-%m-%d %H:%M}
summary:{series}
tags: []
status: draft
---

Begin with a moment you remember. One thought is enough for a musing.

> [!reflect]
> Which question would you like to leave with your reader?
"""


class NotWritten(Exception):
    """Nothing was written; its one argument says in plain words why."""


def new_musing(source: Path, title: str, series: str = "", now: datetime | None = None) -> Path:
    """Write a new draft into content/musings and return its path.

    source: the folder that holds content/ and site.toml.
    series: a series' title or slug; part numbers follow the dates, so none is written.
    now: the musing's date; None means the present minute in the coach's time zone.
    Raises NotWritten for a title without words, an unknown series, or a file that is there already.
    """
    title, series = " ".join(title.split()), " ".join(series.split())
    slug = slugified(title)
    if not title or not slug:
        raise NotWritten('Every musing begins with a title: make new TITLE="What the hill said"')
    settings, _ = site_toml.load(source / "site.toml")
    date = now or datetime.now(time_zone(settings))
    line = f"\nseries: {as_yaml(find_series(source, series))}" if series else ""
    path = source / "content" / "musings" / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(MUSING.format(title=as_yaml(title), date=date, series=line))
    except FileExistsError as error:
        raise NotWritten(f"{name_of(path, source)} is there already. Choose another title.") from error
    except OSError:
        path.unlink(missing_ok=True)  # an empty file would be taken for a musing that is there already
        raise
    return path


def find_series(source: Path, written: str) -> str:
    """The title of the series that was meant, by its title or slug. Raises NotWritten where there is none."""
    titles = {}
    for path in sorted((source / "content" / "series").glob("*.md")):
        parts = front_matter.split(path.read_text("utf-8-sig"), path.name)
        slug = slug_of(path, "series")
        titles[slug] = str(parts.data.get("title") or slug)
    for slug, title in titles.items():
        if written.casefold() in (slug, title.casefold()):
            return title
    known = list(titles.values())
    if not known:
        raise NotWritten(f"There is no series yet. Write content/series/{slugified(written)}.md first.")
    near = did_you_mean(written, known) or f"There are: {one_of(known)}."
    raise NotWritten(f'There is no series "{written}". {near}')


def as_yaml(text: str) -> str:
    """The text as a YAML value on one line, quoted only where YAML needs it."""
    written: str = yaml.safe_dump(text, allow_unicode=True, width=10_000)
    return written.removesuffix("...\n").strip()


def name_of(path: Path, source: Path) -> str:
    """The path as the coach knows it, from the folder that holds content/."""
    return path.relative_to(source).as_posix()


def main() -> int:
    """Write the musing that CAIRN_TITLE and CAIRN_SERIES ask for, print its path; return the exit status."""
    source = Path(os.environ.get("CAIRN_SOURCE") or ROOT).expanduser().resolve()
    try:
        with ending_in_words(content=source / "content"):
            path = new_musing(source, os.environ.get("CAIRN_TITLE", ""), os.environ.get("CAIRN_SERIES", ""))
    except NotWritten as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{name_of(path, source)} is ready: a draft, which only you see until you write status: published.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
