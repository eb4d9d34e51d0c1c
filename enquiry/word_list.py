"""The coach's own word list: words and phrases that add to an enquiry's score, or take from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from enquiry.settings import EnquiryError
from enquiry.writing import normalised

USUAL_POINTS = 5
MOST_POINTS = 10
LONGEST_PHRASE = 200

_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f]")
_POINTS = re.compile(r"[+-]?\d{1,3}")


class WordListFault(EnquiryError):
    """A word list that cannot be used as it is written; `faults` holds a sentence for each line."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class WordList:
    """Phrases as the coach wrote them, with the points of each."""

    words: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        # Folded once here, and not at every enquiry.
        object.__setattr__(self, "_folded", tuple((fold(phrase), phrase, points) for phrase, points in self.words))

    def found_in(self, text: str) -> tuple[tuple[str, int], ...]:
        """The phrases that stand in `text` as whole words, whatever their case and accents."""
        folded: tuple[tuple[str, str, int], ...] = self.__dict__["_folded"]
        if not folded:
            return ()
        looked_at = fold(text)
        return tuple((phrase, points) for plain, phrase, points in folded if _stands_in(plain, looked_at))


def read_words(path: Path) -> WordList:
    """The list in the file `path`. Raises WordListFault, with the line of each fault."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WordListFault([f"{path}: the word list cannot be read as UTF-8 text."]) from error
    return parse_words(text, str(path))


def parse_words(text: str, name: str) -> WordList:
    """The list in `text`: a phrase a line, `phrase = points` for other points than 5, and notes after `#`.

    Points below zero take away: what a client of yours would write. Raises WordListFault.
    """
    words: dict[str, tuple[str, int]] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        written = "" if line.lstrip().startswith("#") else line.partition(" #")[0].strip()
        if not written:
            continue
        phrase, equals, points = (
            (part.strip() for part in written.rpartition("=")) if "=" in written else (written, "", "")
        )
        fault = _fault(phrase, equals, points) or ("is in the list twice" if fold(phrase) in words else "")
        if fault:
            faults.append(f"{name}, line {number}: “{written[:60]}” {fault}.")
        else:
            words[fold(phrase)] = (phrase, int(points) if equals else USUAL_POINTS)
    if faults:
        raise WordListFault(faults)
    return WordList(tuple(words.values()))


def _fault(phrase: str, equals: str, points: str) -> str:
    if not fold(phrase):
        return "has no word"
    if len(phrase) > LONGEST_PHRASE:
        return f"is longer than {LONGEST_PHRASE} characters"
    if equals and not (_POINTS.fullmatch(points) and 0 < abs(int(points)) <= MOST_POINTS):
        return f"needs a whole number from -{MOST_POINTS} to {MOST_POINTS}, not 0, after “=”"
    return ""


def fold(text: str) -> str:
    """`text` as it is compared: NFKC, without case, accents and invisible characters, one space between words."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = normalised(normalised(text, "NFKC").casefold(), "NFKD")
    return " ".join(normalised(_MARKS.sub("", plain), "NFC").split())


def _stands_in(phrase: str, text: str) -> bool:
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        if not (_joins(text[at - 1 : at], phrase[0]) or _joins(phrase[-1], text[end : end + 1])):
            return True
        at = text.find(phrase, at + 1)
    return False


def _joins(before: str, after: str) -> bool:
    """Whether two neighbours belong to one word; scripts without spaces between words never say so."""
    return before.isalnum() and after.isalnum() and max(before, after) < "\u0e00"
