"""What makes YAML stumble, said without a word of its own: which line is at fault, what is wrong with it, the cure."""

from __future__ import annotations

import re

import yaml

OF_A_PHOTO = r"(?:file|title|alt|caption|focus|people|hide)"
"""The keys of an album's entries, which stand further right, behind a dash or below one."""
SLIPS = (
    (
        re.compile(
            r"(title|date|summary|series|part|tags|photo|status|updated|call_to_action|redirect_from)[ ]+[^\s:=：]"
        ),
        "There is no colon after the key.",
        "Write key: value, with a colon and a space.",
    ),
    (re.compile(r"([A-Za-z_]+)[ ]?=[ ]?\S"), "There is an equals sign where a colon should be.", "Write key: value."),
    (
        re.compile(r"([A-Za-z_]+)[ ]?："),
        "This colon is not the one that I know.",
        "Type it with your keyboard's own : key.",
    ),
    (re.compile(r"([A-Za-z_]+:\xa0)"), "The space after this colon is not an ordinary one.", "Type it anew."),
    (re.compile(r"([A-Za-z_]+:)[^\s/:]"), "A space is missing after the colon.", "Write key: value."),
    (
        re.compile(r"[ ]+((?:title|date|summary|series|part|tags|photo|status|updated|redirect_from):)"),
        "There are spaces before this key.",
        "Begin it where the other keys begin, at the very left.",
    ),
    (
        re.compile(r"[ ]*(?:-[ ]*)?(\xa0)"),
        "A space at the beginning of this line is not an ordinary one.",
        "Type it anew.",
    ),
    (
        re.compile(rf"[ ]*([–—])[ \xa0]*{OF_A_PHOTO}\b"),
        "This dash is not the one that I know.",
        "Type it with your keyboard's own - key.",
    ),
    (re.compile(rf"[ ]*(-){OF_A_PHOTO}:"), "A space is missing after the dash.", "Write - file: and its name."),
    (re.compile(rf"[ ]+(?:-[ ]+)?({OF_A_PHOTO}:)[^\s/:]"), "A space is missing after the colon.", "Write key: value."),
)
"""Lines that YAML takes for words that go on, so that it stumbles over a good line below."""
IN_WORDS = 'Put the words after the first colon in "quotation marks".'
ASKEW = (
    "This line begins further left or right than the others of its list.",
    "Begin each - right below the first one, and what belongs to an entry right below its file:.",
)
ASKEW_SIGNS = ("expected '-' indicator", "expected key")
IN_PLAIN_WORDS = (
    (
        "quoted scalar",
        "A quotation mark is opened here and not closed.",
        "Close it, or leave both quotation marks out.",
    ),
    ("mapping values are not allowed", "There is a second colon in this line.", IN_WORDS),
    ("flow sequence", "A square bracket is opened here and not closed.", "Close the list with ]."),
    ("flow mapping", "A curly bracket is opened here, and the words in it are not key: value.", IN_WORDS),
    (
        "unknown escape",
        "A \\ in quotation marks has a meaning of its own.",
        "Use 'single' quotation marks, or write \\\\ for it.",
    ),
    ("found undefined alias", "A * at the beginning of a value has a meaning of its own.", IN_WORDS),
    ("alias", "A * at the beginning of a value has a meaning of its own.", IN_WORDS),
    ("anchor", "An & at the beginning of a value has a meaning of its own.", IN_WORDS),
    ("tag", "An ! at the beginning of a value has a meaning of its own.", IN_WORDS),
    ("directive", "A % at the beginning of a line has a meaning of its own.", "Put a key and a colon before it."),
    ("cannot start any token", "This sign can't stand at the beginning of a value.", IN_WORDS),
    ("block scalar", "A | or > at the beginning of a value has a meaning of its own.", IN_WORDS),
    (
        "block sequence",
        "A list and a key: value can't stand in one another here.",
        "Look for odd spaces at the line's start.",
    ),
    (
        "expected ':'",
        "This line, or the one above it, does not read key: value.",
        "Look for a missing colon or odd spaces.",
    ),
    (
        "block end",
        "This line, or the one above it, does not read key: value.",
        "Look for a missing colon or odd spaces.",
    ),
    ("expected a single document", "There is a line of --- or ... too many.", "Take it out."),
    ("document start", "There is a line of --- or ... too many.", "Take it out."),
)
"""What stands in the words of YAML's parser (libyaml's), what is wrong, and the cure; the first that fits counts."""


def slip_above(lines: list[str], last: int) -> tuple[int, str, str, str] | None:
    """A line that makes YAML stumble further down: the line, the words at fault, what is wrong, the cure."""
    for number, line in enumerate(lines[1:last], 2):
        for shape, wanted, fix in SLIPS:
            if found := shape.match(line):
                return number, found[1], wanted, fix
    return None


def in_plain_words(error: yaml.MarkedYAMLError, found: str) -> tuple[str, str]:
    """What YAML's parser found, and the cure, without a word of its own."""
    problem, context = error.problem or "", error.context or ""
    value = found.partition(":")[2].strip()
    if value.startswith(("“", "”", "„", "‘", "’", "«")):
        return "The quotation marks in this line are curly, and mean nothing here.", 'Type them straight: "words".'
    if value.startswith("'") and value.count("'") > 2:
        return "An apostrophe ends what stands in 'single' marks.", 'Put the words in "double" quotation marks.'
    is_list = found[:1] in (" ", "-") and not value.startswith(('"', "'"))
    if is_list and any(said in problem for said in ASKEW_SIGNS):
        return ASKEW
    if is_list and problem.startswith("mapping values") and len(re.findall(r":(?:\s|$)", found)) == 1:
        return ASKEW
    if "\t" in found:
        return "There is a tab in this line.", "Replace it with spaces."
    for said, wanted, fix in IN_PLAIN_WORDS:
        if said in problem or said in context:
            return wanted, fix
    return "I can't read this line.", 'Put the words after the colon in "quotation marks".'
