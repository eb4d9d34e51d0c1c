"""What a site's own site.toml says that the server has to know of: its address, and who receives its form."""

from __future__ import annotations

import http.client
import tomllib
from dataclasses import dataclass

from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import MAIN, Installation
from publisher.plain import plain
from publisher.web.place import SERVICE

SELF = "self"
"""The form's receiver where none is named: Cairn's own service."""
ANSWER_S = 2.0


@dataclass(frozen=True)
class Written:
    """address: of `[practice]`, "" where there is none. provider: of `[contact_form]`."""

    address: str
    provider: str


def read(text: bytes) -> Written | None:
    """What a site.toml says; None where it can't be read, which is the proofreader's to tell."""
    try:
        tables = tomllib.loads(text.decode("utf-8"))
        address = str(tables.get("practice", {}).get("address", ""))
        return Written(address.rstrip("/"), str(tables.get("contact_form", {}).get("provider", SELF)))
    except (ValueError, AttributeError):
        return None


def pushed(installation: Installation) -> Written | None:
    """What that of the site says which is published; None before the first push."""
    try:
        return read(Git(installation.repository).run("show", f"{MAIN}:site.toml"))
    except PublisherError:
        return None


def reminders(installation: Installation) -> list[str]:
    """What in the site that was pushed does not fit this server, a sentence each."""
    found = pushed(installation)
    if not found:
        return []
    words = []
    if found.address and found.address != installation.address:
        words.append(f"site.toml says that the address is {plain(found.address)}: write {installation.address} there.")
    if found.provider == SELF and installation.web != "none" and not service_answers():
        words.append(f"Nobody receives the form: nothing answers at {SERVICE}. docs/server.md has how to start it.")
    return words


def service_answers() -> bool:
    """Whether the service for enquiries runs on this machine."""
    line = http.client.HTTPConnection(SERVICE, timeout=ANSWER_S)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
