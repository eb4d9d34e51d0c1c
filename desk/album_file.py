"""An `album.md` that gets more entries, and keeps every letter that it has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.new import NotWritten, as_yaml
from plugins.musings import front_matter
from plugins.musings.library import composed

ALBUM = """---
title: {title}
date:{date}
place:
summary:
status: draft
---
"""
KEY = re.compile(r"photos:[ \t]*(#.*)?$")
ITEM = re.compile(r"([ \t]*)-(?:\s|$)")


@dataclass(frozen=True)
class Found:
    """A photograph that `album.md` does not name: its file, when it was taken ("" unknown), its own caption."""

    name: str
    taken: str
    caption: str

    def entry(self, indent: str) -> list[str]:
        """Its lines in `album.md`: what is known of it, and what waits to be written."""
        taken = datetime.fromisoformat(self.taken) if self.taken else None
        moment = f"  # {taken.day} {taken:%B %Y, %H:%M}" if taken else ""
        caption = f" {as_yaml(self.caption)}" if self.caption else ""
        rest = ("title:", "alt:", f"caption:{caption}")
        return [f"{indent}- file: {as_yaml(self.name)}{moment}", *(f"{indent}  {line}" for line in rest)]


def new_album(folder: Path, found: list[Found]) -> str:
    """An `album.md` of a folder that has none: a draft, named like the folder, of the day of its first photograph."""
    title = composed(folder.name).replace("-", " ").replace("_", " ").strip()
    date = f" {found[0].taken[:10]}" if found[0].taken else ""
    return ALBUM.format(title=as_yaml(title[:1].upper() + title[1:]), date=date)


def with_entries(text: str, found: list[Found], file: str) -> str:
    """The text of an `album.md` with these entries after its last one, every other letter as it was.

    Raises NotWritten, with the lines to be pasted, where the list is not written with a line for each entry.
    """
    lines = text.splitlines(keepends=True)
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), None)
    if not lines or lines[0].lstrip("\ufeff").rstrip() != "---" or end is None:
        raise refused(file, "has no first lines between two lines of ---", found)
    newline = lines[0].removeprefix(lines[0].rstrip("\r\n"))
    key = next((number for number in range(1, end) if lines[number].startswith("photos:")), None)
    if key is None:
        place, indent, head = end, "  ", ["photos:"]
    elif not KEY.match(lines[key].rstrip()):
        fix = "Give each a line of its own below photos:, such as - file: dawn.jpg, and run this again."
        raise NotWritten(f"{file} lists its photographs in one line, so I have not touched it. {fix}")
    else:
        place, indent, head = last_item(lines, key, end), indent_of(lines[key + 1 : end]), []
    added = [*head, *(line for one in found for line in one.entry(indent))]
    whole = "".join([*lines[:place], *(line + newline for line in added), *lines[place:]])
    if not adds_only(text, whole, found):
        raise refused(file, "is written in a way that I can't add to safely", found)
    return whole


def last_item(lines: list[str], key: int, end: int) -> int:
    """The number of the line after the last one of a list that begins below line `key`: remarks and gaps stay below."""
    last = key
    for number in range(key + 1, end):
        bare = lines[number].rstrip()
        if bare and not bare.lstrip().startswith("#"):
            if bare[0] not in " \t-":
                break
            last = number
    return last + 1


def indent_of(lines: list[str]) -> str:
    """How far the entries of a list are indented."""
    return next((found[1] for line in lines if (found := ITEM.match(line))), "  ")


def adds_only(before: str, after: str, found: list[Found]) -> bool:
    """Whether everything that was said before is said still, and these photographs besides, at the end."""
    old, new = (trimmed(front_matter.split(plain(text), "album.md").data) for text in (before, after))
    named = [item.get("file") for item in (new.get("photos") or [])[-len(found) :] if isinstance(item, dict)]
    rest = (new.get("photos") or [])[: -len(found)]
    same = {**old, "photos": None} == {**new, "photos": None}
    return same and named == [one.name for one in found] and rest == (old.get("photos") or [])


def trimmed(value: Any) -> Any:
    """The same without spaces around words: what follows a text on lines of its own decides whether it ends in one."""
    if isinstance(value, dict):
        return {key: trimmed(each) for key, each in value.items()}
    return [trimmed(each) for each in value] if isinstance(value, list) else value.strip()


def refused(file: str, why: str, found: list[Found]) -> NotWritten:
    """Nothing was written: why, and what to paste."""
    entries = "\n".join(line for one in found for line in one.entry("  "))
    return NotWritten(f"{file} {why}, so I have not touched it. Put these lines below photos: yourself:\n\n{entries}")


def plain(text: str) -> str:
    """A file's text without a mark before it, whatever ends its lines."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
