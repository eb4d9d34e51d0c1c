"""Wiring only: how Pelican finds the rooms. What the coach decides stands in `site.toml`."""

import os
import sys
from pathlib import Path

from jinja2 import FileSystemBytecodeCache, StrictUndefined

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from plugins import load_rooms, room_folders  # noqa: E402
from plugins.colophon.given import Given  # noqa: E402
from plugins.disk import end_in_words  # noqa: E402
from plugins.proofreading.reading import Order, last_sitemap  # noqa: E402

SOURCE = Path(os.environ.get("CAIRN_SOURCE") or ROOT).resolve()
CACHE = Path(os.environ.get("CAIRN_CACHE") or ROOT / ".cache").resolve()
end_in_words(CACHE)
ADDRESS = os.environ.get("CAIRN_ADDRESS", "")
REPORTED = bool(os.environ.get("CAIRN_REPORT"))
ORDER = Order(
    SOURCE, CACHE, ADDRESS or "http://127.0.0.1:8000", published=False, before=last_sitemap(ROOT), reports_due=REPORTED
)
COLOPHON = Given.from_environment(os.environ, SOURCE)

PATH, OUTPUT_PATH, CACHE_PATH = str(SOURCE / "content"), "output", str(CACHE / "pelican")
DELETE_OUTPUT_DIRECTORY = True
PLUGINS = load_rooms()

# The frame, and each room's own templates in a folder of the room's name.
THEME = str(ROOT / "theme")
THEME_TEMPLATES_OVERRIDES = room_folders("templates")
THEME_STATIC_PATHS: list[str] = []
# Every generator of Pelican's compiles every template anew; the compiled ones are kept, by their source's digest.
TEMPLATE_CACHE = CACHE / "templates"
TEMPLATE_CACHE.mkdir(parents=True, exist_ok=True)
JINJA_ENVIRONMENT = {
    "bytecode_cache": FileSystemBytecodeCache(str(TEMPLATE_CACHE)),
    "undefined": StrictUndefined,
    "autoescape": True,
    "auto_reload": False,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": [],
}
JINJA_GLOBALS: dict[str, object] = {}
JINJA_FILTERS: dict[str, object] = {}

# Only Markdown, which the musings room reads; dates, zones and words are the library's business.
READERS = dict.fromkeys(("rst", "html", "htm", "markdown", "mkd", "mdown"))
IGNORE_FILES = ["**/.*", ".*", "**/~*", "~*", "**/#*", "#*"]
ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = ["musings"], ["pages"], ["files"]
SITENAME, SITEURL, TIMEZONE, LOCALE = "Cairn", "", "UTC", ["C"]
DEFAULT_DATE, DEFAULT_CATEGORY = None, "musings"
USE_FOLDER_AS_CATEGORY = False
TYPOGRIFY = False
LOG_FILTER = [(30, "Empty alt attribute for image %s in %s")]

# Addresses: those of musings and pages come from the library, these are the lists.
DIRECT_TEMPLATES = ["index"]
INDEX_SAVE_AS, INDEX_URL = "musings/index.html", "musings/"
TAG_SAVE_AS, TAG_URL = "tags/{slug}/index.html", "tags/{slug}/"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ARCHIVES_SAVE_AS = ""
PAGINATED_TEMPLATES = {
    "index": 10,
    "tag": 10,
    "tags": 60,
    "series_index": 12,
    "album_index": 12,
    "album": 100,
    "reflections": 12,
}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

# Pelican's own feeds are off: the sharing and series rooms write theirs from one template.
FEED_ALL_ATOM = FEED_ALL_RSS = CATEGORY_FEED_ATOM = CATEGORY_FEED_RSS = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = TRANSLATION_FEED_RSS = None
