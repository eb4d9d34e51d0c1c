"""Where a site is read: an address that can stand in a web server's configuration, or a sentence that says why not."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from publisher.errors import PublisherError

LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
STEP = re.compile(r"[A-Za-z0-9._~-]+")
"""One step of a base path: what needs no escape in an address and means nothing to a web server."""
EXAMPLE = "Write it like https://www.example.org."


class UnsoundAddress(PublisherError):
    """An address at which no site can be read."""

    def __init__(self, address: str, fault: str) -> None:
        super().__init__(f"--address {address or '(empty)'}: {fault}")


def sound_address(text: str) -> str:
    """The address as it is kept: small letters in the host, ASCII, no slash at the end. Raises UnsoundAddress.

    `https://` everywhere; `http://` only on this machine itself, to try things out. A base path is allowed.
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise UnsoundAddress(address, f"that is no address ({error}). {EXAMPLE}") from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UnsoundAddress(address, f"an address begins with https:// and names a host. {EXAMPLE}")
    if "?" in address or "#" in address:
        raise UnsoundAddress(address, "a site has no ? and no # in its address: leave out what follows.")
    if "@" in parts.netloc:
        raise UnsoundAddress(address, "a site has no user and no password in its address: everybody reads it.")
    host = _host(address, parts.hostname or "")
    if parts.scheme == "http" and not _is_loopback(host):
        raise UnsoundAddress(
            address,
            "without https:// everybody on the way can read and change what is sent, an enquiry as well. "
            "Write https://; only a try on this machine (http://localhost:8000) can do without.",
        )
    return f"{parts.scheme}://{_bracketed(host)}{f':{port}' if port is not None else ''}{_path(address, parts.path)}"


def _host(address: str, host: str) -> str:
    if _number(host):
        return host
    try:
        ascii_host = host.encode("idna").decode().lower()
    except UnicodeError as error:
        raise UnsoundAddress(address, f"“{host}” is no name that a host can have. {EXAMPLE}") from error
    labels = ascii_host.split(".")
    if not all(LABEL.fullmatch(label) for label in labels) or len(ascii_host) > 253:
        raise UnsoundAddress(address, f"“{host}” is no name that a host can have. {EXAMPLE}")
    if len(labels) == 1 and ascii_host != "localhost":
        raise UnsoundAddress(address, f"“{host}” is a name that only this network knows. {EXAMPLE}")
    return ascii_host


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    number = _number(host)
    return number.is_loopback if number else host == "localhost" or host.endswith(".localhost")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _path(address: str, path: str) -> str:
    steps = [step for step in path.split("/") if step]
    if not all(STEP.fullmatch(step) and step.strip(".") for step in steps):
        raise UnsoundAddress(address, "below its host, a site's address is made of letters, digits and . _ ~ - alone.")
    return "".join(f"/{step}" for step in steps)
