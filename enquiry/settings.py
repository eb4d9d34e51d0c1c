"""What the service is told from outside: one table, read from the environment, all faults told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SQLITE = "sqlite:///"


class EnquiryError(Exception):
    """Anything of the service's own that went wrong."""


class SettingsFault(EnquiryError):
    """Settings that the service cannot start with; `faults` holds a sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Settings:
    """The settings of one service. `address` is the site's, without a slash at its end."""

    recipient: str
    database: Path = Path("var/enquiries.db")
    site: Path = Path("output")
    address: str = "http://127.0.0.1:8025"
    bind: tuple[str, int] = ("127.0.0.1", 8025)

    @property
    def mail_folder(self) -> Path:
        """Where letters are kept as `.eml` files: beside the database."""
        return self.database.parent / "mail"

    @property
    def base(self) -> str:
        """The path that the site lives under: empty, or `/sub`."""
        return urlsplit(self.address).path.rstrip("/")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """The settings that `ENQUIRY_…` variables give. Raises SettingsFault with every fault in it."""
        given = {name: text for name, text in environment.items() if name.startswith("ENQUIRY_") and text}
        faults = [f"{name}: the service has no such setting." for name in sorted(given.keys() - READERS.keys())]
        values: dict[str, Any] = {}
        for name in given.keys() & READERS.keys():
            try:
                values[_attribute(name)] = READERS[name](given[name])
            except ValueError as error:
                faults.append(f"{name}={given[name]}: {error}")
        if "ENQUIRY_RECIPIENT" not in given:
            faults.append("ENQUIRY_RECIPIENT is not set: the address that enquiries go to, like coach@example.org.")
        if faults:
            raise SettingsFault(sorted(faults))
        return cls(**values)


def _attribute(name: str) -> str:
    return name.removeprefix("ENQUIRY_").lower()


def _recipient(text: str) -> str:
    try:
        address = Address(addr_spec=text)
    except Exception as error:  # the standard library raises ValueError, HeaderParseError or IndexError, by the fault
        raise ValueError("this is not an e-mail address.") from error
    if not (address.username and address.domain):
        raise ValueError("this is not an e-mail address.")
    return text


def _bind(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) < 65_536):
        raise ValueError("write a host and a port, like 127.0.0.1:8025.")
    return host.strip("[]"), int(port)


def _database(text: str) -> Path:
    if not text.startswith(SQLITE) or text == SQLITE:
        raise ValueError("write sqlite:/// and the path of a file, like sqlite:///var/enquiries.db.")
    return Path(text.removeprefix(SQLITE))


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write the site's whole address, like https://example.org.")
    return text.rstrip("/")


READERS: dict[str, Callable[[str], Any]] = {
    "ENQUIRY_RECIPIENT": _recipient,  # the coach's address: where enquiries go
    "ENQUIRY_DATABASE": _database,  # where enquiries are kept; letters in mail/ beside it
    "ENQUIRY_SITE": Path,  # the folder of the built site, whose pages the service answers with
    "ENQUIRY_ADDRESS": _address,  # the site's public address, for links and redirects
    "ENQUIRY_BIND": _bind,  # where the service listens
}
