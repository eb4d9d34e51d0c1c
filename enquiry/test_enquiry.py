"""The pure part: what is read, cleaned and found at fault."""

from __future__ import annotations

import time
from urllib.parse import quote_plus

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from enquiry.conftest import WELL_FILLED
from enquiry.enquiry import (
    FIELDS,
    MOST_FIELDS,
    RULES,
    Enquiry,
    NotAForm,
    clean,
    find_faults,
    is_plain_email,
    parse,
    site_address,
)
from enquiry.writing import normalised


def check_cleaned(field: str, typed: str, expected: str) -> None:
    assert clean({field: typed})[field] == expected


@pytest.mark.parametrize("breaker", ["\r\n", "\r", "\n", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_a_line_break_of_any_kind_stays_in_the_message_and_leaves_the_name(breaker: str) -> None:
    check_cleaned("message", f"one{breaker}two", "one\ntwo")
    check_cleaned("name", f"Ada{breaker}Bcc: all@example.com", "Ada Bcc: all@example.com")


@pytest.mark.parametrize("control", ["\0", "\x1b", "\x7f", "\x9d", "\ud800", "\u202e", "\u2066", "\ufeff"])
def test_control_characters_and_turned_directions_are_taken_out(control: str) -> None:
    for field in FIELDS:
        check_cleaned(field, f"A{control}da", "Ada")


def test_letters_of_every_script_and_joined_emoji_stay_as_typed() -> None:
    for text in ("Łukasz Żółć", "अदिति", "עדה לוין", "👩‍💻", "Zoë"):
        check_cleaned("name", text, text)


def test_an_accent_typed_as_two_characters_is_stored_as_one() -> None:
    check_cleaned("name", "Zoe\u0308", "Zoë")


@pytest.mark.parametrize("stack", ["\u0301\u0316" * 40, "a" + "\uff9e\u0334" * 40, "Zoe\u0308" * 40_000])
def test_what_would_take_minutes_to_be_put_in_order_stays_as_it_was_typed(stack: str) -> None:
    """A megabyte of accents on one letter would keep everybody waiting for a quarter of an hour."""
    check_cleaned("message", stack, stack)
    assert normalised(stack, "NFKD") == stack
    assert normalised("Zoe\u0308" * 1_000 + stack[:60], "NFC").startswith("Zoë")


def test_an_address_that_is_too_long_is_not_looked_through() -> None:
    """email-validator reads a megabyte of quoted signs for seconds; what it says to 255 characters is known."""
    long = '"' + '\\"' * 500_000 + '"@example.org'
    began = time.process_time()
    assert [fault.field for fault in find_faults(clean(WELL_FILLED | {"email": long}))] == ["email"]
    assert time.process_time() - began < 0.5


def test_bytes_that_are_not_utf8_become_replacement_characters_not_an_error() -> None:
    assert parse(b"name=Zo%EB&message=caf\xe9")[0]["name"] == "Zo\ufffd"
    assert parse(b"name=Zo%EB&message=caf\xe9")[0]["message"] == "caf\ufffd"


def test_a_field_that_comes_twice_is_kept_whole() -> None:
    typed = parse(b"topic=One&topic=Two&message=a&message=b")[0]
    assert (typed["topic"], typed["message"]) == ("One, Two", "a\nb")


def test_a_body_of_very_many_fields_is_no_form() -> None:
    parse(b"&".join([b"name=a"] * MOST_FIELDS))
    with pytest.raises(NotAForm):
        parse(b"&".join([b"name=a"] * 10_000))


def words_for(**changed: str) -> list[tuple[str, str]]:
    return [(fault.field, fault.words) for fault in find_faults(clean(WELL_FILLED | changed))]


def test_a_well_filled_form_has_no_fault() -> None:
    assert words_for() == []
    assert words_for(phone="+44 (0)131 496 0000 ext. 2", reply_by="phone", topic="Leading") == []


def test_an_empty_form_is_told_all_that_is_missing_at_once_in_the_order_of_the_form() -> None:
    assert words_for(name=" ", email="", message="\r\n\t") == [
        ("name", "Enter your name"),
        ("email", "Enter your email address"),
        ("message", "Enter your message"),
    ]


@pytest.mark.parametrize(
    "email",
    [
        "ada",
        "ada@",
        "@example.com",
        "ada@localhost",
        "a b@example.com",
        "ada@example.com, bob@example.com",
        '"a"@x.org',
    ],
)
def test_an_address_that_no_answer_could_reach_is_told(email: str) -> None:
    assert words_for(email=email) == [("email", "Enter an email address in the correct format, like name@example.com")]


@pytest.mark.parametrize(
    "email", ["ada+coach@example.com", "zoë@example.com", "ada@bücher.example", "o'neil@example.co.uk"]
)
def test_unusual_addresses_that_work_are_taken(email: str) -> None:
    assert words_for(email=email) == []


def test_who_wants_a_call_is_asked_for_the_number() -> None:
    assert words_for(reply_by="phone") == [("phone", "Enter a telephone number, or choose a reply by email")]


@pytest.mark.parametrize(
    ("field", "most"), [("name", 200), ("message", 10_000), ("reflections", 20_000), ("phone", 60)]
)
def test_a_field_may_be_just_as_long_as_its_words_say(field: str, most: int) -> None:
    assert words_for(**{field: "é" * most}) == []
    [(told, words)] = words_for(**{field: "é" * (most + 1)})
    assert told == field
    assert f"{most:,}" in words


def test_every_rule_is_about_a_field_of_the_form() -> None:
    assert {field for field, _, _ in RULES} <= set(FIELDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/musings/held-back/", "/musings/held-back/"),
        ("/", "/"),
        ("//evil.example/", ""),
        ("https://evil.example/", ""),
        ("/musings/../../etc/passwd", ""),
        ("/musings/../x/", ""),
        ("/\\evil.example/", ""),
        ("/musings/x/?y=z", ""),
        ("/musings/x", ""),
        ("javascript:alert(1)", ""),
        ("/" + "a/" * 200, ""),
    ],
)
def test_only_an_address_of_a_site_counts_as_what_was_read(text: str, expected: str) -> None:
    assert site_address(text) == expected


def test_every_field_reaches_the_enquiry_as_it_came() -> None:
    typed = {name: f"value of {name}" for name in FIELDS} | {"reading": "/musings/x/"}
    body = "&".join(f"{name}={quote_plus(text)}" for name, text in typed.items()).encode()
    assert Enquiry.from_values(clean(parse(body)[0])).as_fields() == typed


ADDRESSES = r"[a-zA-Z0-9._+-]{1,9}@([a-zA-Z0-9-]{1,5}\.){1,3}(com|org|test|local|localhost|arpa|x|co)"


@given(st.from_regex(ADDRESSES, fullmatch=True))
def test_what_is_taken_for_a_plain_address_is_one(text: str) -> None:
    if is_plain_email(text):
        validate_email(text, check_deliverability=False)


@pytest.mark.parametrize("text", ["ada@example.com", "Ada.Walker-2@mail.example.co.uk"])
def test_most_addresses_are_plain(text: str) -> None:
    assert is_plain_email(text)
