"""The parts of a colophon, each by itself: reserved addresses, `_redirects`, versions, remembered checksums."""

from __future__ import annotations

import os
import re

import pytest

from plugins.colophon.checksums import Memory, checksums
from plugins.colophon.redirects import HEAD, redirects
from plugins.colophon.unlisted import unlisted
from plugins.colophon.versions import PACKAGES, UNKNOWN, code, tools
from tests.building import ROOT

SERVES = {"starlette", "uvicorn", "email-validator", "watchfiles", "apsw", "psycopg", "backports.zstd"}
"""What the enquiries' service, the preview and the publisher stand on: no file of the site comes from them."""


@pytest.mark.parametrize("address", ["/build.json", "/_headers", "/_redirects", "/build.json/old", "/_headers/x"])
def test_no_old_address_takes_their_place(read_site, musing, address):
    """Whoever wrote a page over one of them would take away what the site says of itself."""
    library = read_site({"musings/walk.md": musing(redirect_from=f"[{address}]")})
    ((code_, grade),) = [(each.code, each.grade) for each in library.mistakes if each.code.startswith("redirect")]
    assert (code_, grade) == ("redirect-hides", "stop")


def test_no_page_takes_the_name_of_a_release(read_site):
    library = read_site({"pages/build.md": "---\ntitle: Build\nsummary: A page.\n---\n\nWords.\n"})
    assert [each.grade for each in library.mistakes if each.code == "address-taken"] == ["stop"]


def test_a_link_to_what_the_site_says_of_itself_is_sound(read_site, musing):
    library = read_site({"musings/walk.md": musing("[This release](/build.json)")})
    assert not [each for each in library.mistakes if each.code.startswith("link")]


def test_a_sign_that_a_host_would_read_as_anything_is_written_otherwise(read_site, musing):
    """`*` and `:name` match any address there; a blank would end it."""
    old = "[/blog/*, '/a:b', /two words, /café/, /a&b.html]"
    library = read_site({"musings/walk.md": musing(redirect_from=old)})
    lines = redirects(library).removeprefix(HEAD).splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        *("/a&b.html", "/a%3Ab/", "/a%3Ab", "/blog/%2A/", "/blog/%2A"),
        *("/caf%C3%A9/", "/caf%C3%A9", "/two%20words/", "/two%20words"),
    ]
    assert {tuple(line.split(" ")[1:]) for line in lines} == {("/musings/walk/", "301")}


def test_a_draft_s_old_address_is_not_told(read_site, musing):
    library = read_site({"musings/walk.md": musing(redirect_from="[/old]", status="draft")})
    assert redirects(library) == HEAD


def test_every_package_that_makes_a_part_of_the_site_is_told():
    """Whoever adds one says whether bytes of the site come from it."""
    named = re.findall(r"^([\w.-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    assert set(named) <= {*PACKAGES, *SERVES}
    assert UNKNOWN not in tools().values()


def test_the_code_s_digits_are_of_what_makes_a_site_and_of_nothing_else():
    names = {path.relative_to(ROOT).as_posix() for path in code()}
    assert {"pelicanconf.py", "theme/templates/base.html", "plugins/colophon/edge.py", "requirements.lock"} <= names
    assert not [name for name in names if "test_" in name or "pycache" in name or name.startswith(("content", "desk"))]


def test_a_photograph_is_read_once_and_again_when_it_is_another(tmp_path):
    """A file that is known by inode, size and time is not opened: here it could not even be read truly."""
    photo = tmp_path / "output/photos/a-0123456789-480.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"one")
    (tmp_path / "output/page.html").write_bytes(b"one")

    def found():
        return checksums(tmp_path / "output", Memory(tmp_path / "cache", "https://example.org"))

    first, facts = found(), photo.stat()
    assert len(set(first.values())) == 1
    for path in (photo, tmp_path / "output/page.html"):
        path.write_bytes(b"two")
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    told = found()
    assert told["/photos/a-0123456789-480.jpg"] == first["/page.html"] != told["/page.html"]
    os.utime(photo, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))
    assert found()["/photos/a-0123456789-480.jpg"] == told["/page.html"]


@pytest.mark.parametrize("spoilt", ["", "[]", '{"a": 1}', "[" * 5000])
def test_a_spoilt_memory_is_written_anew(tmp_path, spoilt):
    memory = Memory(tmp_path, "https://example.org")
    memory.path.parent.mkdir()
    memory.path.write_text(spoilt)
    assert Memory(tmp_path, "https://example.org").before == {}


def test_a_published_album_in_a_hidden_one_is_named(read_site, tmp_path):
    """And what is hidden in it again is not; the home page, which all pages lie below, hides no other."""
    page = "---\ntitle: {}\nsummary: A page.\n{}\n---\n\nWords.\n"
    library = read_site(
        {
            "pages/home.md": page.format("Home", "status: hidden"),
            "albums/family/album.md": page.format("Family", "status: hidden"),
            "albums/family/walks/album.md": page.format("Walks", ""),
            "albums/family/walks/at-home/album.md": page.format("At Home", "status: hidden"),
        }
    )
    named = ["/albums/family/walks/index.html", "/albums/family/walks/page/2/index.html", "/about/index.html"]
    hidden = ["/albums/family/index.html", "/albums/family/dawn/index.html", "/albums/family/walks/at-home/index.html"]
    for path in [*named, *hidden]:
        (tmp_path / "output" / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "output" / path[1:]).write_text("")
    assert unlisted([*named, *hidden], tmp_path / "output", library) == set(hidden)
