"""Front matter: typed values, and mistakes that name their line."""

import random
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import yaml

from plugins.musings import dates, front_matter, schema
from plugins.musings.unreadable import Unreadable

LONDON = ZoneInfo("Europe/London")


def test_values_stay_as_written_and_know_their_line():
    """YAML would turn yes into true and 2026 into a number; the coach meant words."""
    read = front_matter.split("---\ntitle: Yes\ntags: [no, 2026]\nempty:\n---\n\nBody\n", "x.md")

    assert read.data == {"title": "Yes", "tags": ["no", "2026"], "empty": ""}
    assert read.lines == {"title": 2, "tags": 3, "empty": 4}
    assert (read.body, read.body_line) == ("\nBody\n", 6)
    assert read.mistakes == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Title: Old\n\nBody", "header-old", 1),
        ("Just words", "front-matter-missing", 1),
        ("---\ntitle: x\n\nBody", "front-matter-unclosed", 1),
        ('---\ntitle: "x\n---\n', "yaml-broken", 2),
        ("---\ntitle: one: two\n---\n", "yaml-broken", 2),
        ("---\ntitle: x\n\tdate: y\n---\n", "yaml-broken", 3),
        ("---\ntags: [a, b\ntitle: x\n---\n", "yaml-broken", 2),
        ("---\n- a\n- b\n---\n", "yaml-broken", 2),
        ("---\ntitle: a\ntitle: b\n---\n", "key-repeated", 3),
        ("---\ntitle: \x07\n---\n", "yaml-broken", 1),
        ("---\ntitle: Rule #1 of coaching\n---\n", "words-swallowed", 2),
        ("---\ntitle: x\ntags: #running #coaching\n---\n", "words-swallowed", 3),
        ("---\nphotos:\n  - file: a.jpg  # 4 May\n    caption: Rule #1\n---\n", "words-swallowed", 4),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text, code, line):
    mistakes = front_matter.split(text, "x.md").mistakes

    assert [(code, line)] == [(mistake.code, mistake.line) for mistake in mistakes]


@pytest.mark.parametrize(
    "text",
    [
        "photos:\n  - &a\n    file: a.jpg\n    caption: Rule #1\n  - *a\nmore: [*a]\n",
        "photos: &a\n  - caption: Rule #1\nmore: *a\n",
        "photos: [{file: a.jpg, alt: A, caption: Rule}] #1\n",
    ],
)
def test_a_swallowed_word_is_told_once_whatever_is_named_again_or_stands_on_its_line(text):
    (told,) = front_matter.split(f"---\n{text}---\n", "album.md").mistakes

    assert (told.code, told.at) == ("words-swallowed", "#1")


def test_an_entry_that_is_named_again_and_again_is_looked_at_once():
    """Each key of each would be a hundred million looks, for a file of a quarter of a megabyte."""
    keys, again = ", ".join(f"k{number}: x" for number in range(4_000)), "  - *a\n" * 30_000
    album = front_matter.split(f"---\nphotos:\n  - &a {{{keys}}}\n{again}---\n", "album.md")

    assert (album.mistakes, len(album.data["photos"])) == ([], 30_001)


def test_twenty_thousand_keys_on_one_line_are_read_to_the_last():
    keys = ", ".join(f"k{number}: x" for number in range(20_000))
    album = front_matter.split(f"---\n{{{keys}}}\n---\n", "album.md")

    assert (album.mistakes, len(album.data)) == ([], 20_000)


def test_a_line_of_spaces_above_a_mistake_is_gone_over_once():
    (told,) = front_matter.split(f"---\ntitle: A\n{' ' * 200_000}b\n- c: [\n---\n", "album.md").mistakes

    assert told.code == "yaml-broken"


ENTRY = "---\nphotos:\n  - file: a.jpg\n    alt: One\n"
LONG_DASH, HARD_SPACE = "\u2013", "\xa0"


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        (f"{ENTRY}  caption: Two\n", 5, "This line begins further left or right than the others of its list."),
        (f"{ENTRY}      caption: Two\n", 5, "This line begins further left or right than the others of its list."),
        (f"{ENTRY} - file: b.jpg\n", 5, "This line begins further left or right than the others of its list."),
        (f"{ENTRY}    caption: Two: three\n", 5, "There is a second colon in this line."),
        ("---\nphotos:\n  - file:a.jpg\n    alt: One\n", 3, "A space is missing after the colon."),
        ("---\nphotos:\n  -file: a.jpg\n   alt: One\n", 3, "A space is missing after the dash."),
        (f"---\nphotos:\n  {LONG_DASH} file: a.jpg\n    alt: One\n", 3, "This dash is not the one that I know."),
        (
            f"---\nphotos:\n  -{HARD_SPACE}file: a.jpg\n    alt: One\n",
            3,
            "A space at the beginning of this line is not an ordinary one.",
        ),
    ],
)
def test_a_slip_in_a_list_of_photographs_is_told_on_the_line_that_is_wrong(text, line, wanted):
    """YAML stumbles a line later, and over a colon that is none of it."""
    (told,) = front_matter.split(f"{text}---\n", "album.md").mistakes

    assert (told.line, told.wanted) == (line, wanted)


@pytest.mark.parametrize(
    "line",
    ["title: Rule  # a note", 'title: "Rule #1"', "title: Rule#1", "tags: [a, b]  # two", "redirect_from: [/a/#b]"],
)
def test_a_note_to_oneself_and_a_sign_within_words_are_no_mistake(line):
    assert front_matter.split(f"---\n{line}\n---\n", "x.md").mistakes == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=LONDON)),
        ("2026-03-02 07:30", datetime(2026, 3, 2, 7, 30, tzinfo=LONDON)),
        ("2026-3-2 7:30", datetime(2026, 3, 2, 7, 30, tzinfo=LONDON)),
        ("2026-07-02T07:30:15+00:00", datetime(2026, 7, 2, 8, 30, 15, tzinfo=LONDON)),
        ("2026-07-02 07:30Z", datetime(2026, 7, 2, 8, 30, tzinfo=LONDON)),
        ("", None),
    ],
)
def test_dates_are_meant_in_the_practices_time_zone(written, expected):
    assert expected == dates.as_date(written, LONDON)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("02/03/2026", "date-ambiguous"),
        ("23/03/2026", "date-unreadable"),
        ("2 March 2026", "date-unreadable"),
        ("yesterday", "date-unreadable"),
        ("2026-02-30", "date-impossible"),
        ("2026-03-02 25:00", "date-impossible"),
        ("0000-01-01", "date-impossible"),
        ("2026-03-02 07:30 +99:99", "date-impossible"),
        ("0001-01-01 00:00 +05:00", "date-impossible"),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused(written, code):
    with pytest.raises(Unreadable) as refused:
        dates.as_date(written, LONDON)

    assert code == refused.value.code


@pytest.mark.parametrize("seed", range(4))
def test_the_quick_way_reads_what_yaml_reads(seed):
    """Front matter that looks plain is read without YAML: it may never mean anything else than it does to YAML."""
    dice = random.Random(seed)
    read = 0
    for _ in range(5000):
        value = dice.choice(VALUES) if dice.random() < 0.3 else "".join(dice.choices(SIGNS, k=dice.randint(0, 12)))
        line = f"{dice.choice(['title', 'date', 'tags', 'summary'])}: {value}{dice.choice(['', dice.choice(SIGNS)])}"
        plain = front_matter.read_plain([line])
        if plain is not None:
            root = yaml.compose(line, Loader=front_matter.Loader)
            assert plain == {root.value[0][0].value: front_matter._plain(root.value[0][1], 0)}, line
            read += 1
    assert read > 1000


VALUES = [
    "A walk",
    "2026-03-02 07:30",
    '"It\'s: x"',
    "[a, b c, d-e]",
    "null",
    "~",
    "yes",
    "Ünï",
    "a ?",
    "x - y",
    "[null, a]",
]
SIGNS = "abcXYZ019 -_.,'\"()[]{}#:&*!|>%@`~\\/?=+é“”’\t\xa0\u2028"


def test_every_key_has_a_sentence():
    assert all(key.sentence.endswith(".") for key in schema.KEYS.values())
