"""Whoever installs is told all that is missing at once, each with the command that brings it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from publisher.needs import Need, cure, hints, missing
from publisher.sandbox import find, run
from tests.building import ROOT

PYTHON = str(Path(sys.executable).resolve())
ASK = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from publisher.needs import cure, hints, missing
needs = missing(sys.argv[1], sys.argv[2] == "trusts")
print(*[need.words for need in needs], *hints(sys.argv[2] == "trusts"), cure(needs), sep="\\n")
"""


def on_a_bare_machine(hidden, web, trusts="", python=PYTHON):
    """The answer on this machine without some of its files: a namespace with nothing in their place."""
    covers = " && ".join(f"mount --bind {cover} {path}" for path, cover in hidden.items())
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", f'{covers or ":"} && exec "$@"', "sh"]
    done = subprocess.run([*command, python, "-c", ASK, web, trusts], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.fixture
def nothing(tmp_path):
    """A file that nobody can start, and an empty folder."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    if subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("namespaces of one's own are forbidden here")
    return tmp_path


def hide(nothing, *programs):
    places = [Path(folder, name) for name in programs for folder in ("/usr/bin", "/usr/sbin", "/usr/local/bin")]
    return {str(path): str(nothing / "file") for path in places if path.exists() and not path.is_symlink()}


def test_everything_that_is_missing_is_told_at_once_with_one_command(nothing):
    hidden = hide(nothing, "git", "make", "bwrap", "nginx")
    modules = Path("/usr/lib/nginx/modules")
    hidden |= {str(modules): str(nothing / "folder")} if modules.exists() else {}
    said = on_a_bare_machine(hidden, "nginx", "trusts")
    assert said == [
        "Git, which the site is pushed to, is missing:  sudo apt-get install -y git",
        "make, which builds the site, is missing:  sudo apt-get install -y make",
        "A push may bring code here, and code that is pushed is only run inside Bubblewrap. Bubblewrap is missing:  "
        "sudo apt-get install -y bubblewrap",
        "nginx is missing:  sudo apt-get install -y nginx",
        "nginx's module that sends what brotli has compressed is missing:  "
        "sudo apt-get install -y libnginx-mod-http-brotli-static",
        "sudo apt-get install -y git make bubblewrap nginx libnginx-mod-http-brotli-static",
    ]


@pytest.mark.skipif(not Path("/usr/lib/python3.11/ensurepip").exists(), reason="not Debian's Python 3.11")
def test_a_python_that_makes_no_environments_is_told(nothing):
    hidden = {"/usr/lib/python3.11/ensurepip": str(nothing / "folder"), **hide(nothing, "caddy")}
    (nothing / "folder" / "__init__.py").write_text("raise ImportError\n")
    said = on_a_bare_machine(hidden, "caddy", python="/usr/bin/python3.11")
    assert said[:2] == [
        "Python's venv, which keeps the site's packages, is missing:  sudo apt-get install -y python3-venv",
        "Caddy is missing:  sudo apt-get install -y caddy",
    ]


def test_a_machine_that_forbids_namespaces_cannot_be_trusted_with_code():
    """Bubblewrap is there and of no use; no package cures that. Inside a sandbox it is so."""
    if find() != "bwrap":
        pytest.skip("Bubblewrap does not work here")
    for trusts in ("trusts", ""):
        said = []
        known = {"reads": [ROOT / "publisher"], "writes": [], "variables": {}, "folder": Path("/")}
        assert run("bwrap", [PYTHON, "-c", ASK, "none", trusts], **known, on_line=said.append) == 0
        words = "A push may bring code here" if trusts else "Builds run with the network of this machine"
        assert any(line.startswith(words) and "forbids namespaces of one's own" in line for line in said), said
        assert "apt-get install -y bubblewrap" not in "\n".join(said)


def test_a_machine_that_has_all_needs_nothing():
    """This one runs the tests, so it has git, make and Python's venv."""
    assert missing("none", False) == [] and (hints(False) == []) is (find() == "bwrap")
    assert cure([]) == "" and cure([Need("a", "b"), Need("c", "")]) == ""
