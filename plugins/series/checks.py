"""What a coach can get wrong about a series, and the words in which we say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.nearest import did_you_mean
from plugins.series.order import ReadingOrder, date_and_slug, fold, order_series, part_of, series_by_name

if TYPE_CHECKING:
    from plugins.musings.library import Library
    from plugins.musings.source import Source


def check(library: Library) -> list[Mistake]:
    """Every mistake in the library's series and in the musings that name one, drafts included."""
    series = [source for source in library.sources if source.kind == "series"]
    musings = [source for source in library.sources if source.kind == "musing"]
    note_order(series, musings)
    return list(find_mistakes(series, musings))


def note_order(series: Iterable[Source], musings: Iterable[Source]) -> None:
    """Leave on each published musing of a series how that reads from first to last, for other rooms.

    A series of one part has only begun: it has no order yet.
    """
    titles = {source.slug: source.title for source in series}
    for slug, parts in order_series(series, musings).items():
        for musing in parts if len(parts) > 1 else ():
            musing.notes["reading_order"] = ReadingOrder(titles[slug], tuple(parts))


def find_mistakes(series: Iterable[Source], musings: Iterable[Source]) -> Iterator[Mistake]:
    """As `check`, from sources in any order."""
    known = sorted(series, key=lambda source: source.slug)
    slugs = series_by_name(known)
    # A series without a readable title has had its mistake: that nobody finds it by that is no second one.
    all_titled = all(source.values.get("title") for source in known)
    members: dict[str, list[Source]] = defaultdict(list)
    for musing in sorted(musings, key=date_and_slug):
        name = musing.values.get("series")
        slug = slugs.get(fold(name)) if name else None
        if slug is not None:
            members[slug].append(musing)
        elif name and all_titled:
            yield _unknown(musing, name, known)
        yield from _part_alone(musing)
    for source in known:
        yield from _shared_name(source, slugs)
        yield from _claimed_twice(members[source.slug])
        yield from _gap(members[source.slug])
        if all_titled and _owns_its_title(source, slugs):
            yield from _nothing_to_read(source, members[source.slug])


def _unknown(musing: Source, name: str, series: list[Source]) -> Mistake:
    titles = [source.title for source in series]
    guess = did_you_mean(name, titles) or did_you_mean(name, [source.slug for source in series])
    choice = f"Write one of: {'; '.join(titles[:8])}. Or begin" if titles else "Begin"
    return musing.mistake(
        "series-unknown",
        key="series",
        at=name,
        wanted=f"There is no series of this name. {guess}".strip(),
        fix=f"{choice} a new series with a file in content/series/.",
    )


def _part_alone(musing: Source) -> Iterator[Mistake]:
    if part_of(musing) and not musing.values.get("series"):
        yield musing.mistake(
            "part-alone",
            key="part",
            at="part",
            wanted="This musing has a part but no series.",
            fix="Add a line with series: and its title, or take this one out.",
        )


def _owns_its_title(source: Source, slugs: dict[str, str]) -> bool:
    title = source.values.get("title")
    return not title or slugs.get(fold(title)) == source.slug


def _shared_name(source: Source, slugs: dict[str, str]) -> Iterator[Mistake]:
    title = source.values.get("title")
    if not _owns_its_title(source, slugs):
        owner = slugs.get(fold(title or ""))
        yield source.mistake(
            "series-title-taken",
            key="title",
            at=title or "",
            wanted=f"content/series/{owner}.md has this title already.",
            fix="Give one of the two another title.",
        )


def _claimed_twice(musings: list[Source]) -> Iterator[Mistake]:
    claims: dict[int, Source] = {}
    for musing in musings:
        part = part_of(musing)
        if part is None:
            continue
        first = claims.setdefault(part, musing)
        if first is not musing:
            yield musing.mistake(
                "part-taken",
                key="part",
                at=str(part),
                wanted=f"Part {part} of this series is already {first.file}.",
                fix="Give one of the two another number, or take both lines out to go by date.",
            )


def _gap(musings: list[Source]) -> Iterator[Mistake]:
    """A part beyond the last: the series has fewer musings than it claims. Drafts hold their places here."""
    for musing in musings:
        part = part_of(musing)
        if part and part > len(musings):
            yield musing.mistake(
                "part-gap",
                key="part",
                at=str(part),
                wanted=f"This says part {part}, but the series has {len(musings)} of them.",
                fix="Readers would see another number. Number the musings from 1, or leave the line out.",
            )


def _nothing_to_read(source: Source, musings: list[Source]) -> Iterator[Mistake]:
    published = [musing for musing in musings if musing.state == "published"]
    if source.state == "published" and not published:
        yield source.mistake(
            "series-empty",
            wanted="No published musing belongs to this series yet, so the list of series leaves it out.",
            fix=f"Write series: {source.values.get('title') or source.slug} into a musing.",
        )
    if source.state == "draft":
        for musing in published:
            yield musing.mistake(
                "series-unpublished",
                key="series",
                wanted=f"{source.file} is a draft, so readers will not see that this musing is part of it.",
                fix="Publish the series too, or leave it as it is.",
            )
