"""Where a musing or a page has been: answers that a reader wrote at a former address are shown at today's."""

from __future__ import annotations

from typing import Any

from plugins.musings.redirects import normal
from plugins.musings.source import Source


def former_addresses(source: Source) -> tuple[str, ...]:
    """The addresses that it may have had on this site; what another system made of them is not among these."""
    old = dict.fromkeys(normal(written) for written in source.values["redirect_from"])
    return tuple(address for address in old if address.endswith("/") and " " not in address)


def tell_musings(generator: Any) -> None:
    """Pelican's `article_generator_finalized`: each musing knows where it has been."""
    for musing in [*generator.articles, *generator.hidden_articles, *generator.drafts]:
        musing.former_addresses = former_addresses(musing.source)


def tell_pages(generator: Any) -> None:
    """Pelican's `page_generator_finalized`: so does each page, which may ask something too."""
    for page in [*generator.pages, *generator.hidden_pages, *generator.draft_pages]:
        page.former_addresses = former_addresses(page.source)
