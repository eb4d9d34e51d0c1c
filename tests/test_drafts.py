"""What is not published yet leaves no trace: a site with drafts is byte for byte the site without them."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from tests.building import build, difference, every_byte, small_site, write_site
from tests.saying import nothing


def photograph(seed: int) -> bytes:
    """A small picture, different for each seed."""
    file = io.BytesIO()
    Image.linear_gradient("L").rotate(90 * seed).resize((700, 500)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def album(title: str, more: str = "") -> str:
    photos = "".join(f"  - file: {name}.jpg\n    alt: A gradient.\n" for name in ("one", "two", "three"))
    return f"---\ntitle: {title}\ndate: 2025-03-01\nsummary: Three gradients.\n{more}photos:\n{photos}---\n\nWords.\n"


def musing(title: str, date: str, more: str, body: str) -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About {title}.\n{more}\n---\n\n{body}\n"


def words(kind: str, title: str, more: str, body: str) -> dict[str, str | bytes]:
    name = title.lower().replace(" ", "-")
    return {f"content/{kind}/{name}.md": f"---\ntitle: {title}\nsummary: About it.\n{more}\n---\n\n{body}\n"}


PUBLISHED: dict[str, str | bytes] = {
    "content/albums/canal/album.md": album("Canal", "redirect_from: [/old-canal]\n"),
    **{f"content/albums/canal/{name}.jpg": photograph(i) for i, name in enumerate(("one", "two", "three"))},
    **words("series", "Mornings", "photo: canal/one.jpg", "An introduction."),
    "content/musings/first.md": musing(
        "First",
        "2025-03-02",
        "series: Mornings\ntags: [canals]",
        "![A gradient](canal/two.jpg)\n\n> [!reflect]\n> What is it for?\n\n![Another](beside.jpg)",
    ),
    "content/musings/beside.jpg": photograph(3),
    "content/musings/second.md": musing("Second", "2025-03-04", "series: Mornings", "[First](first.md)."),
}

# Everything that a musing may have, each time of what the published site has as well and of what only drafts have.
EVERYTHING = """\
series: Mornings
part: {part}
tags: [canals, {tag}]
photo: {photo}
photo_alt: A gradient.
call_to_action: none
redirect_from: [/old-{tag}]"""
BODY = """\
## Only in a draft

A note.[^note] [First](first.md).

> [!reflect]
> What would nobody ask?

> [!invite]

> [!gallery] canal

> [!gallery] towpath: two.jpg

![A gradient](canal/three.jpg)

![Beside](beside.jpg) ![Secret](secret.jpg)

| a | b |
| - | - |
| 1 | 2 |

[^note]: Below.
"""
PRICES = "> [!gallery] towpath\n\n[Half written](../musings/half-written.md)"
UNPUBLISHED: dict[str, str | bytes] = {
    "content/musings/half-written.md": musing(
        "Half Written",
        "2025-03-03",
        "status: draft\n" + EVERYTHING.format(part=1, tag="locks", photo="canal/two.jpg"),
        BODY,
    ),
    "content/musings/led-by-its-neighbour.md": musing(
        "Led", "2025-03-03", "status: draft\nphoto: beside.jpg\nphoto_alt: A gradient.", "Words."
    ),
    **words("musings", "Undated", "status: draft\nseries: Evenings", BODY),
    "content/musings/next-century.md": musing(
        "Next Century", "2999-01-01", EVERYTHING.format(part=2, tag="weirs", photo="canal/three.jpg"), BODY
    ),
    "content/musings/secret.jpg": photograph(1),
    "content/albums/towpath/album.md": album(
        "Towpath", "status: draft\ncover: three.jpg\nredirect_from: [/old-path]\n"
    ),
    **{f"content/albums/towpath/{name}.jpg": photograph(i) for i, name in enumerate(("one", "two", "three"))},
    **words("series", "Evenings", "status: draft\nphoto: canal/three.jpg\ncall_to_action: default", "To come."),
    **words("pages", "Prices", "status: draft\nphoto: canal/two.jpg\nredirect_from: [/old-prices]", PRICES),
}


def test_a_site_with_drafts_is_byte_for_byte_the_site_without_them(tmp_path: Path) -> None:
    """Not a page, a name, a count, a style, a rendition or a card tells that something is being written."""
    plain = small_site(tmp_path / "plain", PUBLISHED)
    assert plain.status == 0, plain.text
    drafted = small_site(tmp_path / "drafted", PUBLISHED | UNPUBLISHED)
    assert drafted.status == 0, drafted.text
    nothing(difference(every_byte(plain.output), every_byte(drafted.output)))


def test_the_drafts_are_read_and_would_be_seen(tmp_path: Path) -> None:
    """The comparison above is of two sites that differ: the preview shows each draft with its photographs."""
    source = write_site(tmp_path / "site", PUBLISHED | UNPUBLISHED)
    preview = build(tmp_path / "output", source=source, settings="pelicanconf.py")
    assert preview.status == 0, preview.text
    musings = ("half-written", "led-by-its-neighbour", "undated", "next-century")
    for address in (*musings, "album/towpath", "series/evenings", "page/prices"):
        assert "/photos/" in preview.page(f"/drafts/{address}/"), address
