"""Prompts: a question, with an id that lasts."""

import pytest


@pytest.fixture
def prompts(read_site, musing):
    """`prompts("> [!reflect]…")`: the prompts of a musing with this body, and the mistakes found."""

    def read(body, **front_matter):
        library = read_site({"musings/one.md": musing(body, **front_matter)})
        (source,) = library.sources
        return source.notes.get("prompts", []), [(mistake.code, mistake.line) for mistake in library.mistakes]

    return read


def test_a_question_keeps_its_emphasis_and_its_lines(prompts):
    (prompt,), mistakes = prompts("> [!reflect]\n> What did you *not* say,\n> and to whom?")

    assert mistakes == []
    assert prompt.question == "What did you <em>not</em> say,\nand to whom?"
    assert prompt.text == "What did you not say, and to whom?"


def test_the_id_depends_on_the_words_and_the_musing_alone(prompts):
    """A reader's answer is kept under it: a new paragraph above or another title must not lose it."""
    (one,), _ = prompts("> [!reflect]\n> What now?")
    (two,), _ = prompts("More.\n\n> [!reflect]\n> what   *now*?", title="Another")
    (other,), _ = prompts("> [!reflect]\n> What then?")

    assert one.id == two.id != other.id


def test_a_coach_may_pin_the_id(prompts):
    (prompt,), mistakes = prompts("> [!reflect] {#held-back}\n> What now?")

    assert (prompt.id, mistakes) == ("held-back", [])


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("> [!reflect]", "prompt-empty", 7),
        ("Words.\n\n> [!reflect]\n>\n> \n", "prompt-empty", 9),
        ("> [!reflect] What now?\n> Or then?", "prompt-option", 7),
    ],
)
def test_a_block_that_is_not_a_question_is_told(prompts, body, code, line):
    _, mistakes = prompts(body)

    assert [(code, line)] == mistakes


def test_two_prompts_of_one_musing_have_two_ids(prompts):
    (one, two), _ = prompts("> [!reflect]\n> What now?\n\nWords.\n\n> [!reflect]\n> What then?")

    assert one.id != two.id


def test_the_same_question_twice_still_has_two_places_on_the_page(prompts):
    (one, two), _ = prompts("> [!reflect]\n> What now?\n\nWords.\n\n> [!reflect]\n> What now?")

    assert one.id != two.id
