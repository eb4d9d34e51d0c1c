"""The receipt says what a coach is glad to know, on one screen, and nothing that a page says can command a terminal."""

import pytest

from publisher.mending import to_mend
from publisher.plain import columns, plain
from publisher.receipt import Differences, compare, write
from publisher.records import Due
from tests.building import every_byte, small_site

ADDRESS = "https://small.example"
LONG = "being overtaken by everybody, more than once a week, on a lane that is hardly wide enough."


def page(title="A title", description="A description.", body="Words."):
    return (
        f'<!doctype html><meta property="og:title" content="{title}"><meta property="og:description" '
        f'content="{description}"><main><article>{body}</article><nav><a href="/">{title}</a></nav></main>'
    )


@pytest.fixture
def folder(tmp_path):
    return write_files(tmp_path / "now", {"index.html": page()})


def write_files(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    return folder


def differences(new=(), changed=(), removed=()):
    return Differences(tuple(new), tuple(changed), tuple(removed))


def test_two_releases_are_compared_by_what_readers_are_served():
    """Compressed siblings follow their files, and are passed over; a leading slash makes no difference."""
    before = {"/a": "1", "/b": "1", "/c": "1", "/b.br": "1", "/b.zst": "1", "/b.gz": "1"}
    assert compare(before, {"b": "2", "c": "1", "d": "1", "b.br": "2", "d.gz": "1"}) == differences(["d"], ["b"], ["a"])


def test_a_receipt_says_what_is_new_how_it_is_shared_and_what_is_to_come(folder):
    write_files(
        folder,
        {
            "musings/running-slow/index.html": page(
                "It&#39;s slow",
                f"On going slowly &amp; {LONG}",
            ),
            "about/index.html": page(),
            "blog/old/index.html": '<meta http-equiv="refresh" content="0; url=/about/"><main>Moved.</main>',
        },
    )
    made = ["index.html", "musings/index.html", "tags/hills/index.html", "feeds/musings.atom.xml", "sitemap.xml"]
    lines = write(
        folder,
        differences(
            new=[
                "musings/running-slow/index.html",
                "blog/old/index.html",
                "photos/p-0123456789-480.avif",
                "photos/p-0123456789-480.jpg",
            ],
            changed=["about/index.html", "build.json", "assets/x.js", "contact/thanks/index.html", *made],
            removed=["musings/gone/index.html", "tags/gone/index.html", "assets/gone.0123456789.js"],
        ),
        [("/blog/old/", "/about/")],
        [Due("2026-12-07T07:30:00+00:00", "At pace", "/musings/at-pace/")],
        ADDRESS,
    )
    assert lines == [
        "Your site is live:",
        "  https://small.example/",
        "New, and how a shared link reads",
        "  https://small.example/musings/running-slow/",
        "    It's slow",
        "    On going slowly & being overtaken by everybody, more than once a",
        "    week, on a lane that is hardly wide enough.",
        "Changed",
        "  https://small.example/about/",
        "Gone",
        "  https://small.example/musings/gone/",
        "Redirected",
        "  https://small.example/blog/old/",
        "    to https://small.example/about/",
        "Made anew with it: 2 lists, 1 tag page, 1 feed, the sitemap, 1 new",
        "  photograph.",
        "Gone with it: 1 tag page.",
        "Will appear by itself",
        "  Monday 7 December 2026, 07:30: At pace",
        "    https://small.example/musings/at-pace/",
    ]


def test_when_nothing_has_changed_it_says_so(folder):
    """Every build has a new build.json, and no reader reads it."""
    for changed in ([], ["build.json"]):
        assert write(folder, differences(changed=changed), [], [], f"{ADDRESS}/") == [
            "For your readers nothing has changed:",
            "  https://small.example/",
        ]


def test_what_should_be_mended_is_brought_to_mind_at_the_very_end(folder):
    """A photograph that can't be read leaves its place empty: whoever reads only the end has to know."""
    said = [
        "1 thing in your site should be mended, 1 could be better. It can be published as it is.",
        "",
        "content/musings/hill.md, line 9",
        "    ![A hill](hill.jpg)",
        "              ^^^^^^^^ This photograph is damaged: it can't be read to its end.",
        "    Copy it again from the camera or phone, or export it again.                  fix: photo-unusable",
        "",
        "content/musings/odd.md",
        "    Does it end well?                                                           hint: series-next",
    ]
    assert to_mend(said) == ("content/musings/hill.md, line 9",)
    lines = write(folder, differences(), [], [], ADDRESS, None, to_mend(said))
    assert lines[-2:] == ["Should be mended, as told above", "  content/musings/hill.md, line 9"]


def test_musings_come_first_then_pages_series_and_albums(folder):
    files = ["about/index.html", "albums/x/index.html", "musings/x/index.html", "series/x/index.html"]
    write_files(folder, {name: page() for name in files})
    lines = write(folder, differences(new=files), [], [], ADDRESS)
    assert [line.removeprefix("  https://small.example") for line in lines if line.startswith("  http")][1:] == [
        "/musings/x/",
        "/about/",
        "/series/x/",
        "/albums/x/",
    ]


def test_a_page_around_which_only_links_have_changed_is_counted_and_not_listed(folder, tmp_path):
    """A new musing changes its neighbours' links; that is nothing that a coach has done to them."""
    files = ["musings/a/index.html", "musings/b/index.html", "musings/c/index.html"]
    before = write_files(tmp_path / "before", {name: page("Was next", body="The same.") for name in files})
    write_files(folder, {name: page("Is next", body="The same.") for name in files})
    write_files(folder, {"musings/b/index.html": page(body="Other words.")})
    write_files(folder, {"musings/c/index.html": page(body='The same.<img src="/photos/p.jpg" alt="">')})
    lines = write(folder, differences(changed=files), [], [], ADDRESS, before)
    assert "  https://small.example/musings/b/" in lines and "  https://small.example/musings/c/" in lines
    assert "  https://small.example/musings/a/" not in lines
    assert lines[-1] == "Made anew with it: 1 page of the same words."


def test_a_great_push_fills_a_screen_and_no_more(folder, tmp_path):
    """Each part keeps a place, whatever the others have; what is left out is counted."""
    names = [f"musings/{number:03}/index.html" for number in range(200)]
    write_files(folder, {name: page("T" * 300, "D " * 300) for name in names})
    lines = write(
        folder,
        differences(
            new=names[:100], changed=names[100:], removed=[f"about-{number}/index.html" for number in range(50)]
        ),
        [(f"/old/{number}/", "/about/") for number in range(50)],
        [Due("2026-12-07T07:30:00+00:00", "T" * 300, "/musings/x/")] * 50,
        ADDRESS,
    )
    assert len(lines) <= 25 and all(columns(line) <= 80 for line in lines)
    for heading, more in (("New, and", 99), ("Changed", 99), ("Gone", 49), ("Redirected", 49), ("Will appear", 49)):
        index = next(index for index, line in enumerate(lines) if line.startswith(heading))
        end = next(line for line in lines[index:] if line.startswith("  and "))
        assert end == f"  and {more} more"
    everything = differences(names[:100], ["index.html", "sitemap.xml", *names[100:]], [*names, "tags/x/index.html"])
    old = [(f"/old/{number}/", "/about/") for number in range(50)]
    due = [Due("2026-12-07T07:30:00+00:00", "T", "/musings/x/")] * 50
    fullest = write(folder, everything, old, due, ADDRESS)
    assert len(fullest) <= 25 and fullest[-1] == "  50 in all"
    short = write(folder, differences(new=names[:6]), [], [], ADDRESS)
    assert len([line for line in short if line.startswith("  https://small.example/musings/")]) >= 4, "room is used"


def test_below_a_path_of_its_host_addresses_are_whole_and_say_it_once(folder):
    write_files(folder, {"musings/x/index.html": page()})
    due = [Due("2026-12-07T07:30:00+01:00", "T", "/musings/y/")]
    lines = write(
        folder, differences(["musings/x/index.html"]), [("/sub/old/", "/sub/musings/x/")], due, f"{ADDRESS}/sub"
    )
    told = [line.split()[-1] for line in lines if "https://" in line]
    assert told == [
        f"{ADDRESS}/sub/",
        f"{ADDRESS}/sub/musings/x/",
        f"{ADDRESS}/sub/old/",
        f"{ADDRESS}/sub/musings/x/",
        f"{ADDRESS}/sub/musings/y/",
    ]


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2027-01-02T00:00:00+13:00", "Saturday 2 January 2027, 00:00"),
        ("2026-12-07T07:30:00Z", "Monday 7 December 2026, 07:30"),
        ("no date\x1b[2J", "no date"),
    ],
)
def test_a_date_is_told_in_english_with_its_day_by_the_coachs_clock(folder, date, told):
    lines = write(folder, differences(), [], [Due(date, "T", "/x/")], ADDRESS)
    assert f"  {told}: T" in lines


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m\u202egnirts\u2066\u200b\x9b5m\r\nline\u2028two\x00\ud800\ue000"


def test_nothing_that_a_page_or_a_report_says_can_command_a_terminal(folder):
    files = {
        "musings/x/index.html": page(HOSTILE.replace("\ud800", ""), "&#27;[2J&#x202e;" + HOSTILE.replace("\ud800", ""))
    }
    write_files(folder, files)
    due = [Due(HOSTILE, HOSTILE, HOSTILE)]
    redirects = [(f"/{HOSTILE}", f"/{HOSTILE}")]
    lines = write(folder, differences(list(files), [], [f"{HOSTILE}/index.html"]), redirects, due, ADDRESS)
    assert len(lines) > 8
    for line in lines:
        assert line.isprintable(), ascii(line)
        assert columns(line) <= 80
        line.encode("utf-8")


def test_plain_words_are_left_as_they_are():
    for words in ("“Café”, naïve – 100 %…", "走ることについて", "Ώρα για περίπατο", "שלום"):
        assert plain(words) == words
    assert columns("走る") == 4 and columns("e\u0301") == 1
    assert plain("走" * 100, 20) == "走" * 9 + "…"
    assert plain("a \n\t b") == "a b"


def test_a_real_push_of_one_musing_is_told_as_one(tmp_path):
    """Its neighbour, the form, lists, feed and map are made anew as well: the coach did nothing to these."""
    head = "---\ntitle: {}\ndate: 2026-01-0{}\nsummary: About {}.\ntags: [hills]\n---\n\nWords.\n"
    files = {f"content/musings/{name}.md": head.format(name, day, name) for day, name in enumerate(("one", "two"), 1)}
    before = small_site(tmp_path / "before", files)
    now = small_site(tmp_path / "now", {**files, "content/musings/three.md": head.format("Three", 3, "three")})
    assert (before.status, now.status) == (0, 0), before.text + now.text
    found = compare(every_byte(before.output), every_byte(now.output))
    assert "musings/two/index.html" in found.changed, "its link to the next one"
    lines = write(now.output, found, [], [], "https://smallsteps.example", before.output)
    assert lines[:6] == [
        "Your site is live:",
        "  https://smallsteps.example/",
        "New, and how a shared link reads",
        "  https://smallsteps.example/musings/three/",
        "    Three",
        "    About three.",
    ]
    assert " ".join(" ".join(lines[6:]).split()) == (
        "Made anew with it: 2 pages of the same words, 2 lists, 2 tag pages, 1 feed, the sitemap."
    )
