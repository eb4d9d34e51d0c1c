"""What the service signs for itself: time tokens, confirmations, links; and keyed digests that tell nobody.

Everything here is HMAC-SHA256 with a key derived from one secret for each purpose, so that nothing signed for
one purpose passes for another. Nothing is stored to check a signature, and all of it is compared in constant
time.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from enquiry.files import make_private_folder, sync_folder
from enquiry.settings import SHORTEST_SECRET, EnquiryError
from enquiry.writing import normalised

FRESH_S = 86_400
CONFIRMED_S = 7 * 86_400
"""Who finds the check page again in a restored tab sends it on; an older one is asked to check once more."""
AHEAD_S = 60
DAY_S = 86_400
LONGEST = 200

_SIGNATURE_BYTES = 16
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SIGNED = re.compile(r"(?P<seconds>[0-9a-z]{1,9})\.(?P<what>[A-Za-z0-9_-]{1,64})\.(?P<signature>[A-Za-z0-9_-]{22})")


class SecretFault(EnquiryError):
    """A secret that the service cannot use, in a sentence."""


@dataclass(frozen=True)
class Token:
    """A time token of ours: when it was given out (seconds since 1970), and what makes it the only one."""

    issued_at: float
    nonce: str


class Signer:
    """Signs with one secret, and knows its own signatures again."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._day_key: tuple[int, Key] | None = None
        self._token_key, self._confirmation_key, self._block_key, self._words_key = (
            self._key(purpose) for purpose in ("token", "confirmation", "block", "words")
        )

    def token(self, now: float) -> str:
        """A time token: `<base36 seconds>.<nonce>.<signature>`."""
        return _write(self._token_key, now, secrets.token_urlsafe(12))

    def read_token(self, text: str, now: float) -> Token | None:
        """The token, where it is ours and fresh: not older than FRESH_S, not from the future."""
        found = _read(self._token_key, text, now, FRESH_S)
        return Token(*found) if found else None

    def confirmation(self, reference: str, now: float) -> str:
        """What the check page carries back: the reference of the enquiry that was stored unconfirmed."""
        return _write(self._confirmation_key, now, reference)

    def read_confirmation(self, text: str, now: float) -> str | None:
        """The reference that a confirmation of ours carries, for CONFIRMED_S."""
        found = _read(self._confirmation_key, text, now, CONFIRMED_S)
        return found[1] if found else None

    def confirmation_age_s(self, text: str, now: float) -> float | None:
        """How long ago the check page was shown; none for a confirmation that is not ours."""
        found = _read(self._confirmation_key, text, now, CONFIRMED_S)
        return now - found[0] if found else None

    def sign(self, purpose: str, text: str) -> str:
        """A signature of `text` that holds for `purpose` alone."""
        return _sign(self._key(f"signed {purpose}"), text)

    def is_signed(self, purpose: str, text: str, signature: str) -> bool:
        """Whether `signature` is ours, of this text, for this purpose."""
        return _is_same(self.sign(purpose, text), signature)

    def block(self, host: str, now: float) -> str:
        """A digest of the network block of an address (/24, or /64), other every UTC day; "" for no address.

        With the key of another day the same block has another digest: nobody is followed from day to day.
        """
        network = _network(host)
        if not network:
            return ""
        day = int(now // DAY_S)
        if self._day_key is None or self._day_key[0] != day:
            self._day_key = day, Key(self._block_key.digest(b"%d" % day))
        return _sign(self._day_key[1], network)

    def words(self, text: str) -> str:
        """A digest of the words alone, to know a message again; "" where there is nothing to know.

        Letters' cases, accents, spaces and punctuation make no difference; only signs that are no letters and
        no digits are digested as they are.
        """
        if text.isascii():  # the same, in a tenth of the time
            plain = text.lower()
            words = " ".join(plain.translate(_ASCII_WORDS).split())
        else:
            plain = normalised(text, "NFKD").casefold()
            words = " ".join(re.findall(r"\w+", _MARKS.sub("", plain)))
        words = words or "".join(plain.split())
        return _sign(self._words_key, words) if words else ""

    def _key(self, purpose: str) -> Key:
        return Key(hmac.digest(self._secret, b"cairn enquiry: " + _bytes(purpose), "sha256"))


class Key:
    """HMAC-SHA256 (RFC 2104) with a key of 32 bytes, the same as `hmac.digest` in a third of its time.

    That begins anew with each text, and gives up the interpreter meanwhile to whichever other thread wants it.
    """

    def __init__(self, key: bytes) -> None:
        padded = key.ljust(64, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def digest(self, text: bytes) -> bytes:
        """The 32 bytes that only this key gives for `text`."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()


_ASCII_WORDS = str.maketrans({chr(code): " " for code in range(128) if not re.match(r"\w", chr(code))})
_MARKS = re.compile("[\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f]")


def read_secret(path: Path) -> bytes:
    """The secret kept in the file `path`, made there at the first start. Raises SecretFault.

    Processes that start together all read the one that was written first: it appears whole, or not at all.
    """
    try:
        if not path.exists():
            _make_secret(path)
        others = path.stat().st_mode & 0o027
        secret = path.read_bytes().strip()
    except OSError as error:
        raise SecretFault(f"{path}: the secret cannot be read or made there ({error.strerror}).") from error
    if others:
        raise SecretFault(f"{path}: others could read or change the secret. Close the file: chmod 600 {path}")
    if len(secret) < SHORTEST_SECRET:
        raise SecretFault(
            f"{path}: the secret is shorter than {SHORTEST_SECRET} characters."
            " Remove the file, and the service makes a good one when it starts."
        )
    return secret


def _make_secret(path: Path) -> None:
    make_private_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # not rename: one that another process has just made stays
        except FileExistsError:
            return
    finally:
        draft.unlink()
    sync_folder(path.parent)


def _write(key: Key, now: float, what: str) -> str:
    text = f"{_base36(int(now))}.{what}"
    return f"{text}.{_sign(key, text)}"


def _read(key: Key, text: str, now: float, most_s: float) -> tuple[float, str] | None:
    found = _SIGNED.fullmatch(text) if len(text) <= LONGEST else None
    if not found or not _is_same(_sign(key, text.rpartition(".")[0]), found["signature"]):
        return None
    issued_at = float(int(found["seconds"], 36))
    return (issued_at, found["what"]) if now - most_s < issued_at <= now + AHEAD_S else None


def _sign(key: Key, text: str) -> str:
    return urlsafe_b64encode(key.digest(_bytes(text))[:_SIGNATURE_BYTES]).rstrip(b"=").decode()


def _is_same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(_bytes(ours), _bytes(theirs))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _network(host: str) -> str:
    try:
        address: IPv4Address | IPv6Address = ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return f"{int(address) >> 64:x}::/64"
        address = address.ipv4_mapped
    return f"{int(address) >> 8:x}/24"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
