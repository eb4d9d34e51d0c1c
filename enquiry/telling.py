"""Enquiries as they are told at a terminal: nothing that a visitor typed can move its cursor or colour it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime

from enquiry.database import Row
from enquiry.kept import Kept
from enquiry.letters import first_words

WIDTH_OF_NAME, WIDTH_OF_WORDS = 20, 48
# Control characters, halves of surrogate pairs, and marks that turn the direction of what follows them.
_UNSHOWN = ("Cc", "Cs", "Zl", "Zp")
_TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LABELS = {
    "name": "Name",
    "email": "Email",
    "phone": "Telephone",
    "reply_by": "Reply by",
    "topic": "Topic",
    "reading": "Was reading",
}


def shown(text: str) -> str:
    """The text with only line breaks left of what a terminal would obey; the rest of it is shown as �.

    `enquiry.enquiry.clean` has taken all that out before it was kept; this is for rows of other hands.
    """
    return "".join(
        "�" if (unicodedata.category(sign) in _UNSHOWN and sign != "\n") or sign in _TURNING else sign for sign in text
    )


def tell_list(there: Iterable[Kept]) -> str:
    """A line for each enquiry, below a line of headings."""
    lines = [
        f"{'reference':<11}{'received (UTC)':<18}{'state':<13}{'score':>5}  {'name':<{WIDTH_OF_NAME}}  first words"
    ]
    for kept in there:
        state = f"{kept.state} (test)" if kept.is_canary else kept.state
        name = shown(first_words(kept.enquiry.name, WIDTH_OF_NAME))
        words = shown(first_words(kept.enquiry.message, WIDTH_OF_WORDS))
        line = f"{kept.reference:<11}{kept.received_at:%Y-%m-%d %H:%M}  {state:<13}{kept.score:>5}  "
        lines.append(f"{line}{name:<{WIDTH_OF_NAME}}  {words}".rstrip())
    return "\n".join(lines)


def tell_all(kept: Kept, events: list[tuple[datetime, str]], letters: list[Row]) -> str:
    """Everything that is known of one enquiry."""
    fields = kept.enquiry.as_fields()
    facts = [("Reference", kept.reference), ("State", kept.state), ("Received", _moment(kept.received_at))]
    facts += [(label, fields[name]) for name, label in LABELS.items()]
    facts += [("Sent from", {"same": "this site", "other": "another site’s page"}.get(kept.origin, ""))]
    parts = ["\n".join(f"{label + ':':<13}{shown(text)}" for label, text in facts if text)]
    if kept.is_canary:
        parts.append("This is the weekly test of the contact form.")
    parts += [shown(text) for text in (kept.enquiry.message,) if text]
    if kept.enquiry.reflections:
        parts += ["Reflections that they chose to send:", shown(kept.enquiry.reflections)]
    if kept.reasons:
        told = [f"{reason.points:>4}  {shown(reason.words)} [{shown(reason.code)}]" for reason in kept.reasons]
        parts.append("\n".join([f"Signs of spam, {kept.score} point{'' if kept.score == 1 else 's'}:", *told]))
    if events:
        parts.append("\n".join(["What became of it:", *(f"  {_moment(when)}  {shown(what)}" for when, what in events)]))
    if letters:
        parts.append("\n".join(["Its letters:", *(f"  {tell_letter(letter)}" for letter in letters)]))
    return "\n\n".join(parts)


def tell_letter(letter: Row) -> str:
    """What became of one letter."""
    of = f"{letter['kind']} ({letter['id']})"
    error = f": {shown(str(letter['last_error']))}" if letter["last_error"] else ""
    if letter["sent_at"]:
        return f"{of}  sent {_moment(datetime.fromtimestamp(letter['sent_at'], UTC))}"
    if letter["dead_at"]:
        return f"{of}  given up {_moment(datetime.fromtimestamp(letter['dead_at'], UTC))}{error}"
    return f"{of}  waits, tried {letter['tries']} times{error}"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
