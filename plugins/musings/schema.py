"""The keys of front matter: what each may hold, in one table, and how text becomes a typed value."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from plugins.musings.addresses import slugified
from plugins.musings.dates import as_date
from plugins.musings.unreadable import Unreadable
from plugins.proofreading.nearest import nearest, one_of

STATUSES = ("published", "draft", "hidden")
ORDERS = ("date", "newest", "name")
STATUS_ELSEWHERE = {
    **dict.fromkeys(("publish", "public", "live", "final", "done", "ready", "true", "yes", "scheduled"), "published"),
    **dict.fromkeys(("unpublished", "wip", "pending", "private", "false", "no", "todo"), "draft"),
    **dict.fromkeys(("unlisted", "secret"), "hidden"),
}
"""What other generators, and tired coaches, call the same."""


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
    """A list of tags, each once: two spellings with one address are one tag. Without brackets commas part them."""
    once: dict[str, str] = {}
    parted = re.split("[,;]", value) if isinstance(value, str) else value
    for tag in as_list(parted, zone):
        if not (slug := slugified(tag)):
            wanted = f"A tag needs a letter or a digit, and {tag} has none: this file has no tags until it is mended."
            raise Unreadable("tag-empty", wanted, "Write it in words.", tag)
        once.setdefault(slug, tag)
    return list(once.values())


def as_part(value: Any, zone: ZoneInfo) -> int | None:
    """A whole number from 1; None when left empty."""
    if not value:
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 4 and int(value):
        return int(value)
    raise Unreadable("part-wrong", "A part is a whole number from 1.", "Write, for example, part: 2")


def as_order(value: Any, zone: ZoneInfo) -> str:
    """One of `ORDERS`; "" when left empty."""
    if not value or value in ORDERS:
        return value or ""
    guess = nearest(str(value), ORDERS)
    wanted = f'I don\'t know this order. Did you mean "{guess}"?' if guess else "I don't know this order."
    fix = f"Choose one of: {one_of(ORDERS)}; or leave the line out, to keep the order in which you list them."
    raise Unreadable("value-wrong", wanted, fix, cure=guess)


def as_is(value: Any, zone: ZoneInfo) -> Any:
    """Whatever was written; a room of its own reads it."""
    return value


def as_status(value: Any, zone: ZoneInfo) -> str:
    """One of `STATUSES`; published when left empty."""
    if not value or value in STATUSES:
        return value or "published"
    certain = STATUS_ELSEWHERE.get(str(value).casefold(), "")
    meant = certain or nearest(str(value), STATUSES)
    guess = f' Did you mean "{meant}"?' if meant else ""
    fix = f"Choose one of: {one_of(STATUSES)}."
    raise Unreadable("status-unknown", f"I don't know this status.{guess}", fix, cure=certain)


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
    "updated": Key(as_date, None, "musing page album", "When you last changed what it says or shows."),
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
    "order": Key(as_order, "", "album", "The order of the photographs, where it is not yours: date, newest or name."),
    "photos": Key(as_is, [], "album", "The photographs in order; what each may say stands below."),
}
PHOTO_KEYS: dict[str, str] = {
    "file": "Its file's name, as it stands in the folder.",
    "title": "Two or three words, which become the address of its page.",
    "alt": "What is to be seen, in one sentence, for who cannot see it.",
    "caption": "What the eye does not see; left out, what is written in the photograph itself.",
    "focus": "The point to keep in sight where edges are cut: top left, bottom, or 40% 60% from the left and the top.",
    "people": "Your own note of who is in it and that they agreed; published nowhere.",
    "hide": "true keeps it out of the album.",
}
"""The keys of one photograph's entry under `photos:`."""


def keys_of(kind: str) -> list[str]:
    """The keys that may stand in a file of this kind."""
    return [name for name, key in KEYS.items() if kind in key.kinds.split()]
