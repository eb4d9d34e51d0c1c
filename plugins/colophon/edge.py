"""The room's edge to Pelican: files that are written when all others are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.colophon import release
from plugins.colophon.asking import Head, differs, head_of
from plugins.colophon.checksums import Memory, checksums
from plugins.colophon.given import Given
from plugins.colophon.redirects import redirects
from plugins.colophon.unlisted import photos_in, sealed, unlisted
from plugins.colophon.versions import tools
from plugins.musings.pages import write_text
from plugins.proofreading import Mistake
from publisher.headers import static_host_headers

if TYPE_CHECKING:
    from pelican import Pelican

    from plugins.musings.library import Library

BUILD, HEADERS, REDIRECTS = "/build.json", "/_headers", "/_redirects"
LOST = "REPORT={} lies in {}, where it would be lost or published: choose a file elsewhere."
UNWRITTEN = "REPORT={} cannot be written: {}."


def announce_addresses(library: Library) -> list[Mistake]:
    """Tell the library which files will exist: nothing that the coach writes may take their names."""
    for address in (BUILD, HEADERS, REDIRECTS):
        library.addresses.setdefault(address, "file")
    return []


def refuse_lost_report(pelican: Pelican) -> None:
    """Pelican's `initialized`: before anything is written."""
    given: Given = pelican.settings["COLOPHON"]
    places = [pelican.settings["OUTPUT_PATH"], os.environ.get("CAIRN_OUTPUT"), pelican.settings["PATH"]]
    for place in (Path(place).expanduser().resolve() for place in places if place):
        if given.report and place in (given.report, *given.report.parents):
            raise SystemExit(LOST.format(given.report, place))


def write_colophon(pelican: Pelican) -> None:
    """When every other file of the site is written."""
    given: Given = pelican.settings["COLOPHON"]
    if not given.wanted:
        return
    library: Library = pelican.settings["LIBRARY"]
    output = Path(pelican.output_path)
    head, uncommitted = known(given, library.root)
    write_text(output / HEADERS[1:], static_host_headers(library.settings.base_path))
    write_text(output / REDIRECTS[1:], redirects(library))
    files = checksums(output, Memory(library.cache, library.settings.practice.address))
    files.pop(BUILD, None)
    kept_back = {path: files.pop(path) for path in sorted(unlisted(files, output, library))}
    sources = release.listed(library)
    told: dict[str, Any] = {
        "commit": head.commit if head else None,
        "uncommitted": uncommitted,
        "scheduled_out": release.scheduled_out(sources, head),
        "newest_content": release.newest_content(sources),
        "counts": release.counts(sources) | {"photos": photos_in(files)},
        "tools": tools(),
        "files": files,
        "unlisted": sealed(kept_back),
    }
    write_text(output / BUILD[1:], as_text(told))
    if given.report:
        due = {"scheduled_out": told["scheduled_out"], "due": release.due(library), "unlisted": kept_back}
        write_report(given.report, as_text(due))


def known(given: Given, source: Path) -> tuple[Head | None, bool]:
    """The commit that is built, and whether it is something else that is built.

    Git tells the commit when a build begins and the difference when it ends: what is saved or committed meanwhile may
    be in the site or not.
    """
    if given.trusted:
        return given.head, False
    head = given.head if given.source == source else head_of(source)
    return head, head is not None and differs(source, head)


def as_text(told: dict[str, Any]) -> str:
    """As JSON, which is the same bytes for the same words everywhere; a line for each file."""
    return json.dumps(told, indent=1) + "\n"


def write_report(path: Path, text: str) -> None:
    """Write the report, whole or not at all. Raises SystemExit in words."""
    own = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        own.write_text(text, encoding="utf-8")
        os.replace(own, path)
    except OSError as error:
        own.unlink(missing_ok=True)
        raise SystemExit(UNWRITTEN.format(path, error.strerror)) from error
