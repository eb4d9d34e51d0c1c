"""What proofreading wants to know of a body: where each link, picture, heading and block stands.

Plain data, which depends on the text alone: so it is kept from one run to the next, as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Link(NamedTuple):
    """A link as the coach wrote it. kind: "link", "reference", "address" (in angle brackets) or "html".

    line: from 1, of the body; a reference's is that of its definition. column: of href in that line, from 0.
    """

    href: str
    words: str
    line: int
    column: int
    kind: str


class Picture(NamedTuple):
    """A picture as the coach wrote it; html: written as a tag. line and column as a link's."""

    src: str
    alt: str
    title: str
    line: int
    column: int
    html: bool


class Heading(NamedTuple):
    """A heading: its level (1 to 6), its words without markup, its anchor."""

    level: int
    words: str
    anchor: str
    line: int


class Block(NamedTuple):
    """A `> [!word] argument` with the Markdown below it. number: how many of its word stood before it, plus one."""

    word: str
    argument: str
    text: str
    line: int
    number: int


class Finding(NamedTuple):
    """A mistake that shows in the text alone, whatever other files say; it becomes a Mistake when the file is known."""

    code: str
    line: int
    at: str
    wanted: str
    fix: str
    column: int | None


@dataclass
class Facts:
    """All of them, in the order in which they stand. Lines count from the first of the body, 1."""

    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)

    def as_rows(self) -> dict[str, Any]:
        """As JSON can hold them."""
        return {name: rows for name, rows in vars(self).items() if rows}

    @classmethod
    def from_rows(cls, rows: dict[str, Any]) -> Facts:
        """What `as_rows` gave. Raises TypeError or KeyError for what it did not give."""
        facts = cls(anchors=list(rows.get("anchors", [])))
        for name, kind in KINDS.items():
            setattr(facts, name, [kind(*row) for row in rows.get(name, [])])
        return facts


KINDS: dict[str, type[Any]] = {
    "links": Link,
    "pictures": Picture,
    "headings": Heading,
    "blocks": Block,
    "findings": Finding,
}
