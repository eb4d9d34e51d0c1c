"""Who serves a site: the hosts that serve files and nothing else, known by the addresses that they give away."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

OWN = "own"


@dataclass(frozen=True)
class Host:
    """One answer to who serves a site. title: in a sentence. domains: below which its sites live."""

    title: str
    domains: tuple[str, ...] = ()


HOSTS = {
    OWN: Host("your own server"),
    "github": Host("GitHub Pages", ("github.io",)),
    "gitlab": Host("GitLab Pages", ("gitlab.io",)),
    "codeberg": Host("Codeberg Pages", ("codeberg.page",)),
    "netlify": Host("Netlify", ("netlify.app", "netlify.com")),
    "cloudflare": Host("Cloudflare Pages", ("pages.dev",)),
    "vercel": Host("Vercel", ("vercel.app", "now.sh")),
    "firebase": Host("Firebase Hosting", ("web.app", "firebaseapp.com")),
    "azure": Host("Azure Static Web Apps", ("azurestaticapps.net",)),
    "surge": Host("Surge", ("surge.sh",)),
    "neocities": Host("Neocities", ("neocities.org",)),
    "bitbucket": Host("Bitbucket", ("bitbucket.io",)),
    "sourcehut": Host("sourcehut", ("srht.site",)),
    "static": Host("A host of files"),
}
"""By what `host` in `site.toml` may say. All but the first serve files alone: no service of ours runs there."""


def host_of(address: str) -> str:
    """The name of the host that a site's address gives away: "github"; "" where it is the site's own domain."""
    name = f".{_hostname(address)}"
    return next((key for key, host in HOSTS.items() if name.endswith(tuple(f".{each}" for each in host.domains))), "")


def is_public(address: str) -> bool:
    """Whether others can come to this address: that of a preview tells nothing of where the site is published."""
    return address.startswith("https://") and _hostname(address) not in ("localhost", "127.0.0.1", "::1")


def _hostname(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
