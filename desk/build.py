"""One build of the site, whole or not at all.

`python -m desk.build development` and `… production` are `make html` and `make publish`. Pelican writes
into a fresh folder beside the output, which takes the output's place only when everything in it is there: the
output is never half written, keeps no page that is gone, and stays as it was when there is a mistake.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desk.output import Refused, fresh_folder, swap

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {"development": "pelicanconf.py", "production": "publishconf.py"}
STOPS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
MARKS = ("404.html", "sitemap.xml")
"""What every site that Cairn built has; a folder without both is somebody else's."""
DRAFTS = "drafts"
HOLDS_DRAFTS = "It holds drafts, so it is not for publishing: make publish builds what your readers get."


@dataclass(frozen=True)
class Job:
    """What is to be built. All paths are absolute.

    kind: `development` (drafts are shown) or `production`.
    source: the folder that holds content/ and site.toml.
    address: the site's address where it wins over the one in site.toml, else "".
    report: the file that tells what will be published when; None where nobody asked.
    colophon: whether the site says of itself which release it is; a preview is none.
    """

    kind: str
    source: Path
    output: Path
    cache: Path
    address: str = ""
    report: Path | None = None
    colophon: bool = True

    @classmethod
    def from_environment(cls, kind: str, environment: Mapping[str, str]) -> Job:
        """The job that CAIRN_SOURCE, CAIRN_OUTPUT, CAIRN_CACHE, CAIRN_ADDRESS and CAIRN_REPORT ask for."""

        def folder(name: str, otherwise: Path) -> Path:
            return Path(environment.get(name) or otherwise).expanduser().resolve()

        return cls(
            kind,
            folder("CAIRN_SOURCE", ROOT),
            folder("CAIRN_OUTPUT", ROOT / "output"),
            folder("CAIRN_CACHE", ROOT / ".cache"),
            environment.get("CAIRN_ADDRESS", ""),
            folder("CAIRN_REPORT", ROOT) if environment.get("CAIRN_REPORT") else None,
        )

    @property
    def content(self) -> Path:
        """Where the coach writes."""
        return self.source / "content"

    def command(self, folder: Path) -> list[str]:
        """Pelican's command line, with `folder` as its output; every warning of Pelican's ends it."""
        options = ["--settings", SETTINGS[self.kind], "--output", str(folder)]
        return [
            *(sys.executable, "-m", "pelican", str(self.content), *options),
            *("--log-handler", "plain", "--fatal", "warnings"),
        ]

    def environment(self) -> dict[str, str]:
        """The environment of that command: the wiring in pelicanconf.py reads these names."""
        names = {"SOURCE": self.source, "OUTPUT": self.output, "CACHE": self.cache, "ADDRESS": self.address}
        own = {f"CAIRN_{name}": str(value) for name, value in names.items()}
        own |= {"CAIRN_REPORT": str(self.report or ""), "CAIRN_COLOPHON": "" if self.colophon else "none"}
        # In a plain "C" locale the quotation marks of a message could not be printed without UTF-8 mode,
        # and Pelican breaks its lines at 80 columns where nothing tells it a width.
        plain = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "COLUMNS": "1000"}
        return {**os.environ, **own, **plain}


def check(job: Job) -> None:
    """Raise Refused where the build would replace what Cairn did not build, or has nothing to read."""
    output = job.output
    if not job.content.is_dir():
        raise Refused(f"There is no folder content in {job.source}, so there is nothing to build.")
    if any(kept == output or output in kept.parents for kept in (ROOT, job.source, job.cache)):
        raise Refused(f"A build replaces its output folder, and {output} holds more than a built site.")
    if output == job.content or job.content in output.parents:
        raise Refused(f"The output folder {output} lies inside content, where you write: choose one outside it.")
    if output.exists() and not output.is_dir():
        raise Refused(f"{output} is a file: choose a folder for the output.")
    if output.is_dir() and any(output.iterdir()) and not is_built(output):
        raise Refused(f"{output} holds files that Cairn did not build: empty it, or choose another folder.")


def is_built(folder: Path) -> bool:
    """Whether Cairn built the site in this folder."""
    return all((folder / mark).is_file() for mark in MARKS)


def build(job: Job) -> bool:
    """Build the site; Pelican's words go straight to the terminal. Returns whether there is a new site."""
    check(job)
    if job.report:
        job.report.unlink(missing_ok=True)  # whoever finds one has that of this build
    with fresh_folder(job.output) as folder:
        pelican = subprocess.Popen(
            job.command(folder),
            cwd=ROOT,
            env=job.environment(),
            start_new_session=True,  # Ctrl-C reaches only this process, which ends Pelican and all it has started
            preexec_fn=hear_signals,
        )
        try:
            hear_signals()
            good = pelican.wait() == 0
        finally:
            if pelican.returncode is None:
                os.killpg(pelican.pid, signal.SIGKILL)
                pelican.wait()
            hold_back_signals()
        if good:
            swap(folder, job.output)
    return good


def hear_signals() -> None:
    """Let the signals that stop a build come through."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def hold_back_signals() -> None:
    """Keep them waiting. One that has come already is heard now."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A build that is stopped only while Pelican works.

    Not between Pelican's start and the lines that would end it, and not while the new site takes the old one's
    place: whoever stops it then is too late, and the signal is dropped.
    """
    ways = {name: signal.getsignal(name) for name in STOPS}
    held = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    for name, way in ways.items():
        if way is not signal.SIG_IGN:  # nohup has its reason
            signal.signal(name, signal.default_int_handler)  # to be stopped by a program is no other thing
    try:
        yield
    finally:
        while signal.sigpending() & STOPS:
            signal.sigwait(STOPS)
        for name, way in ways.items():
            signal.signal(name, way)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def main(arguments: list[str]) -> int:
    """Build what the arguments name, `development` or `production`; return the exit status."""
    if len(arguments) != 1 or arguments[0] not in SETTINGS:
        print("Usage: python -m desk.build development|production", file=sys.stderr)
        return 1
    with undisturbed():
        return build_and_tell(Job.from_environment(arguments[0], os.environ))


def build_and_tell(job: Job) -> int:
    """Build, and say on the terminal how it went; return the exit status."""
    print("Building the site …", flush=True)
    try:
        built = build(job)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Your site has not changed.", file=sys.stderr)
        return 1
    if built:
        print(f"The site is in {name_of(job.output)}.")
        if (job.output / DRAFTS).is_dir():
            print(HOLDS_DRAFTS)
    return 0 if built else 1


def name_of(path: Path) -> str:
    """The path as a person in the project's folder would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
