"""Real clients arrive, spam is held, and every reason can be read."""

from __future__ import annotations

import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from enquiry.enquiry import LONGEST, Enquiry, clean, find_faults
from enquiry.signs import SIGNS, SIGNS_BEFORE
from enquiry.spam import OWN_WORDS, THRESHOLD, Seen, Signs, Verdict, judge, weigh
from enquiry.word_list import WordList, WordListFault, parse_words, read_words

CORPUS = Path(__file__).parent / "corpus"
GENUINE, SPAM = (tomllib.loads((CORPUS / name).read_text())["enquiry"] for name in ("genuine.toml", "spam.toml"))
USUAL = Signs(age_s=95, honeypot="empty", release="current", origin="same")
ADA = Enquiry("Ada Walker", "ada@example.com", "May we talk on Monday?")
NO_WORDS = WordList()


def verdict_on(case: dict[str, Any]) -> Verdict:
    typed = {"email": "somebody@example.net"} | {name: text for name, text in case.items() if name in LONGEST}
    values = clean(typed)
    assert find_faults(values) == (), case["what"]
    signs = replace(USUAL, **{name: case[name] for name in Signs.__dataclass_fields__ if name in case})
    seen = Seen(**{name: case[name] for name in Seen.__dataclass_fields__ if name in case})
    return judge(Enquiry.from_values(values), signs, seen, NO_WORDS, recipient="coach@example.org")


@pytest.mark.parametrize("case", GENUINE, ids=lambda case: case["what"])
def test_a_real_client_arrives(case: dict[str, Any]) -> None:
    verdict = verdict_on(case)
    assert verdict.state == "new", verdict


def test_nine_of_ten_spam_messages_are_held() -> None:
    missed = [case["what"] for case in SPAM if verdict_on(case).state != "held"]
    assert len(GENUINE) >= 40
    assert len(SPAM) >= 30
    assert len(missed) <= len(SPAM) // 10, missed


# What each sign is weighed by, one case a row; the points are the most that the sign gives there.
SIGN_CASES: tuple[tuple[str, int, dict[str, str], dict[str, Any]], ...] = (
    ("honeypot_filled", 5, {}, {"honeypot": "filled"}),
    ("honeypot_absent", 2, {}, {"honeypot": "absent"}),
    ("release_absent", 2, {}, {"release": "absent"}),
    ("release_other", 1, {}, {"release": "other"}),
    ("origin_other", 3, {}, {"origin": "other"}),
    ("too_fast", 2, {}, {"age_s": 2.9}),
    ("too_fast", 0, {}, {"age_s": 3}),
    ("too_fast", 0, {}, {"age_s": 2, "is_confirmed": True}),
    ("confirmed_too_fast", 1, {}, {"age_s": 0.5, "is_confirmed": True}),
    ("links", 1, {"message": "See https://example.com, please."}, {}),
    ("links", 2, {"message": "See example.com/a and www.example.net."}, {}),
    ("links", 5, {"message": "https://example.com " * 8}, {}),
    ("links", 0, {"message": "Write to ada@example.com; node.js, e.g. this.And that."}, {}),
    ("links", 1, {"reflections": "https://example.org/a https://example.org/b http://www.example.org/c"}, {}),
    ("only_a_link", 4, {"message": "hi https://example.com/a"}, {}),
    ("only_a_link", 0, {"message": "You can see what I do at https://example.com/a"}, {}),
    ("link_in_name", 4, {"name": "Win at http://example.com"}, {}),
    ("link_elsewhere", 4, {"topic": "www.example.com"}, {}),
    ("link_elsewhere", 4, {"phone": "https://example.com"}, {}),
    ("shortener", 3, {"message": "All of it is here: http://www.BIT.ly/x, for you alone."}, {}),
    ("shortener", 0, {"message": "I am at https://lnkd.in/x, come and see"}, {}),
    ("link_markup", 4, {"message": "Look [url=x.example]here[/url] if you would"}, {}),
    ("markup", 2, {"message": "A <b>bold</b> offer"}, {}),
    ("markup", 0, {"message": "i <3 this, and 4 < 5 > 3, Ada <ada@example.com>"}, {}),
    ("foreign_script", 3, {"message": "Добрый день, нам нужен коуч"}, {}),
    ("foreign_script", 0, {"message": "My name is Добрыня and I am from Новгород"}, {}),
    ("foreign_script", 0, {"name": "Добрыня Никитич", "message": "Hi"}, {}),
    ("disguised_letters", 3, {"message": "Your раypal is lосked"}, {}),
    ("stacked_marks", 2, {"message": "H\u0301\u0302\u0303\u0304\u0305e\u0301\u0302\u0303\u0304y"}, {}),
    ("stacked_marks", 0, {"message": "Nguyê\u0303n Thi\u0323 Hô\u0300ng"}, {}),
    ("capitals", 1, {"message": "THIS IS AN OFFER FOR YOU ONLY"}, {}),
    ("capitals", 0, {"message": "OK. I work for the NHS, in HR, at UCLH."}, {}),
    ("random_letters", 3, {"message": "XvBnMqWeRtYuIoPzAs"}, {}),
    ("random_letters", 0, {"name": "LeighMacDonaldFitzGerald McKay"}, {}),
    ("same_everywhere", 3, {"name": "asdf", "message": "asdf"}, {}),
    ("long_name", 2, {"name": "Ada " * 25}, {}),
    ("own_address", 1, {"email": "Coach@Example.org"}, {}),
    ("token_used", 2, {}, {"token_uses": 1}),
    ("token_used", 5, {}, {"token_uses": 9}),
    ("same_words", 3, {}, {"same_words_day": 2}),
    ("block_10_min", 0, {}, {"block_10_min": 3}),
    ("block_10_min", 3, {}, {"block_10_min": 31}),
    ("block_day", 2, {}, {"block_day": 61}),
)


@pytest.mark.parametrize(("code", "points", "typed", "signs"), SIGN_CASES)
def test_a_sign_gives_its_points(code: str, points: int, typed: dict[str, str], signs: dict[str, Any]) -> None:
    came = replace(USUAL, **{name: value for name, value in signs.items() if name in Signs.__dataclass_fields__})
    seen = Seen(**{name: value for name, value in signs.items() if name in Seen.__dataclass_fields__})
    verdict = judge(replace(ADA, **clean(ADA.as_fields() | typed)), came, seen, NO_WORDS, recipient="coach@example.org")
    assert {reason.code: reason.points for reason in verdict.reasons}.get(code, 0) == points
    assert verdict.score == sum(reason.points for reason in verdict.reasons)


def test_every_sign_has_a_case() -> None:
    assert {sign.code for sign in (*SIGNS, *SIGNS_BEFORE)} == {code for code, points, *_ in SIGN_CASES if points}


def test_no_sign_stands_twice_and_points_grow_with_what_is_counted() -> None:
    signs = (*SIGNS, *SIGNS_BEFORE)
    assert len({sign.code for sign in signs} | {OWN_WORDS}) == len(signs) + 1
    assert all(list(sign.steps) == sorted(sign.steps) and sign.steps[0][1] > 0 for sign in signs)


def test_what_is_usual_gives_no_reason_at_all() -> None:
    assert judge(ADA, USUAL, Seen(), NO_WORDS) == Verdict("new", 0, ())


def test_without_a_fresh_token_it_is_unconfirmed_and_keeps_its_score() -> None:
    verdict = judge(ADA, replace(USUAL, age_s=None, honeypot="filled"), Seen(), NO_WORDS)
    assert (verdict.state, verdict.score) == ("unconfirmed", 5)
    confirmed = judge(ADA, replace(USUAL, age_s=None, honeypot="filled", is_confirmed=True), Seen(), NO_WORDS)
    assert (confirmed.state, confirmed.score) == ("held", 5)


def test_a_puzzle_s_result_has_its_place_and_no_weight() -> None:
    for result in ("none", "passed", "failed"):
        assert judge(ADA, replace(USUAL, challenge=result), Seen(), NO_WORDS).score == 0


def test_a_site_in_another_script_has_its_letters_at_home() -> None:
    russian = replace(ADA, message="Добрый день, нам нужен коуч")
    hebrew = replace(ADA, message="בוקר טוב, אני מבקשת שיחה ראשונה")
    for enquiry, language, score in ((russian, "ru", 0), (russian, "he", 3), (hebrew, "he-IL", 0), (hebrew, "de", 3)):
        assert judge(enquiry, USUAL, Seen(), NO_WORDS, language=language).score == score
    assert judge(replace(ADA, message="An English message"), USUAL, Seen(), NO_WORDS, language="ja").score == 0


def test_the_coach_s_own_words_are_found_whatever_their_case_and_accents() -> None:
    own = parse_words(
        "# ours\ncasino\nguest post = 3\nCAFÉ = 1  # notes\n@loans.example\n$$$ = 2\n赌场\ncairn walk = -4\n", "w"
    )
    for message, points in (
        ("An online CASINO!", [5]),
        ("ＣＡＳＩＮＯ in wide letters, ca\u200bsino in hidden ones", [5]),
        ("casinos are another word", []),
        ("A guest\n  post for you", [3]),
        ("cafe, or cafe\u0301", [1]),
        ("earn $$$ now", [2]),
        ("最好的赌场在这里", [5]),
        ("After the Cairn walk I saw a casino", [5, -4]),
    ):
        verdict = judge(replace(ADA, message=message), USUAL, Seen(), own)
        assert [reason.points for reason in verdict.reasons if reason.code == OWN_WORDS] == points, message
    verdict = judge(replace(ADA, email="a@loans.example"), USUAL, Seen(), own)
    assert [reason.words for reason in verdict.reasons] == ["Of your own list: “@loans.example”."]
    assert judge(replace(ADA, message="the cairn walk"), USUAL, Seen(), own).score == 0


def test_the_word_list_s_faults_are_told_together_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("casino\nseo = many\n = 3\nbet = 0\nslots = 11\nCasíno\n# = = =\n\nfine = 2\n" + "x" * 201 + "\n")
    with pytest.raises(WordListFault) as told:
        read_words(path)
    assert told.value.faults == (
        f"{path}, line 2: “seo = many” needs a whole number from -10 to 10, not 0, after “=”.",
        f"{path}, line 3: “= 3” has no word.",
        f"{path}, line 4: “bet = 0” needs a whole number from -10 to 10, not 0, after “=”.",
        f"{path}, line 5: “slots = 11” needs a whole number from -10 to 10, not 0, after “=”.",
        f"{path}, line 6: “Casíno” is in the list twice.",
        f"{path}, line 10: “{'x' * 60}” is longer than 200 characters.",
    )


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_word_list_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "words.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WordListFault, match="cannot be read as UTF-8 text"):
        read_words(path)


HARD = (
    "a-",
    "a.",
    "www.",
    "http://",
    "<a ",
    "< ",
    "[url",
    "](",
    "A",
    "aB",
    "ж",
    "aж",
    "\u0301",
    "<b ",
    "a.b/",
    ".com",
    "\n",
    "中",
)


def test_no_text_makes_weighing_slow() -> None:
    """Time grows with the length, not with its square: a hundredfold length costs less than a thousandfold time."""

    def best_s(enquiry: Enquiry) -> float:
        times = []
        for _ in range(3):
            begun = time.process_time()
            weigh(enquiry, USUAL, NO_WORDS)
            times.append(time.process_time() - begun)
        return min(times)

    for part in HARD:
        long = (part * 10_000)[:10_000]
        small = best_s(Enquiry("Ada", "a@example.com", long[:1000], reflections=long[:1000]))
        large = best_s(Enquiry("Ada", "a@example.com", long, reflections=long))
        assert large < 0.02 + 100 * small, part


def rows_of_the_docs() -> list[str]:
    """The signs as docs/contact.md shows them: code, sentence, points."""
    rows = []
    for sign in (*SIGNS, *SIGNS_BEFORE):
        steps = [f"{points}" if least == 1 else f"{points} from {least}" for least, points in sign.steps]
        rows.append(f"| `{sign.code}` | {sign.words.format(count='…')} | {', '.join(steps)} |")
    return rows


def test_the_docs_show_every_reason_with_its_points_and_no_other() -> None:
    text = (Path(__file__).parent.parent / "docs/contact.md").read_text("utf-8")
    section = text.partition("## What is held, and why\n")[2].partition("\n## ")[0]
    shown = [line for line in section.splitlines() if line.startswith("| `")]
    expected = [*rows_of_the_docs(), f"| `{OWN_WORDS}` | Of your own list: “…”. | 5, or what the list says |"]
    assert shown == expected
    assert f"From {THRESHOLD} points on it is held" in section
