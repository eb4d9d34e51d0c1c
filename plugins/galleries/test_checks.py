"""What the coach is told of photographs: the exact words, the file, the line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.galleries.conftest import drawn, packet, saved
from plugins.galleries.photographs import REFUSED_SUFFIXES, SUFFIXES
from plugins.galleries.strangers import ANEW, DAMAGED
from plugins.musings.addresses import PICTURES
from plugins.proofreading.mistakes import in_order
from plugins.proofreading.report import tell

PICTURE = saved(drawn(660, 440))
ALBUM = """
---
title: A hill session
photos:
  - file: dawn.jpg
    alt: A path at dawn
  - file: summit.jpg
    alt: Three runners at a cairn
---
"""
FOLDER = {"albums/hill-session/dawn.jpg": PICTURE, "albums/hill-session/summit.jpg": saved(drawn(660, 450))}
Read = Callable[..., Any]


def told(library: Any) -> list[tuple[str, str, int | None, str, str]]:
    """Code, file, line, pointer and grade of each mistake about photographs."""
    mistakes = [each for each in in_order(library.mistakes) if each.grade != "hint"]
    return [(each.code, each.file.removeprefix("content/"), each.line, each.at, each.grade) for each in mistakes]


@pytest.fixture
def write(read_site: Read, musing: Callable[..., str]) -> Read:
    """`write("body", photo=…)` reads a musing beside the album hill-session."""

    def read(body: str = "Words.", files: dict[str, Any] | None = None, album: str = ALBUM, **front_matter: str) -> Any:
        written = {"albums/hill-session/album.md": album, **FOLDER, "musings/a.md": musing(body, **front_matter)}
        return read_site(written | (files or {}))

    return read


def test_what_links_take_for_a_picture_is_what_galleries_do() -> None:
    """The rooms don't import one another's lists: a process of the darkroom has no use for Pelican."""
    assert PICTURES == SUFFIXES | REFUSED_SUFFIXES


def test_an_album_with_everything_said_has_no_mistake(write: Read) -> None:
    assert (
        told(write("> [!gallery] hill-session\n\n![Dawn](hill-session/dawn.jpg)", photo="hill-session/dawn.jpg")) == []
    )


@pytest.mark.parametrize(
    ("body", "code", "at", "words"),
    [
        ("> [!gallery] hill-sesion", "album-unknown", "hill-sesion", 'Did you mean "hill-session"?'),
        ("> [!gallery] hill-session: dawn.jpg, sumit.jpg", "photo-unknown", "sumit.jpg", 'Did you mean "summit.jpg"?'),
        ("> [!gallery] hill-session: Dawn.jpg", "photo-unknown", "Dawn.jpg", 'Did you mean "dawn.jpg"?'),
        ("> [!gallery]", "album-missing", "", "This gallery names no album."),
        ("![Dawn](hill-session/dusk.jpg)", "photo-unknown", "hill-session/dusk.jpg", "in the album hill-session"),
        ("![Dawn](hill/dawn.jpg)", "album-unknown", "hill/dawn.jpg", "There is no album of this name."),
        ("![Dawn](dawn.jpg)", "picture-missing", "dawn.jpg", 'Did you mean "hill-session/dawn.jpg"?'),
        # No file system has such a name, and asking one for it is a fault.
        (f"![Dawn]({'dawn' * 80}.cmd)", "picture-missing", "dawn" * 80 + ".cmd", "There is no such picture."),
        ("![Dawn](../../../etc/dawn.jpg)", "picture-missing", "../../../etc/dawn.jpg", "There is no such picture."),
        ("![Dawn](https://example.org/dawn.jpg)", "picture-elsewhere", "https://example.org/dawn.jpg", "another site"),
    ],
)
def test_what_is_not_there_is_told_with_its_line_and_a_guess(
    body: str, code: str, at: str, words: str, write: Read
) -> None:
    library = write(f"Words.\n\n{body}")
    assert told(library) == [(code, "musings/a.md", 9, at, "stop")]
    assert words in library.mistakes[0].wanted
    assert library.mistakes[0].fix


def test_the_report_reads_like_this(write: Read) -> None:
    assert tell(write("> [!gallery] hill-sesion").mistakes).splitlines()[2:] == [
        "content/musings/a.md, line 7",
        "    > [!gallery] hill-sesion",
        '                 ^^^^^^^^^^^ There is no album of this name. Did you mean "hill-session"?',
        "    Choose one of: hill-session.                                                 album-unknown",
    ]


def test_a_lead_photo_that_is_not_there_is_told_on_its_line(write: Read) -> None:
    library = write(photo="hill-session/dusk.jpg")
    assert told(library) == [("photo-unknown", "musings/a.md", 5, "hill-session/dusk.jpg", "stop")]


def test_a_mistake_in_a_code_block_is_none(write: Read) -> None:
    assert told(write("    > [!gallery] nowhere\n\n```\n![x](nowhere.jpg)\n```\n\n`![x](nowhere.jpg)`")) == []


def test_missing_words_are_asked_for_once_each(write: Read) -> None:
    album = "---\ntitle: A hill session\nphotos:\n  - file: dawn.jpg\n    caption: Dawn\n---\n"
    library = write("![](b.jpg)", {"musings/b.jpg": PICTURE}, album, photo="b.jpg")
    assert told(library) == [
        ("alt-missing", "albums/hill-session/album.md", 3, "", "fix"),
        ("alt-missing", "albums/hill-session/album.md", 4, "", "fix"),
        ("alt-missing", "musings/a.md", 5, "b.jpg", "fix"),
        ("alt-missing", "musings/a.md", 8, "b.jpg", "fix"),
    ]
    assert "summit.jpg has no alt text." in library.mistakes[1].wanted


def test_an_entry_that_names_nothing_keeps_no_other_from_being_told(write: Read) -> None:
    """But a photograph without an entry is not asked for words: those that are astray may be its own."""
    entries = "photos:\n  - file: dwan.jpg\n    alt: Dawn\n  - file: summit.jpg\n    alt:\n"
    library = write(album=f"---\ntitle: A hill session\n{entries}---\n")
    assert told(library) == [
        ("photo-unknown", "albums/hill-session/album.md", 4, "dwan.jpg", "stop"),
        ("alt-missing", "albums/hill-session/album.md", 6, "", "fix"),
    ]


@pytest.mark.parametrize(
    ("entries", "mistakes"),
    [
        ("- file: dwan.jpg\n    alt: Dawn", [("photo-unknown", 4, "dwan.jpg", "stop")]),
        (
            "- file: dawn.jpg\n    alt: Dawn\n  - file: dawn.jpg\n    alt: Dawn",
            [("photo-repeated", 6, "dawn.jpg", "fix")],
        ),
        ("- file: dawn.jpg\n    alt: Dawn\n    captoin: Up", [("key-unknown", 6, "captoin", "fix")]),
        ("- file: dawn.jpg\n    alt: Dawn\n    focus: the dog", [("focus-wrong", 6, "the dog", "fix")]),
        ("- file: dawn.jpg\n    alt: Dawn\n    hide: perhaps", [("hide-wrong", 6, "perhaps", "fix")]),
        ("- file: dawn.jpg\n    alt text: Dawn", [("key-unknown", 5, "alt text", "fix")]),
        ("- alt: Dawn", [("photo-nameless", 4, "", "stop")]),
        ("- image: dawn.jpg", [("photo-nameless", 4, "image", "stop")]),
        ("- flie: dawn.jpg", [("photo-nameless", 4, "flie", "stop")]),
    ],
)
def test_a_wrong_entry_is_told_on_its_line(entries: str, mistakes: list[tuple[Any, ...]], write: Read) -> None:
    album = f"---\ntitle: A hill session\nphotos:\n  {entries}\n  - file: summit.jpg\n    alt: Up\n---\n"
    found = [each for each in told(write(album=album)) if each[0] != "alt-missing"]
    assert found == [(code, "albums/hill-session/album.md", line, at, grade) for code, line, at, grade in mistakes]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("hill [1].jpg", "hill [1].jpg"),
        ("'Tom''s hill #3.jpg'  # 4 May 2026", "Tom's hill #3.jpg"),
        ('"the \\"hill\\".jpg"', 'the "hill".jpg'),
    ],
)
def test_an_entry_is_found_however_its_name_is_quoted(written: str, name: str, write: Read) -> None:
    """`make photos` puts a name in quotation marks where YAML wants them."""
    album = f"---\ntitle: A hill session\nphotos:\n  - file: dawn.jpg\n    alt: Dawn\n  - file: {written}\n---\n"
    library = write("", {f"albums/hill-session/{name}": saved(drawn(661, 440))}, album)
    assert [each.line for each in library.mistakes if each.wanted == f"{name} has no alt text."] == [6]


@pytest.mark.parametrize("written", ["Dawn.JPG", "dawn", "hill-session/dawn.jpg", "\u201cdawn.jpg\u201d", "dawn.heic"])
def test_a_name_in_other_clothes_is_known(written: str, write: Read) -> None:
    """Its folder before it, its kind left out or another since it was exported, a word processor's quotation marks."""
    album = f"---\ntitle: A hill session\nphotos:\n  - file: {written}\n    alt: Dawn\n---\n"
    (mistake,) = [each for each in write(album=album).mistakes if each.code == "photo-unknown"]
    assert (mistake.at, mistake.wanted) == (
        written,
        'There is no such photograph in this album. Did you mean "dawn.jpg"?',
    )


def test_a_name_that_yaml_cuts_at_its_number_sign_is_told_with_the_cure(write: Read) -> None:
    album = "---\ntitle: A hill session\nphotos:\n  - file: hill #3.jpg\n    alt: Up\n---\n"
    library = write("", {"albums/hill-session/hill #3.jpg": PICTURE}, album, photo="hill-session/hill #3.jpg")
    fixes = [each.fix for each in in_order(library.mistakes) if each.code == "photo-unknown"]
    assert fixes == ['Put the name in "quotation marks": without them # begins a remark.'] * 2


def test_a_broken_photograph_is_one_mistake_and_its_album_does_without(write: Read) -> None:
    library = write("> [!gallery] hill-session", {"albums/hill-session/dawn.jpg": PICTURE[:400]})
    assert told(library) == [("photo-unusable", "albums/hill-session/dawn.jpg", None, "", "fix")]
    assert (library.mistakes[0].wanted, library.mistakes[0].fix) == (DAMAGED, ANEW)
    assert library.by_path[library.content / "musings/a.md"].html.count("<li") == 1


def test_a_broken_photograph_that_a_musing_names_is_told_there(write: Read) -> None:
    video = b"\0\0\0\x18ftypqt  " + bytes(40)
    library = write("![Dawn](b.heic)", {"musings/b.heic": video})
    assert told(library) == [("photo-unusable", "musings/a.md", 7, "b.heic", "fix")]
    assert library.mistakes[0].wanted == "This is a video, not a photograph."


def test_a_mistake_of_the_sites_own_picture_is_told_in_site_toml(read_site: Read, tmp_path: Path) -> None:
    site = (
        '[practice]\nname = "N"\nvoice = "V"\ndescription = "D"\naddress = "https://n.example"\npicture = "x/y.jpg"\n'
    )
    site += '[calls_to_action.default]\nheading = "H"\n'
    library = read_site({}, site=site)
    assert [each[:4] for each in told(library) if each[4] == "stop"] == [("album-unknown", "site.toml", 6, "x/y.jpg")]


def test_a_picture_among_the_files_stops_the_build(write: Read) -> None:
    """Files are published byte for byte, and a picture's bytes tell the place and the device."""
    names = ["leaflet.jpg", "poster/Spring.JPEG", "a.png", "a.webp", "a.avif", "a.tif", "a.tiff", "a.heic", "a.heif"]
    names += ["a.gif", "a.dng", "a.mpo", "scan.jpg_large", "no-suffix"]
    harmless = {"files/leaflet.pdf": b"%PDF-1.7", "files/map.svg": b"<svg/>", "files/._leaflet.jpg": PICTURE}
    library = write("Words.", {f"files/{name}": PICTURE for name in names} | harmless)
    assert told(library) == [("picture-in-files", f"files/{name}", None, "", "stop") for name in sorted(names)]
    assert (library.mistakes[0].wanted, library.mistakes[0].fix) == (
        "A picture here would be published with the place and the device it was taken with.",
        "Put it into an album, or beside the musing that shows it.",
    )


def test_a_film_or_a_leaflet_among_the_files_may_not_tell_its_place(write: Read) -> None:
    """Phones write it into the film's own notes; one that an editor has exported tells nothing."""
    film = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(4000)
    place = film + b"\xa9xyz\0\x12\x15\xc7+53.7421-004.6187/"
    leaflet = b"%PDF-1.7\n" + packet("", 'exif:GPSLatitude="53,44.5N"')
    empty = {"files/empty.mp4": b"", "files/empty.pdf": b""}
    library = write(
        "Words.", {"files/from-my-phone.mov": place, "files/cut.mp4": film, "files/leaflet.pdf": leaflet, **empty}
    )
    names = ["files/from-my-phone.mov", "files/leaflet.pdf"]
    assert [each[:2] for each in told(library)] == [("picture-in-files", name) for name in names]


@pytest.mark.parametrize(
    "body",
    [
        "Before ![Dawn](hill-session/dawn.jpg) and after.",
        "[![Dawn](hill-session/dawn.jpg)](/musings/)",
        "- one\n- ![Dawn](hill-session/dawn.jpg) two",
    ],
)
def test_a_picture_among_words_stays_where_it_was_put(body: str, write: Read) -> None:
    library = write(body)
    html = next(source.html for source in library.sources if source.kind == "musing")

    assert told(library) == []
    assert "<span><picture>" in html
    assert 'width="660" height="440" alt="Dawn"' in html
    assert "<figure" not in html
