"""From the content folder to the library: files found, taken apart and typed, mistakes gathered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from plugins.musings import addresses, front_matter
from plugins.musings.library import Library
from plugins.musings.schema import KEYS, Unreadable, keys_of
from plugins.musings.source import Source
from plugins.musings.typography import educate
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import did_you_mean, one_of
from plugins.proofreading.reading import Order
from plugins.proofreading.settings import Settings, time_zone

PATTERNS = {
    "musing": "musings/**/*.md",
    "page": "pages/**/*.md",
    "series": "series/**/*.md",
    "album": "albums/**/album.md",
}
WORDS = frozenset((".md", ".markdown", ".mdown", ".mkd", ".txt", ".rst", ".html", ".htm"))
"""What a musing may have been saved as; `.md` alone is read."""


def read(order: Order, settings: Settings) -> Library:
    """Read every file of the content folder. Mistakes are gathered, never raised."""
    zone = time_zone(settings)
    now = order.now or datetime.now(zone)
    library = Library(order, settings, now)
    for kind, path in _files(library.content):
        source = _read(path, kind, library)
        library.sources.append(source)
        library.by_path[path] = source
    library.mistakes.extend(_misplaced(library))
    return library


def _files(content: Path) -> Iterator[tuple[str, Path]]:
    for kind, pattern in PATTERNS.items():
        for path in sorted(content.glob(pattern)):
            if path.is_file() and not _hidden(path, content):
                yield kind, path


def _hidden(path: Path, content: Path) -> bool:
    """Whether the system hides it, as editors' own files are."""
    return any(part.startswith((".", "~", "#")) for part in path.relative_to(content).parts)


def _misplaced(library: Library) -> Iterator[Mistake]:
    """Words that would be dropped without a sound: saved under another ending, or where nobody looks."""
    content = library.content
    for path in sorted(content.rglob("*")):
        inside = path.relative_to(content)
        if path.is_symlink() and not _hidden(path, content):
            wanted = "This is a link to another place, which would be missing wherever your site is built."
            file = path.relative_to(library.root).as_posix()
            yield Mistake("file-linked", file, wanted=wanted, fix="Put the file itself here.")
            continue
        known = path in library.by_path or inside.parts[0] == "files" or _hidden(path, content)
        if known or path.suffix.lower() not in WORDS:
            continue
        file = path.relative_to(library.root).as_posix()
        wanted = "Nobody would see this: it is not where musings, pages, series or albums are read."
        fix = f"Move it to content/musings/ or content/pages/, as {path.stem}.md."
        if path.is_dir():
            wanted, fix = "This is a folder with the name of a file.", "Take the ending out of its name."
        elif path.suffix != ".md" and inside.parts[0] in ("musings", "pages", "series"):
            wanted = f"Nobody would see this: only files that end in .md are read, and this ends in {path.suffix}."
            fix = f"Rename it {path.stem}.md, or move it out of content/."
        yield Mistake("file-misplaced", file, wanted=wanted, fix=fix)


def _read(path: Path, kind: str, library: Library) -> Source:
    file = path.relative_to(library.root).as_posix()
    source = Source(path, file, kind, addresses.slug_of(path, kind))
    try:
        raw = path.read_bytes()
    except OSError as error:
        wanted = f"I am not allowed to read this file ({error.strerror})."
        library.mistakes.append(source.mistake("file-unreadable", wanted=wanted, fix="Change its permissions."))
        source.values = {name: key.default for name, key in KEYS.items()}
        return source
    try:
        source.text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        source.text = raw.decode("utf-8", "replace")
        number = raw.count(b"\n", 0, error.start) + 1
        wanted = "This file is not saved as UTF-8: a letter in this line can't be read."
        library.mistakes.append(
            source.mistake("not-utf-8", line=number, wanted=wanted, fix="Save it again as UTF-8 in your editor.")
        )
        source.values = {name: key.default for name, key in KEYS.items()}
        return source
    parts = front_matter.split(source.text, file)
    source.data, source.lines = parts.data, parts.lines
    source.body, source.body_line = parts.body, parts.body_line
    library.mistakes.extend(parts.mistakes)
    _type_values(source, library)
    source.state = _state(source, library.now)
    if all(mistake.grade != "stop" for mistake in parts.mistakes):
        library.mistakes.extend(_missing(source))
    return source


def _type_values(source: Source, library: Library) -> None:
    """Read each key through the schema; what does not fit is told and left at its default."""
    zone = time_zone(library.settings)
    source.values = {name: key.default for name, key in KEYS.items()}
    known = keys_of(source.kind)
    for name, value in source.data.items():
        if name not in known:
            library.mistakes.append(_unknown_key(source, name, known))
            continue
        try:
            source.values[name] = KEYS[name].read(value, zone)
        except Unreadable as error:
            at = value if isinstance(value, str) else ""
            wanted = error.wanted
            if error.code == "status-unknown" and isinstance(value, str):
                wanted = f"{wanted} {did_you_mean(value, ('published', 'draft', 'hidden'))}".strip()
            library.mistakes.append(source.mistake(error.code, name, at=at, wanted=wanted, fix=error.fix))
    for name in ("title", "summary", "photo_caption"):
        source.values[name] = educate(source.values[name]) if source.values[name] else source.values[name]


def _unknown_key(source: Source, name: str, known: list[str]) -> Mistake:
    """A key that nobody reads. One that may mean a draft stops: what was to be kept back would be public."""
    if name.casefold() in ("draft", "published", "hidden", "private") or did_you_mean(name, ["status"]):
        wanted = 'I don\'t know this key. Did you mean "status"?'
        fix = "Write status: draft, or leave the line out to publish."
        return source.mistake("status-unknown", name, at=name, wanted=wanted, fix=fix)
    wanted = f"I don't know this key. {did_you_mean(name, known)}".strip()
    return source.mistake(
        "key-unknown", name, at=name, wanted=wanted, fix=f"Choose one of: {one_of(known)}.", grade="fix"
    )


def _state(source: Source, now: datetime) -> str:
    """published, hidden, draft, or scheduled: a published musing whose date is to come."""
    status: str = source.values["status"]
    date = source.values["date"]
    if source.kind == "musing" and status == "published" and date and date > now:
        return "scheduled"
    return status


def _missing(source: Source) -> Iterator[Mistake]:
    if not source.values["title"]:
        line = source.lines.get("title", 1)
        yield source.mistake(
            "title-missing", line=line, wanted="The title is missing.", fix="Write, for example, title: My first musing"
        )
    unread = "date" in source.data and source.data["date"]
    if source.kind == "musing" and source.state != "draft" and not source.values["date"] and not unread:
        line = source.lines.get("date", 1)
        fix = "Write, for example, date: 2026-03-02 07:30, or status: draft while you are still writing."
        yield source.mistake("date-missing", line=line, wanted="The date is missing.", fix=fix)
