"""The types that the scripts' comments tell are true: TypeScript's compiler reads them, and writes nothing.

Each script is its own module, as a browser takes it; a service worker knows no page, and a page no service worker.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests import tools
from tests.building import ROOT
from tests.saying import nothing

SCRIPTS = [
    path
    for pattern in ("plugins/*/static/**/*.js", "theme/static/**/*.js", "desk/*.js")
    for path in sorted(ROOT.glob(pattern))
]
WORKERS = [path for path in SCRIPTS if path.name.startswith("worker")]
PAGES = [path for path in SCRIPTS if path not in WORKERS]
OF_A_PAGE, OF_A_WORKER = "es2022,dom,dom.iterable", "es2022,webworker"
OPTIONS = (
    "--noEmit --checkJs --strict --skipLibCheck --target es2022 --module esnext --moduleDetection force --pretty false"
)


def told(scripts: list[Path], libraries: str) -> list[str]:
    """What TypeScript's compiler finds in these scripts, a line for each fault, the file's name first."""
    compiler = tools.node_module("typescript/bin/tsc")
    command = [tools.node(), compiler, *OPTIONS.split(), "--lib", libraries, *scripts]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    assert bool(lines) == bool(done.returncode), f"the compiler ended with {done.returncode} and said {lines}"
    return lines


@pytest.mark.parametrize(
    ("scripts", "libraries"), [(PAGES, OF_A_PAGE), (WORKERS, OF_A_WORKER)], ids=["pages", "worker"]
)
def test_every_type_is_true(scripts: list[Path], libraries: str, tmp_path: Path) -> None:
    """In each script of the site; a wrong one beside them is found, so the compiler was really asked."""
    wrong = tmp_path / "wrong.js"
    wrong.write_text("/** @type {number} */\nexport const number = location.href;\nexport const any = (it) => it;\n")
    found = told([*scripts, wrong], libraries)
    own = [line for line in found if line.split("(")[0].endswith("wrong.js")]
    assert [line.split("error ")[1].split(":")[0] for line in own] == ["TS2322", "TS7006"], found
    nothing([line for line in found if line not in own])


def test_every_script_of_the_site_is_asked_about() -> None:
    """None is published from a folder that nobody looked in."""
    published = {path for room in ("plugins", "theme") for path in (ROOT / room).rglob("*.js")}
    nothing(sorted(str(path) for path in published - set(SCRIPTS)))
    assert PAGES


def test_no_template_string_stands_in_another() -> None:
    """What makes scripts small takes the second for code, and its spaces go: `then: why` becomes `then:why`."""
    nested = re.compile(r"`[^`]*\$\{[^}`]*`")
    nothing([f"{path.name}: {found[0]}" for path in SCRIPTS for found in nested.finditer(path.read_text("utf-8"))])
