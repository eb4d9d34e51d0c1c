"""The pages of albums and of their photos, as built: what leads where, and what each says to a search engine."""

import json
import re
from pathlib import Path

import feedparser
import pytest
from PIL import Image

from plugins.galleries.conftest import drawn, saved, tiny
from plugins.galleries.photos import PAGE
from tests.building import Build, small_site

MANY = PAGE + 3


RIVER = """---
title: The river
date: 2026-05-04
place: Quarter Water
summary: A day beside it.
photos:
  - file: IMG_7.jpg
    title: Before the rain
    alt: A path by a river
    caption: Dry, for now
    focus: 20% 70%
  - file: IMG_8.jpg
    alt: The same path under water
  - file: IMG_9.jpg
    title: Tea
    alt: A mug on a wall
---

We walked down it.
"""


def credited() -> bytes:
    """A photograph whose maker is named in it, beside much that must not be published."""
    exif = Image.Exif()
    exif[0x013B], exif[0x8298], exif[0x010F] = "Zoë Maker".encode(), "© Zoë Maker".encode(), "SECRETMAKER"
    exif.get_ifd(0x8825)[29], exif.get_ifd(0x8769)[0xA431] = "SECRETGPS", "SECRETSERIAL"
    return saved(drawn(900, 600), exif=exif, xmp=b"<x:xmpmeta>SECRETXMP</x:xmpmeta>", comment="SECRETCOMMENT")


FILES: dict[str, str | bytes | None] = {
    "content/albums/river/album.md": RIVER,
    "content/albums/river/IMG_7.jpg": credited(),
    "content/albums/river/IMG_8.jpg": saved(drawn(600, 800)),
    "content/albums/river/IMG_9.jpg": saved(drawn(800, 500)),
    "content/albums/river/source/album.md": "---\ntitle: The source\n---\n",
    "content/albums/river/source/IMG_1.jpg": saved(drawn(500, 500)),
    "content/albums/long/album.md": "---\ntitle: A long one\ndate: 2026-01-01\n---\n\nTold once.\n",
    **{f"content/albums/long/{number}.png": tiny(number) for number in range(1, MANY + 1)},
    "content/albums/quiet/album.md": "---\ntitle: Quiet\nstatus: hidden\n---\n",
    "content/albums/quiet/IMG_5.jpg": saved(drawn(510, 500)),
    "content/musings/by-the-river.md": "---\ntitle: By the river\ndate: 2026-05-05\nsummary: Dry feet.\n---\n\n"
    "> [!gallery] river\n\n> [!gallery] quiet\n\n[Where we had tea](/albums/river/tea/)\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    site = small_site(tmp_path_factory.mktemp("albums"), FILES)
    assert site.status == 0, site.text
    return site


def links(html: str) -> list[str]:
    """Where the links of the main part lead."""
    return re.findall(r'<a [^>]*?href="([^"]+)"', html.partition("<main")[2].partition("</main>")[0])


def told(html: str, kind: str) -> dict[str, object]:
    """The page's structured data of this kind."""
    found = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', html)]
    return next(one for one in found if one["@type"] == kind)


def test_every_thumbnail_leads_to_the_photos_own_page(built: Build) -> None:
    html = built.page("/albums/river/")
    photos = ["/albums/river/before-the-rain/", "/albums/river/2/", "/albums/river/tea/"]
    assert [link for link in links(html) if link in photos] == photos
    assert html.count("<picture>") == 3 + 1, "one for each photo, the cover being one of them, and the inner album's"
    assert [link for link in links(built.page("/musings/by-the-river/")) if link.startswith("/albums/river/")] == [
        *photos,
        "/albums/river/tea/",
    ]


def test_a_photos_page_shows_it_with_its_words_and_its_neighbours(built: Build) -> None:
    html = built.page("/albums/river/2/")
    assert "<h1>Photograph 2</h1>" in html
    assert '<a rel="prev" href="/albums/river/before-the-rain/">' in html
    assert '<a rel="next" href="/albums/river/tea/">' in html
    assert '2 of 3 in <a href="/albums/river/">The river</a>' in html
    assert re.search(r'<a href="(/photos/river-2-\w+-600\.jpg)">Full size</a>', html)
    assert html.count("<picture>") == 1 and html.count("fetchpriority=high") == 1
    first = built.page("/albums/river/before-the-rain/")
    assert "<h1>Before the rain</h1>" in first and "<p>Dry, for now" in first and 'rel="prev"' not in first


def test_no_source_file_name_is_published(built: Build) -> None:
    """Neither in a page nor in the name of a file; feeds and structured data included."""
    for path in built.output.rglob("*"):
        assert "IMG_" not in path.name
        assert not path.is_file() or b"IMG_" not in path.read_bytes(), path


def test_a_maker_stays_named_in_every_rendition_and_nothing_else_does(built: Build) -> None:
    """The card for shares is one of them."""
    files = sorted(built.output.glob("photos/river-before-the-rain-*"))
    assert {path.suffix for path in files} == {".jpg", ".avif"} and any("card" in path.name for path in files)
    for path in files:
        with Image.open(path) as image:
            told = dict(image.getexif())
        assert sorted(told) == [0x013B, 0x8298], path
        assert "Zoë Maker".encode() in path.read_bytes()
    for path in built.output.rglob("*"):
        assert not path.is_file() or b"SECRET" not in path.read_bytes(), path


def test_a_long_album_is_told_on_pages_of_a_hundred(built: Build) -> None:
    """Its words stand on the first; each photo's page leads back to the page of the album that shows it."""
    first, second = built.page("/albums/long/"), built.page("/albums/long/page/2/")
    assert (first.count("<picture>"), second.count("<picture>")) == (PAGE, MANY - PAGE)
    assert "Told once." in first and "Told once." not in second
    assert f'data-before="{PAGE}" data-of="{MANY}"' in second and f'data-before="0" data-of="{MANY}"' in first
    assert 'data-1="/albums/long/page/2/#photo/albums/long/101/"' in first and "data--1=" not in first
    assert 'data--1="/albums/long/#photo/albums/long/100/"' in second and "data-1=" not in second
    assert f'{MANY} of {MANY} in <a href="/albums/long/page/2/">' in built.page(f"/albums/long/{MANY}/")
    assert '<a rel="next" href="/albums/long/page/2/">Next photographs</a>' in first


def test_an_album_within_an_album_stands_on_its_page_and_in_no_list(built: Build) -> None:
    assert "/albums/river/source/" in links(built.page("/albums/river/"))
    assert '<a href="/albums/river/">The river</a>' in built.page("/albums/river/source/")
    assert links(built.page("/albums/")) == ["/albums/river/", "/albums/long/"]


def test_a_hidden_album_is_found_by_nobody_through_a_musing(built: Build) -> None:
    """Its pages are there for who has the address; a musing that shows its photos leads to the files."""
    assert not [link for link in links(built.page("/musings/by-the-river/")) if link.startswith("/albums/quiet/")]
    assert 'content="noindex"' in built.page("/albums/quiet/1/")
    assert "quiet" not in built.file("/sitemap.xml").read_text().replace("/photos/quiet", "")


def test_the_sitemap_names_the_photos_of_listed_albums(built: Build) -> None:
    text = built.file("/sitemap.xml").read_text()
    assert "<loc>https://smallsteps.example/albums/river/tea/</loc></url>" in text, "without a day: it is no album"
    assert "<loc>https://smallsteps.example/albums/river/source/</loc>" in text


def test_albums_have_a_feed(built: Build) -> None:
    """The newest first, with their photographs as absolute JPEGs; an album without a date can't stand in it."""
    feed = feedparser.parse(built.file("/feeds/albums.atom.xml").read_bytes())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["The river", "A long one"]
    assert feed.entries[0].id == "https://smallsteps.example/albums/river/"
    pictures = re.findall(
        r'<img [^>]*?src="(https://smallsteps\.example/photos/[^"]+\.jpg)"', feed.entries[0].content[0].value
    )
    assert len(pictures) == 3
    assert "We walked down it." in feed.entries[0].content[0].value
    assert '<link rel="alternate" type="application/atom+xml" title="Albums" href="/feeds/albums.atom.xml">' in (
        built.page("/albums/")
    )


def test_search_engines_are_told_of_the_gallery_and_of_each_photo(built: Build) -> None:
    gallery = told(built.page("/albums/river/"), "ImageGallery")
    assert (gallery["name"], gallery["contentLocation"]) == ("The river", {"@type": "Place", "name": "Quarter Water"})
    images = gallery["image"]
    assert isinstance(images, list)
    assert [image["url"].rpartition("/river/")[2] for image in images] == ["before-the-rain/", "2/", "tea/"]
    assert (images[0]["name"], images[0]["caption"]) == ("Before the rain", "Dry, for now")
    photo = told(built.page("/albums/river/tea/"), "ImageObject")
    assert photo["isPartOf"]["url"] == "https://smallsteps.example/albums/river/"  # type: ignore[index]
    assert Path(str(photo["contentUrl"])).suffix == ".jpg"


def test_a_focal_point_stays_in_sight_where_edges_are_cut(built: Build) -> None:
    """On covers, leads and in rows; the page's own style sheet says where."""
    html = built.page("/albums/")
    assert re.search(r'<img class="g[0-9a-f]{3} x20 y70"', html)
    assert "--x:20%" in html and "--y:70%" in html


def test_a_photo_waits_on_a_ground_of_its_own_colour(built: Build) -> None:
    """No style attribute: a rule in the page's sheet."""
    html = built.page("/albums/river/")
    (ground,) = {each for each in re.findall(r'<img class="(g[0-9a-f]{3})', html.partition("</photo-gallery>")[0])} & {
        re.search(r'<img class="(g[0-9a-f]{3})', html)[1]  # type: ignore[index]
    }
    assert f".{ground}{{background:#{ground[1:]}}}" in html
