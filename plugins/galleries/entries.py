"""The entries under `photos:` in an `album.md`, and what can be wrong with them.

photos:
  - file: dawn.jpg
    title: The first one
    alt: Five runners at the foot of a hill, one of them in orange
    caption: A repetition, before anybody knew better
    focus: 40% 60%
    people: All five said yes on the day
    hide: true
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from plugins.galleries.renditions import Focus
from plugins.musings.library import composed
from plugins.musings.source import Source
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import did_you_mean, one_of

KEYS = ("file", "title", "alt", "caption", "focus", "people", "hide")
YES_OR_NO = {"true": True, "yes": True, "": False, "false": False, "no": False}
FOCUS = re.compile(r"(100|\d\d?)\s*%?[\s,]+(100|\d\d?)\s*%?")
FILE = re.compile(r"^\s*(?:-\s*)?(?:file:\s*)?|\s+#.*$")
MIDDLE: Focus = (0.5, 0.5)
NOT_AGREED = frozenset(("no", "false", "not yet", "asked", "ask", "waiting", "pending", "unknown", "refused", "?"))
"""Notes on the people in a photograph that say they have not agreed to be shown."""
WITHHELD = "Somebody in this photograph has not agreed to be shown, and it would be published."


@dataclass(frozen=True, slots=True)
class Entry:
    """What the coach says about one photograph.

    line: where, from 1. caption: None where no line says it, and the camera's own word counts. agreed: False where its
    note on the people in it says that they have not.
    """

    name: str
    line: int
    title: str
    alt: str
    caption: str | None
    focus: Focus
    hidden: bool
    agreed: bool


class Entries:
    """Reads the entries of one album. pictures: the names of the files in its folder."""

    def __init__(self, source: Source, pictures: Collection[str]) -> None:
        self.source = source
        self.pictures = pictures
        self.example = next(iter(pictures), "dawn.jpg")
        self.mistakes: list[Mistake] = []

    def read(self) -> Iterator[Entry]:
        """Each entry that names a photograph of the folder, once."""
        given = self.source.data.get("photos") or []
        line = self.source.lines.get("photos", 1)
        if not isinstance(given, list):
            fix = f"Begin each photograph with a dash: - file: {self.example}"
            self.wrong("photos-wrong", line, "", "The photographs should be a list.", fix)
            return
        seen = set()
        for item in given:
            entry = item if isinstance(item, dict) else {"file": item}
            written = entry.get("file")
            if not written or not isinstance(written, str):
                fix = f"Begin each photograph with its file: - file: {self.example}"
                self.wrong("photo-nameless", line, "", "An entry below here names no file.", fix)
                continue
            line = self.entry_line(written, line)
            name = composed(written)
            if name not in self.pictures:
                self.unknown(written, line)
            elif name in seen:
                wanted = "This photograph stands here twice."
                self.wrong("photo-repeated", line, written, wanted, "Keep one of the two.")
            else:
                seen.add(name)
                yield self.entry(name, line, entry)

    def entry(self, name: str, line: int, given: dict[str, Any]) -> Entry:
        """One entry, its values typed; what does not fit is told and left at its default."""
        for key in given.keys() - set(KEYS):
            wanted = f"I don't know this key. {did_you_mean(key, KEYS)}".strip()
            fix = f"Choose one of: {one_of(KEYS)}."
            self.wrong("key-unknown", self.line_of(f"{key}:", line), key, wanted, fix)
        words = {key: " ".join(str(given.get(key) or "").split()) for key in KEYS}
        focus = FOCUS.fullmatch(words["focus"])
        if words["focus"] and not focus:
            wanted = "I can't read this point: how far it is from the left and from the top."
            fix = "Write, for example, focus: 40% 60%"
            self.wrong("focus-wrong", self.line_of("focus:", line), words["focus"], wanted, fix)
        hide = words["hide"].lower()
        if hide not in YES_OR_NO:
            wanted = "This should be true or false. Until it is, the photograph stays hidden."
            self.wrong("hide-wrong", self.line_of("hide:", line), hide, wanted, "Write hide: true")
        hidden = YES_OR_NO.get(hide, True)
        agreed = words["people"].lower().rstrip(".!") not in NOT_AGREED
        if not agreed and not hidden:
            fix = "Write hide: true below it, or note here who agreed, and when."
            self.wrong("people-not-agreed", self.line_of("people:", line), words["people"], WITHHELD, fix)
        point = (int(focus[1]) / 100, int(focus[2]) / 100) if focus else MIDDLE
        caption = words["caption"] if "caption" in given else None
        return Entry(name, line, words["title"], words["alt"], caption, point, hidden, agreed)

    def entry_line(self, written: str, before: int) -> int:
        """The line after `before` on which an entry names this file; of a name in another name it is not that one."""
        lines = self.source.text.split("\n")[: self.source.body_line - 1]
        below = [(number, line) for number, line in enumerate(lines, 1) if number > before]
        names = (number for number, line in below if FILE.sub("", line).strip("\"' ") == written)
        return next(names, next((number for number, line in below if written in line), before))

    def line_of(self, words: str, start: int) -> int:
        """The first line of the front matter, from `start` on, that holds these words."""
        lines = self.source.text.split("\n")[: self.source.body_line - 1]
        found = (number for number, line in enumerate(lines, 1) if number >= start and words in line)
        return next(found, start)

    def unknown(self, written: str, line: int) -> None:
        """Record that no photograph of this name is in the folder."""
        hint = did_you_mean(written, self.pictures)
        wanted = f"There is no such photograph in this album. {hint}".strip()
        fix = "Write its file name, or put the photograph into the folder."
        self.wrong("photo-unknown", line, written, wanted, quoting(self.source, line, written) or fix)

    def wrong(self, code: str, line: int, at: str, wanted: str, fix: str) -> None:
        """Record a mistake on this line."""
        self.mistakes.append(self.source.mistake(code, None, line, at, wanted, fix))


def quoting(source: Source, line: int | None, written: str) -> str:
    """The cure where YAML took the rest of a file name for a remark; "" where it did not."""
    text = source.text.split("\n")[line - 1] if line else ""
    return 'Put the name in "quotation marks": without them # begins a remark.' if f"{written} #" in text else ""
