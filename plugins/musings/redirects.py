"""Old addresses that lead to new ones: which are safe, and which would hide something that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from plugins.musings.addresses import file_of
from plugins.musings.library import Library
from plugins.musings.source import Source
from plugins.proofreading import Mistake

SAFE = re.compile(r"/[\w .~!$&'()*+,;=:@/-]*")
PAGE_NUMBER = re.compile(r"/page/\d+/$")
FOLDERS = ("/assets/", "/drafts/", "/feeds/", "/files/", "/photos/", "/_headers/", "/_redirects/")
"""Folders that the site fills itself: what else lies there may be swept away. Two are files without an ending."""
TAKE_OUT = "Take this address out."


def normal(written: str) -> str:
    """An old address in the form in which it is written to disk: '/blog/x' and '/blog/x/index.html' → '/blog/x/'."""
    try:
        path = urlsplit(written.strip()).path
    except ValueError:
        path = ""
    path = "/" + unquote(path).lstrip("/").removesuffix("index.html")
    return path if re.search(r"\.\w+$", path) else path.rstrip("/") + "/"


def settle_redirects(library: Library) -> Iterator[Mistake]:
    """Add the redirects to `library.addresses`, when every other address is known; tell of those that cannot be."""
    taken = {file_of(address): address for address in library.addresses}
    taken |= {file_of(source.public_address): source.public_address for source in library.sources}
    settled: dict[str, Source] = {}
    for source in library.sources:
        for written in source.values["redirect_from"]:
            old = normal(written)
            if fault := _fault(old, source, taken, settled, library):
                code, wanted, fix = fault
                line = source.line_of("redirect_from", written)
                yield source.mistake(code, line=line, at=written, wanted=wanted, fix=fix)
                continue
            settled[file_of(old)] = source
            if library.shows(source) and source.address == source.public_address:
                library.addresses[old] = source


def _fault(
    old: str, source: Source, taken: dict[str, str], settled: dict[str, Source], library: Library
) -> tuple[str, str, str] | None:
    """Why this redirect cannot be: the mistake's code, what is wrong and the fix; None when it can."""
    file = file_of(old)
    if not SAFE.fullmatch(old) or ".." in old or old == "/":
        wanted = "This is not an address that can lead here."
        return "redirect-unsafe", wanted, "Write a path such as /blog/my-old-title."
    if address := taken.get(file):
        there = next((other for other in library.sources if other.public_address == address), None)
        if there is source:
            wanted = "This redirect leads from the page to the page itself, round and round."
            return "redirect-loop", wanted, TAKE_OUT
        hidden = there.file if there else "a page that the site makes itself"
        return "redirect-hides", f"This redirect would hide {hidden}, which has this very address.", TAKE_OUT
    if old.startswith(FOLDERS) or PAGE_NUMBER.search(old):
        return "redirect-hides", "The site needs this address itself.", TAKE_OUT
    if other := settled.get(file):
        wanted = f"{other.file} has this redirect too: it can lead to one place only."
        return "redirect-twice", wanted, "Take it out of one of the two."
    if within := _file_and_folder(file, [*taken, *settled]):
        wanted = f"This cannot be a file and a folder at once: there is {within} already."
        return "redirect-hides", wanted, TAKE_OUT
    return None


def _file_and_folder(file: str, others: list[str]) -> str | None:
    """The file that would have to be a folder, or lie within one, for this file to be written."""
    above = {str(parent) for parent in PurePosixPath(file).parents}
    return next((f"/{other}" for other in others if other in above or other.startswith(f"{file}/")), None)
