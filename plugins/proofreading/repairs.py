"""The mechanical cures of a file's text, by the code of the mistake: pure functions from lines to lines.

Each takes the lines of a file and the mistake, and returns new lines, or None where it would have to guess. What a
mistake offers in its own sentence (“Did you mean …?”) needs no function here: `replace_words` writes it.
"""

from __future__ import annotations

import re

from plugins.proofreading.entry_repairs import broken_line
from plugins.proofreading.header_repairs import (
    KEY,
    Lines,
    Repair,
    add_redirect,
    as_yaml,
    close_header,
    date_of_name,
    end_of_header,
    first_line,
    old_header,
    quote_value,
    toml_header,
)
from plugins.proofreading.mistakes import Mistake


def replace_words(lines: Lines, mistake: Mistake) -> Lines | None:
    """Write what the mistake offers instead of the words at fault, in the line where they stand."""
    instead, index = mistake.instead, (mistake.line or 0) - 1
    if not (instead and mistake.at and 0 <= index < len(lines)):
        return None
    line, in_header = lines[index], index < end_of_header(lines)
    column = line.find(mistake.at, mistake.column or 0)
    if column < 0:
        return None
    if ": " in instead and in_header and column == 0:  # a whole line is offered: status: draft
        return [*lines[:index], instead, *lines[index + 1 :]]
    if (
        in_header
        and column == 0
        and any(KEY.match(other) and other.startswith(f"{instead}:") for other in lines[:index])
    ):
        return None  # the key that was meant is there already
    alone = line[:column].rstrip().endswith(":") and not line[column + len(mistake.at) :].strip()
    words = as_yaml(instead) if in_header and alone and not _is_date(instead) else instead
    return [*lines[:index], line[:column] + words + line[column + len(mistake.at) :], *lines[index + 1 :]]


def _is_date(words: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?", words) is not None


def link_form(lines: Lines, mistake: Mistake) -> Lines | None:
    """`[words] (address)`, `(words)[address]` and `[words](address` become `[words](address)`."""
    index = (mistake.line or 0) - 1
    at, line = mistake.at, lines[index]
    apart = re.fullmatch(r"\[([^\[\]]*)\][ \t]+\(([^()]*)\)", at)
    turned = re.fullmatch(r"\(([^()]*)\)\[([^\[\]]*)\]", at)
    opened = re.fullmatch(r"\[([^\[\]]*)\]\(([^()]*?)([.,;:!?]*)", at)
    found = apart or turned or opened
    column = line.find(at, mistake.column or 0)
    if not found or column < 0:
        return None
    mended = f"[{found[1]}]({found[2]})" + (found[3] if found is opened else "")
    return [*lines[:index], line[:column] + mended + line[column + len(at) :], *lines[index + 1 :]]


def bare_link(lines: Lines, mistake: Mistake) -> Lines | None:
    """An address that stands bare gets its angle brackets, and what a link needs in front."""
    index, column = (mistake.line or 0) - 1, mistake.column or 0
    line, at = lines[index], mistake.at
    if not line.startswith(at, column):
        return None
    whole = at if "://" in at else f"https://{at}"
    return [*lines[:index], f"{line[:column]}<{whole}>{line[column + len(at) :]}", *lines[index + 1 :]]


def words_below(lines: Lines, mistake: Mistake) -> Lines | None:
    """A question that stands beside its `[!reflect]` goes onto a line of its own; a kind and a name stay."""
    index = (mistake.line or 0) - 1
    found = re.match(r"([ \t]*>[ ]?)(\[![^\]]*\][ \t]+.*)$", lines[index])
    if not found or mistake.at not in found[2]:
        return None
    before, _, after = found[2].partition(mistake.at)
    return [*lines[:index], (found[1] + before + after.lstrip()).rstrip(), found[1] + mistake.at, *lines[index + 1 :]]


def single_word(lines: Lines, mistake: Mistake) -> Lines | None:
    """A word that stands twice on a line stands once."""
    index, column = (mistake.line or 0) - 1, mistake.column or 0
    line = lines[index]
    doubled = re.match(rf"{re.escape(mistake.at)}[ \t]+", line[column:])
    return [*lines[:index], line[:column] + line[column + doubled.end() :], *lines[index + 1 :]] if doubled else None


def heading_level(lines: Lines, mistake: Mistake) -> Lines | None:
    """A second title becomes a heading; one that skips a level takes the level that its mistake names."""
    index = (mistake.line or 0) - 1
    found = re.match(r"(#{1,6})(?=\s)", lines[index])
    wanted = "##" if mistake.code == "heading-title" else next(iter(re.findall(r"Write (#+) ", mistake.fix)), "")
    return [*lines[:index], wanted + lines[index][found.end() :], *lines[index + 1 :]] if found and wanted else None


REPAIRS: dict[str, Repair] = {
    "header-old": old_header,
    "header-toml": toml_header,
    "front-matter-unclosed": close_header,
    "front-matter-missing": first_line,
    "yaml-broken": broken_line,
    "words-swallowed": quote_value,
    "date-missing": date_of_name,
    "address-gone": add_redirect,
    "link-syntax": link_form,
    "link-bare": bare_link,
    "prompt-option": words_below,
    "word-doubled": single_word,
    "heading-title": heading_level,
    "heading-skipped": heading_level,
}
"""Cures that take more than writing one word for another."""


def repair(lines: Lines, mistake: Mistake) -> Lines | None:
    """The lines without this mistake, or None where a person must mend it."""
    mended = REPAIRS.get(mistake.code, replace_words)(lines, mistake)
    return mended if mended != lines else None
