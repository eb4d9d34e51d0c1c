"""The entries under `photos:` in an `album.md`, and what can be wrong with them.

photos:
  - file: dawn.jpg
    title: The first one
    alt: Five runners at the foot of a hill, one of them in orange
    caption: A repetition, before anybody knew better
    focus: top left
    people: All five said yes on the day
    hide: true
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from plugins.galleries.focus import FIX, MIDDLE, focus_of, not_understood
from plugins.galleries.renditions import Focus
from plugins.musings.library import composed
from plugins.musings.schema import PHOTO_KEYS
from plugins.musings.source import Source
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import nearest, one_of

KEYS = tuple(PHOTO_KEYS)
YES_OR_NO = {"true": True, "yes": True, "": False, "false": False, "no": False}
FILE = re.compile(r"(?:-\s*)?(?:file:\s*)?")
QUOTED = re.compile(r"""'((?:[^']|'')*)'|"((?:[^"\\]|\\.)*)\"""")
NO = re.compile(
    r"(?:no|not|never|n|nope|asked?|asking|waiting|pending|unknown|unsure|refused|declined|false)\b"
    r"|\?|.*\b(?:not (?:yet )?(?:agreed|asked|been asked|signed|said)|(?:has|have)n['’]t|has not|have not|said no"
    r"|(?:nobody|no one|none of them) (?:has|have|was|were)|refused|declined|withdr[ae]wn?|withdrew)\b|.*[:=,] no\b",
    re.IGNORECASE,
)
"""Notes on the people in a photograph that say they have not agreed to be shown. Rather one too many: it only asks."""
ALSO_CALLED = {
    **dict.fromkeys(("alt text", "alt-text", "alt_text", "alttext", "photo_alt"), "alt"),
    **dict.fromkeys(("photo_caption", "text", "words"), "caption"),
    **dict.fromkeys(("focal point", "focal_point", "focus point", "point"), "focus"),
    **dict.fromkeys(("photo", "picture", "image", "name", "filename", "src"), "file"),
}
"""What a coach may call the others, having read of them elsewhere."""
KEEPS_BACK = {**dict.fromkeys(("hidden", "private", "secret", "draft", "exclude", "skip"), "hide"), "consent": "people"}
"""What a coach may call the two keys that keep a photograph back."""
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
        entries: dict[str, Entry] = {}
        for item in given:
            entry = item if isinstance(item, dict) else {"file": item}
            written = entry.get("file")
            if not written or not isinstance(written, str):
                self.nameless(entry, line)
                continue
            line = self.entry_line(written, line)
            name = composed(written)
            if name not in self.pictures:
                self.unknown(written, line)
                continue
            read = self.entry(name, line, entry)
            if first := entries.get(name):
                wanted = "This photograph stands here twice."
                self.wrong("photo-repeated", line, written, wanted, "Keep one of the two.")
                # The first counts, but what either of them keeps back is kept back.
                read = replace(first, hidden=first.hidden or read.hidden, agreed=first.agreed and read.agreed)
            entries[name] = read
        for read in entries.values():
            self.withheld(read)
            yield read

    def entry(self, name: str, line: int, given: dict[str, Any]) -> Entry:
        """One entry, its values typed; what does not fit is told and left at its default."""
        given = dict(given)
        for key in sorted(given.keys() - set(KEYS)):
            guess = KEEPS_BACK.get(key.casefold()) or ALSO_CALLED.get(key.casefold()) or nearest(key, KEYS)
            wanted = f'I don\'t know this key. Did you mean "{guess}"?' if guess else "I don't know this key."
            self.wrong("key-unknown", self.line_of(f"{key}:", line), key, wanted, f"Choose one of: {one_of(KEYS)}.")
            if guess == key.casefold() or guess in ("hide", "people"):
                given.setdefault(guess, given[key])  # surely meant; and never to be published for a slip
        words = {key: " ".join(str(given.get(key) or "").split()) for key in KEYS}
        focus = focus_of(words["focus"]) if words["focus"] else MIDDLE
        if focus is None:
            wanted = not_understood(words["focus"])
            self.wrong("focus-wrong", self.line_of("focus:", line), words["focus"], wanted, FIX)
        hide = words["hide"].lower()
        if hide not in YES_OR_NO:
            wanted = "This should be true or false. Until it is, the photograph stays hidden."
            self.wrong("hide-wrong", self.line_of("hide:", line), hide, wanted, "Write hide: true")
        hidden = YES_OR_NO.get(hide, True)
        agreed = not NO.match(words["people"])
        caption = words["caption"] if "caption" in given else None
        return Entry(name, line, words["title"], words["alt"], caption, focus or MIDDLE, hidden, agreed)

    def nameless(self, entry: dict[str, Any], line: int) -> None:
        """Record that an entry names no file, at its first key, which may be a slip for it."""
        fix = f"Begin each photograph with its file: - file: {self.example}"
        key = next(iter(entry), "")
        guess = ALSO_CALLED.get(key.casefold()) or nearest(key, KEYS)
        meant = ' Did you mean "file"?' if guess == "file" and key != "file" else ""
        number = self.line_of(f"{key}:", line + 1) if key else line
        at = key if meant and key in self.source.line(number) else ""
        self.wrong("photo-nameless", number, at, f"This entry names no file.{meant}", fix)

    def withheld(self, entry: Entry) -> None:
        """Record that a photograph would be shown although somebody in it has not agreed."""
        if not entry.agreed and not entry.hidden:
            line = self.line_of("people", entry.line)
            fix = "Write hide: true below it, or note here who agreed, and when."
            at = self.source.line(line).partition(":")[2].strip()
            self.wrong("people-not-agreed", line, at, WITHHELD, fix)

    @cached_property
    def head(self) -> list[str]:
        """The lines of the front matter."""
        return self.source.text.split("\n")[: self.source.body_line - 1]

    def entry_line(self, written: str, before: int) -> int:
        """The line after `before` on which an entry names this file; of a name in another name it is not that one."""
        within = None
        for number, line in enumerate(self.head[before:], before + 1):
            if file_in(line) == written:
                return number
            if written in line:
                within = within or number
        return within or before

    def line_of(self, words: str, start: int) -> int:
        """The first line of the front matter, from `start` on, that holds these words."""
        found = (number for number, line in enumerate(self.head[start - 1 :], start) if words in line)
        return next(found, start)

    def unknown(self, written: str, line: int) -> None:
        """Record that no photograph of this name is in the folder."""
        near = next((name for name in self.pictures if bare(name) == bare(written)), "")
        near = near or nearest(written, self.pictures)
        # Only the same name in other clothes is certain: words about one person must not go to the picture of another.
        certain = bool(near) and bare(near) == bare(written)
        hint = f'Did you mean "{near}"?' if certain else f"The nearest is {near}." if near else ""
        wanted = f"There is no such photograph in this album. {hint}".strip()
        fix = "Write its file name, put the photograph into the folder, or take its entry out."
        self.wrong("photo-unknown", line, written, wanted, quoting(self.source, line, written) or fix)

    def wrong(self, code: str, line: int, at: str, wanted: str, fix: str) -> None:
        """Record a mistake on this line."""
        self.mistakes.append(self.source.mistake(code, None, line, at, wanted, fix))


def bare(name: str) -> str:
    """A file's name without what a coach may put around it, or leave out: its folder, curly marks, kind, capitals."""
    last = composed(name).casefold().strip("“”„‘’\"' ").replace("\\", "/").rpartition("/")[2]
    return last.rpartition(".")[0] or last


def file_in(line: str) -> str:
    """The file that a line of its own names, without its quotation marks (YAML 1.2, section 7.3) and remark."""
    words = FILE.sub("", line.strip(), count=1)
    if quoted := QUOTED.match(words):
        return (quoted[1] or "").replace("''", "'") or re.sub(r"\\(.)", r"\1", quoted[2] or "")
    return re.split(r"\s#", words, maxsplit=1)[0].strip()


def quoting(source: Source, line: int | None, written: str) -> str:
    """The cure where YAML took the rest of a file name for a remark; "" where it did not."""
    text = source.text.split("\n")[line - 1] if line else ""
    return 'Put the name in "quotation marks": without them # begins a remark.' if f"{written} #" in text else ""
