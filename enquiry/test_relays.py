"""Relays as they are written in a setting."""

from __future__ import annotations

import pytest

from enquiry.relays import Relay, read_relay


@pytest.mark.parametrize(
    ("address", "relay"),
    [
        ("smtp://mail.example.org", Relay("mail.example.org", 25)),
        ("smtp://mail.example.org:2525/", Relay("mail.example.org", 2525)),
        ("smtp://coach:s3cret@mail.example.org", Relay("mail.example.org", 587, "coach", "s3cret")),
        ("smtps://coach:s3cret@mail.example.org", Relay("mail.example.org", 465, "coach", "s3cret", True)),
        (
            "smtps://coach%40example.org:p%40ss%3A%2F%C3%A9@mail.example.org:1465",
            Relay("mail.example.org", 1465, "coach@example.org", "p@ss:/é", True),
        ),
        ("smtp://[::1]:25", Relay("::1", 25)),
    ],
)
def test_a_relay_is_one_line(address: str, relay: Relay) -> None:
    assert read_relay(address) == relay


@pytest.mark.parametrize(
    "address",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://coach:s3cret@",
        "smtp://coach@mail.example.org",
        "smtp://:s3cret@mail.example.org",
        "smtp://coach:s3cret@mail.example.org:no",
        "smtp://coach:s3cret@mail.example.org:0",
        "smtp://coach:s3cret@mail.example.org:70000",
        "smtp://coach:s3cret@mail.example.org/inbox",
        "smtp://coach:s3cret@mail.example.org?tls=no",
        "smtp://coach:s3cret/@mail.example.org",
        "smtp://coach:s3cret%FF@mail.example.org",
        "smtp://coach:s3cret%0D%0ARSET@mail.example.org",
        "smtp://coach:s3cret@[mail",
    ],
)
def test_what_is_no_relay_is_told_without_the_password(address: str) -> None:
    with pytest.raises(ValueError) as told:
        read_relay(address)
    assert "s3cret" not in str(told.value)
    assert "smtp://user:password@host:port" in str(told.value)


def test_a_relay_that_is_shown_shows_no_password() -> None:
    relay = read_relay("smtps://coach:s3cret@mail.example.org")
    assert "s3cret" not in f"{relay} {relay!r}"
