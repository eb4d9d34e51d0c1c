"""The page of keys, docs/keys.md: written from the very tables that proofreading reads by."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from plugins.proofreading.settings import REQUIRED
from plugins.proofreading.site_toml import TABLES

HEAD = """# Every key

What may stand in the first lines of a file, and in `site.toml`. This page is written by
`python -m plugins.proofreading keys` from the tables that proofreading reads by: change them there.

## The first lines of a file

"""
KINDS = {"musing": "musings", "page": "pages", "series": "series", "album": "albums"}


def page() -> str:
    """The whole page, as Markdown."""
    return HEAD + _front_matter() + "\n## site.toml\n\n" + "\n".join(map(_table, dict.fromkeys(TABLES.values())))


def _front_matter() -> str:
    from plugins.musings.schema import KEYS, PHOTO_KEYS  # the house's tables; nothing else here knows the rooms

    rows = ["| key | in | what it means |", "| --- | --- | --- |"]
    for name, key in KEYS.items():
        kinds = key.kinds.split()
        where = "every file" if len(kinds) == len(KINDS) else ", ".join(KINDS[kind] for kind in kinds)
        rows.append(f"| `{name}` | {where} | {key.sentence} |")
    rows += ["", "### A photograph, under `photos:`", "", "| key | what it means |", "| --- | --- |"]
    rows += [f"| `{name}` | {sentence} |" for name, sentence in PHOTO_KEYS.items()]
    return "\n".join(rows) + "\n"


def _table(kind: type) -> str:
    rows = [
        f"### {kind.__doc__}",
        "",
        "| key | must be there | what it means | left out |",
        "| --- | --- | --- | --- |",
    ]
    for row in dataclasses.fields(kind):
        if row.metadata:
            default = None if row.default is dataclasses.MISSING else row.default
            left_out = f"`{_written(default)}`" if default else ""
            must = "yes" if row.metadata[REQUIRED] else ""
            rows.append(f"| `{row.name}` | {must} | {row.metadata['sentence']} | {left_out} |")
    return "\n".join(rows) + "\n"


def _written(default: Any) -> str:
    """A default as it would be written."""
    return default if isinstance(default, str) else json.dumps(default)
