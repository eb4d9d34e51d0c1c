"""A new musing is ready to write, and never costs an old one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from desk.new import NotWritten, new_musing
from plugins.musings import front_matter
from plugins.musings.addresses import slug_of
from tests.building import write_site

NOW = datetime(2026, 3, 2, 7, 30)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small site with one series."""
    series = "---\ntitle: Two coaches, one mindset\nsummary: Running and leading.\n---\n\nWords.\n"
    return write_site(tmp_path, {"content/series/two-coaches.md": series})


def test_it_is_a_draft_with_everything_to_fill_in(source: Path) -> None:
    """The whole file, as the coach finds it."""
    path = new_musing(source, "It's Not Your Session", "two-coaches", now=NOW)
    assert path == source / "content/musings/its-not-your-session.md"
    assert path.read_text() == (
        "---\n"
        "title: It's Not Your Session\n"
        "date: 2026-03-02 07:30\n"
        "summary:\n"
        "series: Two coaches, one mindset\n"
        "tags: []\n"
        "status: draft\n"
        "---\n"
        "\n"
        "Begin with a moment you remember. One thought is enough for a musing.\n"
        "\n"
        "> [!reflect]\n"
        "> Which question would you like to leave with your reader?\n"
    )


@pytest.mark.parametrize(
    "title", ["Stop: look", "#1", "“Quoted”", '"Quoted"', "Yes", "2026", "[a]", "What's $5?", "Où? 🏃", "a/b", "- x"]
)
def test_any_title_comes_back_as_it_was_typed(source: Path, title: str) -> None:
    """YAML has meanings of its own for many characters; the coach need not know them."""
    text = new_musing(source, title, now=NOW).read_text()
    parts = front_matter.split(text, "x.md")
    assert (parts.data["title"], parts.mistakes) == (title, [])


@pytest.mark.parametrize("title", ["Album", "index", "Page", "Drafts", "2026-03-02"])
def test_a_title_that_is_a_word_of_the_house_has_an_address_like_any_other(source: Path, title: str) -> None:
    """An album.md is the site's own only among albums."""
    path = new_musing(source, title, now=NOW)
    assert slug_of(path, "musing") == path.stem == title.lower()


def test_the_date_is_now_in_the_coach_s_own_time_zone(source: Path) -> None:
    """The coach's clock, whatever that of the machine."""
    site = source / "site.toml"
    site.write_text(site.read_text().replace("Europe/London", "Pacific/Kiritimati"))
    text = new_musing(source, "Early").read_text()
    from zoneinfo import ZoneInfo

    now = datetime.now(ZoneInfo("Pacific/Kiritimati"))
    assert f"date: {now:%Y-%m-%d %H:}" in text


@pytest.mark.parametrize(
    ("title", "series", "words"),
    [
        ("", "", "Every musing begins with a title"),
        (" ?! ", "", "Every musing begins with a title"),
        ("New", "Two coachs, one mindset", 'Did you mean "Two coaches, one mindset"?'),
        ("New", "Gardening", "There are: Two coaches, one mindset."),
    ],
)
def test_what_cannot_be_written_is_told_in_a_sentence(source: Path, title: str, series: str, words: str) -> None:
    """And no file is left behind."""
    with pytest.raises(NotWritten) as told:
        new_musing(source, title, series, now=NOW)
    assert words in str(told.value)
    assert not list((source / "content/musings").glob("*"))


def test_a_musing_that_is_there_stays_as_it_is(source: Path) -> None:
    """Two ideas may have one title; the first keeps its file."""
    path = new_musing(source, "Carry Less", now=NOW)
    path.write_text("mine")
    with pytest.raises(NotWritten, match=r"content/musings/carry-less\.md is there already"):
        new_musing(source, "Carry less!", now=NOW)
    assert path.read_text() == "mine"
