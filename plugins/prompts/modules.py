"""The questions of a musing, or of a series, as a JavaScript module: for a page that may connect to nothing.

The policy of a page with answers forbids `fetch`, and lets a module be imported. The notebook and the sets that coaches
choose read these, at addresses that stay the same: `/musings/<slug>/prompts.js` and `/series/<slug>/prompts.js`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from plugins.prompts.prompts import Prompt, key_of

FILE = "prompts.js"
ESCAPES = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True)
class AskingMusing:
    """A musing with prompts. before: the addresses that it had; series: the slug of its series, or ""."""

    title: str
    address: str
    before: tuple[str, ...]
    prompts: tuple[Prompt, ...]
    series: str = ""


def prompts_module(title: str, address: str, musings: Iterable[AskingMusing]) -> str:
    """The text of the module. Addresses stand in it without the site's base path, questions as plain text."""
    told = {"title": title, "address": address, "musings": [_musing(musing) for musing in musings]}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return f"export default {text}\n"


def _musing(musing: AskingMusing) -> dict[str, Any]:
    return {
        "title": musing.title,
        "address": musing.address,
        "before": list(musing.before),
        **({"series": musing.series} if musing.series else {}),
        "prompts": [_prompt(prompt, musing) for prompt in musing.prompts],
    }


def _prompt(prompt: Prompt, musing: AskingMusing) -> dict[str, Any]:
    was = former_ids(prompt, musing)
    told: dict[str, Any] = {"id": prompt.id, "question": prompt.text, "kind": prompt.kind}
    return told | ({"was": was} if was else {})


def former_ids(prompt: Prompt, musing: AskingMusing) -> list[str]:
    """The ids that a prompt had at its musing's former addresses; none where the coach has pinned one.

    An id derives from the address, and a set that was chosen before the musing moved names the old one.
    """
    own = key_of(musing.address, prompt.text)
    derived = re.fullmatch(rf"{own}((?:\.\d+)?)", prompt.id)
    return [key_of(old, prompt.text) + derived[1] for old in musing.before] if derived else []
