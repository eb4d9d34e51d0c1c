"""Whoever does what docs/publishing.md says has a site that passes, and reads what the page promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import CACHE, ROOT
from tests.hosting import fresh_clone, git, small_repository

PAGE = (ROOT / "docs/publishing.md").read_text(encoding="utf-8")
PHOTO = ROOT / "content/musings/running-slow.jpg"
CLONE = "git clone https://github.com/ada-walker/walks.git"


def blocks(kind: str) -> list[str]:
    """Every block of this kind on the page."""
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def typed(block: str) -> list[str]:
    """The commands that a block has somebody type."""
    return [line.removeprefix("$ ") for line in block.splitlines()]


def changed(settings: str, change: str) -> str:
    """The site.toml with these lines in the place of its own, table by table; a line that it lacks is put in."""
    for part in change.split("\n\n"):
        table, *lines = part.strip().splitlines()
        before, after = re.split(rf"^{re.escape(table)}\n", settings, maxsplit=1, flags=re.MULTILINE)
        body, rest = re.split(r"(?=^\[|\Z)", after, maxsplit=1, flags=re.MULTILINE)
        for line in lines:
            name = line.split(" = ")[0]
            body, found = re.subn(rf"^{name} = .*", lambda _, line=line: line, body, flags=re.MULTILINE)  # type: ignore
            body += "" if found else f"{line}\n"
        settings = f"{before}{table}\n{body}{rest}"
    return settings


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with everything in it that the page has a coach write by a browser."""
    folder = tmp_path_factory.mktemp("walks")
    shutil.copytree(ROOT / "content", folder / "content")
    (settings,), (musing,), (album,) = blocks("toml"), blocks("markdown"), blocks("yaml")
    written = changed((ROOT / "site.toml").read_text(encoding="utf-8"), settings)
    (folder / "site.toml").write_text(re.sub(r"\[\[links\]\]\n(.+\n)+", "", written), encoding="utf-8")
    (folder / "content/albums/autumn-walk").mkdir()
    for name in ("musings/first-walk.jpg", "albums/autumn-walk/gate.jpg"):
        shutil.copy(PHOTO, folder / "content" / name)
    (folder / "content/musings/first-walk.md").write_text(musing, encoding="utf-8")
    (folder / "content/albums/autumn-walk/album.md").write_text(album, encoding="utf-8")
    return folder


def check(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Proofread a site for where the page says that it lives."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "GITHUB_"))}
    (address,) = re.findall(r'^address = "(.*)"$', blocks("toml")[0], re.MULTILINE)
    own = {"CAIRN_SOURCE": str(folder), "CAIRN_CACHE": str(CACHE), "CAIRN_ADDRESS": address, **variables}
    command = [sys.executable, "-m", "plugins.proofreading", "check"]
    return subprocess.run(command, cwd=ROOT, env=clean | own, capture_output=True, text=True, check=False)


def test_what_the_page_has_a_coach_write_passes(walks: Path) -> None:
    """Not only may it be published: nothing in it should be mended."""
    done = check(walks)
    assert done.returncode == 0 and not re.search(r" fix: [a-z-]+$", done.stdout, re.MULTILINE), done.stdout


def test_without_its_second_step_nothing_is_published(walks: Path, tmp_path: Path) -> None:
    """The demonstration's form is received by a service of ours, which runs nowhere at GitHub."""
    shutil.copytree(walks, tmp_path / "walks")
    shutil.copy(ROOT / "site.toml", tmp_path / "walks/site.toml")
    done = check(tmp_path / "walks")
    assert done.returncode == 1 and "form-nowhere" in done.stdout


def test_a_mistake_reads_as_the_page_shows_it(walks: Path, tmp_path: Path) -> None:
    shutil.copytree(walks, tmp_path / "walks")
    musing = tmp_path / "walks/content/musings/first-walk.md"
    musing.write_text(musing.read_text(encoding="utf-8").replace("photo: first-walk", "photo: first-wlak"))
    done = check(tmp_path / "walks", CAIRN_FORMAT="github")
    stops = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert [line.partition("::")[2].partition("::")[2] for line in stops] == [shown.strip() for shown in blocks("text")]
    assert stops[0].startswith("::error file=content/musings/first-walk.md,line=5,")


def test_what_is_typed_on_one_s_own_machine_works(tmp_path: Path) -> None:
    """From the clone to the push; the musing that `make new` began is there, and the last one is taken back."""
    origin = tmp_path / "origin.git"
    git(tmp_path, "clone", "-q", "--bare", str(small_repository(tmp_path / "repository")), str(origin))
    folder = fresh_clone(origin, tmp_path / "walks")
    setting_up, writing, again, taking_back = map(typed, blocks("console"))
    assert setting_up == [CLONE, "cd walks", "make devserver"], "two are done here, the third has tests of its own"
    ada = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@smallsteps.example"}
    ada |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in ada.items()}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "MAKE"))}
    for command in writing + taking_back + again:
        done = subprocess.run(command, shell=True, cwd=folder, env=clean | ada, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    subjects = git(origin, "log", "--format=%s", "main").splitlines()
    assert subjects == ["Publish again", 'Revert "The second walk"', "The second walk", "The first walk"]
    assert git(origin, "log", "--format=", "--name-status", "main~2", "-1") == "A\tcontent/musings/the-second-walk.md"


def test_the_build_command_of_other_hosts_builds(tmp_path: Path) -> None:
    """They start it in a clone, with no more than a Python; what they serve is in the folder that the page names."""
    command, output = re.findall(r"^\| (?:build command|publish directory.*?) \| `(.*?)` \|$", PAGE, re.MULTILINE)
    folder = fresh_clone(small_repository(tmp_path / "repository"), tmp_path / "clone")
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CF_PAGES": "1"}
    done = subprocess.run(command, shell=True, cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"index.html", "404.html", "_headers", "_redirects", "build.json"} <= set(os.listdir(folder / output))
