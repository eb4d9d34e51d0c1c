"""The same content makes the same site, byte for byte: only then can a release be named by its commit, and an
incremental build be compared with a clean one."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.building import (
    ADDRESS,
    ROOT,
    Build,
    build,
    copy_of_the_project,
    difference,
    every_byte,
    small_site,
)
from tests.saying import nothing

ELSEWHERE = {
    "a time zone on the other side": {"TZ": "Pacific/Kiritimati"},
    "a machine without UTF-8": {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "another order of hashes": {"PYTHONHASHSEED": "20261122"},
    "another home and name": {"HOME": "/nonexistent", "USER": "someone-else", "LOGNAME": "someone-else"},
}


@pytest.fixture(scope="module")
def first(site: Build) -> dict[str, str]:
    """Every byte of the demonstration site."""
    return every_byte(site.output)


def test_a_second_run_is_the_same(site: Build, first: dict[str, str], tmp_path: Path) -> None:
    """Building over yesterday's output leaves nothing behind and changes nothing."""
    output = Path(shutil.copytree(site.output, tmp_path / "output"))
    (output / "musings" / "deleted-long-ago").mkdir()
    (output / "musings" / "deleted-long-ago" / "index.html").write_text("an old page")
    done = build(output, address=ADDRESS)
    assert done.status == 0, done.text
    nothing(difference(first, every_byte(output)))


def test_another_folder_is_the_same(first: dict[str, str], tmp_path: Path) -> None:
    """No file of the site tells where on the disk it was built."""
    project = copy_of_the_project(tmp_path / "a folder, elsewhere")
    done = build(tmp_path / "output", source=project, project=project, address=ADDRESS)
    assert done.status == 0, done.text
    nothing(difference(first, every_byte(tmp_path / "output")))


@pytest.mark.parametrize("place", ELSEWHERE)
def test_another_machine_is_the_same(first: dict[str, str], tmp_path: Path, place: str) -> None:
    """The clock, language and chance of a machine are not content."""
    done = build(tmp_path / "output", address=ADDRESS, environment=ELSEWHERE[place])
    assert done.status == 0, done.text
    nothing(difference(first, every_byte(tmp_path / "output")))


def test_another_language_is_the_same(first: dict[str, str], tmp_path: Path) -> None:
    """Months are not written in the language of the machine. Where no other language is installed, one is compiled."""
    language = foreign_locale(tmp_path / "locales")
    print(f"\nbuilt in {language}")
    done = build(tmp_path / "output", address=ADDRESS, environment=language)
    assert done.status == 0, done.text
    nothing(difference(first, every_byte(tmp_path / "output")))


def foreign_locale(folder: Path) -> dict[str, str]:
    """What sets a language other than English, in which Turkish is best: its i has no capital I.

    Where there is none, and none can be compiled, the test fails: a build in English would prove nothing.
    """
    installed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout.split()
    if others := [name for name in installed if not name.lower().startswith(("c", "posix", "en"))]:
        return {"LC_ALL": others[0]}
    folder.mkdir()
    compiler, sources = shutil.which("localedef"), Path("/usr/share/i18n/locales/tr_TR")
    if compiler and sources.exists():
        command = [compiler, "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")]
        subprocess.run(command, check=False, capture_output=True)  # it ends with 1 for a mere warning
    language = {"LC_ALL": "tr_TR.UTF-8", "LOCPATH": str(folder)}
    if month_in(language) in ("", "March"):
        pytest.fail("This machine has no language but English. Install Debian's package locales.", pytrace=False)
    return language


def month_in(language: dict[str, str]) -> str:
    """What Python calls the third month in this language; "" when the machine does not know the language."""
    asked = "import locale, time; locale.setlocale(locale.LC_ALL, ''); print(time.strftime('%B', (2025, 3) + (1,) * 7))"
    command = [sys.executable, "-X", "utf8", "-c", asked]
    done = subprocess.run(command, env={**os.environ, **language}, check=False, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def test_a_cold_cache_is_the_same(tmp_path: Path) -> None:
    """What the cache keeps is what would be made again: subset fonts, renditions of a photograph."""
    files = {"content/albums/canal/one.jpg": drawing(), "content/albums/canal/album.md": ALBUM}
    warm = small_site(tmp_path / "warm", files)
    assert warm.status == 0, warm.text
    cold = build(tmp_path / "cold", source=warm.source, cache=tmp_path / "cache")
    assert cold.status == 0, cold.text
    nothing(difference(every_byte(warm.output), every_byte(cold.output)))
    assert any((tmp_path / "cache").iterdir())


ALBUM = """\
---
title: The Canal
date: 2025-03-02
photos:
  - file: one.jpg
    alt: A drawing of nothing but two colours.
---
"""


def drawing() -> bytes:
    """A small photograph, made up: quick to encode."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()


def test_the_environment_of_the_tests_is_not_the_reason() -> None:
    """The comparisons above are between builds that differ: the tests do not run in the very places they try."""
    assert not any(
        os.environ.get(name) == value
        for place in ELSEWHERE.values()
        for name, value in place.items()
        if name in ("TZ", "PYTHONHASHSEED")
    )
    assert ROOT.is_dir()
