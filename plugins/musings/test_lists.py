"""Lists come out as GitHub and Obsidian show them."""

import re

import pytest
from markdown import Markdown

from plugins.musings.lists import ListForm


def html(text):
    md = Markdown(extensions=["fenced_code", "sane_lists", "tables"], output_format="html")
    md.preprocessors.register(ListForm(md), "list_form", 27)
    return re.sub(r"\s+", " ", md.convert(text)).replace("> <", "><")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("I carry:\n- one\n- two\n\nAfter.", "<p>I carry:</p><ul><li>one</li><li>two</li></ul><p>After.</p>"),
        ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("- a\n    - b\n        - c", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"),
        ("1. one\n   - x\n2. two", "<ol><li>one<ul><li>x</li></ul></li><li>two</li></ol>"),
        ("1. one\n\n   more\n2. two", "<ol><li><p>one</p><p>more</p></li><li><p>two</p></li></ol>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("10. ten\n11. eleven", '<ol start="10"><li>ten</li><li>eleven</li></ol>'),
        ("It was\n1986. What a year", "<p>It was 1986. What a year</p>"),
        ("- a\nlazy\n- b", "<ul><li>a lazy</li><li>b</li></ul>"),
        ("- a\n\nWords.\n\n    code", "<ul><li>a</li></ul><p>Words.</p><pre><code>code </code></pre>"),
        (
            "- a\n\n  ```python\n  x = 1\n  ```\n- b",
            "<ul><li><p>a</p><pre><code>x = 1 </code></pre></li><li><p>b</p></li></ul>",
        ),
        ("```\n- a\n  - b\n```", "<pre><code>- a - b </code></pre>"),
        ("* * *\n- x", "<hr><ul><li>x</li></ul>"),
        (
            "- a\n\n  > quoted\n\n- b",
            "<ul><li><p>a</p><blockquote><p>quoted</p></blockquote></li><li><p>b</p></li></ul>",
        ),
        ("Words -\nand more", "<p>Words - and more</p>"),
    ],
)
def test_lists(written, expected):
    assert html(written) == expected
