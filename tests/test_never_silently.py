"""One mistake, one build: it stops, says where and what, and the site that was published stays as it was.

Stock Pelican drops most of these files from the site and ends with success.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.building import (
    SMALL_SITE,
    Build,
    build,
    copy_of_the_project,
    difference,
    every_byte,
    make,
    small_site,
    write_site,
)

GOOD = """\
---
title: A Walk Before Work
date: 2025-03-02 07:30
summary: What twenty minutes along the canal are for.
tags: [mornings]
---

The canal is quiet at six.

A second paragraph follows the first.
"""


@dataclass(frozen=True)
class Slip:
    """One mistake of a coach: the file as it was saved, and what the message must name."""

    text: str | bytes
    line: int
    shown: str
    file: str = "content/musings/a-walk-before-work.md"
    also: tuple[tuple[str, str], ...] = ()


SLIPS = {
    "a bad date": Slip(GOOD.replace("2025-03-02 07:30", "the second of March"), 3, "date: the second of March"),
    "a day that does not exist": Slip(GOOD.replace("2025-03-02", "2025-02-30"), 3, "date: 2025-02-30 07:30"),
    "no date": Slip(GOOD.replace("date: 2025-03-02 07:30\n", ""), 1, "date"),
    "no title": Slip(GOOD.replace("title: A Walk Before Work\n", ""), 1, "title"),
    "an unknown status": Slip(GOOD.replace("tags:", "status: publised\ntags:"), 5, "status: publised"),
    "not UTF-8": Slip(GOOD.replace("quiet", "caf\xe9-like").encode("latin-1"), 8, "This file is not saved as UTF-8"),
    "broken YAML": Slip(GOOD.replace("What twenty", "canal: what twenty"), 4, "summary: canal: what twenty minutes"),
    "front matter without an end": Slip(GOOD.replace("---\n\nThe", "\nThe"), 1, "---"),
    "no front matter": Slip("The canal is quiet at six.\n", 1, "The canal is quiet at six."),
    "a link to nowhere": Slip(GOOD.replace("quiet", "[quiet](no-such-musing.md)"), 8, "no-such-musing.md"),
    "an address that nothing has": Slip(GOOD.replace("quiet", "[quiet](/no/such/page/)"), 8, "/no/such/page/"),
    "a missing picture": Slip(GOOD.replace("A second", "![Mist](mist.jpg)\n\nA second"), 10, "mist.jpg"),
    "a missing lead photo": Slip(GOOD.replace("tags:", "photo: mist.jpg\ntags:"), 5, "photo: mist.jpg"),
    "a missing album": Slip(GOOD + "\n> [!gallery] no-such-album\n", 12, "no-such-album"),
    "an unknown block": Slip(GOOD + "\n> [!reflct]\n> What is it for?\n", 12, "[!reflct]"),
    "an unknown invitation": Slip(GOOD + "\n> [!invite] leeders\n", 12, "leeders"),
    "an unknown call to action": Slip(GOOD.replace("tags:", "call_to_action: leeders\ntags:"), 5, "leeders"),
    "an unknown series": Slip(GOOD.replace("tags:", "series: Two Coaches\ntags:"), 5, "series: Two Coaches"),
    "two musings with one address": Slip(
        GOOD,
        0,
        "/musings/a-walk-before-work/",
        also=(("content/musings/2025-03-02-a-walk-before-work.md", GOOD),),
    ),
    "a page where the site needs its own": Slip(
        "---\ntitle: All tags\nsummary: A page.\n---\n\nWords.\n", 0, "/tags/", file="content/pages/tags.md"
    ),
    "a wrong setting": Slip(SMALL_SITE["site.toml"].replace("voice =", "voise ="), 4, "voise", file="site.toml"),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A good site, as it was published yesterday."""
    done = small_site(tmp_path_factory.mktemp("published"), {"content/musings/a-walk-before-work.md": GOOD})
    assert done.status == 0, done.text
    assert "The canal is quiet at six." in done.page("/musings/a-walk-before-work/")
    return done


@pytest.fixture
def slipped(published: Build, tmp_path: Path, request: pytest.FixtureRequest) -> Build:
    """The published site and its source, with one mistake saved into the source; not built yet."""
    slip = SLIPS[request.param]
    shutil.copytree(published.output, tmp_path / "output")
    write_site(Path(shutil.copytree(published.source, tmp_path / "site")), {slip.file: slip.text, **dict(slip.also)})
    return Build(0, request.param, tmp_path / "output", tmp_path / "site")


def is_told(slip: Slip, done: Build, published: Build) -> None:
    """The message names the file, the line and the words; the output folder is what it was."""
    assert slip.file in done.text, done.text
    if slip.line:
        assert f"{slip.file}, line {slip.line}\n" in done.text, done.text
    assert slip.shown in done.text, done.text
    assert "Traceback" not in done.text, done.text
    assert not difference(every_byte(done.output), every_byte(published.output))


@pytest.mark.parametrize("slipped", SLIPS, indirect=True)
def test_a_mistake_stops_the_build_and_is_told(slipped: Build, published: Build) -> None:
    """The build ends with 1, the message leads to the line, and readers keep yesterday's site, byte for byte."""
    done = build(slipped.output, source=slipped.source)
    assert done.status == 1, done.text
    is_told(SLIPS[slipped.text], done, published)


@pytest.mark.parametrize("verb", ["html", "publish", "check"])
@pytest.mark.parametrize("slipped", ["an unknown status"], indirect=True)
def test_each_command_stops_too(slipped: Build, published: Build, verb: str) -> None:
    """`make html`, `make publish` and `make check` end with make's own 2 and the same words."""
    done = make(verb, slipped.output, slipped.source)
    assert done.status == 2, done.text
    is_told(SLIPS[slipped.text], done, published)


def test_a_lesser_mistake_is_told_and_stops_nothing(tmp_path: Path) -> None:
    """An anchor that is not there leads to the top of the right page: the coach is told, the site goes out."""
    done = small_site(tmp_path, {"content/musings/a-walk.md": GOOD.replace("quiet", "[quiet](#no-such-place)")})
    assert done.status == 0, done.text
    assert "content/musings/a-walk.md, line 8\n" in done.text and "#no-such-place" in done.text, done.text


def test_all_mistakes_are_told_at_once(published: Build, tmp_path: Path) -> None:
    """A coach mends everything in one sitting, not one mistake for each build."""
    names = [name for name, slip in SLIPS.items() if slip.file.startswith("content/musings/") and not slip.also]
    files = {f"content/musings/walk-{number}.md": SLIPS[name].text for number, name in enumerate(names)}
    done = small_site(tmp_path, files)
    assert done.status == 1
    assert not [name for number, name in enumerate(names) if f"content/musings/walk-{number}.md" not in done.text], (
        done.text
    )


def test_a_room_that_cannot_be_loaded_stops_the_build(published: Build, tmp_path: Path) -> None:
    """Pelican logs a plugin that fails to import and builds without it: a site without its galleries, published."""
    project = copy_of_the_project(tmp_path / "project")
    room = project / "plugins" / "series" / "__init__.py"
    room.write_text(room.read_text(encoding="utf-8") + '\nraise RuntimeError("no room")\n', encoding="utf-8")
    output = Path(shutil.copytree(published.output, tmp_path / "output"))
    done = build(output, source=published.source, project=project)
    assert done.status == 1, done.text
    assert "plugins.series" in done.text and "no room" in done.text and "Traceback" not in done.text, done.text
    assert not difference(every_byte(output), every_byte(published.output))


UNPUBLISHED = {
    "content/musings/a-walk-before-work.md": GOOD,
    "content/musings/half-an-orange.md": GOOD.replace("A Walk Before Work", "Half an Orange")
    .replace("tags: [mornings]", "tags: [citrus]\nstatus: draft\nredirect_from: [/old-orange]")
    .replace("The canal is quiet at six.", "Marmalade is a kind of patience."),
    "content/musings/next-century.md": GOOD.replace("A Walk Before Work", "Next Century")
    .replace("2025-03-02", "2999-01-01")
    .replace("tags: [mornings]", "tags: [futures]\nredirect_from: [/old-century]")
    .replace("The canal is quiet at six.", "Zeppelins will be back."),
    "content/musings/for-one-reader.md": GOOD.replace("A Walk Before Work", "For One Reader")
    .replace("tags: [mornings]", "tags: [letters]\nstatus: hidden")
    .replace("The canal is quiet at six.", "Whoever has this address was given it."),
}
TRACES = (
    "half-an-orange",
    "Half an Orange",
    "Marmalade",
    "citrus",
    "old-orange",
    "next-century",
    "Next Century",
    "Zeppelins",
    "futures",
    "old-century",
)


@pytest.fixture(scope="module")
def with_unpublished(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A published site whose coach is still writing two of its musings, and shows one to a single reader."""
    done = small_site(tmp_path_factory.mktemp("unpublished"), UNPUBLISHED)
    assert done.status == 0, done.text
    return done


def test_drafts_and_scheduled_musings_leave_no_trace(with_unpublished: Build) -> None:
    """Not a page, title, tag, address, redirect, feed entry or word of what is not published yet is in any file."""
    files = [file for file in with_unpublished.output.rglob("*") if file.is_file()]
    assert any(b"canal is quiet" in file.read_bytes() for file in files)
    found = {
        file.relative_to(with_unpublished.output).as_posix(): trace
        for file in files
        for trace in TRACES
        if trace.encode() in file.read_bytes() or trace in file.relative_to(with_unpublished.output).as_posix()
    }
    assert not found


def test_a_hidden_musing_is_only_at_its_address(with_unpublished: Build) -> None:
    """Who was given the address reads it; no list, feed, map, neighbour or search engine leads there."""
    page = with_unpublished.page("/musings/for-one-reader/")
    assert "Whoever has this address was given it." in page
    assert "noindex" in page
    others = [
        file for file in with_unpublished.output.rglob("*") if file.is_file() and "for-one-reader" not in str(file)
    ]
    assert not [
        file.name for file in others if b"for-one-reader" in file.read_bytes() or b"For One Reader" in file.read_bytes()
    ]
    assert not with_unpublished.file("/tags/letters/").exists()


def test_no_published_page_may_link_to_a_draft(tmp_path: Path) -> None:
    """A link to what is not out yet would be broken, and would give the draft away."""
    linking = GOOD.replace("quiet", "[quiet](half-an-orange.md)")
    done = small_site(tmp_path, {**UNPUBLISHED, "content/musings/a-walk-before-work.md": linking})
    assert done.status == 1
    assert "content/musings/a-walk-before-work.md, line 8" in done.text and "half-an-orange.md" in done.text


def test_the_development_build_shows_drafts(tmp_path: Path) -> None:
    """While writing, the coach sees a draft where only they look."""
    done = build(tmp_path / "output", source=write_site(tmp_path / "site", UNPUBLISHED), settings="pelicanconf.py")
    assert done.status == 0, done.text
    assert "Marmalade" in done.page("/drafts/half-an-orange/")
    assert "Zeppelins" in done.page("/drafts/next-century/")
