"""What a page tells those who do not see it: its head, its structured data, its feed; without a build."""

from __future__ import annotations

import json
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plugins.musings.reader import iso
from plugins.proofreading.settings import NavigationLink, Practice, Settings
from plugins.sharing import FILTERS, GLOBALS
from plugins.sharing.feed import feed_picture, full_text, newest, xml_characters
from plugins.sharing.structured_data import as_script

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = "https://steps.example/sub"
SITE = Settings(
    Practice(
        name="Small Steps Coaching",
        short_name="Small Steps",
        voice="One step.",
        description="About.",
        address=ADDRESS,
        coach="Ada Walker",
    ),
    links=(NavigationLink("LinkedIn", "https://linkedin.example/steps"), NavigationLink("About", "/about/")),
)


def rendition(width: int, kind: str) -> SimpleNamespace:
    return SimpleNamespace(
        address=f"/photos/dawn-0123456789-{width}.{kind}", width=width, height=width * 3 // 4, format=kind
    )


def photo(alt: str = "Two runners & a dog") -> SimpleNamespace:
    """A photo as the galleries offer it."""
    jpegs = [rendition(width, "jpg") for width in (480, 1280, 1920)]
    card = SimpleNamespace(address="/photos/dawn-0123456789-card.jpg", width=1200, height=630)
    return SimpleNamespace(
        renditions=(rendition(800, "avif"), *jpegs), largest=jpegs[-1], card=card, alt=alt, caption="Up & down"
    )


def musing(slug: str = "carry-less", day: int = 2, **more: Any) -> SimpleNamespace:
    """A musing as templates see it."""
    facts: dict[str, Any] = {
        "title": "Carry Less",
        "slug": slug,
        "address": f"/musings/{slug}/",
        "date": datetime(2026, 3, day, 7, 30, tzinfo=ZoneInfo("Europe/London")),
        "updated": None,
        "summary": "What a hill taught me.",
        "tags": [],
        "photo": None,
        "series_part": None,
        "source": SimpleNamespace(html_elsewhere="<p>Words.</p>"),
    }
    return SimpleNamespace(**(facts | more))


def draw(template: str, **values: Any) -> str:
    """Render one of this room's templates as Pelican would."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({**FILTERS, "iso": iso})
    environment.globals.update(
        GLOBALS, site=SITE, site_picture=None, absolute=lambda a: ADDRESS + a, path=lambda a: "/sub" + a, admit=Markup
    )
    return environment.get_template(template).render(**values)


class Head(HTMLParser):
    """The metas, links and structured data of a head."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.data: list[Any] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.tags.append(tag)
        name = found.get("property") or found.get("name") or found.get("rel") or tag
        assert name not in self.said or name == "alternate", f"{name} is said twice"
        self.said[name] = found.get("content") or found.get("href") or ""

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.data.append(json.loads(data))


def head(**values: Any) -> Head:
    """The head of a page with these values."""
    page = {"title": "Carry Less", "description": "What a hill taught me.", "address": "/musings/carry-less/"}
    return Head(draw("sharing/metadata.html", **(page | values)))


def test_a_plain_page_can_be_shared() -> None:
    found = head(address="/about/")
    assert found.said == {
        "canonical": "https://steps.example/sub/about/",
        "alternate": "/sub/feeds/musings.atom.xml",
        "og:title": "Carry Less",
        "og:description": "What a hill taught me.",
        "og:type": "website",
        "og:url": "https://steps.example/sub/about/",
        "og:site_name": "Small Steps Coaching",
    }
    assert found.data == []


def test_a_musing_is_told_whole() -> None:
    """Title, dates, author, picture and place in the series, once each."""
    series = SimpleNamespace(title="Hills", address="/series/hills/")
    updated = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    part = SimpleNamespace(series=series, number=2)
    found = head(kind="musing", article=musing(photo=photo(), updated=updated, series_part=part))
    assert found.said["og:type"] == "article"
    assert found.said["og:image"] == ADDRESS + "/photos/dawn-0123456789-card.jpg"
    assert (found.said["og:image:width"], found.said["og:image:height"]) == ("1200", "630")
    assert found.said["og:image:alt"] == "Two runners & a dog"
    practice = {"@type": "Organization", "name": "Small Steps Coaching", "url": ADDRESS + "/"}
    assert found.data == [
        {
            "@context": "https://schema.org",
            "@type": "BlogPosting",
            "headline": "Carry Less",
            "description": "What a hill taught me.",
            "datePublished": "2026-03-02T07:30:00+00:00",
            "dateModified": "2026-07-01T09:00:00+01:00",
            "inLanguage": "en-GB",
            "image": ADDRESS + "/photos/dawn-0123456789-card.jpg",
            "author": {"@type": "Person", "name": "Ada Walker", "url": ADDRESS + "/"},
            "publisher": practice,
            "isPartOf": {"@type": "CreativeWorkSeries", "name": "Hills", "url": ADDRESS + "/series/hills/"},
            "position": 2,
        }
    ]


def test_a_musing_that_never_changed_names_no_change() -> None:
    found = head(kind="musing", article=musing())
    assert found.data[0]["dateModified"] == found.data[0]["datePublished"]
    assert not {"isPartOf", "position", "image"} & found.data[0].keys()


def test_a_page_shows_its_own_picture_first() -> None:
    assert head(picture=photo("Fog"), article=musing(photo=photo())).said["og:image:alt"] == "Fog"
    assert head(picture=None, article=musing(photo=photo("Sun"))).said["og:image:alt"] == "Sun"
    assert head(site_picture=photo("Cairn"), article=musing()).said["og:image:alt"] == "Cairn"
    assert head(picture=photo("")).said["og:image:alt"] == "Carry Less"


def test_a_series_is_told_as_one() -> None:
    hills = SimpleNamespace(title="Hills", address="/series/hills/", summary="Of hills.")
    found = head(kind="series", series=hills, feed="/feeds/series/hills.atom.xml", address="/series/hills/")
    assert (found.data[0]["@type"], found.data[0]["name"]) == ("CreativeWorkSeries", "Hills")
    assert found.said["alternate"] == "/sub/feeds/series/hills.atom.xml"


def test_the_home_page_names_the_site() -> None:
    """Search engines take the name beside a result from here, and from nowhere else."""
    (site,) = head(address="/").data
    assert (site["@type"], site["name"], site["alternateName"]) == (
        "WebSite",
        "Small Steps Coaching",
        "Small Steps",
    )
    assert site["publisher"]["sameAs"] == ["https://linkedin.example/steps"]


def test_what_is_hidden_asks_to_be_left_out() -> None:
    assert head(robots="noindex").said["robots"] == "noindex"


HOSTILE = '</script><script>alert(1)</script><!--<img src=x onerror=alert(1)> "quotes" & \\ \u2028 é'


def test_no_title_breaks_out_of_the_structured_data() -> None:
    """A script element ends at the first </script, whatever the JSON says (HTML standard, 13.1.2.1)."""
    script = as_script({"headline": HOSTILE})
    assert "<" not in script
    assert json.loads(script)["headline"] == HOSTILE
    told = musing(title=HOSTILE, summary=HOSTILE)
    found = head(kind="musing", article=told, title=HOSTILE, description=HOSTILE)
    assert found.tags.count("script") == 1
    assert "img" not in found.tags
    assert found.data[0]["headline"] == found.said["og:title"] == HOSTILE


def feed(*entries: Any, **values: Any) -> ElementTree.Element:
    """The feed of these musings, parsed."""
    page = {"title": "Musings", "description": "One step.", "address": "/feeds/x.atom.xml", "about": "/"}
    text = draw("sharing/feed.xml", entries=list(entries), **(page | values))
    assert text.startswith("<?xml "), "nothing, not even a space, may stand before an XML declaration"
    return ElementTree.fromstring(text)


def said(element: ElementTree.Element, name: str) -> str:
    """The text of the one child of this name."""
    (child,) = element.findall(ATOM + name)
    return child.text or ""


def test_a_feed_says_what_rfc_4287_requires() -> None:
    """One id, title, updated and author, a link to itself; in each entry id, title, updated, an alternate."""
    found = feed(musing("b", 3), musing("a", 2, updated=datetime(2026, 5, 1, tzinfo=ZoneInfo("UTC"))))
    assert said(found, "id") == ADDRESS + "/feeds/x.atom.xml"
    assert said(found, "title") == "Musings"
    assert said(found, "updated") == "2026-05-01T00:00:00+00:00"
    assert found.find(f"{ATOM}author/{ATOM}name").text == "Ada Walker"  # type: ignore[union-attr]
    links = {link.get("rel"): link.get("href") for link in found.findall(ATOM + "link")}
    assert links == {"self": ADDRESS + "/feeds/x.atom.xml", "alternate": ADDRESS + "/"}
    first, second = found.findall(ATOM + "entry")
    assert said(first, "id") == ADDRESS + "/musings/b/"
    assert said(first, "published") == said(first, "updated") == "2026-03-03T07:30:00+00:00"
    assert said(second, "updated") == "2026-05-01T00:00:00+00:00"
    assert [link.get("href") for link in first.findall(ATOM + "link")] == [ADDRESS + "/musings/b/"]
    assert said(first, "summary") == "What a hill taught me."


def test_an_entry_names_its_tags() -> None:
    tags = [SimpleNamespace(name="Being present", slug="being-present", address="/tags/being-present/")]
    (category,) = feed(musing(tags=tags)).iter(ATOM + "category")
    assert category.attrib == {"term": "being-present", "label": "Being present"}


def check_text(html: str, expected: str) -> None:
    """A body of these words is told to a feed reader in those."""
    (entry,) = feed(musing(source=SimpleNamespace(html_elsewhere=html))).findall(ATOM + "entry")
    assert said(entry, "content").strip() == expected
    assert entry.find(ATOM + "content").get("type") == "html"  # type: ignore[union-attr]


def test_an_entry_holds_the_whole_text() -> None:
    check_text("<p>Words &amp; <em>more</em>.</p>", "<p>Words &amp; <em>more</em>.</p>")
    check_text(Markup("<p>Safe</p>"), "<p>Safe</p>")
    check_text("<p>]]> &lt;b&gt; é “…”</p>", "<p>]]> &lt;b&gt; é “…”</p>")


def test_every_address_in_an_entry_is_absolute() -> None:
    check_text(
        '<a href="\ue000/about/">me</a><img srcset="\ue000/a-480.jpg 480w, \ue000/a-800.jpg 800w" src="\ue000/a.jpg">',
        f'<a href="{ADDRESS}/about/">me</a>'
        f'<img srcset="{ADDRESS}/a-480.jpg 480w, {ADDRESS}/a-800.jpg 800w" src="{ADDRESS}/a.jpg">',
    )


def test_a_link_within_a_musing_leads_to_the_musing() -> None:
    """A feed reader shows many musings in one page: a footnote must not lead into another one's notes."""
    check_text(
        '<a class="note" href="#fn:1">1</a><code>&lt;a href="#x"&gt;</code>',
        f'<a class="note" href="{ADDRESS}/musings/carry-less/#fn:1">1</a><code>&lt;a href="#x"&gt;</code>',
    )


def test_an_address_may_hold_what_a_pattern_would_read() -> None:
    assert full_text('<a href="#a">', "https://x", "https://x/\\1\\g<0>/") == '<a href="https://x/\\1\\g<0>/#a">'


def test_an_entry_begins_with_its_lead_picture() -> None:
    (entry,) = feed(musing(photo=photo())).findall(ATOM + "entry")
    assert said(entry, "content").strip() == (
        f'<figure><img src="{ADDRESS}/photos/dawn-0123456789-1280.jpg" width="1280" height="960" '
        'alt="Two runners &amp; a dog"><figcaption>Up &amp; down</figcaption></figure>\n\n<p>Words.</p>'
    )


def test_a_feed_shows_the_smallest_picture_that_is_large_enough() -> None:
    assert feed_picture(photo()).width == 1280
    small = [rendition(480, "jpg")]
    assert feed_picture(SimpleNamespace(renditions=small, largest=small[0])).width == 480


def test_hostile_words_stay_words_in_a_feed() -> None:
    tags = [SimpleNamespace(name=HOSTILE, slug='"><', address="/")]
    (entry,) = feed(musing(title=HOSTILE, summary=HOSTILE, tags=tags), title=HOSTILE).findall(ATOM + "entry")
    assert said(entry, "title") == said(entry, "summary") == HOSTILE
    assert entry.find(ATOM + "category").get("label") == HOSTILE  # type: ignore[union-attr]


def test_characters_that_no_xml_may_hold_are_left_out() -> None:
    """One form feed pasted from a PDF would otherwise silence the feed for every reader."""
    forbidden = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, 0xD800]))
    assert xml_characters(f"a{forbidden}b\t\n") == "ab\t\n"
    source = SimpleNamespace(html_elsewhere=f"<p>{forbidden}</p>")
    (entry,) = feed(musing(title=f"Less{forbidden}", source=source)).findall(ATOM + "entry")
    assert said(entry, "title") == "Less"


@pytest.mark.parametrize("count", [1, 20, 25])
def test_a_feed_holds_the_newest(count: int) -> None:
    """Of one moment the slug decides, so that every machine writes the same feed."""
    musings = [musing(f"m{number:02}", 1 + number // 2) for number in range(count)]
    found = [one.slug for one in newest(reversed(musings))]
    assert found == [one.slug for one in newest(musings)]
    assert len(found) == min(count, 20)
    assert found[0] == f"m{(count - 1) // 2 * 2:02}"
