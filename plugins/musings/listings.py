"""What readers see in lists, searches and shares: titles, summaries, tags, dates. Each could be better."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from plugins.musings.addresses import slugified
from plugins.musings.library import Library
from plugins.musings.reader import day
from plugins.musings.source import Source
from plugins.proofreading import Mistake

LONGEST_TITLE = 70
"""Characters. A result shows about 600 px of a title, which is 55 to 70 of them."""
LONGEST_SUMMARY = 200
"""Characters. What is beyond is cut where a page is shared."""
WORD = re.compile(r"[^\W_]+")


def check_listings(library: Library) -> Iterator[Mistake]:
    """Hints about every file's title, summary and date, and about the tags of all musings."""
    titles: dict[str, Source] = {}
    for source in library.sources:
        if source.state != "draft" and source.lines:
            found = _check_one(source, titles)
            yield from (each for each in found if not (each.code == "date-to-come" and library.order.reports_due))
    yield from check_tags([source for source in library.sources if source.kind == "musing" and source.state != "draft"])


def _check_one(source: Source, titles: dict[str, Source]) -> Iterator[Mistake]:
    values, title = source.values, source.values["title"]
    if title:
        other = titles.setdefault(f"{source.kind} {title.casefold()}", source)
        if other is not source and source.kind != "series":  # the series room tells of its own
            wanted = f"{other.file} has the same title: readers can't tell the two apart in a list."
            yield source.mistake(
                "title-repeated", "title", at=_written(source, "title"), wanted=wanted, fix="Change one of the two."
            )
    if source.kind == "musing" and not source.body.strip() and not values["photo"]:
        wanted = "There is nothing below the first lines: readers would find an empty page."
        fix = "Write some words, or status: draft."
        yield source.mistake("text-missing", line=source.body_line - 1, wanted=wanted, fix=fix)
    if len(title) > LONGEST_TITLE:
        wanted = f"This title has {len(title)} characters; search results show about 60."
        fix = "Say it shorter, or put the words that matter first."
        yield source.mistake("title-long", "title", at=_written(source, "title"), wanted=wanted, fix=fix)
    if not values["summary"] and source.kind != "album" and "summary" not in source.data:
        wanted = "There is no summary: lists and shares show how the text happens to begin."
        fix = "Write summary: and one or two sentences."
        yield source.mistake("summary-missing", line=source.lines.get("title", 1), wanted=wanted, fix=fix)
    if len(values["summary"]) > LONGEST_SUMMARY:
        wanted = f"This summary has {len(values['summary'])} characters; a share shows about {LONGEST_SUMMARY}."
        yield source.mistake("summary-long", "summary", wanted=wanted, fix="Say it in one or two short sentences.")
    if source.state == "scheduled":
        when = f"{day(values['date'])} at {values['date']:%H:%M}"
        wanted = f"This date is still to come: the musing appears on {when}, with the first publishing after that."
        fix = "Nothing to mend, if that is what you mean."
        yield source.mistake("date-to-come", "date", at=_written(source, "date"), wanted=wanted, fix=fix)
    if values["date"] and values["updated"] and values["updated"].date() < values["date"].date():
        wanted = "It was changed before it was published: one of the two dates is wrong."
        yield source.mistake(
            "updated-early", "updated", at=_written(source, "updated"), wanted=wanted, fix="Correct one of them."
        )


def _written(source: Source, key: str) -> str:
    """A value as it stands in its line, for the pointer."""
    value = source.data.get(key)
    return value if isinstance(value, str) else ""


def check_tags(musings: list[Source]) -> Iterator[Mistake]:
    """Tags that are nearly the same, and tags that gather nothing."""
    bearers: dict[str, list[tuple[Source, str]]] = defaultdict(list)
    for source in musings:
        for tag in source.values["tags"]:
            bearers[slugified(tag)].append((source, tag))
    slugs = sorted(bearers, key=lambda slug: (-len(bearers[slug]), slug))
    stems: dict[str, str] = {}
    for slug in slugs:
        source, tag = bearers[slug][0]
        other = stems.setdefault(stem(slug), slug) if stem(slug) in stems else _near(slug, slugs, bearers)
        stems.setdefault(stem(slug), slug)
        if other and other != slug:
            wanted = f"This is nearly the tag {bearers[other][0][1]}: readers would find only half of each."
            yield _of_tag("tag-near", source, tag, wanted, "Use one of the two everywhere.", bearers[other][0][1])
        elif len(bearers[slug]) == 1 and len(musings) >= FEW:
            wanted = "No other musing has this tag, so its page lists this one alone."
            yield _of_tag("tag-lonely", source, tag, wanted, "Use a tag that you have already, or leave it out.")


FEW = 4
"""With fewer musings than this, a tag that stands once is no sign of anything."""
NEAR = 0.88
"""difflib's ratio above which two words are one word misspelt: coaching, coachin; not running, cunning."""


def stem(slug: str) -> str:
    """A tag without what one forgets: hyphens, a plural's s. 'race-days' → 'raceday'."""
    return "".join(re.sub(r"(?<=[^s])s$", "", word) for word in slug.split("-"))


def _near(slug: str, slugs: list[str], bearers: dict[str, list[tuple[Source, str]]]) -> str:
    """A more frequent tag of which this one may be a misspelling; only tags that stand once are suspected."""
    if len(bearers[slug]) > 1 or len(slug) < 5:
        return ""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(slug)
    for other in slugs:
        if other[0] != slug[0] or abs(len(other) - len(slug)) > 2 or len(bearers[other]) < 2:
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() > NEAR and matcher.ratio() > NEAR:
            return other
    return ""


def _of_tag(code: str, source: Source, tag: str, wanted: str, fix: str, cure: str = "") -> Mistake:
    line = source.lines.get("tags")
    if line and tag not in source.line(line):
        line = source.line_of("tags", tag)
    written = source.line(line)
    column = written.find(tag, written.find(":") + 1)
    return source.mistake(code, None, line, tag, wanted, fix, None, column if column >= 0 else None, cure)
