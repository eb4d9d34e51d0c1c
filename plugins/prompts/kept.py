"""All that the site keeps in a reader's browser: one table, printed on the privacy page, which tests hold it to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from plugins.musings import Callout, register_callout
from plugins.musings.partials import render

LOCAL, TAB, CACHE = "localStorage", "sessionStorage", "cacheStorage"
PLACES = {
    LOCAL: "on this device",
    TAB: "in this tab alone",
    CACHE: "on this device, as pages",
}


@dataclass(frozen=True)
class Kept:
    """One kind of thing that is kept.

    name: of its key; a `*` stands for the site's base path and whatever follows. where: LOCAL, TAB or CACHE.
    what, why, until: sentences for readers. is_of_form: by the script that only our own service's form has.
    """

    name: str
    where: str
    what: str
    why: str
    until: str
    is_of_form: bool = False

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return PLACES[self.where]


KEPT = (
    Kept(
        "theme",
        LOCAL,
        "One word, “light” or “dark”, once you have pressed the switch.",
        "So that the next page does not dazzle you.",
        "Until you press the switch back to what your device says.",
    ),
    Kept(
        "answer:*",
        LOCAL,
        "Each answer that you write, with its question, the title and address of the musing, and when you wrote it.",
        "So that you find it again, under the question and in your notebook.",
        "Until you delete it. Some browsers forget it sooner.",
    ),
    Kept(
        "persistence:*",
        LOCAL,
        "The word “asked”, once you have kept a first answer.",
        "So that your browser is asked only once to keep your answers for good.",
        "Until you clear this site’s data.",
    ),
    Kept(
        "notebook:*",
        CACHE,
        "Your notebook’s page, the musings that you have answered in, and the series that you have begun.",
        "So that you can read and write there without a connection.",
        "Until you delete everything in your notebook.",
    ),
    Kept(
        "picked:*",
        TAB,
        "Which questions you have picked for a set.",
        "So that you can pick on several pages.",
        "Until you take them out again or close the tab.",
    ),
    Kept(
        "taken:*",
        TAB,
        "The words that you take from your notebook to the contact form.",
        "So that they reach the form without standing in an address.",
        "Until you send them, leave them out or close the tab.",
    ),
    Kept(
        "draft:*",
        TAB,
        "What you are writing in the contact form.",
        "So that a reload, or opening the page again, does not lose it.",
        "Until it has arrived, you empty the boxes or close the tab.",
        is_of_form=True,
    ),
    Kept(
        "sent:*",
        TAB,
        "What you have just sent with the contact form.",
        "So that the page of thanks can show you a copy.",
        "Until that page has shown it.",
        is_of_form=True,
    ),
)
"""A script that keeps anything else fails a test until it is told here."""


def undeclared(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of what a browser holds, as (where, name), that which no line of the table tells."""
    return [
        (where, name)
        for where, name in found
        if not any(kept.where == where and fnmatchcase(name, kept.name) for kept in KEPT)
    ]


def check(callout: Callout) -> None:
    """`> [!kept]` has no words of its own: those below it would be lost."""
    callout.refuse_words("kept-words", "a table")


def draw(callout: Callout) -> str:
    """The table, with room to scroll where a screen is narrow."""
    settings = callout.source.notes.get("settings")  # the call to action's room leaves them there
    has_script = settings is None or settings.contact_form.provider == "self"
    kept = [one for one in KEPT if has_script or not one.is_of_form]
    return render("prompts/kept.html", kept=kept, number=callout.number).strip()


def register() -> None:
    """Own `> [!kept]`."""
    register_callout("kept", draw, styles=("css/table", "prompts/kept"), check=check)
