"""The order of a series, its neighbours and its mistakes, without a build."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from plugins.musings.source import Source
from plugins.proofreading.report import tell
from plugins.series.checks import find_mistakes
from plugins.series.neighbours import find_neighbours
from plugins.series.order import order_series


def series(slug: str = "hills", title: str = "Hills, walked", state: str = "published") -> Source:
    """A series as the library reads it."""
    return source("series", slug, state, title=title)


def musing(
    slug: str,
    day: int | None = 1,
    part: int | None = None,
    state: str = "published",
    series: str | None = "hills",
) -> Source:
    """A musing of March 2026, in the series `hills` unless `series` says otherwise."""
    date = datetime(2026, 3, day, tzinfo=UTC) if day else None
    return source("musing", slug, state, title=slug, date=date, series=series, part=part)


def source(kind: str, slug: str, state: str, **values: Any) -> Source:
    folder = {"musing": "musings", "series": "series"}[kind]
    written = {key: value for key, value in values.items() if value is not None}
    return Source(
        path=Path(f"/site/content/{folder}/{slug}.md"),
        file=f"content/{folder}/{slug}.md",
        kind=kind,
        slug=slug,
        text="\n".join(["---", *(f"{key}: {value}" for key, value in written.items()), "---"]),
        values={"series": None, "part": None, **values},
        lines={key: number for number, key in enumerate(written, 2)},
        state=state,
    )


def check_order(musings: Sequence[Source], expected: str) -> None:
    """The series `hills` reads in this order, however the files are found."""
    for found in permutations(musings):
        assert " ".join(one.slug for one in order_series([series()], found)["hills"]) == expected


def test_a_series_reads_by_date() -> None:
    check_order([musing("b", 2), musing("a", 1), musing("c", 3)], "a b c")


def test_a_part_moves_a_musing_to_its_place() -> None:
    check_order([musing("a", 1), musing("b", 2, part=3), musing("c", 3)], "a c b")
    check_order([musing("a", 1, part=2), musing("b", 2, part=1)], "b a")
    check_order([musing("a", 1), musing("b", 2), musing("c", 3, part=1)], "c a b")


def test_places_that_nobody_fills_close_up() -> None:
    check_order([musing("a", 1), musing("b", 2, part=9), musing("c", 3)], "a c b")
    check_order([musing("b", 2, part=20), musing("a", 3, part=10)], "a b")


def test_two_musings_of_one_moment_have_one_order() -> None:
    """A build on another machine finds the files in another order and must give the same bytes."""
    check_order([musing("b", 1), musing("a", 1), musing("c", 1)], "a b c")


def test_a_place_claimed_twice_still_has_an_order() -> None:
    """`make check` goes on after a mistake: nothing may fail behind it."""
    check_order([musing("a", 1, part=1), musing("b", 2, part=1), musing("c", 3)], "a b c")


@pytest.mark.parametrize("state", ["draft", "scheduled", "hidden"])
def test_what_is_not_published_is_neither_shown_nor_counted(state: str) -> None:
    check_order([musing("a", 1), musing("b", 2, state=state), musing("c", 3)], "a c")


def test_a_draft_does_not_move_the_others() -> None:
    """`part: 3` is the third part that readers find, with the draft as without it."""
    published = [musing("a", 1), musing("c", 3, part=3), musing("b", 4)]
    check_order(published, "a b c")
    check_order([*published, musing("draft", 2, state="draft")], "a b c")


@pytest.mark.parametrize("name", ["hills", "Hills, walked", "hills,  WALKED", "HILLS", "Hills, walked "], ids=repr)
def test_a_series_answers_to_its_title_and_its_slug(name: str) -> None:
    check_order([musing("a", series=name)], "a")


def test_curly_and_straight_quotes_are_one_name() -> None:
    """Phones type the one where keyboards type the other."""
    found = order_series([series(title="A coach's year")], [musing("a", series="A coach\u2019s year")])
    assert [one.slug for one in found["hills"]] == ["a"]


def test_a_slug_wins_over_another_series_title() -> None:
    found = order_series([series("hills", "Valleys"), series("valleys", "Hills")], [musing("a", series="valleys")])
    assert [one.slug for one in found["valleys"]] == ["a"]
    assert found["hills"] == []


def check_neighbours(by_date: str, parts: str, expected: str) -> None:
    """`by_date`: musings, the oldest first. `parts`: a word for each series.

    `expected`: of each musing the previous, itself and the next; "." where there is none.
    """
    found = find_neighbours(list(by_date), [list(one) for one in parts.split()])
    assert " ".join(f"{found[key][0] or '.'}{key}{found[key][1] or '.'}" for key in by_date) == expected


def test_neighbours_go_by_date() -> None:
    check_neighbours("abc", "", ".ab abc bc.")
    check_neighbours("a", "", ".a.")
    check_neighbours("", "", "")


def test_inside_a_series_neighbours_are_its_own() -> None:
    """x was published between the two parts, and does not come between them for a reader of the series."""
    check_neighbours("axb", "ab", ".ab axb ab.")


def test_at_the_ends_of_a_series_the_walk_goes_on_by_date() -> None:
    check_neighbours("wabz", "ab", ".wa wab abz bz.")


def test_the_order_of_parts_beats_their_dates() -> None:
    check_neighbours("wabz", "ba", ".wa baz wba bz.")


def test_the_walk_never_leads_back_into_the_series_just_read() -> None:
    """c, the last part, is the oldest: what follows it by date are parts that were read already."""
    check_neighbours("cabz", "abc", "bcz .ab abc bz.")


def test_two_series_woven_together_stay_apart() -> None:
    check_neighbours("apbq", "ab pq", ".ab apq abq pq.")


def check_mistakes(sources: Sequence[Source], expected: str) -> None:
    """These are told, in these words and no others."""
    found = find_mistakes(
        [one for one in sources if one.kind == "series"], [one for one in sources if one.kind == "musing"]
    )
    told = tell(found).split("\n\n")[1:]
    assert "\n".join(" ".join(line.split()) for part in told for line in part.strip().split("\n")) == expected


def test_a_right_series_has_no_mistakes() -> None:
    check_mistakes([series(), musing("a", 1), musing("b", 2, part=2), musing("alone", series=None)], "")


def test_an_unknown_series_is_told_with_a_guess() -> None:
    check_mistakes(
        [series(), musing("a"), musing("b", series="Hils, walked")],
        "content/musings/b.md, line 4\n"
        "series: Hils, walked\n"
        '^^^^^^^^^^^^ There is no series of this name. Did you mean "Hills, walked"?\n'
        "Write one of: Hills, walked. Or begin a new series with a file in content/series/. series-unknown",
    )


def test_a_slug_nearly_right_is_guessed_too() -> None:
    check_mistakes(
        [series("uphill-work", "Of mountains and their weather"), musing("a", series="uphil-work")],
        "content/musings/a.md, line 4\n"
        "series: uphil-work\n"
        '^^^^^^^^^^ There is no series of this name. Did you mean "uphill-work"?\n'
        "Write one of: Of mountains and their weather. Or begin a new series with a file in content/series/."
        " series-unknown\n"
        "content/series/uphill-work.md\n"
        "No published musing belongs to this series yet, so the list of series leaves it out.\n"
        "Write series: Of mountains and their weather into a musing. hint: series-empty",
    )


def test_a_series_where_there_is_none_is_told() -> None:
    check_mistakes(
        [musing("a")],
        "content/musings/a.md, line 4\n"
        "series: hills\n"
        "^^^^^ There is no series of this name.\n"
        "Begin a new series with a file in content/series/. series-unknown",
    )


def test_a_series_whose_title_was_unreadable_is_told_once() -> None:
    """The title is its own mistake; that no musing finds the series by it follows from the first."""
    check_mistakes([series(title=""), musing("a", series="Hills, walked")], "")


def test_a_part_claimed_twice_is_told() -> None:
    check_mistakes(
        [series(), musing("a", 1, part=2), musing("b", 2, part=2)],
        "content/musings/b.md, line 5\n"
        "part: 2\n"
        "^ Part 2 of this series is already content/musings/a.md.\n"
        "Give one of the two another number, or take both lines out to go by date. fix: part-taken",
    )


@pytest.mark.parametrize("state", ["published", "scheduled", "draft"])
def test_a_part_claimed_twice_stops_nothing(state: str) -> None:
    """Both musings are read all the same, one after the other."""
    found = find_mistakes([series()], [musing("a", 1, part=2), musing("b", 2, part=2, state=state)])
    assert [(one.code, one.grade) for one in found] == [("part-taken", "fix")]


def test_a_part_beyond_the_last_is_told() -> None:
    check_mistakes(
        [series(), musing("a", 1, part=1), musing("b", 2, part=4)],
        "content/musings/b.md, line 5\n"
        "part: 4\n"
        "^ This says part 4, but the series has 2 of them.\n"
        "Readers would see another number. Number the musings from 1, or leave the line out. fix: part-gap",
    )


def test_a_part_without_a_series_is_told() -> None:
    check_mistakes(
        [musing("a", part=2, series=None)],
        "content/musings/a.md, line 4\n"
        "part: 2\n"
        "^^^^ This musing has a part but no series.\n"
        "Add a line with series: and its title, or take this one out. fix: part-alone",
    )


def test_two_series_of_one_title_are_told() -> None:
    check_mistakes(
        [series("hills", "Hills"), series("more", "hills"), musing("a"), musing("b", series="more")],
        "content/series/more.md, line 2\n"
        "title: hills\n"
        "^^^^^ content/series/hills.md has this title already.\n"
        "Give one of the two another title. series-title-taken",
    )


def test_a_draft_series_with_published_musings_is_hinted_at() -> None:
    check_mistakes(
        [series(state="draft"), musing("a"), musing("b", state="draft")],
        "content/musings/a.md, line 4\n"
        "series: hills\n"
        "content/series/hills.md is a draft, so readers will not see that this musing is part of it.\n"
        "Publish the series too, or leave it as it is. hint: series-unpublished",
    )
