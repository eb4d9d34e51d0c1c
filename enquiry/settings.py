"""What the service is told from outside: one table, read from the environment, all faults told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from email.headerregistry import Address
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from enquiry.relays import Relay, read_relay

SQLITE = "sqlite:///"
POSTGRESQL = "postgresql://"
SHORTEST_SECRET = 32


class EnquiryError(Exception):
    """Anything of the service's own that went wrong."""


class SettingsFault(EnquiryError):
    """Settings that the service cannot start with; `faults` holds a sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Settings:
    """The settings of one service. `address` is the site's, without a slash at its end.

    secret: empty where it is to be made, or found, in the folder. words: the coach's own list, or none.
    max_per_minute: from one block of addresses; 0 for no limit. smtp: none where letters are kept as files.
    acknowledge: whether a visitor gets an automatic answer; reply_within: the time that it names, or none.
    keep_months: since an enquiry's state last changed; keep_held_days: likewise, of what is held or unconfirmed.
    backups: the folder of the nightly copies, where it is not `backups` beside the database.
    """

    recipient: str
    database: str = "sqlite:///var/enquiries.db"
    site: Path = Path("output")
    address: str = "http://127.0.0.1:8025"
    bind: tuple[str, int] = ("127.0.0.1", 8025)
    secret: str = ""
    words: Path | None = None
    max_per_minute: int = 0
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    keep_months: int = 12
    keep_held_days: int = 30
    backups: Path | None = None
    smtp: Relay | None = None
    smtp_second: Relay | None = None
    sender: str = ""
    acknowledge: bool = False
    reply_within: str = ""
    alarm_hours: int = 24

    @property
    def from_address(self) -> str:
        """Who letters are from: an address of the site's own domain, never a visitor's."""
        return self.sender or self.recipient

    @property
    def folder(self) -> Path:
        """Where the service keeps what is its own: beside its SQLite, else `var` where it was started."""
        file = self.sqlite_file
        return file.parent if file else Path("var")

    @property
    def sqlite_file(self) -> Path | None:
        """The file of the database, where it is one."""
        return Path(self.database.removeprefix(SQLITE)) if self.database.startswith(SQLITE) else None

    @property
    def mail_folder(self) -> Path:
        """Where letters are kept as `.eml` files."""
        return self.folder / "mail"

    @property
    def backup_folder(self) -> Path:
        """Where the nightly copies are kept."""
        return self.backups or self.folder / "backups"

    @property
    def base(self) -> str:
        """The path that the site lives under: empty, or `/sub`."""
        return urlsplit(self.address).path.rstrip("/")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """The settings that `ENQUIRY_…` variables give. Raises SettingsFault with every fault in it."""
        given = {name: text for name, text in environment.items() if name.startswith("ENQUIRY_") and text}
        faults = [_unknown(name) for name in given.keys() - READERS.keys()]
        values: dict[str, Any] = {}
        for name in given.keys() & READERS.keys():
            try:
                values[_attribute(name)] = READERS[name](given[name])
            except ValueError as error:
                shown = "…" if name in SECRET else given[name]
                faults.append(f"{name}={shown}: {error}")
        if "ENQUIRY_RECIPIENT" not in given:
            faults.append("ENQUIRY_RECIPIENT is not set: the address that enquiries go to, like coach@example.org.")
        if "ENQUIRY_SMTP_SECOND" in given and "ENQUIRY_SMTP" not in given:
            faults.append("ENQUIRY_SMTP_SECOND is set and ENQUIRY_SMTP is not: a second relay needs a first.")
        if faults:
            raise SettingsFault(sorted(faults))
        return cls(**values)


def read_file(path: Path) -> dict[str, str]:
    """The `ENQUIRY_…=…` lines of a file, as systemd's EnvironmentFile has them. Raises SettingsFault."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsFault(
            [f"{path} cannot be read: {getattr(error, 'strerror', '') or 'it is not UTF-8'}."]
        ) from error
    given, faults = {}, []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith(("#", ";")):
            continue
        name, equals, text = line.strip().partition("=")
        if not equals or name != name.strip():
            faults.append(f"{path}:{number}: write NAME=value, without spaces around the sign.")
            continue
        text = text.strip()
        given[name] = text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
    if faults:
        raise SettingsFault(faults)
    return given


def _unknown(name: str) -> str:
    near = get_close_matches(name, READERS, n=1, cutoff=0.85)
    return f"{name}: the service has no such setting." + (f" Did you mean {near[0]}?" if near else "")


def _attribute(name: str) -> str:
    return name.removeprefix("ENQUIRY_").lower()


def _mail_address(text: str) -> str:
    try:
        address = Address(addr_spec=text)
        domain = address.domain.encode("idna").decode()
    except Exception as error:  # the standard library raises ValueError, HeaderParseError or IndexError, by the fault
        raise ValueError("this is not an e-mail address.") from error
    if not (address.username and domain):
        raise ValueError("this is not an e-mail address.")
    if not address.username.isascii():
        raise ValueError("not every mail server can read this address; use one without such letters before the @.")
    return Address(username=address.username, domain=domain).addr_spec


def _bind(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) < 65_536):
        raise ValueError("write a host and a port, like 127.0.0.1:8025.")
    return host.strip("[]"), int(port)


def _database(text: str) -> str:
    if text.startswith(POSTGRESQL) and text != POSTGRESQL:
        return text
    if not text.startswith(SQLITE) or text == SQLITE:
        raise ValueError(
            "write sqlite:/// and a file's path, like sqlite:///var/enquiries.db, or the address of a PostgreSQL."
        )
    return text


def _secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"a secret has {SHORTEST_SECRET} characters or more. Left out, one is made.")
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("write a whole number, like 60.")
    return int(text)


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError("write on or off.")
    return text == "on"


def _few_words(text: str) -> str:
    if len(text) > 60 or not text.isprintable():
        raise ValueError("write a few words on one line, like two working days.")
    return text.strip()


def _hours(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ValueError("write a number of hours, like 24.")
    return int(text)


def _at_least_one(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ValueError("write a whole number from 1 on, like 12.")
    return int(text)


def _proxies(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_address(part.strip())) for part in text.split(","))
    except ValueError as error:
        raise ValueError("write the addresses of your web servers, like 127.0.0.1, ::1.") from error


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("write the site's whole address, like https://example.org.")
    return text.rstrip("/")


READERS: dict[str, Callable[[str], Any]] = {
    "ENQUIRY_RECIPIENT": _mail_address,  # the coach's address: where enquiries go
    "ENQUIRY_DATABASE": _database,  # where enquiries are kept
    "ENQUIRY_SITE": Path,  # the folder of the built site, whose pages the service answers with
    "ENQUIRY_ADDRESS": _address,  # the site's public address, for links and redirects
    "ENQUIRY_BIND": _bind,  # where the service listens
    "ENQUIRY_SECRET": _secret,  # what its tokens and links are signed with
    "ENQUIRY_WORDS": Path,  # the coach's own list of words
    "ENQUIRY_MAX_PER_MINUTE": _number,  # posts from one block of addresses before a "please wait"
    "ENQUIRY_PROXIES": _proxies,  # whose X-Forwarded-For is believed
    "ENQUIRY_SMTP": read_relay,  # who takes the letters; left out, they are kept as files
    "ENQUIRY_SMTP_SECOND": read_relay,  # who takes them when the first does not
    "ENQUIRY_SENDER": _mail_address,  # who they are from
    "ENQUIRY_ACKNOWLEDGE": _switch,  # whether a visitor gets an automatic answer
    "ENQUIRY_REPLY_WITHIN": _few_words,  # when it says that the coach's own answer comes
    "ENQUIRY_ALARM_HOURS": _hours,  # how long a letter may wait before an alarm
    "ENQUIRY_KEEP_MONTHS": _at_least_one,  # how long an enquiry is kept after its last change
    "ENQUIRY_KEEP_HELD_DAYS": _at_least_one,  # and one that is held or unconfirmed
    "ENQUIRY_BACKUPS": Path,  # the folder of the nightly copies
}
SECRET = ("ENQUIRY_SECRET", "ENQUIRY_DATABASE", "ENQUIRY_SMTP", "ENQUIRY_SMTP_SECOND")
"""Settings that may hold a password, and are never shown."""
