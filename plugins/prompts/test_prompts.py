"""Prompts: a question, with an id that lasts."""

import pytest

from plugins.conftest import SITE
from plugins.proofreading.codes import CODES

OURS = [code for code in CODES if code.startswith(("prompt", "question", "next-step"))]


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


@pytest.fixture
def check_site(read_site):
    """`check_site({"musings/one.md": "…"})`: the mistakes of these files, of those that prompts can have."""

    def check(files, *site):
        return [mistake for mistake in read_site(files, *site).mistakes if mistake.code in OURS]

    return check


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


@pytest.mark.parametrize(
    ("head", "kind", "name"),
    [
        ("", "", "q-"),
        ("goal", "goal", "q-"),
        ("Will", "will", "q-"),
        ("options {#step}", "options", "step"),
        ("{#step} reality", "reality", "step"),
        ("{#step}   ", "", "step"),
    ],
)
def test_a_prompt_may_have_a_kind_and_a_name_in_either_order(prompts, head, kind, name):
    (prompt,), mistakes = prompts(f"> [!reflect] {head}\n> What now?")

    assert (prompt.kind, prompt.id[: len(name)], mistakes) == (kind, name, [])


@pytest.mark.parametrize(
    ("head", "code", "at", "words"),
    [
        ("gaol", "prompt-kind", "gaol", 'Did you mean "goal"?'),
        ("optoins {#x}", "prompt-kind", "optoins", 'Did you mean "options"?'),
        ("{#x} loudly", "prompt-kind", "loudly", "I don't know this kind."),
        ("goal will", "prompt-kind", "goal will", "A prompt has one kind."),
        ("{#x} {#y}", "prompt-kind", "{#y}", "A prompt has one name."),
        ("#x", "prompt-kind", "#x", "A name stands in braces"),
        ("{#Die Wege}", "prompt-kind", "{#Die Wege}", "small letters, figures and hyphens: {#die-wege}."),
        ("goal {#Über uns}", "prompt-kind", "{#Über uns}", "small letters, figures and hyphens: {#uber-uns}."),
        ("{#1st} will", "prompt-kind", "{#1st}", "figures and hyphens, and begins with a letter."),
        ("{#}", "prompt-kind", "{#}", "figures and hyphens, and begins with a letter."),
        ("What now?", "prompt-option", "What now?", "these words would be lost"),
        ("will you go?", "prompt-option", "will you go?", "these words would be lost"),
        ("will What now? {#x}", "prompt-option", "What now?", "these words would be lost"),
    ],
)
def test_what_is_neither_a_kind_nor_a_name_is_told(check_site, musing, head, code, at, words):
    (mistake,) = check_site({"musings/one.md": musing(f"> [!reflect] {head}\n> What now?")})

    assert (mistake.code, mistake.grade, mistake.line, mistake.at) == (code, "stop", 7, at)
    assert words in mistake.wanted


def test_a_name_that_two_prompts_bear_is_told_whatever_their_kinds(prompts):
    found, mistakes = prompts("> [!reflect] goal {#x}\n> What now?\n\n> [!reflect] {#x} will\n> What next?")

    assert mistakes == [("anchor-taken", 10)]
    assert len({prompt.id for prompt in found}) == 2


def test_a_name_that_is_taken_is_told_with_the_line_of_the_prompt_that_has_it(read_site, musing):
    body = "> [!reflect] {#x}\n> What now?\n\n> [!reflect] {#x}\n> What next?\n\n> [!reflect] {#main}\n> And then what?"
    told = [one for one in read_site({"musings/one.md": musing(body)}).mistakes if one.code == "anchor-taken"]

    assert [(one.line, one.wanted) for one in told] == [
        (10, "The prompt on line 7 is called {#x} already."),
        (13, "The page has a place of this name already."),
    ]


def test_a_link_to_a_prompt_with_a_kind_and_a_name_leads_there(prompts):
    _, mistakes = prompts("[There](#step).\n\n> [!reflect] will {#step}\n> What now?")

    assert mistakes == []


@pytest.mark.parametrize(
    ("body", "code", "line", "at"),
    [
        ("> [!reflect]\n> It was late.\n> *Did* you see it?", "question-closed", 9, "Did"),
        ("> [!reflect]\n>\n> Why?", "question-why", 9, "Why"),
        ("- Words.\n\n    > [!reflect] goal\n    > What one?\n    > And two?", "question-double", 11, "And two?"),
        ("> [!reflect]\n> What goes on\n> and on, and what for?", "question-double", 9, "what for?"),
    ],
)
def test_a_hint_names_the_line_and_points_at_the_words(check_site, musing, body, code, line, at):
    """Wherever the block stands, and however its lines are written."""
    (hint,) = check_site({"musings/one.md": musing(body)})

    assert (hint.grade, hint.code, hint.line, hint.at) == ("hint", code, line, at)
    assert hint.found[hint.column :].startswith(at)


def test_a_hint_can_be_silenced_in_its_musing(prompts):
    assert prompts("> [!reflect]\n> Why?", quiet="\n  question-why: It is the point.")[1] == []


def test_on_a_site_in_another_language_english_words_are_not_looked_for(check_site, musing):
    site = SITE.replace("[practice]", '[practice]\nlanguage = "de-CH"')
    text = musing("> [!reflect]\n> Was trägst du?\n\n> [!reflect]\n> Was? Und wie?")

    assert [mistake.code for mistake in check_site({"musings/one.md": text}, site)] == ["question-double"]


def test_the_fourth_prompt_of_a_musing_is_one_too_many(prompts):
    block = "> [!reflect]\n> What now?\n\n"

    assert prompts(block * 3)[1] == []
    assert prompts(block * 5)[1] == [("prompts-many", 16)]


ASKED = "> [!reflect]\n> What did you learn?"
RAIN = {"series/rain.md": "---\ntitle: Rain\nsummary: Wet.\n---\n\nWords.\n"}


@pytest.mark.parametrize(
    ("bodies", "told"),
    [
        ({"one": ASKED, "two": ASKED}, "two"),
        ({"one": ASKED, "two": f"{ASKED}\n\n> [!reflect]\n> What will you do first?"}, ""),
        ({"one": ASKED, "two": f"> [!reflect]\n> What first?\n\n{ASKED}"}, "two"),
        ({"one": ASKED, "two": ASKED.replace("]", "] will")}, ""),
        ({"one": ASKED, "two": "Words."}, "one"),
        ({"one": "Words.", "two": "Words."}, ""),
        ({"one": ASKED}, ""),
    ],
)
def test_the_last_prompt_of_a_series_asks_for_a_next_step(check_site, musing, bodies, told):
    """The last in the order of reading, in whichever musing it stands."""
    days = {"one": "2026-03-02", "two": "2026-03-09"}
    files = {
        f"musings/{name}.md": musing(body, title=name.title(), date=days[name], series="Rain")
        for name, body in bodies.items()
    }
    hints = check_site(files | RAIN)

    assert [(hint.code, hint.file) for hint in hints] == (
        [("next-step-missing", f"content/musings/{told}.md")] if told else []
    )
    assert all('the last prompt of "Rain"' in hint.wanted for hint in hints)


def test_the_newest_musing_is_not_the_last_where_it_comes_first(check_site, musing):
    files = {
        "musings/one.md": musing("> [!reflect]\n> What next?", title="One", series="Rain"),
        "musings/two.md": musing(ASKED, title="Two", date="2026-05-01", series="Rain", part="1"),
    }

    assert check_site(files | RAIN) == []


def test_two_prompts_of_one_musing_have_two_ids(prompts):
    (one, two), _ = prompts("> [!reflect]\n> What now?\n\nWords.\n\n> [!reflect]\n> What then?")

    assert one.id != two.id


def test_the_same_question_twice_still_has_two_places_on_the_page(prompts):
    (one, two), _ = prompts("> [!reflect]\n> What now?\n\nWords.\n\n> [!reflect]\n> What now?")

    assert one.id != two.id
