"""The built site: what readers get of photographs, and what they must not."""

import hashlib
import html
import re
from pathlib import Path

import brotli
import pytest
from PIL import Image

from plugins.galleries.conftest import UPRIGHT, corners, drawn, like, saved
from plugins.galleries.photos import Photo
from tests.building import Build, build, every_byte, small_site, write_site


def telling(width: int, height: int, orientation: int = 1, **options: object) -> bytes:
    """A photograph full of what must not be published."""
    exif = Image.Exif()
    exif[274], exif[0x010F] = orientation, "SECRETMAKER"
    exif.get_ifd(0x8825)[29] = "SECRETGPS"
    return saved(drawn(width, height), exif=exif, comment="SECRETCOMMENT", **options)


MUSING = """---
title: Carry less
date: 2026-03-02 07:30
summary: What to leave at home.
photo: "hill-session/Zoë #1 (50%28).jpg"
---

Words.

> [!gallery] hill-session
> All of us, *on the hill*.

> [!gallery] hill-session: SECRETNAME.jpg, Zoë #1 (50%28).jpg

![](hill-session/SECRETNAME.jpg)

![A drawing](<a drawing.png> "Drawn at home")

![One](hill-session/SECRETNAME.jpg) ![Two](../albums/hill-session/SECRETNAME.jpg)
"""
ALBUM = """---
title: A hill session
date: 2026-02-10
place: Catbells
photos:
  - file: "Zoë #1 (50%28).jpg"
    alt: The “top” & <cairn>
    caption: Up & down
  - file: SECRETNAME.jpg
    alt: Two runners
  - file: hidden.jpg
    alt: A client who would rather not
    hide: true
---

We ran up and down.
"""
FILES = {
    "content/albums/hill-session/album.md": ALBUM,
    "content/albums/hill-session/Zoë #1 (50%28).jpg": telling(1600, 1200),
    "content/albums/hill-session/SECRETNAME.jpg": telling(900, 600, 6),
    "content/albums/hill-session/hidden.jpg": telling(640, 480, 3),
    "content/musings/carry-less.md": MUSING,
    "content/musings/a drawing.png": saved(drawn(500, 400), "PNG"),
    "content/musings/draft.md": MUSING.replace("date:", "status: draft\ndate:").replace("a drawing", "a secret"),
    "content/musings/a secret.png": saved(drawn(400, 500), "PNG"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A small site with an album, a musing of every kind of picture, and the same as a draft."""
    site = small_site(tmp_path_factory.mktemp("galleries"), FILES)
    assert site.status == 0, site.text
    return site


def addresses(page: str) -> list[str]:
    """Every address under /photos/ that a page names."""
    return re.findall(r"/photos/[^\s\"]+", html.unescape(page))


def test_pages_name_only_photos_that_are_there_and_no_other_is(built: Build) -> None:
    named = {address for page in built.output.rglob("*.html") for address in addresses(page.read_text("utf-8"))}
    there = {f"/photos/{path.name}" for path in (built.output / "photos").iterdir()}
    assert named <= there
    slugs = {re.sub(r"-[0-9a-f]{10}-.*", "", address) for address in there}
    assert slugs == {"/photos/hill-session-1", "/photos/hill-session-2", "/photos/carry-less"}


def test_no_published_byte_tells_where_with_what_or_under_which_name(built: Build) -> None:
    for path in built.output.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"SECRET" not in data and "Zoë".encode() not in data, path
            assert path.suffix not in (".jpg", ".avif") or b"Exif" not in data, path


def test_every_rendition_has_the_size_that_the_page_says(built: Build) -> None:
    page = built.page("/musings/carry-less/")
    for tag in re.findall(r"<img [^>]+>", page):
        width, height = (int(re.search(rf'{name}="(\d+)"', tag)[1]) for name in ("width", "height"))
        with Image.open(built.file(re.search(r'src="([^"]+)"', tag)[1])) as image:
            assert abs(image.width * height - image.height * width) <= max(width, height)
        largest = re.sub(r"-\d+\.jpg", f"-{width}.jpg", re.search(r'src="([^"]+)"', tag)[1])
        with Image.open(built.file(largest)) as image:
            assert image.size == (width, height), "the largest is found by its width alone"
    for address, width in re.findall(r"(/photos/\S+) (\d+)w", page):
        with Image.open(built.file(address)) as image:
            assert image.width == int(width)
            assert like(corners(image), UPRIGHT if image.width > image.height else TURNED_RIGHT, 20)


TURNED_RIGHT = [UPRIGHT[2], UPRIGHT[0], UPRIGHT[3], UPRIGHT[1]]


def test_a_gallery_keeps_the_coachs_order_and_words(built: Build) -> None:
    page = built.page("/musings/carry-less/")
    galleries = [re.findall(r'<a href="/albums/hill-session/(\d)/">', part) for part in page.split('class="gallery"')]
    assert galleries[1:] == [["1", "2"], ["2", "1"], ["2", "2"]]
    assert 'alt="The “top” &amp; &lt;cairn&gt;"' in page
    assert "<figcaption>Up &amp; down</figcaption>" in page
    assert "<p>All of us, <em>on the hill</em>.</p>" in page
    assert "<figcaption>Drawn at home</figcaption>" in page


def test_a_page_opens_with_one_picture_and_waits_for_the_others(built: Build) -> None:
    for address in ("/musings/carry-less/", "/albums/hill-session/", "/albums/"):
        images = re.findall(r"<img [^>]+>", built.page(address))
        assert ["fetchpriority" in tag for tag in images] == [True] + [False] * (len(images) - 1)
        opening = {"/musings/carry-less/": 1, "/albums/hill-session/": 4, "/albums/": 2}[address]
        assert ["loading=lazy" in tag for tag in images] == [index >= opening for index in range(len(images))]


def test_an_album_has_a_page_and_stands_in_the_list(built: Build) -> None:
    page = built.page("/albums/hill-session/")
    assert "<h1>A hill session</h1>" in page
    assert page.count("<picture>") == 2
    assert "We ran up and down." in page
    assert 'content="A hill session: 2 photographs from Catbells."' in page
    assert re.search(r'property="og:image" content="https://[^"]+/photos/hill-session-1-\w{10}-card.jpg"', page)
    assert 'href="/albums/hill-session/"' in built.page("/albums/")
    assert "/albums/hill-session/" in built.file("/sitemap.xml").read_text()


@pytest.mark.parametrize("status", ["hidden", "draft"])
def test_there_is_no_list_of_albums_while_it_would_be_empty(tmp_path: Path, status: str) -> None:
    files = {name: data for name, data in FILES.items() if name.startswith("content/albums/")}
    album = ALBUM.replace("date:", f"status: {status}\ndate:")
    done = small_site(tmp_path, {**files, "content/albums/hill-session/album.md": album})
    assert done.status == 0, done.text
    assert done.file("/albums/hill-session/").exists() == (status == "hidden")
    assert not done.file("/albums/").exists()
    assert "/albums/" not in done.page("/sitemap.xml")


def test_a_page_opens_with_its_lead_photo_and_is_shared_with_it(tmp_path: Path) -> None:
    page = "---\ntitle: {}\nsummary: About.\n{}---\n\nWords.\n"
    photo = "photo: hill-session/SECRETNAME.jpg\nphoto_caption: Up we go\n"
    files = {name: data for name, data in FILES.items() if name.startswith("content/albums/")}
    pages = {"content/pages/with.md": page.format("With", photo), "content/pages/none.md": page.format("None", "")}
    done = small_site(tmp_path, files | pages)
    assert done.status == 0, done.text
    shown, plain = done.page("/with/"), done.page("/none/")
    lead = shown.partition('<figure class="lead">')[2].partition("</figure>")[0]
    assert 'alt="Two runners" fetchpriority=high' in lead
    assert "<figcaption>Up we go</figcaption>" in lead
    assert re.search(r'property="og:image" content="https://[^"]+/photos/hill-session-2-\w{10}-card.jpg"', shown)
    assert "<picture" not in plain and ".lead" not in plain and "og:image" not in plain


def test_a_second_build_and_one_from_nothing_give_the_same_bytes(built: Build, tmp_path: Path) -> None:
    again = build(tmp_path / "again", source=built.source)
    anew = build(tmp_path / "anew", source=built.source, cache=tmp_path / "cache")
    assert every_byte(again.output) == every_byte(anew.output) == every_byte(built.output)
    assert "Preparing photographs" in anew.text and "Preparing photographs" not in again.text


def test_what_is_no_longer_shown_leaves_the_output(built: Build, tmp_path: Path) -> None:
    source = write_site(tmp_path / "site", FILES)
    first = build(tmp_path / "output", source=source)
    assert (first.output / "photos").is_dir()
    for path in ("content/musings/carry-less.md", "content/albums/hill-session/album.md"):
        text = (source / path).read_text("utf-8")
        (source / path).write_text(text.replace("title:", "status: draft\ntitle:", 1), "utf-8")
    second = build(tmp_path / "output", source=source)
    assert second.status == 0, second.text
    assert not (second.output / "photos").exists()
    assert "hill-session" not in "".join(every_byte(second.output))


def test_every_shape_of_photo_has_its_rule_and_no_other_has(built: Build) -> None:
    for address in ("/musings/carry-less/", "/albums/hill-session/"):
        page = built.page(address)
        rules = re.findall(r"\.r(\d+)\{--r:(\d+)\}", page)
        assert {(shape, shape) for shape in re.findall(r'<li class="r(\d+)"', page)} == set(rules)


@pytest.mark.parametrize(
    ("size", "ratio"),
    [((4000, 3000), 16), ((3000, 4000), 9), ((1920, 1080), 21), ((500, 500), 12), ((9, 900), 4), ((900, 9), 36)],
)
def test_a_photo_takes_the_nearest_twelfth(size: tuple[int, int], ratio: int) -> None:
    assert Photo("s", "", *size, "#000000", "", "", (0.5, 0.5), "", (), None).ratio == ratio


def test_a_photograph_costs_few_bytes_of_html(built: Build) -> None:
    """The budget: 150 brotli bytes for each gallery photo after the first, its words included."""
    page = built.page("/musings/carry-less/")
    items = re.findall(r"<li class=\"r\d+\">.*?</figure>\n", page, re.DOTALL)

    def other(number: int) -> str:
        """The first item as another photo would be written: other hash, other number, other words."""
        words = f"{WORDS[number]} on the way {WORDS[-number]}, {number} of them"
        text = re.sub(r"hill-session-1-\w{10}", f"hill-session-{number}-{digest(number)}", items[0])
        text = text.replace("/albums/hill-session/1/", f"/albums/hill-session/{'-'.join(words.split()[:2])}/")
        return re.sub(r'alt="[^"]*"', f'alt="{words}"', text)

    many = "".join(other(number) for number in range(2, 10))
    sizes = [
        len(brotli.compress(text.encode(), quality=11)) for text in (page, page.replace(items[0], items[0] + many, 1))
    ]
    assert (sizes[1] - sizes[0]) / 8 < 120


WORDS = (
    "Nobody Runners Walkers Children Shepherds Friends Strangers Mothers Teachers Climbers up down home back".split()
)


def digest(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:10]
