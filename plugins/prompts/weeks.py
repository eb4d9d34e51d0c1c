"""One question a week: which question belongs to which week. The clock is never asked, only the musings' dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from plugins.prompts.asked import Question

FEED_NEWEST = 20
CALENDAR_WEEKS = 52


@dataclass(frozen=True)
class Week:
    """A week of the feed: its question, and the moment at which that is told."""

    question: Question
    moment: datetime


def week_of(day: date) -> int:
    """The number of a day's week, from Monday to Sunday, counted from the first of the calendar."""
    return (day.toordinal() - 1) // 7


def past_weeks(questions: Iterable[Question], newest: datetime) -> list[Week]:
    """The weeks of the feed, the latest first; none begins after the newest musing.

    questions: the oldest first. Each takes the first free week from its musing's own on. What is published
    later comes later in line: it never moves a question that somebody has read already.
    """
    weeks: list[Week] = []
    free = 0
    for question in questions:
        published: datetime = question.musing.date
        own = week_of(published)
        week = max(own, free)
        if week > week_of(newest):
            break
        free = week + 1
        weeks.append(Week(question, published if week == own else monday(week, published)))
    return weeks[::-1]


def monday(week: int, like: datetime) -> datetime:
    """The first moment of a week, by the clock of another moment's place."""
    return datetime.combine(date.fromordinal(week * 7 + 1), time(), like.tzinfo)


def coming_weeks(questions: Iterable[Question], newest: datetime) -> list[tuple[Question, date]]:
    """The weeks of the calendar: the day of each question, weekly from the newest musing's date on.

    questions: the newest first. After a year, or after the last question, it ends; it does not begin again.
    """
    first = newest.date()
    return [
        (question, first + timedelta(weeks=index)) for index, question in enumerate(islice(questions, CALENDAR_WEEKS))
    ]
