"""What is looked at within: only files whose kind can do harm, only what is new, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

from publisher.git import Entry, Git
from publisher.pushed.archives import SUFFIXES as ARCHIVES
from publisher.pushed.archives import check_archive
from publisher.pushed.attributes import NAME as ATTRIBUTES
from publisher.pushed.attributes import check_attributes
from publisher.pushed.drawings import check_drawing
from publisher.pushed.kinds import FILES
from publisher.pushed.pictures import Faults, check_picture
from publisher.pushed.reasons import Reason
from publisher.pushed.secrets import SUFFIXES as SECRETS
from publisher.pushed.secrets import check_key
from publisher.pushed.sizes import PICTURES, is_too_large

DRAWINGS = frozenset(".svg .xml .rdf .atom .rss .xspf .gpx .kml".split())
"""What a browser reads as XML, in which anything may stand. Tracks of a run too, since some servers call them so."""
LOOKERS: tuple[tuple[str, frozenset[str], Callable[[bytes], Faults]], ...] = (
    ("content/", PICTURES - DRAWINGS, check_picture),
    ("content/files/", DRAWINGS, check_drawing),
    ("content/", ARCHIVES, check_archive),
    ("", SECRETS, check_key),
)
"""In which folder, at files of which endings, and what looks at them."""


def check_contents(git: Git, entries: Sequence[Entry], before: Sequence[Entry]) -> Iterator[Reason]:
    """A reason for each new file in which something is wrong. What is live has been looked at when it came."""
    live = {(entry.path, entry.object_id) for entry in before}
    alike: dict[tuple[str, Callable[[bytes], Faults]], list[str]] = {}
    for entry in entries:
        if entry.mode not in FILES or is_too_large(entry) or (entry.path, entry.object_id) in live:
            continue
        for look in lookers_of(entry.path):
            alike.setdefault((entry.object_id, look), []).append(entry.path)
    for data, ((_, look), paths) in zip(git.blobs(object_id for object_id, _ in alike), alike.items(), strict=True):
        for wanted, fix in look(data):
            yield from (Reason(path, wanted, fix) for path in paths)


def lookers_of(path: str) -> list[Callable[[bytes], Faults]]:
    """What looks at a file of this name."""
    if path.rpartition("/")[2] == ATTRIBUTES:
        return [check_attributes]
    suffix = PurePosixPath(path).suffix.lower()
    return [look for folder, suffixes, look in LOOKERS if path.startswith(folder) and suffix in suffixes]
