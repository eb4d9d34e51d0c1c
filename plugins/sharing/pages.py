"""The feed of all musings."""

from __future__ import annotations

from typing import Any

from pelican.generators import Generator

from plugins.sharing.feed import newest

ADDRESS = "/feeds/musings.atom.xml"


class FeedGenerator(Generator):
    """Writes the newest published musings as an Atom feed."""

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        site = self.settings["LIBRARY"].settings
        writer.write_file(
            ADDRESS.lstrip("/"),
            self.env.get_template("sharing/feed.xml"),
            self.context,
            title=site.practice.name,
            description=site.practice.voice,
            address=ADDRESS,
            about="/",
            entries=newest(self.context["articles"]),
        )
