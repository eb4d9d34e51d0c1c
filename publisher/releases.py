"""The releases of one site: which are kept, which is live, and how another goes live in its place."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from publisher.errors import PublisherError
from publisher.headers import IMMUTABLE_FOLDERS, is_immutable
from publisher.installation import Installation, sync_folder
from publisher.records import Record, is_alive

KEPT = 10
"""Releases that are kept, with every asset their pages name."""
IN_THEM = tuple(f"{folder}/" for folder in IMMUTABLE_FOLDERS)


def live(installation: Installation) -> str | None:
    """The name of the release that readers get; None before the first."""
    try:
        return Path(os.readlink(installation.current)).name
    except OSError:
        return None


def record_of(installation: Installation, name: str) -> Record | None:
    """What is known of this release; None if there is none of this name."""
    if not (installation.releases / name).is_dir():
        return None
    return Record.load(installation.records / f"{name}.json")


def published(installation: Installation) -> list[Record]:
    """Every release that is, or was, live: the newest first."""
    names = [path.stem for path in installation.records.glob("*.json")]
    found = [record for name in names if (record := record_of(installation, name))]
    return sorted(found, key=lambda record: record.stamp, reverse=True)


def waiting(installation: Installation) -> list[Record]:
    """Every release, and every preview, that is whole and waits for its push to be accepted."""
    found = [Record.load(path) for path in installation.ready.glob("*.json")]
    # A kill may have come when the folder had its new place and the record had not.
    places = (installation.ready, installation.releases)
    return [record for record in found if record and any((place / record.name).is_dir() for place in places)]


def name_for(installation: Installation, commit: str, scheduled_out: int) -> str:
    """The name of a new release: `<commit>-<n>`, or `<commit>-<n>.2` where that was built before, by another engine."""
    name = f"{commit}-{scheduled_out}"
    taken = {path.name for folder in (installation.releases, installation.ready) for path in folder.iterdir()}
    return next(each for each in _names(name) if each not in taken)


def _names(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}.{number}" for number in range(2, 1_000_000))


def go_live(installation: Installation, name: str) -> None:
    """Have readers get this release, from one instant to the next: one that is ready, or one that was live before.

    To be called under the lock for swaps. A kill at any point leaves the old release or the new one.
    Raises PublisherError where there is no such release.
    """
    ready = installation.ready / name
    if ready.is_dir():
        os.rename(ready, installation.releases / name)
    if not (installation.releases / name).is_dir():
        raise PublisherError(f"The release {name} is gone.")
    if (record := installation.ready / f"{name}.json").exists():
        os.replace(record, installation.records / f"{name}.json")
        sync_folder(installation.records)
    if live(installation) == name:
        return
    carry_assets(installation, name)
    sync_folder(installation.releases)
    point(installation.current, Path("releases", name))


def point(link: Path, to: Path) -> None:
    """Have the link lead there, from one instant to the next (rename(2)), and on the disk when this returns."""
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    os.symlink(to, fresh)
    os.replace(fresh, link)
    sync_folder(link.parent)


def carry_assets(installation: Installation, name: str) -> None:
    """Link the fingerprinted files of all releases that are kept into this one.

    A page that was opened before a release, or before a rollback, still finds its style and its pictures.
    """
    here = installation.releases / name
    there = {path for folder in IMMUTABLE_FOLDERS for path in _below(str(here), str(here / folder))}
    folders = set()
    for record in published(installation):
        for file in record.files:
            # The cheap questions first: there are thousands of photographs in each of ten releases.
            if file in there or not file.startswith(IN_THEM) or record.name == name or not is_immutable(f"/{file}"):
                continue
            target = here / file
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(installation.releases / record.name / file, target)
            except (FileExistsError, FileNotFoundError):
                continue
            there.add(file)
            folders.add(target.parent)
    for folder in folders:
        sync_folder(folder)


def _below(root: str, folder: str) -> Iterator[str]:
    for here, _, names in os.walk(folder):
        yield from (f"{here}/{name}"[len(root) + 1 :] for name in names)


def prune(installation: Installation) -> list[str]:
    """Remove all but the newest releases and the live one; return the names of those that went."""
    names = [record.name for record in published(installation)]
    safe = {live(installation), *names[:KEPT]}
    gone = [name for name in names if name not in safe]
    drop(installation, gone)
    return gone


def drop(installation: Installation, names: Collection[str]) -> None:
    """Remove these releases, of which none is live.

    The record goes first: a folder without one is no release, and goes with the next sweep if this is cut short.
    """
    for name in names:
        (installation.records / f"{name}.json").unlink(missing_ok=True)
    sweep_releases(installation)


def sweep_releases(installation: Installation) -> None:
    """Remove the folders of releases that nobody knows any more."""
    known = (installation.records, installation.ready)
    for folder in installation.releases.iterdir():
        if folder.name != live(installation) and not any((place / f"{folder.name}.json").exists() for place in known):
            doom(installation, folder)


def doom(installation: Installation, folder: Path) -> None:
    """Have this folder be gone at once. Its files are deleted by `bury`: thousands, for which nobody has to wait."""
    installation.doomed.mkdir(mode=0o700, exist_ok=True)
    try:
        os.rename(folder, installation.doomed / f"{folder.name}.{time.time_ns()}")
    except OSError:  # there is no room left for the new name, or no folder
        shutil.rmtree(folder, ignore_errors=True)


def bury(installation: Installation) -> None:
    """Delete what is doomed. Not to be called under the lock for swaps, for which a rollback would wait."""
    with suppress(OSError):
        for path in installation.doomed.iterdir():
            _remove(path)


def sweep_ready(installation: Installation, keep: Iterable[str] = ()) -> None:
    """Remove what was built in vain, and delete what is doomed. Not to be called under the lock for swaps."""
    doom_ready(installation, keep)
    bury(installation)


def doom_ready(installation: Installation, keep: Iterable[str] = ()) -> None:
    """Doom what was built in vain: what waits for a push that is over, unless it is named; and halves of it."""
    safe = set(keep) | {record.name for record in waiting(installation) if is_alive(record.owner)}
    for path in installation.ready.iterdir():
        if path.name not in safe and path.name.removesuffix(".json") not in safe:
            if path.is_dir():
                doom(installation, path)
            else:
                path.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
