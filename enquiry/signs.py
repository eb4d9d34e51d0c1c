"""What speaks against an enquiry: each sign with its code, its points and a sentence for the coach.

SIGNS and SIGNS_BEFORE are the whole of what is weighed; docs/contact.md shows them, and a test holds the two
together. Points are chosen so that no sign that a real client may show holds an enquiry by itself: see
`corpus/` and test_spam.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from enquiry import writing
from enquiry.enquiry import Enquiry

FASTEST_S = 3
FASTEST_CONFIRMATION_S = 1
LONG_NAME = 80


@dataclass(frozen=True)
class Reason:
    """One thing that counted, in words for the coach."""

    code: str
    points: int
    words: str


@dataclass(frozen=True)
class Signs:
    """What came with the post, beside what was typed."""

    age_s: float | None
    """Of the fresh token, or of the confirmation; none without one."""
    honeypot: str
    """`empty`, `filled` or `absent`."""
    release: str
    """The page's release: `current`, `other` or `absent`."""
    origin: str
    """The post's Origin against the site's: `same`, `other` or `none`."""
    is_confirmed: bool = False
    challenge: str = "none"
    """The place for a puzzle's result (`passed`, `failed`): none is asked, and nothing weighs it."""


@dataclass(frozen=True)
class Seen:
    """What the store has seen before this one."""

    block_minute: int = 0
    block_10_min: int = 0
    block_day: int = 0
    same_words_day: int = 0
    token_uses: int = 0


@dataclass(frozen=True)
class Post:
    """Everything that a sign may look at."""

    enquiry: Enquiry
    signs: Signs
    recipient: str
    language: str

    @cached_property
    def everything(self) -> str:
        """All that a person types, but the address."""
        return everything_written(self.enquiry)


What = TypeVar("What")


@dataclass(frozen=True)
class Sign(Generic[What]):
    """A count of something, the points from each count on (`steps`, ascending), and the coach's sentence."""

    code: str
    count: Callable[[What], int]
    steps: tuple[tuple[int, int], ...]
    words: str

    def reason(self, looked_at: What) -> Reason | None:
        """The reason that this sign gives, if any."""
        count = self.count(looked_at)
        if not count:  # as of nearly every sign of nearly every enquiry
            return None
        points = max((points for least, points in self.steps if count >= least), default=0)
        return Reason(self.code, points, self.words.format(count=count)) if points else None


def _too_fast(post: Post) -> int:
    age_s = post.signs.age_s
    return int(age_s is not None and not post.signs.is_confirmed and age_s < FASTEST_S)


def _confirmed_too_fast(post: Post) -> int:
    age_s = post.signs.age_s
    return int(age_s is not None and post.signs.is_confirmed and age_s < FASTEST_CONFIRMATION_S)


def _links(post: Post) -> int:
    # Reflections come from the notebook, where each may name the same site: its hosts count, not its links.
    hosts = {writing.host(link) for link in writing.links(post.enquiry.reflections)}
    return len(writing.links(post.enquiry.message)) + len(hosts)


def _links_elsewhere(post: Post) -> int:
    short = (post.enquiry.topic, post.enquiry.phone, post.enquiry.reply_by)
    return sum(len(writing.links(text)) for text in short)


def _shorteners(post: Post) -> int:
    return sum(writing.host(link) in writing.SHORTENERS for link in writing.links(post.everything))


def _disguised(post: Post) -> int:
    # Who writes in another script mixes in Latin letters of necessity (“SMMщик”).
    is_foreign = writing.is_foreign(post.enquiry.message, post.language)
    return 0 if is_foreign else writing.disguised_letters(f"{post.enquiry.name}\n{post.enquiry.message}")


def _same_everywhere(post: Post) -> int:
    return int(post.enquiry.name == post.enquiry.message)


def everything_written(enquiry: Enquiry) -> str:
    """All that a person types, but the address."""
    return "\n".join((enquiry.name, enquiry.topic, enquiry.phone, enquiry.message, enquiry.reflections))


SIGNS: tuple[Sign[Post], ...] = (
    Sign(
        "honeypot_filled",
        lambda post: post.signs.honeypot == "filled",
        ((1, 5),),
        "A field that people cannot see was filled in.",
    ),
    Sign(
        "honeypot_absent",
        lambda post: post.signs.honeypot == "absent",
        ((1, 2),),
        "A field that every copy of the form has did not come with it.",
    ),
    Sign(
        "release_absent",
        lambda post: post.signs.release == "absent",
        ((1, 2),),
        "The mark that the site’s own pages carry did not come with it.",
    ),
    Sign(
        "release_other",
        lambda post: post.signs.release == "other",
        ((1, 1),),
        "It was written on an older copy of the page.",
    ),
    Sign(
        "origin_other",
        lambda post: post.signs.origin == "other",
        ((1, 3),),
        "It was sent from a page of another site.",
    ),
    Sign("too_fast", _too_fast, ((1, 2),), "The form was filled in within three seconds."),
    Sign(
        "confirmed_too_fast",
        _confirmed_too_fast,
        ((1, 1),),
        "It was confirmed within a second.",
    ),
    Sign("links", _links, ((1, 1), (2, 2), (3, 3), (5, 4), (8, 5)), "Links in the message: {count}."),
    Sign(
        "only_a_link",
        lambda post: writing.is_only_a_link(post.enquiry.message),
        ((1, 4),),
        "It is little more than a link.",
    ),
    Sign("link_in_name", lambda post: len(writing.links(post.enquiry.name)), ((1, 4),), "There is a link in the name."),
    Sign("link_elsewhere", _links_elsewhere, ((1, 4),), "There is a link in the topic or the telephone number."),
    Sign("shortener", _shorteners, ((1, 3),), "A link hides where it leads (a shortened address)."),
    Sign(
        "link_markup",
        lambda post: writing.has_link_markup(post.everything),
        ((1, 4),),
        "A link is written for programs (HTML, BBCode or Markdown).",
    ),
    Sign(
        "markup",
        lambda post: writing.has_markup(post.everything),
        ((1, 2),),
        "There are tags of HTML or BBCode in it.",
    ),
    Sign(
        "foreign_script",
        lambda post: writing.is_foreign(post.enquiry.message, post.language),
        ((1, 3),),
        "Most of it is in a script that the site is not written in.",
    ),
    Sign(
        "disguised_letters",
        _disguised,
        ((2, 3),),
        "Letters of another script stand for ones that they look like: {count}.",
    ),
    Sign(
        "stacked_marks",
        lambda post: any(map(writing.has_stacked_marks, (post.enquiry.name, post.enquiry.message))),
        ((1, 2),),
        "There are more accents than letters.",
    ),
    Sign(
        "capitals",
        lambda post: writing.is_in_capitals(post.enquiry.message),
        ((1, 1),),
        "It is in capitals throughout.",
    ),
    Sign(
        "random_letters",
        lambda post: writing.is_random(post.enquiry.name) + writing.is_random(post.enquiry.message),
        ((1, 3), (2, 5)),
        "The name or the message is a run of random letters.",
    ),
    Sign("same_everywhere", _same_everywhere, ((1, 3),), "The name and the message are the same."),
    Sign(
        "long_name",
        lambda post: len(post.enquiry.name) > LONG_NAME,
        ((1, 2),),
        "The name is longer than eighty characters.",
    ),
    Sign(
        "own_address",
        lambda post: post.recipient != "" and post.enquiry.email.casefold() == post.recipient.casefold(),
        ((1, 1),),
        "It gives your own email address.",
    ),
)
SIGNS_BEFORE: tuple[Sign[Seen], ...] = (
    Sign(
        "token_used",
        lambda seen: seen.token_uses,
        ((1, 2), (2, 4), (3, 5)),
        "From the same opening of the form came before: {count}.",
    ),
    Sign(
        "same_words",
        lambda seen: seen.same_words_day,
        ((1, 2), (2, 3), (3, 5)),
        "The same words came before on this day: {count}.",
    ),
    Sign(
        "block_10_min",
        lambda seen: seen.block_10_min,
        ((4, 1), (11, 2), (31, 3)),
        "From the same network within ten minutes came before: {count}.",
    ),
    Sign(
        "block_day",
        lambda seen: seen.block_day,
        ((21, 1), (61, 2)),
        "From the same network on this day came before: {count}.",
    ),
)
