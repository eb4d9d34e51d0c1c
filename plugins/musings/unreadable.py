"""A value of front matter that does not fit its key."""

from __future__ import annotations


class Unreadable(ValueError):
    """A value that does not fit its key.

    code, wanted, fix: as a mistake's. at: the part of the value at fault, if not all. cure: what to write instead,
    where that is certain.
    """

    def __init__(self, code: str, wanted: str, fix: str, at: str = "", cure: str = "") -> None:
        super().__init__(wanted)
        self.code, self.wanted, self.fix, self.at, self.cure = code, wanted, fix, at, cure
