"""What a page may load and run: its own host's files, its own inline style and script, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re

from tests.pages import Page
from tests.saying import nothing
from tests.test_every_page import faults, read

LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "input": ("src",),
    "form": ("action",),
}
LINKS_THAT_LOAD = {
    "stylesheet",
    "preload",
    "modulepreload",
    "icon",
    "manifest",
    "apple-touch-icon",
    "prefetch",
    "preconnect",
    "dns-prefetch",
}


def test_the_policy_stands_directly_after_the_charset(pages: list[Page]) -> None:
    """What comes before a policy is not under it."""
    first = re.compile(r"<html[^>]*>\s*(<head>\s*)?<meta charset=\"?utf-8\"?>\s*<meta http-equiv=\"?content-sec", re.I)
    nothing(faults(pages, lambda page: not first.search(page.text)))


def test_the_policy_allows_only_the_sites_own_files(pages: list[Page]) -> None:
    """Nothing may run or load that the build did not put there: no `unsafe-…`, no wildcard, no other host."""

    def loose(page: Page) -> list[str]:
        allowed = [value for values in policy(page).values() for value in values]
        odd = [value for value in allowed if not re.fullmatch(r"'none'|'self'|'sha256-[\w+/=]+'", value)]
        return odd + ([] if policy(page).get("default-src") == ["'none'"] else ["default-src"])

    nothing(faults(pages, loose))


def test_the_policy_names_just_the_inline_style_and_script(pages: list[Page]) -> None:
    """A hash that does not fit leaves the page bare; a hash too many allows what is not there."""

    def hashes(page: Page, directive: str) -> set[str]:
        return {value for value in policy(page).get(directive, []) if value.startswith("'sha256-")}

    nothing(faults(pages, lambda page: hashes(page, "style-src") != {fingerprint(s) for s in text_of_style(page)}))
    nothing(faults(pages, lambda page: hashes(page, "script-src") != {fingerprint(s) for s in inline_scripts(page)}))
    nothing(faults(read(pages), lambda page: len(page.every("style")) != 1))


def test_no_page_has_style_attributes_or_handlers(pages: list[Page]) -> None:
    """The policy blocks both, so they would be silent faults."""

    def found(page: Page) -> list[str]:
        return [
            f"{element.tag} {name}"
            for element in page.tree.iter()
            for name in element.keys()  # noqa: SIM118 (an Element is not a dict)
            if name == "style" or name.startswith("on") or element.get(name, "").startswith("javascript:")
        ]

    nothing(faults(pages, found))


def test_no_page_loads_anything_from_another_host(pages: list[Page]) -> None:
    """Each request to a third party tells it who read what."""
    nothing(faults(pages, foreign))


def inline_scripts(page: Page) -> list[str]:
    """The scripts written into the page: those that run, and its JSON-LD, since the Nu checker wants that named too."""
    return ["".join(script.itertext()) for script in page.every("script") if not script.get("src")]


def policy(page: Page) -> dict[str, list[str]]:
    """The page's Content-Security-Policy, by directive."""
    metas = [meta for meta in page.every("meta") if meta.get("http-equiv", "").lower() == "content-security-policy"]
    words = [part.split() for meta in metas for part in meta.get("content", "").split(";") if part.strip()]
    return {name: values for name, *values in words}


def fingerprint(text: str) -> str:
    """How a policy names an inline style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def foreign(page: Page) -> list[str]:
    """Addresses on other hosts that the page would load by itself."""
    addresses = [
        part
        for tag, names in LOADS.items()
        for element in page.every(tag)
        for name in names
        for part in re.split(r",\s+", element.get(name, ""))
    ]
    addresses += [
        link.get("href", "") for link in page.every("link") if LINKS_THAT_LOAD & set(link.get("rel", "").split())
    ]
    addresses += re.findall(r"""(?:url\(|@import)\s*["']?([^"')]+)""", "".join(text_of_style(page)))
    return [address for address in addresses if re.match(r"\s*([a-z]+:)?//", address) or address.startswith("data:")]


def text_of_style(page: Page) -> list[str]:
    """The page's inline styles."""
    return ["".join(style.itertext()) for style in page.every("style")]
