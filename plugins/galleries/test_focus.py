"""A point that must stay in sight, in a coach's words or in numbers."""

import pytest

from plugins.galleries.focus import SAID, focus_of, not_understood


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("top left", (0.0, 0.0)),
        ("left top", (0.0, 0.0)),
        ("Top-Left", (0.0, 0.0)),
        ("bottom, right", (1.0, 1.0)),
        ("lower left", (0.0, 1.0)),
        ("left", (0.0, 0.5)),
        ("top", (0.5, 0.0)),
        ("centre", (0.5, 0.5)),
        ("center left", (0.0, 0.5)),
        ("top middle", (0.5, 0.0)),
        ("40% 60%", (0.4, 0.6)),
        ("40 60", (0.4, 0.6)),
        ("40 %, 60 %", (0.4, 0.6)),
        ("0% 100%", (0.0, 1.0)),
        ("top 30%", (0.3, 0.0)),
        ("30% top", (0.3, 0.0)),
        ("left 20%", (0.0, 0.2)),
        ("20% left", (0.0, 0.2)),
        ("centre 20%", (0.5, 0.2)),
    ],
)
def test_a_point_is_said_in_words_in_numbers_or_in_both(words: str, point: tuple[float, float]) -> None:
    assert focus_of(words) == point


@pytest.mark.parametrize(
    "words",
    ["40%", "101% 3%", "-40 60", "0.4 0.6", "top bottom", "left right", "the dog", "top left 20%", "['1', 2]"],
)
def test_what_could_mean_two_points_or_none_means_none(words: str) -> None:
    assert focus_of(words) is None


@pytest.mark.parametrize(("words", "guess"), [("topp left", "top left"), ("bottm", "bottom"), ("rihgt", "right")])
def test_a_slip_is_answered_with_what_was_meant(words: str, guess: str) -> None:
    assert not_understood(words) == f'I can\'t read which point must stay in sight. Did you mean "{guess}"?'


def test_whatever_is_offered_is_understood() -> None:
    assert None not in map(focus_of, SAID)
