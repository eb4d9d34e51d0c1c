"""One content file, as everyone in the house sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten
from typing import Any

from plugins.musings import addresses
from plugins.musings.facts import Facts
from plugins.proofreading import Mistake
from plugins.proofreading.codes import CODES, Grade

FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})")
FRAME = frozenset(
    "main latest today drafts ways problem name email phone reply_by topic message website reading".split()
)
"""Names of places that the theme's own templates give: no heading or prompt may take one."""
UNREADABLE = frozenset({"text-tangled", "conflict-left", "not-utf-8", "file-unreadable"})
"""What cannot be read cannot be drawn either: it stops, draft or not."""


@dataclass(eq=False)
class Source:
    """One content file.

    file: as the coach knows it, for messages. values: typed front matter; data: the same as plain
    YAML. lines: key to line. html: the rendered body, with `addresses.BASE` before every internal
    address. facts: what stands in its body, and where. styles: the CSS its body needs. words: how
    many it has; opening: its first paragraph's. notes: what rooms leave there for one another.
    elsewhere: pieces of its html that only its own page can show, and what stands for each in a feed.
    """

    path: Path
    file: str
    kind: str
    slug: str
    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    state: str = "published"
    html: str = ""
    styles: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=lambda: set(FRAME))
    facts: Facts = field(default_factory=Facts)
    words: int = 0
    opening: str = ""
    notes: dict[str, Any] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    split: list[str] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where this build shows it: '/musings/carry-less-share-more/', '/drafts/half-written/'."""
        waiting = self.state in ("draft", "scheduled")
        folder = "" if self.kind == "musing" else f"{self.kind}/"
        return f"/drafts/{folder}{self.slug}/" if waiting else self.public_address

    @property
    def public_address(self) -> str:
        """Where it is, or will be, published."""
        return addresses.address_of(self.kind, self.slug)

    @property
    def title(self) -> str:
        """Its title, or what its file is called while the title is missing."""
        return self.values.get("title") or self.slug

    @property
    def html_elsewhere(self) -> str:
        """The body for readers who see no page of ours: words alone, nothing that wants a script or a style."""
        html = self.html
        for drawn, words in self.elsewhere.items():
            html = html.replace(drawn, words, 1)
        return html

    @property
    def description(self) -> str:
        """What search results and shares say of it: its summary, else how it opens, in 150 characters."""
        return self.values["summary"] or shorten(self.opening, 150, placeholder="…") or self.title

    def line_with(self, words: str) -> int | None:
        """The first line of the body that holds these words, from 1; None when none does."""
        for number, line in enumerate(self.body.split("\n"), self.body_line):
            if words in line:
                return number
        return None

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """The lines of the body that are not fenced code, with their numbers."""
        fence = ""
        for number, line in enumerate(self.body.split("\n"), self.body_line):
            if opened := FENCE.match(line):
                fence = "" if fence and opened[1].startswith(fence) else fence or opened[1]
            elif not fence:
                yield number, line

    def line_of(self, key: str, words: str) -> int | None:
        """The line of a front matter key's value that holds these words; else the key's own line."""
        first = self.lines.get(key)
        for number, line in enumerate(self.text.split("\n")[first or 0 : self.body_line - 1], (first or 0) + 1):
            if words in line:
                return number
        return first

    def mistake(
        self,
        code: str,
        key: str | None = None,
        line: int | None = None,
        at: str = "",
        wanted: str = "",
        fix: str = "",
        grade: Grade | None = None,
        column: int | None = None,
        cure: str = "",
    ) -> Mistake:
        """A mistake on the line of a front matter key, or on `line`, with the line as it was written.

        grade: where it is not the code's own.
        """
        number = line or (self.lines.get(key) if key else None)
        found = self.line(number)
        if column is not None and not found.startswith(at, column):
            column = None  # a tab stands before it
        grade = grade or CODES.get(code, "stop")
        # Nobody but the coach sees a draft: what is wrong in its body is told, and stops nothing.
        if self.state == "draft" and key is None and grade == "stop" and code not in UNREADABLE:
            grade = "fix"
        return Mistake(code, self.file, number, found, at, wanted, fix, grade, column, cure)

    def line(self, number: int | None) -> str:
        """A line of the file as it was written, from 1; "" where there is none."""
        if self.split is None:
            self.split = self.text.split("\n")
        return self.split[number - 1] if number and number <= len(self.split) else ""
