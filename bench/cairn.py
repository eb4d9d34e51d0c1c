"""The corpus as a site of Cairn: its content folder, its site.toml, its production build."""

from __future__ import annotations

import json
from pathlib import Path

from bench import corpus
from bench.timing import ROOT, pelican

SITE = """\
[practice]
name = "A Thousand Musings"
short_name = "A Thousand"
voice = "A site that exists only to be timed."
description = "Every word here was put together by a program."
address = "https://thousand.example"
language = "en-GB"
time_zone = "UTC"

[[navigation]]
title = "Musings"
address = "/musings/"

[[navigation]]
title = "Series"
address = "/series/"

[business]
legal_name = "A Thousand Musings"
postal_address = "1 Small Street, Smallton"
email = "hello@thousand.example"
complaints = "Write to hello@thousand.example; you will hear within five working days."

[calls_to_action.default]
heading = "Shall we talk?"
words = "Half an hour, no charge."
button = "Write to me"
address = "/contact/"

[contact_form]
recipient = "hello@thousand.example"
"""
PAGE = "---\ntitle: {title}\nsummary: The page of that name on a site that exists only to be timed.\n---\n\n{words}\n"


def source(all_of_them: list[corpus.Musing]) -> dict[str, str]:
    """Every file of the site, by name."""
    files = {
        "site.toml": SITE,
        "content/pages/home.md": PAGE.format(title="A Thousand Musings", words="Welcome."),
        "content/pages/contact.md": PAGE.format(title="Write to me", words="I answer every letter."),
    }
    for number in corpus.series_of(all_of_them):
        files[f"content/series/{corpus.series_slug(number)}.md"] = PAGE.format(
            title=json.dumps(corpus.series_title(number)), words="Eight parts, to be read in order."
        )
    files |= {f"content/musings/{musing.slug}.md": text(musing) for musing in all_of_them}
    return files


def text(musing: corpus.Musing) -> str:
    """The file of a musing."""
    series = [f"series: {corpus.series_slug(musing.series)}"] if musing.series is not None else []
    head = [
        "---",
        f"title: {json.dumps(musing.title)}",
        f"date: {musing.date:%Y-%m-%d %H:%M}",
        f"summary: {json.dumps(musing.summary)}",
        f"tags: [{', '.join(musing.tags)}]",
        *series,
        "---",
    ]
    return "\n".join(head) + "\n\n" + corpus.body(musing, "{slug}.md", "> [!reflect]\n")


def command(folder: Path, output: Path) -> list[str]:
    """How the site in a folder is built for publication."""
    return pelican(folder / "content", ROOT / "publishconf.py", output)


def environment(folder: Path, cache: Path) -> dict[str, str]:
    """What tells the settings where the site is."""
    return {"CAIRN_SOURCE": str(folder), "CAIRN_CACHE": str(cache)}
