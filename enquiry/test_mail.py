"""The letter to the coach: who may write its headers, and how it is kept."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from enquiry.enquiry import FIELDS, Enquiry, clean
from enquiry.mail import compose, post_to_folder
from enquiry.settings import Settings
from enquiry.store import Kept, Letter

SETTINGS = Settings(recipient="coach@example.org", address="https://example.org/sub")
ADA = Enquiry(
    name="Ada Walker",
    email="ada@example.com",
    message="May we talk?\n.\nOn Monday?",
    phone="0131 496 0000",
    reply_by="phone",
    topic="Leading",
    reading="/musings/held-back/",
    reflections="I held back an answer.",
)
NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
KEPT = Kept("K7QM-42TD", NOW, "new", 0, (), "same", ADA, NOW)
LETTER = Letter(1, "notify", "K7QM-42TD", "", NOW.timestamp(), 1, 0, 0.0, KEPT)


def of(enquiry: Enquiry) -> Letter:
    return replace(LETTER, kept=replace(KEPT, enquiry=enquiry))


HEADERS = ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
CONTENT_HEADERS = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]


def read(message: EmailMessage) -> EmailMessage:
    """The letter as a mail program reads it."""
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


def test_the_coach_reads_everything_and_answers_the_visitor() -> None:
    message = read(compose(LETTER, SETTINGS))
    assert (message["To"], message["Reply-To"]) == ("coach@example.org", "ada@example.com")
    assert (message["Subject"], message["Message-ID"]) == (
        "Enquiry K7QM-42TD",
        "<K7QM-42TD.notify@example.org>",
    )
    assert message.get_content().replace("\r\n", "\n") == (
        "Name:        Ada Walker\n"
        "Email:       ada@example.com\n"
        "Telephone:   0131 496 0000\n"
        "Reply by:    telephone\n"
        "Topic:       Leading\n"
        "Was reading: https://example.org/sub/musings/held-back/\n"
        "Received:    02 March 2026, 07:30 UTC\n"
        "Reference:   K7QM-42TD\n"
        "\n"
        "May we talk?\n.\nOn Monday?\n"
        "\n"
        "Reflections that they chose to send:\n"
        "\n"
        "I held back an answer.\n"
        "\n"
        "-- \n"
        "Reply to this letter and you write to ada@example.com.\n"
    )


@pytest.mark.parametrize("breaker", ["\r\n", "\r", "\n", "\0", "\v", "\x85", "\u2028", "%0d%0a"])
def test_a_visitor_writes_no_header(breaker: str) -> None:
    attack = f"Ada{breaker}Bcc: everyone@example.net{breaker}Content-Type: text/html{breaker}{breaker}<b>"
    enquiry = Enquiry(**clean(dict.fromkeys(FIELDS, attack)) | {"email": "ada@example.com"})
    message = read(compose(of(enquiry), SETTINGS))
    assert sorted(message.keys()) == sorted(HEADERS + CONTENT_HEADERS)
    assert message.get_content_type() == "text/plain"
    assert "everyone@example.net" not in "".join(str(text) for text in message.values())


@pytest.mark.parametrize("breaker", ["\r\n", "\r", "\n", "\0", "\u2028"])
def test_not_even_an_address_that_was_never_checked(breaker: str) -> None:
    enquiry = replace(ADA, email=f"ada@example.com{breaker}Bcc: everyone@example.net")
    message = read(compose(of(enquiry), SETTINGS))
    assert sorted([*message.keys(), "Reply-To"]) == sorted(HEADERS + CONTENT_HEADERS)


@pytest.mark.parametrize(
    ("email", "reply_to"), [("ada@bücher.example", "ada@xn--bcher-kva.example"), ("zoë@example.com", None)]
)
def test_an_international_address_is_written_as_every_server_reads_it_or_left_in_the_letter(
    email: str, reply_to: str | None
) -> None:
    message = read(compose(of(replace(ADA, email=email)), SETTINGS))
    assert message["Reply-To"] == reply_to
    assert email in message.get_content()


def test_a_letter_is_kept_whole_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var/mail"
    post = post_to_folder(folder)
    post(compose(LETTER, SETTINGS))
    post(compose(LETTER, SETTINGS))
    [kept] = folder.iterdir()
    assert kept.name == "K7QM-42TD.notify.eml"
    assert kept.read_bytes() == compose(LETTER, SETTINGS).as_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
