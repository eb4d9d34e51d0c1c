"""Front matter: the YAML between two lines of `---` at the top of a file, with its line numbers.

Values stay as the coach wrote them (text, lists, tables); `schema.py` gives them their types.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import Any

import yaml

from plugins.musings.yaml_slips import in_plain_words, slip_above
from plugins.proofreading import Mistake

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FENCE = re.compile(r"---[ \t]*$")
PLAIN = re.compile(
    r"([a-z_]+):(?:[ ](?:(?P<date>\d{4}-\d\d-\d\d(?:[ ]\d\d:\d\d)?)"
    r"|(?P<words>[^\W\d_](?:[^\n:#\t\ufeff\x00-\x1f\x7f-\x9f\u2028\u2029]*[^\s:#\x00-\x1f\x7f-\x9f\ufeff])?)"
    r"|\"(?P<quoted>[^\"\\\n\t\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]*)\""
    r"|\[(?P<list>[A-Za-z][\w-]*(?:[ ][\w-]+)*(?:,[ ]*[A-Za-z][\w-]*(?:[ ][\w-]+)*)*)\]))?"
)
"""A line of front matter that YAML reads as anybody would: words, a date, words in quotation marks, a list of words."""
PELICAN_HEADER = re.compile(
    r"(title|date|modified|status|tags|category|slug|summary|authors?|lang|template)[ \t]*:", re.IGNORECASE
)
SWALLOWED = re.compile(r"(#(?<=\s#)[^\s#]\S*)")
"""What looks like a note and was surely meant: `Rule #1`, `#running`. A note has a space after its sign.

The sign comes first, since one letter is found very quickly: of a long line of many keys each asks.
"""
DEEPEST = 20
TANGLED = re.compile(r"(?:[\[{][^\[\]{}]*){200,}")
"""Brackets that nobody opens on purpose: YAML's parser would take hours to say so, and takes one of them at once."""


@dataclass
class FrontMatter:
    """What stands at the top of a file, and where its body begins.

    data: key to text, list or table, all scalars as text, an empty value as "".
    lines: key to its line, from 1. body_line: the line on which the body begins, from 1.
    """

    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    mistakes: list[Mistake] = field(default_factory=list)


def split(text: str, file: str) -> FrontMatter:
    """Take a file apart. Never raises: what cannot be read is in `mistakes`."""
    lines = text.split("\n")
    if not FENCE.match(lines[0]):
        return _without_fence(lines, file)
    end = next((index for index, line in enumerate(lines[1:], 1) if FENCE.match(line)), None)
    if end is None:
        wanted = "The front matter that begins here has no end."
        fix = "Add a line of three dashes, ---, below its last line."
        return FrontMatter(mistakes=[Mistake("front-matter-unclosed", file, 1, lines[0], "", wanted, fix)])
    front_matter = FrontMatter(body="\n".join(lines[end + 1 :]), body_line=end + 2)
    if (plain := read_plain(lines[1:end])) is not None:
        front_matter.data = plain
        front_matter.lines = {key: number for number, key in enumerate(plain, 2)}
        return front_matter
    _parse("\n".join(lines[1:end]), lines, front_matter, file)
    return front_matter


def read_plain(lines: list[str]) -> dict[str, Any] | None:
    """Front matter in which no line can mean anything but what it says, read without YAML; None for any other.

    It is what most musings have, and takes a tenth of the time.
    """
    data: dict[str, Any] = {}
    for line in lines:
        found = PLAIN.fullmatch(line)
        if found is None or found[1] in data or "null" in line.lower():
            return None
        if found["list"] is not None:
            data[found[1]] = [word.strip() for word in found["list"].split(",")]
        else:
            data[found[1]] = found["date"] or found["words"] or found["quoted"] or ""
    return data or None


def _without_fence(lines: list[str], file: str) -> FrontMatter:
    number = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
    found = lines[number - 1]
    code = "front-matter-missing"
    if PELICAN_HEADER.match(found):
        code = "header-old"
        wanted = "These first lines are a header of the older kind: they should stand between two lines of ---."
        fix = f"Put --- above and below them, and begin each key with a small letter: {_small(found)}"
    elif found.startswith("+++"):
        code = "header-toml"
        wanted = "These first lines stand between lines of +++; here they should stand between lines of ---."
        fix = "Write --- instead of +++, and key: value instead of key = value."
    elif FENCE.match(found):
        wanted, fix = "The --- should be the very first line of the file.", "Take out the empty lines above it."
    elif re.match(r"[-–—_*]{1,8}[ \t]*$", found) or found.lstrip().startswith("---"):
        wanted = "The front matter begins with a line of exactly three dashes, and this is none."
        fix = "Write --- alone on the first line."
    else:
        wanted = "The first lines, with the title and the date, are missing."
        fix = "Begin with a line ---, then title: and date:, each on a line of its own, then --- again."
    mistake = Mistake(code, file, number, found, "", wanted, fix)
    return FrontMatter(body="\n".join(lines), mistakes=[mistake])


def _small(header: str) -> str:
    key, _, value = header.partition(":")
    return f"{key.strip().lower()}: {value.strip()}"


def _parse(text: str, lines: list[str], front_matter: FrontMatter, file: str) -> None:
    try:
        root = yaml.compose(TANGLED.sub("[", text), Loader=Loader)
    except yaml.MarkedYAMLError as error:
        number = _line_of(error)
        at, wanted, fix = "", "", ""
        if slip := slip_above(lines, number):
            number, at, wanted, fix = slip
        found = lines[number - 1] if number <= len(lines) else ""
        if not wanted:
            wanted, fix = in_plain_words(error, found)
        front_matter.mistakes.append(Mistake("yaml-broken", file, number, found, at, wanted, fix))
        return
    except (yaml.YAMLError, RecursionError):
        wanted = "The front matter holds a character that I can't read."
        fix = "Type the lines between the two --- again."
        front_matter.mistakes.append(Mistake("yaml-broken", file, 1, lines[0], "", wanted, fix))
        return
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        wanted, fix = "The front matter should be lines of key: value.", "Write, for example, title: My first musing"
        front_matter.mistakes.append(Mistake("yaml-broken", file, 2, lines[1], "", wanted, fix))
        return
    met: set[int] = set()
    for key_node, value_node in root.value:
        number = key_node.start_mark.line + 2
        if not isinstance(key_node, yaml.ScalarNode):
            wanted, fix = "A key should be a word.", "Write, for example, title: My first musing"
            front_matter.mistakes.append(Mistake("yaml-broken", file, number, lines[number - 1], "", wanted, fix))
            continue
        key = str(key_node.value)
        if key in front_matter.data:
            wanted = f"{key} stands here a second time; it was on line {front_matter.lines[key]} already."
            front_matter.mistakes.append(
                Mistake("key-repeated", file, number, lines[number - 1], key, wanted, "Keep one of the two.")
            )
        for row, end in _ends(number, value_node, met).items():
            if swallowed := SWALLOWED.search(lines[row - 1], end):
                wanted = f"Everything from {swallowed[1]} on is taken for a note to yourself, and is not published."
                fix = 'Put the words after the colon in "quotation marks".'
                front_matter.mistakes.append(
                    Mistake("words-swallowed", file, row, lines[row - 1], swallowed[1], wanted, fix, "fix")
                )
        front_matter.data[key] = _plain(value_node, 0, met)
        front_matter.lines[key] = number


def _end_of(node: Any, number: int) -> int:
    """The column at which a value ends, if it ends on this line of the file; else one beyond every line."""
    return int(node.end_mark.column) if node.end_mark.line + 2 == number else sys.maxsize


def _ends(number: int, node: Any, met: set[int]) -> dict[int, int]:
    """The lines on which a key and those of its list's entries stand, each with the column where its last value ends.

    Not of a file's name: one that is cut off is told by whoever looks for the file. met: as for `_plain`; an entry that
    is named and stands again is on no line of its own.
    """
    ends = {number: _end_of(node, number)}
    is_list = isinstance(node, yaml.SequenceNode) and id(node) not in met
    for entry in {id(each): each for each in node.value}.values() if is_list else ():
        for key, value in entry.value if isinstance(entry, yaml.MappingNode) and id(entry) not in met else ():
            if key.value != "file":
                row = key.start_mark.line + 2
                ends[row] = max(ends.get(row, 0), _end_of(value, row))
    return ends


def _plain(node: Any, depth: int, met: set[int] | None = None) -> Any:
    """A YAML node as text, list or table; anything deeper than `DEEPEST` is cut off.

    met: the lists and tables of this file so far. One that is named and stands again is empty: a few lines of names
    for names can mean billions of words.
    """
    met = set() if met is None else met
    if depth > DEEPEST or id(node) in met:
        return ""
    if isinstance(node, yaml.CollectionNode):
        met.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, depth + 1, met) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        pairs = [(key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)]
        return {str(key.value): _plain(value, depth + 1, met) for key, value in pairs}
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """The file's line at which YAML gave up; an unclosed quotation or bracket is told where it opened."""
    opens = any(what in (error.context or "") for what in ("quoted scalar", "flow sequence", "flow mapping"))
    opened = error.context_mark if opens else None
    mark = opened or error.problem_mark or error.context_mark
    return mark.line + 2 if mark else 1
