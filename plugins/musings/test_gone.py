"""What was published stays where readers found it, or leads on from there."""

from datetime import UTC, datetime

import pytest

from plugins.conftest import SITE
from plugins.proofreading.reading import Order, proofread


@pytest.fixture
def gone(tmp_path, musing):
    """`gone(files, *published)`: file, line and words of each address-gone, of a site that was published before."""

    def read(files, *published, site="https://small.example"):
        rows = "".join(f"<url><loc>{site}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in published)
        for name, text in {"site.toml": SITE, "sitemap.xml": f"<urlset>{rows}</urlset>", **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        now = datetime(2026, 11, 22, tzinfo=UTC)
        order = Order(tmp_path, tmp_path / ".cache", now=now, before=tmp_path / "sitemap.xml")
        mistakes = [each for each in proofread(order).mistakes if each.code == "address-gone"]
        return [(each.file, each.line, each.cure) for each in mistakes]

    return read


def test_a_renamed_musing_is_known_by_its_day_or_its_name(gone, musing):
    one = {"content/musings/a-walk.md": musing(date="2026-03-02")}

    assert gone(one, ("/musings/a-stroll/", "2026-03-02")) == [("content/musings/a-walk.md", 2, "/musings/a-stroll/")]
    assert gone(one, ("/musings/a-walk-2/", "2025-01-01")) == [("content/musings/a-walk.md", 2, "/musings/a-walk-2/")]


def test_a_removed_musing_is_told_where_it_was(gone, musing):
    files = {"content/musings/other.md": musing(date="2026-03-02")}

    assert gone(files, ("/musings/a-walk/", "2025-01-01")) == [("content/musings/a-walk.md", None, "")]


@pytest.mark.parametrize(("key", "value"), [("status", "draft"), ("date", "2027-01-01")])
def test_a_musing_that_was_taken_back_is_told(gone, musing, key, value):
    files = {"content/musings/a-walk.md": musing(**{key: value})}

    ((file, line, _),) = gone(files, ("/musings/a-walk/", "2026-03-02"))
    assert (file, files[file].splitlines()[line - 1]) == ("content/musings/a-walk.md", f"{key}: {value}")


def test_what_leads_on_or_is_the_house_s_own_is_not_gone(gone, musing):
    """Lists come and go with what they list."""
    files = {"content/musings/a-walk.md": musing(redirect_from="[/musings/a-stroll/]")}
    own = ("/", "/musings/", "/musings/page/2/", "/tags/", "/tags/hills/", "/albums/", "/series/")
    own += ("/reflections/", "/reflections/hills/")

    assert gone(files, ("/musings/a-stroll/", ""), ("/musings/a-walk/", ""), *((path, "") for path in own)) == []


def test_a_photo_may_go_without_a_word_and_an_album_may_not(gone, musing):
    """Somebody in it may have asked for that. Both have addresses of one shape; only an album has a day."""
    rows = [("/albums/alps/first-light/", ""), ("/albums/alps/day-one/", "2026-05-04")]

    told = gone({"content/musings/a-walk.md": musing()}, *rows)
    assert told == [("content/albums/alps/day-one/album.md", None, "")]


def test_another_site_s_map_counts_for_nothing(gone, musing):
    """The output folder may hold a development build, or what was built from another folder."""
    assert gone({}, ("/musings/a-walk/", ""), site="http://127.0.0.1:8000") == []
