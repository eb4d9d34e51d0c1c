"""Twins: two names of which some computers can keep only one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from publisher.pushed.reasons import Reason

RENAME = "Rename one of them, or delete it if it is an old copy."


def folded(name: str) -> str:
    """What is left of a name on a disk that knows neither capitals nor how an accent is put together.

    Unicode's canonical caseless matching (The Unicode Standard, 3.13, D145), with full case folding.
    """
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


def check_twins(paths: Iterable[str]) -> Iterator[Reason]:
    """A reason for each file or folder that has a twin beside it, and for each name that is there twice."""
    first: dict[str, str] = {}
    places = {"": ""}  # each folder, with its folded path
    files: set[str] = set()
    for path in paths:
        if path in files:
            yield Reason(path, "This name is there twice, for two files.", "Delete one of them.")
        files.add(path)
        for end in [at for at, letter in enumerate(path) if letter == "/"] + [len(path)]:
            place = path[:end]
            if place in places:
                continue
            above, _, name = place.rpartition("/")
            key = f"{places[above]}/{folded(name)}"
            if end < len(path):
                places[place] = key
            other = first.setdefault(key, place)
            if other != place and other.rpartition("/")[0] == above:  # else their folders are the twins
                yield Reason(place, _wanted(place, other), RENAME)
    for path in sorted(files & places.keys()):
        yield Reason(path, "A file and a folder both have this name: no disk can keep the two.", RENAME)


def _wanted(name: str, other: str) -> str:
    if unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", other):
        return "Two files have this name, and differ only in how an accent is written, which nobody can see."
    beside = other.rpartition("/")[2]
    return f"{beside} differs from this only in capitals: on a Mac or on Windows there can be only one of the two."
