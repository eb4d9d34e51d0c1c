"""What the musings room knows of addresses: which will exist, and which two files want the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from plugins.musings import addresses
from plugins.musings.library import Library
from plugins.musings.links import links_elsewhere
from plugins.musings.source import Source
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import did_you_mean
from plugins.proofreading.settings import CallToAction, NavigationLink
from plugins.proofreading.site_toml import line_with

SAFE = re.compile(r"/[\w.~!$&'()*+,;=:@/-]*", re.ASCII)


def check_addresses(library: Library) -> Iterator[Mistake]:
    """Fill in `library.addresses`; tell of reserved names, of twins and of redirects that hide a page."""
    owners: dict[str, Source] = {}
    for source in library.sources:
        yield from _check_own(source, owners)
        if library.shows(source):
            library.addresses[source.address] = source
    _add_lists(library)
    redirects: dict[str, Source] = {}
    for source in library.sources:
        for written in source.values["redirect_from"]:
            yield from _check_redirect(source, written, owners, redirects, library)
    for old, source in redirects.items():
        if library.shows(source) and source.address == source.public_address:
            library.addresses[old] = source


def _check_own(source: Source, owners: dict[str, Source]) -> Iterator[Mistake]:
    if not source.slug:
        wanted = "This file's name has no letter or digit that an address could be made of."
        yield source.mistake("slug-missing", wanted=wanted, fix="Rename it, such as carry-less.md.")
        return
    if source.kind == "page" and source.slug in addresses.TAKEN:
        wanted = f"The site needs the address {source.public_address} itself."
        yield source.mistake("address-taken", wanted=wanted, fix="Give the file another name.")
    elif other := owners.get(source.public_address):
        wanted = f"{other.file} has the same address, {source.public_address}."
        yield source.mistake("address-taken", wanted=wanted, fix="Give one of the two files another name.")
    else:
        owners[source.public_address] = source


def _add_lists(library: Library) -> None:
    """The pages that the house makes of the coach's files; "list" ones stand in the sitemap."""
    lists = ["/", "/musings/"]
    tags = {addresses.slugified(tag) for source in library.musings for tag in source.values["tags"] if _listed(source)}
    lists += ["/tags/", *(f"/tags/{tag}/" for tag in sorted(tags))] if tags else []
    lists += ["/series/"] if library.series else []
    lists += ["/albums/"] if library.albums else []
    for address in lists:
        library.addresses.setdefault(address, "list")
    for address in ("/feeds/musings.atom.xml", "/sitemap.xml", "/robots.txt"):
        library.addresses.setdefault(address, "file")
    for path in sorted((library.content / "files").rglob("*")):
        if path.is_file():
            library.addresses.setdefault(f"/{path.relative_to(library.content).as_posix()}", "file")
    for source in library.series:
        library.addresses.setdefault(f"/feeds/series/{source.slug}.atom.xml", "file")


def check_settings(library: Library) -> Iterator[Mistake]:
    """Links of `site.toml` that lead nowhere. To be asked when every room has told its addresses."""
    settings = library.settings
    links: list[NavigationLink | CallToAction] = [*settings.navigation, *settings.footer, *settings.links]
    links.extend(settings.calls_to_action.values())
    for address in dict.fromkeys(link.address for link in links):
        path = urlsplit(address).path
        if links_elsewhere(address) or (path.startswith("/") and path in library.addresses):
            continue
        number, found = line_with(library.root / "site.toml", f'"{address}"')
        near = did_you_mean(address, library.addresses)
        wanted = f"There is no page at this address. {near}".strip()
        fix = "Open the page you mean in your browser and copy its address, such as /about/."
        yield Mistake("link-broken", "site.toml", number, found, address, wanted, fix)


def _listed(source: Source) -> bool:
    return source.state == "published"


def normal(written: str) -> str:
    """An old address in the form in which it is written to disk: '/blog/x' → '/blog/x/'."""
    path = unquote(urlsplit(written.strip()).path)
    path = "/" + path.lstrip("/")
    return path if re.search(r"\.\w+$", path) else path.rstrip("/") + "/"


def _check_redirect(
    source: Source, written: str, owners: dict[str, Source], redirects: dict[str, Source], library: Library
) -> Iterator[Mistake]:
    old = normal(written)
    line = source.line_of("redirect_from", written)
    if not SAFE.fullmatch(old) or ".." in old or old == "/":
        wanted, fix = "This is not an address that can lead here.", "Write a path such as /blog/my-old-title."
        yield source.mistake("redirect-unsafe", line=line, at=written, wanted=wanted, fix=fix)
    elif old in owners and owners[old].state != "draft":
        hidden = "itself" if owners[old] is source else owners[old].file
        wanted = f"This redirect would hide {hidden}: the page has this very address."
        yield source.mistake("redirect-hides", line=line, at=written, wanted=wanted, fix="Take this address out.")
    elif library.addresses.get(old) in ("list", "file"):
        wanted = "This redirect would hide a page that the site makes itself."
        yield source.mistake("redirect-hides", line=line, at=written, wanted=wanted, fix="Take this address out.")
    elif redirects.setdefault(old, source) is not source:
        wanted = f"{redirects[old].file} has this redirect too: it can lead to one place only."
        yield source.mistake(
            "redirect-twice", line=line, at=written, wanted=wanted, fix="Take it out of one of the two."
        )
