"""The letters about one enquiry, and the alarm; and the folder that keeps letters as `.eml` files.

No header holds a word of the visitor's, but the address to reply to, and that only after email-validator has
read it. The acknowledgement, which goes to whatever address somebody typed, holds none at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from email_validator import EmailNotValidError, validate_email

from enquiry.files import make_private_folder, sync_folder
from enquiry.kept import Kept
from enquiry.letterbox import Letter
from enquiry.settings import Settings

Post = Callable[[EmailMessage, Callable[[], None]], None]
"""Hands a letter over; calls the second argument right before nobody can know any more whether it was taken."""

LETTER_POLICY = SMTP.clone(cte_type="7bit")  # a relay without 8BITMIME takes it as it is
NAME = "Your website"


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The letter, the same at every try, so that mail programs fold a rare second copy. Raises KeyError."""
    return COMPOSERS[letter.kind](letter, settings)


def to_the_coach(letter: Letter, settings: Settings, subject: str, words: str) -> EmailMessage:
    """A letter of the service's own to the coach. `subject` holds nothing that a visitor wrote."""
    message = _begin(letter, settings, subject, words)
    message["From"] = Address(NAME, addr_spec=settings.from_address)
    message["To"] = Address(addr_spec=settings.recipient)
    message["Auto-Submitted"] = "auto-generated"
    return message


def kind_of(message: EmailMessage) -> str:
    """Which kind of letter this is, as its Message-ID says."""
    return str(message["Message-ID"]).strip("<>").partition("@")[0].rpartition(".")[2]


def post_to_folder(folder: Path) -> Post:
    """A post that keeps letters as `.eml` files in `folder`, each whole or not at all, and private.

    It is always known whether that was done: what is written a second time falls upon the first.
    """

    def post(message: EmailMessage, before_last_dot: Callable[[], None]) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        make_private_folder(folder)
        unfinished = folder / f".{name}.{os.getpid()}"
        unfinished.unlink(missing_ok=True)
        with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(folder / f"{name}.eml")
        sync_folder(folder)

    return post


def _begin(letter: Letter, settings: Settings, subject: str, words: str) -> EmailMessage:
    message = EmailMessage(policy=LETTER_POLICY)
    name = letter.reference or f"{letter.made_at:.0f}-{letter.id}"
    message["Message-ID"] = f"<{name}.{letter.kind}@{settings.from_address.rpartition('@')[2]}>"
    message["Date"] = letter.kept.received_at if letter.kept else datetime.fromtimestamp(int(letter.made_at), UTC)
    message["Subject"] = subject
    message.set_content(words)
    return message


def _notify(letter: Letter, settings: Settings) -> EmailMessage:
    kept = _of(letter)
    message = to_the_coach(letter, settings, f"Enquiry {kept.reference}", _words(kept, settings))
    if reply_to := ascii_address(kept.enquiry.email):
        message["Reply-To"] = Address(addr_spec=reply_to)
    return message


def _acknowledge(letter: Letter, settings: Settings) -> EmailMessage:
    """Fixed words and a reference (RFC 3834). Raises ValueError for an address that is none for every server."""
    kept = _of(letter)
    parts = ["Thank you for your message. It has arrived, and a person will read it."]
    if settings.reply_within:
        parts.append(f"You can expect an answer within {settings.reply_within}.")
    parts += [
        f"Your reference is {kept.reference}.",
        f"Other ways to reach us are at\n{settings.address}/contact/",
        "This letter was sent by a program, once. If you did not write to us, somebody\n"
        "typed your address; you need do nothing.",
    ]
    message = _begin(letter, settings, "Your message has arrived", "\n\n".join(parts) + "\n")
    message["From"] = Address(addr_spec=settings.from_address)
    message["To"] = Address(addr_spec=ascii_address(kept.enquiry.email))
    if settings.from_address != settings.recipient:
        message["Reply-To"] = Address(addr_spec=settings.recipient)
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    return message


def _alarm(letter: Letter, settings: Settings) -> EmailMessage:
    facts = json.loads(letter.about or "{}")
    parts = ["Something is wrong with the letters of your website."]
    if dead := facts.get("dead"):
        parts.append(f"Letters given up, which are not sent again: {dead}. What they told of is kept.")
    if hours := facts.get("oldest_hours"):
        parts.append(f"The oldest letter that has not left yet has waited for {hours} hours. It is still tried.")
    parts.append(
        "On the server, `python -m enquiry doctor` says what to mend, and `python -m enquiry list` shows every enquiry."
    )
    return to_the_coach(letter, settings, "Letters of your website do not arrive", "\n\n".join(parts) + "\n")


COMPOSERS: dict[str, Callable[[Letter, Settings], EmailMessage]] = {
    "notify": _notify,
    "acknowledge": _acknowledge,
    "alarm": _alarm,
}


def ascii_address(email: str) -> str:
    """The visitor's address as every mail server reads it; nothing where there is no such form."""
    try:
        return validate_email(email, check_deliverability=False).ascii_email or ""
    except EmailNotValidError:
        return ""


def _of(letter: Letter) -> Kept:
    if letter.kept is None:
        raise ValueError("the enquiry of this letter is gone")
    return letter.kept


def _words(kept: Kept, settings: Settings) -> str:
    enquiry = kept.enquiry
    lines = (
        ("Name", enquiry.name),
        ("Email", enquiry.email),
        ("Telephone", enquiry.phone),
        ("Reply by", {"email": "email", "phone": "telephone"}.get(enquiry.reply_by, enquiry.reply_by)),
        ("Topic", enquiry.topic),
        ("Was reading", settings.address + enquiry.reading if enquiry.reading else ""),
        ("Received", f"{kept.received_at:%d %B %Y, %H:%M} UTC"),
        ("Reference", kept.reference),
        ("State", kept.state),
    )
    facts = "\n".join(f"{label + ':':<13}{text}" for label, text in lines if text)
    parts = [facts, enquiry.message]
    if enquiry.reflections:
        parts += ["Reflections that they chose to send:", enquiry.reflections]
    if kept.reasons:
        told = "\n".join(f"{reason.points:>3}  {reason.words}" for reason in kept.reasons)
        parts += [f"Signs of spam ({kept.score} point{'' if kept.score == 1 else 's'}):", told]
    return "\n\n".join(parts) + f"\n\n-- \n{_how_to_answer(kept)}\n"


def _how_to_answer(kept: Kept) -> str:
    enquiry = kept.enquiry
    how = f"Reply to this letter and you write to {enquiry.email}."
    if not ascii_address(enquiry.email):
        how = f"Write to {enquiry.email}: a reply to this letter would not reach them."
    if enquiry.reply_by == "phone" and enquiry.phone:
        return f"They would like to be called: {enquiry.phone}.\n{how}"
    return how
