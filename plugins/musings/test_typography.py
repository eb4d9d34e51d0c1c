"""Typographic marks: what a careful typesetter would set."""

from xml.etree.ElementTree import fromstring, tostring

import pytest

from plugins.musings.typography import educate, educate_tree


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("It's not your session", "It’s not your session"),
        ('"Just as far as the gate," I called.', "“Just as far as the gate,” I called."),
        ("She said 'no'.", "She said ‘no’."),
        ("\"'No', he said\"", "“‘No’, he said”"),
        ("the '90s, 'tis, the runners' shoes", "the ’90s, ’tis, the runners’ shoes"),
        ('("well")', "(“well”)"),
        ("8--10 --- or...", "8–10 — or…"),
        ('1" and ----', "1” and ----"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("", ""),
    ],
)
def test_marks(written, expected):
    assert expected == educate(written)


def test_marks_are_seen_across_emphasis_and_never_in_code():
    tree = fromstring('<p>He said "<em>well</em>" and <code>"x"</code>"</p>')
    educate_tree(tree)

    assert tostring(tree, encoding="unicode") == '<p>He said “<em>well</em>” and <code>"x"</code>”</p>'
