"""The pages that the house makes itself: tags, redirects, sitemap, robots and the page for a lost reader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pelican.generators import Generator

from plugins.musings import addresses
from plugins.musings.library import Library
from plugins.musings.source import Source


@dataclass(frozen=True)
class TagEntry:
    """A tag in the list of tags, and how many musings have it."""

    name: str
    slug: str
    count: int

    @property
    def address(self) -> str:
        """Its page."""
        return f"/tags/{self.slug}/"


@dataclass(frozen=True)
class StandIn:
    """A page that every site needs and that the coach has not written: drawn from `site.toml` alone."""

    title: str
    summary: str
    address: str
    content: str = ""
    status: str = "published"
    styles: frozenset[str] = frozenset()
    photo: None = None
    call_to_action: None = None

    @property
    def description(self) -> str:
        """What search results and shares say of it."""
        return self.summary


class HouseGenerator(Generator):
    """Writes them through Pelican's writer, after musings and pages."""

    def generate_output(self, writer: Any) -> None:
        """Each kind of page in turn."""
        library: Library = self.settings["LIBRARY"]
        self._tags(writer)
        self._redirects(writer, library)
        if library.addresses["/"] == "list":
            practice = library.settings.practice
            home = StandIn(practice.name, practice.description, "/")
            writer.write_file("index.html", self.get_template("home"), self.context, page=home, url="")
        writer.write_file("404.html", self.get_template("404"), self.context, url="404.html")
        write_text(Path(self.output_path, "sitemap.xml"), sitemap(library))
        write_text(Path(self.output_path, "robots.txt"), robots(library))

    def _tags(self, writer: Any) -> None:
        by_name = sorted(self.context["tags"], key=lambda entry: entry[0].slug)
        entries = [TagEntry(tag.name, tag.slug, len(articles)) for tag, articles in by_name]
        if entries:
            writer.write_file(
                "tags/index.html",
                self.get_template("tags"),
                self.context,
                paginated={"tags": entries},
                template_name="tags",
                url="tags/",
            )

    def _redirects(self, writer: Any, library: Library) -> None:
        for old, target in library.addresses.items():
            if isinstance(target, Source) and old != target.address:
                writer.write_file(
                    addresses.file_of(old),
                    self.get_template("redirect"),
                    self.context,
                    target=target.address,
                    title=target.title,
                    url=old.lstrip("/"),
                )


def sitemap(library: Library) -> str:
    """The sitemap (sitemaps.org 0.9): every page that may be found, once, with the day of its last change."""
    address = library.settings.practice.address
    rows = []
    for path, target in sorted(library.addresses.items()):
        if target == "list":
            rows.append(f"<url><loc>{escape(address + path)}</loc></url>")
        elif isinstance(target, Source) and path == target.address and target.state == "published":
            changed = target.values["updated"] or target.values["date"]
            day = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
            rows.append(f"<url><loc>{escape(address + path)}</loc>{day}</url>")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *rows, "</urlset>", ""])


def robots(library: Library) -> str:
    """robots.txt: a published site is open to all, a preview to none."""
    if not library.published:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {library.settings.practice.address}/sitemap.xml\n"


def write_text(path: Path, text: str) -> None:
    """Write a file of the site as UTF-8, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
