"""`_redirects`: old addresses, in the grammar that Netlify and Cloudflare Pages have in common.

An old address has a page as well, which leads on where nobody reads this file. Netlify sends that page, for only its
own sign `301!` would overrule it, and Cloudflare ignores a line whose code is no number.
(https://docs.netlify.com/routing/redirects/redirect-options/,
https://developers.cloudflare.com/pages/configuration/redirects/)
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from plugins.musings.library import Library
from plugins.musings.source import Source

PLAIN = "/~!$&'()+,;=@"
"""What may stand in a path as it is. Not `*` and `:`, which both hosts would read as "anything"."""
HEAD = "# Old addresses and where they lead, for hosts that read this file.\n"


def redirects(library: Library) -> str:
    """The file. What is hidden is not in it: hosts that don't know the file would show it to anybody."""
    base = library.settings.base_path
    lines = (f"{base}{quote(old, PLAIN)} {base}{quote(new, PLAIN)} 301\n" for old, new in pairs(library))
    return HEAD + "".join(lines)


def pairs(library: Library) -> Iterator[tuple[str, str]]:
    """Each old address and its new one; one that ends in a slash without it too, so that one step is enough."""
    for old, target in sorted(library.addresses.items(), key=lambda pair: pair[0]):
        if isinstance(target, Source) and old != target.address and target.state == "published":
            yield old, target.address
            if old.endswith("/"):
                yield old.rstrip("/"), target.address
