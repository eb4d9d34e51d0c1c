"""`make mend`: the cures that need no thought, shown first and written when the coach says yes.

One mistake a line is mended in each round, from the bottom of a file to its top, so that the lines of the others stay
where they were told; then everything is proofread anew. It ends when nothing is left to offer that was not tried.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.reading import Order, proofread
from plugins.proofreading.repairs import repair
from plugins.proofreading.report import printable, tell, wants_colour

ROUNDS = 50
MARK = "\ufeff"
ENCODINGS = ("not-utf-8", "byte-order-mark")
OFFERED = ("stop", "fix")
OFFERED_HINTS = ("byte-order-mark", "word-doubled", "link-bare", "tag-near")
QUESTION = "Shall I write this? [y/N] "
COLOURS = {"+": "32", "-": "31", "@": "2"}


@dataclass(frozen=True)
class Text:
    """A file as it lies on the disk, and what it takes to write it back as it was.

    lines: without their ends; ends: of each line its own, "" for the last. shown: the lines as a person sees them now.
    """

    lines: list[str]
    ends: list[str]
    shown: list[str]

    @classmethod
    def read(cls, path: Path) -> Text | None:
        """Read a file, whatever it was saved as: UTF-8, UTF-16 with a mark, Windows' own (1252) in a line that is none.

        None where it cannot be read for certain.
        """
        try:
            raw = path.read_bytes()
            whole = raw.decode("utf-16") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else None
            rows = whole.splitlines(True) if whole is not None else [_decoded(row) for row in raw.splitlines(True)]
        except (OSError, UnicodeDecodeError):
            return None
        text = "".join(rows).lstrip(MARK)
        if "\0" in text:
            return None
        parts = re.split(r"(\r\n|\r|\n)", text)
        shown = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return cls(parts[::2], [*parts[1::2], ""], shown)

    def with_lines(self, lines: list[str]) -> bytes:
        """The file with other lines, in UTF-8; a line that stays keeps its end, a new one takes its neighbour's."""
        usual = self.ends[0] or "\n"
        ends = [usual] * len(lines)
        matcher = difflib.SequenceMatcher(None, self.lines, lines, autojunk=False)
        for _, begin, end, own_begin, own_end in matcher.get_opcodes():
            for old, new in zip(range(begin, end), range(own_begin, own_end), strict=False):
                ends[new] = self.ends[old] or usual
        ends[-1] = ""
        return "".join(line + end for line, end in zip(lines, ends, strict=True)).encode("utf-8")


def _decoded(row: bytes) -> str:
    """One line of a file that may have been put together from two encodings. Raises UnicodeDecodeError."""
    try:
        return row.decode("utf-8")
    except UnicodeDecodeError:
        return row.decode("cp1252")


def mend(order: Order, sure: bool = False) -> int:
    """Show every cure, ask, write, and tell what is left; return the exit status.

    sure: write without asking. Status 1 where cures were offered and nobody said yes.
    """
    written: set[str] = set()
    tried: set[Mistake] = set()
    for _ in range(ROUNDS):
        mistakes = proofread(order).mistakes
        # A cure that has not cured is none: what comes back unchanged is left to a person.
        cured = cures(order.root, [each for each in mistakes if each not in tried])
        if not cured:
            _say_what_is_left(mistakes, written)
            return 0
        for file, (before, after, _) in cured.items():
            print(difference(file, before, after, wants_colour(sys.stdout)))
        if not (sure or agreed()):
            print("Nothing has been changed." if not written else "The rest has been left as it was.")
            return 1
        for file, (before, after, done) in cured.items():
            write(order.root / file, before.with_lines(after))
            written.add(file)
            tried.update(done)
    print("There may be more: run make mend once again.")
    return 1


def cures(root: Path, mistakes: Iterable[Mistake]) -> dict[str, tuple[Text, list[str], list[Mistake]]]:
    """For each file that can be mended: what it holds, its lines as they would be, and the mistakes that this mends."""
    by_file: dict[str, list[Mistake]] = defaultdict(list)
    for mistake in mistakes:
        if mistake.grade in OFFERED or mistake.code in OFFERED_HINTS:
            by_file[mistake.file].append(mistake)
    found = {}
    for file, its in sorted(by_file.items()):
        path = root / file
        if path.is_symlink() or (text := Text.read(path)) is None:
            continue
        after, done = _mended(text, its)
        if done:
            found[file] = (text, after, done)
    return found


def _mended(text: Text, mistakes: list[Mistake]) -> tuple[list[str], list[Mistake]]:
    """The lines with one mistake mended on each of them, and which. An encoding is mended by being written at all."""
    if encodings := [mistake for mistake in mistakes if mistake.code in ENCODINGS]:
        return text.lines, encodings
    lines, done = text.lines, list[Mistake]()
    for mistake in sorted(mistakes, key=lambda each: (-(each.line or 0), each.column or 0)):
        if not mistake.line or any(each.line == mistake.line for each in done):
            continue
        if (mended := repair(lines, mistake)) is not None:
            done.append(mistake)
            if len(mended) != len(lines):
                return mended, done  # lines have moved: the next round sees the rest where it stands then
            lines = mended
    return lines, done


def difference(file: str, before: Text, after: list[str], colour: bool = False) -> str:
    """What would change, as a unified diff; of a mark that nobody sees, in words."""
    if before.shown == after or [*before.shown[0].lstrip(MARK).splitlines(), *before.shown[1:]] == after:
        return f"{file}: saved anew, its words as they are.\n"
    rows = []
    for row in difflib.unified_diff(before.shown, after, file, f"{file} (mended)", lineterm="", n=1):
        plain = printable(row)
        sgr = COLOURS.get(plain[:1], "")
        rows.append(f"\x1b[{sgr}m{plain}\x1b[0m" if colour and sgr else plain)
    return "\n".join(rows) + "\n"


def agreed() -> bool:
    """Ask the person at the terminal; where there is none, nobody has agreed."""
    if not sys.stdin.isatty():
        print("Nobody is here to say yes. To write this without being asked: make mend YES=1")
        return False
    try:
        return input(QUESTION).strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        print()
        return False


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, with the permissions that it had."""
    temporary = path.with_name(f".{path.name}.mending-{os.getpid()}")
    temporary.write_bytes(data)
    with contextlib.suppress(OSError):
        temporary.chmod(path.stat().st_mode)
    os.replace(temporary, path)


def _say_what_is_left(mistakes: list[Mistake], written: set[str]) -> None:
    if written:
        print(f"Mended: {', '.join(sorted(written))}.")
    if said := tell(mistakes, wants_colour(sys.stdout)):
        print(f"{'What is left' if written else 'None of this'} needs you to decide.\n\n{said}", end="")
    elif not written:
        print("There is nothing to mend.")
