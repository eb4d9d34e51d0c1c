"""The mechanical cures of a list's entries in a file's first lines, as in `header_repairs.py`.

Each line keeps its place, else what is said of one photograph would be said of the whole album.
"""

from __future__ import annotations

import re

import yaml

from plugins.proofreading.header_repairs import QUOTED, Lines, broken_yaml, end_of_header, in_marks
from plugins.proofreading.mistakes import Mistake

INVISIBLE = " \t\xa0"
DASHES = "-–—"
ITEM = re.compile(r"[ \t\xa0]*[-–—][ \t\xa0]*\w")
KEY = re.compile(r"([\w-]+):[ \xa0]*(\S.*)?$")


def broken_line(lines: Lines, mistake: Mistake) -> Lines | None:
    """A line that YAML can't read, within a list or not."""
    index = (mistake.line or 0) - 1
    if not 0 <= index < len(lines):
        return None
    is_within = lines[index][:1] in tuple(INVISIBLE + DASHES) and any(map(ITEM.match, lines[: index + 1]))
    return broken_entry(lines, index) if is_within else broken_yaml(lines, mistake)


def broken_entry(lines: Lines, index: int) -> Lines | None:
    """A dash or a space of another kind, or none, a tab, a value without its quotation marks.

    Offered only where YAML then reads further.
    """
    rest = lines[index].lstrip(INVISIBLE)
    lead = lines[index].removesuffix(rest).replace("\xa0", " ")
    if rest[:1] in tuple(DASHES):
        lead, rest = f"{lead}- ", rest[1:].lstrip(INVISIBLE)
    elif "\t" in lead:
        above = lines[index - 1]
        lead = " " * (len(above) - len(above.lstrip(" -")))
    choices = [rest]
    if found := KEY.match(rest):
        choices = [" ".join(filter(None, (f"{found[1]}:", found[2])))]
        choices += [f"{found[1]}: {in_marks(found[2])}"] if found[2] and not QUOTED.match(found[2]) else []
    for words in choices:
        mended = [*lines[:index], lead.replace("\t", "  ") + words, *lines[index + 1 :]]
        if mended != lines and reads_until(mended) > index:
            return mended
    return None


def reads_until(lines: Lines) -> int:
    """The index of the line of a header that YAML reads no further than; that of its end where it reads it all."""
    try:
        yaml.compose("\n".join(lines[1 : end_of_header(lines)]), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return mark.line + 1 if mark else 0
    except (yaml.YAMLError, RecursionError):
        return 0
    return end_of_header(lines)
