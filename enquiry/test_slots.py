"""The slots of a built page, filled."""

from __future__ import annotations

import pytest

from enquiry.enquiry import Fault
from enquiry.slots import fill

NASTY = """"><script>alert('1')</script>&amp;</textarea> data-slot="value email">"""
ESCAPED = (
    "&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;amp;&lt;/textarea&gt; "
    "data-slot=&quot;value email&quot;&gt;"
)


@pytest.mark.parametrize(
    ("page", "typed", "expected"),
    [
        ('<input value="" data-slot="value name">', "Ada", '<input value="Ada">'),
        ('<input value="" data-slot="value name">', "", '<input value="">'),
        ('<input data-slot="value name">', "Ada", '<input value="Ada">'),
        ('<textarea data-slot="text name"></textarea>', "Ada", "<textarea>Ada</textarea>"),
        ('<textarea data-slot="text name"></textarea>', "\nAda", "<textarea>\n\nAda</textarea>"),
        ('<input data-slot="checked name Ada">', "Ada", "<input checked>"),
        ('<input data-slot="checked name Ada">', "Bob", "<input>"),
        ('<option data-slot="selected name R&amp;D &lt;3">', "R&D <3", "<option selected>"),
        ('<p hidden data-slot="given name">', "Ada", "<p>"),
        ('<p hidden data-slot="given name">', "", "<p hidden>"),
        ('<p hidden data-slot="fault name">', "Ada", "<p hidden>"),
        ('<p data-slot="words name"></p>', "Ada", "<p></p>"),
        ('<p data-slot="no such name">', "Ada", '<p data-slot="no such name">'),
    ],
)
def test_a_slot_is_written_as_the_grammar_says(page: str, typed: str, expected: str) -> None:
    assert fill(page, {"name": typed}) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<input value="" data-slot="value name">', '<input value="" aria-invalid="true">'),
        ('<textarea data-slot="text name">', '<textarea aria-invalid="true">'),
        ('<p hidden data-slot="fault name">', "<p>"),
        ('<p data-slot="words name"></p>', "<p>Enter &lt;your&gt; name</p>"),
    ],
)
def test_a_field_at_fault_is_marked_and_explained(page: str, expected: str) -> None:
    assert fill(page, {}, [Fault("name", "Enter <your> name")]) == expected


def test_what_a_visitor_typed_is_never_read_as_markup_or_as_a_slot() -> None:
    page = '<input value="" data-slot="value name"><textarea data-slot="text name"></textarea>'
    filled = fill(page, {"name": NASTY, "email": "leaked@example.com"})
    assert filled == f'<input value="{ESCAPED}"><textarea>{ESCAPED}</textarea>'
