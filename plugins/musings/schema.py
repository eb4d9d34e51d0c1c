"""The keys of front matter: what each may hold, in one table, and how text becomes a typed value."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from plugins.musings.addresses import slugified
from plugins.proofreading.nearest import nearest, one_of

STATUSES = ("published", "draft", "hidden")
STATUS_ELSEWHERE = {
    **dict.fromkeys(("publish", "public", "live", "final", "done", "ready", "true", "yes", "scheduled"), "published"),
    **dict.fromkeys(("unpublished", "wip", "pending", "private", "false", "no", "todo"), "draft"),
    **dict.fromkeys(("unlisted", "secret"), "hidden"),
}
"""What other generators, and tired coaches, call the same."""
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
HOW_TO_DATE = "Write the year, the month and the day: 2026-03-02, or with a time of day: 2026-03-02 07:30."
DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)


class Unreadable(ValueError):
    """A value that does not fit its key: `code`, what is `wanted`, the `fix`, the part of it `at` fault, if not all."""

    def __init__(self, code: str, wanted: str, fix: str, at: str = "") -> None:
        super().__init__(wanted)
        self.code, self.wanted, self.fix, self.at = code, wanted, fix, at


def as_text(value: Any, zone: ZoneInfo) -> str:
    """One line of words."""
    if isinstance(value, str):
        return " ".join(value.split())
    raise Unreadable("value-wrong", "This should be words, not a list.", "Write it on one line.")


def as_list(value: Any, zone: ZoneInfo) -> list[str]:
    """A list of words; one word alone is a list of one."""
    items = value if isinstance(value, list) else [value] if value else []
    if all(isinstance(item, str) for item in items):
        return [item.strip() for item in items if item.strip()]
    raise Unreadable("value-wrong", "This should be a list of words.", "Write it as [one, two].")


def as_tags(value: Any, zone: ZoneInfo) -> list[str]:
    """A list of tags, each once: two spellings with one address are one tag."""
    once: dict[str, str] = {}
    for tag in as_list(value, zone):
        if not (slug := slugified(tag)):
            wanted = f"A tag needs a letter or a digit, and {tag} has none: this file has no tags until it is mended."
            raise Unreadable("tag-empty", wanted, "Write it in words.", tag)
        once.setdefault(slug, tag)
    return list(once.values())


def as_part(value: Any, zone: ZoneInfo) -> int:
    """A whole number from 1."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and 0 < int(value) < 1000:
        return int(value)
    raise Unreadable("part-wrong", "A part is a whole number from 1.", "Write, for example, part: 2")


def as_is(value: Any, zone: ZoneInfo) -> Any:
    """Whatever was written; a room of its own reads it."""
    return value


def as_status(value: Any, zone: ZoneInfo) -> str:
    """One of `STATUSES`; published when left empty."""
    if not value or value in STATUSES:
        return value or "published"
    meant = STATUS_ELSEWHERE.get(str(value).casefold()) or nearest(str(value), STATUSES)
    guess = f' Did you mean "{meant}"?' if meant else ""
    raise Unreadable("status-unknown", f"I don't know this status.{guess}", f"Choose one of: {one_of(STATUSES)}.")


def as_date(value: Any, zone: ZoneInfo) -> datetime | None:
    """A date with or without a time of day, in the practice's time zone unless it names another.

    2026-03-02, 2026-03-02 07:30, 2026-03-02T07:30:00+01:00. An empty value is None.
    """
    if not value:
        return None
    found = DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise _not_a_date(value)
    *numbers, offset = found.groups()
    try:
        date = datetime(*(int(number or 0) for number in numbers), tzinfo=zone)  # type: ignore[misc,arg-type]
        if offset:
            date = date.replace(tzinfo=datetime.strptime(offset.replace("Z", "+00:00"), "%z").tzinfo).astimezone(zone)
        date.astimezone(UTC)  # the first and the last day of all time do not exist in every time zone
    except (ValueError, OverflowError):
        wanted = "There is no such day or time of day in the calendar."
        raise Unreadable("date-impossible", wanted, _last_day(int(numbers[0]), int(numbers[1]))) from None
    return date


def _last_day(year: int, month: int) -> str:
    """How to mend an impossible day: how many days that month has."""
    if not (0 < year < 10_000 and 0 < month <= 12):
        return "A month is a number from 01 to 12, and stands between the year and the day."
    return f"{month_name[month]} {year} has {monthrange(year, month)[1]} days. A time of day is from 00:00 to 23:59."


def _not_a_date(value: Any) -> Unreadable:
    words = value.strip() if isinstance(value, str) else ""
    numbers = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b.*", words)
    if numbers and 0 < int(numbers[1]) <= 12 and 0 < int(numbers[2]) <= 12 and numbers[1] != numbers[2]:
        day_first, month_first = (
            f"{numbers[3]}-{int(a):02}-{int(b):02}" for a, b in (numbers.group(2, 1), numbers.group(1, 2))
        )
        wanted = "This date can be read in two ways: I can't tell the day from the month."
        return Unreadable(
            "date-ambiguous", wanted, f"Write date: {day_first}, or date: {month_first}, whichever you mean."
        )
    guess = f' Did you mean "{found}"?' if (found := meant_date(words)) else ""
    return Unreadable("date-unreadable", f"I can't read this date.{guess}", HOW_TO_DATE)


def meant_date(words: str) -> str:
    """The date that was surely meant, as it should be written; "" where it is not sure.

    '2 March 2026', 'March 2nd, 2026 7:30', '23/03/2026', '2026/3/2', 'Mon, 02 Mar 2026 07:30:00 +0000'.
    """
    time = re.search(r"(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*([ap])\.?m\.?)?", words, re.IGNORECASE)
    rest = words.replace(time[0], " ") if time else words
    day = _meant_day(rest)
    if not day or not time:
        return day
    hour = int(time[1]) % 12 + 12 * (time[3].lower() == "p") if time[3] else int(time[1])
    return f"{day} {hour:02}:{time[2]}" if hour < 24 and int(time[2]) < 60 else day


def _meant_day(words: str) -> str:
    if found := re.search(r"\b(\d{4})[./-](\d{1,2})[./-](\d{1,2})\b", words):
        year, month, day = map(int, found.groups())
    elif found := re.search(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b", words):
        first, second, year = map(int, found.groups())
        if first <= 12 and second <= 12 and first != second:
            return ""
        day, month = (first, second) if second <= 12 else (second, first)
    else:
        names = [word[:3].casefold() for word in re.findall(r"[A-Za-z]{3,}", words)]
        months = [MONTHS.index(name) + 1 for name in names if name in MONTHS]
        numbers = [int(number) for number in re.findall(r"\d+", words)]
        years = [number for number in numbers if 1900 <= number < 2200]
        days = [number for number in numbers if 0 < number < 32]
        if not (len(months) == len(years) == 1 and days):
            return ""
        year, month, day = years[0], months[0], days[0]
    try:
        return datetime(year, month, day).strftime("%Y-%m-%d")
    except ValueError:
        return ""


@dataclass(frozen=True)
class Key:
    """One key: how its value is read, what it is when left out, in which kinds of file it may stand."""

    read: Callable[[Any, ZoneInfo], Any]
    default: Any
    kinds: str
    sentence: str


EVERYWHERE = "musing page series album"
KEYS: dict[str, Key] = {
    "title": Key(as_text, "", EVERYWHERE, "The title, as readers see it."),
    "date": Key(as_date, None, EVERYWHERE, "When it is published; a date to come schedules a musing."),
    "updated": Key(as_date, None, "musing page", "When you last changed what it says."),
    "summary": Key(as_text, "", EVERYWHERE, "One or two sentences for lists, search results and shares."),
    "series": Key(as_text, None, "musing", "The series it belongs to, by title or slug."),
    "part": Key(as_part, None, "musing", "Its place in the series, only where date order is not the order."),
    "tags": Key(as_tags, [], "musing", "A few words under which it is also listed."),
    "photo": Key(as_text, None, "musing page series", "The lead photo: album/photo.jpg, or a file beside the musing."),
    "photo_alt": Key(as_text, None, "musing page series", "What the lead photo shows, for who cannot see it."),
    "photo_caption": Key(as_text, None, "musing page series", "A caption below the lead photo."),
    "call_to_action": Key(as_text, None, "musing page series", "An invitation named in site.toml, or none."),
    "status": Key(as_status, "published", EVERYWHERE, "published, draft or hidden."),
    "redirect_from": Key(as_list, [], EVERYWHERE, "Old addresses that should lead here."),
    "quiet": Key(as_is, {}, EVERYWHERE, "Hints that you mean as they stand: each one's name, and why."),
    "place": Key(as_text, "", "album", "Where the photographs were taken."),
    "cover": Key(as_text, "", "album", "The photo that stands for the album."),
    "photos": Key(as_is, [], "album", "The photographs in order: file, alt, caption, focus, hide."),
}


def keys_of(kind: str) -> list[str]:
    """The keys that may stand in a file of this kind."""
    return [name for name, key in KEYS.items() if kind in key.kinds.split()]
