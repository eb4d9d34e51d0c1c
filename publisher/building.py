"""One build of what was pushed: without network, from the pushed files alone, by the site's own `make publish`."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from publisher import engines, environments, leavings, sandbox
from publisher.condensing import condensed
from publisher.errors import PublisherError, Refused
from publisher.git import Entry, Git
from publisher.installation import Installation
from publisher.records import Due

TIMEOUT_S = 900
"""A build that takes longer is ended: thousands of photographs at once, or something that never ends."""
CHATTER = ("Building the site", "Done: Processed", "The site is in ", "It holds drafts", "make: ***", "make[")
"""Lines of a build that say nothing to a coach who pushes."""
PROGRESS = re.compile(r"\w+ photographs?: \d+ of \d+")
EVERY_S = 5
SMALL = 50_000_000
"""Bytes: with less room than this a failed build has failed for want of it."""


class Progress:
    """Passes on how far a long build is, not more often than every EVERY_S seconds."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._last_s = time.monotonic()

    def takes(self, line: str) -> bool:
        """Whether the line tells nothing but that."""
        if not PROGRESS.fullmatch(line.strip()):
            return False
        if time.monotonic() - self._last_s > EVERY_S:
            self._last_s = time.monotonic()
            self._say(f"   {line.strip()}")
        return True


@dataclass(frozen=True)
class Built:
    """What a build has left. output: the site. said: what it told about the content, line by line.

    digests: what it says of its files, by their paths: their SHA-256, where it says any.
    """

    output: Path
    engine: str
    scheduled_out: int
    due: tuple[Due, ...]
    said: tuple[str, ...]
    digests: Mapping[str, str]


@contextmanager
def room_for_build(installation: Installation) -> Iterator[Path]:
    """An empty folder for one build; what earlier builds have left goes first. To be called under the lock for builds.

    One that fails is removed at once. Of one that succeeds thousands of files are to be unlinked, for which readers
    need not wait: whoever is done calls `clear`.
    """
    clear(installation)
    room = installation.building / str(os.getpid())
    leavings.make_folder(installation.building)
    room.mkdir()
    try:
        yield room
    except BaseException:
        clear(installation)
        raise


def clear(installation: Installation) -> None:
    """Remove what builds have left anywhere that they can write, but the cache. To be called under the lock for builds.

    Pushed code may have put anything there, a link in the cache's place too.
    """
    leavings.make_folder(installation.work)
    for path in installation.work.iterdir():
        if path != installation.cache or not leavings.is_folder(path):
            leavings.remove(path)


def taken(installation: Installation, entries: Sequence[Entry]) -> list[Entry]:
    """The entries of a push that are built: all of them where code is trusted, else what the coach writes."""
    if installation.trusts_code:
        return list(entries)
    return [entry for entry in entries if not engines.is_engine(entry.path)]


def engine_of(installation: Installation, commit: str) -> str:
    """By which engine this commit is built: a commit of Cairn's, or the pushed one itself."""
    return commit if installation.trusts_code else installation.engine.resolve().name


def build(
    installation: Installation,
    git: Git,
    commit: str,
    source: Path,
    room: Path,
    target: str,
    address: str,
    on_progress: Callable[[str], None],
) -> Built:
    """Build the files in `source`, which are those of this commit, into the room.

    target: of make, `publish`, or `html` for a preview. address: where the result will be read. on_progress: hears
    now and then how far the photographs are.
    Raises Refused with what the build has said when it fails.
    """
    engine = source if installation.trusts_code else installation.engine.resolve()
    environment = _environment(installation, engine)
    output, report = room / "output", room / "report.json"
    variables = {
        "OUTPUT": output,
        "SOURCE": source,
        "VENV": environment,
        "CACHE": installation.cache,
        "ADDRESS": address,
        "COMMIT": commit,
        "COMMITTED": git.committed(commit),
        "REPORT": report,
    }
    said: list[str] = []
    progress = Progress(on_progress)

    def hear(line: str) -> None:
        if not (line.startswith(CHATTER) or progress.takes(line)):
            said.append(line)

    leavings.make_folder(installation.cache)
    status = sandbox.run(
        sandbox.find(),
        [
            "make",
            "--silent",
            f"--directory={engine}",
            target,
            *(f"{name}={value}" for name, value in variables.items()),
        ],
        reads=[engine, source, environment],
        writes=[installation.work],
        # Bytecode of an engine that stays is worth keeping, and its own folder is not to be written.
        variables={} if installation.trusts_code else {"PYTHONPYCACHEPREFIX": str(installation.cache / "bytecode")},
        folder=engine,
        timeout_s=TIMEOUT_S,
        on_line=hear,
    )
    if status:
        raise Refused("\n".join(condensed(said, engine)) or _silence(installation, status))
    leavings.demand_folders(installation.building, room, output)
    scheduled_out, due, unlisted = leavings.reported(report)
    digests = {**leavings.listed(output), **unlisted}
    return Built(output, engine_of(installation, commit), scheduled_out, due, tuple(said), digests)


def _silence(installation: Installation, status: int) -> str:
    if is_disk_full(installation):
        return "The server's disk is full, so the site could not be built. Whoever looks after it has to make room."
    return (
        f"The build was ended from outside (status {status}). Push again; if it happens twice, the server needs a look."
    )


def is_disk_full(installation: Installation) -> bool:
    """Whether there is too little room to build anything."""
    return shutil.disk_usage(installation.site).free < SMALL


def _environment(installation: Installation, engine: Path) -> Path:
    if not installation.trusts_code:
        return installation.environment.resolve()
    try:
        lock = (engine / "requirements.lock").read_bytes()
    except OSError:
        raise Refused(
            "There is no requirements.lock in what you pushed, which names the packages to build it with."
        ) from None
    try:
        return environments.environment_for(lock, installation.environments, say=lambda line: None)
    except PublisherError as error:
        raise Refused(str(error)) from error
