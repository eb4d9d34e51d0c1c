"""What is said of a question, and of how many nothing is said."""

from __future__ import annotations

import re

import pytest

from plugins.prompts.questions import HELPING, find_faults, leads_on

LONG = "What would have to be true for you to say no to the next person who asks you for hours"
GOOD = [
    "When did you last hold back an answer you had ready?",
    "What did you *not* say,\nand to whom?",
    "Have a look at your week: what in it is yours?",
    "Do nothing for a minute. What is left?",
    "Write down three names.",
    "Do write it down.",
    "I wonder why you stayed.",
    "Tell me what you need, and how you would know.",
    'What did you mean by "Are you sure?"?',
    "What did you hear in “Why not? And how?” that day?",
    "Who last asked you 'Don't you mind?' in earnest?",
    '"What would you do?"',
    "What do you have that you do not use?",
    "Who knows what you need and how it feels?",
    "When and where do you rest?",
    "What do you do when and where you like?",
    "Is it fear or care?",
    "When it rains, what do you do?",
    "Will, what would you say?",
    "Can-do people, what do they leave to others?",
    "What would Dr. Hill say at 5 p.m. on a Monday?",
    "What would she say, e.g. to a friend?",
    "What?!",
    "What if… you stopped?",
    "What do you read at https://example.org/?why=not&how=so ?",
    "What of [this](/a/?b=c)?",
    "What would `do?` do?",
    f"{LONG}?",
    "Some days the whole list of what I carry is longer than I could ever read out to anybody. What is yours?",
    "",
    "   \n\n",
    "?",
]
CLOSED = {
    "Do you ever hold back?": "When do you hold back?",
    "Did you listen?": "How did you listen?",
    "Are you a **good** listener?": "When are you a good listener?",
    "*Have* you said it?": "When have you said it?",
    "So, can you let go?": "How can you let go?",
    "“Can you let go?”": "How can you let go?",
    '"Can you let go?"': "How can you let go?",
    "Would it help to write it down?": "What would help?",
    "It was late. Should you have left?": "When should you have left?",
    "Is there a place where you rest?": "",
    "Isn't it enough?": "",
    "Don’t you miss it?": "",
    "Do you know what you want?": "",
    "Does it matter?": "When does it matter?",
    "When it rains, do you stay?": "",
    "If you were braver, would you go?": "",
    "[Will you](/go/) go?": "When will you go?",
    "- Was it hard?": "When was it hard?",
}
WHY = {
    "Why do you run?": "What makes you run?",
    "And *why* did she\nstay so long?": "What made her stay so long?",
    "Why don’t you ask for help?": "What would it take for you to ask for help?",
    "Why couldn't they wait?": "What would it have taken for them to wait?",
    "Why does your team avoid it?": "What makes your team avoid it?",
    "Why should you care?": "What would make you care?",
    "Why is it so hard to say no?": "What makes it so hard to say no?",
    "Why were we late?": "What made us late?",
    "Why are you running?": "How did it come about that you are running?",
    "Why have you stopped?": "How did it come about that you have stopped?",
    "Why is it that you wait?": "How does it come about that you wait?",
    "Why not rest?": "What would it take to rest?",
    "When it rains, why do you stay?": "When it rains, what makes you stay?",
    "Why is the hill so steep?": "",
    "Why now?": "",
    "Why?": "",
}
DOUBLE = {
    "What now? Or then?": "Or then?",
    "What? and then what?": "and then what?",
    "What do you need and how would you know?": "how would you know?",
    "What would you keep, and why?": "why?",
    "Where did you stop, and who noticed?": "who noticed?",
    "What do you know about what you need, and how do you know it?": "how do you know it?",
    "What did you keep, and what would you keep now? And when?": "what would you keep now?",
    "- What is yours?\n- What is theirs?": "What is theirs?",
    "What is yours?\n\nWhat is theirs?": "What is theirs?",
}


def told(words: str, english: bool = True) -> dict[str, str]:
    """Each fault's code, and the words at fault as they were written."""
    return {fault.code: words[fault.start : fault.end] for fault in find_faults(words, english)}


def offered(words: str) -> str:
    """The words that are offered instead."""
    (fault,) = find_faults(words)
    found = re.search(r'such as: "(.*)"$', fault.fix)
    return found[1] if found else ""


@pytest.mark.parametrize("words", GOOD)
def test_a_good_question_is_left_alone(words: str) -> None:
    assert told(words) == {}


@pytest.mark.parametrize("words", CLOSED)
def test_a_question_that_yes_would_answer_is_told_and_opened(words: str) -> None:
    (code,) = told(words)
    assert code == "question-closed"
    assert offered(words) == CLOSED[words]


@pytest.mark.parametrize("opener", HELPING.split("|"))
def test_every_closed_opener_is_known(opener: str) -> None:
    assert told(f"{opener.capitalize()} you see it?") == {"question-closed": opener.capitalize()}


@pytest.mark.parametrize("words", WHY)
def test_a_question_with_why_is_offered_with_what_or_how(words: str) -> None:
    (code,) = told(words)
    assert code == "question-why"
    assert offered(words) == WHY[words]


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("Why did you not say it, and what would you say now?", "What made you not say it?"),
        ("Why did you not say it, and what would you say now? And when?", "What made you not say it?"),
        ("Can you let go, and what would you do then?", "How can you let go?"),
        ("Why, and what now?", ""),
    ],
)
def test_what_is_offered_for_a_double_question_is_a_single_one(words: str, instead: str) -> None:
    opener, second = find_faults(words)
    assert second.code == "question-double"
    assert opener.fix.partition(" such as: ")[2] == (f'"{instead}"' if instead else "")


@pytest.mark.parametrize("words", [*filter(None, WHY.values()), *filter(None, CLOSED.values())])
def test_what_is_offered_is_itself_without_fault(words: str) -> None:
    """A mend that is told of in its turn would send the coach in circles."""
    assert told(words) == {}


@pytest.mark.parametrize("words", DOUBLE)
def test_two_questions_in_one_are_told_where_the_second_begins(words: str) -> None:
    assert told(words) == {"question-double": DOUBLE[words]}


def test_twenty_words_are_not_too_long_and_one_more_is() -> None:
    assert told(f"{LONG}?") == {}
    assert told(f"{LONG} now?") == {"question-long": "now?"}
    assert told(f"{LONG}\n*or two* more?") == {"question-long": "or two* more?"}


def test_in_another_language_only_what_can_be_counted_is_told() -> None:
    """German "Was" is no English "was"."""
    assert told("Was trägst du?", english=False) == {}
    assert told("Was? Und wie?", english=False) == {"question-double": "Und wie?"}
    assert told("wort " * 21 + "?", english=False) == {"question-long": "wort"}


@pytest.mark.parametrize(
    "words",
    [
        "When will you start?",
        "Where, tomorrow, could you wait?",
        "What will you do?",
        "What is the first thing to leave out?",
        "What could you hand over this week?",
        "Whom could you ask by Friday?",
        "What would you put into your *next* one-to-one?",
        "Write down what, and when.",
        "What now?",
    ],
)
def test_a_question_that_asks_for_a_step_leads_on(words: str) -> None:
    assert leads_on(words)


@pytest.mark.parametrize(
    "words",
    [
        "What did you learn?",
        "When did you last hold back?",
        "What do you do when it rains?",
        "What is a place where you rest?",
        "What will is left in you?",
    ],
)
def test_a_question_that_looks_back_does_not(words: str) -> None:
    assert not leads_on(words)


@pytest.mark.parametrize("sign", ["[", "<", "'", '"', "and how ", "?", "(why\n", "a.b ", "{#", "`"])
def test_no_words_end_in_an_error(sign: str) -> None:
    for words in (sign * 3000, f"Why {sign * 1000}?"):
        assert len(list(find_faults(words))) < len(words)
        assert leads_on(words) in (True, False)
