"""Lead photographs: those that stand for a page, or for the whole site when it is shared."""

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.musings.library import Library
from plugins.musings.source import Source
from plugins.proofreading import Mistake


@dataclass(frozen=True, eq=False)
class Lead:
    """A photograph that stands for a page, or (`holder` is the library) for the whole site."""

    written: str
    source: Source
    holder: Source | Library
    key: str
    line: int | None

    def mistake(self, code: str, wanted: str, fix: str) -> Mistake:
        """A mistake where the photograph is named."""
        return self.source.mistake(code, self.key, self.line, self.written, wanted, fix)


def leads_of(library: Library) -> Iterator[Lead]:
    """The photographs named under `photo:`, and the `picture` of `site.toml`."""
    for source in library.sources:
        if written := source.values.get("photo"):
            yield Lead(written, source, source, "photo", None)
    if written := library.settings.practice.picture:
        path = library.content / "site.toml"  # from here, album/photo.jpg is found as from any source
        text = (library.root / "site.toml").read_text("utf-8", "replace")
        lines = enumerate(text.split("\n"), 1)
        line = next((number for number, words in lines if written in words and "picture" in words), None)
        yield Lead(written, Source(path, "site.toml", "page", "site", text), library, "picture", line)
