"""What the publisher looks through before it publishes, tried on the demonstration site."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from publisher.checking import check, weigh
from tests.building import Build


@pytest.fixture
def release(site: Build, tmp_path: Path) -> Path:
    """The demonstration as a release, from which files may be taken."""
    return Path(shutil.copytree(site.output, tmp_path / "release", copy_function=os.link))


def files_of(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_the_demonstration_passes_whole_and_is_light_enough(release: Path) -> None:
    """No link of it leads nowhere, nothing comes from another host, and no budget is passed."""
    assert check(release, files_of(release), set(), "") == []
    assert weigh(release, files_of(release)) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "about/index.html",
        "musings/*/index.html",
        "albums/*/*/index.html",
        "assets/fonts/*",
        "assets/theme-switch.*.js",
        "assets/answers.*.js",
        "assets/favicon.*",
        "photos/*-480.avif",
        "photos/*-card.jpg",
        "feeds/musings.atom.xml",
        "series/*/workbook.pdf",
        "prompts.ics",
    ],
)
def test_a_file_that_a_page_names_cannot_go_missing(release: Path, pattern: str) -> None:
    """Whether it went in this build or was taken by this push: the pages that changed, or those that stayed, tell."""
    file = next(release.glob(pattern))
    name = file.relative_to(release).as_posix()
    file.unlink()
    assert check(release, files_of(release), set(), "")
    assert check(release, {"build.json"}, {name}, "")
