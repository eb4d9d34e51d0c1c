"""A mail relay as it is written in one line: `smtp://user:password@host:port` or `smtps://…`."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtps": 465}
WITH_PASSWORD = {"smtp": 587, "smtps": 465}  # RFC 6409: mail that a user hands in has a port of its own
HOW = "write smtp://user:password@host:port, or smtps://…; % and other signs in a password as %25 and so on."


@dataclass(frozen=True)
class Relay:
    """A server that letters are handed to. With `is_tls` the connection is encrypted from its first byte."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def read_relay(address: str) -> Relay:
    """The relay that `address` names. Raises ValueError, whose words never hold the password."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
        user, password = (unquote(text or "", errors="strict") for text in (parts.username, parts.password))
    except ValueError:
        raise ValueError(HOW) from None  # its words may hold the password
    has_more = parts.path not in ("", "/") or parts.query or parts.fragment
    if parts.scheme not in PORTS or not host or port == 0 or has_more or bool(user) != bool(password):
        raise ValueError(HOW)
    if not host.isascii() or any(sign <= " " for sign in host + user + password):
        raise ValueError(HOW)
    usual = (WITH_PASSWORD if user else PORTS)[parts.scheme]
    return Relay(host, port or usual, user, password, parts.scheme == "smtps")
