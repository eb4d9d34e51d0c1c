"""Links the coach writes: what each leads to, or the mistake that it leads nowhere.

A coach may write a file name relative to the musing (`its-not-your-session.md`), Pelican's
`{filename}` and `{static}` forms, or an address of the site (`/about/`).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from plugins.musings import addresses
from plugins.musings.library import Library
from plugins.musings.source import Source
from plugins.proofreading.nearest import did_you_mean

ELSEWHERE = re.compile(r"(https?:)?//|mailto:|tel:|sms:", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
UNQUOTED = "/-._~!$&'()*+,;=:@"
"""What may stand in the path of an address as it is (RFC 3986, pchar and the slash)."""
PELICAN_FORM = re.compile(r"[{|](filename|static|attach|index|tag|category|author)[|}]")


@dataclass(frozen=True)
class Broken:
    """Why a link leads nowhere: the mistake's code, what is wrong and the fix."""

    code: str
    wanted: str
    fix: str


def links_elsewhere(href: str) -> bool:
    """Whether a link leaves the site: another host, a mail address, a telephone number."""
    return bool(ELSEWHERE.match(href))


def resolve(href: str, source: Source, library: Library) -> str | Broken:
    """The address that a link of this source leads to.

    An internal one starts with `addresses.BASE`; one that leads to another host, or to an anchor
    of the same page, comes back as it was written.
    """
    href = href.strip()
    if links_elsewhere(href):
        own = library.settings.practice.address
        if not (own and (href + "/").startswith(own + "/")):
            return href
        href = href[len(own) :] or "/"
    if href.startswith("#"):
        return href
    if SCHEME.match(href):
        wanted = "I don't know this kind of link."
        return Broken("link-unknown", wanted, "Begin it with https://, mailto: or tel:, or lead to a page of the site.")
    # What has neither a scheme nor a host can always be taken apart.
    parts = urlsplit(PELICAN_FORM.sub("", href))
    tail = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    path = unquote(parts.path)
    if download := _download(path, source, library):
        return f"{addresses.BASE}{quote(download, UNQUOTED)}{tail}"
    if PurePosixPath(path).suffix == ".md":
        return _to_file(path, tail, source, library)
    if path.startswith("/"):
        return _to_address(path, tail, library)
    wanted = "I can't find what this link leads to."
    return Broken("link-broken", wanted, "Link to a musing by its file name, such as its-name.md, or to /an/address/.")


def _download(path: str, source: Source, library: Library) -> str | None:
    """The address of a file in `content/files/` that is named by its address or relative to the source."""
    beside = Path(os.path.normpath(source.path.parent / path))
    inside = beside.is_relative_to(library.content)
    address = f"/{beside.relative_to(library.content).as_posix()}" if inside and not path.startswith("/") else path
    return address if address.startswith("/files/") and library.addresses.get(address) == "file" else None


def _to_file(path: str, tail: str, source: Source, library: Library) -> str | Broken:
    start = library.content if path.startswith("/") else source.path.parent
    target = library.by_path.get(Path(os.path.normpath(start / path.lstrip("/"))))
    if target is None:
        near = {Path(other.file).name: other for other in library.sources}
        hint = did_you_mean(PurePosixPath(path).name, near)
        wanted = f"There is no such file. {hint}".strip()
        return Broken("link-broken", wanted, "Write the file's name as it stands in its folder.")
    return _to(target, tail, library)


def _to_address(path: str, tail: str, library: Library) -> str | Broken:
    for address in (path, path.rstrip("/") + "/"):
        target = library.addresses.get(address)
        if isinstance(target, Source):
            return _to(target, tail, library, address)
        if target is not None:
            return f"{addresses.BASE}{quote(address, UNQUOTED)}{tail}"
    for source in library.sources:
        if source.public_address == path.rstrip("/") + "/":
            return _to(source, tail, library)
    wanted = f"There is no page at this address. {did_you_mean(path, library.addresses)}".strip()
    return Broken("link-broken", wanted, "Open the page you mean in your browser and copy its address.")


def _to(target: Source, tail: str, library: Library, address: str = "") -> str | Broken:
    if not library.shows(target):
        when = "a draft" if target.state == "draft" else "not published yet"
        wanted = f'This leads to "{target.title}", which is {when}: readers would find nothing there.'
        return Broken("link-to-draft", wanted, "Publish it first, or take the link out.")
    return f"{addresses.BASE}{address or target.address}{tail}"
