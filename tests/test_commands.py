"""The commands as they are typed: what each takes, what it leaves alone, and what it says when it can't."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ROOT, copy_of_the_project, write_site

LOCKS = ["requirements.lock", "tests/requirements.lock", "tests/node.lock", "tests/java.lock"]
SCRIPTS = ["desk/set-up", "desk/clean", "desk/test", "desk/lock"]


def run(*command: str | Path, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person would: without the settings of the `make test` around it, and with nobody to ask."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "MAKE", "PYTHON"))}
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**plain, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def make(*words: str | Path, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run make with the Python that runs the tests, so that nothing is set up anew."""
    return run("make", "--no-print-directory", *words, f"VENV={sys.prefix}", folder=folder, **variables)


def executable(path: Path, text: str) -> Path:
    """Write a program that stands in for one of the machine's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A clone on which nothing has been set up, small enough to set up in a test."""
    for name in ("Makefile", "desk/set-up", *LOCKS, "tests/package-lock.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_make_alone_tells_every_command() -> None:
    """A newcomer types `make` and knows; a command that is not told does not exist for them."""
    told = run("make").stdout
    phony = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split()
    inner = {"help", "set-up", "set-up-tests"}
    assert set(re.findall(r"^  make ([a-z-]+)", told, re.MULTILINE)) == set(phony) - inner


def test_new_takes_any_title_as_it_is_typed(tmp_path: Path) -> None:
    """Between the shell, make and YAML a title meets three kinds of quoting."""
    write_site(tmp_path)
    title = "What's “$5” & 50 % worth? $(shell echo no)"
    done = make("new", f"TITLE={title}", f"SOURCE={tmp_path}")
    assert done.stdout.startswith("content/musings/whats-5-50-worth-shell-echo-no.md is ready"), done.stderr
    assert f"title: {title}\n" in next((tmp_path / "content/musings").glob("*.md")).read_text()


@pytest.mark.parametrize("source", ["{}/elsewhere/../site", "~/site"])
def test_a_source_may_be_written_in_any_way(tmp_path: Path, source: str) -> None:
    """A detour or the home folder's sign in SOURCE= once made every link a broken one."""
    link = "---\ntitle: Second\ndate: 2026-01-02\nsummary: The second.\n---\n\nAfter the [first](first.md).\n"
    first = "---\ntitle: First\ndate: 2026-01-01\nsummary: The first.\n---\n\nWords.\n"
    site = write_site(tmp_path / "site", {"content/musings/first.md": first, "content/musings/second.md": link})
    (tmp_path / "elsewhere").mkdir()
    given = [f"SOURCE={source.format(tmp_path)}", f"CACHE={tmp_path / 'cache'}"]
    checked = make("check", *given, HOME=str(tmp_path))
    assert (checked.returncode, "broken" in checked.stderr) == (0, False), checked.stderr
    made = make("new", "TITLE=Third", *given, HOME=str(tmp_path))
    assert made.stdout.startswith("content/musings/third.md is ready"), made.stderr
    assert (site / "content/musings/third.md").exists()


def test_what_is_in_the_environment_by_chance_means_nothing(tmp_path: Path) -> None:
    """Many machines have a PORT or an OUTPUT; only what is typed after the command counts."""
    done = run("make", "--just-print", "html", OUTPUT=str(tmp_path), VENV=str(tmp_path), PORT="1")
    assert str(tmp_path) not in done.stdout
    assert ".venv/bin/python" in done.stdout


def test_publish_into_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    """In one sentence, and nothing there is touched."""
    site = write_site(tmp_path / "site")
    letters = executable(tmp_path / "letters" / "a.txt", "Dear Ada")
    done = make("publish", f"SOURCE={site}", f"OUTPUT={letters.parent}")
    assert done.returncode == 2
    assert f"{letters.parent} holds files that Cairn did not build" in done.stderr
    assert letters.read_text() == "Dear Ada"


def test_clean_removes_what_was_built_and_nothing_that_was_written(tmp_path: Path) -> None:
    """Enquiries that were received count as written."""
    house = copy_of_the_project(tmp_path / "house")
    kept = ["var/enquiries.db", "var/mail/1.eml", "content/musings/mine.md", ".venv/ready"]
    built = [
        "output/404.html",
        "output/sitemap.xml",
        ".cache/preview/404.html",
        "desk/__pycache__/x.pyc",
        "output.building-9/x",
    ]
    for name in kept + built:
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text("x")
    assert make("clean", folder=house).returncode == 0
    assert [name for name in kept + built if (house / name).exists()] == kept

    (house / "output").mkdir()
    (house / "output" / "letter.txt").write_text("not Cairn's")
    assert make("clean", folder=house).returncode == 0
    assert (house / "output" / "letter.txt").exists()


@pytest.mark.parametrize("script", [*SCRIPTS, ".ci/run"])
def test_each_script_can_be_run(script: str) -> None:
    """Its shell understands it, and git keeps it executable."""
    shell = "bash" if script == ".ci/run" else "sh"
    assert run(shell, "-n", script).stderr == ""
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize("lock", LOCKS)
def test_each_package_is_locked_by_its_bytes(lock: str) -> None:
    """Each has hashes, for more than one platform where it is compiled; no file names where it comes from."""
    text = (ROOT / lock).read_text()
    packages = re.findall(r"^(\S+)==(?:.*\\\n)(?:    --hash=sha256:[0-9a-f]{64}.*\n)+", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^\S+==", text, re.MULTILINE)) > 0
    assert "://" not in text


def test_the_npm_lock_names_no_address() -> None:
    """What is fetched is fixed by its hash; where it is fetched is each machine's own business."""
    text = (ROOT / "tests/package-lock.json").read_text()
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') > 50


@pytest.mark.parametrize("version", ["2.7", "3.10", "3.14"])
def test_an_unfit_python_is_told_in_a_sentence(fresh: Path, version: str) -> None:
    """What is needed, what is here, and how to name another."""
    python = executable(fresh / "python", f"#!/bin/sh\necho {version}\n")
    done = run("make", "html", folder=fresh, PYTHON=str(python))
    assert done.stderr.splitlines()[0] == (
        f"Cairn needs Python 3.11, 3.12 or 3.13, and {python} is Python {version}. "
        "Name another with PYTHON=, for example: make devserver PYTHON=/usr/bin/python3.12"
    )
    assert not (fresh / ".venv").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="as another user set-up asks nothing of apt")
def test_a_missing_venv_is_installed_by_apt(fresh: Path) -> None:
    """Debian's Python comes without; root gets it installed."""
    there = fresh / "ensurepip-is-there"
    fit = f'#!/bin/sh\ncase "$2" in *ensurepip*) test -e {there} ;; *) echo 3.12 ;; esac\n'
    python = executable(fresh / "python", fit)
    executable(fresh / "bin/apt-get", f'#!/bin/sh\necho "apt-get $*"\n[ $1 = update ] || touch {there}\n')
    done = run("desk/set-up", folder=fresh, PYTHON=str(python), PATH=f"{fresh / 'bin'}:{os.environ['PATH']}")
    assert "Installing Debian's python3-venv" in done.stdout
    assert "apt-get install -y --no-install-recommends python3-venv" in (fresh / ".venv/set-up.log").read_text()


def test_without_a_network_it_says_so_and_mends_itself_later(fresh: Path) -> None:
    """No traceback, no wall of text; what pip said is in a file; the next try begins afresh."""
    closed = "http://127.0.0.1:9/simple"
    done = run(
        "make", "html", folder=fresh, PYTHON=sys.executable, PIP_INDEX_URL=closed, PIP_EXTRA_INDEX_URL="",
        PIP_FIND_LINKS="", PIP_NO_CACHE_DIR="1", PIP_CONFIG_FILE=os.devnull,
    )  # fmt: skip
    assert done.stderr.splitlines()[0] == (
        "Cairn could not fetch what a build needs: is this machine online? Once it is, run the same command again. "
        "(.venv/set-up.log has the details.)"
    )
    assert "Connection refused" in (fresh / ".venv/set-up.log").read_text()
    assert not (fresh / ".venv/ready").exists()


def test_a_second_set_up_does_nothing_and_a_spoilt_one_mends_itself(fresh: Path) -> None:
    """With the stamp of the lock's digest nothing is done; without it, or with another lock, all of it."""
    stand_in = """#!/bin/sh
    case "$1 $2" in
    "-m venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    "-m pip") echo "Collecting nothing" ;;
    *) echo 3.12 ;;
    esac
    """
    python = str(executable(fresh / "python", stand_in))
    done = ["Setting up Python 3.12 ", "Installing what a build needs ."]
    ready = fresh / ".venv" / "ready"

    assert run("desk/set-up", folder=fresh, PYTHON=python).stdout.splitlines() == done
    assert run("desk/set-up", folder=fresh).stdout == ""
    assert run("desk/set-up", folder=fresh, PYTHON=python).stdout == ""

    ready.unlink()  # as when the first run was cut short
    assert run("desk/set-up", folder=fresh, PYTHON=python).stdout.splitlines() == done
    (fresh / "requirements.lock").write_text("# other packages\n")
    assert run("desk/set-up", folder=fresh, PYTHON=python).stdout.splitlines() == done
    (fresh / ".venv" / "bin" / "python").unlink()  # as when the system's Python has gone
    assert run("desk/set-up", folder=fresh, PYTHON=python).stdout.splitlines() == done
    assert ready.exists()
