"""One installation: where everything lies under `--site`, and what was decided when it was installed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from publisher.errors import NotInstalled

SETTINGS = "publisher.json"
MAIN = "refs/heads/main"
DRAFTS = "refs/heads/draft/"
Web = Literal["caddy", "nginx", "none"]


@dataclass(frozen=True)
class Installation:
    """The folders of one site, all absolute.

    site: the folder given with `--site`.
    repository: the bare repository that is pushed to.
    address: where the site is read, `https://…`, without a slash at the end.
    web: for which web server there is a configuration in `web_folder`.
    trusts_code: whether a push may change the engine; if not, only content and site.toml are taken from it.
    certificate, key: files of the certificate for nginx; empty: where certbot puts them.
    """

    site: Path
    repository: Path
    address: str
    web: Web = "none"
    trusts_code: bool = False
    certificate: str = ""
    key: str = ""

    @property
    def current(self) -> Path:
        """The link to the release that is live."""
        return self.site / "current"

    @property
    def releases(self) -> Path:
        """Releases that are, or were, live: a folder each, named `<commit>-<n>`, holding what readers are served."""
        return self.site / "releases"

    @property
    def ready(self) -> Path:
        """Releases that are whole and wait for their push to be accepted; a folder each, and a `.json` beside it."""
        return self.site / "ready"

    @property
    def records(self) -> Path:
        """What is known of each release and not for readers: `<release>.json`."""
        return self.site / "records"

    @property
    def previews(self) -> Path:
        """Previews of drafts: a link each, named by its token, to a folder in `drafts`."""
        return self.site / "previews"

    @property
    def drafts(self) -> Path:
        """Where those links lead."""
        return self.site / "drafts"

    @property
    def doomed(self) -> Path:
        """What nobody needs any more, and is deleted when no lock is held for it."""
        return self.site / "doomed"

    @property
    def work(self) -> Path:
        """The one folder that a build may write into: `cache/` and `building/` lie in it, so files can be linked."""
        return self.site / "work"

    @property
    def cache(self) -> Path:
        """What outlives a build: renditions above all."""
        return self.work / "cache"

    @property
    def building(self) -> Path:
        """A folder for each build that is under way."""
        return self.work / "building"

    @property
    def engine(self) -> Path:
        """The link to the engine that builds, a folder in `engines`: all of Cairn but content/ and site.toml."""
        return self.site / "engine"

    @property
    def engines(self) -> Path:
        """Engines by their commit. Beside each its `<commit>.json`: git's blob id of every file in it."""
        return self.site / "engines"

    @property
    def environments(self) -> Path:
        """Python environments, each named by the digest of its requirements.lock."""
        return self.site / "environments"

    @property
    def environment(self) -> Path:
        """The link to the environment in which the publisher itself runs, of the engine's requirements.lock."""
        return self.site / "environment"

    @property
    def web_folder(self) -> Path:
        """The generated configuration of the web server."""
        return self.site / "web"

    @property
    def log(self) -> Path:
        """What happened, a line of JSON each: never a name, an address of mail, or a word of the content."""
        return self.site / "log"

    @property
    def pinned(self) -> Path:
        """Where it exists, nothing is published until the next push."""
        return self.site / "pinned.json"

    @property
    def base_path(self) -> str:
        """Below which path of its host the site lives: "" or "/sub"."""
        return urlsplit(self.address).path.rstrip("/")

    @property
    def host(self) -> str:
        """The host's name, without a port."""
        return urlsplit(self.address).hostname or ""

    def save(self) -> None:
        """Write the settings down, whole or not at all."""
        values = {name: str(value) if isinstance(value, Path) else value for name, value in asdict(self).items()}
        del values["site"]  # the folder may be moved
        write_whole(self.site / SETTINGS, json.dumps(values, indent=2) + "\n")

    @classmethod
    def load(cls, site: Path) -> Installation:
        """The installation in this folder. Raises NotInstalled."""
        site = Path(os.path.abspath(site))
        try:
            values = json.loads((site / SETTINGS).read_text(encoding="utf-8"))
            return cls(**{**values, "site": site, "repository": Path(values["repository"])})
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise NotInstalled(
                f"{site} holds no site that is published by git push (there is no sound {SETTINGS} in it). "
                "Name the folder that was given to `python -m publisher install` as --site."
            ) from error


def write_whole(path: Path, text: str) -> None:
    """Write a file that is on the disk, whole, when this returns; whatever happens, never half of it."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in this folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
