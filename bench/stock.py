"""The corpus as a site of stock Pelican: the simple theme, the same musings, lists, feed and addresses.

No plugins and no other settings than these: Pelican alone has no series, no "previous and next", no sitemap, no checks
and no callouts, so a question is a plain quotation here and a series is nothing. What Cairn does beyond this is in its
own time.
"""

from __future__ import annotations

from pathlib import Path

from bench import corpus
from bench.timing import pelican

SETTINGS = """\
SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = "A Thousand Musings", "https://thousand.example", "UTC", "en"
PATH, THEME = "content", "simple"
ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = ["musings"], ["pages"], []
ARTICLE_URL, ARTICLE_SAVE_AS = "musings/{slug}/", "musings/{slug}/index.html"
PAGE_URL, PAGE_SAVE_AS = "{slug}/", "{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags"]
INDEX_SAVE_AS, TAGS_SAVE_AS = "musings/index.html", "tags/index.html"
DEFAULT_PAGINATION, PAGINATED_TEMPLATES = 10, {"index": 10, "tag": 10}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
FEED_ALL_ATOM = "feeds/musings.atom.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
PLUGINS = []
"""
PAGE = "Title: {title}\n\n{words}\n"


def source(all_of_them: list[corpus.Musing]) -> dict[str, str]:
    """Every file of the site, by name."""
    return {
        "pelicanconf.py": SETTINGS,
        "content/pages/home.md": PAGE.format(title="A Thousand Musings", words="Welcome."),
        "content/pages/contact.md": PAGE.format(title="Write to me", words="I answer every letter."),
        **{f"content/musings/{musing.slug}.md": _text(musing) for musing in all_of_them},
    }


def _text(musing: corpus.Musing) -> str:
    head = [
        f"Title: {musing.title}",
        f"Date: {musing.date:%Y-%m-%d %H:%M}",
        f"Slug: {musing.slug}",
        f"Tags: {', '.join(musing.tags)}",
        f"Summary: {musing.summary}",
    ]
    return "\n".join(head) + "\n\n" + corpus.body(musing, "{{filename}}{slug}.md", "")


def command(folder: Path, output: Path) -> list[str]:
    """How the site in a folder is built."""
    return pelican(folder / "content", folder / "pelicanconf.py", output)
