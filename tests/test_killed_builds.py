"""A build that develops photographs is killed at any moment: the next one is as if it had never been."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from plugins.galleries.conftest import drawn, saved
from tests.building import ROOT, difference, every_byte, write_site
from tests.long import SEED, count, done

PHOTOS = {f"content/albums/hill/{number}.jpg": saved(drawn(1500 + number, 1000), quality=90) for number in range(5)}
VERSIONS = {"first": PHOTOS["content/albums/hill/2.jpg"], "second": saved(drawn(1502, 1001), quality=90)}
ALBUM = "---\ntitle: A hill\ncover: 2.jpg\n---\n\nFive photographs.\n"
SPAN_S = 1.2  # from the first file in the cache of photographs to the site's being there; a machine may be slower
WHOLE_S = 2.0  # of a whole build that develops one photograph


class Site:
    """A small site with an album, built by `make publish`'s own program into a cache that nobody shares."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.output, self.cache = folder, folder / "built" / "output", folder / "cache"
        self.photos = self.cache / "photos"
        source = write_site(folder / "site", {**PHOTOS, "content/albums/hill/album.md": ALBUM})
        self.changing = source / "content/albums/hill/2.jpg"
        for name, data in VERSIONS.items():
            (folder / name).write_bytes(data)
        names = {"CAIRN_SOURCE": source, "CAIRN_OUTPUT": self.output, "CAIRN_CACHE": self.cache}
        self.variables = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
        self.variables |= {name: str(path) for name, path in names.items()}

    def show(self, version: str) -> None:
        """Put one version of the photograph that changes in its place: each time the same file, by its inode."""
        os.link(self.folder / version, self.folder / "linked")
        os.replace(self.folder / "linked", self.changing)

    def start(self) -> subprocess.Popen[bytes]:
        """Begin a build."""
        command = [sys.executable, "-m", "desk.build", "production"]
        said = (self.folder / "said.log").open("wb")
        with said:
            return subprocess.Popen(command, cwd=ROOT, env=self.variables, stdout=said, stderr=subprocess.STDOUT)

    def build(self) -> dict[str, str]:
        """Build to the end; return every byte of the output's folder and of the photographs' cache.

        All but the counts of builds: one that was killed may have been counted.
        """
        process = self.start()
        assert process.wait() == 0, (self.folder / "said.log").read_text()
        shutil.rmtree(self.photos / "sites")
        output = {f"output {name}": digest for name, digest in every_byte(self.output.parent).items()}
        return output | {f"cache {name}": digest for name, digest in every_byte(self.photos).items()}

    def forget(self) -> None:
        """Remove the site and every photograph that builds have made; fonts and templates cost too much time."""
        shutil.rmtree(self.output.parent, ignore_errors=True)
        shutil.rmtree(self.photos, ignore_errors=True)

    def kill(self, process: subprocess.Popen[bytes], random: Random) -> None:
        """End it and all that it has started, in any order."""
        victims = list(family(process.pid))
        random.shuffle(victims)
        for number in victims:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        process.wait()

    def wait_for_photographs(self, process: subprocess.Popen[bytes]) -> None:
        """Until the first file is in their cache."""
        while not self.photos.exists():
            assert process.poll() is None, (self.folder / "said.log").read_text()
            time.sleep(0.005)


def site_in(built: dict[str, str]) -> dict[str, str]:
    """The site alone, of what `Site.build` gives."""
    start = "output output/"
    return {name.removeprefix(start): digest for name, digest in built.items() if name.startswith(start)}


def family(number: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield number
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_build_that_is_killed_leaves_nothing_that_the_next_one_minds(site: Site) -> None:
    """From an empty cache, and then with a site that readers see and one photograph that has changed."""
    random = Random(f"{SEED} killed builds")
    site.show("first")
    first = site.build()
    site.show("second")
    second = site.build()
    lives = {"no": {}, "the old": site_in(first), "the new": site_in(second)}
    for _ in range(count(1, 25)):
        site.show("first")
        site.forget()
        process = site.start()
        site.wait_for_photographs(process)
        time.sleep(random.uniform(0, SPAN_S))
        site.kill(process, random)
        made = len(list(site.photos.rglob("photo.json")))
        assert difference(first, site.build()) == [], f"killed with {made} photographs made"
        done(f"builds killed with {made if made in (0, len(PHOTOS)) else 'some'} of {len(PHOTOS)} photographs made")

        site.show("second")
        process = site.start()
        time.sleep(random.uniform(0, WHOLE_S))
        site.kill(process, random)
        seen = next(name for name, whole in lives.items() if every_byte(site.output) == whole)
        assert difference(second, site.build()) == [], f"killed with {seen} site there"
        done(f"builds killed over a site, {seen} site there")
