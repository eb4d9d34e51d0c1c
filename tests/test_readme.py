"""What the README and docs/ tell people to type or open is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.building import ROOT
from tests.previewing import Preview
from tests.saying import nothing

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "DECISIONS.md"]
EXAMPLE = "its-name"
MADE_LATER = (".venv", ".cache", "output", "bench/results.json", "tests/node_modules", "var")
VERBS = re.compile(r"^([a-z][a-z -]*):(?!=)", re.MULTILINE)


def makefile_verbs() -> set[str]:
    """The commands that the Makefile knows."""
    return {verb for line in VERBS.findall((ROOT / "Makefile").read_text(encoding="utf-8")) for verb in line.split()}


def code_of(document: Path) -> list[str]:
    """Everything in a document that stands as code, in a line or a block."""
    text = document.read_text(encoding="utf-8")
    if document.name == "mistakes.md":
        # Its blocks, and what it names in content/, are files of a small site that its own test writes.
        text = re.sub(r"^```.*?^```$|`content/[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    blocks += re.findall(r"(?:^(?: {4}|\t).*\n)+", text, flags=re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_each_command_exists(document: Path) -> None:
    """Every `make verb` is in the Makefile."""
    told = {verb for code in code_of(document) for verb in re.findall(r"\bmake ([a-z][a-z-]*)", code)}
    assert told <= makefile_verbs()
    assert told or document.name != "README.md"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_each_path_exists(document: Path) -> None:
    """Every file or folder that is named is there, but for what a command makes and for examples."""
    named = {
        word
        for code in code_of(document)
        for word in re.findall(
            r"(?<![\w/.:<>$])(?:\./)?((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|py|toml|lock|in|cfg))(?![\w/<>…*{])",
            code,
        )
    }
    roots = {path.name for path in ROOT.iterdir()}
    told = {
        name
        for name in named
        if name.split("/")[0] in roots and not name.startswith(MADE_LATER) and EXAMPLE not in name
    }
    nothing([name for name in sorted(told) if not (ROOT / name).exists()])
    assert told or document.name != "README.md"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_each_link_leads_somewhere(document: Path) -> None:
    """Links and pictures between the documents and the code are not broken."""
    links = re.findall(
        r"\]\((?!https?:|mailto:|#)([^)#\s]+)",
        re.sub(r"```.*?```|`[^`\n]+`", "", document.read_text(encoding="utf-8"), flags=re.S),
    )
    nothing([link for link in links if not (document.parent / link).exists()])


def test_the_readme_tells_of_every_command() -> None:
    """A command that the README does not name is one that nobody finds."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    hidden = {"help", "set-up", "set-up-tests", "lock"}
    assert not sorted(verb for verb in makefile_verbs() - hidden if f"make {verb}" not in readme)


def test_the_readme_shows_what_the_preview_prints(tmp_path: Path) -> None:
    """Whoever types the first command finds the lines that were promised; the port and the seconds are their own."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\$ make devserver\n(.*?)\n\n", readme, re.MULTILINE | re.DOTALL)
    preview = Preview(tmp_path)
    try:
        said = preview.wait_for("Ctrl-C")
    finally:
        preview.kill()
    said = said.replace(f":{preview.port}/", ":8000/")
    assert [re.sub(r"\d+\.\d s", "0.8 s", said).rstrip()] == [re.sub(r"\d+\.\d s", "0.8 s", text) for text in shown]


def test_each_row_of_the_readme_s_tables_stands_once() -> None:
    """A command told twice is soon told in two ways."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = re.findall(r"^\| (`make [^|]*?) \|", readme, re.MULTILINE)
    nothing([command for command in first if first.count(command) > 1])


def test_the_readme_is_short() -> None:
    """Under 200 lines; the rest belongs in docs/."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 200
