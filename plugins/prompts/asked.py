"""Questions as they are read away from their musings: in the library, on the home page, in feed and calendar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from plugins.prompts.prompts import Prompt

NOTE_MARK = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
BETWEEN_PARAGRAPHS = re.compile(r"</(?:p|li)>\s*<(?:p|li)>")
NOT_EMPHASIS = re.compile(r"<(?!/?(?:em|strong|code|br)\b)[^>]*>")
WITHOUT_PAGE = frozenset({"set"})
"""Slugs of tags that have no page of questions: a set that somebody has chosen is read at /reflections/set/."""


@dataclass(frozen=True)
class Question:
    """A prompt and its musing, as Pelican knows it."""

    prompt: Prompt
    musing: Any

    @property
    def address(self) -> str:
        """Its place in its musing."""
        return f"{self.musing.address}#{quote(self.prompt.id)}"

    @property
    def words(self) -> Markup:
        """The question as HTML that may stand within a link: emphasis, and no other markup.

        Safe: it only takes tags away from what the Markdown reader made.
        """
        text = NOTE_MARK.sub("", str(self.prompt.question).strip())
        return Markup(NOT_EMPHASIS.sub("", BETWEEN_PARAGRAPHS.sub("<br>", text)))

    @property
    def series(self) -> Any:
        """The series of its musing, or None."""
        part = self.musing.series_part
        return part.series if part else None

    @property
    def group(self) -> str:
        """What it stands under in the library: the slug of its series, or ""."""
        return self.series.slug if self.series else ""


@dataclass(frozen=True)
class Theme:
    """A tag of musings that ask something. questions: in the library's order."""

    name: str
    slug: str
    questions: tuple[Question, ...]

    @property
    def address(self) -> str:
        """Its page in the library."""
        return theme_address(self.slug)


def theme_address(slug: str) -> str:
    """Where the questions of a tag are listed."""
    return f"/reflections/{slug}/"


def date_and_slug(musing: Any) -> tuple[datetime, str]:
    """The key of the order by date; the slug decides between musings of one moment."""
    return musing.date, musing.slug


def in_order(musings: Iterable[Any]) -> tuple[Question, ...]:
    """The library's order: series by title, each in its reading order; then the other musings, the newest first."""
    asking = [musing for musing in musings if musing.prompts]
    by_slug = {musing.series_part.series.slug: musing.series_part.series for musing in asking if musing.series_part}
    ordered = sorted(by_slug.values(), key=lambda series: (series.title.casefold(), series.slug))
    alone = [musing for musing in asking if not musing.series_part]
    alone.sort(key=date_and_slug, reverse=True)
    return _of([musing for series in ordered for musing in series.musings] + alone)


def newest_first(musings: Iterable[Any]) -> tuple[Question, ...]:
    """The questions of the newest musing first; those of one musing as they stand in it."""
    return _of(sorted(musings, key=date_and_slug, reverse=True))


def oldest_first(musings: Iterable[Any]) -> tuple[Question, ...]:
    """The questions of the oldest musing first; those of one musing as they stand in it."""
    return _of(sorted(musings, key=date_and_slug))


def _of(musings: Iterable[Any]) -> tuple[Question, ...]:
    return tuple(Question(prompt, musing) for musing in musings for prompt in musing.prompts)


def by_theme(questions: Iterable[Question]) -> tuple[Theme, ...]:
    """The themes, those with the most questions first."""
    names: dict[str, str] = {}
    found: dict[str, list[Question]] = {}
    for question in questions:
        for tag in question.musing.tags:
            names.setdefault(tag.slug, tag.name)
            found.setdefault(tag.slug, []).append(question)
    themes = [Theme(names[slug], slug, tuple(of)) for slug, of in found.items() if slug not in WITHOUT_PAGE]
    return tuple(sorted(themes, key=lambda theme: (-len(theme.questions), theme.slug)))
