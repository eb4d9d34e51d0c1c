"""The command as it is typed: what it prints, how it ends, and that it sees a save."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.building import ROOT, write_site

GOOD = (
    "---\ntitle: Slow\ndate: 2026-03-02\nsummary: On walking at the pace of the slowest of the party.\n---\n\nWords.\n"
)
BAD = GOOD + "\n> [!gallery] nowhere\n"
COMMAND = [sys.executable, "-m", "plugins.proofreading"]
PATIENCE_S = 30


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with one musing."""
    return write_site(tmp_path / "site", {"content/musings/slow.md": GOOD})


def environment(site: Path) -> dict[str, str]:
    """Where the command looks; nothing of the machine's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
    return clean | {"CAIRN_SOURCE": str(site), "CAIRN_CACHE": str(site / ".cache"), "PYTHONUNBUFFERED": "1"}


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, env=environment(site), capture_output=True, text=True, timeout=PATIENCE_S
    )


def spoil(site: Path) -> None:
    """A musing that would stop the build."""
    (site / "content/musings/slow.md").write_text(BAD)


def test_a_site_without_a_mistake_ends_with_nought(site: Path) -> None:
    done = run(site, "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "I found no mistakes.\n", "")


def test_a_mistake_that_stops_ends_with_one_and_a_wrong_command_with_two(site: Path) -> None:
    spoil(site)
    done = run(site, "check")
    assert done.returncode == 1
    assert "content/musings/slow.md, line 9\n    > [!gallery] nowhere\n" in done.stdout
    assert run(site, "chekc").returncode == 2


def test_programs_get_every_mistake_as_data(site: Path) -> None:
    spoil(site)
    (told,) = json.loads(run(site, "check", "--format=json").stdout)["mistakes"]
    assert (told["code"], told["file"], told["line"], told["grade"]) == (
        "album-unknown",
        "content/musings/slow.md",
        9,
        "stop",
    )
    (line,) = run(site, "check", "--format=github").stdout.splitlines()
    assert line.startswith("::error ") and "file=content/musings/slow.md" in line and "line=9" in line


def test_a_reader_who_has_seen_enough_may_leave(site: Path) -> None:
    """`make check | head -1` closes the pipe early: no traceback."""
    for number in range(400):
        (site / f"content/musings/m{number}.md").write_text(BAD)
    with subprocess.Popen(
        [*COMMAND, "check"], cwd=ROOT, env=environment(site), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE_S) == 1


@pytest.fixture
def watching(site: Path) -> Iterator[tuple[subprocess.Popen[str], queue.Queue[str]]]:
    """The command with --watch, and the lines that it prints as they come."""
    process = subprocess.Popen(
        [*COMMAND, "check", "--watch"], cwd=ROOT, env=environment(site), stdout=subprocess.PIPE, text=True
    )
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            lines.put(line)

    reader = threading.Thread(target=read)
    reader.start()
    yield process, lines
    process.kill()
    process.wait()
    reader.join()
    assert process.stdout
    process.stdout.close()


def test_a_save_is_proofread_at_once(site: Path, watching: tuple[subprocess.Popen[str], queue.Queue[str]]) -> None:
    """Again after every save, of site.toml too, until Ctrl-C, which is no mistake."""
    process, lines = watching
    assert lines.get(timeout=PATIENCE_S) == "I found no mistakes.\n"
    until_told(lines, "nowhere", lambda: spoil(site))
    settings = site / "site.toml"
    until_told(
        lines,
        "nmae",
        lambda: settings.write_text(settings.read_text().replace("[practice]", "[practice]\nnmae = 'x'", 1)),
    )
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE_S) == 0


def until_told(lines: queue.Queue[str], words: str, save: object) -> None:
    """Save until these words are printed: the first save may come before anybody watches."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        save()  # type: ignore[operator]
        try:
            while words not in lines.get(timeout=2):
                pass
        except queue.Empty:
            continue
        return
    raise AssertionError(f"{words} was never told")


def test_it_is_proofread_for_the_address_that_it_is_built_for(site: Path) -> None:
    """An address may give away a host on which nobody would receive the form."""
    done = subprocess.run(
        [*COMMAND, "check"],
        cwd=ROOT,
        env=environment(site) | {"CAIRN_ADDRESS": "https://ada.github.io/walks"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 1
    assert "GitHub Pages serves files and runs no service" in done.stdout


def test_on_github_the_page_of_the_run_has_the_whole_report(site: Path, tmp_path: Path) -> None:
    """Beside the lines GitHub shows ten mistakes of each grade, and no more."""
    spoil(site)
    page = tmp_path / "summary.md"
    page.write_text("What was there before.\n")
    done = subprocess.run(
        [*COMMAND, "check", "--format=github"],
        cwd=ROOT,
        env=environment(site) | {"GITHUB_STEP_SUMMARY": str(page)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.stdout.startswith("::error file=content/musings/slow.md,line=9,")
    before, opening, *report, closing = page.read_text().splitlines()
    assert (before, opening, closing) == ("What was there before.", "~~~~text", "~~~~")
    assert "\n".join(report) == run(site, "check").stdout.rstrip()
