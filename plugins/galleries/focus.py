"""Where to look in a photograph: `focus: top left`, `focus: 40% 60%`, or one of each."""

import re
from itertools import product

from plugins.galleries.renditions import Focus
from plugins.proofreading.nearest import did_you_mean

MIDDLE: Focus = (0.5, 0.5)
CENTRE = dict.fromkeys(("centre", "center", "middle"), 0.5)
ACROSS = {"left": 0.0, "right": 1.0, **CENTRE}
DOWN = {"top": 0.0, "upper": 0.0, "bottom": 1.0, "lower": 1.0, **CENTRE}
PERCENT = re.compile(r"(100|\d\d?)%?")
BETWEEN = re.compile(r"\s*,\s*|\s+|(?<=[a-z])-(?=[a-z])")
SAID = [*(" ".join(pair) for pair in product(("top", "bottom"), ("left", "right"))), "top", "bottom", "left", "right"]
FIX = "Choose one or two of top, bottom, left, right, centre; or write two numbers, such as focus: 40% 60%"


def focus_of(words: str) -> Focus | None:
    """The point that these words mean, from the left and from the top, each 0 to 1; None where they mean none.

    The order is free where a word settles it; of two numbers the first counts from the left (CSS, `object-position`).
    One word alone leaves the other direction in the middle; one number alone could mean either, and so means nothing.
    """
    parts = BETWEEN.split(re.sub(r"\s+%", "%", words.casefold().strip()))
    if len(parts) == 1 and not PERCENT.fullmatch(parts[0]):
        parts.append("centre")
    if len(parts) == 2:
        for across, down in (parts, reversed(parts)):
            left, top = place(across, ACROSS), place(down, DOWN)
            if left is not None and top is not None:
                return left, top
    return None


def place(part: str, named: dict[str, float]) -> float | None:
    """How far along one direction a word or a number is, 0 to 1."""
    number = PERCENT.fullmatch(part)
    return int(number[1]) / 100 if number else named.get(part)


def not_understood(words: str) -> str:
    """What is wrong with words that mean no point, and what may have been meant."""
    return f"I can't read which point must stay in sight. {did_you_mean(words, SAID)}".strip()
