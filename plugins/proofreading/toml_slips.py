"""What makes TOML stumble, said without a word of its own: what is wrong with a line of `site.toml`, and the cure."""

from __future__ import annotations

import re

HOW = 'Each line reads: name = "words". Look for a missing quotation mark or bracket.'
NOT_UTF_8 = "This file is not saved as UTF-8.", "Save it again as UTF-8: your editor has a choice where it saves."
SLIPS = (
    (re.compile(r"^[^#\"']*[“”„«»‘’]"), "The quotation marks in this line are curly.", 'Type them straight: "words".'),
    (re.compile("Cannot overwrite|Duplicate"), "This setting stands here a second time.", "Keep one of the two."),
    (
        re.compile("Cannot declare|Cannot mutate"),
        "This table stands here a second time.",
        "Put its settings below the first one, or take one of the two out.",
    ),
    (re.compile("Unescaped"), "A \\ in quotation marks has a meaning of its own.", "Write / or \\\\ for it."),
    (re.compile(r"^\s*[\w-]+\s*:"), "There is a colon where an equals sign should be.", 'Write name = "words".'),
    (re.compile("Unclosed array"), "A square bracket is opened here and not closed.", "Close the list with ]."),
    (
        re.compile(r"Illegal character|Unterminated string"),
        "A quotation mark is opened here and not closed.",
        "Close it, or take it out.",
    ),
    (
        re.compile(r"table declaration|^\s*\[[^\]]*$"),
        "The name of a table wants its brackets closed.",
        "Write [its_name].",
    ),
    (re.compile("Invalid value"), "The words in this line have no quotation marks.", 'Write name = "words".'),
)
"""What stands in a line, or in the words of TOML's parser (tomllib's), what is wrong, and the cure."""


def in_plain_words(said: str, found: str) -> tuple[str, str]:
    """What is wrong, and the cure. said: the words of TOML's parser; found: the line that it names."""
    for sign, wanted, fix in SLIPS:
        if sign.search(found) or sign.search(said):
            return wanted, fix
    return "I can't read this line.", HOW
