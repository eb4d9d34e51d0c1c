"""`make photos` writes what waits to be said, and never touches what was."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from desk.photos import NotWritten, main, write_entries
from plugins.galleries.conftest import taken
from plugins.musings import front_matter
from tests.building import write_site

FOLDER = "content/albums/hill-session"
PHOTOGRAPHS = {
    f"{FOLDER}/IMG_2.jpg": taken(1, "2026:05:04 06:12:00", "Cold, but dry: the first one"),
    f"{FOLDER}/IMG_10.jpg": taken(2, "2026:05:04 06:10:00"),
    f"{FOLDER}/hill #3.jpg": taken(3),
}
ALBUM = """---
title: A hill session   # kept as I typed it
photos:
- file:  IMG_2.jpg
  alt: "Five runners"

  # the rest on Sunday
cover: IMG_2.jpg
---

Words.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with a folder of three photographs and no album.md."""
    return write_site(tmp_path, dict(PHOTOGRAPHS))


def written(site: Path, text: str | None = None) -> str:
    """The album.md that `make photos` leaves."""
    path = site / FOLDER / "album.md"
    if text is not None:
        path.write_bytes(text.encode())
    write_entries(site, "hill-session", site / ".cache")
    return path.read_bytes().decode()


def test_a_folder_without_a_word_becomes_a_draft_with_everything_to_fill(site: Path) -> None:
    """In the order in which they were taken; the one that tells no date comes last."""
    assert written(site) == (
        "---\n"
        "title: Hill session\n"
        "date: 2026-05-04\n"
        "place:\n"
        "summary:\n"
        "status: draft\n"
        "photos:\n"
        "  - file: IMG_10.jpg  # 4 May 2026, 06:10\n"
        "    title:\n"
        "    alt:\n"
        "    caption:\n"
        "  - file: IMG_2.jpg  # 4 May 2026, 06:12\n"
        "    title:\n"
        "    alt:\n"
        "    caption: 'Cold, but dry: the first one'\n"
        "  - file: 'hill #3.jpg'\n"
        "    title:\n"
        "    alt:\n"
        "    caption:\n"
        "---\n"
    )


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_what_the_coach_wrote_stays_to_the_letter(ends: str, site: Path) -> None:
    """The new lines follow the last entry, indented as it is; remarks, gaps, quotation marks and line ends stay."""
    before = ALBUM.replace("---\n", "---  \n", 1).replace("\n", ends)
    after = written(site, before)
    added = ["- file: IMG_10.jpg  # 4 May 2026, 06:10", "  title:", "  alt:", "  caption:"]
    added += ["- file: 'hill #3.jpg'", "  title:", "  alt:", "  caption:"]
    lines = before.split(ends)
    assert after.split(ends) == [*lines[:5], *added, *lines[5:]]


def test_once_is_enough(site: Path) -> None:
    """Nothing is missing any more, and nothing is written again."""
    first = written(site)
    again = write_entries(site, "hill-session", site / ".cache")
    assert (again.found, again.unread, again.lost) == ([], [], [])
    assert (site / FOLDER / "album.md").read_text() == first


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\ntitle: Hill\nphotos: [IMG_2.jpg]\n---\n", "lists its photographs in one line, so I have not touched it"),
        ("---\ntitle: Hill\nphotos: IMG_2.jpg\n---\n", "are not a list"),
        ("---\ntitle: Hill\nfotos:\n  - file: IMG_2.jpg\n---\n", "has a key fotos. Write photos: instead"),
        ("---\ntitle: [Hill\n---\n", "can't be read as it stands, so I have not touched it"),
        ("Only words.\n", "can't be read as it stands"),
    ],
)
def test_what_cannot_be_added_to_safely_is_left_alone(text: str, words: str, site: Path) -> None:
    """And the coach is told why, and what to do."""
    with pytest.raises(NotWritten, match=re.escape(words)):
        written(site, text)
    assert (site / FOLDER / "album.md").read_text() == text


def test_an_album_without_a_list_gets_one(site: Path) -> None:
    """Entries of three photographs, and every key that stood there."""
    data = front_matter.split(written(site, "---\ntitle: Hill\n---\n\nWords.\n"), "album.md").data
    assert data["title"] == "Hill"
    assert [entry["file"] for entry in data["photos"]] == ["IMG_10.jpg", "IMG_2.jpg", "hill #3.jpg"]


@pytest.mark.parametrize("album", ["hill-session/", "albums/hill-session", "content/albums/hill-session/album.md"])
def test_an_album_is_found_however_its_name_is_typed(album: str, site: Path) -> None:
    """A shell completes paths, and a coach copies them."""
    assert write_entries(site, album, site / ".cache").path == site / FOLDER / "album.md"


@pytest.mark.parametrize(
    ("album", "words"),
    [
        ("hill-sesion", 'There is no folder of photographs called hill-sesion. Did you mean "hill-session"?'),
        ("", "Say which album, for example: make photos ALBUM=hill-session"),
    ],
)
def test_a_slip_in_the_name_is_answered(
    album: str, words: str, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words, with status 1, and nothing written."""
    monkeypatch.setenv("CAIRN_SOURCE", str(site))
    monkeypatch.setenv("CAIRN_CACHE", str(site / ".cache"))
    monkeypatch.setenv("CAIRN_ALBUM", album)
    assert main() == 1
    assert capsys.readouterr().err.strip() == words
    assert not (site / FOLDER / "album.md").exists()


def test_a_text_on_lines_of_its_own_may_be_the_last(site: Path) -> None:
    """YAML gives it one line end more when something follows, which changes no word of it."""
    alt = "photos:\n  - file: IMG_2.jpg\n    alt: >\n      Five runners,\n      one of them in orange\n"
    data = front_matter.split(written(site, f"---\ntitle: Hill\n{alt}---\n"), "album.md").data
    assert [entry["alt"].strip() for entry in data["photos"]] == ["Five runners, one of them in orange", "", ""]


def test_an_entry_whose_photograph_is_gone_is_kept_and_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was said of it may be wanted under its new name; and one that is only misspelt gets no second entry."""
    entries = "  - file: gone.jpg\n    alt: Five runners\n  - file: albums/hill-session/img_10\n    alt: A gate\n"
    before = f"---\ntitle: Hill\nphotos:\n{entries}---\n"
    path = site / FOLDER / "album.md"
    path.write_text(before)
    for name, value in (("SOURCE", site), ("CACHE", site / ".cache"), ("ALBUM", "hill-session")):
        monkeypatch.setenv(f"CAIRN_{name}", str(value))
    assert main() == 0
    assert capsys.readouterr().out == (
        f"2 photographs are new in {FOLDER}/album.md: say what each shows after alt:, for readers who can't see it.\n"
        f"{FOLDER}/album.md names what is not in its folder: gone.jpg and albums/hill-session/img_10.\n"
        "If one has another name now, write that into its entry, which stays; else take the entry out.\n"
    )
    after = path.read_text()
    assert after.startswith(before.removesuffix("---\n"))
    assert re.findall("file: (.*?)(?:  #.*)?\n", after)[2:] == ["IMG_2.jpg", "'hill #3.jpg'"]
    assert main() == 0
    assert path.read_text() == after


def test_a_photograph_that_cannot_be_read_is_named(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It gets no entry; the others do."""
    (site / FOLDER / "broken.jpg").write_bytes(PHOTOGRAPHS[f"{FOLDER}/IMG_2.jpg"][:300])
    monkeypatch.setenv("CAIRN_SOURCE", str(site))
    monkeypatch.setenv("CAIRN_CACHE", str(site / ".cache"))
    monkeypatch.setenv("CAIRN_ALBUM", "hill-session")
    assert main() == 0
    assert "Left out, since I can't read them: broken.jpg." in capsys.readouterr().out
    assert "broken" not in (site / FOLDER / "album.md").read_text()


def test_a_name_that_no_line_can_hold_costs_no_other_its_entry(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An old archive leaves the bytes of "café" as they were before UTF-8; make check tells what to do with it."""
    (site / FOLDER / os.fsdecode(b"caf\xe9.jpg")).write_bytes(taken(4))
    (site / FOLDER / "two\nlines.jpg").write_bytes(taken(5))
    monkeypatch.setenv("CAIRN_SOURCE", str(site))
    monkeypatch.setenv("CAIRN_CACHE", str(site / ".cache"))
    monkeypatch.setenv("CAIRN_ALBUM", "hill-session")
    assert main() == 0
    said = capsys.readouterr().out
    assert said.startswith("3 photographs are new")
    assert "Left out, since I can't read them: caf·.jpg and two·lines.jpg." in said
    assert (site / FOLDER / "album.md").read_text().count("- file:") == 3
