"""Lists as people write them: beside the words above, indented by two spaces, with code in an item.

Python-Markdown wants an empty line before a list and four spaces a level, and knows no fenced code within an
item; GitHub, Obsidian and CommonMark (section 5.2) want none of it. So such lists are put into its form before it reads
them. What is written in its form already comes through as it is.
"""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

ITEM = re.compile(r"^([ ]*)([-*+]|\d{1,9}[.)])([ ]+)(?=\S)")
RULE = re.compile(r"^[ ]{0,3}([-*_])[ ]*(?:\1[ ]*){2,}$")
FENCE = re.compile(r"^([ ]*)(`{3,}|~{3,})")
INDENT = 4
STARTS_NO_LIST = re.compile(r"^[ ]*(?:>|#|\||<|\[\^?[^\]]*\]:|:[ ]|[*][^ ]|$)")


class ListForm(Preprocessor):
    """Gives lists the form that Python-Markdown reads."""

    def run(self, lines: list[str]) -> list[str]:
        if not any(ITEM.match(line) for line in lines):
            return lines
        return _Rewriter(lines).rewrite()


class _Rewriter:
    """One pass over the lines. `open` holds, for each open list, where its items and their words begin."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.out: list[str] = []
        self.open: list[tuple[int, int]] = []
        self.paragraphs = False  # whether the item at work has had words after an empty line

    def rewrite(self) -> list[str]:
        """The lines in the form that Python-Markdown reads."""
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            if not self.open and line[:1].isalpha():  # running words, and nothing around them to belong to
                self.out.append(line)
                number += 1
                continue
            if fence := FENCE.match(line):
                number = self._fence(number, len(fence[1]), fence[2])
                continue
            item = None if RULE.match(line) else ITEM.match(line)
            if item and self._is_item(item, number):
                self._item(item, line)
            else:
                self._words(line)
            number += 1
        return self.out

    def _is_item(self, item: re.Match[str], number: int) -> bool:
        """Code that is indented looks like an item; running words may begin with a number and a full stop."""
        indent = len(item[1])
        if self.open:
            return indent < self.open[-1][1] + INDENT
        before = self.out[-1] if self.out else ""
        in_paragraph = bool(before.strip()) and not STARTS_NO_LIST.match(before)
        return indent < INDENT and not (in_paragraph and item[2] not in ("-", "*", "+", "1.", "1)"))

    def _item(self, item: re.Match[str], line: str) -> None:
        indent = len(item[1])
        while self.open and indent < self.open[-1][0]:
            self.open.pop()
        below_words = bool(self.out) and bool(self.out[-1].strip()) and not STARTS_NO_LIST.match(self.out[-1])
        if below_words and (self.paragraphs or not self.open):
            self.out.append("")
        self.paragraphs = False
        if not self.open or indent >= self.open[-1][1]:
            self.open.append((indent, item.end()))
        else:
            self.open[-1] = (indent, item.end())
        mark = item[2].replace(")", ".")
        self.out.append(" " * INDENT * (len(self.open) - 1) + mark + " " + line[item.end() :])

    def _words(self, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        if line.strip():
            after_gap = not self.out or not self.out[-1].strip()
            self.paragraphs = self.paragraphs or after_gap
            while self.open and after_gap and indent < self.open[-1][1] and indent < INDENT * len(self.open):
                self.open.pop()
        self.out.append(self._indented(line, indent))

    def _indented(self, line: str, indent: int) -> str:
        """A line of an item, by as much as its level wants; what is indented further, code, keeps its distance."""
        if not self.open or not line.strip():
            return line
        words = self.open[-1][1]
        if indent >= INDENT * len(self.open):
            beyond = indent - (words if indent - words >= INDENT else INDENT * len(self.open))
        else:
            beyond = max(0, indent - words)
        if indent < words and (not self.out or self.out[-1].strip()):
            return line.lstrip(" ")  # a paragraph that goes on without being indented
        return " " * (INDENT * len(self.open) + beyond) + line.lstrip(" ")

    def _fence(self, number: int, indent: int, fence: str) -> int:
        """Copy fenced code; in an item, as indented code. Returns the number of the line after it."""
        end, closes = number + 1, re.compile(rf"^[ ]*{re.escape(fence[0])}{{{len(fence)},}}[ ]*$")
        while end < len(self.lines) and not closes.match(self.lines[end]):
            end += 1
        within = self.open and indent >= min(self.open[-1][1], 2)
        if not within:
            self.open = []
            self.out.extend(self.lines[number : end + 1])
            return end + 1
        self.out.append("")
        for line in self.lines[number + 1 : end]:
            code = line[indent:] if line[:indent].isspace() or not line[:indent] else line.lstrip(" ")
            self.out.append(" " * INDENT * (len(self.open) + 1) + code if code.strip() else "")
        self.out.append("")
        return end + 1
