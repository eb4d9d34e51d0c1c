"""Albums as the coach keeps them: their order, their words, their addresses, albums in albums."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from plugins.galleries.albums import AlbumFolder
from plugins.galleries.collection import NOTE
from plugins.galleries.conftest import taken
from plugins.proofreading.report import tell

Read = Callable[..., Any]
HEAD = "---\ntitle: A hill session\ndate: 2026-05-04\n"


FILES = {
    "albums/hill/IMG_10.jpg": taken(1, "2026:05:04 06:10:00"),
    "albums/hill/IMG_9.jpg": taken(2, "2026:05:04 06:30:00"),
    "albums/hill/IMG_2.jpg": taken(3),
    "albums/hill/last.jpg": taken(4, "2026:05:04 06:20:00"),
}


def album(library: Any, slug: str = "hill") -> AlbumFolder:
    """The album of this slug, as it was read."""
    return next(each for each in library.notes[NOTE].albums if each.source.slug == slug)


def names(library: Any) -> list[str]:
    """The file names of the album hill, in its order."""
    return [file.name for file in album(library).files]


@pytest.mark.parametrize(
    ("keys", "order"),
    [
        ("", "IMG_10 last IMG_9 IMG_2"),
        ("order: name\n", "IMG_2 IMG_9 IMG_10 last"),
        ("order: date\n", "IMG_10 last IMG_9 IMG_2"),
        ("order: newest\n", "IMG_9 last IMG_10 IMG_2"),
        ("photos:\n  - file: last.jpg\n    alt: Tea\n", "last IMG_10 IMG_9 IMG_2"),
        ("photos:\n  - file: IMG_2.jpg\n  - file: IMG_10.jpg\n", "IMG_2 IMG_10 last IMG_9"),
        ("order: name\nphotos:\n  - file: last.jpg\n    alt: Tea\n", "IMG_2 IMG_9 IMG_10 last"),
    ],
)
def test_photographs_stand_as_they_are_listed_then_as_they_were_taken(keys: str, order: str, read_site: Read) -> None:
    """One without a date comes last; the time of a file says nothing, for git sets it."""
    library = read_site({**FILES, "albums/hill/album.md": f"{HEAD}{keys}---\n"})
    assert names(library) == [f"{name}.jpg" for name in order.split()]


def test_an_unknown_order_is_told_and_the_coachs_own_kept(read_site: Read) -> None:
    library = read_site({**FILES, "albums/hill/album.md": f"{HEAD}order: newst\n---\n"})
    (told,) = [each for each in library.mistakes if each.code == "value-wrong"]
    assert (told.line, told.at, told.cure) == (4, "newst", "newest")
    assert told.wanted == 'I don\'t know this order. Did you mean "newest"?'
    assert names(library)[0] == "IMG_10.jpg"


def test_a_photo_is_addressed_by_its_title_else_by_its_place(read_site: Read) -> None:
    """Two of one title are told apart; a hidden one has no page, and no album in the album loses its address."""
    entries = """photos:
  - {file: IMG_2.jpg, title: First light}
  - {file: last.jpg, hide: true}
  - {file: IMG_10.jpg, title: "First light!"}
  - {file: IMG_9.jpg, title: Day two}
---
"""
    inner = {"albums/hill/day-two/album.md": "---\ntitle: Day two\n---\n", "albums/hill/day-two/a.jpg": taken(9)}
    more = {"albums/hill/zebra.jpg": taken(7)}
    library = read_site({**FILES, **inner, **more, "albums/hill/album.md": HEAD + entries})
    addresses = {file.name: file.address for file in album(library).files}
    assert addresses == {
        "IMG_2.jpg": "/albums/hill/first-light/",
        "last.jpg": "",
        "IMG_10.jpg": "/albums/hill/first-light-2/",
        "IMG_9.jpg": "/albums/hill/day-two-2/",
        "zebra.jpg": "/albums/hill/4/",
    }
    assert {address for address in addresses.values() if address} <= library.addresses.keys()
    told = [each for each in library.mistakes if each.code == "photo-title-repeated"]
    assert [(each.line, each.wanted.partition(" is called this too, ")[::2]) for each in told] == [
        (7, ("IMG_2.jpg", "so the page of IMG_10.jpg is /albums/hill/first-light-2/")),
        (8, ("An album in this one", "so the page of IMG_9.jpg is /albums/hill/day-two-2/")),
    ]
    assert library.addresses["/albums/hill/day-two/"].kind == "album"


@pytest.mark.parametrize(
    ("entry", "caption"),
    [
        ("", "Written by the camera's owner"),
        ("photos:\n  - file: a.jpg\n    alt: A\n", "Written by the camera's owner"),
        ("photos:\n  - file: a.jpg\n    caption: The coach's own\n", "The coach's own"),
        ("photos:\n  - file: a.jpg\n    caption:\n", ""),
    ],
)
def test_a_caption_is_the_coachs_else_the_photographs_own(entry: str, caption: str, read_site: Read) -> None:
    """An empty one says that there shall be none. Alt text is never taken from it."""
    photo = taken(1, caption="Written by the camera's owner")
    library = read_site({"albums/hill/a.jpg": photo, "albums/hill/album.md": f"{HEAD}{entry}---\n"})
    (file,) = album(library).files
    assert file.caption == caption
    assert file.alt in ("", "A")
    assert ("alt-missing" in {each.code for each in library.mistakes}) == (file.alt == "")


@pytest.mark.parametrize(
    ("people", "told"),
    [
        *[(words, False) for words in ("Both said yes, 4 May", "yes", "Tom and Ann agreed in writing", "nobody in it")],
        *[(words, True) for words in ("no", "Asked", "not yet", "No, Tom has not agreed", "not agreed", "declined")],
        *[
            (words, True)
            for words in ("nobody has been asked yet", "Tom hasn't agreed", '"Maria: no"', "waiting for Tom")
        ],
    ],
)
def test_who_has_not_agreed_is_not_published(people: str, told: bool, read_site: Read) -> None:
    """Unless the photograph is hidden; the note itself is published nowhere."""
    for hide in ("", "    hide: true\n"):
        entry = f"photos:\n  - file: a.jpg\n    alt: Two runners\n    people: {people}\n{hide}"
        files = {"albums/hill/a.jpg": taken(1), "albums/hill/b.jpg": taken(2)}
        library = read_site({**files, "albums/hill/album.md": f"{HEAD}{entry}---\n"})
        found = [each for each in library.mistakes if each.code == "people-not-agreed"]
        assert [(each.line, each.at, each.grade) for each in found] == (
            [(7, people, "stop")] if told and not hide else []
        )


@pytest.mark.parametrize(
    ("keys", "kept_back"),
    [
        ("    People: no\n", True),
        ("    peopel: not yet\n", True),
        ("    consent: asked\n", True),
        ("    Hide: true\n", True),
        ("    hidden: true\n", True),
        ("  - file: a.jpg\n    hide: true\n", True),
        ("    captoin: Up\n", False),
    ],
)
def test_a_slip_in_a_key_that_keeps_back_publishes_nothing(keys: str, kept_back: bool, read_site: Read) -> None:
    """It is told, and until it is mended counts as what was surely meant; of two entries the stricter counts."""
    entry = f"photos:\n  - file: a.jpg\n    alt: Two runners\n{keys}"
    files = {"albums/hill/a.jpg": taken(1), "albums/hill/b.jpg": taken(2)}
    library = read_site({**files, "albums/hill/album.md": f"{HEAD}{entry}---\n"})
    (file,) = [file for file in album(library).files if file.name == "a.jpg"]
    stopped = any(each.grade == "stop" for each in library.mistakes)
    assert (file.hidden or stopped) == kept_back
    assert {each.code for each in library.mistakes} & {"key-unknown", "photo-repeated"}


def test_a_hidden_photograph_that_is_named_elsewhere_is_told(read_site: Read, musing: Callable[..., str]) -> None:
    """As a cover, at the top of a page, in a gallery, as a figure: it is shown, and perhaps not meant to be."""
    files = {"albums/hill/a.jpg": taken(1), "albums/hill/b.jpg": taken(2)}
    entry = "cover: a.jpg\nphotos:\n  - file: a.jpg\n    alt: Two runners\n    hide: true\n"
    body = "> [!gallery] hill: a.jpg\n\n![Two](hill/a.jpg)"
    musings = {"musings/m.md": musing(body, photo="hill/a.jpg")}
    library = read_site({**files, **musings, "albums/hill/album.md": f"{HEAD}{entry}---\n"})
    told = [(each.file.rpartition("/")[2], each.line) for each in library.mistakes if each.code == "photo-hidden"]
    assert sorted(told) == [("album.md", 4), ("m.md", 5), ("m.md", 8), ("m.md", 10)]


def test_what_is_wrong_with_a_hidden_photograph_is_told_where_it_is_shown(
    read_site: Read, musing: Callable[..., str]
) -> None:
    """Its album does not show it, and would not tell."""
    files = {"albums/hill/a.jpg": taken(1)[:400], "albums/hill/b.jpg": taken(2)}
    entry = "photos:\n  - file: a.jpg\n    alt: Two runners\n    hide: true\n"
    musings = {"musings/m.md": musing("> [!gallery] hill: a.jpg\n\n![Two](hill/a.jpg)")}
    library = read_site({**files, **musings, "albums/hill/album.md": f"{HEAD}{entry}---\n"})
    told = [(each.file, each.line) for each in library.mistakes if each.code == "photo-unusable"]
    assert sorted(told) == [("content/musings/m.md", 7), ("content/musings/m.md", 9)]


def test_no_word_of_a_hidden_album_is_in_what_others_show(read_site: Read, musing: Callable[..., str]) -> None:
    """Neither its address nor its titles, which stand in the names of its files; nor those of a draft."""
    for status in ("hidden", "draft"):
        entry = f"status: {status}\nphotos:\n  - file: a.jpg\n    title: Bob Smith\n    alt: Two runners\n"
        files = {"albums/secret-plan/a.jpg": taken(1), "albums/secret-plan/album.md": f"{HEAD}{entry}---\n"}
        text = musing("> [!gallery] secret-plan: a.jpg\n\n![Two](secret-plan/a.jpg)")
        library = read_site({**files, "musings/m.md": text})
        html = library.by_path[library.content / "musings/m.md"].html
        assert html.count("<picture>") == 2
        assert "secret" not in html and "bob" not in html


def test_a_comma_in_a_files_own_name_parts_nothing(read_site: Read, musing: Callable[..., str]) -> None:
    names = ("a.jpg", "Tom, Ann and I.jpg", "one, two, three.jpg")
    files = {f"albums/hill/{name}": taken(number) for number, name in enumerate(names)}
    text = musing("> [!gallery] hill: Tom, Ann and I.jpg, one, two, three.jpg,a.jpg")
    library = read_site({**files, "albums/hill/album.md": f"{HEAD}---\n", "musings/m.md": text})
    assert {each.code for each in library.mistakes} == {"alt-missing"}
    assert library.by_path[library.content / "musings/m.md"].html.count("<li") == 3


def test_a_long_title_is_cut_in_addresses(read_site: Read, musing: Callable[..., str]) -> None:
    """No disk keeps a name of a thousand letters."""
    entry = f"photos:\n  - file: a.jpg\n    alt: A\n    title: {'A very long title indeed ' * 40}\n"
    shown = {"musings/m.md": musing("> [!gallery] hill")}
    library = read_site({"albums/hill/a.jpg": taken(1), "albums/hill/album.md": f"{HEAD}{entry}---\n", **shown})
    (file,) = album(library).files
    longest = max(len(each.address) for photo in library.notes[NOTE].used() for each in photo.renditions)
    assert longest < 255
    assert len(file.address) < 110 and file.address.startswith("/albums/hill/a-very-long-title-indeed-a")


def test_what_cannot_be_shown_takes_no_number_and_no_address(read_site: Read) -> None:
    files = {"albums/hill/a.jpg": taken(1)[:400], "albums/hill/b.jpg": taken(2)}
    library = read_site({**files, "albums/hill/album.md": f"{HEAD}---\n"})
    assert [file.address for file in album(library).files] == ["", "/albums/hill/1/"]
    words = [each.wanted for each in library.mistakes if each.code == "alt-missing"]
    assert words == ["b.jpg has no alt text."]
    cover = album(library).cover
    assert cover and cover.name == "b.jpg", "an album is shared with a picture that can be seen"


def test_a_files_own_name_is_no_caption(read_site: Read) -> None:
    """Some programs write it there."""
    photo = taken(1, caption="Tom Smith graduation")
    library = read_site({"albums/hill/Tom Smith graduation.jpg": photo, "albums/hill/album.md": f"{HEAD}---\n"})
    assert [file.caption for file in album(library).files] == [""]


@pytest.mark.parametrize("body", ["![Two](hill/a.jpg)", "> [!gallery] hill: a.jpg", "![Two](../albums/hill/a.jpg)"])
def test_nor_is_it_shown_elsewhere(body: str, read_site: Read, musing: Callable[..., str]) -> None:
    """Hidden from its album, a photograph may stand in a musing; not while somebody in it has said no."""
    entry = "photos:\n  - file: a.jpg\n    alt: Two runners\n    people: no\n    hide: true\n"
    files = {"albums/hill/a.jpg": taken(1), "albums/hill/b.jpg": taken(2), "musings/m.md": musing(body)}
    library = read_site({**files, "albums/hill/album.md": f"{HEAD}{entry}---\n"})
    (told,) = [each for each in library.mistakes if each.code == "people-not-agreed"]
    assert (told.file, told.grade) == ("content/musings/m.md", "stop")
    assert not library.notes[NOTE].used()


def test_albums_may_lie_in_albums(read_site: Read, musing: Callable[..., str]) -> None:
    """Each has its address below that of the one that holds it, and is found by either name."""
    files = {
        "albums/alps/album.md": "---\ntitle: The Alps\n---\n",
        "albums/alps/2026-05-04 day one/album.md": "---\ntitle: Day one\nphotos:\n  - {file: a.jpg, alt: A hut}\n---\n",
        "albums/alps/2026-05-04 day one/a.jpg": taken(1),
        "albums/alps/2026-05-04 day one/huts/album.md": "---\ntitle: Huts\n---\n",
        "albums/alps/2026-05-04 day one/huts/b.jpg": taken(2),
    }
    library = read_site(
        {**files, "musings/m.md": musing("![A hut](alps/day-one/a.jpg)\n\n> [!gallery] alps/day-one: a.jpg")}
    )
    slugs = {each.source.slug: each.source.address for each in library.notes[NOTE].albums}
    assert slugs == {
        "alps": "/albums/alps/",
        "alps/day-one": "/albums/alps/day-one/",
        "alps/day-one/huts": "/albums/alps/day-one/huts/",
    }
    within = {one.slug: [other.slug for other in held] for one, held in library.notes[NOTE].within.items()}
    assert within == {"alps": ["alps/day-one"], "alps/day-one": ["alps/day-one/huts"], "alps/day-one/huts": []}
    assert {each.code for each in library.mistakes} == {"alt-missing"}, "an album of albums is not empty"
    html = library.by_path[library.content / "musings/m.md"].html
    assert html.count("<picture>") == 2


def test_an_album_needs_a_folder_of_its_own(read_site: Read) -> None:
    library = read_site({"albums/album.md": "---\ntitle: All\n---\n"})
    (told,) = [each for each in library.mistakes if each.code == "slug-missing"]
    assert told.fix == "Put album.md and its photographs into a folder of their own: content/albums/its-name/."


def test_a_photograph_that_is_there_twice_is_told(read_site: Read) -> None:
    """Downloads make copies, and an album of two hundred hides them well."""
    files = {"albums/hill/a.jpg": taken(1), "albums/hill/a (1).jpg": taken(1), "albums/hill/b.jpg": taken(2)}
    library = read_site({**files, "albums/hill/album.md": f"{HEAD}---\n"})
    told = [(each.file, each.wanted) for each in library.mistakes if each.code == "photo-twice"]
    assert told == [
        ("content/albums/hill/a.jpg", "This is the same photograph as a (1).jpg: readers would see it twice.")
    ]


def test_a_damaged_photograph_that_is_there_twice_is_only_damaged(read_site: Read) -> None:
    """No reader would see it even once; two mistakes for one file would send the coach looking for two."""
    files: dict[str, str | bytes] = {f"albums/hill/{name}.jpg": taken(1)[:500] for name in "ab"}
    library = read_site({**files, "albums/hill/c.jpg": taken(2), "albums/hill/album.md": f"{HEAD}---\n"})
    told = [(each.file, each.code) for each in library.mistakes if each.code.startswith("photo-")]
    assert told == [(f"content/albums/hill/{name}.jpg", "photo-unusable") for name in "ab"]


def test_a_name_that_is_not_utf_8_is_told_and_ends_nothing(read_site: Read) -> None:
    """An old archive leaves the bytes of "café" as they were; no line of an album.md can name such a file."""
    name = os.fsdecode(b"caf\xe9.jpg")
    library = read_site({f"albums/hill/{name}": taken(1), "albums/hill/album.md": f"{HEAD}---\n"})
    (told,) = [each for each in library.mistakes if each.code == "name-unsafe"]
    assert told.wanted == "This name has a letter that no program can read: it was not written as UTF-8."
    assert "content/albums/hill/caf·.jpg\n" in tell(library.mistakes)
