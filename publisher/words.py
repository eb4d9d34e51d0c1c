"""The words of a page, as its readers have them."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser

UNSEEN = ("script", "style", "template")


class MainText(HTMLParser):
    """Gathers the text of a page's <main>. besides: further elements whose text does not count."""

    def __init__(self, html: str, besides: Iterable[str] = ()) -> None:
        super().__init__()
        self._unseen = {*UNSEEN, *besides}
        self._open = dict.fromkeys(("main", *self._unseen), 0)
        self._said: list[str] = []
        self.has_main = False
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """The text, each run of white space as one space."""
        return " ".join("".join(self._said).split())

    @property
    def _is_seen(self) -> bool:
        return self._open["main"] > 0 and not any(self._open[tag] for tag in self._unseen)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._open:
            self._open[tag] += 1
        self.has_main |= tag == "main"

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open[tag] -= 1

    def handle_data(self, data: str) -> None:
        if self._is_seen:
            self._said.append(data)


class _WithPictures(MainText):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "img" and self._is_seen:
            self._said.extend(f" {value} " for name, value in attrs if name in ("src", "alt"))


def own_content(html: str) -> str:
    """The words and pictures of a page without what leads to others: two pages with the same read the same."""
    return _WithPictures(html, besides=("nav",)).text
