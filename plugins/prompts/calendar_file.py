"""One question a week as an iCalendar file (RFC 5545), for whoever would rather find it in their calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from plugins.prompts.asked import Question

if TYPE_CHECKING:
    from icalendar import Event

NOT_TEXT = re.compile(r"[\x00-\x1f\x7f]")
"""Control characters, which no text of the format may hold (RFC 5545, 3.1)."""


def calendar_file(
    name: str, weeks: Iterable[tuple[Question, date]], stamp: datetime, absolute: Callable[[str], str]
) -> bytes:
    """The file: a whole day for each question, which blocks nothing, rings for nobody and comes once.

    name: what a calendar program calls it. stamp: when it last changed. absolute: an inner address with https://.
    A question's UID derives from its address alone, so that a program knows it again on another day.
    """
    # An eighth of a second, and only a build needs it.
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//Cairn//One question a week//EN")
    calendar.add("version", "2.0")
    # As vText: the library does not know that these two are text, and would leave a semicolon in them bare.
    calendar.add("name", vText(plain(name)))  # RFC 7986
    calendar.add("x-wr-calname", vText(plain(name)))  # the same, for programs that are older
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for question, day in weeks:
        calendar.add_component(_event(question, day, stamp, absolute(question.address)))
    content: bytes = calendar.to_ical()
    return content


def _event(question: Question, day: date, stamp: datetime, address: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, address)))
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", day)
    event.add("summary", plain(question.prompt.text))
    event.add("description", f"From “{plain(str(question.musing.title))}”\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def plain(words: str) -> str:
    """Words without control characters, on one line."""
    return " ".join(NOT_TEXT.sub(" ", words).split())
