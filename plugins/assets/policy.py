"""The Content-Security-Policy of a page: nothing but its own, and inline only what its hash names."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def source_hash(text: str) -> str:
    """How a policy names an inline style or script with exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


PARTS = {
    "css/musing": {"connect-src": "'none'"},
    "prompts/reflection-prompt": {"connect-src": "'none'"},
    "prompts/reflections": {"connect-src": "'none'"},
    "prompts/reader-notebook": {"connect-src": "'none'"},
    "prompts/todays-question": {"connect-src": "'none'"},
    "prompts/workbook": {"connect-src": "'none'"},
    "call_to_action/contact-form": {"form-action": "'self'"},
    "call_to_action/contact-form#": {"form-action": "VALUE"},
}
"""What a page's policy says otherwise because a part, known by its style, stands on it.

Where a reader is asked something or sees what they wrote, scripts can open no connection at all. Every musing is such
a page: it shows what was written there, whether or not it still asks. Only the contact form is sent anywhere: to the
site itself, or to where the value says with which its style was asked for (`contact-form#https://…`): VALUE.
"""


def policy(style: str, scripts: Iterable[str], parts: Iterable[str] = ()) -> str:
    """The policy for a page with this inline style, these inline scripts and these parts.

    `connect-src` is open to the site itself where PARTS does not say otherwise: without it Lighthouse cannot read
    robots.txt and marks the page down. Style sheets of the site's own are admitted for elements that need more once
    they are used. `frame-ancestors` is left to the server's header: browsers reject it in a `<meta>`.
    """
    sources = {
        "default-src": "'none'",
        "img-src": "'self'",
        "font-src": "'self'",
        "style-src": f"'self' {source_hash(style)}",
        "script-src": " ".join(["'self'", *map(source_hash, scripts)]),
        "connect-src": "'self'",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    for part in sorted(parts):
        name, has_value, value = part.partition("#")
        for directive, allowed in PARTS.get(name + has_value, {}).items():
            sources[directive] = allowed.replace("VALUE", value)
    return "; ".join(f"{name} {value}" for name, value in sources.items())
