"""Where in a body the words of its tree were written: Python-Markdown forgets it."""

from __future__ import annotations

import re
from bisect import bisect_right

from plugins.musings.callouts import MARK

TAB = 4
MARKUP = " \t>*+-#=|.:)0123456789"
"""Signs that may stand beside a paragraph's words on their line without belonging to them."""
ITEM = re.compile(r"\d+\.[ ]+")
"""How an item begins that was written `1)`, in the form that Python-Markdown has been given."""
TRIES = 40


class Lines:
    """The lines of a body, in which pieces of its text are looked for in their order.

    Lines count from 1, columns from 0; tabs are as Python-Markdown has expanded them.
    """

    def __init__(self, body: str) -> None:
        self.text = body.expandtabs(TAB) if "\t" in body else body
        self.cursor = 0
        self.starts: list[int] = []

    def row_and_column(self, place: int) -> tuple[int, int]:
        """The line and the column of a place in the text."""
        if not self.starts:
            starts, at = [0], self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self.starts = starts
        row = bisect_right(self.starts, place)
        return row, place - self.starts[row - 1]

    def move_to(self, words: str) -> None:
        """Go back, or on, to the first place of these words: what is looked for next stands after it."""
        self.cursor = max(0, self.text.find(words))

    def move_below(self, line: int) -> None:
        """Go to the line below this one."""
        self.row_and_column(0)
        self.cursor = self.starts[line] if line < len(self.starts) else len(self.text)

    def place(self, piece: str) -> int:
        """Where a line of text, or a part of one, stands: the next place at which nothing but markup is beside it.

        What Python-Markdown has changed is not found; then the place is where the search began.
        """
        words = MARK.sub("", piece).strip() if "\ue001" in piece else piece.strip()
        if not words:
            return self.cursor
        if (stashed := words.rfind("\x03") + 1) and stashed < len(words):  # raw HTML, put aside, stands before them
            return self.place(words[stashed:]) - stashed
        first = found = self.text.find(words, self.cursor)
        for _ in range(TRIES):
            if found < 0:
                break
            if self._is_alone(found, len(words)):
                self.cursor = found
                return found
            found = self.text.find(words, found + 1)
        if first < 0:
            first = self.text.find(words)
        if first < 0 and (item := ITEM.match(words)) and item.end() < len(words):
            return self.place(words[item.end() :]) - item.end()
        if first >= self.cursor:
            self.cursor = first
        return first if first >= 0 else self.cursor

    def sure(self, words: str, line: int, column: int) -> tuple[int, int]:
        """This line and column where these words stand there; else where they stand next, or at all.

        Around raw HTML Python-Markdown takes a text apart and puts it together in another way.
        """
        begin = self.starts[line - 1]
        if self.text.startswith(words, begin + column):
            return line, column
        found = self.text.find(words, begin)
        found = found if found >= 0 else self.text.find(words)
        return self.row_and_column(found) if found >= 0 else (line, column)

    def _is_alone(self, found: int, length: int) -> bool:
        begin = self.text.rfind("\n", 0, found) + 1
        end = self.text.find("\n", found)
        end = len(self.text) if end < 0 else end
        return not self.text[begin:found].strip(MARKUP) and not self.text[found + length : end].strip(" #\t\\")


class Piece:
    """A text of the tree, whose places can be told."""

    def __init__(self, text: str, lines: Lines, placed: list[tuple[int, int]] | None = None) -> None:
        """placed: for each line its place in this text and its place in the body, where that is known already."""
        self.text = text
        self.lines = lines
        self.placed = placed or []

    def row_and_column(self, place: int) -> tuple[int, int]:
        """The line (from 1) and column (from 0) of the body at which a place in this text was written."""
        if not self.placed:
            at = 0
            for line in self.text.split("\n"):
                indent = len(line) - len(line.lstrip())
                self.placed.append((at + indent, self.lines.place(line)))
                at += len(line) + 1
        index = bisect_right(self.placed, (place, len(self.lines.text) + 1)) - 1
        own, written = self.placed[max(index, 0)]
        return self.lines.row_and_column(written + max(0, place - own))
