"""An enquiry weighed in the open: every reason has a code, its points and a sentence for the coach.

Nothing is ever refused or dropped for its score. From THRESHOLD on an enquiry is held, where the coach finds
it with its reasons; below it, it is new. What is weighed stands in `enquiry.signs`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from enquiry.enquiry import Enquiry
from enquiry.signs import SIGNS, SIGNS_BEFORE, Post, Reason, Seen, Signs, everything_written
from enquiry.word_list import WordList, WordListFault, read_words

__all__ = ["OWN_WORDS", "THRESHOLD", "Reason", "Seen", "Signs", "Verdict", "WordList", "WordListFault"]
__all__ += ["judge", "read_words", "weigh"]

THRESHOLD = 5
OWN_WORDS = "own_words"
"""The code of the coach's own words; their points are the coach's."""


@dataclass(frozen=True)
class Verdict:
    """What is to become of an enquiry: `new`, `held` or `unconfirmed`, and all the reasons."""

    state: str
    score: int
    reasons: tuple[Reason, ...]


def judge(
    enquiry: Enquiry, signs: Signs, seen: Seen, own: WordList, *, recipient: str = "", language: str = "en"
) -> Verdict:
    """The verdict on one enquiry. `recipient` is the coach's own address, `language` the site's (`en`, `de-AT`)."""
    return weigh(enquiry, signs, own, recipient=recipient, language=language)(seen)


def weigh(
    enquiry: Enquiry, signs: Signs, own: WordList, *, recipient: str = "", language: str = "en"
) -> Callable[[Seen], Verdict]:
    """Weighs what was written, and leaves for later what the store alone knows.

    The store asks inside its transaction, in which nobody should read a long message.
    """
    post = Post(enquiry, signs, recipient, language)
    written = [reason for sign in SIGNS if (reason := sign.reason(post))]
    listed = own.found_in(f"{everything_written(enquiry)}\n{enquiry.email}")
    written += [Reason(OWN_WORDS, points, f"Of your own list: “{phrase}”.") for phrase, points in listed]
    is_unconfirmed = signs.age_s is None and not signs.is_confirmed

    def verdict(seen: Seen) -> Verdict:
        reasons = (*written, *(reason for sign in SIGNS_BEFORE if (reason := sign.reason(seen))))
        score = max(0, sum(reason.points for reason in reasons))
        state = "unconfirmed" if is_unconfirmed else "held" if score >= THRESHOLD else "new"
        return Verdict(state, score, reasons)

    return verdict
