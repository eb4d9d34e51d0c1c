"""From the content folder to the library: files found, taken apart and typed, mistakes gathered."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.musings import addresses, front_matter
from plugins.musings.addresses import DATED
from plugins.musings.callouts import registered_words
from plugins.musings.facts import Facts
from plugins.musings.files import files_below
from plugins.musings.front_matter import FrontMatter
from plugins.musings.library import Library
from plugins.musings.memory import Memory, digest_of
from plugins.musings.scanning import Scanner
from plugins.musings.schema import KEYS, keys_of
from plugins.musings.source import Source
from plugins.musings.typography import educate
from plugins.musings.unreadable import Unreadable
from plugins.proofreading import Mistake
from plugins.proofreading.codes import Grade
from plugins.proofreading.nearest import nearest, one_of
from plugins.proofreading.reading import Order
from plugins.proofreading.settings import Settings, time_zone

FOLDERS = {"musing": "musings", "page": "pages", "series": "series", "album": "albums"}
DEFAULTS = {name: key.default for name, key in KEYS.items()}
UTF_16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
MARK = "\ufeff"
CONFLICT_END = re.compile(r">{7} \S+")
NO, YES = ("false", "no", "0", ""), ("true", "yes", "1", "")
KEEPS_BACK: dict[str, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(("draft", "private", "unpublished"), ("draft", NO)),
    **dict.fromkeys(("published", "publish", "public"), ("draft", YES)),
    **dict.fromkeys(("hidden", "unlisted"), ("hidden", NO)),
    "visibility": ("hidden", ("public", "")),
    "password": ("draft", ("",)),
}
"""Keys by which other generators keep something back: the status that means the same, and the values that do not."""
PLURALS = {"musing": "musings", "page": "pages", "series": "series", "album": "albums"}
ELSEWHERE_CALLED = {
    **dict.fromkeys(("description", "excerpt", "subtitle", "abstract", "teaser"), "summary"),
    **dict.fromkeys(("category", "categories", "keywords", "topics"), "tags"),
    **dict.fromkeys(("url", "permalink", "aliases", "alias", "redirects"), "redirect_from"),
    **dict.fromkeys(("modified", "lastmod", "last_modified_at"), "updated"),
    **dict.fromkeys(("image", "picture", "featured_image", "banner", "thumbnail"), "photo"),
    **dict.fromkeys(("created", "day", "pubdate", "published_at"), "date"),
    "cta": "call_to_action",
}
"""What other generators call the same."""


def read(order: Order, settings: Settings) -> Library:
    """Read every file of the content folder. Mistakes are gathered, never raised."""
    zone = time_zone(settings)
    now = order.now or datetime.now(zone)
    library = Library(order, settings, now)
    memory = Memory(order.cache, registered_words())
    scanner = Scanner(library)
    for kind, file in _files(order.root):
        path = order.root / file
        source = Source(path, file, kind, addresses.slug_of(path, kind))
        source.values = dict(DEFAULTS)
        library.sources.append(source)
        library.by_path[path] = source
        if _has_text(source, library):
            _take_apart(source, library, memory, scanner)
    memory.save()
    return library


def _files(root: Path) -> Iterator[tuple[str, str]]:
    """The kind of each content file, and its name as the coach knows it, in the order of the names."""
    for kind, folder in FOLDERS.items():
        files = (file for file, is_folder in files_below(root, f"content/{folder}") if not is_folder)
        files = (file for file in files if not os.path.islink(root / file))
        yield from ((kind, file) for file in files if file.endswith("/album.md" if kind == "album" else ".md"))


def _has_text(source: Source, library: Library) -> bool:
    """Read the file's bytes as text; False, and a mistake, where that cannot be done."""
    try:
        raw = source.path.read_bytes()
    except OSError as error:
        wanted = f"I can't open this file ({error.strerror})."
        fix = "Look whether you can open it yourself, and allow reading in its properties."
        library.mistakes.append(source.mistake("file-unreadable", wanted=wanted, fix=fix))
        return False
    encoding = UTF_16.get(raw[:2], "")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        source.text = raw.decode(encoding or "utf-8", "replace")
        number = 1 if encoding else raw.count(b"\n", 0, error.start) + 1
        what = "It is saved as UTF-16." if encoding else "A letter in this line can't be read."
        fix = "Save it again as UTF-8: your editor has a choice of encodings where it saves."
        wanted = f"This file is not saved as UTF-8. {what}"
        at = "\ufffd" if "\ufffd" in source.line(number) else ""
        library.mistakes.append(source.mistake("not-utf-8", line=number, at=at, wanted=wanted, fix=fix))
        return False
    source.text = text.lstrip(MARK).replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith(MARK):
        wanted = "An invisible mark (a BOM) stands before the first letter of this file."
        fix = "Save it as UTF-8 without BOM: other programs trip over it."
        library.mistakes.append(source.mistake("byte-order-mark", line=1, wanted=wanted, fix=fix))
    return True


def _take_apart(source: Source, library: Library, memory: Memory, scanner: Scanner) -> None:
    """Front matter, body and facts: remembered, where a file of this very text was read before."""
    if line := _conflict(source):
        wanted = "Two versions of this file were put together here, and nobody has chosen between them."
        fix = "Keep the lines that you want, and take out those that begin with <<<<<<<, ======= and >>>>>>>."
        at = source.line(line)[:7]
        library.mistakes.append(source.mistake("conflict-left", line=line, at=at, wanted=wanted, fix=fix))
        return
    digest = digest_of(source.text.encode("utf-8", "surrogatepass"))
    try:
        parts, source.facts = _from_rows(memory.recall(digest), source)
    except (KeyError, TypeError, ValueError):
        parts = front_matter.split(source.text, source.file)
        _fill(source, parts)
        source.facts = scanner.scan(source)
        memory.keep(digest, _as_rows(parts, source.facts))
    _fill(source, parts)
    library.mistakes.extend(parts.mistakes)
    unread = _type_values(source, library)
    source.state = _state(source, library.now)
    if all(mistake.grade != "stop" for mistake in parts.mistakes):
        library.mistakes.extend(_missing(source, unread))


def _conflict(source: Source) -> int | None:
    """The line at which git has left both versions of a text; in fenced code it is only shown."""
    if f"{'>' * 7} " not in source.text and f"{'<' * 7} " not in source.text:
        return None
    source.body, source.body_line = source.text, 1
    parted = f"\n{'=' * 7}\n" in source.text
    for number, line in source.prose_lines():
        if line.startswith("<" * 7 + " ") or (parted and CONFLICT_END.fullmatch(line)):
            before = "\n".join(source.text.split("\n")[: number - 1])
            if before.count("<pre") == before.count("</pre"):
                return number
    return None


def _fill(source: Source, parts: FrontMatter) -> None:
    source.data, source.lines = parts.data, parts.lines
    source.body, source.body_line = parts.body, parts.body_line


def _as_rows(parts: FrontMatter, facts: Facts) -> dict[str, Any]:
    """What depends on a file's text alone, as JSON holds it: neither its name nor its body."""
    mistakes = [{**asdict(mistake), "file": ""} for mistake in parts.mistakes]
    return {**facts.as_rows(), "front": [parts.data, parts.lines, parts.body_line, mistakes]}


def _from_rows(rows: dict[str, Any] | None, source: Source) -> tuple[FrontMatter, Facts]:
    """What `_as_rows` gave. Raises KeyError, TypeError or ValueError where it did not."""
    if rows is None:
        raise KeyError(source.file)
    data, lines, body_line, mistakes = rows["front"]
    body = source.text.split("\n", body_line - 1)[body_line - 1 :]
    told = [Mistake(**{**mistake, "file": source.file}) for mistake in mistakes]
    return FrontMatter(data, lines, body[0] if body else "", body_line, told), Facts.from_rows(rows)


def _type_values(source: Source, library: Library) -> set[str]:
    """Read each key through the schema; what does not fit is told and left at its default. Returns the unfit keys."""
    zone = time_zone(library.settings)
    known = keys_of(source.kind)
    unread = set()
    for name, value in source.data.items():
        if name not in known:
            library.mistakes.append(_unknown_key(source, name, value, known))
            if name.casefold() not in known or name.casefold() in source.data:
                continue
            # It was surely meant: until it is written in small letters, it counts as if it were.
            source.lines[name.casefold()] = source.lines[name]
        name = name.casefold()
        try:
            source.values[name] = KEYS[name].read(value, zone)
        except Unreadable as error:
            unread.add(name)
            at = error.at or (value if isinstance(value, str) else name)
            grade: Grade | None = "stop" if error.code == "value-wrong" and name == "title" else None
            told = error.code, name, None, at, error.wanted, error.fix, grade, None, error.cure
            library.mistakes.append(source.mistake(*told))
    for name in ("title", "summary", "photo_caption"):
        source.values[name] = educate(source.values[name]) if source.values[name] else source.values[name]
    return unread


def _unknown_key(source: Source, name: str, value: Any, known: list[str]) -> Mistake:
    """A key that nobody reads. One that was to keep something back stops: it would be public."""
    folded, written = name.strip().casefold(), str(value).strip().casefold()
    if folded in KEEPS_BACK and written not in KEEPS_BACK[folded][1]:
        meant = f"status: {KEEPS_BACK[folded][0]}"
        wanted = f'I don\'t know this key. Did you mean "{meant}"?'
        fix = f"Write {meant}, or leave the line out to publish."
        return source.mistake("status-unknown", name, at=name, wanted=wanted, fix=fix, cure=meant)
    if folded in KEYS and folded not in known:
        kinds = " and ".join(PLURALS[kind] for kind in KEYS[folded].kinds.split())
        wanted = f"{folded} means nothing here: only {kinds} have it."
        return source.mistake("key-unknown", name, at=name, wanted=wanted, fix="Take the line out.")
    certain = folded if folded in known else ELSEWHERE_CALLED.get(folded, "")
    guess = "" if folded in KEEPS_BACK else certain or nearest(name, known)
    if guess == "status":
        wanted = 'I don\'t know this key. Did you mean "status"?'
        fix = "Write status: and published or draft."
        return source.mistake("status-unknown", name, at=name, wanted=wanted, fix=fix, cure=certain)
    if guess not in known:
        fix = "Take it out." if folded in KEEPS_BACK else f"Take it out, or choose one of: {one_of(known, 20)}."
        return source.mistake("key-unknown", name, at=name, wanted="I don't know this key.", fix=fix)
    wanted = f'I don\'t know this key. Did you mean "{guess}"?'
    fix = f"Write {guess}: …, or take the line out."
    return source.mistake("key-unknown", name, at=name, wanted=wanted, fix=fix, cure=certain)


def _state(source: Source, now: datetime) -> str:
    """published, hidden, draft, or scheduled: a published musing whose date is to come."""
    status: str = source.values["status"]
    date = source.values["date"]
    if source.kind == "musing" and status == "published" and date and date > now:
        return "scheduled"
    return status


def _missing(source: Source, unread: set[str]) -> Iterator[Mistake]:
    if not source.values["title"] and "title" not in unread:
        line = source.lines.get("title", 1)
        yield source.mistake(
            "title-missing", line=line, wanted="The title is missing.", fix="Write, for example, title: My first musing"
        )
    if source.kind == "musing" and source.state != "draft" and not source.values["date"] and "date" not in unread:
        line = source.lines.get("date", 1)
        fix = "Write, for example, date: 2026-03-02 07:30, or status: draft while you are still writing."
        if named := DATED.match(source.path.name):
            fix = f"Write date: {named[0].rstrip('-_ ')}, which is the day in the file's name."
        yield source.mistake("date-missing", line=line, wanted="The date is missing.", fix=fix)
