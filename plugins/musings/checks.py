"""What the musings room knows of addresses: which will exist, and which two files want the same one."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.musings import addresses
from plugins.musings.bodies import has_anchor
from plugins.musings.library import Library
from plugins.musings.links import links_elsewhere, own_address
from plugins.musings.source import Source
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import did_you_mean
from plugins.proofreading.settings import CallToAction, NavigationLink
from plugins.proofreading.site_toml import line_with


def check_addresses(library: Library) -> Iterator[Mistake]:
    """Fill in `library.addresses`; tell of reserved names and of twins."""
    owners: dict[str, Source] = {}
    for source in library.sources:
        yield from _check_own(source, owners)
        if library.shows(source):
            library.addresses[source.address] = source
    _add_lists(library)


def _check_own(source: Source, owners: dict[str, Source]) -> Iterator[Mistake]:
    if not source.slug:
        wanted = "This file's name has no letter or digit that an address could be made of."
        fix = "Rename it with letters, such as its-name.md."
        if source.kind == "album":
            wanted = "An album takes its address from its folder, and this one has none with a letter or digit."
            fix = "Put album.md and its photographs into a folder of their own: content/albums/its-name/."
        yield source.mistake("slug-missing", wanted=wanted, fix=fix)
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
    # Only what can be listed: the series room takes its list back while no series has a part to read.
    lists += ["/series/"] if any(map(_listed, library.series)) else []
    lists += ["/albums/"] if any(map(_listed, library.albums)) else []
    for address in lists:
        library.addresses.setdefault(address, "list")
    for address in ("/feeds/musings.atom.xml", "/sitemap.xml", "/robots.txt", "/404.html"):
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
        inner = own_address(address, library) or address
        path, _, anchor = inner.partition("#")
        path = path.partition("?")[0]
        target = library.addresses.get(path)
        if inner == address and links_elsewhere(address):
            continue
        number, found = line_with(library.root / "site.toml", f'"{address}"')
        if target is None or not inner.startswith("/"):
            near = did_you_mean(path, library.addresses)
            wanted = f"There is no page at this address. {near}".strip()
            fix = "Open the page you mean in your browser and copy its address, such as /about/."
            yield Mistake("link-broken", "site.toml", number, found, address, wanted, fix)
        elif isinstance(target, Source) and anchor and not has_anchor(target, anchor):
            wanted = f'"{target.title}" has no place called {anchor}.'
            fix = "The name of a heading is its words in small letters with hyphens between them."
            yield Mistake("anchor-dead", "site.toml", number, found, address, wanted, fix)


def _listed(source: Source) -> bool:
    return source.state == "published"
