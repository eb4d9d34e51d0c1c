"""What whoever orders a build says of it: COMMIT, COMMITTED and REPORT, which reach it as CAIRN_COMMIT and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.colophon.asking import Head, head_of

COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
SECONDS = re.compile(r"-?[0-9]{1,12}")
NONE = "none"
NOT_A_COMMIT = "COMMIT={} is not the full name of a commit: write all of it, as `git rev-parse HEAD` prints it."
NOT_A_TIME = "COMMITTED={} is not a time: write the seconds since 1970, as `git show -s --format=%ct` prints them."
BOTH = "COMMIT and COMMITTED go together: give the commit and when it was made, or neither."


@dataclass(frozen=True)
class Given:
    """What is known of a build before it begins.

    source: the folder with content/ and site.toml.
    head: the commit that it holds, as given, else as git told when the build began; None where nobody knows.
    trusted: whether it was given, so that git need not be asked.
    report: the file that tells what is due; never a part of the site.
    wanted: False for a preview, which is nobody's release.
    """

    source: Path
    head: Head | None = None
    trusted: bool = False
    report: Path | None = None
    wanted: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], source: Path) -> Given:
        """As the environment says it. Raises SystemExit, in words, where it says nothing that could be meant."""
        commit, committed = (environment.get(f"CAIRN_{name}", "") for name in ("COMMIT", "COMMITTED"))
        report = environment.get("CAIRN_REPORT")
        wanted = environment.get("CAIRN_COLOPHON") != NONE
        if bool(commit) != bool(committed):
            raise SystemExit(BOTH)
        if commit and not COMMIT.fullmatch(commit):
            raise SystemExit(NOT_A_COMMIT.format(commit))
        if committed and not SECONDS.fullmatch(committed):
            raise SystemExit(NOT_A_TIME.format(committed))
        head = Head(commit, int(committed)) if commit else head_of(source) if wanted else None
        return cls(source, head, bool(commit), Path(report).expanduser().resolve() if report else None, wanted)
