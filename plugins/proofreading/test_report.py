"""The report: shown to people, to pipes and to programs."""

import io
import json
from typing import Any

import pytest

from plugins.proofreading.codes import CODES
from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.report import as_annotations, as_json, tell, wants_colour

STATUS = Mistake(
    "status-unknown",
    "content/musings/running-slow.md",
    4,
    "status: publised",
    "publised",
    'I don\'t know this status. Did you mean "published"?',
    "Choose one of: published, draft, hidden.",
)


def hint(number: int, code: str = "tag-lonely") -> Mistake:
    return Mistake(code, f"content/musings/{number}.md", 2, "tags: [a]", "a", "Alone.", "Leave it out.")


def test_the_words_stand_under_the_line_and_point_at_the_fault() -> None:
    assert tell([STATUS]) == (
        "Your site has not changed. 1 thing must be mended before it can be published.\n\n"
        "content/musings/running-slow.md, line 4\n"
        "    status: publised\n"
        '            ^^^^^^^^ I don\'t know this status. Did you mean "published"?\n'
        "    Choose one of: published, draft, hidden.                                     status-unknown\n"
    )


@pytest.mark.parametrize(
    ("codes", "headline"),
    [
        ("title-missing", "Your site has not changed. 1 thing must be mended before it can be published."),
        ("title-missing alt-missing", "… 1 thing must be mended before it can be published, 1 should be."),
        ("title-missing tag-near", "… 1 thing must be mended before it can be published, 1 could be better."),
        ("alt-missing", "1 thing in your site should be mended. It can be published as it is."),
        (
            "alt-missing tag-near",
            "1 thing in your site should be mended, 1 could be better. It can be published as it is.",
        ),
        ("tag-near tag-lonely", "2 things in your site could be better. It can be published as it is."),
    ],
)
def test_the_first_sentence_says_what_the_mistakes_mean_for_the_site(codes: str, headline: str) -> None:
    said = tell([Mistake(code, "x.md", 1, wanted=code) for code in codes.split()]).splitlines()[0]
    assert headline.strip("… ") in said


def test_a_hint_is_shown_three_times_and_then_counted() -> None:
    """A hundred tags that stand alone must not bury the one link that is broken."""
    said = tell([STATUS, *map(hint, range(7)), hint(1, "tag-near")])
    assert (said.count("tag-lonely\n"), said.count("tag-near\n")) == (3, 1)
    assert "\n\nNot shown: 4 more of tag-lonely.\n" in said
    assert "8 could be better" in said


def test_what_must_be_mended_is_named_once_more_where_a_terminal_ends() -> None:
    """Among forty others, sorted by file, it has long scrolled away; alone it needs no second telling."""
    said = tell([STATUS, *(Mistake("link-broken", "x.md", n, wanted=f"{n}") for n in range(1, 14)), hint(1)])
    *_, last = said.rstrip().split("\n\n")
    assert last.splitlines()[:3] == [
        "Mend these first; the rest can wait:",
        "    content/musings/running-slow.md, line 4: status-unknown",
        "    x.md, line 1: link-broken",
    ]
    assert last.splitlines()[-1] == "    and 2 more"
    short, other = tell([STATUS, hint(1)]), tell(list(map(hint, range(9))))
    assert "Mend these first" not in short + other


def photo(line: int, name: str, code: str = "alt-missing", **more: Any) -> Mistake:
    words = {"wanted": f"{name} has no alt text.", "fix": "Say what it shows.", **more}
    return Mistake(code, "content/albums/hill/album.md", line, f"- file: {name}", **words)


def test_photographs_that_lack_the_same_are_told_together_with_one_cure() -> None:
    """Each with its line; what stands between them follows, since a report is read for its cures."""
    focus = photo(6, "dawn.jpg", "focus-wrong", wanted="No point.", fix="Write a point.")
    told = [photo(4, "dawn.jpg"), focus, photo(9, "summit.jpg"), photo(13, "tea.jpg", fix="Another cure.")]
    first, second, third = tell(told).rstrip().split("\n\n")[1:]
    assert first == (
        "content/albums/hill/album.md\n"
        "    line 4: dawn.jpg has no alt text.\n"
        "    line 9: summit.jpg has no alt text.\n"
        "    Say what it shows.                                                           fix: alt-missing"
    )
    assert "line 6\n    - file: dawn.jpg\n    No point." in second
    assert "line 13\n    - file: tea.jpg\n" in third
    assert len(json.loads(as_json(told))["mistakes"]) == len(as_annotations(told).splitlines()) == 4


def test_what_is_wrong_alike_on_several_lines_is_said_once() -> None:
    told = [photo(4, "dawn.jpg", wanted="Twice the same."), photo(9, "summit.jpg", wanted="Twice the same.")]
    assert tell(told).rstrip().split("\n\n")[1].splitlines()[1:4] == [
        "    line 4: - file: dawn.jpg",
        "    line 9: - file: summit.jpg",
        "    Twice the same.",
    ]


def test_files_of_one_folder_with_one_fault_are_named_one_below_the_other() -> None:
    """Thirty photographs of a kind that this machine can't read have one cure."""
    names = ["hill/a.heic", "hill/b.heic", "race/c.heic"]
    told = [Mistake("photo-unusable", name, wanted="Can't be read.", fix="Export it.") for name in names]
    assert [part.splitlines()[:-2] for part in tell(told).rstrip().split("\n\n")[1:]] == [names[:2], names[2:]]


def test_words_that_are_pointed_at_stand_alone_under_their_line() -> None:
    links = [Mistake("link-broken", "x.md", n, f"[a](b{n})", f"b{n}", "Nowhere.", "Mend it.") for n in (3, 5)]
    assert tell(links).count("^^ Nowhere.") == 2


def test_a_line_is_shown_and_never_obeyed() -> None:
    """What stands in a file could colour, clear or rename the terminal that shows it."""
    said = tell([Mistake("yaml-broken", "x.md", 2, "a: \x1b[2J\tb\u202e", "b", "No.", "")])
    assert "    a: ·[2J⇥b·\n            ^ No.\n" in said


@pytest.mark.parametrize(
    ("before", "columns"), [("Ça va ", 6), ("走る ", 5), ("cafe\u0301 ", 5), ("🏃‍♀️ ", 3), ("x" * 200 + " ", 61)]
)
def test_the_pointer_stands_under_the_fault_in_any_script(before: str, columns: int) -> None:
    said = tell([Mistake("link-broken", "x.md", 2, f"{before}FAULT after", "FAULT", "No.", "")]).splitlines()
    assert said[4].index("^") == 4 + columns


def test_of_two_words_that_are_alike_the_one_at_fault_is_pointed_at() -> None:
    said = tell([Mistake("link-broken", "x.md", 2, "go to go", "go", "No.", "", column=6)])
    assert "    go to go\n          ^^ No.\n" in said


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_colour_is_for_terminals_and_for_those_who_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert (wants_colour(Terminal()), wants_colour(io.StringIO())) == (True, False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(Terminal())


def test_colour_changes_no_word() -> None:
    import re

    painted = tell([STATUS, hint(1)], colour=True)
    assert "\x1b[31m" in painted
    assert re.sub("\x1b\\[\\d+m", "", painted) == tell([STATUS, hint(1)])


def test_programs_get_every_mistake_with_its_place_and_its_help() -> None:
    told = json.loads(as_json([STATUS, *map(hint, range(7))]))
    assert (told["stops"], told["fixes"], told["hints"], len(told["mistakes"])) == (1, 0, 7, 8)
    row = next(row for row in told["mistakes"] if row["grade"] == "stop")
    assert (row["file"], row["line"], row["column"]) == ("content/musings/running-slow.md", 4, 8)
    assert (row["cure"], row["help"]) == ("published", "docs/mistakes.md#status-unknown")


def test_github_gets_one_annotation_a_line() -> None:
    """Its own signs within a message would end the command (GitHub, workflow commands)."""
    odd = Mistake("alt-missing", "content/a,b:c.md", 3, "x", "x", "100 %\nnot.", "")
    assert as_annotations([STATUS, odd]).splitlines() == [
        "::warning file=content/a%2Cb%3Ac.md,line=3,col=1,title=alt-missing::100 %25%0Anot.",
        "::error file=content/musings/running-slow.md,line=4,col=9,title=status-unknown::I don't know this status. "
        'Did you mean "published"? Choose one of: published, draft, hidden.',
    ]


def test_every_code_has_one_grade() -> None:
    """Two rows for one code would leave it to chance whether it stops."""
    from plugins.proofreading import codes

    listed = f"{codes._STOPS} {codes._FIXES} {codes._HINTS}".split()
    assert sorted(listed) == sorted(set(listed)) == sorted(CODES)
