"""Tidying: what no site has a use for any more leaves the cache.

Each build that ended well leaves a note of the photographs that its site shows; a build for publication counts how
many such builds have done without each of the others. What no note of a site names, and no build has asked for of
late, goes. So a cache may serve many sites, and a preview, a check, or a build that was stopped or failed removes
nothing.
"""

import json
import math
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from plugins.galleries.cache import MACHINE, PhotoCache, read_json
from plugins.processes import is_running

NOTES = "sites"
LAST_BUILDS = 10
"""A photograph that so many builds for publication have done without is not missed: it may be developed again."""
SPARED_S = 7 * 86_400
"""What is younger may belong to a build that is still running, or to one that will be run again."""
LEFTOVER_S = 86_400
"""No file is a day in the writing."""


def tidy(cache: PhotoCache, site: Path, keys: Iterable[str], is_whole: bool, now_s: float | None = None) -> None:
    """Note that the site (its folder) shows these photographs; then, after a whole build, remove what nobody shows.

    is_whole: false for a build that shows more, or other things, than readers get.
    """
    note_use(cache, site, set(keys), is_whole)
    if is_whole:
        now_s = time.time() if now_s is None else now_s
        remove_leftovers(cache, now_s)
        remove_unused(cache, now_s)


def note_use(cache: PhotoCache, site: Path, keys: set[str], is_whole: bool) -> None:
    """Keep, for each photograph that the site has shown, how many whole builds have done without it since."""
    path = cache.folder / NOTES / f"{sha256(os.fsencode(site)).hexdigest()[:16]}.json"
    unused = {key: builds + is_whole for key, builds in unused_of(path).items()} | dict.fromkeys(keys, 0)
    kept = {key: builds for key, builds in sorted(unused.items()) if builds < LAST_BUILDS}
    cache.write(path, json.dumps({"site": str(site), "unused": kept}, indent=0).encode())


def unused_of(note: Path) -> dict[str, int]:
    """The photographs that a note names; none where it is missing or spoilt."""
    unused = (read_json(note) or {}).get("unused")
    known = unused if isinstance(unused, dict) else {}
    return {key: builds for key, builds in known.items() if isinstance(builds, int)}


def remove_unused(cache: PhotoCache, now_s: float) -> None:
    """Remove the photographs that no note of a site that is still there names."""
    named: set[str] = set()
    for note in sorted((cache.folder / NOTES).glob("*.json")):
        site = (read_json(note) or {}).get("site")
        if isinstance(site, str) and Path(site).is_dir():
            named |= unused_of(note).keys()
        else:
            note.unlink(missing_ok=True)
    for folder in photographs_in(cache):
        if folder.name not in named and changed_s(folder) < now_s - SPARED_S:
            shutil.rmtree(folder, ignore_errors=True)


def photographs_in(cache: PhotoCache) -> Iterator[Path]:
    """The folder of each photograph's renditions, finished or not."""
    yield from (folder for folder in sorted(cache.folder.glob("??/*")) if folder.is_dir())


def remove_leftovers(cache: PhotoCache, now_s: float) -> None:
    """Remove the half-written files of processes that were ended in the middle of one.

    Of another machine's processes, and of one whose number has a new owner, only the file's age tells.
    """
    for folder, _, names in os.walk(cache.folder):
        for path in (Path(folder, name) for name in names if name.startswith(".")):
            *_, machine, number = path.name.split(".")
            is_dead = machine == MACHINE and not is_running(number)
            if is_dead or changed_s(path) < now_s - LEFTOVER_S:
                with suppress(OSError):  # somebody else's: it costs nothing but its room
                    path.unlink()


def changed_s(path: Path) -> float:
    """When a file or a folder was changed; never yet, as it were, where another build has just removed it."""
    try:
        return path.stat().st_mtime
    except OSError:
        return math.inf
