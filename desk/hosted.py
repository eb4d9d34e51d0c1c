"""What a workflow on GitHub has to know before it builds: at which address the site will be read, and who publishes it.

    python -m desk.hosted

The site is built for the address at which GitHub Pages says that it serves it (PAGES_ADDRESS): a project's site lives
below `/its-name`, and a domain of one's own is set there, not in `site.toml`. Whoever names another host in `site.toml`
has the site proofread and built here, and published there. Ends with 1 where nothing could come of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from plugins.proofreading import contact_form, site_toml
from plugins.proofreading.hosts import HOSTS, host_of
from plugins.proofreading.mistakes import Grade, Mistake
from plugins.proofreading.report import as_annotations
from plugins.proofreading.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
GITHUB = "github"
MAIN = "refs/heads/main"
DEMONSTRATION = ".example"
"""How the address of the site that comes with Cairn ends: a name that nobody can have (RFC 2606)."""


@dataclass(frozen=True)
class Run:
    """One run of the workflow. pages: where Pages says that it serves the site, "" while it is off."""

    event: str
    branch: str
    repository: str
    pages: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Run:
        """The run that GitHub's own variables tell of. Pages says `http` while its certificate is on the way."""
        name = environment.get("PAGES_ADDRESS", "").rstrip("/")
        return cls(
            environment.get("GITHUB_EVENT_NAME", ""),
            environment.get("GITHUB_REF", ""),
            f"{environment.get('GITHUB_SERVER_URL', '')}/{environment.get('GITHUB_REPOSITORY', '')}",
            f"https://{name.partition('://')[2]}" if name else "",
        )

    @property
    def is_for_readers(self) -> bool:
        """Whether what it builds is to be published."""
        return self.branch == MAIN and self.event != "pull_request"


@dataclass(frozen=True)
class Plan:
    """address: for which the site is built, "" where `site.toml` names none that is sound. said: to the coach."""

    address: str
    publishes: bool
    said: tuple[Mistake, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether the run ends here."""
        return any(mistake.grade == "stop" for mistake in self.said)

    @property
    def outputs(self) -> str:
        """Lines for the file that GITHUB_OUTPUT names."""
        return f"address={self.address}\npublishes={'true' if self.publishes else 'false'}\n"


def plan(run: Run, settings: Settings, file: Path) -> Plan:
    """Where this run's site is read, and whether this run publishes it. file: the `site.toml` of these settings."""
    own = settings.practice.address
    sound = own if site_toml.ADDRESS.fullmatch(own) else ""
    host = settings.practice.host or host_of(own)
    if host not in ("", GITHUB):
        words = f"site.toml says that the site is published by {HOSTS[host].title}: here it is proofread and built."
        return Plan(sound, False, (_told(file, own, "published-elsewhere", "hint", words),))
    if not run.pages:
        return Plan(sound, False, tuple(_pages_are_off(run)))
    said = [*_form(settings, run.pages, file), *_other_address(own, run.pages, file)]
    return Plan(run.pages, run.is_for_readers, tuple(said))


def _pages_are_off(run: Run) -> list[Mistake]:
    """A stop for whoever has just asked for the site to be published; the clock and a pull request have not."""
    wanted = "GitHub Pages is not switched on for this repository, so nothing is published."
    fix = (
        f"Open {run.repository}/settings/pages and choose “GitHub Actions” under “Source”. Then come back to this run "
        "and press “Re-run all jobs”. If another host publishes the site, name it in site.toml, "
        'in [practice]: host = "netlify".'
    )
    asked = run.is_for_readers and run.event != "schedule"
    return [Mistake("pages-off", "site.toml", 1, "", "", wanted, fix, "stop")] if asked else []


def _form(settings: Settings, address: str, file: Path) -> list[Mistake]:
    """Behind a domain of one's own `make check` cannot know that Pages serves the site. Here it is known."""
    if host_of(address):
        return []
    faults = contact_form.find_faults(settings.contact_form, settings.business, GITHUB)
    line, found = site_toml.line_with(file, "[contact_form]")
    return [
        Mistake(fault.code, "site.toml", line, found, "", fault.wanted, fault.fix)
        for fault in faults
        if fault.code == "form-nowhere"
    ]


def _other_address(own: str, address: str, file: Path) -> list[Mistake]:
    if own == address or (urlsplit(own).hostname or "").endswith(DEMONSTRATION):
        return []
    words = f"GitHub Pages serves this site at {address}, and it is built for that address."
    fix = (
        f'Write address = "{address}". If {own} is your own domain, tell Pages of it: in the repository, Settings, '
        "Pages, “Custom domain”."
    )
    return [_told(file, own, "address-other", "fix", words, fix)]


def _told(file: Path, at: str, code: str, grade: Grade, wanted: str, fix: str = "") -> Mistake:
    line, found = site_toml.line_with(file, at)
    return Mistake(code, "site.toml", line, found, at, wanted, fix, grade)


def main() -> int:
    """Print what the coach should know, hand over the rest; return the exit status."""
    file = Path(os.environ.get("CAIRN_SOURCE") or ROOT) / "site.toml"
    settings, _ = site_toml.load(file)  # its mistakes are told by the step that proofreads
    planned = plan(Run.from_environment(os.environ), settings, file)
    print(as_annotations(planned.said), end="", flush=True)
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as outputs:
        outputs.write(planned.outputs)
    return 1 if planned.stops else 0


if __name__ == "__main__":
    sys.exit(main())
