"""`site.toml`: a typed table, every fault told at once."""

from pathlib import Path
from textwrap import dedent

import pytest

from plugins.proofreading import site_toml
from plugins.proofreading.report import tell
from plugins.proofreading.settings import Photographs

GOOD = """
[practice]
name = "A Small Practice"
voice = "A sentence."
description = "A description."
address = "https://small.example/"

[[navigation]]
title = "Musings"
address = "/musings/"

[calls_to_action.default]
heading = "Shall we talk?"

[contact_form]
topics = ["Coaching", "Running"]
recipient = "hello@small.example"

[business]
legal_name = "A Small Practice"
postal_address = "1 Small Street, Smallton"
email = "hello@small.example"
complaints = "Write to hello@small.example."
"""


@pytest.fixture
def load(tmp_path: Path):
    def write(text: str, address: str = ""):
        path = tmp_path / "site.toml"
        path.write_text(dedent(text), encoding="utf-8")
        return site_toml.load(path, address)

    return write


def test_a_good_file_becomes_settings(load):
    site, mistakes = load(GOOD)

    assert mistakes == []
    assert (
        site.practice.short_name,
        site.practice.coach,
        site.practice.address,
    ) == ("A Small Practice", "A Small Practice", "https://small.example")
    assert (site.navigation[0].title, site.navigation[0].address) == ("Musings", "/musings/")
    assert (
        site.calls_to_action["default"].name,
        site.calls_to_action["default"].button,
        site.calls_to_action["default"].address,
    ) == ("default", "Get in touch", "/contact/")
    assert site.contact_form.topics == ("Coaching", "Running")


def test_the_address_of_the_publisher_wins(load):
    site, _ = load(GOOD, address="https://elsewhere.example/sub/")

    assert (site.practice.address, site.base_path) == ("https://elsewhere.example/sub", "/sub")


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("[practice]", "[practise]"), "setting-unknown", 2),
        (('voice = "A sentence."', 'vocie = "A sentence."'), "setting-unknown", 4),
        (('name = "A Small Practice"', "name = 3"), "setting-type", 3),
        (("https://small.example/", "small.example"), "setting-wrong", 6),
        (('name = "A Small Practice"', 'name = "A Small Practice'), "settings-unreadable", 3),
        (("[calls_to_action.default]", "[calls_to_action.other]"), "setting-missing", 12),
        (('topics = ["Coaching", "Running"]', 'topics = "Coaching"'), "setting-type", 16),
        (('topics = ["Coaching", "Running"]', 'provider = "sefl"'), "setting-wrong", 16),
        (
            ('address = "https://small.example/"', 'address = "https://small.example/"\ntime_zone = "Europe/Lodnon"'),
            "setting-wrong",
            7,
        ),
        (("[[navigation]]", "[navigation]"), "setting-type", 8),
        (('voice = "A sentence."', 'language = "english please"'), "setting-wrong", 4),
        (('recipient = "hello@small.example"', 'recipient = "nonsense"'), "setting-wrong", 17),
        (('recipient = "hello@small.example"', 'recipient = "you@example.com"'), "recipient-placeholder", 17),
        (("complaints =", "# complaints ="), "complaints-missing", 19),
        (("postal_address =", "# postal_address ="), "business-incomplete", 19),
    ],
)
def test_a_fault_is_told_with_its_line(load, change, code, line):
    _, mistakes = load(GOOD.replace(*change))

    assert (code, line) in [(mistake.code, mistake.line) for mistake in mistakes]


def test_the_exact_words(load):
    _, mistakes = load(GOOD.replace("topics", "topcis"))

    assert tell(mistakes) == (
        "1 thing in your site should be mended. It can be published as it is.\n\n"
        "site.toml, line 16\n"
        '    topcis = ["Coaching", "Running"]\n'
        '    ^^^^^^ I don\'t know this setting of [contact_form]. Did you mean "topics"?\n'
        "    Choose one of: provider, recipient, reply_within, topics, keep_months, keep_held_days, form_id, address, "
        "fields, hidden, honeypot, redirect_field. fix: setting-unknown\n"
    )


@pytest.mark.parametrize(
    ("line", "at", "code", "wanted"),
    [
        ("avif_quality = 120", "120", "setting-wrong", "No photograph is made in this quality."),
        ("jpeg_quality = 0", "0", "setting-wrong", "No photograph is made in this quality."),
        (
            "webp_quality = true",
            "True",
            "setting-type",
            "webp_quality should be a whole number, without quotation marks.",
        ),
        (
            'jpeg_quality = "80"',
            "80",
            "setting-type",
            "jpeg_quality should be a whole number, without quotation marks.",
        ),
        ("widths = [480, 9000]", "9000", "setting-wrong", "No screen has a use for a photograph of this width."),
        ("widths = []", "", "setting-wrong", "No widths can't be made of each photograph."),
        ("widths = 480", "480", "setting-type", "widths should be a list of whole numbers such as [480, 800]."),
        (
            'formats = ["avif"]',
            "",
            "setting-wrong",
            "Without JPEG, feeds, shared links and old browsers would show no photograph.",
        ),
        (
            'formats = ["jpg"]',
            "jpg",
            "setting-wrong",
            'I can\'t make photographs in this format. Did you mean "jpeg"?',
        ),
    ],
)
def test_photographs_are_made_only_in_ways_that_serve_readers(load, line, at, code, wanted):
    site, mistakes = load(f"{GOOD}\n[photographs]\n{line}\n")

    assert [(each.code, each.line, each.at, each.wanted) for each in mistakes] == [(code, 26, at, wanted)]
    assert site.photographs == Photographs(), "what is wrong counts as left out"


def test_what_photographs_are_made_into_can_be_set(load):
    site, mistakes = load(
        f'{GOOD}\n[photographs]\nwidths = [640, 1600]\nformats = ["webp", "jpeg"]\njpeg_quality = 70\n'
    )

    assert mistakes == []
    assert site.photographs == Photographs(widths=(640, 1600), formats=("webp", "jpeg"), jpeg_quality=70)


def test_no_file_is_a_mistake_and_no_traceback(tmp_path):
    _, mistakes = site_toml.load(tmp_path / "site.toml")

    assert [mistake.code for mistake in mistakes] == ["settings-missing"]


def test_every_setting_has_a_sentence():
    for table in site_toml.TABLES.values():
        for name, row in table.__dataclass_fields__.items():
            assert name == "name" or row.metadata["sentence"].endswith("."), f"{table.__name__}.{name}"


def test_an_address_from_outside_is_looked_at_too(load):
    _, mistakes = load(GOOD, address="example.org/'x y")

    assert [(mistake.code, mistake.file) for mistake in mistakes] == [("address-wrong", "ADDRESS")]


def test_a_fault_in_the_second_of_two_links_is_told_there(load):
    text = GOOD.replace("[calls_to", '[[navigation]]\ntitel = "About"\naddress = "/about/"\n\n[calls_to')
    _, mistakes = load(text)

    assert [(mistake.code, mistake.line) for mistake in mistakes] == [("setting-unknown", 13), ("setting-missing", 12)]


def test_the_notebook_without_a_network_is_yes_or_no(load):
    site, mistakes = load(GOOD + "\n[notebook]\noffline = false\n")
    assert (mistakes, site.notebook.offline) == ([], False)
    site, [mistake] = load(GOOD + '\n[notebook]\noffline = "no"\n')
    assert (mistake.code, mistake.fix) == ("setting-type", "Write offline = false")
    assert mistake.wanted == "offline should be true or false, without quotation marks."
    assert site.notebook.offline
