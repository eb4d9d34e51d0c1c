"""Whether everything that a new release names is in it, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree.ElementTree import ParseError

from publisher.compressing import SUFFIXES
from publisher.contents import PAGES, Contents
from publisher.faults import Fault, in_words
from publisher.kinds import address_of, file_of
from publisher.naming import Named, read_feed, read_script, read_style
from publisher.weighing import weigh

__all__ = ["check", "weigh"]

READ = (*PAGES, ".css", ".js", ".xml")
"""Ends of the names of files that name others."""
WORD = re.compile(rb"[^\s\"'/<>=?#()&;,|]+")
LINK_TO_A_PLACE = re.compile(rb"""href\s*=\s*["']?([^"'\s>#?]+)[^"'\s>#]*#([^"'\s>]+)""", re.IGNORECASE)


def check(folder: Path, changed: Collection[str], removed: Collection[str], base_path: str) -> list[str]:
    """Look through what is new in a release; return what is wrong, as lines for the coach, or nothing.

    folder: the whole release. changed: its files that are new or changed. removed: files of the release before that
    this one lacks. All by their paths from the folder.
    """
    contents = Contents(folder, base_path)
    new = sorted(file for file in changed if file.endswith(READ))
    gone = {file for file in removed if file not in contents.files and not file.endswith(SUFFIXES)}
    faults = [fault for file in new for fault in faults_in(contents, file)]
    return in_words([*faults, *_left_behind(contents, set(new), gone)], base_path)


def faults_in(contents: Contents, file: str, has_stayed: bool = False) -> Iterator[Fault]:
    """What is wrong with the addresses in one file; each once."""
    try:
        named = dict.fromkeys(_named(contents, file))
    except ParseError as error:
        yield Fault(file, "unreadable", "", Named("", "link", str(error)), has_stayed)
        return
    for one in named:
        if found := contents.fault(one, file):
            yield Fault(file, *found, one, has_stayed)


def _named(contents: Contents, file: str) -> list[Named]:
    if file.endswith(PAGES):
        return contents.page(file).named
    if file.endswith(".xml"):
        return list(read_feed((contents.folder / file).read_bytes()))
    return list((read_style if file.endswith(".css") else read_script)(contents.text(file)))


def _left_behind(contents: Contents, changed: Collection[str], gone: Collection[str]) -> Iterator[Fault]:
    """What the files that stayed name of what is gone, or a place that a changed page has no longer.

    Reading each of them whole would cost as much as if all had changed: so they are only looked through for the names.
    """
    names = {name for file in gone for name in _spellings(_last(file))}
    places = _places(contents, changed)
    for file in sorted(contents.files - set(changed)):
        if not file.endswith(READ):
            continue
        content = (contents.folder / file).read_bytes()
        if not (names and not names.isdisjoint(WORD.findall(content))) and not _lacks_a_place(content, places):
            continue
        for fault in faults_in(contents, file, has_stayed=True):
            target = file_of(unquote(fault.target.partition("#")[0]).removeprefix(contents.base_path))
            if target in (gone if fault.reason == "gone" else changed if fault.reason == "anchor" else ()):
                yield fault


def _last(file: str) -> str:
    """The name by which a link to this file ends."""
    return address_of(file).rstrip("/").rpartition("/")[2]


def _spellings(name: str) -> set[bytes]:
    return {name.encode("utf-8", "surrogateescape"), quote(name, errors="surrogateescape").encode()}


def _places(contents: Contents, changed: Collection[str]) -> Mapping[bytes, set[str]]:
    """By the last part of their addresses, the places in the pages that have changed."""
    places: dict[bytes, set[str]] = {}
    for file in (file for file in changed if file.endswith(PAGES)):
        for name in _spellings(_last(file) or _last(contents.base_path)):
            places.setdefault(name, set()).update(contents.page(file).ids)
    return places


def _lacks_a_place(content: bytes, places: Mapping[bytes, set[str]]) -> bool:
    for path, place in LINK_TO_A_PLACE.findall(content):
        ids = places.get(path.rstrip(b"/").rpartition(b"/")[2])
        if ids is not None and place.decode("utf-8", "replace") not in ids:
            return True
    return False
