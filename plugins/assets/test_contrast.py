"""What can be read in one light can be read in the other: computed from the tokens that pages are given."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "theme/templates/css/tokens.css"
COLOUR = re.compile(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\);")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in COLOUR.findall(TOKENS.read_text())}

# Words, and what they stand on. The call to action and the buttons set paper on moss and moss on paper.
TEXT = [
    *((ink, "paper") for ink in ("ink", "soft", "moss", "bracken")),
    *((ink, "mist") for ink in ("ink", "soft", "moss", "bracken")),
    ("paper", "moss"),
]
# Lines that bound something: an answer, a form's box, the ring around what has the focus.
EDGES = [("soft", "paper"), ("bracken", "paper"), ("bracken", "mist"), ("paper", "moss")]
ORNAMENT = {"line"}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_words_stand_out(ink: str, ground: str, scheme: str) -> None:
    assert contrast(COLOURS[ink][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_stand_out(edge: str, ground: str, scheme: str) -> None:
    assert contrast(COLOURS[edge][scheme], COLOURS[ground][scheme]) >= 3


def test_every_colour_is_either_paired_or_ornament() -> None:
    """A colour that is added to the tokens is added to the tables above, or nobody has looked at it."""
    paired = {name for pair in [*TEXT, *EDGES] for name in pair}
    assert set(COLOURS) == paired | ORNAMENT
