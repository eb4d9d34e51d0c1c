"""A build is whole or not at all, and harms nothing that Cairn did not make."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk.build import HOLDS_DRAFTS, ROOT, Job, check, main
from desk.output import Refused
from tests.building import write_site


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """The job of building a small site into `output` beside it."""
    site = write_site(tmp_path / "site")
    return Job("development", site, tmp_path / "output", tmp_path / "cache")


def has_files(folder: Path, *names: str) -> Path:
    """Write a few files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text("here before")
    return folder


def variables_of(job: Job) -> dict[str, str]:
    """The environment in which `python -m desk.build` does this job."""
    own = {f"CAIRN_{key.upper()}": str(getattr(job, key)) for key in ("source", "output", "cache")}
    return {**os.environ, **own}


def at_each_move(what: str, job: Job) -> subprocess.CompletedProcess[str]:
    """A build in a process in which `what` happens right after each move of a folder."""
    program = f"""
import os, signal, sys
from pathlib import Path
move = Path.rename
def rename(path, target):
    moved = move(path, target)
    {what}
    return moved
Path.rename = rename
from desk.build import main
sys.exit(main(["production"]))
"""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, env=variables_of(job), capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("site", "holds more than a built site"),
        (".", "holds more than a built site"),
        ("cache", "holds more than a built site"),
        ("site/content", "lies inside content"),
        ("site/content/musings/out", "lies inside content"),
        ("letters", "holds files that Cairn did not build"),
        ("letters/a.txt", "is a file"),
    ],
)
def test_a_folder_that_is_not_a_built_site_is_refused(job: Job, tmp_path: Path, output: str, words: str) -> None:
    """A slip in OUTPUT= must not cost anybody their files."""
    has_files(tmp_path / "letters", "a.txt", "404.html")
    with pytest.raises(Refused, match=words):
        check(Job(job.kind, job.source, (tmp_path / output).resolve(), job.cache))


@pytest.mark.parametrize("folder", [ROOT, ROOT.parent, Path("/")])
def test_cairn_itself_is_never_replaced(job: Job, folder: Path) -> None:
    """Not even where somebody left a 404.html and a sitemap.xml in it."""
    with pytest.raises(Refused, match="holds more than a built site"):
        check(Job(job.kind, job.source, folder, job.cache))


def test_a_new_an_empty_and_a_built_folder_are_fine(job: Job, tmp_path: Path) -> None:
    """The three folders that a build may take the place of."""
    has_files(tmp_path / "empty")
    has_files(tmp_path / "built", "404.html", "sitemap.xml", "gone.html")
    for name in ("new", "empty", "built"):
        check(Job(job.kind, job.source, tmp_path / name, job.cache))


def test_without_content_it_says_so(tmp_path: Path) -> None:
    """The commonest slip with SOURCE=."""
    with pytest.raises(Refused, match="There is no folder content in"):
        check(Job("production", tmp_path, tmp_path / "output", tmp_path / "cache"))


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_build_that_is_stopped_leaves_nothing_behind(job: Job, name: signal.Signals) -> None:
    """No traceback, no half-built folder, and the last site as it was."""
    has_files(job.output, "404.html", "sitemap.xml")
    command = [sys.executable, "-m", "desk.build", "production"]
    build = subprocess.Popen(command, cwd=ROOT, env=variables_of(job), stderr=subprocess.PIPE, text=True)
    while not list(job.output.parent.glob("output.building-*")):
        assert build.poll() is None
        time.sleep(0.01)
    build.send_signal(name)
    assert build.communicate(timeout=5)[1] == "\nStopped. Your site has not changed.\n"
    assert build.returncode == 1
    left = {path.name for path in job.output.parent.iterdir()} - {job.cache.name}
    assert left == {"output", "site"}
    assert sorted(path.name for path in job.output.iterdir()) == ["404.html", "sitemap.xml"]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_while_the_new_site_takes_its_place_comes_too_late(job: Job, name: str) -> None:
    """Between the two moves there is no site at all, so nothing may end the build there; and it says what is true."""
    has_files(job.output, "404.html", "sitemap.xml", "old.html")
    done = at_each_move(f"os.kill(os.getpid(), signal.{name})", job)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"The site is in {job.output}."), done.stderr
    assert (job.output / "index.html").is_file()
    assert not (job.output / "old.html").exists()
    assert not list(job.output.parent.glob("output.building-*"))


def test_a_kill_between_the_two_moves_costs_nothing(job: Job) -> None:
    """The next build stops on a mistake, and the last good site is there all the same."""
    has_files(job.output, "404.html", "sitemap.xml", "old.html")
    assert at_each_move("os.kill(os.getpid(), signal.SIGKILL)", job).returncode == -signal.SIGKILL
    assert not job.output.exists()
    write_site(job.source, {"content/musings/first.md": "---\ntitle: First\ndate: soon\n---\n\nWords.\n"})
    assert at_each_move("pass", job).returncode == 1
    assert sorted(path.name for path in job.output.iterdir()) == ["404.html", "old.html", "sitemap.xml"]
    assert not list(job.output.parent.glob("output.building-*"))


def test_a_build_with_drafts_says_that_it_is_not_for_publishing(
    job: Job, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """`make html` looks like a site and holds what nobody should read yet; one without drafts needs no warning."""
    for name in ("source", "output", "cache"):
        monkeypatch.setenv(f"CAIRN_{name.upper()}", str(getattr(job, name)))
    assert main(["development"]) == 0
    assert HOLDS_DRAFTS not in capfd.readouterr().out
    draft = "---\ntitle: First\nsummary: Not for everybody.\nstatus: draft\n---\n\nWords.\n"
    write_site(job.source, {"content/musings/first.md": draft})
    assert main(["development"]) == 0
    assert capfd.readouterr().out.splitlines()[-2:] == [f"The site is in {job.output}.", HOLDS_DRAFTS]
    assert main(["production"]) == 0
    assert HOLDS_DRAFTS not in capfd.readouterr().out


def test_a_build_with_a_mistake_leaves_the_last_good_site(
    job: Job, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A real build, a mistake, another build: exit status 1, Pelican's own words, the same bytes."""
    for name in ("source", "output", "cache"):
        monkeypatch.setenv(f"CAIRN_{name.upper()}", str(getattr(job, name)))
    assert main(["development"]) == 0
    before = {file: file.stat().st_mtime_ns for file in job.output.rglob("*")}
    write_site(job.source, {"content/musings/first.md": "---\ntitle: First\ndate: soon\n---\n\nWords.\n"})
    capfd.readouterr()
    assert main(["development"]) == 1
    said = capfd.readouterr()
    assert "content/musings/first.md, line 3" in said.out + said.err
    assert {file: file.stat().st_mtime_ns for file in job.output.rglob("*")} == before
    assert not list(job.output.parent.glob("output.building-*"))
