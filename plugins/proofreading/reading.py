"""Reading everything before anything is built: the recipe, and the two lists it runs on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from pelican import Pelican, signals

from plugins.proofreading import site_toml
from plugins.proofreading.mistakes import Mistake, Stopped, tell
from plugins.proofreading.settings import Settings


class Library(Protocol):
    """What proofreading needs of the library that the musings room reads."""

    mistakes: list[Mistake]


@dataclass(frozen=True)
class Order:
    """What is to be proofread, and for whom.

    root: the folder that holds `content/` and `site.toml`.
    cache: the folder that outlives a build.
    address: the site's public address, where it wins over the one in `site.toml`; else "".
    now: when the build happens: decides which scheduled musings are due, and nothing else;
        None means the present moment.
    published: true for the public site, in which drafts leave no trace.
    """

    root: Path
    cache: Path
    address: str = ""
    now: datetime | None = None
    published: bool = True


OURS = ("404.html", "sitemap.xml")
"""What every site that Cairn built has."""

Reader = Callable[[Order, Settings], Library]
Render = Callable[[Any], None]
Check = Callable[[Any], Iterable[Mistake]]

_readers: list[tuple[Reader, Render]] = []
_checks: list[Check] = []


def register_reader(read: Reader, render: Render) -> None:
    """`read(order, settings)` makes a library of the content, `render(library)` turns its bodies into HTML."""
    _readers[:] = [(read, render)]


def register_check(check: Check) -> None:
    """Add `check(library)`, which returns the mistakes that a room knows how to see.

    It runs when every file has been read and before any body is rendered.
    """
    if check not in _checks:
        _checks.append(check)


def proofread(order: Order) -> Library:
    """Read, check and render the content. The library's `mistakes` hold all that was found."""
    # The coach's facts come first: dates need the time zone, links need the address.
    settings, mistakes = site_toml.load(order.root / "site.toml", order.address)
    ((read, render),) = _readers
    library = read(order, settings)
    library.mistakes.extend(mistakes)
    # Rooms look at the front matter before bodies are rendered, so that a body may rely on them.
    for check in _checks:
        library.mistakes.extend(check(library))
    render(library)
    # Without site.toml half of what was found is only its echo.
    if unread := [each for each in library.mistakes if each.code in site_toml.UNREAD]:
        library.mistakes[:] = unread
    return library


def report(library: Library) -> None:
    """Print every mistake once, to standard error; raise `Stopped` if one of them is a stop."""
    if said := tell(library.mistakes):
        print(said, file=sys.stderr, flush=True)
    if stops := [mistake for mistake in library.mistakes if mistake.grade == "stop"]:
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
    content = Path(pelican.settings["PATH"])
    if content.name != "content":
        raise SystemExit(f"{content} should be a folder named content, with site.toml beside it.")
    refuse_foreign(Path(pelican.settings["OUTPUT_PATH"]))
    library = proofread(replace(order, root=content.parent))
    report(library)
    pelican.settings["LIBRARY"] = library


def read_once(pelican: Pelican) -> None:
    """Pelican's `get_generators`, at the start of each run: content is read once for each Pelican object.

    `pelican -r` runs one object again and again; it would go on with what was read at first.
    """
    if pelican.settings.get("LIBRARY_USED"):
        raise SystemExit("pelican -r does not see what you change. Use make devserver instead.")
    pelican.settings["LIBRARY_USED"] = True


def register() -> None:
    signals.initialized.connect(proofread_before_build)
    signals.get_generators.connect(read_once)
