"""The mechanical cures of a file's first lines: pure functions from lines to lines, as in `repairs.py`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import yaml

from plugins.proofreading.mistakes import Mistake

Lines = list[str]
Repair = Callable[[Lines, Mistake], Lines | None]
FENCE = "---"
HEADER = re.compile(r"([A-Za-z][\w -]*?)[ \t]*:[ \t]*(.*)$")
KEY = re.compile(r"([\w-]+):(?:[ \t]+(.*))?$")
OLD_NAMES = {"modified": "updated", "description": "summary", "category": "tags", "keywords": "tags"}
QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"$|'[^']*'$""")
TAG = r"[^#, \[\]]+"
CURLY = "“”„‘’«»"
LEAD = re.compile(r"[ ]*(?:-[ ]+)?")
DASHES = re.compile(r"[-–—]{1,8}[ \t]*$")
PLAIN_LINE = re.compile(r"(?:[\w-]+:|[ \t]|- |#|$)")


def as_yaml(value: Any) -> str:
    """A value as YAML on one line, quoted only where YAML needs it; a date as the coach would write it."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" + (f"{value:%z}" if value.tzinfo else "")
    if isinstance(value, date):
        return value.isoformat()
    written: str = yaml.safe_dump(value, allow_unicode=True, width=10_000, default_flow_style=True)
    return written.removesuffix("...\n").strip()


def end_of_header(lines: Lines) -> int:
    """The index of the line that closes the front matter; 0 where there is none."""
    if not lines or lines[0].rstrip() != FENCE:
        return 0
    return next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), 0)


def old_header(lines: Lines, mistake: Mistake) -> Lines | None:
    """`Title: …` lines become YAML between two lines of ---; a list of tags becomes a list."""
    start = (mistake.line or 1) - 1
    header: list[tuple[str, str]] = []
    end = start
    for line in lines[start:]:
        if not line.strip():
            break
        if line[0] in " \t" and header:
            header[-1] = header[-1][0], f"{header[-1][1]} {line.strip()}"
        elif found := HEADER.match(line):
            header.append((found[1].strip().lower(), found[2].strip()))
        else:
            return None
        end += 1
    entries: dict[str, str] = {}
    for key, value in header:
        name = OLD_NAMES.get(key, key).replace(" ", "_")
        if name in entries and name != "tags":
            return None  # two lines of one meaning: which of them counts is not ours to say
        entries[name] = f"{entries[name]}, {value}" if name in entries else value
    return [FENCE, *(_entry(name, value) for name, value in entries.items()), FENCE, *(lines[end:] or [""])]


def _entry(name: str, value: str) -> str:
    if name == "tags":
        tags = dict.fromkeys(tag.strip() for tag in re.split("[,;]", value) if tag.strip())
        return f"tags: {as_yaml(list(tags))}"
    return f"{name}: {value if name in ('date', 'updated') else as_yaml(value)}".rstrip()


def toml_header(lines: Lines, mistake: Mistake) -> Lines | None:
    """A header between lines of +++ becomes YAML."""
    start = (mistake.line or 1) - 1
    end = next((number for number in range(start + 1, len(lines)) if lines[number].rstrip() == "+++"), None)
    if end is None or any("#" in line for line in lines[start:end]):
        return None  # a note would be lost
    try:
        table = tomllib.loads("\n".join(lines[start + 1 : end]))
    except tomllib.TOMLDecodeError:
        return None
    if table.get("draft") is False:
        del table["draft"]
    entries = [f"{key}: {as_yaml(value)}".rstrip() for key, value in table.items()]
    return [FENCE, *entries, FENCE, *lines[end + 1 :]]


def close_header(lines: Lines, mistake: Mistake) -> Lines | None:
    """--- after the last line that can belong to the front matter."""
    end = next((n for n, line in enumerate(lines[1:], 1) if not PLAIN_LINE.match(line) or not line.strip()), len(lines))
    return [*lines[:end], FENCE, *lines[end:]] if end > 1 else None


def first_line(lines: Lines, mistake: Mistake) -> Lines | None:
    """The line that opens the front matter, at the top and of three dashes; only where another line closes it."""
    index = (mistake.line or 1) - 1
    opened = DASHES.match(lines[index])
    below = lines[index + 1 :] if opened else lines[index:]
    end = next((number for number, line in enumerate(below) if DASHES.match(line)), None)
    if end is None or not all(PLAIN_LINE.match(line) for line in below[:end]):
        return None
    return [FENCE, *below[:end], FENCE, *below[end + 1 :]]


def broken_yaml(lines: Lines, mistake: Mistake) -> Lines | None:
    """A tab becomes spaces, a value that YAML misreads gets quotation marks, a list its closing bracket."""
    index = (mistake.line or 0) - 1
    if not 0 <= index < len(lines):
        return None
    line = lines[index]
    found = KEY.match(line.lstrip())
    slip = re.match(r"[ ]*([\w-]+)[ ]?(?:[:：=]|(?=[ ]))[ \xa0]*(\S.*)", line)
    if slip and mistake.at:
        mended = f"{slip[1]}: {slip[2]}"
    elif "\t" in line:
        mended = line.lstrip("\t ").replace("\t", " ")
        mended = mended if KEY.match(mended) else "  " + mended
    elif not found or not found[2] or QUOTED.match(found[2]):
        return None
    elif found[1] == "tags" and re.fullmatch(r"\[?(?:#[\w-]+[, ]*)+\]?", found[2]):
        mended = f"tags: {as_yaml(re.findall(TAG, found[2]))}"
    elif found[2].startswith("[") and "]" not in found[2]:
        mended = f"{line.rstrip()}]"
    else:
        mended = f"{found[1]}: {in_marks(found[2])}"
    return [*lines[:index], mended, *lines[index + 1 :]]


def in_marks(value: str) -> str:
    """A value that YAML misreads, in quotation marks; those that it has and that mean nothing are taken off."""
    if value[0] in CURLY:
        return _quoted(value.strip(CURLY))
    if value[0] == '"' and value.count('"') > 1:
        return as_yaml(value)
    if value[0] in "\"'":
        inner = value[1:].removesuffix(value[0]) if value.count(value[0]) != 1 else value[1:]
        return _quoted(inner.rstrip(CURLY))
    return _quoted(value)


def quote_value(lines: Lines, mistake: Mistake) -> Lines | None:
    """Quotation marks around a value of which YAML would swallow a part; a list of tags is left to the coach."""
    index = (mistake.line or 0) - 1
    lead = "".join(LEAD.findall(lines[index])[:1])
    found = KEY.match(lines[index].removeprefix(lead))
    if not found or not found[2] or found[1] == "tags" or found[2][0] in "\"'[{":
        return None
    return [*lines[:index], f"{lead}{found[1]}: {_quoted(found[2])}", *lines[index + 1 :]]


def _quoted(value: str) -> str:
    inner = value.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def date_of_name(lines: Lines, mistake: Mistake) -> Lines | None:
    """The day in the file's name becomes its date."""
    named = re.search(r"/(\d{4}-\d{2}-\d{2})[-_ ][^/]*$", mistake.file)
    index = (mistake.line or 1) - 1
    if not named or not end_of_header(lines):
        return None
    if lines[index].startswith("date:"):
        return [*lines[:index], f"date: {named[1]}", *lines[index + 1 :]]
    return [*lines[: end_of_header(lines)], f"date: {named[1]}", *lines[end_of_header(lines) :]]


def add_redirect(lines: Lines, mistake: Mistake) -> Lines | None:
    """The old address of a renamed page leads to it."""
    end = end_of_header(lines)
    if not (mistake.cure and end):
        return None
    index = next((number for number in range(1, end) if lines[number].startswith("redirect_from:")), None)
    if index is None:
        return [*lines[:end], f"redirect_from: [{mistake.cure}]", *lines[end:]]
    if lines[index].rstrip() == "redirect_from:":
        return [*lines[: index + 1], f"  - {mistake.cure}", *lines[index + 1 :]]
    try:
        value = yaml.safe_load(lines[index].partition(":")[2])
    except yaml.YAMLError:
        return None  # a list over several lines
    known = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    note = re.search(r"[ \t]+#[ ].*$", lines[index])
    mended = f"redirect_from: {as_yaml([*known, mistake.cure])}{note[0] if note else ''}"
    return [*lines[:index], mended, *lines[index + 1 :]]
