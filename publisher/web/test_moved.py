"""Old addresses in a release: what is written for them, and what is left alone."""

from __future__ import annotations

import pytest

from publisher.web.moved import write_moved


@pytest.fixture
def release(tmp_path):
    for page in ("", "musings/x", "about"):
        (tmp_path / "release" / page).mkdir(parents=True, exist_ok=True)
        (tmp_path / "release" / page / "index.html").write_text(page)
    return tmp_path / "release"


@pytest.mark.parametrize("base", ["", "/sub"])
def test_an_old_address_leads_to_the_new_page_wherever_the_release_is_moved(release, base):
    write_moved(release, [(f"{base}/blog/%C3%BCber/", f"{base}/musings/x/"), (f"{base}/old.html", f"{base}/")], base)
    moved = release.rename(release.with_name("moved"))
    assert (moved / f".moved{base}/blog/über/_").resolve() == (moved / "musings/x/index.html").resolve()
    assert (moved / f".moved{base}/blog/über/_.html").read_text() == (
        f'{{{{.RespHeader.Set "Location" "{base}/musings/x/"}}}}'
    )
    assert (moved / f".moved{base}/old.html/_").resolve() == (moved / "index.html").resolve()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/blog/", "/gone/"),
        ("/blog/", "/musings/x"),
        ("/blog/", "https://example.org/"),
        ("/blog/", "//example.org/"),
        ("/blog/", '/musings/x/"}}{{readFile "/etc/hostname"}}/'),
        ("/blog/", "/musings/../about/"),
        ("/../../blog/", "/about/"),
        ("/%2e%2e/blog/", "/about/"),
        ("/blog%00/", "/about/"),
        ("/blog/_/", "/about/"),
        ("/" + "a" * 300 + "/", "/about/"),
        ("/" + "a/" * 300, "/about/"),
        ("/blog/", "/" + "a" * 300 + "/"),
        ("/", "/about/"),
    ],
)
def test_what_cannot_be_told_in_this_way_is_left_to_the_page_that_leads_on(release, old, new):
    before = sorted(release.parent.rglob("*"))
    write_moved(release, [(old, new)])
    assert sorted(release.parent.rglob("*")) == before


def test_one_old_address_may_lie_within_another(release):
    write_moved(release, [("/blog/", "/about/"), ("/blog/x/", "/musings/x/")])
    assert (release / ".moved/blog/_").read_text() == "about"
    assert (release / ".moved/blog/x/_").read_text() == "musings/x"


def test_an_old_address_in_two_spellings_leads_where_the_first_does(release):
    write_moved(release, [("/blog/", "/about/"), ("/%62log/", "/musings/x/")])
    assert (release / ".moved/blog/_").read_text() == "about"
