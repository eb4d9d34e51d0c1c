"""The Nu HTML checker reads every page of the built site, its CSS and its drawings, and has nothing to say."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests import tools
from tests.building import Build
from tests.pages import Page
from tests.saying import nothing
from tests.serving import serve

# The checker also compares a page with its own policy, and 'self' means something only at an address: so the pages are
# served to it, from a host that it would refuse to ask by itself.
FROM_HERE = ["-Dnu.validator.servlet.allow-forbidden-hosts=true", "-Dnu.validator.servlet.allowed-address-type=all"]
# Java's second, thorough compiler costs more than so short a run gains; what the first one makes wants more stack.
QUICKLY = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m"]
FILES_OF_THEIR_OWN = {".css": "--css", ".svg": "--svg"}


def what_nu_says(documents: Iterable[str | Path], *more: str) -> list[str]:
    """Errors and warnings of the checker on these files or addresses: one run, since Java is slow to start."""
    jar = tools.node_module("vnu-jar/build/dist/vnu.jar")
    command = [
        tools.java(),
        *QUICKLY,
        *FROM_HERE,
        "-jar",
        str(jar),
        "--format",
        "json",
        "--exit-zero-always",
        "--stdout",
    ]
    done = subprocess.run([*command, *more, *map(str, documents)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    messages = json.loads(done.stdout)["messages"]
    return sorted(
        f"{message.get('url', '')}:{message.get('lastLine', '?')} {message['message']}"
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    )


def what_nu_says_of_pages(output: Path, pages: Iterable[Page]) -> list[str]:
    """What the checker says of pages of a built site, at the addresses that they have there."""
    with serve(output) as host:
        return [said.removeprefix(host) for said in what_nu_says(host + page.address for page in pages)]


def test_nu_finds_nothing_in_the_pages(site: Build, pages: list[Page]) -> None:
    """Valid HTML is what every browser, reader and converter to come will understand alike."""
    nothing(what_nu_says_of_pages(site.output, pages))


def test_nu_finds_nothing_in_drawings_and_styles(site: Build) -> None:
    """An icon or a style sheet of its own is read as what it is."""
    checked = 0
    for suffix, kind in FILES_OF_THEIR_OWN.items():
        if files := sorted(site.output.rglob(f"*{suffix}")):
            nothing(what_nu_says(files, kind))
            checked += len(files)
    assert checked, "the site has an icon at the least"


def test_nu_would_find_something(tmp_path: Path) -> None:
    """The checker is really asked: in markup, in inline CSS, about the policy, and for warnings too."""
    (tmp_path / "index.html").write_text(
        "<!doctype html><html lang=en><meta charset=utf-8>"
        "<meta http-equiv=content-security-policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<title>x</title><style>p { colour: red }</style><script>1</script><p><div></div></p><section></section>"
    )
    said = " ".join(what_nu_says_of_pages(tmp_path, [Page(tmp_path, tmp_path / "index.html")]))
    assert "colour" in said
    assert "No “p” element in scope" in said
    assert "Section lacks heading" in said
    assert "Inline script violates" in said
