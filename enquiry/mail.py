"""The letter that tells the coach of an enquiry, and the folder that keeps letters as `.eml` files.

No header holds a word of the visitor's, but the address to reply to, and that only after email-validator has
read it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from enquiry.files import make_private_folder, sync_folder
from enquiry.settings import Settings
from enquiry.store import Letter

Post = Callable[[EmailMessage], None]


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The letter to the coach, the same at every try, so that mail programs fold a rare second copy."""
    assert letter.kept is not None
    enquiry = letter.kept.enquiry
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Your website", addr_spec=settings.recipient)
    message["To"] = Address(addr_spec=settings.recipient)
    if reply_to := _reply_address(enquiry.email):
        message["Reply-To"] = reply_to
    message["Subject"] = f"Enquiry {letter.reference}"
    message["Date"] = letter.kept.received_at
    message["Message-ID"] = f"<{letter.reference}.{letter.kind}@{_domain(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_words(letter, settings))
    return message


def post_to_folder(folder: Path) -> Post:
    """A post that keeps letters as `.eml` files in `folder`, each whole or not at all, and private."""

    def post(message: EmailMessage) -> None:
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


def _reply_address(email: str) -> Address | None:
    """The visitor's address where every mail server can read it; it stands in the letter in any case."""
    try:
        ascii_email = validate_email(email, check_deliverability=False).ascii_email
    except EmailNotValidError:
        return None
    return Address(addr_spec=ascii_email) if ascii_email else None


def _domain(settings: Settings) -> str:
    return urlsplit(settings.address).hostname or settings.recipient.rpartition("@")[2]


def _words(letter: Letter, settings: Settings) -> str:
    assert letter.kept is not None
    enquiry = letter.kept.enquiry
    lines = (
        ("Name", enquiry.name),
        ("Email", enquiry.email),
        ("Telephone", enquiry.phone),
        ("Reply by", {"email": "email", "phone": "telephone"}.get(enquiry.reply_by, enquiry.reply_by)),
        ("Topic", enquiry.topic),
        ("Was reading", settings.address + enquiry.reading if enquiry.reading else ""),
        ("Received", f"{letter.kept.received_at:%d %B %Y, %H:%M} UTC"),
        ("Reference", letter.reference),
    )
    facts = "\n".join(f"{label + ':':<13}{text}" for label, text in lines if text)
    parts = [facts, enquiry.message]
    if enquiry.reflections:
        parts += ["Reflections that they chose to send:", enquiry.reflections]
    return "\n\n".join(parts) + f"\n\n-- \nReply to this letter and you write to {enquiry.email}.\n"
