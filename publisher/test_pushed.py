"""What is pushed is looked at before it is written to disk: the hostile is refused in words, the ordinary is not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from random import Random

import pytest

from plugins.galleries.conftest import drawn, saved
from plugins.galleries.photographs import learn_heif
from plugins.galleries.refusals import LARGEST_MEGAPIXELS as MOST_OF_THE_SITE
from plugins.galleries.refusals import SMALLER as SMALLER_OF_THE_SITE
from plugins.musings.addresses import PICTURES as PICTURES_OF_THE_SITE
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.pushed import reasons_against
from publisher.pushed.archives import check_archive
from publisher.pushed.drawings import check_drawing
from publisher.pushed.headers import largest_size
from publisher.pushed.names import fault_in
from publisher.pushed.pictures import LARGEST_MEGAPIXELS, SMALLER, check_picture
from publisher.pushed.reasons import MOST_LINES, shown, told
from publisher.pushed.secrets import check_key
from publisher.pushed.sizes import PICTURES
from tests.bombs import bmp, gif, heif, jpeg, png, svg, tiff, webp, zipped
from tests.building import ROOT
from tests.hostile_pushes import IN_TREES, IN_WORDS, MUSING, Push, added
from tests.long import SEED, count, done
from tests.objects import FILE, Objects

ENGINE: dict[str, str] = {}
"""Of a server that takes content only, in whose engine none of the table's files is."""


@pytest.fixture(scope="module")
def objects(tmp_path_factory) -> Objects:
    folder = tmp_path_factory.mktemp("pushes")
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    return Objects(folder)


def refused(objects: Objects, commit: str, engine: dict[str, str] | None = ENGINE, before: str = "") -> str:
    """Why this commit is refused; "" where it is not."""
    git = Git(objects.folder / ".git")
    try:
        return told(reasons_against(git, git.tree(commit), git.tree(before) if before else [], engine))
    except PublisherError as error:
        return str(error)


def pushing(objects: Objects, files: dict[str, str | bytes], mode: str = FILE) -> str:
    """A commit of the ordinary site and these files."""
    return Push("", added(files, mode), "").commit(objects)


@pytest.mark.parametrize("push", IN_TREES, ids=lambda push: push.name)
def test_a_hostile_push_is_refused_in_words_a_coach_can_read(objects, push):
    said = refused(objects, push.commit(objects))
    assert push.words in said
    assert all(letter.isprintable() for letter in said.replace("\n", ""))
    assert len(said.splitlines()) <= MOST_LINES + 1


def test_the_tables_are_as_long_as_promised_and_name_each_push_once():
    names = [push.name for push in IN_TREES]
    assert len(names) == len(set(names)) >= 40


@pytest.mark.parametrize("push", IN_WORDS, ids=lambda push: push.name)
def test_what_a_musing_says_is_left_to_the_proofreader(objects, push):
    assert not refused(objects, push.commit(objects))


def test_this_projects_own_tree_is_accepted_where_its_code_is_trusted():
    git = Git(Path(subprocess.check_output(["git", "rev-parse", "--absolute-git-dir"], cwd=ROOT, text=True).strip()))
    assert not reasons_against(git, git.tree("HEAD"), [], None)


def test_this_projects_own_tree_is_accepted_by_a_server_with_the_same_engine():
    git = Git(Path(subprocess.check_output(["git", "rev-parse", "--absolute-git-dir"], cwd=ROOT, text=True).strip()))
    entries = git.tree("HEAD")
    engine = {entry.path: entry.object_id for entry in entries if not entry.path.startswith("content/")}
    assert not reasons_against(git, entries, [], engine)


ORDINARY_NAMES = """
    fünf-tage.md|fu\u0308nf-tage-2.md|a walk in the rain.md|Ada's “first” hill.md|Ada's "second" hill.md|100% awake.md
    what-now?.md|C# for coaches.md|a%28b%29.md|(a) + b & c = d; e, f!.md|1\ufe0f\u20e3 first.md|\u2764\ufe0f.md
    \U0001f3c3\u200d\u2640\ufe0f running.md|\U0001f469\U0001f3fd\u200d\U0001f91d\u200d\U0001f468\U0001f3fc.md
    \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f hills.md|\u0645\u06cc\u200c\u062e.md|Ёлка.md
    שלום עולם.md|مرحبا.md|\u0915\u094d\u200d\u0937.md|Straße.md|ﬁnish.md|İstanbul.md|o\u0308\u0304.md
    \u3000.md|Screenshot 2026-03-02 at 9.41.00\u202fAM.png|Before:After.jpg|to be continued....md|.gitkeep|.gitignore
    跑步.md|.obsidian|constitution.md|con man.md|com10.md|auxiliary.md|git.md|.github|gitmodules|Icon|thumbs.db.md
    -dash.md|~draft.md|2026-03-02-at-pace.md|IMG_0001.JPG|a..b.md|nul-points.md|#note.md
""".strip()


def test_ordinary_names_are_accepted(objects):
    names = [name.strip() for name in re.split(r"[|\n]", ORDINARY_NAMES)]
    assert len(names) > 40
    for name in names:
        assert fault_in(name) is None, name
    files = {f"content/musings/{name}/a.md": MUSING for name in names} | {
        f"content/files/{name}.pdf": "x" for name in names
    }
    assert not refused(objects, pushing(objects, files))


ALPHABETS = "\x20\x7e À\u024f Ͱ\u05ea \u0620\u064a \u0905\u0939 ぁ\u30ff 一\u4fff \U0001f600\U0001f64f"
"""The first and the last letter of each: Latin, Greek to Hebrew, Arabic, Hindi, Japanese, Chinese, faces."""


def test_names_of_any_letters_are_accepted():
    """Whatever alphabet a coach writes in, with accents apart or together, and signs that a keyboard has."""
    chance = Random(f"{SEED} names")
    spans = [(ALPHABETS[0], ALPHABETS[1]), *(tuple(span) for span in ALPHABETS[3:].split(" "))]
    letters = [chr(number) for first, last in spans for number in range(ord(first), ord(last) + 1)]
    letters = [letter for letter in letters if letter.isprintable() and letter not in "/\\:"]
    assert len(letters) > 1_900
    for _ in range(count(2_000, 100_000)):
        name = "".join(chance.choices(letters, k=chance.randint(1, 30))).strip(". ") + "-1.md"
        assert fault_in(name) is None, ascii(name)
    done("ordinary names")


def test_no_name_makes_anything_but_a_reason():
    """Names of any characters at all: no error, and no reason that can't be printed."""
    chance = Random(f"{SEED} any names")
    for _ in range(count(2_000, 100_000)):
        numbers = [chance.randrange(chance.choice((0x80, 0x3000, 0x110000))) for _ in range(chance.randint(0, 12))]
        raw = "".join(map(chr, numbers)).replace("/", "").encode("utf-8", "surrogatepass")
        name = raw.decode("utf-8", "surrogateescape")
        fault_in(name)
        assert shown(name).isprintable()
    done("names of any characters")


def test_photographs_as_they_come_are_accepted_and_their_sizes_read(objects):
    """Of each kind that the site reads, as its own libraries write them."""
    learn_heif()
    picture, files = drawn(128, 64), dict[str, str | bytes]()
    kinds = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "TIFF": "tif", "BMP": "bmp"}
    for kind, suffix in {**kinds, "HEIF": "heic", "AVIF": "avif"}.items():
        data = files[f"content/albums/a/photo.{suffix}"] = saved(picture, kind)
        assert largest_size(data) == (128, 64), kind
    files["content/albums/a/large.png"] = png(12_000, 10_000)
    lossless, big = saved(picture, "WEBP", lossless=True), saved(picture, "TIFF", big_tiff=True)
    assert largest_size(lossless) == largest_size(big) == (128, 64)
    assert not refused(objects, pushing(objects, files))


@pytest.mark.parametrize("make", [png, jpeg, gif, webp, tiff, bmp, heif])
def test_the_largest_photograph_that_the_site_takes_is_accepted(make):
    assert not list(check_picture(make(12_000, 10_000)))
    assert list(check_picture(make(12_000, 10_001)))


def test_any_bytes_are_looked_at_without_an_error(objects):
    """Headers with some bytes changed, cut anywhere."""
    chance = Random(f"{SEED} headers")
    whole = [make(640, 480) for make in (png, jpeg, gif, webp, tiff, bmp, heif)]
    learn_heif()
    whole += [saved(drawn(64, 48), format) for format in ("JPEG", "GIF", "WEBP", "TIFF", "HEIF")]
    whole += [svg("<path d='M0 0'/>"), zipped(1_000_000), b"MM\0+\0\x08\0\0" + bytes(64)]
    for _ in range(count(1_500, 100_000)):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(0, 4)):
            data[chance.randrange(min(len(data), chance.choice((32, 2_000))))] = chance.choice(
                (0, 1, 0x7F, 0xFF, chance.randrange(256))
            )
        spoilt = bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        for look in (check_picture, check_drawing, check_archive, check_key):
            list(look(spoilt))
    done("broken files that were looked at")


DRAWINGS = (
    svg('<path d="M0 0h9" fill="url(#a)"/><style>path { stroke: #123 }</style>'),
    svg('<a href="https://a.example"><text>x</text></a><use href="#a"/><title>x</title>'),
    svg('<image href="data:image/png;base64,AAAA"/><metadata><a xmlns="b" link="c"/></metadata>'),
    b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + svg(""),
    b'<gpx xmlns="http://www.topografix.com/GPX/1/1"><metadata><link href="https://a.example"/></metadata></gpx>',
)
"""As drawing programs and watches write them."""


@pytest.mark.parametrize("data", DRAWINGS)
def test_a_drawing_that_can_only_be_looked_at_is_accepted(data):
    assert not list(check_drawing(data))


def test_downloads_of_a_coach_are_accepted(objects):
    files = {
        "a.pdf": b"%PDF-1.7",
        "b.zip": zipped(3_000_000),
        "c.docx": b"PK\3\4 damaged",
        "d.mp4": bytes(1_000),
        "e.txt": "x",
    }
    assert not refused(objects, pushing(objects, {f"content/files/{name}": data for name, data in files.items()}))


def test_a_photograph_from_a_drive_that_marks_all_as_programs_is_accepted(objects):
    assert not refused(objects, pushing(objects, {"content/albums/a/b.jpg": saved(drawn(9, 9))}, "100755"))


def test_what_only_people_read_may_change_anywhere(objects):
    files = {"README.md": "x", "docs/notes.md": "x", ".github/workflows/publish.yml": "x", ".gitignore": "x"}
    assert not refused(objects, pushing(objects, files))


def test_code_may_be_as_the_engine_has_it_or_as_it_was_before(objects):
    """The coach's copy may lag behind the server's engine, or have caught up with it; it may hold no code at all."""
    old, new, other = (objects.blob(words) for words in ("old", "new", "other"))
    commits = {words: pushing(objects, {"Makefile": words}) for words in ("old", "new", "other")}
    without = pushing(objects, {})
    assert old != other and not refused(objects, commits["new"], {"Makefile": new})
    assert not refused(objects, commits["old"], {"Makefile": new}, before=commits["old"])
    assert not refused(objects, without, {"Makefile": new}, before=without)
    for commit in (commits["other"], without):
        said = refused(objects, commit, {"Makefile": new}, before=commits["new"])
        assert said.startswith("Makefile\n    This is code, and ") and "git checkout live/main -- " in said
    assert "of the server's own version" in refused(objects, commits["old"], {"Makefile": new})
    assert not refused(objects, commits["other"], None)


def test_a_hundred_files_with_one_fault_are_told_once_and_all_faults_together(objects):
    files = {f"content/albums/{number}/.DS_Store": "x" for number in range(100)}
    files |= {"content/a.rst": "x", "content/files/a.js": "x", "Makefile": "x"}
    said = refused(objects, pushing(objects, files)).splitlines()
    assert said[3] == "and 97 more" and len(said) == 15
    assert {"content/files/a.js", "content/a.rst", "Makefile"} < set(said)


def test_more_than_a_screen_of_faults_is_cut_short(objects):
    said = refused(objects, pushing(objects, {f"content/musings/{number}.{number}.rst": "x" for number in range(40)}))
    assert len(said.splitlines()) <= MOST_LINES + 1 and said.endswith("more like this.")


def test_what_is_live_already_is_not_looked_at_again(objects):
    """A push costs what changed, not all photographs."""
    live = pushing(objects, {"content/musings/a.png": png(60_000, 60_000)})
    assert refused(objects, live) and not refused(objects, live, before=live)
    moved = pushing(objects, {"content/musings/b.png": png(60_000, 60_000)})
    assert refused(objects, moved, before=live)


def test_limits_and_words_are_the_sites_own():
    assert (
        LARGEST_MEGAPIXELS == MOST_OF_THE_SITE and SMALLER == SMALLER_OF_THE_SITE and PICTURES == PICTURES_OF_THE_SITE
    )


def test_a_name_is_shown_so_that_it_can_do_nothing_to_a_terminal():
    assert shown("a\x1b[2Jb\udce9\u202e") == "a\\u{1b}[2Jb\\xe9\\u{202e}"
    assert len(shown("a" * 1_000)) < 120
