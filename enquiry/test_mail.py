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
from enquiry.kept import Kept
from enquiry.letterbox import Letter
from enquiry.mail import COMPOSERS, compose, kind_of, post_to_folder
from enquiry.settings import Settings
from enquiry.spam import Reason

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
        "State:       new\n"
        "\n"
        "May we talk?\n.\nOn Monday?\n"
        "\n"
        "Reflections that they chose to send:\n"
        "\n"
        "I held back an answer.\n"
        "\n"
        "-- \n"
        "They would like to be called: 0131 496 0000.\n"
        "Reply to this letter and you write to ada@example.com.\n"
    )


def test_why_it_may_be_spam_is_told() -> None:
    reasons = (Reason("links", 2, "It holds three links."), Reason("capitals", 1, "It is in capitals."))
    letter = replace(LETTER, kept=replace(KEPT, score=3, reasons=reasons))
    assert "Signs of spam (3 points):\n\n  2  It holds three links.\n  1  It is in capitals.\n\n-- \n" in read(
        compose(letter, SETTINGS)
    ).get_content().replace("\r\n", "\n")


def test_the_sender_is_the_settings() -> None:
    message = read(compose(LETTER, replace(SETTINGS, sender="site@example.net")))
    assert message["From"].addresses[0].addr_spec == "site@example.net"
    assert (message["To"], message["Message-ID"]) == ("coach@example.org", "<K7QM-42TD.notify@example.net>")


def test_a_letter_is_the_same_at_every_try() -> None:
    for kind in COMPOSERS:
        letter = replace(LETTER, kind=kind, about="{}")
        again = replace(letter, tries=9, unknown=1, lease_until=1e9)
        assert compose(letter, SETTINGS).as_bytes() == compose(again, SETTINGS).as_bytes()
        assert kind_of(compose(letter, SETTINGS)) == kind


def test_letters_of_the_services_own_have_names_of_their_own() -> None:
    alarm = Letter(7, "alarm", None, "{}", 1_772_436_600.25, 1, 0, 0.0, None)
    names = [compose(replace(alarm, id=id_), SETTINGS)["Message-ID"] for id_ in (7, 8)]
    assert names == ["<1772436600-7.alarm@example.org>", "<1772436600-8.alarm@example.org>"]


def test_an_alarm_says_what_is_wrong_in_numbers() -> None:
    alarm = Letter(7, "alarm", None, '{"dead": 2, "oldest_hours": 25}', NOW.timestamp(), 1, 0, 0.0, None)
    message = read(compose(alarm, SETTINGS))
    assert (message["To"], message["Subject"]) == ("coach@example.org", "Letters of your website do not arrive")
    assert "Letters given up, which are not sent again: 2." in message.get_content()
    assert "has waited for 25 hours" in message.get_content()


NASTY = "BUY NOW http://spam.example"


def test_an_acknowledgement_holds_no_word_of_a_visitors() -> None:
    enquiry = Enquiry(**dict.fromkeys(FIELDS, NASTY) | {"email": "victim@example.com"})
    letter = replace(of(enquiry), kind="acknowledge")
    settings = replace(SETTINGS, sender="site@example.org", reply_within="two working days")
    message = read(compose(letter, settings))
    assert b"spam" not in message.as_bytes().lower()
    assert b"BUY" not in message.as_bytes()
    headers = ["From", "To", "Reply-To", "Subject", "Auto-Submitted", "X-Auto-Response-Suppress"]
    assert [message[header] for header in headers] == [
        "site@example.org",
        "victim@example.com",
        "coach@example.org",
        "Your message has arrived",
        "auto-replied",
        "All",
    ]
    assert message.get_content().replace("\r\n", "\n") == (
        "Thank you for your message. It has arrived, and a person will read it.\n\n"
        "You can expect an answer within two working days.\n\n"
        "Your reference is K7QM-42TD.\n\n"
        "Other ways to reach us are at\nhttps://example.org/sub/contact/\n\n"
        "This letter was sent by a program, once. If you did not write to us, somebody\n"
        "typed your address; you need do nothing.\n"
    )


def test_an_acknowledgement_promises_no_time_that_the_coach_did_not_name() -> None:
    assert "within" not in compose(replace(LETTER, kind="acknowledge"), SETTINGS).get_content()


@pytest.mark.parametrize("breaker", ["\r\n", "\r", "\n", "\0", "\v", "\x85", "\u2028", "%0d%0a"])
def test_a_visitor_writes_no_header(breaker: str) -> None:
    attack = f"Ada{breaker}Bcc: everyone@example.net{breaker}Content-Type: text/html{breaker}{breaker}<b>"
    enquiry = Enquiry.from_values(clean(dict.fromkeys(FIELDS, attack)) | {"email": "ada@example.com"})
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
    assert f"{'you write to' if reply_to else 'Write to'} {email}" in message.get_content()


def not_called() -> None:
    raise AssertionError("what a file's name says is always known")


def test_a_letter_is_kept_whole_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var/mail"
    post = post_to_folder(folder)
    post(compose(LETTER, SETTINGS), not_called)
    post(compose(LETTER, SETTINGS), not_called)
    [kept] = folder.iterdir()
    assert kept.name == "K7QM-42TD.notify.eml"
    assert kept.read_bytes() == compose(LETTER, SETTINGS).as_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
