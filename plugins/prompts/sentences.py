"""A prompt's Markdown as plain sentences, each of which knows where it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST = 2000
"""Letters that are looked at. A question has fewer, and what is longer is told to be long anyway."""
MARKUP = re.compile(
    r"""!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])       # a picture
    | \]\([^)]*\) | \]\[[^\]]*\]                   # the end of a link
    | <[^>\n]*> | (?:https?://|www\.)[^\s<>()]+    # a tag, an address
    | \{[^}\n]*\} | \\(?=[^\w\s])
    | (?P<item>^[ ]{0,3}(?:[-+*]|\d+[.)]|\#{1,6}|>)[ ]+)
    | [\[\]*~]+ | (?<!\w)_+ | _+(?!\w)""",
    re.VERBOSE | re.MULTILINE,
)
QUOTATION = re.compile(
    r"""`[^`]*` | “[^”]*” | "[^"]*" | ‘(?:[^’\n]|(?<=\w)’(?=\w))*’(?!\w) | (?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w))+'(?!\w)""",
    re.VERBOSE,
)
END = re.compile(r"""(?P<sign>[.!?…]+)["'”’)\]]*(?=\s+["'“‘(]*[A-Z0-9]|\s*\Z|(?<=\?)\s|\s*\n\s*\n)|\n\s*\n""")
SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|mr|mrs|ms|dr|prof|st|no|a\.m|p\.m|approx)|\b[a-z])\Z", re.IGNORECASE
)
COVER = "\x1a"
"""Stands for each letter of a quotation: what somebody else asks there is not what the reader is asked."""
CURLY = str.maketrans("‘’", "''")


class Sentence(NamedTuple):
    """text: as written, without markup. own: the same, quotations covered. start: its place in the plain text."""

    text: str
    own: str
    start: int
    asks: bool

    @property
    def words(self) -> list[re.Match[str]]:
        """Its words, quoted ones too."""
        return [word for word in re.finditer(r"\S+", self.text) if re.search(r"\w", word[0])]


class Plain:
    """The words of a Markdown text without its markup, and the place of each letter in what was written."""

    def __init__(self, written: str) -> None:
        letters: list[str] = []
        places: list[int] = []
        place, written = 0, written[:MOST]
        for found in [*MARKUP.finditer(written), None]:
            end = found.start() if found else len(written)
            letters += written[place:end]
            places += range(place, end)
            if found and found["item"]:
                letters.append("\n")
                places.append(found.start())
            place = found.end() if found else end
        self.text = "".join(letters).translate(CURLY)
        self.places = [*places, len(written)]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """From where to where these letters were written."""
        return self.places[start], self.places[end - 1] + 1

    def sentences(self) -> Iterator[Sentence]:
        """One after another. One that ends in a question mark of its own asks."""
        own, begin = covered(self.text), 0
        for end in [*END.finditer(own), None]:
            if end and end["sign"] == "." and SHORTENED.search(own, begin, end.start()):
                continue
            stop = end.end() if end else len(own)
            words = own[begin:stop]
            start = begin + len(words) - len(words.lstrip())
            if words.strip():
                sign = (end["sign"] or "") if end else ""
                yield Sentence(self.text[start:stop].rstrip(), own[start:stop].rstrip(), start, "?" in sign)
            begin = stop


def covered(text: str) -> str:
    """The text with its quotations covered; one that is a quotation as a whole is the question itself."""
    whole = QUOTATION.fullmatch(text.strip())
    return text if whole else QUOTATION.sub(lambda found: COVER * len(found[0]), text)
