"""The slots of a built page: the few places where the service writes what a visitor typed, or a reference.

The grammar, the same as in `plugins/call_to_action/__init__.py`, whose templates write the slots:

    <input value="" data-slot="value email">            value="…"; aria-invalid="true" where it is at fault
    <textarea data-slot="text message"></textarea>      the text after this tag, and aria-invalid likewise
    <input type="radio" data-slot="checked reply_by phone">    checked, where the field has this value
    <option data-slot="selected topic Leading">         selected, likewise
    <li hidden data-slot="fault email">                 shown only where the field is at fault
    <a href="#email" data-slot="words email"></a>       the words of the fault, after this tag
    <p hidden data-slot="given reference">              shown only where there is such a value
    <div hidden data-slot="given reflections">          likewise, with the field inside it

A slot is the last thing in its tag: ` data-slot="…">`, with ` value=""` or ` hidden` directly before it where
it has one. Unfilled it is a valid attribute that says nothing, so the page reads well without the service.
Everything is written escaped, in one pass, only as text or between double quotes: what a visitor typed is
never read as a slot or as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape

from enquiry.enquiry import Fault

_SLOT = re.compile(
    r'(?: value=""| hidden)? data-slot="'
    r'(value|text|checked|selected|fault|words|given) ([a-z_]+)(?: ([^"]*))?">'
)


def fill(page: str, values: Mapping[str, str], faults: Iterable[Fault] = ()) -> str:
    """The page with its slots filled; a field that is in neither `values` nor `faults` is empty."""
    words = {fault.field: fault.words for fault in faults}

    def written(slot: re.Match[str]) -> str:
        kind, field, option = slot[1], slot[2], unescape(slot[3] or "")
        value, invalid = values.get(field, ""), ' aria-invalid="true"' if field in words else ""
        match kind:
            case "value":
                return f' value="{escape(value)}"{invalid}>'
            case "text":  # a browser drops the first line break of a textarea
                return f"{invalid}>" + "\n" * value.startswith("\n") + escape(value)
            case "words":
                return f">{escape(words.get(field, ''))}"
            case "fault":
                return ">" if field in words else " hidden>"
            case "given":
                return ">" if value else " hidden>"
            case _:
                return f" {kind}>" if value == option else ">"

    return _SLOT.sub(written, page)
