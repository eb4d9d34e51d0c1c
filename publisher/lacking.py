"""A machine that lacks something: all of it is told at once, with the one command that brings it."""

from __future__ import annotations

import platform
import sys

from publisher import needs
from publisher.errors import PublisherError
from publisher.installation import Web

FIRST_PYTHON, LAST_PYTHON = (3, 11), (3, 13)
"""For which there are hashes in requirements.lock."""


class LackingMachine(PublisherError):
    """A machine on which something has to be installed first."""


def check(web: Web, trusts_code: bool) -> None:
    """Raise LackingMachine for what nothing can be published without; a web server may come later."""
    if not FIRST_PYTHON <= sys.version_info[:2] <= LAST_PYTHON:
        first, last = (".".join(map(str, version)) for version in (FIRST_PYTHON, LAST_PYTHON))
        raise LackingMachine(f"Cairn needs Python {first} to {last}, and this is {platform.python_version()}.")
    if not needs.missing("none", trusts_code):
        return
    lacking = needs.missing(web, trusts_code)
    lines = [need.words for need in lacking]
    if len(lacking) > 1 and (cure := needs.cure(lacking)):
        lines.append(f"All of it with one command:  {cure}")
    raise LackingMachine("\n".join([*lines, "Nothing was installed."]))
