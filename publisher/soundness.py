"""Whether what is live is what was built: looked at once after each start of the machine, as after a power cut."""

from __future__ import annotations

from publisher import assembling, releases, source
from publisher.installation import Installation, write_whole
from publisher.records import Record


def is_known(installation: Installation) -> bool:
    """Whether what is live has been looked at since the machine was started; what comes after that is sound as made."""
    try:
        return (installation.site / "seen").read_text(encoding="utf-8") == _mark()
    except OSError:
        return False


def note(installation: Installation) -> None:
    """Remember that it has been looked at, and is sound."""
    if not is_known(installation):
        write_whole(installation.site / "seen", _mark())


def is_sound(installation: Installation, record: Record) -> bool:
    """Whether the files of this release are those that were built."""
    try:
        return assembling.digests(installation.releases / record.name, list(record.files)) == dict(record.files)
    except OSError:
        return False


def damaged(installation: Installation) -> list[str]:
    """The releases that are kept and are not sound: what has not changed between them is one file on the disk."""
    return [record.name for record in releases.published(installation) if not is_sound(installation, record)]


def _mark() -> str:
    return f"{source.boot()}\n"
