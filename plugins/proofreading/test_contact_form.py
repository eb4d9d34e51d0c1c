"""Who receives the form: whatever would let an enquiry go astray is told before the site is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.proofreading import site_toml
from plugins.proofreading.hosts import HOSTS, host_of
from plugins.proofreading.settings import Settings

SITE = """\
[practice]
name = "A Small Practice"
voice = "A sentence."
description = "A description."
address = "{address}"
{host}
[calls_to_action.default]
heading = "Shall we talk?"

[business]
legal_name = "A Small Practice"
postal_address = "1 Small Street, Smallton"
email = "{email}"
complaints = "Write to us."

[contact_form]
{form}
"""
OWN = "https://small.example"
POST = 'provider = "post"\naddress = "https://forms.small.example/f/9"\n'
LINE = 17
"""The first below [contact_form]."""

Load = Callable[..., tuple[Settings, list[tuple[str, int | None, str]]]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def write(
        form: str = "", address: str = OWN, host: str = "", email: str = "hello@small.example", at: str = ""
    ) -> Any:
        path = tmp_path / "site.toml"
        path.write_text(SITE.format(form=form, address=address, host=host, email=email), encoding="utf-8")
        settings, mistakes = site_toml.load(path, at)
        return settings, [(each.code, each.line, each.at) for each in mistakes]

    return write


@pytest.mark.parametrize(
    "form",
    [
        "",
        'provider = "self"',
        'provider = "formspree"\nform_id = "mqkvzrpw"',
        'provider = "formspree"\nform_id = "https://formspree.io/f/mqkvzrpw"',
        'provider = "netlify"',
        POST,
        POST + 'fields = { message = "comment", email = "_replyto" }\nhidden = { access_key = "9f-2" }\n'
        'honeypot = "_honey"\nredirect_field = "_next"',
        POST + '[contact_form.fields]\nname = "full_name"',
        'provider = "mailto"\nrecipient = "ada@small.example"',
        'provider = "none"',
    ],
)
def test_every_provider_can_be_set_without_a_word_said(load: Load, form: str) -> None:
    assert load(form)[1] == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ('provider = "formspre"', ("setting-wrong", LINE, "formspre")),
        ('provider = "formspree"', ("setting-missing", LINE - 1, "")),
        ('provider = "formspree"\nform_id = ""', ("setting-missing", LINE + 1, "")),
        ('provider = "formspree"\nform_id = "ada@small.example/x"', ("setting-wrong", LINE + 1, "ada@small.example/x")),
        ('provider = "post"', ("setting-missing", LINE - 1, "")),
        (
            'provider = "post"\naddress = "http://forms.small.example/9"',
            ("setting-wrong", LINE + 1, "http://forms.small.example/9"),
        ),
        ('provider = "post"\naddress = "/form.php"', ("setting-wrong", LINE + 1, "/form.php")),
        (
            'provider = "post"\naddress = "https://a.example; script-src \'unsafe-inline\'"',
            ("setting-wrong", LINE + 1, "https://a.example; script-src 'unsafe-inline'"),
        ),
        (
            'provider = "post"\naddress = "https://ada:secret@forms.example/9"',
            ("setting-wrong", LINE + 1, "https://ada:secret@forms.example/9"),
        ),
        (POST + 'fields = { mesage = "comment" }', ("setting-wrong", LINE + 2, "mesage")),
        (POST + 'fields = { message = "your words" }', ("setting-wrong", LINE + 2, "your words")),
        (POST + 'fields = { message = "name" }', ("setting-wrong", LINE + 2, "name")),
        (POST + "fields = { message = 3 }", ("setting-type", LINE + 2, "{'message': 3}")),
        (POST + 'honeypot = "email"', ("setting-wrong", LINE + 2, "email")),
        (POST + 'redirect_field = "next page"', ("setting-wrong", LINE + 2, "next page")),
        (POST + 'hidden = { "a b" = "c" }', ("setting-wrong", LINE + 2, "a b")),
        (POST + 'form_id = "mqkvzrpw"', ("form-setting-idle", LINE + 2, "form_id")),
        ('address = "https://forms.small.example/9"', ("form-setting-idle", LINE, "address")),
        ("keep_months = 0", ("setting-wrong", LINE, "0")),
        ('reply_within = " "', ("setting-wrong", LINE, "")),
        ('provider = "mailto"\nrecipient = "nonsense"', ("setting-wrong", LINE + 1, "nonsense")),
    ],
)
def test_what_would_go_astray_is_told_with_its_line(load: Load, form: str, told: tuple[str, int, str]) -> None:
    assert load(form)[1] == [told]


@pytest.mark.parametrize(
    "name",
    [
        "YOUR_FORM_ID",
        "your-form-id",
        "xyzabcde",
        "xyz",
        "XXXXXXXX",
        "{form_id}",
        "form_id",
        "abcdefgh",
        "https://formspree.io/f/YOUR_ID",
    ],
)
def test_the_name_of_a_form_that_stands_in_examples_stops(load: Load, name: str) -> None:
    assert load(f'provider = "formspree"\nform_id = "{name}"')[1] == [("form-placeholder", LINE + 1, name)]


@pytest.mark.parametrize("name", ["mqkvzrpw", "xyzkqjwp", "xbjvwkyo", "mayvlkzd", "Ab3dEf9h"])
def test_the_name_of_a_real_form_does_not(load: Load, name: str) -> None:
    assert load(f'provider = "formspree"\nform_id = "{name}"')[1] == []


@pytest.mark.parametrize(
    "form",
    [
        'provider = "post"\naddress = "https://example.com/contact"',
        'provider = "post"\naddress = "https://forms.example.org/f/9"',
        'provider = "post"\naddress = "https://forms.small.example/f/YOUR_FORM_ID"',
        'provider = "post"\naddress = "https://forms.small.example/you@example.com"',
        POST + 'hidden = { access_key = "YOUR_ACCESS_KEY_HERE" }',
    ],
)
def test_an_address_or_a_key_that_stands_in_examples_stops(load: Load, form: str) -> None:
    assert [code for code, _, _ in load(form)[1]] == ["form-placeholder"]


@pytest.mark.parametrize("provider", ["self", "mailto", "none", "netlify"])
def test_a_recipient_from_an_example_stops_whoever_mails(load: Load, provider: str) -> None:
    """The business's own address is the recipient where none is named, and stands on the page in any case."""
    assert load(f'provider = "{provider}"\nrecipient = "you@example.com"')[1] == [
        ("recipient-placeholder", LINE + 1, "you@example.com")
    ]
    assert load(f'provider = "{provider}"', email="you@example.com")[1] == [
        ("recipient-placeholder", 13, "you@example.com")
    ]


def test_who_offers_no_form_says_how_else_to_reach_them(load: Load) -> None:
    for provider in ("mailto", "none"):
        assert ("setting-missing", LINE, "") in load(f'provider = "{provider}"', email="")[1]
    assert ("recipient-missing", LINE - 1, "") in load("", email="")[1]
    assert "recipient-missing" not in [code for code, _, _ in load(POST, email="")[1]]


@pytest.mark.parametrize(
    "address",
    [
        "https://ada.github.io",
        "https://ada.github.io/practice",
        "https://ada.gitlab.io/practice",
        "https://ada.codeberg.page",
        "https://practice.netlify.app",
        "https://practice.pages.dev",
        "https://practice.vercel.app",
    ],
)
def test_the_service_is_not_chosen_where_none_can_run(load: Load, address: str) -> None:
    """It is the default: who publishes to such a host without a thought would lose every enquiry."""
    assert load("", address)[1] == [("form-nowhere", LINE - 1, "")]
    assert load('provider = "self"', address)[1] == [("form-nowhere", LINE, "self")]
    assert load('provider = "self"', at=address)[1] == [("form-nowhere", LINE, "self")]
    assert load('provider = "mailto"', address)[1] == []


def test_the_choices_are_named(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(SITE.format(form="", address="https://ada.netlify.app", host="", email="a@small.example"))
    [mistake] = site_toml.load(path)[1]
    assert mistake.wanted == "Netlify serves files and runs no service: enquiries would reach nobody."
    assert mistake.fix == (
        'In [contact_form] write provider = "formspree", or "netlify", "post", "mailto", "none". '
        'If your own server answers there, write host = "own" in [practice].'
    )


def test_an_address_of_ones_own_may_hide_the_host_and_then_the_coach_names_it(load: Load) -> None:
    assert load("", host='host = "github"\n')[1] == [("form-nowhere", LINE, "")]
    assert load("", "https://ada.vercel.app", host='host = "own"\n')[1] == []
    assert load("", host='host = "githb"\n')[1] == [("setting-wrong", 6, "githb")]


def test_a_preview_is_no_place_of_publication(load: Load) -> None:
    """Its address stands in for the real one, which still counts."""
    for at in ("http://127.0.0.1:8000", "https://localhost:8000"):
        assert load('provider = "self"', "https://ada.github.io", at=at)[1] == [("form-nowhere", LINE, "self")]
    assert load("", "https://ada.github.io", at="https://own.example")[1] == []


def test_only_netlify_takes_forms_in_its_way(load: Load) -> None:
    form = 'provider = "netlify"'
    assert load(form, "https://ada.netlify.app")[1] == load(form)[1] == load(form, host='host = "netlify"\n')[1] == []
    for told in (load(form, "https://ada.github.io"), load(form, host='host = "own"\n')):
        assert [(code, at) for code, _, at in told[1]] == [("form-nowhere", "netlify")]


def test_what_is_wrong_counts_as_left_out(load: Load) -> None:
    settings, _ = load('provider = "formspre"\nfields = { mesage = "x" }')
    assert settings.contact_form.provider == "self"
    settings, _ = load('provider = "post"\naddress = "https://["\nfields = { mesage = "x" }')
    assert (settings.contact_form.address, settings.contact_form.fields) == ("", {})


def test_a_host_is_known_by_the_address_that_it_gives_away() -> None:
    assert [host_of(f"https://ada.{domain}") for host in HOSTS.values() for domain in host.domains] == [
        name for name, host in HOSTS.items() for _ in host.domains
    ]
    assert host_of("https://github.io.example") == host_of("https://mygithub.io") == host_of("https://[") == ""


def test_a_number_in_quotation_marks_is_taken_at_its_word(tmp_path: Path) -> None:
    """What the coach promised is what the cure says, and no number of ours."""
    path = tmp_path / "site.toml"
    path.write_text(SITE.format(form='keep_months = "12"', address=OWN, host="", email="hello@small.example"))
    assert [mistake.fix for mistake in site_toml.load(path)[1]] == ["Write keep_months = 12"]
