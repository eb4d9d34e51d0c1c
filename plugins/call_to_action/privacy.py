"""`> [!form]`: what becomes of a message, told on the privacy page for the provider in use, whichever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from plugins.call_to_action.providers import provider_of
from plugins.musings import Callout
from plugins.musings.partials import render
from plugins.proofreading import Mistake

if TYPE_CHECKING:
    from plugins.musings.library import Library

PRIVACY = "/privacy/"
BLOCK = re.compile(r"^[ \t]*>[ \t]?\[!form\]", re.IGNORECASE | re.MULTILINE)
NOTE = "settings"


def check(library: Library) -> Iterator[Mistake]:
    """A privacy page that is silent on the form. Blocks find the settings on their source."""
    for source in library.sources:
        source.notes[NOTE] = library.settings
        is_it = source.kind == "page" and source.address == PRIVACY
        if is_it and library.settings.contact_form.provider not in ("mailto", "none") and not BLOCK.search(source.body):
            yield source.mistake(
                "privacy-form",
                "title",
                wanted="This page does not say for certain what becomes of a message that is sent with the form.",
                fix="Where you say what you keep, write > [!form] on a line by itself, with an empty line around it.",
            )


def check_block(callout: Callout) -> None:
    """`> [!form]` has no words of its own: those below it would be lost."""
    callout.refuse_words("form-words", "sentences")


def draw(callout: Callout) -> str:
    """The sentences for the provider in use."""
    return render("call_to_action/privacy.html", provider=provider_of(callout.source.notes[NOTE])).strip()
