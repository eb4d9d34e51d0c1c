"""What a coach reads after a push: what is new, how it reads where it is shared, what will appear on its date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from urllib.parse import quote, urlsplit

from publisher.compressing import SUFFIXES
from publisher.kinds import LISTED, PHOTO, address_of, counted, kind_of, number
from publisher.naming import Page, read_page
from publisher.plain import WIDTH, cut, plain, wrapped
from publisher.records import Due
from publisher.words import own_content

MOST_LINES = 25
ADDRESS_WIDTH = 80
"""Columns of a line with an address: one that is cut leads nowhere."""
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
"""In English, whatever the server's language."""


@dataclass(frozen=True)
class Differences:
    """Between two releases: paths of files, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One part of the receipt: a heading, and entries of some lines each."""

    heading: str
    entries: Sequence[tuple[str, ...]]

    def lines(self, most: int) -> list[str]:
        """The heading, that many entries, and how many more there are; nothing for no entries."""
        if not self.entries:
            return []
        more = len(self.entries) - most
        shown = [line for entry in self.entries[:most] for line in entry]
        rest = f"  and {more} more" if shown else f"  {more} in all"
        return [self.heading, *shown, *([rest] if more > 0 else [])]


@dataclass(frozen=True)
class Release:
    """Where the pages lie, where readers find them, and where those of the release before lie, if they do."""

    folder: Path
    address: str
    before: Path | None

    def whole(self, address: str) -> str:
        """The whole address of one below the site's own, or of one that begins with its base path already."""
        base = urlsplit(self.address).path
        below = address[len(base) :] if base and address.startswith(f"{base}/") else address
        return self.address + quote(below, safe="/%~!$&'()*+,;=:@-._", errors="replace")

    def page(self, file: str) -> Page:
        """What the page says of itself."""
        return read_page(_text(self.folder / file))

    def reads_as_before(self, file: str) -> bool:
        """Whether only what leads to other pages has changed."""
        if not self.before:
            return False
        was, now = own_content(_text(self.before / file)), own_content(_text(self.folder / file))
        return bool(was) and was == now


def compare(before: Mapping[str, str], now: Mapping[str, str]) -> Differences:
    """What differs between two maps from path to digest; compressed siblings are passed over."""
    old, new = ({path.lstrip("/"): digest for path, digest in files.items()} for files in (before, now))
    paths = sorted(path for path in old.keys() | new.keys() if not path.endswith(SUFFIXES))
    return Differences(
        new=tuple(path for path in paths if path not in old),
        changed=tuple(path for path in paths if path in old and path in new and old[path] != new[path]),
        removed=tuple(path for path in paths if path not in new),
    )


def write(
    folder: Path,
    differences: Differences,
    redirects: Sequence[tuple[str, str]],
    due: Sequence[Due],
    address: str,
    before: Path | None = None,
    to_mend: Sequence[str] = (),
) -> list[str]:
    """The lines that a coach reads after a push: at most MOST_LINES, of at most WIDTH columns where no address stands.

    redirects: old and new addresses that are to be told. address: of the site, without a slash at the end.
    before: the folder of the release before; with it, a page where only links to others have changed is not listed.
    to_mend: where the report, which stands before all this, has found what should be mended.
    """
    release = Release(folder, address.rstrip("/"), before)
    pages = {file: release.page(file) for file in (*differences.new, *differences.changed) if _is_listed(file)}
    cards = {file: _card(release, file, page) for file, page in pages.items() if not page.is_redirect}
    same = {file for file in differences.changed if file in cards and release.reads_as_before(file)}
    gone = [file for file in differences.removed if _is_listed(file)]
    sections = [
        Section("New, and how a shared link reads", [cards[file] for file in _sorted(differences.new, cards)]),
        Section("Changed", [cards[file] for file in _sorted(differences.changed, cards.keys() - same)]),
        Section("Gone", [(_at(release.whole(address_of(file))),) for file in _sorted(gone, gone)]),
        Section("Redirected", [_redirect(release, old, to) for old, to in redirects]),
    ]
    besides = list(_besides(differences, same))
    has_changed = besides or any(section.entries for section in sections)
    head = "Your site is live:" if has_changed else "For your readers nothing has changed:"
    coming = Section("Will appear by itself", [_coming(release, each) for each in due])
    mending = Section("Should be mended, as told above", [(f"  {plain(place, WIDTH - 2)}",) for place in to_mend])
    *told, last, very_last = _fitted([*sections, coming, mending], MOST_LINES - 2 - len(besides))
    return [head, _at(f"{release.address}/"), *chain(*told), *besides, *last, *very_last]


def _fitted(sections: Sequence[Section], most: int) -> list[list[str]]:
    """The lines of each section, with as many entries as fit: one of each first, then one more of each in turn."""
    shown = [0] * len(sections)

    def lines() -> list[list[str]]:
        return [section.lines(count) for section, count in zip(sections, shown, strict=True)]

    longest = max(len(section.entries) for section in sections)
    for _ in range(min(longest, most)):
        for index in range(len(sections)):
            shown[index] += 1
            if sum(map(len, lines())) > most:
                shown[index] -= 1
    return lines()


def _is_listed(file: str) -> bool:
    return kind_of(address_of(file)) in LISTED


def _sorted(files: Iterable[str], wanted: Collection[str]) -> list[str]:
    """Musings first, then pages, series, albums."""
    order = list(LISTED)
    return sorted(set(files).intersection(wanted), key=lambda file: (order.index(kind_of(address_of(file))), file))


def _at(address: str, indent: int = 2) -> str:
    return " " * indent + plain(address, ADDRESS_WIDTH - indent)


def _words(text: str, lines: int) -> list[str]:
    return list(wrapped(plain(text, lines * (WIDTH - 6)), "    "))[:lines]


def _card(release: Release, file: str, page: Page) -> tuple[str, ...]:
    """The page's address and, of a musing, what LinkedIn and others show of it."""
    line = _at(release.whole(address_of(file)))
    if kind_of(address_of(file)) != "musing":
        return (line,)
    title, description = (page.metadata.get(name, "") for name in ("og:title", "og:description"))
    return (line, *_words(title, 1), *_words(description, 2))


def _redirect(release: Release, old: str, to: str) -> tuple[str, ...]:
    return (_at(release.whole(old)), _at(f"to {release.whole(to)}", 4))


def _coming(release: Release, due: Due) -> tuple[str, ...]:
    line = f"  {_in_english(due.date)}: {plain(due.title)}"
    return (cut(line, WIDTH), _at(release.whole(due.address), 4))


def _in_english(date: str) -> str:
    """'Monday 7 December 2026, 07:30', by the coach's own clock, as the date was written."""
    try:
        on = datetime.fromisoformat(date)
    except ValueError:
        return plain(date, 40)
    return f"{DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]} {on.year}, {on:%H:%M}"


def _besides(differences: Differences, same: Collection[str]) -> Iterator[str]:
    """One line for what was made anew because of the rest, and one for what is gone with it."""
    again = counted(address_of(file) for file in (*differences.new, *differences.changed) if not _is_listed(file))
    photos = {found[1] for file in differences.new if (found := PHOTO.fullmatch(file))}
    around = [number(len(same), "page of the same words", "pages of the same words")] if same else []
    shown = [number(len(photos), "new photograph", "new photographs")] if photos else []
    for words, things in (
        ("Made anew with it: ", [*around, *again, *shown]),
        ("Gone with it: ", counted(address_of(file) for file in differences.removed if not _is_listed(file))),
    ):
        if things:
            yield from wrapped(f"{words}{', '.join(things)}.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
