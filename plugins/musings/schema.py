"""The keys of front matter: what each may hold, in one table, and how text becomes a typed value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from plugins.musings.addresses import slugified

STATUSES = ("published", "draft", "hidden")
DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?"
)


class Unreadable(ValueError):
    """A value that does not fit its key: `code`, what is `wanted`, the `fix`."""

    def __init__(self, code: str, wanted: str, fix: str) -> None:
        super().__init__(wanted)
        self.code, self.wanted, self.fix = code, wanted, fix


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
            wanted = f"A tag needs a letter or a digit, and {tag} has none."
            raise Unreadable("tag-empty", wanted, "Write it in words.")
        once.setdefault(slug, tag)
    return list(once.values())


def as_part(value: Any, zone: ZoneInfo) -> int:
    """A whole number from 1."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and 0 < int(value) < 1000:
        return int(value)
    raise Unreadable("part-wrong", "A part is a whole number from 1.", "Write, for example, part: 2")


def as_status(value: Any, zone: ZoneInfo) -> str:
    """One of `STATUSES`; published when left empty."""
    if not value or value in STATUSES:
        return value or "published"
    raise Unreadable("status-unknown", "I don't know this status.", "Choose one of: published, draft, hidden.")


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
        raise Unreadable("date-impossible", wanted, "Look at the month and the day once more.") from None
    return date


def _not_a_date(value: Any) -> Unreadable:
    fix = "Write the year, the month and the day: 2026-03-02, or with a time of day: 2026-03-02 07:30."
    numbers = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", value.strip()) if isinstance(value, str) else None
    if numbers and int(numbers[1]) <= 12 and int(numbers[2]) <= 12:
        wanted = "This date can be read in two ways: I can't tell the day from the month."
        return Unreadable("date-ambiguous", wanted, fix)
    return Unreadable("date-unreadable", "I can't read this date.", fix)


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
    "place": Key(as_text, "", "album", "Where the photographs were taken."),
    "cover": Key(as_text, "", "album", "The photo that stands for the album."),
    "photos": Key(lambda value, zone: value, [], "album", "The photographs in order: file, alt, caption, focus, hide."),
}


def keys_of(kind: str) -> list[str]:
    """The keys that may stand in a file of this kind."""
    return [name for name, key in KEYS.items() if kind in key.kinds.split()]
