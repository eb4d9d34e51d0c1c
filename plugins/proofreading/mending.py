"""`make mend`: the cures that need no thought, shown first and written when the coach says yes.

One mistake a line is mended in each round, from the bottom of a file to its top, so that the lines of the others stay
where they were told; then everything is proofread anew. It ends when there is nothing left to offer.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.reading import Order, proofread
from plugins.proofreading.repairs import repair
from plugins.proofreading.report import printable, tell, wants_colour

ROUNDS = 20
MARK = "\ufeff"
ENCODINGS = ("not-utf-8", "byte-order-mark")
OFFERED = ("stop", "fix")
OFFERED_HINTS = ("byte-order-mark", "word-doubled", "link-bare", "tag-near")
QUESTION = "Shall I write this? [y/N] "
COLOURS = {"+": "32", "-": "31", "@": "2"}


@dataclass(frozen=True)
class Text:
    """A file as it lies on the disk, and what it takes to write it back as it was."""

    raw: bytes
    lines: list[str]
    newline: str

    @classmethod
    def read(cls, path: Path) -> Text | None:
        """Read a file, whatever it was saved as: UTF-8, UTF-16 with a mark, else Windows' own (1252). None: no file."""
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        text = ""
        for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "cp1252", "latin-1"):
            with contextlib.suppress(UnicodeDecodeError):
                text = raw.decode(encoding)
                break
        newline = "\r\n" if "\r\n" in text else "\n"
        return cls(raw, text.lstrip(MARK).replace("\r\n", "\n").replace("\r", "\n").split("\n"), newline)

    def with_lines(self, lines: Iterable[str]) -> bytes:
        """The file with other lines, in UTF-8, its line ends as they were."""
        return self.newline.join(lines).encode("utf-8")


def mend(order: Order, sure: bool = False) -> int:
    """Show every cure, ask, write, and tell what is left; return the exit status.

    sure: write without asking. Status 1 where cures were offered and nobody said yes.
    """
    written: set[str] = set()
    for _ in range(ROUNDS):
        mistakes = proofread(order).mistakes
        cured = cures(order.root, mistakes)
        if not cured:
            _say_what_is_left(mistakes, written)
            return 0
        for file, (before, after) in cured.items():
            print(difference(file, before, after, wants_colour(sys.stdout)))
        if not (sure or agreed()):
            print("Nothing has been changed." if not written else "The rest has been left as it was.")
            return 1
        for file, (before, after) in cured.items():
            write(order.root / file, before.with_lines(after))
            written.add(file)
    return 0


def cures(root: Path, mistakes: Iterable[Mistake]) -> dict[str, tuple[Text, list[str]]]:
    """For each file that can be mended: what it holds, and its lines as they would be."""
    by_file: dict[str, list[Mistake]] = defaultdict(list)
    for mistake in mistakes:
        if mistake.grade in OFFERED or mistake.code in OFFERED_HINTS:
            by_file[mistake.file].append(mistake)
    found = {}
    for file, its in sorted(by_file.items()):
        path = root / file
        if path.is_symlink() or (text := Text.read(path)) is None:
            continue
        after = _mended(text, its)
        if after != text.lines or any(mistake.code in ENCODINGS for mistake in its):
            found[file] = (text, after)
    return found


def _mended(text: Text, mistakes: list[Mistake]) -> list[str]:
    """The lines with one mistake mended on each of them. A file's encoding is mended by being written at all."""
    if any(mistake.code in ENCODINGS for mistake in mistakes):
        return text.lines
    lines, mended_lines = text.lines, set()
    for mistake in sorted(mistakes, key=lambda each: (-(each.line or 0), each.column or 0)):
        if mistake.line and mistake.line not in mended_lines and (mended := repair(lines, mistake)) is not None:
            moved = len(mended) != len(lines)
            lines = mended
            mended_lines.add(mistake.line)
            if moved:
                break  # lines have moved: the next round sees the rest where it stands then
    return lines


def difference(file: str, before: Text, after: list[str], colour: bool = False) -> str:
    """What would change, as a unified diff; of an encoding, in words."""
    if before.lines == after:
        return f"{file}: saved anew as UTF-8, without any other change."
    rows = []
    for row in difflib.unified_diff(before.lines, after, file, f"{file} (mended)", lineterm="", n=1):
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
