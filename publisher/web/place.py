"""Where a site is served, as both web servers want to know it."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from publisher.errors import PublisherError
from publisher.installation import Installation

SERVICE = "127.0.0.1:8025"
"""Where the enquiries' service listens (`ENQUIRY_BIND`)."""
LARGEST_FORM_MB = 2
"""What a form may weigh at most. The service takes more than the form allows, to show it again with its mistake, up to
this (`enquiry/bodies.py`); beyond, the web server refuses what no visitor typed."""
PLAIN_PATH = re.compile(r"[\w/ .,@+=:~-]*")
PLAIN_BASE = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9._~-]*)*")
PLAIN_HOST = re.compile(r"[A-Za-z0-9.:-]+")


@dataclass(frozen=True)
class Place:
    """host: its name, in brackets where it is an address with colons. port: of the address, else of its scheme.

    base: "" or "/sub". name: a word that no other site on this machine has in its configuration.
    root: the folder that is `/` of the host. previews_root: the same for previews. moved: see publisher/web/moved.py.
    is_here: whether only this machine can reach it, with its own browser or a web server before this one.
    certificate, key: files; empty: none were named.
    """

    is_secure: bool
    host: str
    port: int
    base: str
    name: str
    root: Path
    previews_root: Path
    current: Path
    previews: Path
    is_here: bool
    certificate: str
    key: str

    @property
    def origin(self) -> str:
        """The address of the host, without the base path."""
        scheme, usual = ("https", 443) if self.is_secure else ("http", 80)
        return f"{scheme}://{self.host}" + ("" if self.port == usual else f":{self.port}")

    @property
    def moved(self) -> Path:
        """Old addresses of the live release."""
        return self.current / ".moved"


def place_of(installation: Installation) -> Place:
    """Where this installation's site is served. Raises PublisherError for what a configuration cannot say."""
    address = urlsplit(installation.address)
    host, base = installation.host, installation.base_path
    named = [str(installation.site), installation.certificate, installation.key]
    if strange := next((path for path in named if not PLAIN_PATH.fullmatch(path)), None):
        raise PublisherError(
            f"A web server cannot be told of {strange!r}: use letters, digits, spaces and /.,@+=:~-_ ."
        )
    if address.scheme not in ("http", "https") or not PLAIN_HOST.fullmatch(host) or not PLAIN_BASE.fullmatch(base):
        raise PublisherError(f"{installation.address} is no address that a web server can be told of.")
    is_here = _is_this_machine(host)
    if address.scheme == "http" and not is_here:
        raise PublisherError(
            f"{installation.address} would be read by everybody on the way. Give an address with https://, or "
            "http://127.0.0.1 with a port where another web server stands before this one."
        )
    return Place(
        is_secure=address.scheme == "https",
        host=f"[{host}]" if ":" in host else host,
        port=address.port or (443 if address.scheme == "https" else 80),
        base=base,
        # Not the host's name: nginx has room for some forty letters in the name of a variable.
        name="cairn_" + hashlib.sha256(f"{address.netloc}{base}".encode()).hexdigest()[:6],
        # Below a base path the host's root is a folder of its own, with a link for the site to begin at.
        root=installation.web_folder / "root" if base else installation.current,
        previews_root=installation.web_folder / "previews" if base else installation.site,
        current=installation.current,
        previews=installation.previews,
        is_here=is_here,
        certificate=installation.certificate,
        key=installation.key,
    )


def lay_paths(place: Place) -> None:
    """Make the links by which a site is found below its base path; nothing where it has none."""
    if place.base:
        _link(Path(f"{place.root}{place.base}"), place.current)
        _link(Path(f"{place.previews_root}{place.base}/previews"), place.previews)


def _link(link: Path, target: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.is_symlink():
        link.symlink_to(os.path.relpath(target, link.parent))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
