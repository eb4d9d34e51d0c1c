"""Which invitation stands where, and what the coach is told of one that does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from plugins.call_to_action.invitations import choose
from plugins.conftest import SITE

LEADERS = SITE + '\n[calls_to_action.leaders]\nheading = "Bring what you carry home."\nbutton = "Arrange a time"\n'


def mistakes(library: Any) -> list[tuple[str, int | None, str, str, str]]:
    return [
        (mistake.code, mistake.line, mistake.at, mistake.wanted, mistake.fix)
        for mistake in library.mistakes
        if mistake.code.startswith("call-to-action")
    ]


@pytest.fixture
def read(read_site: Callable[..., Any], musing: Callable[..., str]) -> Callable[..., Any]:
    """`read("body", call_to_action="x")`: a site of one musing."""

    def read(body: str = "Words.", site: str = LEADERS, **front_matter: str) -> Any:
        return read_site({"musings/held-back.md": musing(body, **front_matter)}, site=site)

    return read


@pytest.mark.parametrize(
    ("written", "name"), [(None, "default"), ("", "default"), ("leaders", "leaders"), ("none", None)]
)
def test_a_musing_ends_with_the_invitation_it_names_or_the_default(
    read: Callable[..., Any], written: str | None, name: str | None
) -> None:
    named = read().settings.calls_to_action
    chosen = choose(written, named)
    assert (chosen and chosen.name) == name


def test_where_site_toml_names_no_default_nothing_is_offered() -> None:
    assert choose(None, {}) is None


def test_an_unknown_name_is_told_with_its_line(read: Callable[..., Any]) -> None:
    assert mistakes(read(call_to_action="leader")) == [
        (
            "call-to-action-unknown",
            5,
            "leader",
            'site.toml has no invitation of this name. Did you mean "leaders"?',
            "Choose one of: default, leaders, none.",
        )
    ]


@pytest.mark.parametrize("written", ["leaders", "default", "none"])
def test_a_known_name_is_no_mistake(read: Callable[..., Any], written: str) -> None:
    assert mistakes(read(call_to_action=written)) == []


@pytest.mark.parametrize(("head", "words"), [("[!invite]", "Shall we talk?"), ("[!invite] leaders", "Bring what you")])
def test_a_block_draws_the_invitation_where_it_stands(read: Callable[..., Any], head: str, words: str) -> None:
    library = read(f"Before.\n\n> {head}\n\nAfter.")
    [source] = library.musings
    assert mistakes(library) == []
    before, invitation, after = source.html.partition("<h2>")[0], source.html.partition("<h2>")[2], "After."
    assert "Before." in before
    assert invitation.startswith(words)
    assert after in invitation
    assert "<p>\n<div" not in source.html
    assert 'href="\ue000/contact/?reading=/musings/held-back/"' in source.html
    assert "call_to_action/invitation" in source.styles


def test_an_unknown_name_in_a_block_is_told_with_its_line(read: Callable[..., Any]) -> None:
    assert mistakes(read("Before.\n\n> [!invite] laeders")) == [
        (
            "call-to-action-unknown",
            9,
            "laeders",
            'site.toml has no invitation of this name. Did you mean "leaders"?',
            "Choose one of: default, leaders.",
        )
    ]


def test_a_block_without_any_invitation_to_draw_says_where_to_name_one(read: Callable[..., Any]) -> None:
    site = SITE.partition("[calls_to_action")[0]
    assert mistakes(read("> [!invite]", site=site)) == [
        (
            "call-to-action-unknown",
            7,
            "[!invite]",
            "site.toml has no invitation of this name.",
            "Name one in site.toml, under [calls_to_action.default].",
        )
    ]


def test_words_in_a_block_are_not_lost_silently(read: Callable[..., Any]) -> None:
    [(code, line, *_)] = mistakes(read("> [!invite]\n> Do come on Monday."))
    assert (code, line) == ("call-to-action-words", 7)


def test_an_address_outside_the_site_takes_nothing_along(read: Callable[..., Any]) -> None:
    site = SITE + 'address = "https://calendar.example/me"\n'
    [source] = read("> [!invite]", site=site).musings
    assert 'href="https://calendar.example/me"' in source.html
