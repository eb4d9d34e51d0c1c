"""A thousand musings that nobody wrote: the same words for Cairn and for stock Pelican, the same on every machine.

Each is about 450 words under four or five headings, with two links to other musings, emphasis, a list and a quotation;
every third belongs to a series of eight, every fourth asks a question. The sentences are put together from a small
grammar, so that they have the lengths and the punctuation of prose; nobody should read them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SEED = "cairn"
FIRST_DAY = datetime(2018, 1, 1, 7, 30)
BETWEEN = timedelta(hours=61)
ENOUGH_WORDS = 350  # a part ends with the paragraph that passes its share of these: 450 words in all
PARTS_IN_A_SERIES, TAGS_EACH = 8, 3


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


WHO = _words("""
    the coach, a runner, my neighbour, the team, an old friend, the newest member, a tired manager,
    the group, someone at the back, a stranger
""")
DID = _words("""
    waited for, noticed, carried, let go of, talked about, forgot, came back to, wrote down,
    gave away, walked round, looked after, put off
""")
WHAT = _words("""
    the long hill, a plain question, the slow week, that promise, the whole plan, an empty chair,
    the second lap, a quiet answer, the weather, somebody's doubt, the map, a small fear
""")
WHEN = _words("""
    before breakfast, after the meeting, on the way down, for once, in the rain, without a word,
    twice in one month, at the gate, by the river, when nobody asked, as usual, at the end of March
""")
JOIN = ", and|, but|; then|, because|, while|, so".split("|")
QUALITY = "calm patient narrow early honest muddy brave careful borrowed steady ordinary late".split()
TOPIC = "paths rest pace doubt boots listening mornings teams hills letters trust silence weather questions".split()
TAGS = [f"{quality} {topic}" for quality in QUALITY[:8] for topic in TOPIC[:5]]


@dataclass(frozen=True)
class Musing:
    """One invented musing; `link` in a paragraph stands as {{number|words}} until a writer fills it."""

    number: int
    title: str
    slug: str
    date: datetime
    summary: str
    tags: tuple[str, ...]
    series: int | None
    paragraphs: tuple[str, ...]
    question: str
    quotation: str


def musings(count: int, first: int = 0) -> Iterator[Musing]:
    """`count` musings from number `first`; a musing's words depend on its number alone, its links reach back."""
    for number in range(first, first + count):
        yield _musing(number)


def series_of(all_of_them: list[Musing]) -> list[int]:
    """The numbers of the series that these musings belong to."""
    return sorted({musing.series for musing in all_of_them if musing.series is not None})


def series_title(number: int) -> str:
    """What a series is called: 'Honest hills, 12'."""
    return f"{QUALITY[number % len(QUALITY)].capitalize()} {TOPIC[number % len(TOPIC)]}, {number + 1}"


def series_slug(number: int) -> str:
    """The name of the file that introduces a series."""
    return _slug(series_title(number))


def _musing(number: int) -> Musing:
    dice = random.Random(f"{SEED} {number}")
    title = _title(number)
    return Musing(
        number=number,
        title=title,
        slug=_slug(title),
        date=FIRST_DAY + number * BETWEEN,
        summary=_sentence(dice),
        tags=tuple(dice.sample(TAGS, TAGS_EACH)),
        series=number // 3 // PARTS_IN_A_SERIES if number % 3 == 0 else None,
        paragraphs=tuple(_paragraphs(dice, number)),
        question=f"When did you last notice {dice.choice(WHAT)} {dice.choice(WHEN)}?" if number % 4 == 0 else "",
        quotation=_sentence(dice),
    )


def _title(number: int) -> str:
    dice = random.Random(f"{SEED} title {number}")
    first, second = (f"{dice.choice(QUALITY)} {dice.choice(TOPIC)}" for _ in range(2))
    return f"{first.capitalize()} and {second} {number:04d}"


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _paragraphs(dice: random.Random, number: int) -> Iterator[str]:
    """Headings, paragraphs, one list: about 450 words, the first two paragraphs with a link each."""
    words = 0
    links = [max(0, number - back) for back in (dice.randint(1, 40), dice.randint(1, 400))]
    for part in range(5):
        if part:
            yield f"## {dice.choice(WHAT).capitalize()} {dice.choice(WHEN)}"
        while words < ENOUGH_WORDS * (part + 1) / 5:
            sentences = [_sentence(dice) for _ in range(dice.randint(3, 5))]
            if links and number:
                target = links.pop()
                sentences[1] = f"It began with {{{{{target}|{_title(target)}}}}}."
            paragraph = " ".join(sentences)
            words += len(paragraph.split())
            yield paragraph
        if part == 2:
            yield "\n".join(f"- {dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)}" for _ in range(4))


def _sentence(dice: random.Random) -> str:
    clauses = [f"{dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)} {dice.choice(WHEN)}"]
    if dice.random() < 0.4:
        clauses.append(f"{dice.choice(JOIN)} {dice.choice(WHO)} {dice.choice(DID)} {_stressed(dice)}")
    sentence = "".join(clauses)
    return sentence[0].upper() + sentence[1:] + "."


def _stressed(dice: random.Random) -> str:
    words = dice.choice(WHAT)
    return f"*{words}*" if dice.random() < 0.3 else words


def body(musing: Musing, link: str, question_head: str) -> str:
    """The Markdown of a musing: `link` says how its generator writes one, with {slug} in it."""

    def filled(found: re.Match[str]) -> str:
        return f"[{found[2]}]({link.format(slug=_slug(_title(int(found[1]))))})"

    blocks = [re.sub(r"\{\{(\d+)\|(.+?)\}\}", filled, block) for block in musing.paragraphs]
    blocks.insert(3, f"> {musing.quotation}")
    if musing.question:
        blocks.insert(6, f"{question_head}> {musing.question}")
    return "\n\n".join(blocks) + "\n"


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write files by name below a folder."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
