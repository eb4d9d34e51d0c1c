"""The library: every file of the coach's, read once, for proofreading and for the build alike."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.musings.source import Source
from plugins.proofreading import Mistake
from plugins.proofreading.reading import Order
from plugins.proofreading.settings import Settings


def composed(name: str) -> str:
    """A file's name with each accent in one piece with its letter; macOS keeps them apart, keyboards do not."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


SHOWN = {True: ("published", "hidden"), False: ("published", "hidden", "draft", "scheduled")}


@dataclass
class Library:
    """Everything the coach wrote. Lists are in the order of the files' names.

    addresses: every address that will exist, to the source it belongs to, or to "list" (a page the
    sitemap names), "file" or another word. notes: what rooms leave there for one another.
    """

    order: Order
    settings: Settings
    now: datetime
    sources: list[Source] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    addresses: dict[str, Source | str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_path = {source.path: source for source in self.sources}

    @cached_property
    def by_address(self) -> dict[str, Source]:
        """Every source by the address at which it is, or would be, published, and by that of its preview."""
        previews = {f"/drafts/{'' if s.kind == 'musing' else s.kind + '/'}{s.slug}/": s for s in self.sources}
        return previews | {source.public_address: source for source in reversed(self.sources)}

    @property
    def root(self) -> Path:
        """The folder that holds `content/` and `site.toml`."""
        return self.order.root

    @cached_property
    def by_file(self) -> dict[str, Source]:
        """Every source by its file as the coach knows it: "content/musings/carry-less.md", accents composed."""
        return {composed(source.file): source for source in self.sources}

    @cached_property
    def by_name(self) -> dict[str, Source]:
        """Every source by the last part of its file's name."""
        return {source.path.name: source for source in self.sources}

    @cached_property
    def content(self) -> Path:
        """The folder of content."""
        return self.order.root / "content"

    @property
    def cache(self) -> Path:
        """The folder that outlives a build."""
        return self.order.cache

    @property
    def published(self) -> bool:
        """True for the public site: drafts and scheduled musings leave no trace in it."""
        return self.order.published

    def tell_late(self, mistake: Mistake) -> None:
        """Record a mistake that is met while bodies are drawn, unless one of its kind has been told of that file."""
        if not any(told.code == mistake.code and told.file == mistake.file for told in self.mistakes):
            self.mistakes.append(mistake)

    def of(self, kind: str) -> list[Source]:
        """The sources of a kind that this build shows."""
        return [source for source in self.sources if source.kind == kind and self.shows(source)]

    @property
    def musings(self) -> list[Source]:
        """The musings that this build shows."""
        return self.of("musing")

    @property
    def pages(self) -> list[Source]:
        """The pages that this build shows."""
        return self.of("page")

    @property
    def series(self) -> list[Source]:
        """The files that introduce a series."""
        return self.of("series")

    @property
    def albums(self) -> list[Source]:
        """The albums' own files."""
        return self.of("album")

    def shows(self, source: Source) -> bool:
        """Whether this build writes a page for it."""
        return source.state in SHOWN[self.published]
