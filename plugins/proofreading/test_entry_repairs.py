"""What `make mend` does within a list of photographs: every line keeps its place."""

import pytest

from plugins.musings import front_matter
from plugins.proofreading.repairs import repair

HEAD = "---\ntitle: Hill\nphotos:\n"
GOOD = "  - file: a.jpg\n    alt: A gate\n"


def mended(entries: str) -> str | None:
    """The entries after the first mistake in them is mended; None where nothing is offered."""
    text = f"{HEAD}{entries}---\n"
    mistake = front_matter.split(text, "content/albums/hill/album.md").mistakes[0]
    lines = repair(text.split("\n"), mistake)
    return None if lines is None else "\n".join(lines).removeprefix(HEAD).removesuffix("---\n")


@pytest.mark.parametrize(
    "slip",
    [
        GOOD.replace("    alt", "\talt"),
        GOOD.replace("  -", "\t-").replace("    alt", "\t  alt"),
        GOOD.replace("file: ", "file:"),
        GOOD.replace("alt: ", "alt:").replace("  - file", "  - title: One\n    file"),
        GOOD.replace("- file", "-file"),
        GOOD.replace("- file", "-\xa0file"),
        GOOD.replace("- file", "\u2013 file"),
    ],
)
def test_a_slip_of_the_keyboard_is_put_right_where_it_is(slip: str) -> None:
    """A line that moved to the left would be a key of the album, and no word of the photograph."""
    text = slip
    for _ in range(2):  # of two tabs each is a mistake of its own
        if front_matter.split(f"{HEAD}{text}---\n", "album.md").mistakes:
            text = mended(text) or ""
    assert text.replace("title: One\n    ", "") == GOOD


def test_a_tab_before_a_word_of_a_list_becomes_spaces() -> None:
    assert mended("  - file: a.jpg\ntags:\n\t- hills\n") == "  - file: a.jpg\ntags:\n  - hills\n"


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("Two people: Tom and Ann", '"Two people: Tom and Ann"'),
        ('"Go" said Tom', "'\"Go\" said Tom'"),
        ("'Twas dark", '"Twas dark"'),
        ('"Five runners', '"Five runners"'),
        ("*very* dark", '"*very* dark"'),
        ("Rule #1", '"Rule #1"'),
    ],
)
def test_words_that_yaml_misreads_get_quotation_marks(words: str, marked: str) -> None:
    assert mended(GOOD.replace("A gate", words)) == GOOD.replace("A gate", marked)


@pytest.mark.parametrize(
    "entries", [GOOD + "  caption: Cold\n", GOOD + "      caption: Cold\n", GOOD + " - file: b.jpg\n"]
)
def test_a_line_that_stands_askew_is_left_to_a_person(entries: str) -> None:
    """To which entry it belongs is not ours to say."""
    assert mended(entries) is None
