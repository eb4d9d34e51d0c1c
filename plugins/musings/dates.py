"""Dates as coaches and other generators write them: read, or guessed at, where they can mean one thing only."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plugins.musings.unreadable import Unreadable

DATE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?|[A-Z][A-Za-z]+/[A-Za-z_/-]+)?"
)
FIRST_YEAR = 1970
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
MEANT = [
    (name, re.compile(shape, re.IGNORECASE))
    for name, shape in (
        ("zone", r"(?<=\d )(?:UTC|GMT|Z)$|(?<=\d )[+-]\d{2}:?\d{2}$"),
        ("time", r"(?<![\d:.])(\d{1,2})(?:[:h](\d{2})(?::\d{2})?)?\s*(?:([ap])\.?m\.?)(?![a-z])"),
        ("time", r"(?<![\d:.])(\d{1,2})[:h](\d{2})(?::\d{2})?()(?![\d.])"),
        ("year first", r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"),
        ("weekday", r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"),
        ("numbers", r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b"),
        ("day first", rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(\d{{4}})\b"),
        ("month first", rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b"),
    )
]
"""The parts of a date as people write it, in the order in which they are taken out of the words."""
HOW_TO_DATE = "Write the year, the month and the day: 2026-03-02, or with a time of day: 2026-03-02 07:30."


def as_date(value: Any, zone: ZoneInfo) -> datetime | None:
    """A date with or without a time of day, in the practice's time zone unless it names another.

    2026-03-02, 2026-03-02 07:30, 2026-03-02T07:30:00+01:00, 2026/3/2 7:30 Europe/London. An empty value is None.
    """
    if not value:
        return None
    found = DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise _not_a_date(value)
    *numbers, place = found.groups()
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    if year < FIRST_YEAR:
        wanted, fix = f"The year {year} is surely not the one you mean.", "Write it with four digits, such as 2026."
        raise Unreadable("date-impossible", wanted, fix)
    try:
        date = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        if place:
            date = date.replace(tzinfo=_zone(place)).astimezone(zone)
        date.astimezone(UTC)  # the last day of all time does not exist in every time zone
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        wanted = "There is no such day or time of day in the calendar."
        raise Unreadable("date-impossible", wanted, _last_day(year, month, hour, minute)) from None
    return date


def _zone(place: str) -> tzinfo:
    """A time zone by its name, or by how far it is from Greenwich: +01, +0100, +01:00."""
    if place[0] not in "+-":
        return UTC if place.upper() in ("Z", "UTC", "GMT") else ZoneInfo(place)
    digits = place[1:].replace(":", "").ljust(4, "0")
    offset = datetime.strptime(f"{place[0]}{digits}", "%z").tzinfo
    assert offset is not None
    return offset


def _last_day(year: int, month: int, hour: int, minute: int) -> str:
    """How to mend an impossible day or time."""
    if hour > 23 or minute > 59:
        return "A time of day is from 00:00 to 23:59."
    if not 0 < month <= 12:
        return "A month is a number from 01 to 12, and stands between the year and the day."
    return f"{month_name[month]} {year} has {monthrange(year, month)[1]} days."


def _not_a_date(value: Any) -> Unreadable:
    words = value.strip() if isinstance(value, str) else ""
    numbers = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b.*", words)
    if numbers and 0 < int(numbers[1]) <= 12 and 0 < int(numbers[2]) <= 12 and numbers[1] != numbers[2]:
        first, second, year = int(numbers[1]), int(numbers[2]), numbers[3]
        wanted = "This date can be read in two ways: I can't tell the day from the month."
        fix = f"Write date: {year}-{second:02}-{first:02}, or date: {year}-{first:02}-{second:02}, whichever you mean."
        return Unreadable("date-ambiguous", wanted, fix)
    guess = meant_date(words)
    wanted = "I can't read this date." + (f' Did you mean "{guess}"?' if guess else "")
    return Unreadable("date-unreadable", wanted, HOW_TO_DATE, cure=guess)


def meant_date(words: str) -> str:
    """The date that was surely meant, as it should be written; "" where a single sign is left that it does not explain.

    '2 March 2026', 'March 2nd, 2026 7:30', '23/03/2026', 'Mon, 02 Mar 2026 07:30:00 +0000', '2 Mar 2026, 7pm'.
    """
    rest = words
    parts: dict[str, re.Match[str]] = {}
    for name, shape in MEANT:
        if found := shape.search(rest):
            parts[name] = found
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    day = _meant_day(parts)
    if not day or re.sub(r"\b(?:at|on|the|of|um|à)\b|[,.\s]", "", rest, flags=re.IGNORECASE):
        return ""
    if "time" not in parts:
        return "" if "zone" in parts else day
    hour, minute, half = int(parts["time"][1]), int(parts["time"][2] or 0), (parts["time"][3] or "").lower()
    if half:
        hour = hour % 12 + 12 * (half == "p")
    place = parts["zone"][0].upper().replace("GMT", "UTC") if "zone" in parts else ""
    written = f"{day} {hour:02}:{minute:02}"
    return f"{written} {place}".strip() if hour < 24 and minute < 60 else ""


def _meant_day(parts: dict[str, re.Match[str]]) -> str:
    if found := parts.get("numbers"):
        first, second, year = map(int, found.groups())
        if first <= 12 and second <= 12 and first != second:
            return ""
        day, month = (first, second) if second <= 12 else (second, first)
    elif found := (parts.get("day first") or parts.get("month first")):
        day_at, month_at = (1, 2) if "day first" in parts else (2, 1)
        day, month, year = int(found[day_at]), MONTHS.index(found[month_at][:3].casefold()) + 1, int(found[3])
    elif found := parts.get("year first"):
        year, month, day = map(int, found.groups())
    else:
        return ""
    try:
        return datetime(year, month, day).strftime("%Y-%m-%d")
    except ValueError:
        return ""
