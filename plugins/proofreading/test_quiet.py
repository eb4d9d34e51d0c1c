"""A hint that the coach means as it stands is silent in that one file."""

import pytest

LONG = "A summary that goes on and on. " * 8


def told(library, *codes):
    return [(each.code, each.line) for each in library.mistakes if each.code in codes]


@pytest.fixture
def read(read_site, musing):
    """`read("  summary-long: a reason")`: a site whose first musing has too long a summary, and its second one too."""

    def make(quiet: str):
        front_matter = {"summary": LONG, **({"quiet": quiet} if quiet else {})}
        return read_site({"musings/a.md": musing(**front_matter), "musings/b.md": musing(title="B", summary=LONG)})

    return make


def test_a_reason_silences_a_hint_in_its_own_file_only(read) -> None:
    told_of = [
        each.file for each in read("\n  summary-long: It is a quotation.").mistakes if each.code == "summary-long"
    ]
    assert told_of == ["content/musings/b.md"]


@pytest.mark.parametrize(
    ("quiet", "line", "words"),
    [
        ("\n  summary-long:", 6, "The reason is missing."),
        ("\n  sumary-long: It is a quotation.", 6, 'Did you mean "summary-long"?'),
        ("\n  alt-missing: It is decoration.", 6, "Only hints can be silenced"),
        ("summary-long", 5, "with its name and a reason"),
    ],
)
def test_silence_without_a_reason_or_for_more_than_a_hint_is_refused(read, quiet, line, words) -> None:
    library = read(quiet)
    assert told(library, "quiet-wrong") == [("quiet-wrong", line)]
    assert words in next(each.wanted for each in library.mistakes if each.code == "quiet-wrong")
    assert len(told(library, "summary-long")) == 2


def test_silence_that_is_no_longer_needed_is_told(read) -> None:
    assert told(read("\n  title-long: It is a line of a poem."), "quiet-idle") == [("quiet-idle", 6)]
