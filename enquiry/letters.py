"""The service's own letters to the coach: the daily digest, the weekly letter, tests.

They are put into the outbox as a kind and a span of time; what they say is looked up when they are sent. So nothing
of a visitor's stands in the outbox, and a letter that was late tells how things are.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlencode

from enquiry import mail
from enquiry.figures import BACKED_UP, dead_letters, done_at, last_canary, received
from enquiry.kept import Kept
from enquiry.letterbox import Letter
from enquiry.retention import HELD, months_before
from enquiry.settings import Settings
from enquiry.store import Store
from enquiry.tokens import Signer

NOT_SPAM = "not spam"
"""What the links of the daily letter are signed for."""
WEEK = timedelta(days=7)
FIRST_WORDS = 80
MOST_TOLD = 100


@dataclass(frozen=True)
class Desk:
    """What the letters are written from."""

    settings: Settings
    store: Store
    signer: Signer


def compose(letter: Letter, settings: Settings, store: Store, signer: Signer) -> EmailMessage:
    """Any letter of the outbox, its own by what is in the store now."""
    if letter.kept is not None and letter.kept.is_canary:
        return mail.to_the_coach(letter, settings, *_weekly(letter, Desk(settings, store, signer)))
    if letter.kind in OWN:
        return mail.to_the_coach(letter, settings, *OWN[letter.kind](letter, Desk(settings, store, signer)))
    return mail.compose(letter, settings)


def held_since(store: Store, since: datetime, until: datetime) -> list[Kept]:
    """Outlines of what came to be held or unconfirmed in a span of time; the likeliest to be genuine first."""
    there = [kept for kept in store.outlines(HELD) if since <= kept.changed_at < until and not kept.is_canary]
    return sorted(there, key=lambda kept: (kept.score, kept.reference))


def period(since: datetime, until: datetime) -> str:
    """A span of time, as a letter in the outbox has it."""
    return json.dumps({"since": since.astimezone(UTC).isoformat(), "until": until.astimezone(UTC).isoformat()})


def first_words(text: str, most: int = FIRST_WORDS) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def day(moment: datetime) -> str:
    """`26 November 2026`"""
    return f"{moment.day} {moment:%B %Y}"


def span(seconds: float) -> str:
    """A length of time, roughly."""
    for unit, unit_s in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * unit_s:
            return f"{seconds / unit_s:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _digest(letter: Letter, desk: Desk) -> tuple[str, str]:
    since, until = _period(letter)
    there = held_since(desk.store, since, until)
    if not there:
        return "Nothing is held", "What was held when this letter was due has been seen to since.\n"
    parts = [
        "These came and look like spam, or were not confirmed. A real one among them? Its link lets it through.",
        *(_of_one(kept, desk) for outline in there[:MOST_TOLD] if (kept := desk.store.get(outline.reference))),
    ]
    if len(there) > MOST_TOLD:
        parts.append(f"And {len(there) - MOST_TOLD} more, which look more like spam than these.")
    earlier = sum(not kept.is_canary for kept in desk.store.outlines(HELD)) - len(there)
    if earlier > 0:
        parts.append(f"Still held from earlier letters: {earlier}. `python -m enquiry list --state held` shows them.")
    parts.append(f"What you leave alone is erased {desk.settings.keep_held_days} days after it came.")
    return f"Held: {len(there)}", "\n\n".join(parts) + "\n"


def _of_one(kept: Kept, desk: Desk) -> str:
    query = urlencode({"r": kept.reference, "s": desk.signer.sign(NOT_SPAM, kept.reference)})
    lines = [
        f"{kept.reference}   {kept.enquiry.name}   ({kept.state}, {_number(kept.score, 'point', 'points')})",
        f"  {first_words(kept.enquiry.message)}",
        *(f"  {reason.points:>3}  {reason.words}" for reason in kept.reasons),
        f"  Not spam: {desk.settings.address}/contact/not-spam/?{query}",
    ]
    return "\n".join(lines)


def _weekly(letter: Letter, desk: Desk) -> tuple[str, str]:
    if letter.kept is not None:
        since, until = letter.kept.received_at - WEEK, letter.kept.received_at
    else:
        since, until = _period(letter)
    came = received(desk.store, since, until)
    total = came.total()
    subject = f"Your website’s week: {total} came" if total else "Your website’s week: nothing came"
    opening = f"{_number(total, 'enquiry', 'enquiries')} came from {day(since)} to {day(until)}."
    if not total:
        opening = (
            "Nothing came this week. What comes is kept and sent on, as this letter was. Whether visitors get through"
            f" to it, `python -m enquiry doctor` says, or a message of your own: {desk.settings.address}/contact/"
        )
    return subject, "\n\n".join(part for part in (opening, _facts(letter, desk, came), *_rest(letter, desk)) if part)


def _facts(letter: Letter, desk: Desk, came: dict[str, int]) -> str:
    now = datetime.now(UTC)
    there, waits = desk.store.counts(), desk.store.oldest_unsent(letter.made_at - 1)
    dead, backup = dead_letters(desk.store), done_at(desk.store, BACKED_UP)
    folder = desk.settings.folder
    lines = [
        ("Came this week", ", ".join(f"{number} {state}" for state, number in sorted(came.items())) or "none"),
        ("Not handled yet", str(there.get("new", 0))),
        ("Held", f"{there.get('held', 0)}, and {there.get('unconfirmed', 0)} unconfirmed"),
        ("Oldest letter", f"has waited for {span(waits)}" if waits and waits > 3600 else "none has to wait"),
        ("Given up", _number(len(dead), "letter", "letters") if dead else "no letter"),
        ("Last backup", day(datetime.fromtimestamp(backup, UTC)) if backup else "none yet"),
    ]
    if folder.is_dir():
        lines.append(("Room on the disk", f"{shutil.disk_usage(folder).free / 1e9:.1f} GB"))
    lines.append(("Written", f"{day(now)}, {now:%H:%M} UTC"))
    return "\n".join(f"{label + ':':<18}{text}" for label, text in lines)


def _rest(letter: Letter, desk: Desk) -> list[str]:
    parts = []
    at_risk = _soon_erased(desk, datetime.fromtimestamp(letter.made_at, UTC))
    if at_risk:
        parts.append(
            f"Not handled, and erased within a week, after {desk.settings.keep_months} months:"
            f" {', '.join(at_risk[:MOST_TOLD])}.\n`python -m enquiry handled REFERENCE` keeps one for as long again."
        )
    if dead_letters(desk.store):
        parts.append("What given-up letters told of is kept. `python -m enquiry resend REFERENCE` sends one again.")
    if canary := last_canary(desk.store, before=letter.made_at):
        fate = f"was sent after {span(canary.sent_at - canary.made_at)}" if canary.sent_at else "was not sent"
        parts.append(f"The test enquiry before this one, {canary.reference}, {fate}.")
    if letter.reference:
        parts.append(
            f"This letter is that of a test enquiry, {letter.reference}: it was kept and sent the way a real one is."
        )
    parts.append("It comes every week. If it does not, something is wrong: `python -m enquiry doctor` says what.\n")
    return parts


def _soon_erased(desk: Desk, now: datetime) -> list[str]:
    before = months_before(now + WEEK, desk.settings.keep_months)
    return sorted(kept.reference for kept in desk.store.outlines(["new"]) if kept.changed_at < before)


def _test(letter: Letter, desk: Desk) -> tuple[str, str]:
    words = "This is a test: letters of your website reach you. There is nothing to do.\n"
    return "A test letter from your website", words


OWN: dict[str, Callable[[Letter, Desk], tuple[str, str]]] = {
    "digest": _digest,
    "weekly": _weekly,
    "test": _test,
}


def _period(letter: Letter) -> tuple[datetime, datetime]:
    made = datetime.fromtimestamp(letter.made_at, UTC)
    about = json.loads(letter.about or "{}")
    until = datetime.fromisoformat(about["until"]) if "until" in about else made
    return (datetime.fromisoformat(about["since"]) if "since" in about else until - WEEK), until


def _number(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
