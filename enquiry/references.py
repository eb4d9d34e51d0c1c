"""References as people write them: K7QM-42TD, in whatever case, with its hyphen or without."""

from __future__ import annotations

import re
from difflib import get_close_matches

from enquiry.keeping import REFERENCE_LETTERS
from enquiry.settings import EnquiryError
from enquiry.store import STATES, Store

REFERENCE = re.compile(f"[{REFERENCE_LETTERS}]{{4}}-[{REFERENCE_LETTERS}]{{4}}")


class NoSuchEnquiry(EnquiryError):
    """A reference that no enquiry has, with the ones that are like it."""

    def __init__(self, typed: str, like: list[str]) -> None:
        self.typed, self.like = typed, tuple(like)
        cure = f"Did you mean {' or '.join(like)}?" if like else "`python -m enquiry list` shows all there are."
        super().__init__(f"No enquiry has the reference {typed or '“”'}. {cure}")


def read_reference(typed: str) -> str:
    """The reference as it is kept; what has not the shape of one comes back in capitals."""
    letters = re.sub(r"[\W_]", "", typed).upper()
    return f"{letters[:4]}-{letters[4:]}" if len(letters) == 8 else letters


def find_reference(store: Store, typed: str) -> str:
    """The reference of an enquiry there is. Raises NoSuchEnquiry."""
    reference = read_reference(typed)
    if store.get(reference):
        return reference
    there = [kept.reference for kept in store.outlines(STATES)]
    raise NoSuchEnquiry(re.sub(r"[^\w-]", "", typed)[:40], get_close_matches(reference, there, 3, 0.6))
