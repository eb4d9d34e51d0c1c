"""The Content-Security-Policy of a page: nothing but its own, and inline only what its hash names."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def source_hash(text: str) -> str:
    """How a policy names an inline style or script with exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(style: str, scripts: Iterable[str]) -> str:
    """The policy for a page with this inline style and these inline scripts.

    `connect-src` is open to the site itself on every page: without it Lighthouse cannot read robots.txt and marks
    the page down. Style sheets of the site's own are admitted for elements that need more once they are used.
    `frame-ancestors` is left to the server's header: browsers reject it in a `<meta>`.
    """
    sources = {
        "default-src": "'none'",
        "img-src": "'self'",
        "font-src": "'self'",
        "style-src": f"'self' {source_hash(style)}",
        "script-src": " ".join(["'self'", *map(source_hash, scripts)]),
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in sources.items())
