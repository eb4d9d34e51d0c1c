"""The one table of paths and headers, for every web server and for hosts of static files.

A page brings a policy of its own (`Content-Security-Policy` in a `<meta>`, with the hashes of what stands in it); the
header says what a `<meta>` cannot, and nothing that would forbid what a page allows itself. Paths are those below the
site's base path. Their regular expressions mean the same to Python, PCRE (nginx) and RE2 (Caddy).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

IMMUTABLE_FOLDERS = ("assets", "photos")
"""Folders whose files have a fingerprint of their bytes in their names."""
FINGERPRINTED = r"/(?:[^/]+/)*[^/]*[.-][0-9a-f]{10}[.-][^/]+$"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
"""Kept, and asked for again each time: an unchanged file costs an answer without a body."""

POLICY = "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
SWITCHED_OFF = (
    "accelerometer browsing-topics camera display-capture geolocation gyroscope hid magnetometer microphone midi"
)
SWITCHED_OFF += " payment serial usb xr-spatial-tracking"

EVERYWHERE: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in SWITCHED_OFF.split()),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What every response says, a 404 included, where no rule says otherwise."""
SECURE: Mapping[str, str] = {"Strict-Transport-Security": "max-age=63072000"}
"""What every response says over https: two years. Not for subdomains, which may be somebody else's business."""


@dataclass(frozen=True)
class Rule:
    """What responses at some paths say in place of what is said everywhere.

    name: one word, for a configuration. paths: a regular expression, matched from the path's beginning.
    cache: their Cache-Control. folder: the same paths as hosts of static files write them, `/photos/*`; empty: they
    have no such paths.
    """

    name: str
    paths: str
    cache: str = ASK_FIRST
    folder: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


RULES = (
    Rule("asset", f"^/assets{FINGERPRINTED}", FOR_EVER, "/assets/*"),
    # Whoever reads a feed in a browser sees its photographs on another site's page.
    Rule("photo", f"^/photos{FINGERPRINTED}", FOR_EVER, "/photos/*", {"Cross-Origin-Resource-Policy": "cross-origin"}),
    # A worker has the policy of its own response and of no page: it may ask this site, and nobody else.
    Rule(
        "worker",
        r"^/worker\.js$",
        folder="/worker.js",
        headers={
            "Content-Security-Policy": f"default-src 'none'; script-src 'self'; connect-src 'self'; {POLICY}",
        },
    ),
    # A coach's download is a file from elsewhere: an SVG or a saved page in it runs no script beside readers' answers.
    Rule(
        "download",
        "^/files/",
        folder="/files/*",
        headers={"Content-Security-Policy": f"script-src 'none'; form-action 'none'; {POLICY}"},
    ),
    Rule(
        "preview",
        "^/previews/",
        "private, no-cache",
        headers={"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"},
    ),
)
"""The first that matches counts. What none matches is asked for again each time."""


def is_immutable(path: str) -> bool:
    """Whether the file at this path, `/assets/x.0123456789.js`, has its fingerprint in its name."""
    return any(re.match(f"^/{folder}{FINGERPRINTED}", path) for folder in IMMUTABLE_FOLDERS)


def headers_for(path: str, *, is_secure: bool) -> dict[str, str]:
    """Every header that a response at this path is to have. is_secure: over https."""
    rule = next((rule for rule in RULES if re.match(rule.paths, path)), Rule("page", ""))
    return {**EVERYWHERE, **(SECURE if is_secure else {}), "Cache-Control": rule.cache, **rule.headers}


def varying() -> list[str]:
    """The headers whose value hangs on the path."""
    return sorted({"Cache-Control", *(name for rule in RULES for name in rule.headers)})


def value(name: str, rule: Rule | None) -> str:
    """What this header says where this rule counts; None: where none does. Empty: it is not there."""
    if name == "Cache-Control":
        return rule.cache if rule else ASK_FIRST
    return (rule.headers.get(name) if rule else None) or EVERYWHERE.get(name, "")


def static_host_headers(base_path: str) -> str:
    """The file `_headers`, which Netlify and Cloudflare Pages read; base_path: "" or "/sub".

    Where several of its rules match, the one host takes the narrowest and the other joins all with commas. So no header
    stands in two that overlap, but the policy: of two policies both count, and the narrower one holds the wider. Both
    hosts have everything asked for again of themselves. They say nothing of photographs to other sites, which may then
    show them, and so nothing of any file but the front page.
    """
    everywhere = {name: said for name, said in {**EVERYWHERE, **SECURE}.items() if name not in _SAID_OF_SOME}
    rules = [(f"{base_path}/*", everywhere), (f"{base_path}/", {name: EVERYWHERE[name] for name in _SAID_OF_SOME})]
    for rule in RULES:
        said = {} if rule.cache == ASK_FIRST else {"Cache-Control": rule.cache}
        said |= {name: text for name, text in rule.headers.items() if name not in _SAID_OF_SOME}
        if rule.folder:
            rules.append((base_path + rule.folder, said))
    return "\n".join(
        f"{path}\n" + "".join(f"  {name}: {text}\n" for name, text in said.items()) for path, said in rules
    )


_SAID_OF_SOME = ("Cross-Origin-Resource-Policy",)
