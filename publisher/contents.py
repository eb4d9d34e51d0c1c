"""What is in a release, and where an address that one of its files names leads."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from publisher.kinds import INDEX, address_of, file_of
from publisher.naming import Named, Page, read_page

Reason = Literal["gone", "slash", "letters", "anchor", "elsewhere", "outside", "unusable", "unreadable"]
PAGES = (".html", ".svg")
SERVICE = frozenset({"/contact/", "/contact/token", "/contact/not-spam/"})
"""What only the service for enquiries answers (docs/contact.md)."""
NOWHERE = frozenset({"javascript", "vbscript", "data", "blob", "file", "about"})
"""Schemes that lead no reader anywhere. All others (mailto, tel, sms…) are the reader's own programs'."""


@dataclass(frozen=True)
class Contents:
    """The files of a release in one folder. base_path: below which path of its host it is read, "" or "/sub"."""

    folder: Path
    base_path: str
    _pages: dict[str, Page] = field(default_factory=dict)

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file, by its path from the folder: as it is written, whatever the disk makes of capitals."""
        top = len(str(self.folder)) + 1
        return frozenset(f"{here}/{name}"[top:] for here, _, names in os.walk(self.folder) for name in names)

    @cached_property
    def host(self) -> str:
        """The site's own host, as its first page gives it; "" where that does not say."""
        return urlsplit(self.page(INDEX).canonical).netloc.lower() if INDEX in self.files else ""

    @cached_property
    def _by_letters(self) -> Mapping[str, str]:
        return {file.casefold(): file for file in self.files}

    def text(self, file: str) -> str:
        """What stands in a file."""
        return (self.folder / file).read_text(encoding="utf-8", errors="replace")

    def page(self, file: str) -> Page:
        """What a page names and holds; each is read once."""
        if file not in self._pages:
            self._pages[file] = read_page(self.text(file))
        return self._pages[file]

    def shown(self, file: str) -> str:
        """The file's address as readers have it, from the host on."""
        return self.base_path + address_of(file)

    def fault(self, named: Named, file: str) -> tuple[Reason, str] | None:
        """What is wrong with an address in this file, and where it leads or should lead; None where nothing is."""
        address = named.address.strip().replace("\n", "").replace("\t", "")
        try:
            parts = urlsplit(address.replace("\\", "/"))  # as a browser understands it
            host = parts.netloc.lower()
        except ValueError:
            return "unusable", address
        if not address:
            return None if named.kind == "post" else ("unusable", "")
        if parts.scheme not in ("http", "https", ""):
            is_data = named.kind == "load" and parts.scheme == "data"
            is_program = named.kind != "load" and parts.scheme not in NOWHERE
            return None if is_data or is_program else ("unusable", address)
        if parts.scheme and not host:
            return "unusable", address
        if host and host != self.host:
            return ("elsewhere", host) if named.kind == "load" else None
        return self._fault_within(named, parts.path, parts.fragment, file, is_whole=bool(host))

    def _fault_within(
        self, named: Named, path: str, fragment: str, file: str, is_whole: bool
    ) -> tuple[Reason, str] | None:
        if not path:
            path = f"{self.base_path}/" if is_whole else self.shown(file)
        elif not path.startswith("/"):
            path = urljoin(self.shown(file), path)
        if self.base_path and not f"{path}/".startswith(f"{self.base_path}/"):
            return None if is_whole else ("outside", path)  # another site of the same host
        below = unquote(path[len(self.base_path) :])
        target = file_of(below)
        if target not in self.files:
            return None if below in SERVICE else self._like(target, path)
        place = unquote(fragment)
        if not place or named.kind != "link" or place.startswith(":~:") or not target.endswith(PAGES):
            return None
        ids = self.page(target).ids
        return None if place in ids or fragment in ids or place.lower() == "top" else ("anchor", f"{path}#{place}")

    def _like(self, target: str, path: str) -> tuple[Reason, str]:
        """That there is nothing, or what is there instead."""
        within = f"{target}/{INDEX}".lstrip("/")
        if within in self.files:
            return "slash", self.shown(within)
        if other := self._by_letters.get(target.casefold()):
            return "letters", self.shown(other)
        return "gone", path
