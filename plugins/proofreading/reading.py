"""Reading everything before anything is built: the recipe, and the two lists it runs on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from pelican import Pelican, signals

from plugins import disk
from plugins.proofreading import quiet, site_toml
from plugins.proofreading.mistakes import Mistake, Stopped
from plugins.proofreading.report import WHERE_HELP_IS, tell, wants_colour
from plugins.proofreading.settings import Settings


class Library(Protocol):
    """What proofreading needs of the library that the musings room reads."""

    mistakes: list[Mistake]
    sources: list[Any]


@dataclass(frozen=True)
class Order:
    """What is to be proofread, and for whom.

    root: the folder that holds `content/` and `site.toml`.
    cache: the folder that outlives a build.
    address: the site's public address, where it wins over the one in `site.toml`; else "".
    now: when the build happens: decides which scheduled musings are due, and nothing else;
        None means the present moment.
    published: true for the public site, in which drafts leave no trace.
    before: the sitemap of the site as it was last published; None where nobody knows.
    reports_due: whether who ordered it is told, in a report, what is scheduled, and publishes it when it is due.
    """

    root: Path
    cache: Path
    address: str = ""
    now: datetime | None = None
    published: bool = True
    before: Path | None = None
    reports_due: bool = False


def last_sitemap(project: Path) -> Path:
    """Where the site that was last published says what was in it: CAIRN_SITEMAP, else the output folder's."""
    output = Path(os.environ.get("CAIRN_OUTPUT") or project / "output").expanduser()
    return Path(os.environ.get("CAIRN_SITEMAP") or output / "sitemap.xml").expanduser()


OURS = ("404.html", "sitemap.xml")
"""What every site that Cairn built has."""

Reader = Callable[[Order, Settings], Library]
Step = Callable[[Any], None]
Check = Callable[[Any], Iterable[Mistake]]

_readers: list[tuple[Reader, Step, Step]] = []
_checks: list[Check] = []
_preparations: list[Step] = []
_endings: list[Callable[[Pelican], None]] = []


def register_reader(read: Reader, conclude: Step, draw: Step) -> None:
    """`read(order, settings)` makes a library of the content, `conclude(library)` adds the mistakes that show when
    every room has told its own, `draw(library)` turns the bodies into HTML.
    """
    _readers[:] = [(read, conclude, draw)]


def register_check(check: Check) -> None:
    """Add `check(library)`, which returns the mistakes that a room knows how to see.

    It runs when every file has been read and before anything is made.
    """
    if check not in _checks:
        _checks.append(check)


def register_preparation(prepare: Step) -> None:
    """Add `prepare(library)`, which makes what bodies will show. It runs only when no mistake stops the build."""
    if prepare not in _preparations:
        _preparations.append(prepare)


def register_ending(end: Callable[[Pelican], None]) -> None:
    """Add `end(pelican)`, which writes what is known only when every page is written.

    These run in the order of the rooms, which Pelican's signals would not keep: the last one sees all that others
    wrote.
    """
    if end not in _endings:
        _endings.append(end)


def proofread(order: Order) -> Library:
    """Read and check the content; nothing is made. The library's `mistakes` hold all that was found."""
    # The coach's facts come first: dates need the time zone, links need the address.
    settings, mistakes = site_toml.load(order.root / "site.toml", order.address)
    if not (order.root / "content").is_dir():
        fix = "Put what you write into content/musings/, beside site.toml."
        mistakes = [Mistake("content-missing", "content", wanted="There is no folder content here.", fix=fix)]
    ((read, conclude, _),) = _readers
    library = read(order, settings)
    library.mistakes.extend(mistakes)
    # Rooms tell their addresses along with their mistakes, so links come last.
    for check in _checks:
        library.mistakes.extend(check(library))
    conclude(library)
    # What the coach has looked at, and means as it stands.
    library.mistakes[:] = quiet.without_accepted(library)
    # Without site.toml half of what was found is only its echo.
    if unread := [each for each in mistakes if each.code in (*site_toml.UNREAD, "content-missing")]:
        library.mistakes[:] = unread
    return library


def make(library: Library) -> None:
    """Make what the pages need of a library that nothing stops: photographs, bodies as HTML."""
    ((_, _, draw),) = _readers
    for prepare in _preparations:
        prepare(library)
    draw(library)


def report(mistakes: Iterable[Mistake]) -> None:
    """Print every mistake once, to standard error; raise `Stopped` if one of them is a stop."""
    told = list(mistakes)
    if said := tell(told, wants_colour(sys.stderr)):
        print(said, WHERE_HELP_IS, sep="\n", file=sys.stderr, flush=True)
    if stops := [mistake for mistake in told if mistake.grade == "stop"]:
        raise Stopped(stops)


def refuse_foreign(output: Path) -> None:
    """A build empties its output folder first: never one that holds what Cairn did not put there."""
    strange = output.is_dir() and any(output.iterdir()) and not all((output / name).is_file() for name in OURS)
    if strange:
        raise SystemExit(
            f"{output} holds files that Cairn did not build, and a build would delete them. Choose another."
        )


def proofread_before_build(pelican: Pelican) -> None:
    """Pelican's `initialized`: nothing has been written or deleted yet."""
    order: Order = pelican.settings["ORDER"]
    disk.writes_to(Path(pelican.settings["OUTPUT_PATH"]))
    content = Path(pelican.settings["PATH"])
    if content.name != "content":
        raise SystemExit(f"{content} should be a folder named content, with site.toml beside it.")
    refuse_foreign(Path(pelican.settings["OUTPUT_PATH"]))
    here = Path(pelican.settings["OUTPUT_PATH"]) / "sitemap.xml"
    before = here if here.is_file() else order.before
    library = proofread(replace(order, root=content.parent, before=before))
    report(library.mistakes)
    known = len(library.mistakes)
    make(library)
    report(library.mistakes[known:])
    pelican.settings["LIBRARY"] = library


def read_once(pelican: Pelican) -> None:
    """Pelican's `get_generators`, at the start of each run: content is read once for each Pelican object.

    `pelican -r` runs one object again and again; it would go on with what was read at first.
    """
    if pelican.settings.get("LIBRARY_USED"):
        raise SystemExit("pelican -r does not see what you change. Use make devserver instead.")
    pelican.settings["LIBRARY_USED"] = True


def end_build(pelican: Pelican) -> None:
    """Pelican's `finalized`, at the end of each run."""
    for end in _endings:
        end(pelican)


def register() -> None:
    signals.initialized.connect(proofread_before_build)
    signals.finalized.connect(end_build)
    signals.get_generators.connect(read_once)
