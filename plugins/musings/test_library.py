"""The library: states, addresses, and mistakes that would have dropped a musing silently."""

import pytest

from plugins.conftest import SITE
from plugins.proofreading.report import tell


def codes(library):
    graver = [mistake for mistake in library.mistakes if mistake.grade != "hint"]
    return [(mistake.code, mistake.file.removeprefix("content/"), mistake.line) for mistake in graver]


def test_a_sound_site_has_no_mistake(read_site, musing):
    assert codes(read_site({"musings/one.md": musing()})) == []


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        ({"date": "02/03/2026"}, "date-ambiguous", 3),
        ({"date": None}, "date-missing", 1),
        ({"date": ""}, "date-missing", 3),
        ({"title": None}, "title-missing", 1),
        ({"title": ""}, "title-missing", 2),
        ({"title": "# later"}, "title-missing", 2),
        ({"status": "publised"}, "status-unknown", 5),
        ({"sumary": "x"}, "key-unknown", 5),
        ({"Status": "draft"}, "status-unknown", 5),
        ({"draft": "true"}, "status-unknown", 5),
        ({"tags": "{a: b}"}, "value-wrong", 5),
    ],
)
def test_what_pelican_would_drop_is_told(read_site, musing, changes, code, line):
    assert [(code, "musings/one.md", line)] == codes(read_site({"musings/one.md": musing(**changes)}))


def test_a_file_that_is_not_utf_8_is_told_with_the_line_of_the_letter(read_site, musing):
    library = read_site({"musings/one.md": musing("Café").encode("latin-1")})

    assert codes(library) == [("not-utf-8", "musings/one.md", 7)]


def test_the_exact_words(read_site, musing):
    library = read_site({"musings/running-slow.md": musing(status="publised", title="It's slow")})

    assert tell(library.mistakes) == (
        "Your site has not changed. 1 thing must be mended before it can be published.\n\n"
        "content/musings/running-slow.md, line 5\n"
        "    status: publised\n"
        '            ^^^^^^^^ I don\'t know this status. Did you mean "published"?\n'
        "    Choose one of: published, draft, hidden.                                     status-unknown\n"
    )


@pytest.mark.parametrize(
    ("changes", "state", "address"),
    [
        ({}, "published", "/musings/one/"),
        ({"status": "hidden"}, "hidden", "/musings/one/"),
        ({"status": "draft"}, "draft", "/drafts/one/"),
        ({"status": "draft", "date": None}, "draft", "/drafts/one/"),
        ({"date": "2027-01-01"}, "scheduled", "/drafts/one/"),
        ({"date": "2026-11-22 00:00"}, "published", "/musings/one/"),
    ],
)
def test_states(read_site, musing, changes, state, address):
    (source,) = read_site({"musings/2026-03-02-one.md": musing(**changes)}, published=False).sources

    assert (state, address) == (source.state, source.address)


def test_drafts_and_scheduled_musings_are_not_in_a_published_library(read_site, musing):
    library = read_site({"musings/a.md": musing(status="draft"), "musings/b.md": musing(date="2027-01-01")})

    assert library.musings == []
    assert not any(
        "musings/" in address and address != "/musings/" and "feeds" not in address for address in library.addresses
    )


def test_two_files_that_want_one_address_are_told(read_site, musing):
    library = read_site({"musings/2026-01-01-one.md": musing(title="A"), "musings/one.md": musing(title="B")})

    assert codes(library) == [("address-taken", "musings/one.md", None)]


def test_a_page_may_not_take_an_address_of_the_sites_own(read_site, musing):
    assert codes(read_site({"pages/search.md": musing()})) == [("address-taken", "pages/search.md", None)]


@pytest.mark.parametrize(
    ("old", "code"),
    [
        ("/about/", "redirect-hides"),
        ("/musings/one/", "redirect-loop"),
        ("/musings/", "redirect-hides"),
        ("/../etc", "redirect-unsafe"),
        ("/", "redirect-unsafe"),
        ("/a\\b", "redirect-unsafe"),
        ("http://[bad", "redirect-unsafe"),
        ("/index.html", "redirect-unsafe"),
        ("/404.html", "redirect-hides"),
        ("/about/index.html", "redirect-hides"),
        ("/contact/thanks", "redirect-hides"),
        ("/musings/page/2", "redirect-hides"),
        ("/photos/2019", "redirect-hides"),
        ("/assets/", "redirect-hides"),
        ("/about/index.html/x", "redirect-hides"),
    ],
)
def test_a_redirect_that_hides_a_page_or_leaves_the_site_is_told(read_site, musing, old, code):
    files = {"pages/about.md": musing(), "musings/one.md": musing(redirect_from=f"['{old}']")}

    assert [(code, "musings/one.md", 5)] == codes(read_site(files))


def test_one_redirect_cannot_lead_to_two_places(read_site, musing):
    files = {name: musing(redirect_from="\n  - /blog/x") for name in ("musings/a.md", "musings/b.md")}

    assert codes(read_site(files)) == [("redirect-twice", "musings/b.md", 6)]


def test_a_redirect_is_an_address_one_may_link_to(read_site, musing):
    library = read_site({"musings/one.md": musing("[x](/blog/x)", redirect_from="[/blog/x]")})

    assert codes(library) == []
    assert "\ue000/blog/x/" in library.sources[0].html


@pytest.mark.parametrize("table", ["[[navigation]]", "[[footer]]", "[[links]]", "[calls_to_action.other]"])
def test_a_link_of_site_toml_that_leads_nowhere_is_told(read_site, musing, table):
    site = SITE + f'\n{table}\ntitle = "x"\nheading = "x"\naddress = "/abuot/"\n'
    site = site.replace('heading = "x"\n', "") if "[[" in table else site.replace('title = "x"\n', "")
    library = read_site({"pages/about.md": musing(date=None)}, site=site)

    ((code, file, line),) = codes(library)
    assert (code, file) == ("link-broken", "site.toml")
    assert site.lstrip().splitlines()[line - 1] == 'address = "/abuot/"'


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("musings/two.txt", "file-misplaced"),
        ("musings/two.MD", "file-misplaced"),
        ("musings/two.markdown", "file-misplaced"),
        ("musings/two.rst", "file-misplaced"),
        ("two.md", "file-misplaced"),
        ("musing/two.md", "file-misplaced"),
        ("albums/two.md", "file-misplaced"),
        ("musings/folder/two.md", ""),
        ("pages/folder/two.md", ""),
        ("files/two.md", ""),
        ("musings/.two.md", ""),
        ("musings/notes.docx", "file-unknown"),
    ],
)
def test_words_that_nobody_would_see_are_told(read_site, musing, name, told):
    library = read_site({"musings/one.md": musing(), name: musing(title="Two")})

    assert codes(library) == ([(told, name, None)] if told else [])


def test_a_folder_with_the_name_of_a_musing_is_told(read_site, musing, tmp_path):
    (tmp_path / "content" / "musings" / "two.md").mkdir(parents=True)

    assert codes(read_site({"musings/one.md": musing()})) == [("file-misplaced", "musings/two.md", None)]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("musings/album.md", "/musings/album/"),
        ("musings/a-hill/index.md", "/musings/a-hill/"),
        ("musings/2026-03-02 Côte d’Azur.md", "/musings/cote-dazur/"),
        ("pages/index.md", "/index/"),
        ("albums/hills/album.md", "/albums/hills/"),
    ],
)
def test_a_name_becomes_an_address(read_site, musing, path, address):
    date = "2026-03-02" if "albums" not in path else None
    (source,) = [each for each in read_site({path: musing(date=date)}).sources if each.path.match("*.md")]

    assert source.public_address == address


@pytest.mark.parametrize(
    ("tags", "kept", "mistakes"),
    [
        ("[Running, running, RUNNING]", ["Running"], []),
        ('["Führung", "AI/ML"]', ["Führung", "AI/ML"], []),
        ('["+++"]', [], [("tag-empty", "musings/one.md", 5)]),
    ],
)
def test_a_tag_is_counted_once_and_has_an_address(read_site, musing, tags, kept, mistakes):
    library = read_site({"musings/one.md": musing(tags=tags)})

    assert (library.sources[0].values["tags"], codes(library)) == (kept, mistakes)


def test_a_title_that_is_swallowed_whole_still_stops(read_site, musing):
    library = read_site({"musings/one.md": musing(title="#1 rule")})

    assert sorted(codes(library)) == [("title-missing", "musings/one.md", 2), ("words-swallowed", "musings/one.md", 2)]
